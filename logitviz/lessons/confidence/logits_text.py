"""Ten logits as a text, which a link carries."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from logitviz.charts.formats import logit
from logitviz.core import parse_logits
from logitviz.live.controls import Text
from logitviz.live.shared import CLASSES, HIGHEST, LOWEST, outside

Logits = tuple[float, ...]


@dataclass(frozen=True)
class LogitsText(Text):
    """A text box for ten logits, in any notation."""

    def number(self, value: Any) -> Logits:
        """Give the logits."""
        return read_logits(value)


def read_logits(text: str) -> Logits:
    """Read ten logits that the sliders can hold.

    Raises
    ------
    ValueError
        If the text is anything else; the message says what is wrong.
    """
    logits = tuple(parse_logits(text, count=CLASSES).tolist())
    if misfits := outside(logits):
        named = ", ".join(
            f"class {i}: {logits_as_text([logits[i]]).replace('-', '−')}" for i in misfits
        )
        raise ValueError(
            f"the sliders go from {logit(LOWEST)} to {logit(HIGHEST)}; outside this range: {named}"
        )
    return logits


def logits_as_text(logits: Iterable[float]) -> str:
    """Write logits as briefly as possible, but so that they are read back exactly.

    Examples
    --------
    >>> logits_as_text([4.2, -10.0, 1 / 3])
    '4.2 -10 0.3333333333333333'
    """
    return " ".join(f"{z:g}" if float(f"{z:g}") == z else repr(float(z)) for z in logits)
