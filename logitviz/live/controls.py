"""The controls of the lessons: what a link can carry, and what a slider can be moved to.

Keys, defaults and allowed values are public and never change: links in mails, slides and lecture
notes carry them. What the screen says of a control stands with the other words (`charts.words`).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from logitviz.charts.formats import fixed

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Control:
    """What every control has.

    Parameters
    ----------
    key
        Its name in the link.
    default
        Its value where the link says nothing.
    """

    key: str
    default: Any

    @property
    def allowed(self) -> str:
        """Say which values a link may carry."""
        raise NotImplementedError

    def number(self, value: Any) -> Any:
        """Give the value as the state of a lesson reads it."""
        return value

    def shown(self, value: Any) -> str:
        """Write a value as the control shows it; none is the default."""
        return str(self.default if value is None else value)


class Range(NamedTuple):
    """A slider as it stands on a page.

    Parameters
    ----------
    label
        What the screen says beside it.
    texts
        Its values at all positions, as they are written.
    position
        Where it stands, or the position next to its value.
    text
        Its value as it is written.
    """

    label: str
    texts: Sequence[str]
    position: int
    text: str

    @classmethod
    def of(
        cls, label: str, positions: ArrayLike, value: float, write: Callable[[float], str]
    ) -> "Range":
        """Say how a slider of numbers stands at a value."""
        nearest = int(np.argmin(np.abs(np.asarray(positions) - value)))
        return cls(label, [write(each) for each in np.asarray(positions)], nearest, write(value))


class Moving(Control):
    """A control that is dragged: its charts and texts follow."""

    @property
    def positions(self) -> Floats:
        """Give the numbers at all positions of the slider, [S]."""
        raise NotImplementedError

    def position(self, value: Any) -> float:
        """Give the value as the slider of the page counts it."""
        return float(value)

    def range(self, label: str, value: Any) -> Range:
        """Say how it stands under a label at a value."""
        return Range.of(label, self.positions, self.position(value), self.shown)


@dataclass(frozen=True)
class Slider(Moving):
    """A slider over numbers from `low` to `high` in equal steps."""

    low: float
    high: float
    step: float

    @property
    def allowed(self) -> str:
        """Say which values a link may carry."""
        return f"{self.low:g} … {self.high:g}, step {self.step:g}"

    @cached_property
    def positions(self) -> Floats:
        """Give the numbers at all positions of the slider, [S]."""
        count = round((self.high - self.low) / self.step) + 1
        return np.round(self.low + self.step * np.arange(count), 10)

    @property
    def digits(self) -> int:
        """Give the number of decimals that it shows."""
        return {1.0: 0, 0.1: 1}.get(self.step, 2)

    def number(self, value: Any) -> np.float64:
        """Give the value as the state of a lesson reads it."""
        return np.float64(value)

    def shown(self, value: Any) -> str:
        """Write a value as the control shows it; none is the default."""
        return f"{self.default if value is None else value:.{self.digits}f}"


@dataclass(frozen=True)
class OptionSlider(Moving):
    """A slider over chosen numbers, written as the link carries them."""

    options: Sequence[str]

    @property
    def allowed(self) -> str:
        """Say which values a link may carry."""
        if len(self.options) > 12:
            return f"{self.options[0]} … {self.options[-1]}, one of {len(self.options)}"
        return ", ".join(self.options)

    @cached_property
    def positions(self) -> Floats:
        """Give the numbers at all positions of the slider, [S]."""
        return np.array([float(option) for option in self.options])

    def position(self, value: Any) -> float:
        """Give the place of an option."""
        return float(self.options.index(value))

    def range(self, label: str, value: Any) -> Range:
        """Say how it stands under a label at a value."""
        return Range(label, self.options, self.options.index(value), value)

    def number(self, value: Any) -> np.float64:
        """Give the value as the state of a lesson reads it."""
        return np.float64(value)


@dataclass(frozen=True)
class Choice(Control):
    """A row of buttons, one of which is pressed."""

    options: Sequence[Any]

    @property
    def allowed(self) -> str:
        """Say which values a link may carry."""
        return ", ".join(map(str, self.options))


class Menu(Choice):
    """A list from which one option is picked."""


@dataclass(frozen=True)
class NamedChoice(Choice):
    """A row of buttons whose options are words.

    An option is three things: what the link carries, which never changes; the name by which the
    code asks for it, as in ``state.kd == "shared"``; and what the screen says, which is the piece
    ``option_kd_shared`` of the words.

    Parameters
    ----------
    options
        The name of each option, by what the link carries. The default is one of the latter.
    """

    options: Mapping[str, str]  # type: ignore[assignment]  # which is a sequence of what links carry

    def number(self, value: Any) -> str | None:
        """Give the name of an option; none has none."""
        return self.options.get(value)

    def word(self, value: str) -> str:
        """Name the piece of words that the screen shows for an option."""
        return f"option_{self.key}_{self.options[value]}"


@dataclass(frozen=True)
class WholeNumber(Control):
    """A box for a whole number."""

    low: int
    high: int

    @property
    def allowed(self) -> str:
        """Say which values a link may carry."""
        return f"{self.low} … {self.high}, step 1"

    def number(self, value: Any) -> int:
        """Round as the browser shows it, half away from zero."""
        return whole(value)

    def shown(self, value: Any) -> str:
        """Write a value as the control shows it; none is the default."""
        return fixed(self.default if value is None else value, 0)


@dataclass(frozen=True)
class Number(Control):
    """A box for a number."""

    low: float
    high: float
    step: float

    @property
    def allowed(self) -> str:
        """Say which values a link may carry."""
        return f"{self.low:g} … {self.high:g}, step {self.step:g}"

    def number(self, value: Any) -> np.float64:
        """Give the value as the state of a lesson reads it."""
        return np.float64(value)


class Toggle(Control):
    """A switch that is on or off."""

    @property
    def allowed(self) -> str:
        """Say which values a link may carry."""
        return "true, false"

    def shown(self, value: Any) -> str:
        """Write a value as the control shows it; none is the default."""
        return super().shown(value).lower()


@dataclass(frozen=True)
class Text(Control):
    """A box for text; `meaning` says what the text may be."""

    meaning: str

    @property
    def allowed(self) -> str:
        """Say which values a link may carry."""
        return self.meaning


def whole(number: float) -> int:
    """Round as the browser shows it, half away from zero."""
    return int(fixed(number, 0))


def by_key(controls: Sequence[Control]) -> Mapping[str, Control]:
    """Arrange controls by their keys."""
    table = {control.key: control for control in controls}
    if len(table) < len(controls):
        raise ValueError(f"a key stands twice among {[control.key for control in controls]}")
    return table
