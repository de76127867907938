"""Derivatives of softmax and sigmoid outputs with respect to the logits."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from logitviz.core._lib.checks import (
    Float64Array,
    FloatArray,
    at_index,
    logit_array,
    refuse_nan,
    temperatures,
)
from logitviz.core._lib.rows import Block, Rows, map_rows
from logitviz.core._lib.stages import (
    class_sum,
    complement,
    divided,
    softmax_stage,
    sum_without_largest,
)

from .sigmoid import sigmoid_of


def softmax_jacobian(logits: ArrayLike, *, temperature: ArrayLike = 1.0) -> FloatArray:
    r"""Give the derivative of every softmax output with respect to every logit.

    .. math:: \frac{\partial p_i}{\partial z_j} = \frac{p_i \delta_{ij} - p_i p_j}{T}

    Parameters
    ----------
    logits : array_like, shape [..., C]
        Any real numbers, as for `softmax`.
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
    rows = Rows.of(logits, temperature)
    classes = rows.logits.shape[-1]
    if not rows.temperature.all():
        shared = rows.fold(lambda s: softmax_stage(s).max(axis=0), np.float64) < 1
        _refuse_step((rows.temperature == 0) & shared, "its largest logits tie")
    return rows.map(_softmax_slopes, tail=(classes, classes))


def _softmax_slopes(block: Block) -> Float64Array:
    e = np.exp(block.shifted)
    p = (e / class_sum(e)).T
    diagonal = p * complement(e, sum_without_largest(e)).T
    return _over_temperature(-p[:, :, None] * p[:, None, :], diagonal, block.temperature)


def sigmoid_jacobian(logits: ArrayLike, *, temperature: ArrayLike = 1.0) -> FloatArray:
    r"""Give the derivative of every sigmoid output with respect to every logit.

    .. math:: \frac{\partial \sigma_i}{\partial z_j} = \delta_{ij} \frac{\sigma_i (1-\sigma_i)}{T}

    Parameters
    ----------
    logits : array_like, shape [..., C]
        Any real numbers, as for `sigmoid`.
    temperature : float or array_like, default 1.0
        T, 0 or more, as for `sigmoid`. At T = 0 the derivative is 0 away from z = 0 and
        undefined there. At T = inf it is 0.

    Returns
    -------
    ndarray, shape [..., C, C]
        Diagonal matrices: each output depends on its own logit alone.

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
    z = logit_array(logits)
    if z.ndim == 0:
        raise ValueError(f"logits must have a class axis, got the single number {z}")
    refuse_nan(z, "logits")
    t = temperatures(temperature, z.shape[:-1])
    _refuse_step((t == 0) & (z == 0).any(axis=-1), "a logit is 0")
    return map_rows(_sigmoid_slopes, (z, t), z.shape[:-1], (*z.shape[-1:], z.shape[-1]), z.dtype)


def _sigmoid_slopes(z: FloatArray, t: Float64Array) -> Float64Array:
    x = divided(z.astype(np.float64), t[..., None])
    matrix = np.zeros((*z.shape, z.shape[-1]))
    return _over_temperature(matrix, sigmoid_of(x) * sigmoid_of(-x), t)


def _over_temperature(
    matrix: Float64Array, diagonal: Float64Array, temperature: Float64Array
) -> Float64Array:
    """Write the diagonals [n, C] into the matrices [n, C, C] and divide by T."""
    classes = np.arange(matrix.shape[-1])
    matrix[:, classes, classes] = diagonal
    # + 0.0 turns the −0.0 of an impossible class into 0.
    return divided(matrix, temperature[..., None, None]) + 0.0


def _refuse_step(undefined: NDArray[np.bool_], reason: str) -> None:
    if undefined.any():
        raise ValueError(
            f"temperature must be above 0 where {reason}{at_index(undefined)}: "
            "at T = 0 the map is a step there and has no derivative"
        )
