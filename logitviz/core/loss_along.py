"""The cross-entropy as a function of one logit."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from logitviz.core._lib.checks import (
    Float64Array,
    FloatArray,
    at_least,
    finite,
    real_array,
    refuse_logits,
    vector,
)
from logitviz.core._lib.distributions import Targets, class_indices
from logitviz.core._lib.rows import Rows, class_first, map_rows
from logitviz.core._lib.stages import shifted, sum_without_largest, weighted


def cross_entropy_along(
    logits: ArrayLike,
    target: ArrayLike,
    index: int,
    values: ArrayLike,
    *,
    temperature: ArrayLike = 1.0,
) -> FloatArray:
    r"""Give the cross-entropy while one logit takes other values and the rest stay.

    The other logits enter through m and r only, so that each value costs one logarithm:

    .. math:: L(v) = \log(e^{d} + r) - y_i d - \sum_{j \ne i} y_j \frac{z_j - m}{T}, \qquad
              d = \frac{v - m}{T}, \quad r = \sum_{j \ne i} \exp\frac{z_j - m}{T}, \quad
              m = \max_{j \ne i} z_j

    Parameters
    ----------
    logits : array_like, shape [..., C]
        Any real numbers, as for `softmax`; at least two classes.
    target : array_like
        Class indices or distributions, as for `cross_entropy`.
    index : int
        i, the class whose logit takes the values, 0 to C − 1. Its logit in `logits` is ignored.
    values : array_like, shape [S]
        v, the values that this logit takes, finite.
    temperature : float or array_like, default 1.0
        T, 0 or more, with the same limits as in `cross_entropy`.

    Returns
    -------
    ndarray, shape [..., S]
        In nats, in the dtype of the logits.

    Raises
    ------
    ValueError, TypeError
        As for `cross_entropy`; if there is one class only, no such class, or a value that is not
        a finite number.

    Examples
    --------
    >>> import logitviz as lv
    >>> lv.cross_entropy_along([2.0, 1.0, 0.1], 0, 0, [1.0, 2.0, 3.0]).round(5)
    array([0.8782 , 0.41703, 0.17425])
    """
    rows = Rows.of(logits, temperature)
    y = Targets.of(target, rows.logits.shape)
    v = finite(vector(real_array(values, "values"), "values"), "values")
    others = _other_classes(index, rows.logits.shape[-1])

    def along(z: FloatArray, t: Float64Array, given: NDArray[Any]) -> Float64Array:
        z_others = class_first(z[:, others])
        if not (z_others.max(axis=0) > -np.inf).all():
            refuse_logits(np.where(others, rows.logits, -np.inf))
        shares = y.as_distributions(given)
        return _loss_along(z_others, shares[others], shares[~others].T, v, t)

    arrays = (rows.logits, rows.temperature, y.rows)
    return map_rows(along, arrays, rows.logits.shape[:-1], v.shape, rows.dtype)


def _other_classes(index: int, classes: int) -> NDArray[np.bool_]:
    """Return a mask [C] of all classes but one."""
    if classes < 2:
        raise ValueError(f"logits must have at least 2 classes, got {classes}")
    own = class_indices(np.asarray(at_least(0, index, "index")), classes, "index")
    return np.not_equal(np.arange(classes), own)


def _loss_along(
    z: Float64Array, y: Float64Array, y_own: Float64Array, v: FloatArray, t: Float64Array
) -> Float64Array:
    """Give the losses [n, S] from the other classes z and y, [C − 1, n], and y_own [n, 1]."""
    largest = z.max(axis=0)
    s, m = shifted(z, largest, t), largest[:, None]
    fixed = weighted(y, s).sum(axis=0)[:, None]
    more = sum_without_largest(np.exp(s))[:, None]  # r − 1
    apart = shifted(np.minimum(v, m), np.maximum(v, m), t[..., None])  # −|d|
    e, above = np.exp(apart), v > m
    log_of_sum = np.log1p(np.where(above, (1 + more) * e, more + e))
    # d counts with the target's share of the smaller of v and m.
    against = np.where(above, y.sum(axis=0)[:, None], y_own)
    return np.asarray(log_of_sum - weighted(against, apart) - fixed)
