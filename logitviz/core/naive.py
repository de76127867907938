"""The textbook formulas in a given precision, with the errors that they make."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray

from logitviz.core._lib.checks import Float64Array, FloatArray
from logitviz.core._lib.distributions import Targets
from logitviz.core._lib.rows import map_rows

from .precision import checked_rows, precision_of, steps_of, sum_in_order


def naive_softmax(
    logits: ArrayLike, *, temperature: ArrayLike = 1.0, dtype: DTypeLike = np.float64
) -> FloatArray:
    r"""Compute the textbook formula of softmax in a given precision.

    .. math:: p_i = \frac{\exp(z_i/T)}{\sum_j \exp(z_j/T)}

    Parameters
    ----------
    logits : array_like, shape [..., C]
        Any real numbers, as for `softmax`.
    temperature : float or array_like, default 1.0
        T, 0 or more; there are no branches for its limits, so T = 0 divides by 0.
    dtype : dtype, default float64
        float16, float32 or float64: each intermediate result is rounded to it.

    Returns
    -------
    ndarray, shape [..., C]
        Of that dtype; inf/inf and 0/0 are NaN. It shows how the formula fails; for results
        use `softmax`.

    Raises
    ------
    ValueError
        As for `step_by_step`.

    Examples
    --------
    >>> import logitviz as lv
    >>> lv.naive_softmax([1000.0, 1.0])
    array([nan,  0.])
    """
    kind = precision_of(dtype)
    z, t = checked_rows(logits, temperature)
    return map_rows(
        lambda z, t: steps_of(z, t, kind, "never").probabilities,
        (z, t),
        z.shape[:-1],
        z.shape[-1:],
        kind,
    )


def naive_cross_entropy(
    logits: ArrayLike, target: ArrayLike, *, dtype: DTypeLike = np.float64
) -> FloatArray:
    r"""Compute −log(softmax) of the target class in a given precision.

    .. math:: L = -\sum_i y_i \log \frac{\exp z_i}{\sum_j \exp z_j}

    Parameters
    ----------
    logits : array_like, shape [..., C]
        Any real numbers, as for `softmax`.
    target : array_like of int, shape [...], or of float, shape [..., C]
        Class indices or distributions, as for `cross_entropy`. A class of probability 0 in the
        target adds nothing.
    dtype : dtype, default float64
        float16, float32 or float64: each intermediate result is rounded to it.

    Returns
    -------
    ndarray or scalar, shape [...]
        In nats, of that dtype: inf where the probability underflowed, NaN where it is NaN.

    Raises
    ------
    ValueError
        As for `step_by_step`; if a target is no class, no distribution, of another shape, or
        masked.
    TypeError
        If a target holds neither integers nor floats.

    Examples
    --------
    The loss of the second class is 999, but its probability underflows:

    >>> import logitviz as lv
    >>> float(lv.naive_cross_entropy([1000.0, 1.0], 1))
    inf
    """
    kind = precision_of(dtype)
    z, t = checked_rows(logits, 1.0)
    targets = Targets.of(target, z.shape)

    def losses(z: FloatArray, t: Float64Array, given: NDArray[Any]) -> FloatArray:
        log_p = steps_of(z, t, kind, "never").log_probabilities
        if targets.given is None:
            return np.asarray(0 - log_p[np.arange(len(log_p)), given])
        y = targets.block(given).T.astype(kind)
        return np.asarray(0 - sum_in_order(np.where(y == 0, 0 * y, y * log_p)))

    return map_rows(losses, (z, t, targets.rows), z.shape[:-1], (), kind)
