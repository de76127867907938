"""Numbers as the screen shows them.

The live link shows the same numbers in the browser with the same rules (``FORMATS`` in
``logitviz/live/js/formats.js``); a browser test compares the two.
"""

import math
from collections.abc import Callable, Sequence
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import wraps
from typing import SupportsFloat

EXACT = Context(prec=400)  # room for every digit of the largest float64
THREE_DIGITS = Context(prec=3, rounding=ROUND_HALF_UP)  # as JavaScript's toExponential(2) does
Write = Callable[[float], str]
Format = Callable[[SupportsFloat], str]
SMALLEST = 0.0005  # three decimals show anything smaller as 0.000


def fixed(value: float, digits: int) -> str:
    """Round half away from zero, as JavaScript's toFixed does."""
    return str(Decimal(value).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP, EXACT))


def _minus(text: str) -> str:
    return text.replace("-", "−")


def _trimmed(text: str) -> str:
    short = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if short == "-0" else short


def _form(missing: str = "NaN") -> Callable[[Write], Format]:
    """Make a format write infinities and NaN too."""

    def complete(write: Write) -> Format:
        @wraps(write)
        def written_out(value: SupportsFloat) -> str:
            number = float(value)
            if math.isfinite(number):
                return write(number)
            return missing if math.isnan(number) else "∞" if number > 0 else "−∞"

        return written_out

    return complete


@_form()
def probability(value: float) -> str:
    """Write three decimals; what is not 0 or 1 is never shown as 0 or 1."""
    if value in (0, 1):
        return str(int(value))
    if value < SMALLEST:
        return "<.0005"
    return ">.9995" if value >= 1 - SMALLEST else fixed(value, 3)


@_form()
def amount(value: float) -> str:
    """Write three decimals of a quantity without an upper end, such as nats."""
    if value == 0:
        return "0"
    return "<.0005" if abs(value) < SMALLEST else _minus(fixed(value, 3))


@_form(missing="")
def optional(value: float) -> str:
    """Write an amount; NaN, an amount that does not exist, as nothing."""
    return amount(value)


@_form(missing="–")
def percent(value: float) -> str:
    """Write a share as per cent with one decimal; NaN, a share of nothing, as a dash."""
    if 1 - SMALLEST <= value < 1:
        return ">99.9 %"
    return "<0.1 %" if 0 < value < SMALLEST else fixed(100 * value, 1) + " %"


@_form()
def logit(value: float) -> str:
    """Write a real number with up to three decimals."""
    return _minus(_trimmed(fixed(value, 3)))


@_form()
def hundredths(value: float) -> str:
    """Write two decimals; what rounds to 0 has no sign."""
    words = fixed(value, 2)
    return _minus(words.removeprefix("-") if float(words) == 0 else words)


@_form()
def signed(value: float) -> str:
    """Write a difference with its sign."""
    if abs(value) < SMALLEST:
        return "≈0" if value else "0"
    return ("+" if value > 0 else "") + _minus(fixed(value, 3))


@_form()
def whole(value: float) -> str:
    """Write an index or a count."""
    return str(int(value))


@_form()
def stage(value: float) -> str:
    """Write four decimals, or a power of ten for very small and very large numbers."""
    if value == 0 or 0.001 <= abs(value) < 1e5:
        return _minus(_trimmed(fixed(value, 4)))
    mantissa, exponent = f"{THREE_DIGITS.create_decimal(Decimal(value)):.2e}".split("e")
    return _minus(f"{mantissa}e{int(exponent):+d}")


def written(value: SupportsFloat, form: "Form") -> str:
    """Write a number in a format, or as the word of that index."""
    return FORMATS[form](value) if isinstance(form, str) else form[int(float(value))]


Form = str | Sequence[str]  # the name of a format, or words to choose from by index
FORMATS: dict[str, Format] = {
    f.__name__: f
    for f in (probability, amount, optional, percent, logit, hundredths, signed, whole, stage)
}
