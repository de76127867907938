"""z-scores of logits: how many standard deviations each class lies above the mean."""

import numpy as np
from numpy.typing import ArrayLike

from logitviz.core._lib.checks import (
    Float64Array,
    FloatArray,
    finite_logits,
    temperatures,
    whole_number,
)
from logitviz.core._lib.rows import map_rows

from .softmax import softmax

AUTHORS_EPS = 1e-7


def standardize(
    logits: ArrayLike, *, ddof: int = 1, eps: float = AUTHORS_EPS, axis: int = -1
) -> FloatArray:
    r"""Subtract from each vector of logits its mean and divide by its standard deviation.

    .. math:: \frac{z_i - \bar z}{\sigma + \epsilon}, \qquad
              \sigma = \sqrt{\frac{\sum_j (z_j - \bar z)^2}{C - \mathrm{ddof}}}

    Parameters
    ----------
    logits : array_like, shape [..., C]
        Finite numbers, none masked.
    ddof : int, default 1
        Subtracted from C under the root: 1 as in the code of the authors of logit
        standardization, 0 as in the algorithm of their paper.
    eps : float, default 1e-7
        Added to the standard deviation, as in the authors' code; 0 or more.
    axis : int, default -1
        The class axis.

    Returns
    -------
    ndarray, shape [..., C]
        z-scores with mean 0 and standard deviation σ/(σ + eps), hence in size at most
        √(C − 1) for ddof 0 and (C − 1)/√C for ddof 1. Equal logits give 0. The dtype is kept.

    Raises
    ------
    ValueError
        If a logit is not finite, `eps` is negative, or there are not more than `ddof` classes.

    Notes
    -----
    An affine map of all logits, a z + b with a > 0, changes only the influence of eps.

    References
    ----------
    .. [1] S. Sun, W. Ren, J. Li, R. Wang, X. Cao, "Logit standardization in knowledge
       distillation", CVPR 2024. arXiv:2403.01427

    Examples
    --------
    >>> import logitviz as lv
    >>> lv.standardize([1.0, 4.0, 3.0, 2.0]).round(3)
    array([-1.162,  1.162,  0.387, -0.387])
    """
    array = finite_logits(logits, "logits", axis)
    degrees = degrees_of_freedom(array.shape[-1], ddof)
    if not 0 <= eps < np.inf:
        raise ValueError(f"eps must be finite and 0 or more, got {eps}")
    scores = map_rows(
        lambda rows: _scores(rows, degrees, eps),
        (array,),
        array.shape[:-1],
        array.shape[-1:],
        array.dtype,
    )
    return scores if axis == -1 else np.moveaxis(scores, -1, axis)


def confidence_cap(classes: int, *, temperature: ArrayLike = 1.0, ddof: int = 1) -> FloatArray:
    r"""Give the largest probability that softmax can reach from standardised logits.

    .. math:: \frac{1}{1 + (C - 1) e^{-g/T}}, \qquad g = \sqrt{\frac{C (C - \mathrm{ddof})}{C - 1}}

    Parameters
    ----------
    classes : int
        C, 2 or more.
    temperature : float or array_like, default 1.0
        T, 0 or more; at T = 0 the cap is 1, at T = inf 1/C.
    ddof : int, default 1
        As for `standardize`.

    Returns
    -------
    ndarray or scalar of float64, the shape of `temperature`
        Reached by one class above C − 1 equal ones, whose z-score lies g above theirs: C/√(C − 1)
        for ddof 0, √C for ddof 1.

    Raises
    ------
    ValueError
        If there are fewer than two classes, or as for `standardize` and `softmax`.

    Examples
    --------
    >>> confidence_cap(4).round(3), confidence_cap(4, ddof=0).round(3)
    (np.float64(0.711), np.float64(0.77))
    """
    if classes < 2:
        raise ValueError(f"classes must be 2 or more, got {classes}")
    gap = np.sqrt(classes * degrees_of_freedom(classes, ddof) / (classes - 1))
    each = temperatures(temperature, np.shape(temperature))
    one_above = np.broadcast_to(gap * np.eye(classes)[0], (*each.shape, classes))
    return np.asarray(softmax(one_above, temperature=each))[..., 0][()]


def degrees_of_freedom(classes: int, ddof: int) -> int:
    """Return C − ddof, proved to be above 0."""
    taken = whole_number(ddof, "ddof")
    if not 0 <= taken < classes:
        raise ValueError(f"ddof must be 0 to {classes - 1} for {classes} classes, got {taken}")
    return classes - taken


def _scores(logits: FloatArray, degrees: int, eps: float) -> Float64Array:
    z = logits.astype(np.float64)
    # Scaled by an exact power of two to within ±1, so that no square overflows.
    exponent = np.frexp(np.abs(z).max(axis=-1, keepdims=True, initial=0.0))[1]
    z = np.ldexp(z, -exponent)
    z -= z.max(axis=-1, keepdims=True)
    z -= z.mean(axis=-1, keepdims=True)
    deviation = np.sqrt((z * z).sum(axis=-1, keepdims=True) / degrees)
    with np.errstate(over="ignore", under="ignore"):
        below = deviation + np.ldexp(eps, -exponent)
    scores: Float64Array = np.divide(z, below, out=np.zeros_like(z), where=deviation > 0)
    return scores
