"""Readouts of a distribution: prediction, confidence, margin, entropy, perplexity."""

import numpy as np
from numpy.typing import ArrayLike

from logitviz.core._lib.checks import (
    Float64Array,
    FloatArray,
    IntArray,
    class_last,
    logit_array,
    require_largest,
)
from logitviz.core._lib.distributions import Distributions
from logitviz.core._lib.stages import class_sum, sum_without_largest

SMALLEST = np.finfo(np.float64).smallest_subnormal  # of all positive numbers


def predict(logits: ArrayLike, *, axis: int = -1) -> IntArray:
    r"""Give the index of the class with the largest logit, the lowest one on a tie.

    .. math:: \hat y = \arg\max_i z_i

    No softmax and no temperature are needed: both keep the order of the classes.

    Parameters
    ----------
    logits : array_like, shape [..., C]
        Any real numbers, as for `softmax`; probabilities give the same answer.
    axis : int, default -1
        The class axis, absent from the result.

    Returns
    -------
    ndarray or scalar of int, shape [...]

    Raises
    ------
    ValueError
        If a logit is NaN, there is no class, or every class is −inf.

    Examples
    --------
    >>> import logitviz as lv
    >>> int(lv.predict([2.1, -0.3, 0.7]))
    0
    """
    array = class_last(logit_array(logits), "logits", axis)
    require_largest(array.max(axis=-1), array)
    classes: IntArray = array.argmax(axis=-1)
    return classes


def confidence(p: ArrayLike, *, axis: int = -1) -> FloatArray:
    r"""Give the largest probability, the probability of the predicted class.

    .. math:: \max_i p_i

    Parameters
    ----------
    p : array_like, shape [..., C]
        Distributions: nothing negative, NaN or masked, a sum within 0.01 of 1.
    axis : int, default -1
        The class axis, absent from the result.

    Returns
    -------
    ndarray or scalar, shape [...]
        From 1/C (uniform, T = inf) to 1 (one-hot, T = 0 without a tie).

    Raises
    ------
    ValueError
        If `p` is not a distribution.

    References
    ----------
    .. [1] D. Hendrycks, K. Gimpel, "A baseline for detecting misclassified and
       out-of-distribution examples in neural networks", ICLR 2017. arXiv:1610.02136

    Examples
    --------
    >>> import logitviz as lv
    >>> float(lv.confidence([0.66, 0.24, 0.10]))
    0.66
    """
    return Distributions.of(p, axis).fold(lambda block: block.max(axis=0))


def margin(p: ArrayLike, *, axis: int = -1) -> FloatArray:
    r"""Give the largest probability minus the second largest.

    .. math:: p_{(1)} - p_{(2)}

    Parameters
    ----------
    p : array_like, shape [..., C]
        Distributions, as for `confidence`.
    axis : int, default -1
        The class axis, absent from the result.

    Returns
    -------
    ndarray or scalar, shape [...]
        From 0 (a tie; uniform, T = inf) to 1 (one-hot). With one class it is p itself.

    Raises
    ------
    ValueError
        If `p` is not a distribution.

    References
    ----------
    .. [1] T. Scheffer, C. Decomain, S. Wrobel, "Active hidden Markov models for information
       extraction", IDA 2001. doi:10.1007/3-540-44816-0_31

    Examples
    --------
    >>> import logitviz as lv
    >>> round(float(lv.margin([0.66, 0.24, 0.10])), 2)
    0.42
    """
    return Distributions.of(p, axis).fold(
        lambda block: block.max(axis=0) - second_largest(block, alone=0.0)
    )


def entropy(p: ArrayLike, *, axis: int = -1) -> FloatArray:
    r"""Give the Shannon entropy in nats.

    .. math:: H = -\sum_i p_i \log p_i, \qquad 0 \log 0 = 0

    Parameters
    ----------
    p : array_like, shape [..., C]
        Distributions, as for `confidence`. They are divided by their sum, so that rounded
        probabilities still give 0 to log C.
    axis : int, default -1
        The class axis, absent from the result.

    Returns
    -------
    ndarray or scalar, shape [...]
        In nats (divide by log 2 for bits): from 0 (one-hot, T = 0) to log C (uniform, T = inf).

    Raises
    ------
    ValueError
        If `p` is not a distribution.

    Notes
    -----
    Computed as log1p(R) + Σ r_i (−log r_i)/(1 + R) with r = p/max p and R the sum of all but
    one of the largest r, so that the rounding of a probability close to 1 does not matter.

    References
    ----------
    .. [1] C. E. Shannon, "A mathematical theory of communication", Bell Syst. Tech. J. 27,
       1948. doi:10.1002/j.1538-7305.1948.tb01338.x

    Examples
    --------
    >>> import logitviz as lv
    >>> round(float(lv.entropy([0.5, 0.5])), 5)
    0.69315
    """
    return Distributions.of(p, axis).fold(_entropy)


def perplexity(p: ArrayLike, *, axis: int = -1) -> FloatArray:
    r"""Give the exponential of the entropy: the effective number of classes.

    .. math:: \exp H = \exp\left(-\sum_i p_i \log p_i\right)

    Parameters
    ----------
    p : array_like, shape [..., C]
        Distributions, as for `entropy`.
    axis : int, default -1
        The class axis, absent from the result.

    Returns
    -------
    ndarray or scalar, shape [...]
        A number of classes: from 1 (one-hot, T = 0) to C (uniform, T = inf), both exactly.

    Raises
    ------
    ValueError
        If `p` is not a distribution.

    References
    ----------
    .. [1] F. Jelinek, R. L. Mercer, L. R. Bahl, J. K. Baker, "Perplexity – a measure of the
       difficulty of speech recognition tasks", J. Acoust. Soc. Am. 62, 1977.
       doi:10.1121/1.2016299

    Examples
    --------
    >>> import logitviz as lv
    >>> float(lv.perplexity([0.25, 0.25, 0.25, 0.25]))
    4.0
    """
    return Distributions.of(p, axis).fold(_perplexity)


def second_largest(values: Float64Array, *, alone: float) -> Float64Array:
    """Return the second largest value over the first axis, or `alone` if there is only one."""
    if len(values) == 1:
        return np.full_like(values[0], alone)
    second: Float64Array = np.partition(values, -2, axis=0)[-2]
    return second


def _entropy(p: Float64Array) -> Float64Array:
    r, gap = _sum_and_gap(p)
    return np.log1p(r) + gap


def _perplexity(p: Float64Array) -> Float64Array:
    r, gap = _sum_and_gap(p)
    return (1 + r) * np.exp(gap)


def _sum_and_gap(p: Float64Array) -> tuple[Float64Array, Float64Array]:
    """Give R, and how far the log-probabilities lie below the largest, on average."""
    ratio = p / p.max(axis=0)
    log_ratio = np.log(np.maximum(ratio, SMALLEST))  # so that 0 log 0 is 0
    r = sum_without_largest(ratio)
    return r, -class_sum(ratio * log_ratio) / (1 + r)
