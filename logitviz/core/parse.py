"""Read logits from the text people paste; the text is never evaluated as code."""

from logitviz.core._lib.checks import Float64Array, whole_number
from logitviz.core._lib.printed.literals import NUMBER as NUMBER
from logitviz.core._lib.printed.literals import QUOTED_CHARACTERS as QUOTED_CHARACTERS
from logitviz.core._lib.printed.literals import numbers
from logitviz.core._lib.printed.texts import items

MAX_CHARACTERS = 10_000


def parse_logits(text: str, *, count: int | None = None) -> Float64Array:
    """Read one vector of logits from pasted text.

    Parameters
    ----------
    text : str
        At most 10,000 characters: numbers separated by spaces, commas, semicolons, tabs or
        lines; a list; a NumPy, PyTorch, JAX or TensorFlow repr, also of a batch of one; JSON,
        also ``{"logits": [...]}``; a line of names above a line of numbers. ``−`` (U+2212),
        ``inf`` and ``-inf`` are read.
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
        could be a decimal comma is refused, not guessed; so are several rows and a shortened
        repr.

    Notes
    -----
    Nothing is evaluated: the text is cut into items and each must be a decimal literal.

    Examples
    --------
    >>> import logitviz as lv
    >>> lv.parse_logits("tensor([[2.0, 1.0, 0.1]], device='cuda:0')")
    array([2. , 1. , 0.1])
    """
    expected = None if count is None else whole_number(count, "count")
    if len(text) > MAX_CHARACTERS:
        raise ValueError(f"text must have at most {MAX_CHARACTERS:,} characters, got {len(text):,}")
    plain = text.replace("\N{MINUS SIGN}", "-").replace("\ufeff", "").strip().removesuffix(";")
    if not plain:
        raise ValueError("text must hold numbers, got nothing")
    if "..." in plain or "…" in plain:
        raise ValueError("text holds '...', so the numbers are shortened: paste all of them")
    return numbers(items(plain), expected)
