"""Numbers packed for the page: as exact as the screen shows them, and no more.

A number that is drawn becomes a whole multiple of a unit too small to see. A number that is
written becomes the decimal of its text (see `decimals`). Such integers change little from one
position of a slider to the next, and the differences compress well.
"""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from logitviz.live.decimals import EXACT, LARGEST, Exponents, Floats, Integers, written

Number = TypeVar("Number", np.float64, np.int32, np.int64)
GAP = -(2**31)  # in place of a multiple: no number, a gap in the drawing
# From so many numbers and positions on, a column has a choice of orders, and may be coarser and
# have fewer rows.
SURFACE = 16
# Levels of zlib. On the largest page 5, 6 and 9 take 4, 6 and 40 ms, and each saves some percent
# over the one before. Level 1 takes 2 ms, but its plan is a third larger. Less memory means shorter
# blocks, each with a code of its own, which suits columns that differ.
QUICK_LEVELS, SLOW_LEVEL, MEMORY = (5, 6), 9, 5


@dataclass(frozen=True, eq=False)
class Column:
    """Numbers of one series, and what they are for.

    Parameters
    ----------
    values
        The numbers, [positions, n].
    form
        The format of `logitviz.charts.formats` that writes them; None for numbers that are drawn.
    unit
        Of numbers that are drawn: too small to see.
    """

    values: Floats
    form: str | None
    unit: float

    @property
    def surface(self) -> bool:
        """Say whether these are curves of many points in many positions."""
        return self.form is None and min(self.values.shape) >= SURFACE


def drawn(values: Floats, unit: float) -> Integers:
    """Round numbers to multiples of a unit; whatever is not finite is a gap."""
    with np.errstate(over="ignore"):
        multiples = values / unit
    np.clip(np.rint(multiples, out=multiples), -LARGEST, LARGEST, out=multiples)
    finite = np.isfinite(values)
    if not finite.all():
        multiples[~finite] = GAP
    return multiples.astype(np.int32)


def _differences(integers: Integers, axis: int = 0) -> Integers:
    """Subtract from each integer the one before it; they wrap around, in the page as well."""
    differences = integers.copy()
    if axis:
        differences[:, 1:] -= integers[:, :-1]
    else:
        differences[1:] -= integers[:-1]
    return differences


def _folded(integers: Integers) -> NDArray[np.uint32]:
    """Put the sign into the lowest bit, so that what is small has small bytes."""
    return ((integers << 1) ^ (integers >> 31)).view(np.uint32)


def _changes(differences: Integers) -> int:
    """Count how often a difference differs from the next, in every fourth row.

    Of several orders, the one with the fewest changes compresses almost as well as the best.
    """
    return int(np.count_nonzero(differences[::4, 1:] != differences[::4, :-1]))


def laid_out(integers: Integers) -> tuple[str, Integers]:
    """Put the integers [positions, n] of a column in a row, in the order that compresses best.

    Returns
    -------
    order
        ``down``: all positions of the first number, then of the next. ``across``: all numbers of
        the first position, then of the next. ``both``: as ``across``, but of the differences from
        position to position, for numbers that form a smooth surface.
    row
        The integers in this order.
    """
    if min(integers.shape) < SURFACE:
        return "down", integers.T.ravel()
    down = _differences(integers)
    orders = {
        "down": (down.T, integers.T),
        "across": (_differences(integers, axis=1), integers),
        "both": (_differences(down, axis=1), down),
    }
    best = min(orders, key=lambda order: _changes(orders[order][0]))
    return best, orders[best][1].ravel()


def _difference_bytes(integers: Integers) -> bytes:
    """Write differences as unsigned integers, all lowest bytes first, then the next."""
    return _folded(_differences(integers)).astype("<u4").view(np.uint8).reshape(-1, 4).T.tobytes()


@cache
def _shares(steps: int) -> Floats:
    """Give the share of the way after each step but the last, [steps - 1, 1]."""
    return np.asarray(np.arange(1, steps)[:, None] / steps)


def knots(values: Floats, unit: float) -> list[int]:
    """Choose positions between which a straight line is nowhere more than a unit off.

    Parameters
    ----------
    values
        The numbers, [positions, n]; all are finite.
    unit
        The chosen rows themselves are rounded to it.

    Returns
    -------
    positions
        The first, the last, and few in between: each as far from the one before as doubling and
        halving a stride finds.
    """
    with np.errstate(over="ignore"):
        multiples = np.clip(values / unit, -LARGEST, LARGEST)
    rounded = np.rint(multiples)
    last = len(multiples) - 1

    def straight(start: int, end: int) -> bool:
        off = _shares(end - start) * (rounded[end] - rounded[start])
        off += rounded[start]
        off -= multiples[start + 1 : end]
        return bool(np.abs(off).max() <= 1)

    chosen = [0]
    while chosen[-1] < last:
        start, end, stride = chosen[-1], chosen[-1] + 1, 1
        while end + stride <= last and straight(start, end + stride):
            end, stride = end + stride, 2 * stride
        while stride := stride // 2:
            if end + stride <= last and straight(start, end + stride):
                end += stride
        chosen.append(end)
    return chosen


@dataclass(frozen=True, eq=False)
class Packed:
    """Columns, packed one after the other.

    Parameters
    ----------
    body
        The differences of the integers of all columns in four planes of bytes; then two planes of
        bytes with the exponents of the columns that are written.
    orders
        The order in which the integers of each column lie.
    knots
        The positions whose rows each column holds; None if it holds all.
    """

    body: bytes
    orders: Sequence[str]
    knots: Sequence[list[int] | None]


@dataclass(frozen=True, eq=False)
class Decimals:
    """The digits and exponents of all columns that are written, and what no decimal stands for."""

    digits: Sequence[Integers]
    exponents: Sequence[Exponents]
    exact: Sequence[float]

    def of(self, columns: Sequence[int]) -> "Decimals":
        """Give those of some columns."""
        digits = [self.digits[c].copy() for c in columns]
        exponents = [self.exponents[c] for c in columns]
        exact: list[float] = []
        for whole, powers in zip(digits, exponents, strict=True):
            odd = powers == EXACT
            numbers = [self.exact[i] for i in whole[odd]]
            whole[odd] = len(exact) + np.arange(len(numbers))
            exact += numbers
        return Decimals(digits, exponents, exact)


def as_decimals(columns: Sequence[Column]) -> Decimals:
    """Turn columns into decimals, one format after the other; those that are drawn have none."""
    digits: list[Integers] = [np.zeros((0, 0), np.int32) for _ in columns]
    exponents: list[Exponents] = [np.zeros((0, 0), np.int64) for _ in columns]
    exact: list[float] = []
    for form in dict.fromkeys(c.form for c in columns if c.form):
        places = [i for i, c in enumerate(columns) if c.form == form]
        every, powers, odd = written(_joined([columns[i].values for i in places]), form)
        every[powers == EXACT] += len(exact)
        exact += odd
        start = 0
        for i in places:
            shape = columns[i].values.shape
            here = slice(start, start := start + columns[i].values.size)
            digits[i], exponents[i] = every[here].reshape(shape), powers[here].reshape(shape)
    return Decimals(digits, exponents, exact)


def pack(columns: Sequence[Column], decimals: Decimals, coarse: int) -> Packed:
    """Pack columns one after the other.

    With a `coarse` of 0, all rows are packed. From 1 on, only the `knots` of surfaces are, in units
    `coarse` times as large.
    """
    laid: list[tuple[str, Integers]] = []
    chosen: list[list[int] | None] = []
    for c, whole in zip(columns, decimals.digits, strict=True):
        thin = coarse > 0 and c.surface
        unit = c.unit * coarse if thin else c.unit
        rows = knots(c.values, unit) if thin and np.isfinite(c.values).all() else None
        if rows and len(rows) == len(c.values):
            rows = None
        values = c.values[rows] if rows else c.values
        laid.append(("down", whole.T.ravel()) if c.form else laid_out(drawn(values, unit)))
        chosen.append(rows)
    powers = _joined([power.T for power in decimals.exponents]).astype("<i2")
    planes = powers.view(np.uint8).reshape(-1, 2).T.tobytes()
    integers = _joined([row for _, row in laid])
    return Packed(_difference_bytes(integers) + planes, [order for order, _ in laid], chosen)


def size(column: Column, decimals: Decimals, coarse: int) -> int:
    """Give the bytes of a column compressed on its own: its share of a plan is often less."""
    return len(compressed(pack([column], decimals, coarse).body)) + 8 * len(decimals.exact)


def _joined(arrays: Sequence[NDArray[Number]]) -> NDArray[Number]:
    return np.concatenate([array.ravel() for array in arrays]) if arrays else np.zeros(0, np.int32)


def compressed(data: bytes, level: int = QUICK_LEVELS[0]) -> bytes:
    """Compress as browsers decompress (``DecompressionStream("deflate")``)."""
    stream = zlib.compressobj(level, memLevel=MEMORY)
    return stream.compress(data) + stream.flush()
