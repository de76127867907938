"""Cross-entropy and its gradient, fused with softmax so that nothing overflows or cancels."""

import numpy as np
from numpy.typing import ArrayLike

from logitviz.core._lib.checks import (
    Float64Array,
    FloatArray,
    at_least,
    finite,
    one_hot,
    real_array,
    require_largest,
    rounded,
    targets,
    vector,
)
from logitviz.core._lib.stages import (
    Rows,
    class_first,
    complement_stage,
    log_softmax_stage,
    over,
    rest,
    shifted,
    softmax_stage,
)


def cross_entropy(
    logits: ArrayLike, target: ArrayLike, *, temperature: ArrayLike = 1.0
) -> FloatArray:
    r"""Give the cross-entropy of each target and the softmax of its logits.

    .. math:: L = \log \sum_j \exp(z_j/T) - z_y/T = -\log p_y, \qquad
              L = -\sum_i y_i \log p_i

    Parameters
    ----------
    logits : array_like, shape [..., C]
        Any real numbers, as for `softmax`.
    target : array_like of int, shape [...], or of float, shape [..., C]
        Integers are class indices, 0 to C − 1; floats are distributions over the classes, divided
        by their sum. Either may broadcast to the logits. Never guessed from the shape alone: a
        one-hot vector of integers is refused.
    temperature : float or array_like, default 1.0
        T, 0 or more, as for `softmax`. At T = 0 the loss of a class is 0 where it alone has the
        largest logit, log k where k classes tie for it, and inf elsewhere; at T = inf it is
        log C.

    Returns
    -------
    ndarray or scalar, shape [...]
        In nats, 0 or more, per sample; in the dtype of the logits. inf where the target needs a
        class of probability exactly 0.

    Raises
    ------
    ValueError
        As for `softmax`; if a target is no class, no distribution, or of another shape.
    TypeError
        If a target holds neither integers nor floats.

    Notes
    -----
    Minimising it maximises the likelihood of the target: it is the negative log-likelihood. It is
    computed from `log_softmax`, so a probability that underflows still has its finite loss.

    References
    ----------
    .. [1] I. J. Good, "Rational decisions", J. R. Stat. Soc. B 14, 1952.
       doi:10.1111/j.2517-6161.1952.tb00104.x
    .. [2] P. Blanchard, D. J. Higham, N. J. Higham, "Accurately computing the log-sum-exp and
       softmax functions", IMA J. Numer. Anal. 41, 2021. doi:10.1093/imanum/draa038

    Examples
    --------
    >>> import logitviz as lv
    >>> round(float(lv.cross_entropy([2.0, 1.0, 0.1], 0)), 5)
    0.41703
    >>> float(lv.cross_entropy([1000.0, 1.0], [0.0, 1.0]))
    999.0
    """
    rows = Rows.of(logits, temperature, -1)
    y = targets(target, rows.logits.shape)
    surprise = 0.0 - rows.each(log_softmax_stage, np.float64)
    with np.errstate(all="ignore"):
        loss = np.where(y > 0, y * surprise, 0.0).sum(axis=-1)
    return rounded(loss, rows.dtype)


def cross_entropy_along(
    logits: ArrayLike,
    target: ArrayLike,
    index: int,
    values: ArrayLike,
    *,
    temperature: ArrayLike = 1.0,
) -> FloatArray:
    r"""Give the cross-entropy while one logit takes other values and the rest stay.

    The others act through two numbers only, so the curve costs one logarithm per value:

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
        i, the class whose logit takes the values, 0 to C − 1; its own logit does not count.
    values : array_like, shape [S]
        What it takes: finite.
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
    rows = Rows.of(logits, temperature, -1)
    y = np.broadcast_to(targets(target, rows.logits.shape), rows.logits.shape)
    classes, v = rows.logits.shape[-1], finite(vector(values, "values"), "values")
    if classes < 2:
        raise ValueError(f"logits must have at least 2 classes, got {classes}")
    own = one_hot(np.asarray(at_least(0, index, "index")), classes, "index") == 1
    y_others = np.moveaxis(y[..., ~own], -1, 0)
    z = class_first(rows.logits[..., ~own], short="C")
    with np.errstate(all="ignore"):
        largest = z.max(axis=0)
        require_largest(largest, rows.logits)
        s = shifted(z, largest, rows.temperature)
        fixed = np.where(y_others > 0, y_others * -s, 0.0).sum(axis=0)[..., None]
        more = rest(np.exp(s))[..., None]  # r − 1
        m = largest[..., None]
        apart = shifted(np.minimum(v, m), np.maximum(v, m), rows.temperature[..., None])  # −|d|
        e = np.exp(apart)
        log_sum = np.log1p(np.where(v > m, (1 + more) * e, more + e))
        # d counts with the share that does not belong to the larger of both: 0 times inf is 0.
        against = np.where(v > m, y_others.sum(axis=0)[..., None], y[..., own])
        loss = log_sum + np.where(against > 0, against * -apart, 0.0) + fixed
    return rounded(loss, rows.dtype)


def cross_entropy_gradient(
    logits: ArrayLike, target: ArrayLike, *, temperature: ArrayLike = 1.0
) -> FloatArray:
    r"""Give the derivative of the cross-entropy by every logit: predicted minus true.

    .. math:: \frac{\partial L}{\partial z_i} = \frac{p_i - y_i}{T}

    Parameters
    ----------
    logits : array_like, shape [..., C]
        Any real numbers, as for `softmax`.
    target : array_like of int, shape [...], or of float, shape [..., C]
        Class indices or distributions, as for `cross_entropy`.
    temperature : float or array_like, default 1.0
        T, 0 or more. At T = inf the gradient is 0. At T = 0 it is the limit for T → 0: 0 for a
        class whose p is what the target says, and ±inf, by the sign of p − y, for any other.

    Returns
    -------
    ndarray, shape [..., C]
        In nats per unit of logit, in the dtype of the logits. Where it is finite it sums to 0
        over the classes: what one logit is pushed up, the others are pushed down.

    Raises
    ------
    ValueError, TypeError
        As for `cross_entropy`.

    Notes
    -----
    The gap between a probability close to 1 and a target close to 1 is taken from 1 − p, which
    is accurate where p itself rounds to 1.

    References
    ----------
    .. [1] J. S. Bridle, "Training stochastic model recognition algorithms as networks can lead
       to maximum mutual information estimation of parameters", NIPS 1989.

    Examples
    --------
    >>> import logitviz as lv
    >>> lv.cross_entropy_gradient([2.0, 1.0, 0.1], 0).round(5)
    array([-0.341  ,  0.24243,  0.09857])
    """
    rows = Rows.of(logits, temperature, -1)
    y = targets(target, rows.logits.shape)
    p, complement = (rows.each(stage, np.float64) for stage in (softmax_stage, complement_stage))
    error = predicted_minus_true(p, complement, y)
    with np.errstate(all="ignore"):
        return rounded(over(error, rows.temperature[..., None]), rows.dtype)


def predicted_minus_true(p: FloatArray, complement: FloatArray, y: Float64Array) -> Float64Array:
    """Take p − y, or (1 − y) − (1 − p) where that loses less."""
    # 1 − y is exact for y from 1/2 to 1.
    return np.where(y >= 0.5, (1 - y) - complement, p - y) + 0.0


def smooth_labels(index: ArrayLike, classes: int, *, smoothing: ArrayLike) -> Float64Array:
    r"""Give soft targets: a share of the truth is spread evenly over all classes.

    .. math:: y_i = (1 - \varepsilon)\, \delta_{iy} + \varepsilon / C

    Parameters
    ----------
    index : array_like of int, shape [...]
        The true classes, 0 to C − 1.
    classes : int
        C, 1 or more.
    smoothing : float or array_like
        ε from 0 (one-hot) to 1 (uniform); it broadcasts with `index`.

    Returns
    -------
    ndarray, shape [..., C]
        Distributions, float64.

    Raises
    ------
    ValueError
        If a class or a smoothing is outside its range.
    TypeError
        If an index is not an integer.

    References
    ----------
    .. [1] C. Szegedy et al., "Rethinking the Inception architecture for computer vision",
       CVPR 2016. arXiv:1512.00567

    Examples
    --------
    >>> import logitviz as lv
    >>> lv.smooth_labels(1, 4, smoothing=0.2)
    array([0.05, 0.85, 0.05, 0.05])
    """
    chosen, epsilon = np.asarray(index), real_array(smoothing, "smoothing").astype(np.float64)
    wrong = ~((epsilon >= 0) & (epsilon <= 1))
    if wrong.any():
        raise ValueError(f"smoothing must be from 0 to 1, got {epsilon[wrong].flat[0]}")
    if chosen.dtype.kind not in "iu":
        raise TypeError(f"index must hold integers, got dtype {chosen.dtype}")
    truth = one_hot(chosen, at_least(1, classes, "classes"), "index")
    try:
        with np.errstate(under="ignore"):
            return truth * (1 - epsilon[..., None]) + epsilon[..., None] / classes
    except ValueError:
        raise ValueError(
            f"smoothing must broadcast with index of shape {chosen.shape}, got {epsilon.shape}"
        ) from None
