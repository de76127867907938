"""The Kullback-Leibler divergence of one distribution from another."""

import numpy as np
from numpy.typing import ArrayLike

from logitviz.core._lib.checks import Float64Array, FloatArray, same_classes
from logitviz.core._lib.distributions import Distributions
from logitviz.core._lib.rows import map_rows
from logitviz.core._lib.stages import class_sum

SERIES_BELOW = 0.02  # of |d|: here the series of `_excess` is exact to the last digit


def kl_divergence(p: ArrayLike, q: ArrayLike, *, axis: int = -1) -> FloatArray:
    r"""Give the Kullback-Leibler divergence of q from p in nats.

    .. math:: KL(p \| q) = \sum_i p_i \log \frac{p_i}{q_i}, \qquad 0 \log 0 = 0

    Parameters
    ----------
    p, q : array_like, shape [..., C]
        Distributions over the same C classes, as for `confidence`. They are divided by their
        sums. Their leading shapes broadcast.
    axis : int, default -1
        The class axis, absent from the result.

    Returns
    -------
    ndarray or scalar, shape [...]
        In nats: 0 if p equals q, otherwise above 0; inf where a class has q = 0 but p > 0. It is
        not symmetric in p and q. The wider dtype of the two is kept.

    Raises
    ------
    ValueError
        If `p` or `q` is not a distribution, or their shapes do not fit.

    Notes
    -----
    Computed as the sum of p log(p/q) − p + q. No term is negative, so nothing cancels: the
    result is accurate even for distributions that hardly differ.

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
    """KL over the first axis from p, q and log(p/q), which stays finite where p underflows to 0."""
    near = p * _excess(log_ratio)
    far = p * log_ratio + (q - p)
    terms = np.where(p > 0, np.where(np.abs(log_ratio) < 1, near, far), q)
    return class_sum(np.where(log_ratio == np.inf, np.inf, terms))


def _excess(d: Float64Array) -> Float64Array:
    """Give d − 1 + exp(−d), which is 0 or more, without cancellation for a small d."""
    tail = np.ones_like(d)
    for n in range(8, 2, -1):
        tail = 1 - d / n * tail
    return np.where(np.abs(d) < SERIES_BELOW, d * d / 2 * tail, d + np.expm1(-d))


def _log_ratio(p: Float64Array, q: Float64Array) -> Float64Array:
    gap = p - q
    return np.where(np.abs(gap) < q / 2, np.log1p(gap / q), np.log(p) - np.log(q))
