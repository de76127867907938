"""Bins of confidences: their edges, which sample lies in which bin, and the sums in each bin."""

from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from logitviz.core._lib.checks import (
    BoolArray,
    Float64Array,
    IntArray,
    at_index,
    at_least,
    real_array,
    refuse_nan,
    unmasked_array,
    vector,
)

Strategy = Literal["width", "mass"]
STRATEGIES: tuple[Strategy, Strategy] = ("width", "mass")


class Graded(NamedTuple):
    """Checked confidences of samples, float64 [N], and which predictions are right, [N]."""

    confidence: Float64Array
    correct: BoolArray

    @classmethod
    def of(cls, confidence: ArrayLike, correct: ArrayLike) -> "Graded":
        """Check both arguments at the public edge; the confidences may be any numbers."""
        c = vector(real_array(confidence, "confidence"), "confidence").astype(np.float64)
        if c.size == 0:
            raise ValueError(f"confidence must hold at least one sample, got shape {c.shape}")
        refuse_nan(c, "confidence")
        flags = unmasked_array(correct, "correct")
        if flags.dtype != np.bool_:
            raise TypeError(f"correct must hold booleans, got dtype {flags.dtype}")
        if flags.shape != c.shape:
            raise ValueError(
                f"correct must have the shape {c.shape} of confidence, got {flags.shape}"
            )
        return cls(c, flags)


def shares(confidence: Float64Array) -> Float64Array:
    """Return confidences, proved to be probabilities."""
    outside = (confidence < 0) | (confidence > 1)
    if outside.any():
        raise ValueError(
            f"confidence must be from 0 to 1, got {confidence[outside][0]}{at_index(outside)}"
        )
    return confidence


def checked_bins(bins: int, strategy: str) -> int:
    """Return the number of bins; check both options."""
    if strategy not in STRATEGIES:
        raise ValueError(f'strategy must be "width" or "mass", got {strategy!r}')
    return at_least(1, bins, "bins")


def bin_edges(confidence: Float64Array, bins: int, strategy: str) -> Float64Array:
    """Give the edges of B bins, shape [B + 1]."""
    if strategy == "width":
        return np.arange(bins + 1) / bins  # one division: each edge is k/bins, correctly rounded
    ordered = np.sort(confidence)
    # Where a new value begins, and both ends: the only places for a cut that splits no tie.
    places = np.flatnonzero(np.diff(ordered, prepend=-1.0, append=2.0))
    wanted = np.arange(1, bins) * (len(ordered) / bins)
    above = np.searchsorted(places, wanted).clip(1)
    lower, upper = places[above - 1], places[above]
    inner = np.unique(np.where(wanted - lower <= upper - wanted, lower, upper))
    inner = inner[(inner > 0) & (inner < len(ordered))]
    return np.concatenate([ordered[:1], ordered[inner - 1], ordered[-1:]])


def bin_index(confidence: Float64Array, edges: Float64Array) -> IntArray:
    """Give the bin of each confidence: (lo, hi], the first closed on both sides."""
    return np.searchsorted(edges[1:-1], confidence, side="left")


class BinSums(NamedTuple):
    """The number of samples in each bin, the sum of their confidences and the number right."""

    held: IntArray
    confidence: Float64Array
    correct: Float64Array

    @property
    def ece(self) -> float:
        """Mean over the samples of the gap of their bin."""
        return float(np.abs(self.confidence - self.correct).sum() / self.held.sum())


def bin_sums(confidence: Float64Array, correct: BoolArray, edges: Float64Array) -> BinSums:
    """Add up confidences and right predictions by bins."""
    index, bins = bin_index(confidence, edges), len(edges) - 1
    return BinSums(
        np.bincount(index, minlength=bins),
        np.bincount(index, weights=confidence, minlength=bins).astype(np.float64),
        np.bincount(index, weights=correct, minlength=bins).astype(np.float64),
    )
