"""Tell logits, probabilities and log-probabilities apart, and turn probabilities into logits."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from logitviz.core._lib.checks import FloatArray
from logitviz.core._lib.rows import row_blocks

from .limits import require_room
from .scores import Kind, UnreadableScores

SUM_TOLERANCE = 1e-2  # of the sum of a row of probabilities, saved with few digits
ROUNDING = 1e-6  # of a probability just below 0, or of a log-probability just above 0


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
class _Survey:
    """What all rows have in common."""

    probabilities: bool = True
    log_probabilities: bool = True
    smallest: float = np.inf
    largest: float = -np.inf


def recognise(scores: FloatArray) -> tuple[Kind, str]:
    """Return the kind of the scores, and why; NaN and impossible rows are refused."""
    survey = _Survey()
    for block in row_blocks(len(scores), scores.size):
        _look(survey, scores[block], block.start)
    if survey.probabilities:
        return "probabilities", "no number is negative and every row sums to 1"
    if survey.log_probabilities:
        return "log-probabilities", "the exponentials of every row sum to 1"
    if survey.smallest < 0:
        return "logits", "there are negative numbers, and the rows are no distributions"
    return "logits", "the rows do not sum to 1"


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
    survey.probabilities = survey.probabilities and bool(
        smallest >= -ROUNDING and largest <= 1 + SUM_TOLERANCE and _sums_to_one(z).all()
    )
    survey.log_probabilities = survey.log_probabilities and bool(
        largest <= ROUNDING and _sums_to_one(_exponentials(z)).all()
    )


def _exponentials(z: FloatArray) -> FloatArray:
    exponentials: FloatArray = np.exp(z, dtype=np.float64)
    return exponentials


def _sums_to_one(p: FloatArray) -> NDArray[np.bool_]:
    near: NDArray[np.bool_] = np.abs(p.sum(axis=1, dtype=np.float64) - 1) <= SUM_TOLERANCE
    return near


def require_kind(scores: FloatArray, kind: Kind) -> None:
    """Raise if the scores cannot be of a kind; any number can be a logit."""
    if kind == "logits":
        return
    logarithms = kind == "log-probabilities"
    for block in row_blocks(len(scores), scores.size):
        z = scores[block]
        wrong = z > ROUNDING if logarithms else z < 0
        if wrong.any():
            row, column = np.argwhere(wrong)[0]
            limit = "above 0" if logarithms else "negative"
            small = not logarithms and z[row, column] >= -ROUNDING
            way_out = "Set such numbers to 0: np.clip(p, 0, 1)" if small else "Read them as logits"
            raise UnreadableScores(
                f"The scores cannot be {kind}: row {block.start + row}, column {column} (counted "
                f"from 0) is {limit}, {z[row, column]:g}. {way_out}."
            )
        p = _exponentials(z) if logarithms else z
        off = ~_sums_to_one(p)
        if off.any():
            row = int(off.argmax())
            what = "exponentials of row" if logarithms else "row"
            raise UnreadableScores(
                f"The scores cannot be {kind}: {what} {block.start + row} (counted from 0) sums to "
                f"{p[row].sum(dtype=np.float64):.4g}, not to 1. Read them as logits; outputs of a "
                "sigmoid for every class are no distribution."
            )


def logarithms(p: FloatArray) -> FloatArray:
    """Return log p in blocks; a probability of 0 becomes −inf."""
    out = np.empty_like(p, order="C")
    for block in row_blocks(len(p), p.size):
        np.log(p[block], out=out[block])
    return out
