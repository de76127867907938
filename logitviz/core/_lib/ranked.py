"""Rows in the order of their confidence, so that one sort answers every question about them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from logitviz.core._lib.binning import Strategy, bin_edges

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Indices = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Bins:
    """Rows in b bins of confidence; a bin without rows has NaN means.

    Attributes
    ----------
    lower, upper : float64 [b]
        The edges of each bin.
    count : float64 [b]
    confidence, accuracy : float64 [b]
        Means over the rows of a bin.
    """

    lower: Floats
    upper: Floats
    count: Floats
    confidence: Floats
    accuracy: Floats

    @property
    def gaps(self) -> Floats:
        """Give how far accuracy and mean confidence are apart in the bins that have rows."""
        held = self.count > 0
        return np.abs(self.confidence[held] - self.accuracy[held])

    @property
    def ece(self) -> float:
        """Give the mean gap over the rows."""
        return float(self.gaps @ self.count[self.count > 0] / self.count.sum())

    @property
    def mce(self) -> float:
        """Give the largest gap."""
        return float(self.gaps.max())


@dataclass(frozen=True, eq=False)
class Ranked:
    """N rows, the least confident first.

    Attributes
    ----------
    confidence : float64 [N]
    sums, right : float64 [N + 1]
        The sum of the first confidences, and the number of right predictions among them.
    """

    confidence: Floats
    sums: Floats
    right: Floats

    @classmethod
    def of(cls, confidence: Floats, correct: Flags) -> "Ranked":
        """Sort rows, given the confidence of each, and whether its prediction is right."""
        order = np.argsort(confidence)
        ascending = confidence[order]
        sums, right = (
            np.concatenate([[0.0], np.cumsum(values)]) for values in (ascending, correct[order])
        )
        return cls(ascending, sums, right)

    def bins(self, bins: int, strategy: Strategy) -> Bins:
        """Gather the rows in bins, as `logitviz.reliability` does."""
        edges = bin_edges(self.confidence, bins, strategy)
        # A bin is (lo, hi]: a confidence that equals an edge belongs to the bin below it.
        cuts = np.searchsorted(self.confidence, edges[1:-1], side="right")
        cuts = np.concatenate([[0], cuts, [self.confidence.size]])
        count = np.diff(cuts).astype(np.float64)
        held = np.where(count > 0, count, np.nan)
        confidence, accuracy = (np.diff(sums[cuts]) / held for sums in (self.sums, self.right))
        return Bins(edges[:-1], edges[1:], count, confidence, accuracy)

    def decided(self, thresholds: Floats) -> tuple[Indices, Indices]:
        """Count the rows that reach each threshold, and those of them that are wrong."""
        first = np.searchsorted(self.confidence, thresholds, side="left")
        decided = self.confidence.size - first
        right = (self.right[-1] - self.right[first]).astype(np.intp)
        return decided, decided - right

    def accuracies(self, shares: Floats) -> Floats:
        """Give the accuracy on given shares of the rows, the most confident ones.

        Rows of equal confidence are decided together, so that a share may stand for more rows.
        """
        size = self.confidence.size
        last = size - np.ceil(shares * size - 1e-9).astype(np.intp).clip(1)
        first = np.searchsorted(self.confidence, self.confidence[last], side="left")
        found: Floats = (self.right[-1] - self.right[first]) / (size - first)
        return found
