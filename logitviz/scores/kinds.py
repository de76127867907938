"""Tell logits, probabilities and log-probabilities apart, and turn probabilities into logits."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from logitviz.core._lib.checks import FloatArray
from logitviz.core._lib.rows import row_blocks

from .limits import require_room
from .probabilities import (
    MOST_OFF,
    ROUNDING,
    SUM_TOLERANCE,
    WHOLES,
    Sums,
    require_probabilities,
    rounding_explains,
    sums_to_one,
)
from .scores import Kind, UnreadableScores

NEITHER = (
    "All numbers lie between 0 and 1, but the rows do not sum to 1: if these are outputs of a "
    "sigmoid, softmax does not apply to them; if they are probabilities, choose probabilities."
)


@dataclass(frozen=True)
class Reading:
    """What the numbers of a table are, and why.

    Attributes
    ----------
    kind, why
        As a sentence says it.
    whole
        What a row of probabilities sums to; None: every row to another number.
    warning
        A sentence that must not be missed; empty if there is none.
    """

    kind: Kind
    why: str
    whole: int | None = 1
    warning: str = ""


def as_floats(scores: NDArray[Any]) -> FloatArray:
    """Return scores [N, C], float16, float32 and float64 as they are, all else as float64."""
    rows, classes = scores.shape
    if classes == 0 or rows == 0:
        raise UnreadableScores(
            f"The scores have the shape {scores.shape}: there are no rows, or no classes."
        )
    if classes == 1:
        raise UnreadableScores(
            "There is one class only, one number a row, and scores need a column for every class. "
            "For the probability p of the second of two classes: np.column_stack([1 - p, p]); "
            "for its logit z: np.column_stack([0 * z, z])."
        )
    if scores.dtype.type in (np.float16, np.float32, np.float64) and scores.dtype.isnative:
        return scores
    native = {2: np.float16, 4: np.float32}.get(scores.dtype.itemsize, np.float64)
    kept = native if scores.dtype.kind == "f" else np.float64
    require_room(scores.size * np.dtype(kept).itemsize, "The table of scores")
    return scores.astype(kept)


@dataclass
class _Survey(Sums):
    """What all rows have in common."""

    log_probabilities: bool = True
    smallest: float = np.inf
    largest: float = -np.inf


def recognise(scores: FloatArray, kind: Kind | None = None) -> Reading:
    """Return what the scores are, or what the caller says; NaN and impossible rows are refused."""
    survey = _Survey()
    for block in row_blocks(len(scores), scores.size):
        _look(survey, scores[block], block.start)
    if kind == "logits":
        return Reading(kind, "as you said")
    if kind == "log-probabilities":
        _require_log_probabilities(scores)
        return Reading(kind, "as you said")
    found = _probabilities(scores, survey)
    if found or kind == "probabilities":
        require_probabilities(scores)
    if kind is None:
        return found or _no_probabilities(survey)
    if found is None:
        why = f"as you said; rows sum to {survey.range(1)}, and each is divided by its sum"
        return Reading(kind, why, None)
    return found if found.whole != 1 else Reading(kind, "as you said")


def _look(survey: _Survey, z: FloatArray, start: int) -> None:
    smallest, largest = float(z.min()), float(z.max())
    if np.isnan(smallest):
        row, column = np.argwhere(np.isnan(z))[0]
        raise UnreadableScores(
            f"The score in row {start + row}, column {column} (counted from 0) is NaN, or missing; "
            "a score must be a number. Leave such rows out, or find out why the model gives NaN."
        )
    if smallest == -np.inf:
        impossible = (z == -np.inf).all(axis=1)
        if impossible.any():
            raise UnreadableScores(
                f"Every score of row {start + int(impossible.argmax())} (counted from 0) is −inf: "
                "no class is possible."
            )
    survey.smallest = min(survey.smallest, smallest)
    survey.largest = max(survey.largest, largest)
    if survey.smallest >= -ROUNDING:
        survey.add(z)
    survey.log_probabilities = survey.log_probabilities and bool(
        largest <= ROUNDING and sums_to_one(_exponentials(z)).all()
    )


def _probabilities(scores: FloatArray, survey: _Survey) -> Reading | None:
    """Return how the rows sum to 1 or to 100, as far as rounding can tell, or None."""
    if survey.smallest < -ROUNDING:
        return None
    for whole in WHOLES:
        off = survey.off(whole)
        near = survey.largest <= whole * (1 + SUM_TOLERANCE) and off <= MOST_OFF + ROUNDING
        if near and (off <= SUM_TOLERANCE or rounding_explains(scores, whole, off)):
            return Reading("probabilities", survey.explained(whole), whole)
    return None


def _no_probabilities(survey: _Survey) -> Reading:
    if survey.log_probabilities:
        return Reading("log-probabilities", "the exponentials of every row sum to 1")
    if survey.smallest < 0:
        return Reading("logits", "there are negative numbers, and the rows are no distributions")
    return Reading("logits", "the rows do not sum to 1", 1, NEITHER if survey.largest <= 1 else "")


def _exponentials(z: FloatArray) -> FloatArray:
    exponentials: FloatArray = np.exp(z, dtype=np.float64)
    return exponentials


def _require_log_probabilities(scores: FloatArray) -> None:
    for block in row_blocks(len(scores), scores.size):
        z = scores[block]
        if (z > ROUNDING).any():
            row, column = np.argwhere(z > ROUNDING)[0]
            raise UnreadableScores(
                f"The scores cannot be log-probabilities: row {block.start + row}, column {column} "
                f"(counted from 0) is above 0, {z[row, column]:g}. Read them as logits."
            )
        p = _exponentials(z)
        off = ~sums_to_one(p)
        if off.any():
            row = int(off.argmax())
            raise UnreadableScores(
                f"The scores cannot be log-probabilities: the exponentials of row "
                f"{block.start + row} (counted from 0) sum to {p[row].sum():.4g}, not to 1. "
                "Read them as logits."
            )
