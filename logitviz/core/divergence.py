"""The Kullback-Leibler divergence: what it costs to take one distribution for another."""

import numpy as np
from numpy.typing import ArrayLike

from logitviz.core._lib.checks import Float64Array, FloatArray, same_classes
from logitviz.core._lib.distributions import Distributions
from logitviz.core._lib.rows import map_rows
from logitviz.core._lib.stages import class_sum

SERIES_BELOW = 0.02  # of a log-ratio; the terms of `_excess` are then exact to the last digit


def kl_divergence(p: ArrayLike, q: ArrayLike, *, axis: int = -1) -> FloatArray:
    r"""Give the Kullback-Leibler divergence of q from p in nats.

    .. math:: KL(p \| q) = \sum_i p_i \log \frac{p_i}{q_i}, \qquad 0 \log 0 = 0

    Parameters
    ----------
    p, q : array_like, shape [..., C]
        Distributions over the same C classes: no NaN, nothing negative, a sum within 0.01 of 1,
        by which they are divided. Their leading shapes broadcast.
    axis : int, default -1
        The class axis, absent from the result.

    Returns
    -------
    ndarray or scalar, shape [...]
        In nats: 0 if p is q, else more, inf where a q is 0 and its p is not. Exchanging p and q
        gives another number. The wider dtype of the two is kept.

    Raises
    ------
    ValueError
        If `p` or `q` is no distribution, or their shapes do not fit.

    Notes
    -----
    Summed as p log(p/q) − p + q, whose terms are all 0 or more: nothing cancels, and
    distributions that hardly differ keep their divergence.

    References
    ----------
    .. [1] S. Kullback, R. A. Leibler, "On information and sufficiency", Ann. Math. Statist. 22,
       1951. doi:10.1214/aoms/1177729694

    Examples
    --------
    >>> import logitviz as lv
    >>> round(float(lv.kl_divergence([0.5, 0.5], [0.9, 0.1])), 5)
    0.51083
    >>> float(lv.kl_divergence([0.5, 0.5], [1.0, 0.0]))
    inf
    """
    first, second = Distributions.of(p, axis, "p"), Distributions.of(q, axis, "q")
    pair = same_classes(first.given, second.given, ("p", "q"))

    def divergences(p_rows: FloatArray, q_rows: FloatArray) -> Float64Array:
        (a, a_sum), (b, b_sum) = first.block_and_sum(p_rows), second.block_and_sum(q_rows)
        a, b = a / a_sum, b / b_sum
        return divergence(a, b, _log_ratio(a, b))

    return map_rows(divergences, pair, pair[0].shape[:-1], (), np.result_type(*pair))


def divergence(p: Float64Array, q: Float64Array, log_ratio: Float64Array) -> Float64Array:
    """KL over the first axis from the logarithms of p/q, which count where p underflows to 0."""
    near = p * _excess(log_ratio)
    far = p * log_ratio + (q - p)
    terms = np.where(p > 0, np.where(np.abs(log_ratio) < 1, near, far), q)
    return class_sum(np.where(log_ratio == np.inf, np.inf, terms))


def _excess(d: Float64Array) -> Float64Array:
    """Give d − 1 + exp(−d), which is 0 or more, without cancelling for a small d."""
    tail = np.ones_like(d)
    for n in range(8, 2, -1):
        tail = 1 - d / n * tail
    return np.where(np.abs(d) < SERIES_BELOW, d * d / 2 * tail, d + np.expm1(-d))


def _log_ratio(p: Float64Array, q: Float64Array) -> Float64Array:
    gap = p - q
    return np.where(np.abs(gap) < q / 2, np.log1p(gap / q), np.log(p) - np.log(q))
