"""Which labels of points can be read, where points lie close together."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from logitviz.live.state import Floats


def readable(heights: Floats, ranks: ArrayLike, *, apart: float) -> NDArray[np.bool_]:
    """Say which points get their labels, so that no label covers another.

    Parameters
    ----------
    heights
        Where the points lie, [..., n].
    ranks
        The point with the largest rank is labelled first, [..., n]; a tie goes to the first.
    apart
        How far apart two labels must be.

    Examples
    --------
    >>> readable(np.array([0.5, 0.52, 0.1]), [0.5, 0.52, 0.1], apart=0.05).tolist()
    [False, True, True]
    """
    order = np.argsort(-np.asarray(ranks), axis=-1, kind="stable")
    labelled = np.zeros(heights.shape, dtype=np.bool_)
    for place in np.moveaxis(order, -1, 0)[..., None]:
        near = np.abs(heights - np.take_along_axis(heights, place, -1)) < apart
        free = ~(labelled & near).any(axis=-1, keepdims=True)
        np.put_along_axis(labelled, place, free, axis=-1)
    return labelled


def apart_from_all(heights: Floats, least: float) -> NDArray[np.bool_]:
    """Say which points [..., n] lie at least so far from every other one.

    Examples
    --------
    >>> apart_from_all(np.array([0.5, 0.1, 0.102]), 0.01).tolist()
    [True, False, False]
    """
    near = np.abs(heights[..., :, None] - heights[..., None, :]) < least
    return np.asarray(near.sum(axis=-1) == 1)


def places_of_words(labelled: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Give each point's own index, or n for the empty word of a point without a label."""
    count = labelled.shape[-1]
    return np.where(labelled, np.arange(count), count)
