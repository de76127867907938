"""The last layer of a network: each logit is a weighted sum of the features."""

import numpy as np
from numpy.typing import ArrayLike

from logitviz.core._lib.checks import FloatArray, finite, real_array, rounded


def linear_logits(features: ArrayLike, weights: ArrayLike, bias: ArrayLike) -> FloatArray:
    r"""Give the logits of a linear layer.

    .. math:: z_c = \sum_d w_{cd} f_d + b_c

    Parameters
    ----------
    features : array_like, shape [..., D]
        f, finite and not masked: one feature vector or a batch of them.
    weights : array_like, shape [C, D]
        W, finite: what one unit of each feature adds to each logit.
    bias : array_like, shape [C]
        b, finite: the logits of features that are all 0.

    Returns
    -------
    ndarray, shape [..., C]
        The logits, in the common dtype of the three arguments; float16, float32 and float64 are
        kept, everything else counts as float64. The work is done in float64 and rounded once.

    Raises
    ------
    ValueError
        If a shape does not fit the others, there is no class or no feature, or a number is not
        finite.
    OverflowError
        If a logit, or a sum on the way to it, lies beyond the largest float64.

    Notes
    -----
    In a narrower dtype a logit beyond its largest number is ±inf.

    The layer has no activation function. Changing one feature by δ changes logit c by exactly
    :math:`w_{cd}\,\delta`, whatever the other features are.

    References
    ----------
    .. [1] C. M. Bishop, "Pattern Recognition and Machine Learning", section 4.1.2, Springer, 2006.

    Examples
    --------
    >>> import logitviz as lv
    >>> weights = [[1.0, -1.0, 0.5], [0.8, 0.5, -0.3], [-0.5, 1.2, 1.0]]
    >>> lv.linear_logits([0.5, 0.8, 1.2], weights, [0.2, -0.1, 0.5]).round(12)
    array([0.5 , 0.34, 2.41])
    """
    f, w = _layer(features, weights)
    b = finite(real_array(bias, "bias"), "bias")
    if b.shape != w.shape[:1]:
        raise ValueError(
            f"bias must have one number for each of the {w.shape[0]} rows of weights, "
            f"got shape {b.shape}"
        )
    with np.errstate(all="ignore"):
        z = f.astype(np.float64) @ w.astype(np.float64).T + b
    _require_finite_result(z, "logit, or a sum on the way to it,")
    return rounded(z, np.result_type(f, w, b))


def contributions(features: ArrayLike, weights: ArrayLike) -> FloatArray:
    r"""Give the contribution of each feature to each logit of a linear layer.

    .. math:: v_{cd} = w_{cd} f_d

    Parameters
    ----------
    features : array_like, shape [..., D]
        f, as for `linear_logits`.
    weights : array_like, shape [C, D]
        W, as for `linear_logits`.

    Returns
    -------
    ndarray, shape [..., C, D]
        The products, in the common dtype of both arguments. Their sum over the last axis plus
        the bias is `linear_logits`.

    Raises
    ------
    ValueError, OverflowError
        As for `linear_logits`.

    Examples
    --------
    >>> import logitviz as lv
    >>> lv.contributions([0.5, 0.8, 1.2], [[1.0, -1.0, 0.5]]).round(12)
    array([[ 0.5, -0.8,  0.6]])
    """
    f, w = _layer(features, weights)
    with np.errstate(all="ignore"):
        products = f.astype(np.float64)[..., None, :] * w.astype(np.float64)
    _require_finite_result(products, "contribution")
    return rounded(products, np.result_type(f, w))


def _layer(features: ArrayLike, weights: ArrayLike) -> tuple[FloatArray, FloatArray]:
    f = finite(real_array(features, "features"), "features")
    w = finite(real_array(weights, "weights"), "weights")
    if w.ndim != 2 or 0 in w.shape:
        raise ValueError(f"weights must have shape [classes, features], got shape {w.shape}")
    if f.ndim == 0 or f.shape[-1] != w.shape[1]:
        raise ValueError(
            f"features must have {w.shape[1]} numbers on the last axis, one for each column of "
            f"weights, got shape {f.shape}"
        )
    return f, w


def _require_finite_result(result: FloatArray, name: str) -> None:
    if not np.isfinite(result).all():
        raise OverflowError(f"a {name} lies beyond the largest float64, {np.finfo(float).max:.2g}")
