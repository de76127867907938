"""Ten logits as a text, which a link carries."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from logitviz.charts.words import Words, words_of
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


class OutsideError(ValueError):
    """Logits that the sliders cannot hold.

    Parameters
    ----------
    misfits
        The logits as they are written, by class.
    """

    def __init__(self, misfits: Mapping[int, str]) -> None:
        self.misfits = misfits
        super().__init__(self.said(words_of("confidence")))

    def said(self, words: Words) -> str:
        """Say it in the words of a language."""
        each = (words.said("misfit", n=n, z=z) for n, z in self.misfits.items())
        return words.said("outside", low=LOWEST, high=HIGHEST, misfits=words.listed(each))


def read_logits(text: str) -> Logits:
    """Read ten logits that the sliders can hold.

    Raises
    ------
    OutsideError
        If the sliders cannot hold them.
    ValueError
        If the text is anything else; the message says what is wrong.
    """
    logits = tuple(parse_logits(text, count=CLASSES).tolist())
    if misfits := outside(logits):
        raise OutsideError({i: logits_as_text([logits[i]]).replace("-", "−") for i in misfits})
    return logits


def logits_as_text(logits: Iterable[float]) -> str:
    """Write logits as briefly as possible, but so that they are read back exactly.

    Examples
    --------
    >>> logits_as_text([4.2, -10.0, 1 / 3])
    '4.2 -10 0.3333333333333333'
    """
    return " ".join(f"{z:g}" if float(f"{z:g}") == z else repr(float(z)) for z in logits)
