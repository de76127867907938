"""One vector of logits under many temperatures, or with one logit moved through many values."""

import numpy as np
from numpy.typing import ArrayLike

from logitviz.core._lib import checks as _checks
from logitviz.core._lib.checks import (
    Float64Array,
    FloatArray,
    logit_array,
    real_array,
    refuse_nan,
    vector,
    whole_number,
)
from logitviz.core._lib.rows import map_rows

from .softmax import softmax


def temperature_sweep(logits: ArrayLike, temperatures: ArrayLike) -> FloatArray:
    """Give the softmax of one vector of logits at each of S temperatures.

    Parameters
    ----------
    logits : array_like, shape [C]
        Any real numbers, as for `softmax`.
    temperatures : array_like, shape [S]
        0 or more; the limits 0 (argmax) and inf (uniform) are allowed.

    Returns
    -------
    ndarray, shape [S, C]
        Row s is ``softmax(logits, temperature=temperatures[s])``, in the dtype of the logits.

    Raises
    ------
    ValueError
        As for `softmax`, and if an argument is not one-dimensional.

    Examples
    --------
    >>> import logitviz as lv
    >>> lv.temperature_sweep([2.0, 1.0, 0.1], [0, 1, float("inf")]).round(2)
    array([[1.  , 0.  , 0.  ],
           [0.66, 0.24, 0.1 ],
           [0.33, 0.33, 0.33]])
    """
    z = vector(logit_array(logits), "logits")
    t = vector(real_array(temperatures, "temperatures"), "temperatures")
    checked = _checks.temperatures(t, t.shape, "temperatures")
    return softmax(np.broadcast_to(z, (t.size, z.size)), temperature=checked)


def logit_sweep(
    logits: ArrayLike, index: int, values: ArrayLike, *, temperature: ArrayLike = 1.0
) -> FloatArray:
    """Give the softmax while one logit takes each of S values and the others stay.

    Parameters
    ----------
    logits : array_like, shape [C]
        Any real numbers, as for `softmax`.
    index : int
        The class whose logit moves, 0 to C − 1.
    values : array_like, shape [S]
        The values it takes.
    temperature : float or array_like of shape [S], default 1.0
        T, 0 or more, with both limits as for `softmax`.

    Returns
    -------
    ndarray, shape [S, C]
        Row s is the softmax with ``logits[index] = values[s]``, in the dtype of the logits.

    Raises
    ------
    ValueError
        As for `softmax`, if an array is not one-dimensional, or `index` names no class.

    Examples
    --------
    >>> import logitviz as lv
    >>> lv.logit_sweep([2.0, 1.0, 0.1], 1, [0.0, 2.0]).round(2)
    array([[0.78, 0.11, 0.12],
           [0.47, 0.47, 0.07]])
    """
    z = vector(logit_array(logits), "logits")
    moved = vector(real_array(values, "values"), "values")
    refuse_nan(moved, "values")
    chosen = whole_number(index, "index")
    if not 0 <= chosen < z.size:
        raise ValueError(f"index must be 0 to {z.size - 1} for {z.size} classes, got {chosen}")
    t = _checks.temperatures(temperature, moved.shape)

    def softmax_of(v: FloatArray, t: Float64Array) -> FloatArray:
        rows = np.tile(z.astype(np.float64), (v.size, 1))
        rows[:, chosen] = v
        return softmax(rows, temperature=t)

    return map_rows(softmax_of, (moved, t), moved.shape, z.shape, z.dtype)
