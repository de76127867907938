"""The record of scores that were read, and the error for everything that cannot be read."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from logitviz.core._lib.checks import FloatArray, IntArray
from logitviz.core._lib.records import freeze

Kind = Literal["logits", "probabilities", "log-probabilities"]
Remedy = Literal["", "ignored", "from_one", "labels"]

KINDS: Sequence[Kind] = ("logits", "probabilities", "log-probabilities")
WAY_OUT = 'in your Python: np.savez("scores.npz", logits=logits, labels=labels)'

LOOKS_LIKE_LABELS = (
    "This looks like labels, not like scores: give the scores first, and the labels after them."
)


def writable(text: str) -> str:
    r"""Replace what no file and no page can hold: halves of characters, which JSON can escape.

    Examples
    --------
    >>> writable("cat \ud800") == "cat \ufffd"
    True
    """
    return re.sub("[\ud800-\udfff]", "\ufffd", text)


class UnreadableScores(ValueError):  # noqa: N818 - it says what was found, as StopIteration does
    """A file that `read_scores` refuses; the message says what it is and what to do.

    Attributes
    ----------
    remedy : {"", "ignored", "from_one", "labels"}
        What a second call can change: ``"ignored"``: pass ``leave_out_ignored=True``;
        ``"from_one"``: pass ``labels_from=1``; ``"labels"``: the scores can be read, but the
        labels are missing or do not fit; ``""``: nothing.
    """

    def __init__(self, message: str, remedy: Remedy = "") -> None:
        super().__init__(writable(message[:1].upper() + message[1:]))
        self.remedy: Remedy = remedy


@dataclass(frozen=True, eq=False, slots=True)
class Scores:
    r"""Scores of a classifier and their labels, as `read_scores` understood them.

    Attributes
    ----------
    logits : ndarray, shape [N, C]
        Logits; for probabilities their logarithms, −inf for a probability of 0. Read-only.
    labels : ndarray of int, shape [N], or None
        The true class of every row, from 0 to C − 1, or None if the file holds no labels.
    names : tuple of str
        The names of the C classes: from the header, else "0", "1", ….
    kind : str
        What the numbers were read as: logits, probabilities or log-probabilities.
    notes : tuple of str
        What was understood, and what is remarkable, a sentence each.
    rows : ndarray of int, shape [N], or None
        Where rows were left out: for every row of `logits`, its row in the file, counted from 0
        without the header. None if `logits` has all rows of the file.
    ids : tuple of str, length N, or None
        The name of every row, from a column such as ``id`` or ``filename``. None if there is no
        such column, or if two rows have the same name in it, or a row has none.
    remedy : {"", "from_one"}
        The argument that a second call may need. ``"from_one"``: the labels probably count the
        classes from 1; a note says why, and ``labels_from=1`` reads them so. ``""``: none.

    Examples
    --------
    >>> import logitviz as lv
    >>> table = b"logit_0,logit_1,label\n2.0,-1.5,0\n0.5,1.0,-100\n"
    >>> scores = lv.read_scores(table, leave_out_ignored=True)
    >>> scores.logits, scores.rows
    (array([[ 2. , -1.5]]), array([0]))
    """

    logits: FloatArray
    labels: IntArray | None
    names: tuple[str, ...]
    kind: Kind
    notes: tuple[str, ...]
    rows: IntArray | None
    ids: tuple[str, ...] | None = None
    remedy: Remedy = ""

    def __post_init__(self) -> None:
        """Close the arrays against writing."""
        freeze(self)
