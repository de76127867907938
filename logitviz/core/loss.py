"""Cross-entropy and its gradient, fused with softmax so that nothing overflows or cancels."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from logitviz.core._lib.checks import (
    Float64Array,
    FloatArray,
    at_least,
    real_array,
    unmasked_array,
)
from logitviz.core._lib.distributions import Targets, class_indices
from logitviz.core._lib.rows import Rows
from logitviz.core._lib.stages import (
    class_sum,
    complement,
    divided,
    log_sum,
    sum_without_largest,
    weighted,
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
        The type decides: integers are class indices, 0 to C − 1; floats are distributions over
        the classes, which are divided by their sum. Either may broadcast to the logits, but
        distributions need as many axes as the logits: one distribution y for all rows of a batch
        is written ``np.broadcast_to(y, logits.shape)``. A one-hot vector of integers is refused.
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
        As for `softmax`; if a target is no class, no distribution, of another shape, or masked.
    TypeError
        If a target holds neither integers nor floats.

    Notes
    -----
    Minimising it maximises the likelihood of the target: it is the negative log-likelihood. It is
    computed from the logits and never from probabilities, so a probability that underflows still
    has its finite loss. A large batch is worked on in blocks of rows and takes little memory beside
    its arguments.

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
    """Cross-entropy of shifted logits [C, n] and targets, indices or [C, n]."""
    indices = y.dtype == np.intp
    expected = s[y, np.arange(s.shape[-1])] if indices else class_sum(weighted(y, s))
    return np.asarray(log_sum(s) - expected)


def cross_entropy_gradient(
    logits: ArrayLike, target: ArrayLike, *, temperature: ArrayLike = 1.0
) -> FloatArray:
    r"""Give the gradient of the cross-entropy with respect to the logits: predicted minus true.

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
        over the classes.

    Raises
    ------
    ValueError, TypeError
        As for `cross_entropy`.

    Notes
    -----
    For a target close to 1, p − y is computed from 1 − p, which is accurate where p rounds to 1.

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
            divided(_predicted_minus_true(block.shifted, y.block(given)), block.temperature).T
        ),
        y.rows,
        tail=rows.logits.shape[-1:],
    )


def _predicted_minus_true(s: Float64Array, y: NDArray[Any]) -> Float64Array:
    """Take p − y of shifted logits [C, n] and targets: indices, [n] or (), or [C, n].

    Where y is at least 1/2, p − y is (1 − y) − (1 − p), which loses less: there 1 − y is exact.
    """
    indices = y.dtype == np.intp
    large = (y, np.arange(s.shape[-1])) if indices else np.nonzero(y >= 0.5)
    e = np.exp(s)
    r = sum_without_largest(e)
    of_large = (0.0 if indices else 1 - y[large]) - complement(e[large], r[large[1]])
    e /= 1 + r
    e -= 0.0 if indices else y
    e[large] = of_large
    return e


def smooth_labels(index: ArrayLike, classes: int, *, smoothing: ArrayLike) -> Float64Array:
    r"""Give soft targets: a share ε of the probability is spread evenly over all classes.

    .. math:: y_i = (1 - \varepsilon)\, \delta_{iy} + \varepsilon / C

    Parameters
    ----------
    index : array_like of int, shape [...]
        y, the true classes, 0 to C − 1.
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
        If a class or a smoothing is masked or outside its range.
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
