"""Charts and texts as the plan takes them."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any, NamedTuple

import numpy as np

from logitviz.charts import fields
from logitviz.charts.chart import Chart, Drawn, Shown, Written
from logitviz.charts.formats import Form

from .readings import Reading
from .state import State

OBJECT_BYTES, FIGURE_BYTES = 1000, 20_000  # of a small object with its fields, of a chart


class Attribute(NamedTuple):
    """An attribute of a trace, as the header names it; ``js/decode.js`` reads it as a list.

    Parameters
    ----------
    place
        The place of its numbers in the plan.
    form
        The format in which they are written; None if they are drawn.
    rows
        How many rows a matrix has.
    scale, shift
        What the numbers are multiplied by, and what is added then, before they are drawn.
    """

    place: int
    form: Form | None
    rows: int | None
    scale: float = 1.0
    shift: Sequence[float] | None = None


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
        The label of a read-out, or the name of a table.
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
                sets[trace][name] = Attribute(place, None, rows, what.scale, shift)
            else:
                sets[trace][name] = Attribute(place, what, rows)
        return {
            "alt": self.alt,
            "sets": [
                {"trace": index, "attributes": shown} | self._pulls(trace)
                for index, (trace, shown) in enumerate(sets.items())
                if shown
            ],
            "skeleton": self.chart.digest,
        }

    def _pulls(self, trace: str) -> dict[str, Sequence[str]]:
        """Name the sliders that the points of a trace move, if they can be pulled."""
        return {"pulls": self.chart.pulls[trace]} if trace in self.chart.pulls else {}


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
