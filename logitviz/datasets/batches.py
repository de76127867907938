"""A small batch of real digits and slightly shifted copies of them, determined by a seed."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from logitviz.core._lib.checks import at_least
from logitviz.datasets.digits import FULL_INK

# The steps to the eight neighbours of a pixel: down, right.
DIRECTIONS = np.array([(y, x) for y in (-1, 0, 1) for x in (-1, 0, 1) if (y, x) != (0, 0)])
Images = NDArray[np.uint8]
Ink = NDArray[np.float64]


def draw_batch(
    labels: ArrayLike, count: int, *, seed: int, one_of_each: bool = False
) -> NDArray[np.intp]:
    """Draw distinct images of a collection: any of them, or one of each class.

    Parameters
    ----------
    labels : array_like of int, shape [N]
        What each image shows.
    count : int
        How many images to draw, 1 to N; as many as there are classes with `one_of_each`.
    seed : int
        0 or more. The same seed draws the same images.
    one_of_each : bool, default False
        Draw one image of every class, in the order of the classes.

    Returns
    -------
    ndarray of int, shape [count]
        Their places in the collection.

    Raises
    ------
    ValueError
        If so many cannot be drawn, or the seed is below 0.

    Examples
    --------
    >>> draw_batch([7, 8, 7, 8, 9], 3, seed=0, one_of_each=True)[2]
    np.int64(4)
    """
    shown = np.asarray(labels)
    generator = np.random.default_rng([at_least(0, seed, "seed"), 0])
    classes = np.unique(shown)
    if one_of_each and count != classes.size:
        raise ValueError(f"count must be {classes.size}, one of each class, got {count}")
    if not 1 <= count <= shown.size:
        raise ValueError(f"count must lie from 1 to the {shown.size} images, got {count}")
    if not one_of_each:
        return generator.choice(shown.size, count, replace=False)
    return np.array([generator.choice(np.flatnonzero(shown == c)) for c in classes])


def shifted_copies(images: ArrayLike, *, seed: int, shift: float = 0.5, noise: int = 2) -> Images:
    """Shift every image a little in one of eight directions, and add a little noise.

    Parameters
    ----------
    images : array_like, shape [N, H, W]
        Ink per pixel, 0 (paper) to 16, in whole numbers.
    seed : int
        0 or more. The same seed gives the same copies.
    shift : float, default 0.5
        The distance in pixels, 0 to 1, along each axis of the direction. A fraction divides the
        ink between two pixels; ink that leaves the image is lost.
    noise : int, default 2
        Every pixel changes by a whole number drawn uniformly from −noise to noise.

    Returns
    -------
    ndarray of uint8, shape [N, H, W]
        Ink, in whole numbers from 0 to 16.

    Raises
    ------
    ValueError
        If the images have no such shape or ink, or an option lies outside its range.

    Examples
    --------
    >>> shifted_copies([[[0, 0, 0], [0, 16, 0], [0, 0, 0]]], seed=0, shift=0, noise=0)[0, 1]
    array([ 0, 16,  0], dtype=uint8)
    """
    ink = np.asarray(images, dtype=np.float64)
    _check_copies(ink, shift)
    most = at_least(0, noise, "noise")
    generator = np.random.default_rng([at_least(0, seed, "seed"), 1])
    directions = DIRECTIONS[generator.integers(len(DIRECTIONS), size=len(ink))]
    moved = _moved(_moved(ink, directions[:, 0], shift, 1), directions[:, 1], shift, 2)
    grain = generator.integers(-most, most + 1, size=ink.shape)
    copies: Images = np.clip(np.rint(moved) + grain, 0, FULL_INK).astype(np.uint8)
    return copies


def _moved(ink: Ink, direction: NDArray[np.intp], shift: float, axis: int) -> Ink:
    """Move image i by `direction[i]` (−1, 0 or 1) times `shift` along an axis."""
    size = ink.shape[axis]
    places = np.arange(size)
    source = places - direction[:, None]
    inside = (source >= 0) & (source < size)
    # [N, size] becomes [N, size, 1] or [N, 1, size].
    index, kept = (np.expand_dims(a, 3 - axis) for a in (np.clip(source, 0, size - 1), inside))
    whole = np.where(kept, np.take_along_axis(ink, index, axis), 0.0)
    return np.asarray((1 - shift) * ink + shift * whole)


def _check_copies(ink: Ink, shift: float) -> None:
    if ink.ndim != 3:
        raise ValueError(f"images must have shape [N, H, W], got shape {ink.shape}")
    wrong = ~((ink >= 0) & (ink <= FULL_INK) & (ink == np.rint(ink)))
    if wrong.any():
        raise ValueError(
            f"images must hold ink in whole numbers from 0 to {FULL_INK}, got {ink[wrong][0]:g}"
        )
    if not 0 <= shift <= 1:
        raise ValueError(f"shift must lie from 0 to 1 pixel, got {shift:g}")
