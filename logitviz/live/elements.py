"""Charts and texts as the plan takes them: their numbers now, and at all positions of sliders."""

import hashlib
import math
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from logitviz.charts.chart import Chart, Drawn, Shown, Written
from logitviz.charts.formats import Form, written

from . import fields
from .cache import ByteCache
from .plan import Plan
from .state import State

Numbers = NDArray[np.float64]
OBJECT_BYTES, FIGURE_BYTES = 1000, 20_000  # of a small object with its fields, of a chart
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

    def add_to(self, plan: Plan, owner: str, sweeps: Mapping[str, "Sweep"]) -> int:
        """Add the numbers to a plan; give their place there."""
        moving = {}
        for slider, sweep in sweeps.items():
            if sweep.control in self.controls:
                try:
                    moving[slider] = sweep.rows(self)
                except ValueError as error:
                    raise ValueError(f"{owner}: under slider {slider} {error}") from error
        return plan.number(owner, self.now.ravel(), moving, *self.purpose)


def _finite(value: float, digits: int | None) -> float | None:
    if not math.isfinite(value):
        return None
    return float(f"{value:.{digits}g}") if digits else value


@dataclass(frozen=True, eq=False)
class Sweep:
    """A state at all positions of a slider.

    Parameters
    ----------
    state
        The state, in which the control has its values at all positions, [S].
    control
        The control whose value the slider changes: its own, or a text that the slider rewrites.
    key
        Tells the positions apart from others of this control.
    """

    state: State
    control: str
    key: Hashable
    _values: dict[frozenset[str], Hashable] = field(default_factory=dict, init=False)

    def _others(self, controls: frozenset[str]) -> Hashable:
        """Give the values of the controls that stay."""
        if controls not in self._values:
            others = sorted(controls - {self.control})
            self._values[controls] = tuple((each, getattr(self.state, each)) for each in others)
        return self._values[controls]

    def rows(self, reading: Reading) -> Numbers:
        """Give the numbers of a reading at all positions, [S, n].

        They are the same whatever value the control itself has now.
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


@dataclass(eq=False)
class Element:
    """What a chart and a text have in common.

    Parameters
    ----------
    owner
        The name of the chart or of the piece of prose. All cells of a table have one.
    readings
        The numbers it shows.
    controls
        The controls that it depends on.
    """

    owner: str
    readings: Sequence[Reading]
    controls: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        """Join the controls of all numbers."""
        self.controls = frozenset().union(*(reading.controls for reading in self.readings))

    @cached_property
    def digest(self) -> str:
        """Tell its present numbers apart from others."""
        found = hashlib.blake2b(digest_size=8)
        for reading in self.readings:
            found.update(reading.now.tobytes())
        return found.hexdigest()

    @cached_property
    def identity(self) -> bytes:
        """Tell it apart from others, its present numbers included."""
        entry = self.entry(range(len(self.readings)))
        text = repr((self.owner, entry, sorted(self.controls), self.digest))
        return hashlib.blake2b(text.encode(), digest_size=16).digest()

    def entry(self, places: Sequence[int]) -> dict[str, Any]:
        """Say for the header what it shows: the places of its numbers in the plan."""
        raise NotImplementedError


@dataclass(frozen=True, eq=False)
class Piece:
    """What a page shows in one place, as it is for a state.

    Parameters
    ----------
    elements
        Its chart or its texts.
    text
        What a text or a table says.
    label
        The label of a read-out.
    """

    elements: Sequence[Any]
    text: str = ""
    label: str = ""

    @property
    def nbytes(self) -> int:
        """Give the memory it takes, roughly."""
        return sum(
            (FIGURE_BYTES if isinstance(each, ChartElement) else OBJECT_BYTES)
            + sum(OBJECT_BYTES + reading.now.nbytes for reading in each.readings)
            for each in self.elements
        )


@dataclass(eq=False)
class TextElement(Element):
    """A text with numbers in it.

    Parameters
    ----------
    selector
        Finds the element of the page whose text it is.
    template
        The text.
    """

    selector: str
    template: fields.Template

    @classmethod
    def of(cls, owner: str, selector: str, text: str, state: Any) -> "TextElement":
        """Read a text with fields."""
        template = fields.template(text)
        readings = [
            Reading.of(state, part.row, part.form, (part.names, part.index[:-1], "row"))
            for part in template.parts
        ]
        for reading, part in zip(readings, template.parts, strict=True):
            if reading.now.ndim != 1:
                raise ValueError(
                    f"text {owner}: {part.names} must be a number, its shape is {reading.now.shape}"
                )
        return cls(owner, readings, selector, template)

    def fill(self) -> str:
        """Write the text of the present state."""
        return self.template.fill([reading.now for reading in self.readings])

    def entry(self, places: Sequence[int]) -> dict[str, Any]:
        """Say for the header what it shows."""
        parts = [
            [place, part.form, part.column]
            for place, part in zip(places, self.template.parts, strict=True)
        ]
        return {"selector": self.selector, "template": self.template.text, "parts": parts}


@dataclass(eq=False)
class ChartElement(Element):
    """A chart of a state.

    Parameters
    ----------
    chart
        What is drawn.
    names
        For each of the numbers, its trace and attribute.
    alt
        What the chart shows, in words.
    """

    chart: Chart
    names: Sequence[tuple[str, str]]
    alt: str = ""

    @classmethod
    def of(cls, chart: Chart, state: Any) -> "ChartElement":
        """Read the numbers of all traces.

        Raises
        ------
        ValueError
            If the state has no such field, or its shape fits no trace.
        """
        names = [(trace, name) for trace, shown in chart.shows.items() for name in shown]
        readings = []
        for trace, name in names:
            try:
                readings.append(_of_trace(state, chart.shows[trace][name]))
            except ValueError as error:
                raise ValueError(f"chart {chart.key}, trace {trace}, {name}: {error}") from error
        found = cls(chart.key, readings, chart, names)
        if isinstance(state, State):
            with state.recorded() as controls:
                found.alt = chart.alt(state)
            found.controls |= controls
        else:
            found.alt = chart.alt(state)
        return found

    def entry(self, places: Sequence[int]) -> dict[str, Any]:
        """Say for the header what it shows."""
        sets: dict[str, dict[str, Any]] = {trace: {} for trace in self.chart.traces}
        for (trace, name), reading, place in zip(self.names, self.readings, places, strict=True):
            rows = len(reading.now) if reading.now.ndim == 2 else None
            what = reading.what
            if isinstance(what, Drawn):
                shift = None if what.shift is None else np.round(what.shift, 5).tolist()
                sets[trace][name] = [place, None, rows, what.scale, shift]
            else:
                sets[trace][name] = [place, what, rows, 1.0, None]
        return {
            "alt": self.alt,
            "sets": [
                {"trace": index, "attributes": shown}
                for index, shown in enumerate(sets.values())
                if shown
            ],
            "skeleton": self.chart.digest,
        }


def _of_trace(state: Any, shown: Shown) -> Reading:
    """Read the numbers of one attribute of a trace; a single number is a single point."""
    if isinstance(shown, Written):
        found = Reading.of(state, partial(fields.field, path=shown.field), shown.form, shown.field)
    else:
        what = shown if isinstance(shown, Drawn) else Drawn(shown)
        key = (what.fields, what.through)
        found = Reading.of(state, partial(fields.drawn, what=what), what, key)
    if found.now.ndim == 0:
        return Reading.of(
            state, lambda s: found.read(s)[..., None], found.what, (found.key, "point")
        )
    if found.now.ndim > 2:
        raise ValueError(f"a trace takes one or two axes, got the shape {found.now.shape}")
    return found
