"""Numbers as the screen shows them.

The live link shows the same numbers in the browser with the same rules (``FORMATS`` in
``logitviz/ui/live.js``); a browser test holds the two equal.
"""

import math
from collections.abc import Callable, Sequence
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import SupportsFloat

EXACT = Context(prec=400)  # room for every digit of the largest float64
SMALLEST = 0.0005  # three decimals show anything smaller as a bare 0.000


def fixed(value: float, digits: int) -> str:
    """Round half away from zero, as JavaScript's toFixed does."""
    return str(Decimal(value).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP, EXACT))


def _minus(text: str) -> str:
    return text.replace("-", "−")


def _trimmed(text: str) -> str:
    short = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if short == "-0" else short


def _infinity(value: float) -> str:
    return "∞" if value > 0 else "−∞"


def probability(value: SupportsFloat) -> str:
    """Write three decimals; what is not 0 or 1 is never shown as 0 or 1."""
    value = float(value)
    if value in (0, 1):
        return str(int(value))
    if value < SMALLEST:
        return "<.0005"
    return ">.9995" if value >= 1 - SMALLEST else fixed(value, 3)


def amount(value: SupportsFloat) -> str:
    """Write three decimals of a quantity without an upper end, such as nats."""
    value = float(value)
    if value == 0:
        return "0"
    return "<.0005" if abs(value) < SMALLEST else _minus(fixed(value, 3))


def percent(value: SupportsFloat) -> str:
    """Write a share as per cent with one decimal; NaN, a share of nothing, as a dash."""
    value = float(value)
    if math.isnan(value):
        return "–"
    if 1 - SMALLEST <= value < 1:
        return ">99.9 %"
    return "<0.1 %" if 0 < value < SMALLEST else fixed(100 * value, 1) + " %"


def logit(value: SupportsFloat) -> str:
    """Write a real number with up to three decimals."""
    value = float(value)
    return _minus(_trimmed(fixed(value, 3))) if math.isfinite(value) else _infinity(value)


def signed(value: SupportsFloat) -> str:
    """Write a difference with its sign."""
    value = float(value)
    if abs(value) < SMALLEST:
        return "≈0" if value else "0"
    return ("+" if value > 0 else "") + _minus(fixed(value, 3))


def whole(value: SupportsFloat) -> str:
    """Write an index or a count."""
    return str(int(float(value)))


def stage(value: SupportsFloat) -> str:
    """Write four decimals, or a power of ten where four decimals say nothing."""
    value = float(value)
    if not math.isfinite(value):
        return _infinity(value)
    if value == 0 or 0.001 <= abs(value) < 1e5:
        return _minus(_trimmed(fixed(value, 4)))
    mantissa, exponent = f"{value:.2e}".split("e")
    return _minus(f"{mantissa}e{int(exponent):+d}")


def written(value: SupportsFloat, form: "Form") -> str:
    """Write a number in a format, or as the word of that index."""
    return FORMATS[form](value) if isinstance(form, str) else form[int(float(value))]


Form = str | Sequence[str]  # the name of a format, or words to choose from by index
FORMATS: dict[str, Callable[[SupportsFloat], str]] = {
    f.__name__: f for f in (probability, amount, percent, logit, signed, whole, stage)
}
