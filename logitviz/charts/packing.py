"""Numbers packed for the page: as exact as the screen shows them, and no more.

A number that is drawn becomes a whole multiple of a unit too small to see. A number that is
written becomes the decimal of its text: ``digits * 10**exponent``. Such integers change little
from one position of a slider to the next, and the differences compress well.
"""

import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from .text import SMALLEST, THREE_DIGITS, fixed

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Number = TypeVar("Number", np.float64, np.int64)
Rounded = tuple[Floats, Integers]  # digits, exponents
GAP = -(2**31)  # in place of a multiple: no number, a gap in the drawing
LARGEST = 2**31 - 1
TOO_LARGE = 1e15  # whatever is larger leaves the integers
NAN, INFINITY, MINUS_INFINITY, EXACT = 1000, 1001, 1002, 1003  # in place of an exponent
DOUBTFUL = 1e-6  # this close to a tie, the exact decimal decides how to round
FIXED = 1e-3, 1e5  # sizes that `text.stage` writes with four decimals
SAFE = 1e-290, 1e290  # sizes whose powers of ten stay within float64
SURFACE = 16  # from so many numbers and positions on, the order of a column matters
# Of zlib. Level 1 is 3 ms faster for the largest page, but its plan a third larger; level 9 saves
# 3 % more in twice the time. Less memory means shorter blocks, each with a code of its own, which
# suits columns that differ.
LEVEL, THOROUGH, MEMORY = 7, 9, 5


@dataclass(frozen=True, eq=False)
class Column:
    """Numbers of one series, and what they are for.

    Parameters
    ----------
    values
        The numbers, [positions, n].
    form
        The format of `logitviz.charts.text` that writes them; None for numbers that are drawn.
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
    finite = np.isfinite(values)
    with np.errstate(over="ignore"):
        multiples = np.clip(np.rint(np.where(finite, values, 0.0) / unit), -LARGEST, LARGEST)
    return np.where(finite, multiples, GAP).astype(np.int64)


def _rounded(values: Floats, decimals: int) -> Floats:
    """Round half away from zero to integers of the last decimal, as `text.fixed` does."""
    scaled = np.minimum(np.abs(values), TOO_LARGE) * 10.0**decimals
    below = np.floor(scaled)
    digits: Floats = np.copysign(below + (scaled - below >= 0.5), values)
    for i in np.flatnonzero(np.abs(scaled - below - 0.5) < DOUBTFUL):
        digits[i] = float(Decimal(fixed(float(values[i]), decimals)).scaleb(decimals))
    return digits


def _with_decimals(values: Floats, decimals: int) -> Rounded:
    return _rounded(values, decimals), np.full(values.shape, -decimals)


def _stand_in(decimals: Rounded, where: NDArray[np.bool_], ten_thousandths: int) -> Rounded:
    """Let one number stand for all that share a text such as ``<.0005``."""
    decimals[0][where], decimals[1][where] = ten_thousandths, -4
    return decimals


def _probability(values: Floats) -> Rounded:
    found = _with_decimals(values, 3)
    _stand_in(found, (values < SMALLEST) & (values != 0), 1)
    return _stand_in(found, (values >= 1 - SMALLEST) & (values != 1), 9999)


def _amount(values: Floats) -> Rounded:
    small = (np.abs(values) < SMALLEST) & (values != 0)
    return _stand_in(_with_decimals(values, 3), small, 1)


def _percent(values: Floats) -> Rounded:
    found = _rounded(100 * values, 1), np.full(values.shape, -3)
    _stand_in(found, (values < SMALLEST) & (values > 0), 1)
    return _stand_in(found, (values >= 1 - SMALLEST) & (values < 1), 9999)


def _three_digits(value: float) -> tuple[int, int]:
    """Round to three digits, as `text.stage` does."""
    sign, digits, exponent = THREE_DIGITS.create_decimal(Decimal(value)).as_tuple()
    number = int("".join(map(str, digits)).ljust(3, "0"))
    return -number if sign else number, int(exponent) + len(digits) - 3


def _stage(values: Floats) -> Rounded:
    sizes = np.abs(values)
    powers = (values != 0) & ((sizes < FIXED[0]) | (sizes >= FIXED[1]))
    digits, exponents = _with_decimals(np.where(powers, 0.0, values), 4)
    safe = powers & (sizes > SAFE[0]) & (sizes < SAFE[1])
    first = np.floor(np.log10(np.where(safe, sizes, 1.0)))
    scaled = np.where(safe, sizes, 1.0) * 10.0 ** (2 - first)
    whole = np.rint(scaled)
    clear = np.abs(scaled - np.floor(scaled) - 0.5) > DOUBTFUL
    quick = safe & clear & (whole > 100) & (whole < 1000)
    digits[quick] = np.copysign(whole, values)[quick]
    exponents[quick] = first[quick].astype(np.int64) - 2
    for i in np.flatnonzero(powers & ~quick):
        digits[i], exponents[i] = _three_digits(float(values[i]))
    # Where rounding crosses the border between both ways to write, or that of float64, the page
    # gets the number itself.
    with np.errstate(over="ignore"):
        shown = np.abs(digits) * 10.0**exponents
    crossed = powers == ((shown >= FIXED[0]) & (shown < FIXED[1]))
    exponents[(crossed & (values != 0)) | np.isinf(shown)] = EXACT
    return digits, exponents


_DECIMALS: dict[str, Callable[[Floats], Rounded]] = {
    "probability": _probability,
    "amount": _amount,
    "percent": _percent,
    "logit": lambda values: _with_decimals(values, 3),
    "signed": _amount,
    "whole": lambda values: (np.trunc(values), np.zeros(values.shape, np.int64)),
    "stage": _stage,
}


def written(values: Floats, form: str) -> tuple[Integers, Integers, list[float]]:
    """Give the decimals whose texts are those of the numbers.

    Parameters
    ----------
    values
        The numbers, [n]; none needs to be finite.
    form
        A format of `logitviz.charts.text`.

    Returns
    -------
    digits, exponents
        Integers, [n]: ``digits * 10**exponent`` has the text of the number. Where the exponent is
        `NAN`, `INFINITY` or `MINUS_INFINITY`, the number is that; where it is `EXACT`, the digits
        are an index into the next list.
    exact
        Numbers that no decimal stands for.
    """
    finite = np.isfinite(values)
    digits, exponents = _DECIMALS[form](np.where(finite, values, 0.0))
    exact = finite & ((exponents == EXACT) | (np.abs(digits) > LARGEST))
    digits[exact], exponents[exact] = np.arange(np.count_nonzero(exact)), EXACT
    exponents[np.isnan(values)] = NAN
    exponents[values == np.inf] = INFINITY
    exponents[values == -np.inf] = MINUS_INFINITY
    return digits.astype(np.int64), exponents, values[exact].tolist()


def _folded(integers: Integers) -> Integers:
    """Put the sign into the lowest bit, so that what is small has small bytes."""
    return (integers << 1) ^ (integers >> 63)


def _cost(residuals: Integers) -> int:
    """Estimate the compressed size from the lowest bytes of the differences."""
    return len(zlib.compress(_folded(residuals).astype(np.uint8).tobytes(), 1))


def laid_out(integers: Integers) -> tuple[str, Integers]:
    """Put the integers [positions, n] of a column in a row, in the order that compresses best.

    Returns
    -------
    order
        ``down``: all positions of the first number, then of the next. ``across``: all numbers of
        the first position, then of the next. ``both``: the same of the differences from position
        to position, for numbers that form a smooth surface.
    row
        The integers in this order.
    """
    if min(integers.shape) < SURFACE:
        return "down", integers.T.ravel()
    down, across = (np.diff(integers, axis=axis, prepend=0) for axis in (0, 1))
    orders = {
        "down": (down.T, integers.T),
        "across": (across, integers),
        "both": (np.diff(down, axis=1, prepend=0), down),
    }
    best = min(orders, key=lambda order: _cost(orders[order][0]))
    return best, orders[best][1].ravel()


def _differences(integers: Integers) -> bytes:
    """Write differences as unsigned integers, all lowest bytes first, then the next."""
    steps = np.diff(integers, prepend=0)
    steps = (steps + 2**31) % 2**32 - 2**31  # as 32 bits wrap around, in the page as well
    return _folded(steps).astype("<u4").view(np.uint8).reshape(-1, 4).T.tobytes()


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
        The first, the last, and as few in between as going as far as possible each time gives.
    """
    exact = values / unit
    rounded = np.rint(exact)
    last = len(exact) - 1

    def straight(start: int, end: int) -> bool:
        share = np.arange(1, end - start)[:, None] / (end - start)
        line = rounded[start] + share * (rounded[end] - rounded[start])
        return bool((np.abs(line - exact[start + 1 : end]) <= 1).all())

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
    exponents: Sequence[Integers]
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
    digits: list[Integers] = [np.zeros((0, 0), np.int64) for _ in columns]
    exponents = list(digits)
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


def pack(columns: Sequence[Column], decimals: Decimals, coarse: int = 0) -> Packed:
    """Pack columns one after the other.

    With `coarse`, the units of surfaces are multiplied by it, and of their rows only the `knots`
    are packed.
    """
    laid: list[tuple[str, Integers]] = []
    chosen: list[list[int] | None] = []
    for c, whole in zip(columns, decimals.digits, strict=True):
        thin = bool(coarse) and c.surface and bool(np.isfinite(c.values).all())
        unit = c.unit * (coarse if c.surface and coarse else 1)
        rows = knots(c.values, unit) if thin else None
        values = c.values if rows is None else c.values[rows]
        laid.append(("down", whole.T.ravel()) if c.form else laid_out(drawn(values, unit)))
        chosen.append(rows)
    powers = _joined([power.T for power in decimals.exponents]).astype("<i2")
    planes = powers.view(np.uint8).reshape(-1, 2).T.tobytes()
    integers = _joined([row for _, row in laid])
    return Packed(_differences(integers) + planes, [order for order, _ in laid], chosen)


def size(column: Column, decimals: Decimals, coarse: int) -> int:
    """Give the bytes of a column compressed on its own: its share of a plan is less."""
    return len(compressed(pack([column], decimals, coarse).body)) + 8 * len(decimals.exact)


def _joined(arrays: Sequence[NDArray[Number]]) -> NDArray[Number]:
    return np.concatenate([array.ravel() for array in arrays]) if arrays else np.zeros(0, int)


def compressed(data: bytes, level: int = LEVEL) -> bytes:
    """Compress as browsers decompress (``DecompressionStream("deflate")``)."""
    stream = zlib.compressobj(level, memLevel=MEMORY)
    return stream.compress(data) + stream.flush()
