"""Cross-entropy and its gradient, fused with softmax so that nothing overflows or cancels."""

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
    unmasked_array,
    vector,
)
from logitviz.core._lib.distributions import Targets, class_indices
from logitviz.core._lib.rows import Rows, class_first, map_rows
from logitviz.core._lib.stages import (
    class_sum,
    complement,
    divided,
    log_softmax_stage,
    log_sum,
    shifted,
    sum_without_largest,
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
    rows = Rows.of(logits, temperature)
    y = Targets.of(target, rows.logits.shape)
    return rows.map(lambda block, given: _loss(block.shifted, y.block(given)), y.rows)


def _loss(s: Float64Array, y: NDArray[Any]) -> Float64Array:
    """Cross-entropy of shifted logits [C, n] and targets, indices or [n, C]."""
    if y.dtype == np.intp:
        picked = s[y, np.arange(s.shape[-1])]
        return np.asarray(0.0 - (picked - log_sum(s)))
    surprise = np.ascontiguousarray(0.0 - log_softmax_stage(s).T)
    return np.asarray(np.where(y > 0, y * surprise, 0.0).sum(axis=-1))


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
    rows = Rows.of(logits, temperature)
    y = Targets.of(target, rows.logits.shape)
    v = finite(vector(real_array(values, "values"), "values"), "values")
    others = _other_classes(index, rows.logits.shape[-1])

    def along(z: FloatArray, t: Float64Array, given: NDArray[Any]) -> Float64Array:
        z_others = class_first(z[:, others])
        if not (z_others.max(axis=0) > -np.inf).all():
            refuse_logits(np.where(others, rows.logits, -np.inf))
        shares = y.as_distributions(given)
        return _loss_along(z_others, shares[:, others].T, shares[:, ~others], v, t)

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
    fixed = np.where(y > 0, y * -s, 0.0).sum(axis=0)[:, None]
    more = sum_without_largest(np.exp(s))[:, None]  # r − 1
    apart = shifted(np.minimum(v, m), np.maximum(v, m), t[..., None])  # −|d|
    e = np.exp(apart)
    log_of_sum = np.log1p(np.where(v > m, (1 + more) * e, more + e))
    # d counts with the target's share of the smaller of v and m; 0 times inf counts as 0.
    against = np.where(v > m, y.sum(axis=0)[:, None], y_own)
    return np.asarray(log_of_sum + np.where(against > 0, against * -apart, 0.0) + fixed)


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
    rows = Rows.of(logits, temperature)
    y = Targets.of(target, rows.logits.shape)
    return rows.map(
        lambda block, given: (
            divided(predicted_minus_true(block.shifted, y.block(given)), block.temperature).T
        ),
        y.rows,
        tail=rows.logits.shape[-1:],
    )


def predicted_minus_true(s: Float64Array, y: NDArray[Any]) -> Float64Array:
    """Take p − y, [C, n], of shifted logits [C, n] and targets, indices or [n, C].

    Where y is at least 1/2 it is (1 − y) − (1 − p), which loses less: there 1 − y is exact.
    """
    e = np.exp(s)
    r = sum_without_largest(e)
    if y.dtype != np.intp:
        return np.where(y.T >= 0.5, (1 - y.T) - complement(e, r), e / class_sum(e) - y.T) + 0.0
    place = y, np.arange(s.shape[-1])
    target_error = 0.0 - complement(e[place], r)
    e /= class_sum(e)
    e[place] = target_error
    return e


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
    chosen = unmasked_array(index, "index")
    epsilon = real_array(smoothing, "smoothing").astype(np.float64)
    allowed = (epsilon >= 0) & (epsilon <= 1)
    if not allowed.all():
        raise ValueError(f"smoothing must be from 0 to 1, got {epsilon[~allowed].flat[0]}")
    if chosen.dtype.kind not in "iu":
        raise TypeError(f"index must hold integers, got dtype {chosen.dtype}")
    truth = class_indices(chosen, at_least(1, classes, "classes"), "index")
    try:
        shape = np.broadcast(truth, epsilon).shape
    except ValueError:
        raise ValueError(
            f"smoothing must broadcast with index of shape {chosen.shape}, got {epsilon.shape}"
        ) from None
    labels, share = np.empty((*shape, classes)), epsilon[..., None]
    np.equal(truth[..., None], np.arange(classes), out=labels)
    with np.errstate(under="ignore"):
        labels *= 1 - share
        labels += share / classes
    return labels
