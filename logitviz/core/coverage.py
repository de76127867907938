"""Accuracy against coverage: what a model gains by leaving its least confident samples out."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from logitviz.core._lib.binning import Graded
from logitviz.core._lib.checks import BoolArray, Float64Array
from logitviz.core._lib.records import freeze


@dataclass(frozen=True, eq=False, slots=True)
class AccuracyCoverage:
    """Accuracy against coverage at each of D distinct confidences; arrays are read-only.

    Attributes
    ----------
    threshold : ndarray, shape [D]
        The distinct confidences, falling: a sample is decided where its confidence reaches this.
    coverage : ndarray, shape [D]
        Share of the samples that are decided, rising to 1.
    accuracy : ndarray, shape [D]
        Share of the decided samples that are right.
    aurc : float
        Area under the risk-coverage curve: the mean over all samples of the share of errors
        among this sample and all more confident ones. 0 is best.
    excess_aurc : float
        `aurc` minus that of the best order of the same errors, in which every wrong sample comes
        last; 0 or more. Only the order of the confidences counts.
    """

    threshold: Float64Array
    coverage: Float64Array
    accuracy: Float64Array
    aurc: float
    excess_aurc: float

    def __post_init__(self) -> None:
        """Close the arrays against writing."""
        freeze(self)


def accuracy_coverage(confidence: ArrayLike, correct: ArrayLike) -> AccuracyCoverage:
    r"""Give accuracy and coverage at every threshold, and the area under the risk.

    .. math:: \mathrm{AURC} = \frac{1}{N} \sum_{m=1}^{N} \frac{\mathrm{wrong}(m)}{m}

    with wrong(m), the number of errors among the m most confident samples.

    Parameters
    ----------
    confidence : array_like, shape [N]
        One number per sample, the larger the more confident, not NaN or masked; N is 1 or more.
    correct : array_like of bool, shape [N]
        Whether each prediction is right.

    Returns
    -------
    AccuracyCoverage
        One entry for each distinct confidence, the largest first, and both areas.

    Raises
    ------
    ValueError
        If a confidence is NaN or masked, the shapes differ, or there is no sample.
    TypeError
        If `correct` is not boolean.

    Notes
    -----
    Samples of equal confidence share their errors evenly: the j-th of n of them, w of which are
    wrong, adds j w/n errors to those before. This is the mean over all orders of these samples,
    so the order of the rows never matters.

    References
    ----------
    .. [1] Y. Geifman, R. El-Yaniv, "Selective classification for deep neural networks",
       NIPS 2017. arXiv:1705.08500
    .. [2] Y. Geifman, G. Uziel, R. El-Yaniv, "Bias-reduced uncertainty estimation for deep neural
       classifiers", ICLR 2019. arXiv:1805.08206

    Examples
    --------
    >>> import logitviz as lv
    >>> found = lv.accuracy_coverage([0.9, 0.6, 0.55, 0.55], [True, True, False, False])
    >>> found.coverage, found.accuracy
    (array([0.25, 0.5 , 1.  ]), array([1. , 1. , 0.5]))
    >>> round(found.aurc, 6), found.excess_aurc
    (0.208333, 0.0)
    """
    return accuracy_coverage_of(*Graded.of(confidence, correct))


def accuracy_coverage_of(confidence: Float64Array, correct: BoolArray) -> AccuracyCoverage:
    """Do what `accuracy_coverage` does, with checked arguments."""
    values, index = np.unique(confidence, return_inverse=True)
    held = np.bincount(index)[::-1]
    wrong = np.bincount(index, weights=~correct)[::-1]
    decided, errors = held.cumsum(), wrong.cumsum()
    # The errors before each sample, and its own share of those among its equals.
    before, first = np.repeat(errors - wrong, held), np.repeat(decided - held, held)
    m = np.arange(1, len(confidence) + 1)
    shared = np.repeat(wrong, held) * (m - first) / np.repeat(held, held)
    aurc = float(((before + shared) / m).mean())
    right = len(m) - errors[-1]
    best = float((np.maximum(m - right, 0) / m).mean())
    return AccuracyCoverage(
        threshold=values[::-1].copy(),
        coverage=decided / len(m),
        accuracy=1 - errors / decided,
        aurc=aurc,
        excess_aurc=max(aurc - best, 0.0),  # rounding alone could take it below 0
    )
