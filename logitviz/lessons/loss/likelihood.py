"""The log-likelihood of the target along its logit, as few points that a line joins."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from logitviz.core import log_sigmoid, log_softmax
from logitviz.core._lib.stages import divided
from logitviz.live.state import Floats, aligned

from .tangent import MAX_LOGIT, MAX_LOSS

# How far the target's z/T is above the log-sum-exp of the others: dense where the curve bends.
ABOVE_OTHERS = np.array(
    [-2 * MAX_LOSS, -5.5, -4, -3, -2.2, -1.5, -0.8, -0.2, 0.4, 1, 1.7, 2.5, 3.5, 5, 9]
)


class Curve(NamedTuple):
    """Points of a curve.

    Parameters
    ----------
    x, y
        The target's logit and its log p, [..., n].
    """

    x: Floats
    y: Floats


def log_likelihood_curve(logits: Floats, target: int, temperature: ArrayLike) -> Curve:
    """Give log p of the target while its logit goes from one end of the axis to the other.

    Against the others, log p is log σ(s), where s is how far z/T of the target is above their
    log-sum-exp. So the points need not be many, and at T = 0 they make an upright line.

    Parameters
    ----------
    logits
        [..., C].
    target
        The class.
    temperature
        T, [...].
    """
    others, t = aligned(np.delete(logits, target, axis=-1), temperature)
    largest, t = others.max(axis=-1)[..., None], t[..., None]
    # The log-sum-exp of the others, counted from the largest of them.
    more = -log_softmax(others, temperature=t[..., 0]).max(axis=-1)[..., None]
    with np.errstate(over="ignore"):
        free = largest + t * (more + ABOVE_OTHERS)
    edge = np.full((*free.shape[:-1], 1), MAX_LOGIT)
    x = np.concatenate([-edge, np.clip(free, -MAX_LOGIT, MAX_LOGIT), edge], axis=-1)
    s = np.concatenate([[-np.inf], ABOVE_OTHERS, [np.inf]])
    with np.errstate(divide="ignore", invalid="ignore"):
        at_edge = divided((x - largest).astype(np.float64), t.astype(np.float64)) - more
    return Curve(x, log_sigmoid(np.where(np.abs(x) < MAX_LOGIT, s, at_edge)))
