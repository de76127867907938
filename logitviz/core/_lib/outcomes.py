"""What became of each sample at one temperature: the answer, its confidence and its losses."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from logitviz.core._lib.checks import BoolArray, Float64Array, IntArray, temperatures
from logitviz.core._lib.samples import Samples, TopBlock
from logitviz.core._lib.stages import class_product, sum_of_others


class Outcomes(NamedTuple):
    """The outcomes of N samples at one temperature.

    Attributes
    ----------
    confidence : ndarray, shape [N]
        The largest probability, float64.
    predicted : ndarray of int, shape [N]
        The class of the largest logit, the lowest in a tie. No temperature changes it.
    correct : ndarray of bool, shape [N]
        Whether `predicted` is the label.
    log_loss : ndarray, shape [N]
        −log of the probability of the label, in nats; inf where this probability is exactly 0.
    brier : ndarray, shape [N]
        The sum over all classes of (p − y)², from 0 to 2.
    """

    confidence: Float64Array
    predicted: IntArray
    correct: BoolArray
    log_loss: Float64Array
    brier: Float64Array


def outcomes(logits: ArrayLike, labels: ArrayLike, temperature: ArrayLike) -> Outcomes:
    """Check the arguments of a public function, and judge all rows."""
    samples = Samples.of(logits, labels)
    return outcomes_of(samples, temperatures(temperature, samples.logits.shape[:1]))


def outcomes_of(samples: Samples, temperature: Float64Array) -> Outcomes:
    """Judge checked samples."""
    truth = samples.truth
    predicted = np.empty(len(truth), np.intp)
    # Three arrays: a caller may keep the confidences alone.
    confidence, log_loss, brier = (np.empty(len(truth)) for _ in range(3))
    with np.errstate(all="ignore"):
        for place, block in samples.blocks(temperature):
            predicted[place] = block.top
            confidence[place], log_loss[place], brier[place] = _judged(block, truth[place])
    return Outcomes(confidence, predicted, predicted == truth, log_loss, brier)


def _judged(block: TopBlock, truth: IntArray) -> tuple[Float64Array, Float64Array, Float64Array]:
    """Give confidence, log-loss and Brier score of a block, each of shape [n].

    The exponential of the predicted class is 1. It is left out of both sums: so no difference
    cancels where p is close to 1.
    """
    s, label = block.shifted, (truth, np.arange(len(truth)))
    s_label = s[label]
    e = np.exp(s)
    of_label = e[label]
    others = sum_of_others(e, block.top)
    total, squares = 1 + others, class_product(e, e)
    wrong = (total - of_label) ** 2 + (1 + squares - of_label**2)
    brier = np.where(block.top == truth, others**2 + squares, wrong) / total**2
    return 1 / total, np.log1p(others) - s_label, brier
