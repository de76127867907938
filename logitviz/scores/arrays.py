"""Find scores and labels among the arrays of a file, by name first, then by type and shape."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

import numpy as np
from numpy.typing import NDArray

from logitviz.core._lib.column_names import LABEL_NAMES, NO_LABELS, SCORE_NAMES, plain_name

from .found import (
    CLASS_NAMES,
    Found,
    RawLabels,
    Wanted,
    labels_of_words,
    rank,
)
from .last_column import LABEL_SOURCE, NOT_USED, ends_in_labels, whole
from .pairs import refuse_pairs
from .scores import LOOKS_LIKE_LABELS, WAY_OUT, UnreadableScores


@dataclass(frozen=True, eq=False)
class Stored:
    """An array of a file: what its header says, and how to get its numbers."""

    name: str
    shape: tuple[int, ...]
    dtype: np.dtype[Any]
    load: Callable[[], NDArray[Any]]

    def __str__(self) -> str:
        """Write name, type and shape as a sentence of any language can list them."""
        name = f"'{self.name[:40]}' " if self.name else ""
        return f"{name}{str(self.dtype)[:40]} {list(self.shape)}"


def refuse_type(dtype: np.dtype[Any], what: str) -> None:
    """Raise if an array holds anything but numbers and text."""
    if dtype.hasobject:
        raise UnreadableScores(
            f"{what} holds Python objects, which can run code when opened, so it is not opened; "
            "save text as labels.astype(str), and numbers as plain numbers, "
            f"{WAY_OUT}."
        )
    if dtype.names or dtype.subdtype or dtype.kind not in "biufcU":
        hint = ", perhaps bfloat16" if dtype == np.dtype("V2") else ""
        raise UnreadableScores(
            f"{what} is of the type {str(dtype)[:40]}{hint}, which is not a plain number; "
            f"save float32 or float64 numbers, {WAY_OUT}."
        )


def find_in_arrays(arrays: Sequence[Stored], wanted: Wanted) -> Found:
    """Find what is wanted among the arrays of a file."""
    if wanted == "labels":
        return Found(labels=_labels_alone(arrays))
    scores = _scores(arrays)
    others = [array for array in arrays if array is not scores]
    table, last = _without_last(scores.load())
    labels = _labels_beside(others, table.shape) if wanted == "both" else None
    not_used = last is not None and (labels is not None or wanted == "scores")
    source = f"array '{scores.name}'" if scores.name else "one array"
    return Found(
        table,
        last if labels is None and not not_used else labels,
        _names(others, table.shape[1]),
        source=source if last is None else f"{source}, all columns but the last",
        remarks=(NOT_USED,) if not_used else (),
    )


def _without_last(table: NDArray[Any]) -> tuple[NDArray[Any], RawLabels | None]:
    """Separate labels in the last column, where they are certain."""
    if table.dtype.kind != "f" or not table.size or not ends_in_labels(table, table.shape[1] - 2):
        return table, None
    return table[:, :-1], RawLabels(table[:, -1], None, LABEL_SOURCE)


def _best(candidates: Sequence[Stored], known: tuple[str, ...], role: str) -> Stored | None:
    """Return the candidate with the best name, or the only one; several are refused."""
    ranks = [(place, a) for a in candidates if (place := rank(a.name, known)) is not None]
    first = min((place for place, _ in ranks), default=None)
    best = [a for place, a in ranks if place == first] if ranks else list(candidates)
    if len(best) > 1:
        listed = ", ".join(map(str, best[:5]))
        raise UnreadableScores(
            f"Several arrays could be the {role}: {listed}. Save one pair, {WAY_OUT}.",
            "labels" if role == "labels" else "",
        )
    return best[0] if best else None


def _scores(arrays: Sequence[Stored]) -> Stored:
    tables = [
        a
        for a in arrays
        if len(a.shape) == 2 and a.dtype.kind in "iuf" and rank(a.name, LABEL_NAMES) is None
    ]
    floats = [a for a in tables if a.dtype.kind == "f"]
    wide = [a for a in floats if a.shape[1] != 1]
    refuse_pairs([a.name for a in tables], [a.name for a in arrays if _may_be_labels(a, None)])
    best = _best(wide or floats, SCORE_NAMES, "scores")
    if best is None:  # whole numbers are scores where nothing else is, unless they are one-hot
        best = _best([a for a in tables if not _one_hot(a)], SCORE_NAMES, "scores")
    return best or _refuse_without_scores(arrays)


def _one_hot(array: Stored) -> bool:
    if array.shape[1] == 1:
        return True
    numbers = array.load()
    return bool(((numbers == 0) | (numbers == 1)).all() and (numbers.sum(axis=1) == 1).all())


def _refuse_without_scores(arrays: Sequence[Stored]) -> NoReturn:
    if any(a.dtype.kind == "c" for a in arrays):
        raise UnreadableScores(f"The numbers are complex; save real numbers, {WAY_OUT}.")
    single = [a for a in arrays if a.dtype.kind == "f" and len(a.shape) == 1]
    labels = [a for a in arrays if _may_be_labels(a, None)]
    others = [a for a in arrays if a.dtype.kind == "f" and a not in labels]
    if (labels or single) and all(a in single and whole(a.load()) for a in others):
        raise UnreadableScores(LOOKS_LIKE_LABELS)
    if single:
        raise UnreadableScores(
            "There is one number a row, and scores need a column for every class. "
            "For two classes with the probability p of the second: np.column_stack([1 - p, p])."
        )
    listed = ", ".join(map(str, arrays[:5])) or "nothing"
    raise UnreadableScores(
        "No array has one row for every sample and one column for every class "
        f"(shape [N, C] of floats); the file holds {listed}. Save such an array, {WAY_OUT}."
    )


def _may_be_labels(array: Stored, classes: int | None) -> bool:
    if plain_name(array.name) in NO_LABELS:
        return False
    known = rank(array.name, LABEL_NAMES) is not None
    if len(array.shape) == 1:
        named_classes = rank(array.name, CLASS_NAMES) is not None
        return array.dtype.kind in ("biufU" if known else "biuU") and (known or not named_classes)
    if len(array.shape) != 2:
        return False
    return (
        array.dtype.kind in "biuf"
        if known
        else (array.dtype.kind in "biu" and array.shape[1] in (1, classes))
    )


def _labels_beside(others: Sequence[Stored], shape: tuple[int, ...]) -> RawLabels | None:
    candidates = [a for a in others if _may_be_labels(a, shape[1])]
    fitting = [a for a in candidates if a.shape[0] == shape[0]]
    best = _best(fitting or candidates, LABEL_NAMES, "labels")
    return None if best is None else labels_of(best)


def _labels_alone(arrays: Sequence[Stored]) -> RawLabels:
    single = len(arrays) == 1 and len(arrays[0].shape) in (1, 2)
    candidates = list(arrays) if single else [a for a in arrays if _may_be_labels(a, None)]
    best = _best(candidates, LABEL_NAMES, "labels")
    if best is None:
        raise UnreadableScores(
            "The file of labels holds no array of one whole number for every row; "
            'save one, in your Python: np.save("labels.npy", labels).',
            "labels",
        )
    return labels_of(best)


def labels_of(array: Stored) -> RawLabels:
    """Return the labels of an array."""
    source = f"array '{array.name}'" if array.name else "the array"
    values = array.load()
    if array.dtype.kind == "U":
        return labels_of_words((str(text) for text in values.ravel()), source)
    return RawLabels(values, None, source)


def _names(others: Sequence[Stored], classes: int) -> tuple[str, ...] | None:
    for array in others:
        known = rank(array.name, CLASS_NAMES) is not None
        if known and array.dtype.kind == "U" and array.shape == (classes,):
            return tuple(str(name) for name in array.load())
    return None
