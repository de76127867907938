"""Ink put on images of 8 × 8 pixels: a square brush, and strokes as the short text of a link."""

import re
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from logitviz.datasets.digits import FULL_INK, INK_MARKS

SIDE = 8
_STROKE = re.compile(f"([0-7])([0-7])([{INK_MARKS}])")
Ink = NDArray[np.float64]


def brushed(
    images: ArrayLike, *, row: ArrayLike, column: ArrayLike, size: ArrayLike, ink: ArrayLike
) -> Ink:
    """Put a square of ink on images.

    Parameters
    ----------
    images : array_like, shape [..., 8, 8]
        Ink per pixel, 0 (paper) to 16.
    row, column : int or array_like [...]
        Where the upper left corner of the brush lies; what lies outside the image is cut off.
    size : int or array_like [...]
        Pixels along its side.
    ink : float or array_like [...]
        What every pixel under the brush becomes, 0 to 16: with 0 the brush is an eraser.

    Returns
    -------
    ndarray of float64, shape [..., 8, 8]
        New images; the leading shapes of all arguments are broadcast.

    Raises
    ------
    ValueError
        If images are not 8 × 8, or ink lies outside 0 to 16.

    Examples
    --------
    >>> brushed(np.zeros((8, 8)), row=0, column=6, size=3, ink=16).sum() / 16
    np.float64(6.0)
    """
    before, new = _image(images), np.asarray(ink, dtype=np.float64)
    if not ((new >= 0) & (new <= FULL_INK)).all():
        raise ValueError(f"ink must lie from 0 to {FULL_INK}, got {new.min():g} to {new.max():g}")
    return np.where(_under(row, column, size), new[..., None, None], before)


def inked(
    images: ArrayLike, *, row: ArrayLike, column: ArrayLike, size: ArrayLike, add: ArrayLike
) -> Ink:
    """Add ink to a square of images, or take some away.

    Parameters
    ----------
    images : array_like, shape [..., 8, 8]
        Ink per pixel, 0 (paper) to 16.
    row, column : int or array_like [...]
        Where the upper left corner of the brush lies; what lies outside the image is cut off.
    size : int or array_like [...]
        Pixels along its side.
    add : float or array_like [...]
        What is added to every pixel under the brush; a pixel never has less than 0 or more than 16.

    Returns
    -------
    ndarray of float64, shape [..., 8, 8]
        New images; the leading shapes of all arguments are broadcast.

    Raises
    ------
    ValueError
        If images are not 8 × 8, or a number to add is NaN.

    Examples
    --------
    >>> inked(np.full((8, 8), 5.0), row=0, column=7, size=2, add=-2)[0, 6:]
    array([5., 3.])
    """
    before, more = _image(images), np.asarray(add, dtype=np.float64)
    if np.isnan(more).any():
        raise ValueError("add must be a number, got NaN")
    after = np.clip(before + more[..., None, None], 0, FULL_INK)
    return np.where(_under(row, column, size), after, before)


def _image(images: ArrayLike) -> Ink:
    found = np.asarray(images, dtype=np.float64)
    if found.shape[-2:] != (SIDE, SIDE):
        raise ValueError(f"images must have shape [..., 8, 8], got {found.shape}")
    return found


def _under(row: ArrayLike, column: ArrayLike, size: ArrayLike) -> NDArray[np.bool_]:
    """Tell for every pixel whether it lies under a brush, [..., 8, 8]."""
    places = np.arange(SIDE)
    return _between(places, row, size)[..., :, None] & _between(places, column, size)[..., None, :]


def _between(places: NDArray[Any], first: ArrayLike, size: ArrayLike) -> NDArray[np.bool_]:
    start = np.asarray(first)[..., None]
    return np.asarray((places >= start) & (places < start + np.asarray(size)[..., None]))


def read_strokes(text: str) -> Ink:
    """Read kept strokes from the text of a link.

    Parameters
    ----------
    text : str
        Three characters for each pixel that was changed: its row 0–7, its column 0–7, and its ink,
        0–9 and a–g for 10–16. The order does not matter; no pixel occurs twice.

    Returns
    -------
    ndarray of float64, shape [8, 8]
        The ink of the changed pixels; NaN where the image stays as it is.

    Raises
    ------
    ValueError
        If the text is anything else; the message names the first wrong piece.

    Examples
    --------
    >>> strokes = read_strokes("340" "35g")
    >>> strokes[3, 4:6]
    array([ 0., 16.])
    """
    strokes = np.full((SIDE, SIDE), np.nan)
    if len(text) > 3 * strokes.size:
        raise ValueError(
            f"strokes must have at most {3 * strokes.size} characters, three for each pixel, "
            f"got {len(text):,}"
        )
    for start in range(0, len(text), 3):
        piece = text[start : start + 3]
        found = _STROKE.fullmatch(piece)
        if not found:
            raise ValueError(
                f"strokes must be pieces like 34g (row 0–7, column 0–7, ink 0–9 or a–g for "
                f"10–16), got {piece!r}"
            )
        place = int(found[1]), int(found[2])
        if not np.isnan(strokes[place]):
            raise ValueError(
                f"strokes must name a pixel once, got row {place[0]}, column {place[1]} twice"
            )
        strokes[place] = INK_MARKS.index(found[3])
    return strokes


def write_strokes(strokes: ArrayLike) -> str:
    """Write strokes as `read_strokes` reads them, row by row.

    Parameters
    ----------
    strokes : array_like, shape [8, 8]
        Whole amounts of ink from 0 to 16; NaN where the image stays as it is.

    Returns
    -------
    str
        Three characters for each pixel that is not NaN.

    Examples
    --------
    >>> write_strokes(read_strokes("35g" "340"))
    '34035g'
    """
    ink = np.asarray(strokes, dtype=np.float64)
    return "".join(f"{r}{c}{INK_MARKS[int(ink[r, c])]}" for r, c in np.argwhere(~np.isnan(ink)))


def stroked(image: ArrayLike, strokes: ArrayLike) -> Ink:
    """Put kept strokes on an image.

    Parameters
    ----------
    image : array_like, shape [..., 8, 8]
        Ink per pixel, 0 to 16.
    strokes : array_like, shape [..., 8, 8]
        The ink of the changed pixels, NaN elsewhere.

    Returns
    -------
    ndarray of float64, shape [..., 8, 8]
        A new image.

    Examples
    --------
    >>> stroked(np.full((8, 8), 5.0), read_strokes("00g"))[0, :2]
    array([16.,  5.])
    """
    before, ink = np.asarray(image, dtype=np.float64), np.asarray(strokes, dtype=np.float64)
    return np.where(np.isnan(ink), before, ink)


def strokes_between(before: ArrayLike, after: ArrayLike) -> Ink:
    """Give the strokes that turn one image into another.

    Parameters
    ----------
    before, after : array_like, shape [8, 8]
        Ink per pixel, 0 to 16.

    Returns
    -------
    ndarray of float64, shape [8, 8]
        The ink of `after` where the two differ, NaN elsewhere.

    Examples
    --------
    >>> write_strokes(strokes_between(np.zeros((8, 8)), np.eye(8))[:2])
    '001111'
    """
    old, new = np.asarray(before, dtype=np.float64), np.asarray(after, dtype=np.float64)
    return np.where(old == new, np.nan, new)
