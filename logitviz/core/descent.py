"""Training on one sample: gradient descent on the logits themselves."""

import numpy as np
from numpy.typing import ArrayLike

from logitviz.core._lib.checks import (
    Float64Array,
    FloatArray,
    at_least,
    real_array,
)
from logitviz.core._lib.distributions import Targets
from logitviz.core._lib.rows import Block, Rows, as_rows, pick
from logitviz.core._lib.stages import divided, shifted, softmax_stage


def gradient_descent(
    logits: ArrayLike,
    target: ArrayLike,
    *,
    rate: ArrayLike,
    steps: int,
    temperature: ArrayLike = 1.0,
) -> FloatArray:
    r"""Descend the gradient of the cross-entropy, with the logits as the only parameters.

    .. math:: z^{(n+1)} = z^{(n)} - \eta\, \frac{p^{(n)} - y}{T}

    Parameters
    ----------
    logits : array_like, shape [..., C]
        The logits at the start: any real numbers, as for `softmax`.
    target : array_like of int, shape [...], or of float, shape [..., C]
        Class indices or distributions, as for `cross_entropy`.
    rate : float or array_like
        The learning rate η, finite and 0 or more: one number, or an array that broadcasts to the
        leading shape.
    steps : int
        How many steps to take, 0 or more.
    temperature : float or array_like, default 1.0
        T, 0 or more, as for `softmax`. At T = inf the gradient is 0 and the logits stay. At T = 0
        the loss is piecewise constant, so the logits stay too.

    Returns
    -------
    ndarray, shape [..., steps + 1, C]
        The logits before the first and after every step, in the dtype of the logits. Their sum
        stays the same but for rounding errors, since the gradient sums to 0.

    Raises
    ------
    ValueError
        As for `cross_entropy`; if a rate is negative or not finite, or `steps` is negative.

    Notes
    -----
    The loss is convex in the logits and falls with every step while η < 4T², twice the inverse of
    the largest curvature 1/(2T²). With a larger rate a step may overshoot. Unlike in
    `cross_entropy_gradient`, p − y is a plain difference: its error of about 1e-16 moves a logit by
    η/T times that in each step.

    Examples
    --------
    >>> import logitviz as lv
    >>> lv.gradient_descent([2.0, 1.0, 0.0], 1, rate=1.0, steps=2).round(2)
    array([[ 2.  ,  1.  ,  0.  ],
           [ 1.33,  1.76, -0.09],
           [ 0.97,  2.2 , -0.18]])
    """
    rows = Rows.of(logits, temperature)
    y = Targets.of(target, rows.logits.shape)
    lead, classes = rows.logits.shape[:-1], rows.logits.shape[-1]
    eta = as_rows(_rates(rate, lead), lead)
    paths = np.empty((*lead, at_least(0, steps, "steps") + 1, classes), rows.dtype)
    targets, flat = as_rows(y.rows, lead), as_rows(paths, lead)
    with np.errstate(all="ignore"):
        for place, block in rows.blocks():
            true = y.as_distributions(pick(targets, place))
            _descend(flat[place], block, true, pick(eta, place))
    return paths


def _descend(paths: FloatArray, block: Block, y: Float64Array, eta: Float64Array) -> None:
    """Write the paths of a block, [n, steps + 1, C]; the steps themselves are in float64."""
    z = block.z
    paths[:, 0] = z.T
    for step in range(1, paths.shape[1]):
        p = softmax_stage(shifted(z, z.max(axis=0), block.temperature))
        gradient = divided(p - y, block.temperature)
        if not np.isfinite(gradient.sum()):
            gradient = np.where(np.isfinite(gradient).all(axis=0), gradient, 0.0)
        z = z - eta * gradient
        paths[:, step] = z.T


def _rates(value: ArrayLike, lead: tuple[int, ...]) -> Float64Array:
    array = real_array(value, "rate").astype(np.float64)
    wrong = ~((array >= 0) & (array < np.inf))
    if wrong.any():
        raise ValueError(f"rate must be finite and 0 or more, got {array[wrong].flat[0]}")
    try:
        return np.broadcast_to(array, lead)
    except ValueError:
        raise ValueError(
            f"rate must be one number or broadcast to the leading shape {lead} of the logits, "
            f"got shape {array.shape}"
        ) from None
