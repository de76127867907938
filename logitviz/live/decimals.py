"""Numbers that are written, as decimals: as exact as their texts, and no more.

A number becomes the decimal of its text: ``digits * 10**exponent``.
"""

from collections.abc import Callable
from decimal import Decimal
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from logitviz.charts.formats import SMALLEST, THREE_DIGITS, fixed

Floats = NDArray[np.float64]
Integers = NDArray[np.int32]  # the digits of a number that is written, or multiples of a unit
Exponents = NDArray[np.int64]
Rounded = tuple[Floats, Exponents]
LARGEST = 2**31 - 1
TOO_LARGE = 1e15  # whatever is larger leaves the integers
NAN, INFINITY, MINUS_INFINITY, EXACT = 1000, 1001, 1002, 1003  # in place of an exponent
DOUBTFUL = 1e-6  # this close to a tie, the exact decimal decides how to round
FIXED = 1e-3, 1e5  # sizes that `formats.stage` writes with four decimals
SAFE = 1e-290, 1e290  # sizes whose powers of ten stay within float64
with np.errstate(over="ignore"):
    _TENS = 10.0 ** np.r_[0:400, -400:0]  # by their exponents, which count from the end below 0


def _rounded(values: Floats, decimals: int) -> Floats:
    """Round half away from zero to integers of the last decimal, as `formats.fixed` does."""
    scaled = np.minimum(np.abs(values), TOO_LARGE) * 10.0**decimals
    below = np.floor(scaled)
    above_half = scaled - below - 0.5
    digits: Floats = np.copysign(below + (above_half >= 0), values)
    for i in np.flatnonzero(np.abs(above_half) < DOUBTFUL):
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
    """Round to three digits, as `formats.stage` does."""
    sign, digits, exponent = THREE_DIGITS.create_decimal(Decimal(value)).as_tuple()
    number = int("".join(map(str, digits)).ljust(3, "0"))
    return -number if sign else number, int(exponent) + len(digits) - 3


def _stage(values: Floats) -> Rounded:
    sizes = np.abs(values)
    powers = (values != 0) & ((sizes < FIXED[0]) | (sizes >= FIXED[1]))
    digits, exponents = _with_decimals(np.where(powers, 0.0, values), 4)
    safe = np.flatnonzero(powers & (sizes > SAFE[0]) & (sizes < SAFE[1]))
    first = np.floor(np.log10(sizes[safe])).astype(np.int64)
    scaled = sizes[safe] * _TENS[2 - first]
    whole = np.rint(scaled)
    clear = np.abs(scaled - np.floor(scaled) - 0.5) > DOUBTFUL
    quick = clear & (whole > 100) & (whole < 1000)
    digits[safe[quick]] = np.copysign(whole, values[safe])[quick]
    exponents[safe[quick]] = first[quick] - 2
    rest = powers.copy()
    rest[safe[quick]] = False
    for i in np.flatnonzero(rest):
        digits[i], exponents[i] = _three_digits(float(values[i]))
    # Where rounding crosses the border between both ways to write, or that of float64, the page
    # gets the number itself.
    with np.errstate(over="ignore"):
        shown = np.abs(digits) * _TENS[exponents]
    crossed = powers == ((shown >= FIXED[0]) & (shown < FIXED[1]))
    exponents[(crossed & (values != 0)) | np.isinf(shown)] = EXACT
    return digits, exponents


_DECIMALS: dict[str, Callable[[Floats], Rounded]] = {
    "probability": _probability,
    "amount": _amount,
    "optional": _amount,
    "percent": _percent,
    "logit": lambda values: _with_decimals(values, 3),
    "hundredths": lambda values: _with_decimals(values, 2),
    "signed": _amount,
    "whole": lambda values: (np.trunc(values), np.zeros(values.shape, np.int64)),
    "stage": _stage,
}


class WrittenNumbers(NamedTuple):
    """Numbers as decimals.

    Attributes
    ----------
    digits, exponents
        Integers, [n]: ``digits * 10**exponent`` has the text of the number. Where the exponent is
        `NAN`, `INFINITY` or `MINUS_INFINITY`, the number is that; where it is `EXACT`, the digits
        are an index into `exact`.
    exact
        Numbers that no decimal stands for.
    """

    digits: Integers
    exponents: Exponents
    exact: list[float]


def written(values: Floats, form: str) -> WrittenNumbers:
    """Give the decimals whose texts are those of the numbers.

    Parameters
    ----------
    values
        The numbers, [n]; none needs to be finite.
    form
        A format of `logitviz.charts.formats`.
    """
    finite = np.isfinite(values)
    digits, exponents = _DECIMALS[form](np.where(finite, values, 0.0))
    exact = finite & ((exponents == EXACT) | (np.abs(digits) > LARGEST))
    digits[exact], exponents[exact] = np.arange(np.count_nonzero(exact)), EXACT
    exponents[np.isnan(values)] = NAN
    exponents[values == np.inf] = INFINITY
    exponents[values == -np.inf] = MINUS_INFINITY
    return WrittenNumbers(digits.astype(np.int32), exponents, values[exact].tolist())
