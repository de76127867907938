"""Read logits from the text people paste; the text is never evaluated as code."""

from logitviz.core._lib.checks import Float64Array, whole_number
from logitviz.core._lib.printed.literals import NUMBER as NUMBER
from logitviz.core._lib.printed.literals import QUOTED_CHARACTERS as QUOTED_CHARACTERS
from logitviz.core._lib.printed.literals import numbers
from logitviz.core._lib.printed.texts import items

MAX_CHARACTERS = 10_000


def parse_logits(text: str, *, count: int | None = None) -> Float64Array:
    r"""Read one vector of logits from pasted text.

    Parameters
    ----------
    text : str
        At most 10,000 characters: numbers separated by spaces, commas, semicolons, tabs or
        lines; a list; a batch of one. ``−`` (U+2212), ``inf`` and ``-inf`` are read. Further what
        is printed by

        - NumPy, PyTorch (also before 0.4, and from C++, R or Rust), JAX, TensorFlow (also
          TensorFlow.js) and MXNet; a list of one such array; rows that NumPy has wrapped,
          also without their brackets;
        - Hugging Face: ``SequenceClassifierOutput(loss=None, logits=tensor(...), ...)`` and other
          objects or dicts with one field ``logits``;
        - R (``[1] 1.0 2.5``, ``c(1.0, 2.5)``, vectors with names, matrices of one row or column),
          Julia (``10-element Vector{Float64}:``, ``Float32[1.0, 2.5]``), MATLAB and Octave
          (``Columns 1 through 8``), Mathematica (``{1., 2.5*^-3}``), JavaScript
          (``Float32Array(10) [...]``), pandas (a Series);
        - JSON: ``{"logits": [...]}``, and the ``top_logprobs`` of one token.

        A factor such as ``1.0e+03 *`` above the numbers is applied, an announced size is
        compared. Names above the numbers, or beside them, are left out; so are columns that are
        named ``id``, ``index``, ``label``, ``target`` or the like.
    count : int, optional
        How many numbers there must be.

    Returns
    -------
    ndarray of float64, shape [C]
        The numbers, never NaN.

    Raises
    ------
    ValueError
        If the text is anything else; the message names the first wrong item. A comma that
        could be a decimal comma is refused, not guessed; so are several rows, a shortened
        repr, and numbers that are fewer or more than the text announces.

    Notes
    -----
    Nothing is evaluated: the text is cut into items and each must be a decimal literal.

    Examples
    --------
    >>> import logitviz as lv
    >>> lv.parse_logits("tensor([[2.0, 1.0, 0.1]], device='cuda:0')")
    array([2. , 1. , 0.1])

    A header tells which columns are classes; a factor, as of MATLAB, is applied:

    >>> lv.parse_logits("id,cat,dog,label\n7,1.5,-2.0,0")
    array([ 1.5, -2. ])
    >>> lv.parse_logits("   1.0e+03 *\n\n    1.2030    0.0025")
    array([1203. ,    2.5])
    """
    expected = None if count is None else whole_number(count, "count")
    if len(text) > MAX_CHARACTERS:
        raise ValueError(f"text must have at most {MAX_CHARACTERS:,} characters, got {len(text):,}")
    plain = text.replace("\N{MINUS SIGN}", "-").replace("\ufeff", "").strip().removesuffix(";")
    if not plain:
        raise ValueError("text must hold numbers, got nothing")
    return numbers(items(plain, expected), expected)
