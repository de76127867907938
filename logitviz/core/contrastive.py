"""Contrastive loss: a similarity is a logit, and the positive pair is the target class."""

import numpy as np
from numpy.typing import ArrayLike

from logitviz.core._lib.checks import (
    Float64Array,
    FloatArray,
    at_index,
    finite,
    logit_array,
    real_array,
    refuse_nan,
    rounded,
    temperatures,
)

from .softmax import log_softmax, softmax


def cosine_similarities(a: ArrayLike, b: ArrayLike) -> FloatArray:
    r"""Give the cosine of the angle between each vector of one set and each vector of another.

    .. math:: s_{ij} = \frac{a_i \cdot b_j}{\lVert a_i \rVert \, \lVert b_j \rVert}

    Parameters
    ----------
    a : array_like, shape [..., N, D]
        Embeddings, one row each: finite, not masked, of any length but 0.
    b : array_like, shape [..., M, D]
        Embeddings of the same dimension; the leading shapes broadcast.

    Returns
    -------
    ndarray, shape [..., N, M]
        From −1 (opposite) through 0 (orthogonal) to 1 (the same direction), never outside. The
        wider dtype of the two is kept; the work is done in float64 and rounded once.

    Raises
    ------
    ValueError
        If an embedding is a zero vector, which has no direction, or not finite; if the shapes do
        not fit.

    References
    ----------
    .. [1] F. Schroff, D. Kalenichenko, J. Philbin, "FaceNet: a unified embedding for face
       recognition and clustering", CVPR 2015. arXiv:1503.03832

    Examples
    --------
    >>> import logitviz as lv
    >>> lv.cosine_similarities([[3.0, 4.0]], [[6.0, 8.0], [-3.0, -4.0], [0.0, 1.0]]).round(3)
    array([[ 1. , -1. ,  0.8]])
    """
    first, second = real_array(a, "a"), real_array(b, "b")
    units = unit_rows(first, "a"), unit_rows(second, "b")
    if first.shape[-1] != second.shape[-1]:
        raise ValueError(
            f"a and b must have the same number of components, got {first.shape[-1]} and "
            f"{second.shape[-1]}"
        )
    try:
        with np.errstate(under="ignore"):
            cosines = np.clip(units[0] @ np.swapaxes(units[1], -1, -2), -1.0, 1.0)
    except ValueError:
        raise ValueError(
            f"a and b must have leading shapes that broadcast, got shapes {first.shape} and "
            f"{second.shape}"
        ) from None
    return rounded(cosines, np.result_type(first.dtype, second.dtype))


def unit_rows(embeddings: FloatArray, name: str) -> Float64Array:
    """Divide every row of [..., N, D] by its length; a zero vector is refused."""
    if embeddings.ndim < 2 or embeddings.shape[-1] == 0:
        raise ValueError(f"{name} must have shape [..., N, D], got shape {embeddings.shape}")
    rows = finite(embeddings, name).astype(np.float64)
    largest = np.abs(rows).max(axis=-1, keepdims=True)
    zero = largest[..., 0] == 0
    if zero.any():
        raise ValueError(
            f"{name} must not hold a zero vector, which has no direction, got one{at_index(zero)}"
        )
    # Scaled by an exact power of two to a size of about 1, so that no square over- or underflows.
    with np.errstate(under="ignore"):
        rows = np.ldexp(rows, -np.frexp(largest)[1])
        unit: Float64Array = rows / np.sqrt((rows * rows).sum(axis=-1, keepdims=True))
    return unit


def info_nce(similarities: ArrayLike, *, temperature: ArrayLike = 0.07) -> FloatArray:
    r"""Give the contrastive loss of every anchor of a batch.

    .. math:: L_i = -\log \frac{\exp(s_{ii}/\tau)}{\sum_j \exp(s_{ij}/\tau)}

    It is the cross-entropy of row i: the similarities are the logits, τ is the temperature, and
    the positive pair on the diagonal is the target class.

    Parameters
    ----------
    similarities : array_like, shape [..., N, N]
        Row i holds the similarity of anchor i to every candidate, usually cosines; its positive
        is candidate i. A −inf or a masked entry leaves a candidate out.
    temperature : float or array_like, default 0.07
        τ, 0 or more: one number, or an array that broadcasts to [..., N], one for each row. At
        τ = 0 the loss is 0 where the positive alone is the most similar, log k where k
        candidates tie for it, inf elsewhere; at τ = inf it is log N.

    Returns
    -------
    ndarray, shape [..., N]
        In nats, 0 or more, in the dtype of the similarities; the loss of the batch is the mean.

    Raises
    ------
    ValueError
        If the matrices are not square, a similarity is NaN or +inf, τ is negative or NaN, or a
        row is −inf throughout.

    Notes
    -----
    Computed from `log_softmax`, so that the loss stays finite where the probability of the
    positive underflows, as it does at small τ.

    References
    ----------
    .. [1] A. van den Oord, Y. Li, O. Vinyals, "Representation learning with contrastive
       predictive coding", 2018. arXiv:1807.03748
    .. [2] Z. Wu, Y. Xiong, S. X. Yu, D. Lin, "Unsupervised feature learning via non-parametric
       instance discrimination", CVPR 2018 (τ = 0.07). arXiv:1805.01978

    Examples
    --------
    >>> import logitviz as lv
    >>> lv.info_nce([[0.9, 0.2], [0.8, 0.7]], temperature=0.1).round(5).tolist()
    [0.00091, 1.31326]
    """
    s = _square(similarities)
    t = temperatures(temperature, s.shape[:-1])
    log_p = log_softmax(s, temperature=t)
    loss: FloatArray = 0.0 - np.diagonal(log_p, axis1=-2, axis2=-1)
    return loss


def negative_weights(similarities: ArrayLike, *, temperature: ArrayLike = 0.07) -> FloatArray:
    r"""Give the share of each negative in the gradient with respect to an anchor's negatives.

    .. math:: w_{ij} = \frac{p_{ij}}{1 - p_{ii}}
              = \frac{\exp(s_{ij}/\tau)}{\sum_{k \ne i} \exp(s_{ik}/\tau)}, \qquad j \ne i

    The gradient of `info_nce` with respect to the similarity of negative j is p_ij/τ.

    Parameters
    ----------
    similarities : array_like, shape [..., N, N]
        As for `info_nce`, N at least 2.
    temperature : float or array_like, default 0.07
        τ, as for `info_nce`. At τ = 0 the most similar negative has all the weight (ties share
        equally), at τ = inf each negative has 1/(N − 1).

    Returns
    -------
    ndarray, shape [..., N, N]
        Every row sums to 1; the diagonal is exactly 0. The `perplexity` of a row is the
        effective number of its negatives, 1 to N − 1.

    Raises
    ------
    ValueError
        As for `info_nce`, or if an anchor has no negative.

    Notes
    -----
    Computed as the softmax of the negatives alone, so that nothing cancels where p_ii is close
    to 1.

    References
    ----------
    .. [1] F. Wang, H. Liu, "Understanding the behaviour of contrastive loss", CVPR 2021.
       arXiv:2012.09740

    Examples
    --------
    >>> import logitviz as lv
    >>> lv.negative_weights([[1, 0.5, 0.4], [0, 1, 0], [0.1, 0, 1]], temperature=0.1)[0].round(3)
    array([0.   , 0.731, 0.269])
    """
    s = _square(similarities)
    t = temperatures(temperature, s.shape[:-1])
    negatives = np.where(np.eye(s.shape[-1], dtype=bool), s.dtype.type(-np.inf), s)
    without = (negatives == -np.inf).all(axis=-1)
    if without.any():
        raise ValueError(
            f"similarities must give every anchor a negative, got none{at_index(without)}"
        )
    return softmax(negatives, temperature=t)


def _square(similarities: ArrayLike) -> FloatArray:
    s = logit_array(similarities, "similarities")
    if s.ndim < 2 or s.shape[-1] != s.shape[-2] or s.shape[-1] == 0:
        raise ValueError(f"similarities must have shape [..., N, N], got shape {s.shape}")
    refuse_nan(s, "similarities")
    infinite = s == np.inf
    if infinite.any():
        raise ValueError(f"similarities must be below inf, got inf{at_index(infinite)}")
    without = (s == -np.inf).all(axis=-1)
    if without.any():
        raise ValueError(
            f"similarities must leave every row a candidate, got none{at_index(without)}"
        )
    return s
