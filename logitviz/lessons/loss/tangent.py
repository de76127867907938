"""The tangent of the loss, as far as the frame of its chart reaches."""

from typing import NamedTuple

import numpy as np

from logitviz.live.state import Floats

MAX_LOGIT = 12.0  # the axis of logits ends here, and at minus this
MAX_LOSS = 8.0  # nats, where the axis of losses ends
LENGTH = 10.0  # of the tangent, in units of both axes


class Tangent(NamedTuple):
    """Both ends of a tangent.

    Parameters
    ----------
    x, y
        Logits and losses, [..., 2].
    """

    x: Floats
    y: Floats


def tangent(logit: Floats, loss: Floats, slope: Floats) -> Tangent:
    """Give the tangent at a point of the curve, cut off at the frame.

    Parameters
    ----------
    logit, loss, slope
        Of the point, [...]. If it lies outside the frame or its slope is infinite, both ends are
        the point of the frame next to it.
    """
    x = np.clip(logit, -MAX_LOGIT, MAX_LOGIT)[..., None]
    y = np.minimum(loss, MAX_LOSS)[..., None]
    inside = (x == logit[..., None]) & (y == loss[..., None]) & np.isfinite(slope[..., None])
    slopes = np.where(inside, slope[..., None], 0.0)
    sides = np.array([-1.0, 1.0])
    reach = np.minimum(LENGTH / 2 / np.hypot(1.0, slopes), MAX_LOGIT - sides * x)
    rise = sides * slopes
    room = np.where(rise > 0, MAX_LOSS - y, y)
    with np.errstate(divide="ignore", invalid="ignore"):
        reach = np.fmin(reach, room / np.abs(rise)) * inside
    return Tangent(x + sides * reach, np.clip(y + rise * reach, 0.0, MAX_LOSS))
