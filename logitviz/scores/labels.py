"""Turn labels as they stand in a file into indices of classes, or say why they do not fit."""

import re
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from logitviz.core._lib.checks import BoolArray, IntArray

from .found import Found, RawLabels
from .scores import UnreadableScores

IGNORED = -100  # the label that PyTorch's cross-entropy leaves out
WHOLE = re.compile(r"[+-]?[0-9]{1,15}(?:\.0*)?")
Start = Literal[0, 1] | None


@dataclass(frozen=True, eq=False)
class Labelled:
    """Indices of classes [n], the rows that are kept [N] or None for all, and how they match.

    `assumed` says that labels are numbers, which were taken to count the classes from 0.
    """

    indices: IntArray
    kept: BoolArray | None = None
    match: str = ""
    assumed: bool = False


def fit_labels(
    raw: RawLabels, found: Found, shape: tuple[int, int], *, leave_out_ignored: bool, start: Start
) -> Labelled:
    """Return the labels of a table of scores [N, C] as indices of its classes."""
    rows, classes = shape
    if raw.values.ndim == 1 and len(raw.values) == classes != rows:
        raise UnreadableScores(
            f"There are {rows:,} rows and {classes:,} columns of scores, and {classes:,} labels: "
            "are the scores transposed? A row is one sample: save logits.T."
        )
    if len(raw.values) != rows or raw.values.ndim not in (1, 2):
        raise _unfit(
            f"There are {rows:,} rows of scores, and {_count(raw)}: a label is needed for every "
            "row, in the same order"
        )
    whole = _whole_numbers(raw, classes)
    if whole is None:
        return Labelled(_places(raw, found.names))
    return _numbered(whole, found, classes, leave_out_ignored=leave_out_ignored, start=start)


def _unfit(message: str) -> UnreadableScores:
    return UnreadableScores(f"{message}.", "labels")


def _count(raw: RawLabels) -> str:
    if raw.values.ndim == 1:
        return f"{len(raw.values):,} labels"
    return f"labels of shape {raw.values.shape}"


def _whole_numbers(raw: RawLabels, classes: int) -> NDArray[np.int64] | None:
    """Return labels that are whole numbers, [N], or None if they are words."""
    values = raw.values
    if raw.words is not None:
        if not all(WHOLE.fullmatch(word) for word in raw.words):
            return None
        numbers = np.array([int(float(word)) for word in raw.words], np.int64)
        return np.asarray(numbers[values])
    if values.dtype.kind not in "biuf":
        raise _unfit(f"Labels must be whole numbers or names of classes, got {values.dtype}")
    if values.ndim == 2:
        values = values[:, 0] if values.shape[1] == 1 else _hot(values, classes)
    if values.dtype.kind == "f":
        wrong = ~(np.isfinite(values) & (np.floor(values) == values))
        if wrong.any():
            row = int(wrong.argmax())
            raise _unfit(
                f"Labels must be whole numbers, got {values[row]:g} in row {row} (counted from 0)"
            )
    beyond = np.abs(values.astype(np.float64)) > 2**53
    if beyond.any():
        raise _outside(values[beyond][0], int(beyond.argmax()), classes)
    return values.astype(np.int64)


def _hot(values: NDArray[Any], classes: int) -> IntArray:
    """Return the column of the one 1 in every row."""
    if values.shape[1] != classes:
        raise _unfit(f"One-hot labels of {values.shape[1]} classes do not fit {classes} classes")
    wrong = ~(((values == 0) | (values == 1)).all(axis=1) & (values.sum(axis=1) == 1))
    if wrong.any():
        raise _unfit(
            f"Labels with a column for every class must hold a single 1 in every row; row "
            f"{int(wrong.argmax())} (counted from 0) does not: give the index of the true class"
        )
    return np.asarray(values.argmax(axis=1))


def _places(raw: RawLabels, names: tuple[str, ...] | None) -> IntArray:
    """Match words to the names of the classes."""
    words = raw.words or ()
    if names is None and all(map(_is_text, words)):
        raise _unfit(
            f"The labels are text, such as {_quoted(words[0])}, but the classes have no names: "
            "write the class names into a header above the scores, in JSON beside every score "
            '({"logits": {"A": 1.5, "B": 0.2}, "label": "A"}), or the labels as numbers from 0'
        )
    place = {name: index for index, name in enumerate(names or ())}
    unknown = [w for w in words if w not in place and not WHOLE.fullmatch(w)]
    unknown = unknown or [w for w in words if w not in place]
    if unknown:
        row = int((raw.values == words.index(unknown[0])).argmax())
        got = f"the label {_quoted(unknown[0])}" if unknown[0] else "no label"
        allowed = f"the classes are {listed(names)}" if names else "the others are whole numbers"
        raise _unfit(f"Row {row} (counted from 0) has {got}, and {allowed}")
    return np.asarray(np.array([place[word] for word in words], np.intp)[raw.values])


def _is_text(word: str) -> bool:
    return bool(word) and not WHOLE.fullmatch(word)


def _quoted(word: str) -> str:
    return f"'{word[:40]}'"


def listed(names: tuple[str, ...]) -> str:
    """Write the first names of classes."""
    shown = ", ".join(name[:40] for name in names[:6])
    return shown if len(names) <= 6 else f"{shown}, … ({len(names):,} in all)"


def _numbered(
    labels: NDArray[np.int64], found: Found, classes: int, *, leave_out_ignored: bool, start: Start
) -> Labelled:
    if found.unordered and found.names:
        raise _unfit(
            f"The labels are numbers, and the classes have names, such as {_quoted(found.names[0])}"
            ", in the order of their scores, so no number belongs to a class: write the names of "
            "the true classes as labels"
        )
    ignored = labels == IGNORED
    count = int(ignored.sum())
    if count == len(labels):
        raise _unfit("Every row is labelled −100, which means that it is left out: none is left")
    if count and not leave_out_ignored:
        raise UnreadableScores(
            f"{count:,} of {len(labels):,} rows are labelled −100, which PyTorch's cross-entropy "
            "leaves out. Leave them out here as well?",
            "ignored",
        )
    kept = ~ignored if count else None
    used = labels if kept is None else labels[kept]
    if start is None and found.numbers is not None and _by_header(used, found.numbers):
        place = {number: index for index, number in enumerate(found.numbers)}
        values, codes = np.unique(used, return_inverse=True)
        match = "they are matched to the numbers in the names of the columns"
        return Labelled(np.array([place[int(v)] for v in values])[codes], kept, match)
    first = start or 0
    _require_inside(used - first, kept, classes, first)
    match = "they count the classes from 1" if first else ""
    return Labelled((used - first).astype(np.intp), kept, match, start is None)


def _by_header(labels: NDArray[np.int64], numbers: tuple[int, ...]) -> bool:
    """Whether columns are not numbered from 0 and every label is the number of a column."""
    return numbers != tuple(range(len(numbers))) and bool(np.isin(labels, numbers).all())


def _require_inside(
    used: NDArray[np.int64], kept: BoolArray | None, classes: int, start: int
) -> None:
    wrong = (used < 0) | (used >= classes)
    if not wrong.any():
        return
    if start == 0 and used.min() >= 1 and used.max() == classes:
        raise UnreadableScores(
            f"The labels lie from {used.min()} to {classes}: they count the {classes} classes "
            "from 1, and classes are counted from 0. Count them from 1?",
            "from_one",
        )
    row = int(wrong.argmax())
    label = used[row] + start
    place = row if kept is None else int(np.flatnonzero(kept)[row])
    raise _outside(label, place, classes, start)


def _outside(label: Any, row: int, classes: int, start: int = 0) -> UnreadableScores:
    return _unfit(
        f"Row {row} (counted from 0) has the label {label:.0f}, and the {classes} classes are "
        f"numbered from {start} to {classes - 1 + start}"
    )
