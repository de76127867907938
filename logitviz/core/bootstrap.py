"""The bootstrap of calibration: how far accuracies and ECE could differ by chance."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from logitviz.core._lib.binning import bin_edges, bin_index, bin_sums
from logitviz.core._lib.checks import BoolArray, Float64Array, IntArray, at_least
from logitviz.core._lib.outcomes import outcomes
from logitviz.core._lib.records import freeze
from logitviz.core._lib.rows import row_blocks

BAND = (0.025, 0.975)  # quantiles


@dataclass(frozen=True, eq=False, slots=True)
class Bootstrap:
    """Bands of 95 % around the accuracy of each of B bins and around ECE; arrays are read-only.

    Attributes
    ----------
    edges : ndarray, shape [B + 1]
        The edges of bins of equal width, as in `Reliability`.
    count : ndarray of int, shape [B]
        How many samples lie in each bin.
    accuracy_lower, accuracy_upper : ndarray, shape [B]
        The band of the accuracy of each bin; NaN in an empty bin.
    ece : float
        The expected calibration error of the samples themselves.
    ece_lower, ece_upper : float
        The band of ECE over the resamples.
    ece_if_calibrated : float
        The median ECE that a perfectly calibrated model with exactly these confidences shows.
    ece_if_calibrated_lower, ece_if_calibrated_upper : float
        The band of that ECE: a measured ECE inside it is no evidence of miscalibration.
    """

    edges: Float64Array
    count: IntArray
    accuracy_lower: Float64Array
    accuracy_upper: Float64Array
    ece: float
    ece_lower: float
    ece_upper: float
    ece_if_calibrated: float
    ece_if_calibrated_lower: float
    ece_if_calibrated_upper: float

    def __post_init__(self) -> None:
        """Close the arrays against writing."""
        freeze(self)


def bootstrap(
    logits: ArrayLike,
    labels: ArrayLike,
    *,
    temperature: ArrayLike = 1.0,
    bins: int = 15,
    samples: int = 1000,
    seed: int = 1,
) -> Bootstrap:
    r"""Resample labelled logits, for bands around accuracies and ECE.

    Parameters
    ----------
    logits : array_like, shape [N, C]
        Any real numbers, as for `softmax`; N is 1 or more.
    labels : array_like of int, shape [N]
        The true classes, 0 to C − 1.
    temperature : float or array_like, default 1.0
        T, 0 or more, with both limits as for `softmax`: one number, or one for each row.
    bins : int, default 15
        B, 1 or more, of equal width, as for `reliability`.
    samples : int, default 1000
        S, the number of resamples, 1 or more.
    seed : int, default 1
        Seed of the random numbers; the same seed gives the same bands.

    Returns
    -------
    Bootstrap
        The quantiles 0.025 and 0.975 over the resamples, and the ECE to expect from chance alone.

    Raises
    ------
    ValueError
        As for `softmax`; if a label is no class or masked, `bins` or `samples` is less than 1, or
        `seed` is less than 0.
    TypeError
        If the labels are not integers.

    Notes
    -----
    Each resample draws N of the N rows with replacement. The accuracy of a bin is taken over the
    resamples that have a row in it. In a bin whose samples are all right, or all wrong, the band
    has no width: there it says nothing.

    ECE is biased upward: it adds up absolute values, so that chance alone makes it positive, the
    more so with few samples and many bins. A resample adds chance to chance: the band of ECE may
    lie above ECE. For `ece_if_calibrated` each answer is right with a probability that equals its
    confidence, independently. This is the ECE at which a perfectly calibrated model stands; about
    0.0875 for 100 samples with confidences uniform on (0.5, 1) in 15 bins.

    References
    ----------
    .. [1] B. Efron, "Bootstrap methods: another look at the jackknife", Annals of Statistics 7,
       1979. doi:10.1214/aos/1176344552
    .. [2] J. Bröcker, L. A. Smith, "Increasing the reliability of reliability diagrams", Weather
       and Forecasting 22, 2007. doi:10.1175/WAF993.1

    Examples
    --------
    >>> import logitviz as lv
    >>> found = lv.bootstrap([[1.0, 0.0]] * 60 + [[0.0, 1.0]] * 40, [0] * 100, bins=2)
    >>> found.count, round(found.ece, 3)
    (array([  0, 100]), 0.131)
    >>> bool(found.accuracy_lower[1] < 0.6 < found.accuracy_upper[1])
    True
    >>> found.ece > found.ece_if_calibrated_upper
    True
    """
    for least, number, name in ((1, bins, "bins"), (1, samples, "samples"), (0, seed, "seed")):
        at_least(least, number, name)
    found = outcomes(logits, labels, temperature)
    blocks = resamples(found.confidence, found.correct, bins, samples, seed)
    return bands(found.confidence, found.correct, bins, blocks)


class Resamples(NamedTuple):
    """What S resamples show: the accuracy of each bin, [S, B], and two ECE, [S].

    Attributes
    ----------
    accuracy
        NaN where a bin is empty.
    ece
        Of the resampled rows.
    if_calibrated
        Of all rows, with answers that are right with the probability of their confidence.
    """

    accuracy: Float64Array
    ece: Float64Array
    if_calibrated: Float64Array


def resamples(
    confidence: Float64Array, correct: BoolArray, bins: int, samples: int, seed: int
) -> Iterator[Resamples]:
    """Yield the resamples in blocks, each of which is worked on in a short time.

    The numbers do not depend on the size of the blocks.
    """
    rows = _Rows.of(confidence, correct, bins)
    choosing, grading = np.random.default_rng([seed, 0]), np.random.default_rng([seed, 1])
    for block in row_blocks(samples, samples * len(confidence)):
        count = len(range(*block.indices(samples)))
        accuracy, ece = rows.resampled(choosing, count)
        yield Resamples(accuracy, ece, rows.if_calibrated(grading, count))


def bands(
    confidence: Float64Array, correct: BoolArray, bins: int, blocks: Iterable[Resamples]
) -> Bootstrap:
    """Summarise resamples of graded samples by their quantiles."""
    accuracy, ece, if_calibrated = map(np.concatenate, zip(*blocks, strict=True))
    edges = bin_edges(confidence, bins, "width")
    sums = bin_sums(confidence, correct, edges)
    lower, upper = np.transpose([_band(column[~np.isnan(column)]) for column in accuracy.T])
    ece_lower, ece_upper = _band(ece)
    calibrated_lower, calibrated_upper = _band(if_calibrated)
    return Bootstrap(
        edges=edges,
        count=sums.held,
        accuracy_lower=lower,
        accuracy_upper=upper,
        ece=sums.ece,
        ece_lower=ece_lower,
        ece_upper=ece_upper,
        ece_if_calibrated=float(np.median(if_calibrated)),
        ece_if_calibrated_lower=calibrated_lower,
        ece_if_calibrated_upper=calibrated_upper,
    )


def _band(values: Float64Array) -> tuple[float, float]:
    """Give the two quantiles of some values, NaN of none."""
    if values.size == 0:
        return np.nan, np.nan
    lower, upper = np.quantile(values, BAND)
    return float(lower), float(upper)


class _Rows(NamedTuple):
    """Graded samples and their bins, ready to be drawn from.

    Attributes
    ----------
    confidence
        Of each of N samples.
    bin_of
        The bin of each.
    cell
        Twice the bin, plus 1 where the answer is right.
    bins
        How many bins there are.
    """

    confidence: Float64Array
    bin_of: IntArray
    cell: IntArray
    bins: int

    @classmethod
    def of(cls, confidence: Float64Array, correct: BoolArray, bins: int) -> "_Rows":
        """Find the bin of each sample."""
        index = bin_index(confidence, bin_edges(confidence, bins, "width"))
        return cls(confidence, index, 2 * index + correct, bins)

    def resampled(
        self, generator: np.random.Generator, count: int
    ) -> tuple[Float64Array, Float64Array]:
        """Draw as many rows as there are, `count` times: accuracies [count, B] and ECE [count]."""
        n = len(self.confidence)
        chosen = generator.integers(n, size=(count, n))
        cell = self.cell[chosen]
        cell += 2 * self.bins * np.arange(count)[:, None]
        cells = 2 * self.bins * count
        held = np.bincount(cell.ravel(), minlength=cells).reshape(count, self.bins, 2)
        sums = np.bincount(cell.ravel(), self.confidence[chosen].ravel(), minlength=cells)
        confidence, right, rows = sums.reshape(held.shape).sum(axis=2), held[..., 1], held.sum(2)
        accuracy = np.where(rows > 0, right / np.maximum(rows, 1), np.nan)
        return accuracy, np.abs(confidence - right).sum(axis=1) / n

    def if_calibrated(self, generator: np.random.Generator, count: int) -> Float64Array:
        """Let each answer be right with the probability of its confidence: ECE, [count]."""
        n = len(self.confidence)
        right = generator.random((count, n)) < self.confidence
        bins = self.bin_of + self.bins * np.arange(count)[:, None]
        hits = np.bincount(bins[right], minlength=self.bins * count).reshape(count, self.bins)
        expected = np.bincount(self.bin_of, self.confidence, minlength=self.bins)
        return np.asarray(np.abs(expected - hits).sum(axis=1) / n)
