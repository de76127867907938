"""What became of each sample at one temperature: the answer, its confidence and its losses."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from logitviz.core._lib.checks import BoolArray, Float64Array, IntArray, temperatures
from logitviz.core._lib.records import freeze
from logitviz.core._lib.samples import Samples, TopBlock
from logitviz.core._lib.stages import class_product, sum_of_others


@dataclass(frozen=True, eq=False, slots=True)
class Outcomes:
    """The outcomes of N samples at one temperature; arrays are read-only.

    Attributes
    ----------
    confidence : ndarray, shape [N]
        The largest probability, float64.
    predicted : ndarray of int, shape [N]
        The class of the largest logit, the lowest in a tie. No temperature changes it.
    correct : ndarray of bool, shape [N], or None
        Whether `predicted` is the label. None, as the two below, where there are no labels.
    log_loss : ndarray, shape [N], or None
        −log of the probability of the label, in nats; inf where this probability is exactly 0.
    brier : ndarray, shape [N], or None
        The sum over all classes of (p − y)², from 0 to 2.
    """

    confidence: Float64Array
    predicted: IntArray
    correct: BoolArray | None = None
    log_loss: Float64Array | None = None
    brier: Float64Array | None = None

    def __post_init__(self) -> None:
        """Close the arrays against writing."""
        freeze(self)


class LabelledOutcomes(NamedTuple):
    """The outcomes of N samples with labels, as in `Outcomes`."""

    confidence: Float64Array
    predicted: IntArray
    correct: BoolArray
    log_loss: Float64Array
    brier: Float64Array


def outcomes(
    logits: ArrayLike,
    labels: ArrayLike | None = None,
    *,
    temperature: ArrayLike = 1.0,
    rows: IntArray | None = None,
) -> Outcomes:
    """Judge all rows, or some, of logits [N, C] in one pass over blocks of rows.

    Parameters
    ----------
    logits : array_like, shape [N, C]
        As for `softmax`.
    labels : array_like of int, shape [N], optional
        The true classes.
    temperature : float or array_like, default 1.0
        T as for `softmax`: one number, or one for each of the N rows.
    rows : ndarray of int, optional
        The indices of the rows to judge, so that a part of the data need not be copied.
    """
    samples = Samples.of(logits, labels)
    t = temperatures(temperature, samples.logits.shape[:1])
    chosen = samples if rows is None else samples.only(rows)
    return Outcomes(*(outcomes_of(chosen, t) if labels is not None else _answers(chosen, t)))


def labelled_outcomes(
    logits: ArrayLike, labels: ArrayLike, temperature: ArrayLike
) -> LabelledOutcomes:
    """Check the arguments of a public function, and judge all rows."""
    samples = Samples.of(logits, labels)
    return outcomes_of(samples, temperatures(temperature, samples.logits.shape[:1]))


def outcomes_of(samples: Samples, temperature: Float64Array) -> LabelledOutcomes:
    """Judge checked samples that have labels."""
    truth = samples.truth
    predicted = np.empty(len(truth), np.intp)
    numbers = np.empty((3, len(truth)))
    with np.errstate(all="ignore"):
        for place, block in samples.blocks(temperature):
            predicted[place] = block.top
            numbers[:, place] = _judged(block, truth[place])
    confidence, log_loss, brier = numbers
    return LabelledOutcomes(confidence, predicted, predicted == truth, log_loss, brier)


def _answers(samples: Samples, temperature: Float64Array) -> tuple[Float64Array, IntArray]:
    """Give confidence and predicted class of samples that need no labels."""
    confidence, predicted = np.empty(len(samples)), np.empty(len(samples), np.intp)
    with np.errstate(all="ignore"):
        for place, block in samples.blocks(temperature):
            predicted[place] = block.top
            confidence[place] = 1 / (1 + sum_of_others(np.exp(block.shifted), block.top))
    return confidence, predicted


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
