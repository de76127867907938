"""How each output answers to each logit."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from logitviz.core._lib.checks import (
    Float64Array,
    FloatArray,
    real_array,
    refuse_nan,
    rounded,
    temperatures,
)
from logitviz.core._lib.stages import Rows, complement_stage, over, softmax_stage

from .sigmoid import sigmoid


def softmax_jacobian(logits: ArrayLike, *, temperature: ArrayLike = 1.0) -> FloatArray:
    r"""Give the derivative of every softmax output by every logit.

    .. math:: \frac{\partial p_i}{\partial z_j} = \frac{p_i \delta_{ij} - p_i p_j}{T}

    Parameters
    ----------
    logits : array_like, shape [..., C]
        Any real numbers.
    temperature : float or array_like, default 1.0
        T, 0 or more, as for `softmax`. At T = 0 softmax is a step: its derivative is 0 away
        from a tie and undefined at one. At T = inf it is 0.

    Returns
    -------
    ndarray, shape [..., C, C]
        Element [..., i, j] is the change of p_i per unit of z_j. Symmetric; each row and each
        column sums to 0.

    Raises
    ------
    ValueError
        As for `softmax`, and at T = 0 where the largest logits tie.

    References
    ----------
    .. [1] J. S. Bridle, "Training stochastic model recognition algorithms as networks can lead
       to maximum mutual information estimation of parameters", NIPS 1989.

    Examples
    --------
    >>> import logitviz as lv
    >>> lv.softmax_jacobian([2.0, 1.0, 0.1]).round(3)
    array([[ 0.225, -0.16 , -0.065],
           [-0.16 ,  0.184, -0.024],
           [-0.065, -0.024,  0.089]])
    """
    rows = Rows.of(logits, temperature, -1)
    p = rows.each(softmax_stage, np.float64)
    tied = (rows.temperature == 0) & (p.max(axis=-1) < 1)
    _refuse_step(tied, "its largest logits tie")
    slope = -p[..., :, None] * p[..., None, :]
    diagonal = p * rows.each(complement_stage, np.float64)
    return _per_temperature(slope, diagonal, rows.temperature, rows.dtype)


def sigmoid_jacobian(logits: ArrayLike, *, temperature: ArrayLike = 1.0) -> FloatArray:
    r"""Give the derivative of every sigmoid output by every logit: a diagonal matrix.

    .. math:: \frac{\partial \sigma_i}{\partial z_j} = \delta_{ij} \frac{\sigma_i (1-\sigma_i)}{T}

    Parameters
    ----------
    logits : array_like, shape [..., C]
        Any real numbers.
    temperature : float or array_like, default 1.0
        T, 0 or more, as for `sigmoid`. At T = 0 the derivative is 0 away from z = 0 and
        undefined there. At T = inf it is 0.

    Returns
    -------
    ndarray, shape [..., C, C]
        Zero off the diagonal: no output hears of another's logit.

    Raises
    ------
    ValueError
        As for `sigmoid`, and at T = 0 where a logit is 0.

    Examples
    --------
    >>> import logitviz as lv
    >>> lv.sigmoid_jacobian([2.0, 0.0]).round(3)
    array([[0.105, 0.   ],
           [0.   , 0.25 ]])
    """
    z = real_array(logits, "logits")
    if z.ndim == 0:
        raise ValueError(f"logits must have a class axis, got the single number {z}")
    refuse_nan(z, "logits")
    t = temperatures(temperature, z.shape[:-1])
    _refuse_step((t == 0) & (z == 0).any(axis=-1), "a logit is 0")
    x = z.astype(np.float64)
    diagonal = sigmoid(x, temperature=t) * sigmoid(-x, temperature=t)
    return _per_temperature(np.zeros((*z.shape, z.shape[-1])), diagonal, t, z.dtype)


def _per_temperature(
    slope: FloatArray, diagonal: FloatArray, temperature: Float64Array, dtype: np.dtype[Any]
) -> FloatArray:
    matrix = slope.astype(np.float64)
    classes = np.arange(matrix.shape[-1])
    matrix[..., classes, classes] = diagonal
    with np.errstate(all="ignore"):
        # + 0.0 turns the −0.0 of an impossible class into 0.
        return rounded(over(matrix, temperature[..., None, None]) + 0.0, dtype)


def _refuse_step(undefined: NDArray[np.bool_], reason: str) -> None:
    if undefined.any():
        index = tuple(int(i) for i in np.argwhere(undefined)[0])
        where = f" at index {index}" if index else ""
        raise ValueError(
            f"temperature must be above 0 where {reason}{where}: "
            "at T = 0 the map is a step there and has no derivative"
        )
