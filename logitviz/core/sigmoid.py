"""The sigmoid, its logarithm, and its inverse: the logit."""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from logitviz.core._lib.checks import (
    Float64Array,
    FloatArray,
    logit_array,
    real_array,
    refuse_nan,
    temperatures,
)
from logitviz.core._lib.rows import map_rows
from logitviz.core._lib.stages import divided


def sigmoid(logits: ArrayLike, *, temperature: ArrayLike = 1.0) -> FloatArray:
    r"""Turn each logit, independently of the others, into a probability.

    .. math:: \sigma(z/T) = \frac{1}{1 + \exp(-z/T)}

    Parameters
    ----------
    logits : array_like, any shape
        Any real numbers; −inf gives 0 and inf gives 1. A masked entry counts as −inf.
    temperature : float or array_like, default 1.0
        T, 0 or more: one number, or an array that broadcasts to `logits.shape[:-1]`.
        T = 0 is the step 0, 0.5 at z = 0, 1; at T = inf every finite logit gives 0.5.

    Returns
    -------
    ndarray or scalar, same shape
        Probabilities; unlike those of `softmax` they need not sum to 1.

    Raises
    ------
    ValueError
        If T is negative or NaN, or a logit is NaN.

    References
    ----------
    .. [1] D. R. Cox, "The regression analysis of binary sequences", J. R. Stat. Soc. B 20, 1958.

    Examples
    --------
    >>> import logitviz as lv
    >>> lv.sigmoid([2.0, 1.0, 0.1]).round(5)
    array([0.8808 , 0.73106, 0.52498])
    """
    return _of_scaled(sigmoid_of, logits, temperature)


def log_sigmoid(logits: ArrayLike, *, temperature: ArrayLike = 1.0) -> FloatArray:
    r"""Give the natural logarithm of the sigmoid without computing the sigmoid.

    .. math:: \log \sigma(x) = \min(x, 0) - \operatorname{log1p}(\exp(-|x|)), \quad x = z/T

    Parameters
    ----------
    logits : array_like, any shape
        Any real numbers, as for `sigmoid`.
    temperature : float or array_like, default 1.0
        T, 0 or more, as for `sigmoid`. At T = 0 the limits are −inf, −log 2 and 0; at
        T = inf every finite logit gives −log 2.

    Returns
    -------
    ndarray or scalar, same shape
        Log-probabilities in nats, 0 or less.

    Raises
    ------
    ValueError
        As for `sigmoid`.

    References
    ----------
    .. [1] M. Mächler, "Accurately computing log(1 − exp(−|a|))", R package Rmpfr, 2012.

    Examples
    --------
    >>> import logitviz as lv
    >>> lv.log_sigmoid([-1000, 0, 1000]).round(5)
    array([-1.0000e+03, -6.9315e-01,  0.0000e+00])
    """
    return _of_scaled(_log_sigmoid_of, logits, temperature)


def logit(p: ArrayLike) -> FloatArray:
    r"""Give the log-odds of a probability, the inverse of `sigmoid`.

    .. math:: \operatorname{logit}(p) = \log \frac{p}{1 - p} = 2 \operatorname{artanh}(2p - 1)

    Parameters
    ----------
    p : array_like, any shape
        Probabilities in [0, 1].

    Returns
    -------
    ndarray or scalar, same shape
        Log-odds in nats: −inf at 0, 0 at 0.5, inf at 1.

    Raises
    ------
    ValueError
        If a value is outside [0, 1], NaN or masked.

    Notes
    -----
    Within 0.25 of p = 0.5 the second form is used, because 2p − 1 is exact there. The first form
    would round p/(1 − p) and then take the logarithm of a number near 1.

    References
    ----------
    .. [1] J. Berkson, "Application of the logistic function to bio-assay", J. Am. Stat.
       Assoc. 39, 1944. doi:10.1080/01621459.1944.10500699

    Examples
    --------
    >>> import logitviz as lv
    >>> lv.logit([0.0, 0.25, 0.5, 0.75, 1.0]).round(5)
    array([    -inf, -1.09861,  0.     ,  1.09861,      inf])
    """
    given = real_array(p, "p")
    inside = (given >= 0) & (given <= 1)
    if not inside.all():
        refuse_nan(given, "p")
        raise ValueError(f"p must lie in [0, 1], got {given[~inside].flat[0]}")
    return map_rows(_logit_of, (given,), given.shape, (), given.dtype)


def _logit_of(p: FloatArray) -> Float64Array:
    x = p.astype(np.float64)
    odds = np.log(x / (1 - x))
    central = 2 * np.arctanh(2 * x - 1)
    return np.where(np.abs(x - 0.5) <= 0.25, central, odds)


def sigmoid_of(x: Float64Array) -> Float64Array:
    """1/(1 + exp(−x)), with the exponential that cannot overflow."""
    e = np.exp(-np.abs(x))
    probabilities: Float64Array = np.where(x >= 0, 1.0, e) / (1 + e)
    return probabilities


def _log_sigmoid_of(x: Float64Array) -> Float64Array:
    return np.minimum(x, 0.0) - np.log1p(np.exp(-np.abs(x)))


def _of_scaled(
    function: Callable[[Float64Array], Float64Array], logits: ArrayLike, temperature: ArrayLike
) -> FloatArray:
    """Apply a function of z/T to every logit."""
    z = logit_array(logits)
    refuse_nan(z, "logits")
    t = temperatures(temperature, z.shape[:-1])
    lead, tail = (z.shape[:-1], z.shape[-1:]) if t.ndim else (z.shape, ())

    def of_block(z: FloatArray, t: Float64Array) -> Float64Array:
        return function(divided(z.astype(np.float64), t[:, None] if t.ndim else t))

    return map_rows(of_block, (z, t), lead, tail, z.dtype)
