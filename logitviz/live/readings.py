"""Numbers of a state that a chart or a text shows, now and at all positions of sliders."""

import math
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from logitviz.charts.chart import Drawn
from logitviz.charts.formats import Form, written

from .amounts import Amounts
from .cache import ByteCache
from .plan import Plan
from .state import State

Numbers = NDArray[np.float64]
ROWS = ByteCache(24_000_000, lambda rows: rows.nbytes)  # of readings at all positions of a slider


@dataclass(frozen=True, eq=False)
class Reading:
    """The numbers of one attribute of a trace, or of one part of a text.

    Parameters
    ----------
    read
        Gives them for a state: [..., n], or for a matrix [..., rows, n].
    now
        Those of the present state.
    controls
        The controls that they depend on.
    what
        How they are drawn, or the format in which they are written.
    key
        Tells what is read apart from all else that is read of a state of this kind. None for a
        record that is no `State`.
    """

    read: Callable[[Any], Numbers]
    now: Numbers
    controls: frozenset[str]
    what: Drawn | Form
    key: Hashable

    @classmethod
    def of(
        cls, state: Any, read: Callable[[Any], Numbers], what: Drawn | Form, key: Hashable
    ) -> "Reading":
        """Read numbers of a state; a record that is no `State` depends on no control."""
        if not isinstance(state, State):
            return cls(read, read(state), frozenset(), what, None)
        with state.recorded() as controls:
            now = read(state)
        return cls(read, now, frozenset(controls), what, key)

    def plain(self, digits: int | None = None) -> list[Any]:
        """Give the present numbers as Plotly takes them; no NaN or infinity is drawn.

        Numbers that are drawn may be rounded to some significant digits.
        """
        if not isinstance(self.what, Drawn):
            return [written(value, self.what) for value in self.now]
        shift = 0.0 if self.what.shift is None else np.array(self.what.shift)
        numbers = self.what.scale * self.now + shift
        flat = [_finite(value, digits) for value in numbers.ravel().tolist()]
        if numbers.ndim == 1:
            return flat
        width = numbers.shape[1]
        return [flat[start : start + width] for start in range(0, len(flat), width)]

    @property
    def purpose(self) -> tuple[Form | None, tuple[float, float] | None]:
        """Give the format of numbers that are written, or the range that rounds drawn ones."""
        return (None, self.what.span) if isinstance(self.what, Drawn) else (self.what, None)

    def add_to(
        self,
        plan: Plan,
        owner: str,
        sweeps: Mapping[str, "Sweep"],
        amounts: Amounts | None = None,
    ) -> int:
        """Add the numbers to a plan, and what they are made of; give their place there."""
        moving = {}
        for slider, sweep in sweeps.items():
            if sweep.controls & self.controls:
                try:
                    moving[slider] = sweep.rows(self)
                except ValueError as error:
                    raise ValueError(f"{owner}: under slider {slider} {error}") from error
        return plan.add_series(owner, self.now.ravel(), moving, *self.purpose, amounts)


def _finite(value: float, digits: int | None) -> float | None:
    if not math.isfinite(value):
        return None
    return float(f"{value:.{digits}g}") if digits else value


@dataclass(frozen=True, eq=False)
class Sweep:
    """A state at all positions of a slider, or of several sliders that move together.

    Parameters
    ----------
    state
        The state, in which the controls have their values at all positions, [S], or [S, n] for a
        text of n numbers.
    controls
        The controls whose values change: that of the slider, or a text that the slider rewrites.
    count
        How many positions there are.
    key
        Tells the positions apart from others of these controls.
    """

    state: State
    controls: frozenset[str]
    count: int
    key: Hashable
    _values: dict[frozenset[str], Hashable] = field(default_factory=dict, init=False)

    @classmethod
    def of(cls, state: State, control: str, values: Any, key: Hashable) -> "Sweep":
        """Give a state with all values of a control, [S] or [S, n]."""
        return cls(state.replaced({control: values}), frozenset({control}), len(values), key)

    def _others(self, controls: frozenset[str]) -> Hashable:
        """Give the values of the controls that stay."""
        if controls not in self._values:
            others = sorted(controls - self.controls)
            self._values[controls] = tuple((each, getattr(self.state, each)) for each in others)
        return self._values[controls]

    def rows(self, reading: Reading) -> Numbers:
        """Give the numbers of a reading at all positions, [S, n].

        They are the same whatever values the controls themselves have now.
        """
        key = (type(self.state), self.key, reading.key, self._others(reading.controls))
        return ROWS.get(key, lambda: self._rows(reading))

    def _rows(self, reading: Reading) -> Numbers:
        rows = reading.read(self.state)
        if rows.shape[1:] != reading.now.shape:
            wanted = ("positions", *reading.now.shape)
            raise ValueError(f"the shape must be {wanted}, got {rows.shape}")
        # A copy, as a view would keep the larger array it is of; all visitors share it.
        kept = np.array(rows.reshape(len(rows), -1), np.float64)
        kept.flags.writeable = False
        return kept


class Consequence(NamedTuple):
    """What a slider does that rewrites the text of a control.

    Parameters
    ----------
    control
        The key of the control.
    values
        The values of the control at all positions of the slider.
    value
        The present value of the slider.
    """

    control: str
    values: Any
    value: float
