"""Calibration: whether a model that says 0.9 is right nine times in ten."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from logitviz.core._lib.binning import (
    Graded,
    Strategy,
    bin_edges,
    bin_sums,
    checked_bins,
    shares,
)
from logitviz.core._lib.checks import BoolArray, Float64Array, IntArray, temperatures
from logitviz.core._lib.outcomes import outcomes
from logitviz.core._lib.records import freeze
from logitviz.core._lib.rows import row_blocks
from logitviz.core._lib.samples import Samples
from logitviz.core._lib.stages import class_sum, shifted


@dataclass(frozen=True, eq=False, slots=True)
class Reliability:
    """Confidence against accuracy in B bins; arrays are read-only.

    Attributes
    ----------
    edges : ndarray, shape [B + 1]
        Bin b holds the confidences in (edges[b], edges[b + 1]]; the first bin holds edges[0] too.
    count : ndarray of int, shape [B]
        How many samples lie in each bin.
    confidence : ndarray, shape [B]
        The mean confidence of the samples of a bin, not its middle; NaN in an empty bin.
    accuracy : ndarray, shape [B]
        The share of them that is right; NaN in an empty bin.
    ece : float
        Expected calibration error: the mean over all samples of the absolute difference of
        accuracy and mean confidence in their bin.
    mce : float
        Maximum calibration error: the largest of these differences over the bins not empty.
    gap : float
        Mean confidence − accuracy over all samples: above 0 the model is overconfident, below 0
        underconfident.
    """

    edges: Float64Array
    count: IntArray
    confidence: Float64Array
    accuracy: Float64Array
    ece: float
    mce: float
    gap: float

    def __post_init__(self) -> None:
        """Close the arrays against writing."""
        freeze(self)


def reliability(
    confidence: ArrayLike, correct: ArrayLike, *, bins: int = 15, strategy: Strategy = "width"
) -> Reliability:
    r"""Compare confidence and accuracy, bin by bin.

    .. math:: \mathrm{ECE} = \sum_b \frac{N_b}{N} |\mathrm{acc}_b - \mathrm{conf}_b|

    Parameters
    ----------
    confidence : array_like, shape [N]
        The probability of each prediction, from 0 to 1; N is 1 or more.
    correct : array_like of bool, shape [N]
        Whether each prediction is right.
    bins : int, default 15
        B, 1 or more.
    strategy : {"width", "mass"}, default "width"
        "width": B bins of equal width, with the edges k/B. "mass": bins with counts as equal as
        possible, from the smallest to the largest confidence. Equal confidences always share a
        bin: so there may be fewer bins than asked for, as there are with fewer distinct
        confidences than bins.

    Returns
    -------
    Reliability
        The bins, ECE, MCE and the signed gap. Bins are open below and closed above, (lo, hi], and
        the first is closed on both sides: a confidence of exactly 1 lies in the last bin.

    Raises
    ------
    ValueError
        If a confidence is NaN, masked or outside 0 to 1, the shapes differ, there is no sample,
        or an option is none of the above.
    TypeError
        If `correct` is not boolean.

    Notes
    -----
    ECE is biased upward: it adds up absolute values, so chance alone makes it positive. For a
    perfectly calibrated model with 100 samples, confidences uniform on (0.5, 1) and 15 bins, its
    median is about 0.0875. `bootstrap` gives the ECE to expect from chance. ECE also depends on
    the bins: state their number and the strategy with it.

    References
    ----------
    .. [1] M. P. Naeini, G. F. Cooper, M. Hauskrecht, "Obtaining well calibrated probabilities
       using Bayesian binning", AAAI 2015.
    .. [2] C. Guo, G. Pleiss, Y. Sun, K. Q. Weinberger, "On calibration of modern neural
       networks", ICML 2017. arXiv:1706.04599

    Examples
    --------
    >>> import logitviz as lv
    >>> found = lv.reliability([0.3, 0.6, 0.8, 1.0], [False, True, False, True], bins=2)
    >>> found.count, found.confidence, found.accuracy.round(3)
    (array([1, 3]), array([0.3, 0.8]), array([0.   , 0.667]))
    >>> round(found.ece, 4), round(found.mce, 4), round(found.gap, 4)
    (0.175, 0.3, 0.175)
    """
    count = checked_bins(bins, strategy)
    c, flags = Graded.of(confidence, correct)
    return reliability_of(shares(c), flags, count, strategy)


def reliability_of(
    confidence: Float64Array, correct: BoolArray, bins: int, strategy: str
) -> Reliability:
    """Do what `reliability` does, with checked arguments."""
    edges = bin_edges(confidence, bins, strategy)
    sums = bin_sums(confidence, correct, edges)
    held = np.where(sums.held > 0, sums.held, np.nan)
    with np.errstate(under="ignore"):
        differences = np.abs(sums.confidence - sums.correct) / held
        mean_confidence = sums.confidence / held
    return Reliability(
        edges=edges,
        count=sums.held,
        confidence=mean_confidence,
        accuracy=sums.correct / held,
        ece=sums.ece,
        mce=float(np.nanmax(differences)),
        gap=float(confidence.mean() - correct.mean()),
    )


def expected_calibration_error(
    logits: ArrayLike,
    labels: ArrayLike,
    *,
    temperature: ArrayLike = 1.0,
    bins: int = 15,
    strategy: Strategy = "width",
) -> float:
    r"""Give the expected calibration error of the largest probability, ECE.

    .. math:: \mathrm{ECE} = \sum_b \frac{N_b}{N} |\mathrm{acc}_b - \mathrm{conf}_b|

    Parameters
    ----------
    logits : array_like, shape [N, C]
        Any real numbers, as for `softmax`; N is 1 or more.
    labels : array_like of int, shape [N]
        The true classes, 0 to C − 1.
    temperature : float or array_like, default 1.0
        T, 0 or more, with both limits as for `softmax`: one number, or one for each row.
    bins : int, default 15
        B, 1 or more.
    strategy : {"width", "mass"}, default "width"
        As for `reliability`, which states the bins exactly.

    Returns
    -------
    float
        From 0 to 1. At T = 0 without ties it is the error rate.

    Raises
    ------
    ValueError
        As for `softmax` and `reliability`; if a label is no class or masked.
    TypeError
        If the labels are not integers.

    Notes
    -----
    The prediction is the class of the largest logit, the lowest in a tie, at every T. ECE is
    biased upward, as `reliability` explains: compare it with what `bootstrap` expects of a
    perfectly calibrated model.

    References
    ----------
    .. [1] C. Guo, G. Pleiss, Y. Sun, K. Q. Weinberger, "On calibration of modern neural
       networks", ICML 2017. arXiv:1706.04599

    Examples
    --------
    >>> import logitviz as lv
    >>> logits = [[2.0, 1.0, 0.1], [0.5, 3.0, 1.5]]
    >>> round(lv.expected_calibration_error(logits, [0, 2], bins=3), 5)
    0.55358
    """
    count = checked_bins(bins, strategy)
    found = outcomes(logits, labels, temperature)
    return reliability_of(found.confidence, found.correct, count, strategy).ece


def classwise_calibration_error(
    logits: ArrayLike,
    labels: ArrayLike,
    *,
    temperature: ArrayLike = 1.0,
    bins: int = 15,
    strategy: Strategy = "width",
) -> float:
    r"""Give the calibration error of all probabilities, as a mean over the classes.

    .. math:: \frac{1}{C} \sum_k \sum_b \frac{N_{kb}}{N}
              \left| \mathrm{freq}_{kb} - \mathrm{conf}_{kb} \right|

    For each class k, all samples are put into bins by p_k; freq is the share of the samples of a
    bin whose label is k, conf the mean of their p_k.

    Parameters
    ----------
    logits, labels, temperature, bins, strategy
        As for `expected_calibration_error`.

    Returns
    -------
    float
        From 0 to 2/C: with many classes most p_k are close to 0, and so is this error.

    Raises
    ------
    ValueError, TypeError
        As for `expected_calibration_error`.

    Notes
    -----
    It is the classwise ECE of Kull et al. and the static calibration error of Nixon et al. Bins,
    and the bias upward, are those of `reliability`.

    References
    ----------
    .. [1] M. Kull et al., "Beyond temperature scaling: obtaining well-calibrated multiclass
       probabilities with Dirichlet calibration", NeurIPS 2019. arXiv:1910.12656
    .. [2] J. Nixon et al., "Measuring calibration in deep learning", CVPR workshops 2019.
       arXiv:1904.01685

    Examples
    --------
    >>> import logitviz as lv
    >>> logits = [[2.0, 1.0, 0.1], [0.5, 3.0, 1.5]]
    >>> round(lv.classwise_calibration_error(logits, [0, 2], bins=3), 5)
    0.35716
    """
    count = checked_bins(bins, strategy)
    samples = Samples.of(logits, labels)
    t = temperatures(temperature, samples.logits.shape[:1])
    return float(class_errors(samples, t, count, strategy).mean())


def class_errors(
    samples: Samples, temperature: Float64Array, bins: int, strategy: str
) -> Float64Array:
    """Give the binned calibration error of the probability of every class, shape [C].

    Some classes at a time: their probabilities [k, N] are all that is in memory.
    """
    truth = samples.truth
    errors = np.empty(samples.classes)
    largest, total = _largest_and_total(samples, temperature)
    rows = slice(None) if samples.rows is None else samples.rows
    z = samples.logits
    t = temperature[rows] if temperature.ndim else temperature
    for some in row_blocks(samples.classes, samples.classes * len(truth)):
        with np.errstate(all="ignore"):
            block = z[rows, some].T.astype(np.float64, order="C")
            p = np.exp(shifted(block, largest, t)) / total
        for k, column in enumerate(p, some.start):
            edges = bin_edges(column, bins, strategy)
            errors[k] = bin_sums(column, truth == k, edges).ece
    return errors


def _largest_and_total(
    samples: Samples, temperature: Float64Array
) -> tuple[Float64Array, Float64Array]:
    """Give the largest logit and the sum of the shifted exponentials of each row, [N]."""
    largest, total = np.empty((2, len(samples)))
    with np.errstate(all="ignore"):
        for place, block in samples.blocks(temperature):
            largest[place] = block.largest
            total[place] = class_sum(np.exp(block.shifted))
    return largest, total
