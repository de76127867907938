"""Know probabilities by the sums of their rows, and take their logarithms."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from logitviz.core._lib.checks import FloatArray
from logitviz.core._lib.rows import row_blocks

from .scores import UnreadableScores

WHOLES = (1, 100)  # what a row of probabilities sums to: 100 in per cent
SUM_TOLERANCE = 1e-2  # of the sum of a row of probabilities, however many digits they have
MOST_OFF = 0.1  # of such a sum, where the numbers are rounded so far that it can be
EXACT = 5e-3  # a sum that is nearer to 1 is 1.00
ROUNDING = 1e-6  # of a probability just below 0, or of a log-probability just above 0


@dataclass
class Sums:
    """The least and the greatest sum of a row."""

    lowest: float = np.inf
    highest: float = -np.inf

    def add(self, p: FloatArray) -> None:
        """Look at more rows."""
        sums = p.sum(axis=1, dtype=np.float64)
        self.lowest = min(self.lowest, float(sums.min()))
        self.highest = max(self.highest, float(sums.max()))

    def off(self, whole: int) -> float:
        """Return how far a sum is from a whole, at most, as a share of it."""
        return max(1 - self.lowest / whole, self.highest / whole - 1)

    def range(self, whole: int) -> str:
        """Write both sums, to a hundredth of a whole."""
        return " to ".join(
            dict.fromkeys(_shown(each, whole) for each in (self.lowest, self.highest))
        )

    def explained(self, whole: int) -> str:
        """Say why the rows are probabilities."""
        if self.off(whole) > EXACT:
            named = "probabilities" if whole == 1 else "percentages"
            return (
                f"no number is negative, and rows sum to {self.range(whole)}, as rounded {named} do"
            )
        if whole == 1:
            return "no number is negative and every row sums to 1"
        return "in per cent, since no number is negative and every row sums to 100"


def _shown(total: float, whole: int) -> str:
    if whole / 100 <= total < 10 * whole:
        return f"{total:.{2 if whole == 1 else 0}f}"
    return f"{total:.4g}"


def sums_to_one(p: FloatArray) -> NDArray[np.bool_]:
    """Whether every row sums to 1."""
    near: NDArray[np.bool_] = np.abs(p.sum(axis=1, dtype=np.float64) - 1) <= SUM_TOLERANCE
    return near


def rounding_explains(p: FloatArray, whole: int, off: float) -> bool:
    """Whether sums can be off by a share of their whole because all numbers are rounded.

    A rounded number is off by at most half a unit of its last decimal, a sum of C numbers by C/2.
    """
    slack = float(np.finfo(p.dtype).eps) + ROUNDING  # binary numbers are no decimals
    digits = 0
    for block in row_blocks(len(p), p.size):
        exact = p[block].astype(np.float64)
        while p.shape[1] / 2 * 10.0**-digits >= (off - slack) * whole:
            if (np.round(exact, digits).astype(p.dtype) == p[block]).all():
                break
            digits += 1
        else:
            return False
    return True


def require_probabilities(p: FloatArray) -> None:
    """Raise unless no number is negative and every row has a sum to divide it by."""
    for block in row_blocks(len(p), p.size):
        negative = p[block] < 0
        if negative.any():
            row, column = np.argwhere(negative)[0]
            number = p[block][row, column]
            small = number >= -ROUNDING
            way_out = "Set such numbers to 0: np.clip(p, 0, 1)" if small else "Read them as logits"
            raise UnreadableScores(
                f"The scores cannot be probabilities: row {block.start + row}, column {column} "
                f"(counted from 0) is negative, {number:g}. {way_out}."
            )
        sums = p[block].sum(axis=1, dtype=np.float64)
        wrong = ~((sums > 0) & (sums < np.inf))
        if wrong.any():
            row = int(wrong.argmax())
            raise UnreadableScores(
                f"The scores cannot be probabilities: row {block.start + row} (counted from 0) "
                f"sums to {sums[row]:g}, and a row is divided by its sum. Leave such rows out."
            )


def logarithms(p: FloatArray, whole: int | None = 1) -> FloatArray:
    """Return log p of rows that sum to a whole, or each to its own sum; log 0 is −inf."""
    out = np.empty_like(p, order="C")
    for block in row_blocks(len(p), p.size):
        if whole == 1:
            np.log(p[block], out=out[block])
            continue
        rows = p[block].astype(np.float64)
        sums = rows.sum(axis=1, keepdims=True) if whole is None else whole
        out[block] = np.log(rows) - np.log(sums)
    return out
