"""Worked examples: questions with exact answers, and panels of numbers that the steps reveal."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from logitviz.charts.formats import FORMATS
from logitviz.charts.words import Words
from logitviz.core import logsumexp
from logitviz.live.state import Floats

DIGITS = tuple(map(str, range(10)))  # the names of ten classes
SHARES = (0.0, 1.0)  # the range of an axis of probabilities
Fact = str | tuple[str, ...]  # a text, or several that the prose lists


class Piece(NamedTuple):
    """A label that is a piece of words.

    Parameters
    ----------
    name
        Of the piece.
    n
        The value that the piece names ``n``, if it names one.
    """

    name: str
    n: Any = None


Label = str | Piece  # what stands on a chart; a text is the same in every language


def label_text(words: Words, label: Label) -> str:
    """Write a label in a language."""
    return label if isinstance(label, str) else words.said(label.name, n=label.n)


LOGITS = Piece("chart_logits")  # the title of a panel


@dataclass(frozen=True)
class Step:
    """A question and its answer.

    Parameters
    ----------
    name
        Its piece of words, after the name of the example.
    value
        The exact answer; of a choice, the index of what is right.
    tolerance
        How far off a typed number may be and still count as right; None for a choice.
    printed
        What the sources print for it: figures, or of a choice, the index of what they choose.
    """

    name: str
    value: float
    tolerance: float | None = None
    printed: tuple[str, ...] = ()

    @property
    def slips(self) -> tuple[str, ...]:
        """Give the printed figures that are no rounding of the exact one."""
        if self.tolerance is None:
            return ()
        return tuple(text for text in self.printed if not rounds_to(self.value, text))

    def right(self, guess: float) -> bool:
        """Judge a guess; infinities must be met exactly."""
        if self.tolerance is None or not math.isfinite(self.value):
            return guess == self.value
        return abs(guess - self.value) <= self.tolerance * (1 + 1e-9)


@dataclass(frozen=True, eq=False)
class Series:
    """Numbers [n], each shown from some step on.

    Parameters
    ----------
    given
        The numbers; an infinity is only written, at the edge of its panel.
    from_step
        The step from which each is shown, 0 for the start: one step for all, or [n].
    form
        The format of the numbers above bars; empty for bars without.
    kind
        Bars, the numbers alone, a pattern on the bar of the predicted class, or a line.
    name
        In the legend; empty for none.
    at
        The places on the class axis; 0 to n − 1 by default.
    width
        Of a bar; a place is 1 wide.
    colour
        What the bars stand for, a name of `charts.PAINT`; one for all bars, or [n].
    """

    given: ArrayLike
    from_step: ArrayLike
    form: str = "amount"
    kind: Literal["bars", "numbers", "predicted", "line"] = "bars"
    name: Label = ""
    at: ArrayLike | None = None
    width: float = 0.8
    colour: str | tuple[str, ...] = "class"

    @property
    def values(self) -> NDArray[np.float64]:
        """Give the numbers as an array."""
        return np.asarray(self.given, dtype=np.float64)

    @property
    def places(self) -> list[float]:
        """Give the places on the class axis."""
        at = range(self.values.size) if self.at is None else np.asarray(self.at)
        return [float(place) for place in at]

    @property
    def labelled(self) -> int:
        """Give the index of the end that carries the name of a line: the last of a flat one."""
        return -1 if np.ptp(self.values) == 0 else 0

    def shown(self, revealed: Floats) -> Floats:
        """Give the numbers shown after `revealed` steps [...], [..., n]; NaN for later ones."""
        known = np.asarray(revealed)[..., None] >= np.asarray(self.from_step)
        return np.where(known, self.values, np.nan)


def predicted(values: ArrayLike, from_step: int) -> Series:
    """Mark the predicted class on its bar."""
    top = int(np.argmax(values))
    return Series(np.asarray(values)[[top]], from_step, kind="predicted", at=(top,))


@dataclass(frozen=True, eq=False)
class Panel:
    """One of the charts of an example: series over named classes, on a fixed axis."""

    key: str
    title: Label
    names: tuple[Label, ...]
    y_range: tuple[float, float]
    series: tuple[Series, ...]

    @property
    def wide(self) -> bool:
        """Tell whether it needs more room than a few bars do."""
        return sum(s.values.size for s in self.series if s.kind == "bars") > 6 or any(
            s.kind == "line" for s in self.series
        )

    def heights(self, series: Series, revealed: Floats) -> Floats:
        """Give the heights of bars or of a line, [..., n]; NaN if not finite."""
        y = series.shown(revealed)
        return np.where(np.isfinite(y), np.clip(y, *self.y_range), np.nan)

    def label_height(self, series: Series, revealed: Floats) -> Floats:
        """Give the height at which the name of a line stands, [..., 1]."""
        return self.heights(series, revealed)[..., [series.labelled]]

    def tops(self, series: Series, revealed: Floats) -> Floats:
        """Give the heights at which numbers stand, [..., n]: above a bar, or above 0."""
        return np.maximum(np.clip(series.shown(revealed), *self.y_range), 0.0)


@dataclass(frozen=True, eq=False)
class Example:
    """A worked example: its questions, its charts, and the numbers that the prose quotes.

    It may have ten logits for the playground, and the number of a test image.
    """

    steps: tuple[Step, ...]
    panels: tuple[Panel, ...]
    facts: Mapping[str, Fact] = field(default_factory=dict)
    logits: tuple[float, ...] = ()
    image: int | None = None


def rounds_to(value: float, printed: str) -> bool:
    """Tell whether a printed figure is `value` to as many decimals as it shows."""
    text = printed.replace("−", "-")
    decimals = len(text.partition(".")[2])
    return abs(float(text) - value) <= 0.5 * 10.0**-decimals * (1 + 1e-9)


def exact(value: float) -> str:
    """Write six significant digits, or three of a number below a millionth."""
    if not math.isfinite(value):
        return FORMATS["logit"](value)
    digits = 3 if 0 < abs(value) < 1e-6 else 6  # further digits are rounding errors
    return f"{value:.{digits}g}".replace("-", "−")


def vector_text(values: ArrayLike) -> str:
    """Write a vector as the prose quotes it."""
    return "[" + ", ".join(FORMATS["logit"](v) for v in np.asarray(values).ravel()) + "]"


def five_decimals(values: ArrayLike) -> str:
    """Write probabilities as the prose quotes them."""
    return "[" + ", ".join(f"{v:.5f}" for v in np.asarray(values)) + "]"


def three_decimals(value: float) -> str:
    """Write a probability as the prose quotes it in passing."""
    return f"{value:.3f}"


def facts(**quoted: Any) -> dict[str, Fact]:
    """Write facts for the prose: texts and lists of them as they are, numbers with `exact`."""
    return {name: v if isinstance(v, str | tuple) else exact(v) for name, v in quoted.items()}


def sum_of_exponentials(logits: ArrayLike) -> float:
    """Give the sum of the exponentials of logits [C]."""
    return float(np.exp(logsumexp(logits)))
