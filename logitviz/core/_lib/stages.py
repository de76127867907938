"""The stages every function of logits shares: shift by the maximum, divide, exponentiate.

Inside, the class axis comes first: NumPy reduces `[C, N]` over its first axis much faster than
`[N, C]` over a short last one, and small blocks keep every stage in the processor's cache. With
many classes the memory stays as it was given and only the axes change their names.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, Self

import numpy as np
from numpy.typing import ArrayLike, DTypeLike

from logitviz.core._lib.checks import (
    Float64Array,
    FloatArray,
    class_last,
    require_largest,
    temperatures,
)

BLOCK_ENTRIES = 1 << 15
SHORT_AXIS = 64
SAFE_SIZE = 2.0**1022  # two numbers below it differ by a finite number

Stage = Callable[[Float64Array], Float64Array]


@dataclass(frozen=True, eq=False)
class Rows:
    """Checked logits as N rows of C classes, each row with its temperature."""

    logits: FloatArray
    temperature: Float64Array
    axis: int

    @classmethod
    def of(cls, logits: ArrayLike, temperature: ArrayLike, axis: int) -> Self:
        """Check both arguments at the public edge."""
        array = class_last(logits, "logits", axis)
        return cls(array, temperatures(temperature, array.shape[:-1]), axis)

    @property
    def dtype(self) -> np.dtype[Any]:
        """The caller's dtype, in this machine's byte order."""
        return self.logits.dtype.newbyteorder("=")

    def each(self, stage: Stage, dtype: DTypeLike | None = None) -> FloatArray:
        """Apply a stage that gives one number per class; the result has the caller's shape."""
        out = np.empty(self.logits.shape, dtype or self.dtype)
        self._fill(out.reshape(-1, self.logits.shape[-1]), stage)
        return np.moveaxis(out, -1, self.axis)

    def fold(self, stage: Stage, dtype: DTypeLike | None = None) -> FloatArray:
        """Apply a stage that gives one number per row; the class axis is gone."""
        out = np.empty(self.logits.shape[:-1], dtype or self.dtype)
        self._fill(out.reshape(-1), stage)
        result: FloatArray = out[()]
        return result

    def _fill(self, out: FloatArray, stage: Stage) -> None:
        classes = self.logits.shape[-1]
        rows = self.logits.reshape(-1, classes)
        temperature = self.temperature.reshape(-1) if self.temperature.ndim else self.temperature
        step = max(1, BLOCK_ENTRIES // classes)
        with np.errstate(all="ignore"):
            for start in range(0, len(rows), step):
                block = slice(start, start + step)
                z = class_first(rows[block], short="C")
                largest = z.max(axis=0)
                require_largest(largest, self.logits)
                own = temperature[block] if temperature.ndim else temperature
                out[block] = stage(shifted(z, largest, own)).T


def class_first(rows: FloatArray, *, short: Literal["C", "F"] = "F") -> Float64Array:
    """Copy `[..., C]` to float64 `[C, ...]`; only a short class axis may lie scattered."""
    order = short if rows.shape[-1] < SHORT_AXIS else "F"
    return np.array(np.moveaxis(rows, -1, 0), dtype=np.float64, order=order)


def over(x: Float64Array, temperature: Float64Array) -> Float64Array:
    """x/T and its limits: at T = 0 ±inf by the sign of x, at T = inf zero; 0 and ±inf stay."""
    if temperature.ndim == 0 and temperature == 1:
        return x
    quotient: Float64Array = x / temperature
    if ((temperature > 0) & (temperature < np.inf)).all():
        return quotient
    # 0/0 and inf/inf are the only NaNs, and in both the limit is x; + 0.0 turns −0.0 into 0.
    return np.where(np.isnan(quotient), x, quotient) + 0.0


def shifted(z: Float64Array, largest: Float64Array, temperature: Float64Array) -> Float64Array:
    """(z − max z)/T, never NaN: 0 for the largest classes, below 0 for the others."""
    gap = z - largest
    if largest.size == 0 or max(largest.max(), -z.min()) < SAFE_SIZE:
        return over(gap, temperature)
    gap[z == np.inf] = 0.0
    # A difference beyond the largest float64 is finite again once halved, and may be after 1/T.
    too_wide = np.isinf(gap) & np.isfinite(z) & np.isfinite(largest)
    halved = 2 * over(z / 2 - largest / 2, temperature)
    return np.where(too_wide, halved, over(gap, temperature))


def total(terms: Float64Array) -> Float64Array:
    """Sum over the first axis with a rounding error that grows with log2(C), not with C."""
    if len(terms) >= SHORT_AXIS:
        pairwise: Float64Array = terms.sum(axis=0)  # NumPy's way along contiguous memory
        return pairwise
    while len(terms) > 1:
        half = len(terms) // 2
        folded = terms[:half] + terms[half : 2 * half]
        if len(terms) % 2:
            folded[0] += terms[-1]
        terms = folded
    first: Float64Array = terms[0]
    return first


def rest(exponentials: Float64Array) -> Float64Array:
    """Sum of all exponentials but one of the largest, which is exp(0) = 1."""
    largest = exponentials == 1
    others = total(np.where(largest, 0.0, exponentials))
    ties: Float64Array = largest.sum(axis=0, dtype=np.float64) - 1
    return others + ties


def softmax_stage(s: Float64Array) -> Float64Array:
    """Exponentials over their sum."""
    e = np.exp(s)
    e /= total(e)
    return e


def log_softmax_stage(s: Float64Array) -> Float64Array:
    """Shifted logits minus log(1 + R), R being the rest; both parts are ≤ 0, so none cancels."""
    return s - np.log1p(rest(np.exp(s)))


def complement_stage(s: Float64Array) -> Float64Array:
    """1 − p, from the rest where p is close to 1."""
    e = np.exp(s)
    r = rest(e)
    return np.where(e == 1, r / (1 + r), 1 - e / (1 + r))


def mean_gap(s: Float64Array) -> Float64Array:
    """Σ p_i (−s_i): how far the classes lie below the largest, on average."""
    # −s·e^s is 0 in float64 below s = −800; the floor keeps inf·0 out.
    gap = -np.maximum(s, -800.0)
    # e^(s/2) twice instead of e^s once: the product stays accurate where e^s is subnormal.
    half = np.exp(-gap / 2)
    return total(gap * half * half) / (1 + rest(np.exp(s)))
