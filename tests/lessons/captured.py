"""The charts and texts of a page, and its state for any values of its controls."""

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import cache, partial, partialmethod
from importlib import import_module
from types import ModuleType
from typing import Any, NamedTuple
from unittest import mock

import numpy as np
import pytest

from logitviz.charts.chart import Chart
from logitviz.lessons import PAGES
from logitviz.live import tables
from logitviz.live.controls import Control, Moving, by_key
from logitviz.live.elements import ChartElement
from logitviz.live.link import Live
from logitviz.live.state import State
from tests.cases import for_each
from tests.shell.visits import visit

PARTS = "reason"  # a choice that draws one part of a page, and no other
LESSONS = [name for name in PAGES if hasattr(import_module(f"logitviz.lessons.{name}"), "State")]


@dataclass(eq=False)
class Captured:
    """What a page draws.

    Parameters
    ----------
    lesson
        The package of its lesson.
    charts
        Every chart by its key, or what makes it of a state.
    texts
        Every text with fields that follows the sliders, by its name.
    tables
        Every table by its name: its cells with fields, by row and column from 1.
    sliders
        The keys of the sliders on the page.
    """

    lesson: ModuleType
    charts: dict[str, Chart | Callable[[Any], Chart]]
    texts: dict[str, str]
    tables: dict[str, dict[tuple[int, int], str]]
    sliders: tuple[str, ...]

    @property
    def controls(self) -> Mapping[str, Control]:
        """Every control of the lesson by its key."""
        return by_key(self.lesson.CONTROLS)

    def state(self, **values: Any) -> State:
        """Make a state; controls without a value have their default."""
        made: State = state_of(self.lesson, **values)
        return made

    def element(self, key: str, state: State) -> ChartElement:
        """Read a chart of a state."""
        chart = self.charts[key]
        return ChartElement.of(chart if isinstance(chart, Chart) else chart(state), state)

    def moved(self, state: State, slider: str) -> State:
        """Give the state at all positions of a slider."""
        control = self.controls[slider]
        assert isinstance(control, Moving)
        return state.replaced({slider: control.positions})

    def at(self, state: State, slider: str, position: int) -> State:
        """Give the state at one position of a slider."""
        control = self.controls[slider]
        assert isinstance(control, Moving)
        return state.replaced({slider: np.float64(control.positions[position])})


def state_of(lesson: Any, **values: Any) -> Any:
    """Make a state of a lesson; controls without a value have their default."""
    controls = by_key(lesson.CONTROLS)
    known = {key: control.default for key, control in controls.items()} | values
    return lesson.State({key: controls[key].number(value) for key, value in known.items()})


class Recorder:
    """Notes what a page draws, and draws it.

    Parameters
    ----------
    found
        Takes what is drawn.
    """

    def __init__(self, found: Captured) -> None:
        self.found = found
        self.drawing = {
            name: getattr(Live, name) for name in ("chart", "readouts", "text", "table")
        }
        self.mounting = Live.mount

    def chart(self, live: Live, chart: Any, of: Any = None, **options: Any) -> None:
        if of is None:
            found = chart if isinstance(chart, Chart) else partial(chart, live.words)
            made = found if isinstance(found, Chart) else found(live.state)
            self.found.charts[made.key] = found
        self.drawing["chart"](live, chart, of, **options)

    def readouts(self, live: Live, *names: str, **options: Any) -> None:
        for name in names:
            self.found.texts[name] = live.words.readout(name)[1]
        self.drawing["readouts"](live, *names, **options)

    def text(self, live: Live, name: str, make: Any = None) -> None:
        self.found.texts[name] = make(live.words, live.state) if make else live.words[name]
        self.drawing["text"](live, name, make)

    def table(self, live: Live, name: str, labels: Any = (), make: Any = None) -> None:
        text = make(live.words, live.state) if make else live.words[name]
        self.found.tables[name] = {
            (r, c): cell
            for r, row in enumerate(tables.rows(text, labels)[1:], 1)
            for c, cell in enumerate(row, 1)
            if "{" in cell
        }
        self.drawing["table"](live, name, labels, make)

    def mount(self, live: Live) -> None:
        self.found.sliders = tuple(live.sliders)
        self.mounting(live)


@cache
def captured(page: str, link: tuple[tuple[str, str], ...] = ()) -> Captured:
    """Open a page by a link, and remember what it draws."""
    found = Captured(import_module(f"logitviz.lessons.{page}"), {}, {}, {}, ())
    recorder = Recorder(found)
    with ExitStack() as patches:
        for name in (*recorder.drawing, "mount"):
            note = getattr(recorder, name)
            method = partialmethod(lambda live, note, *a, **k: note(live, *a, **k), note)
            patches.enter_context(mock.patch.object(Live, name, method))
        visit(page, **dict(link))
    return found


@cache
def everything(page: str) -> Captured:
    """Open a page by a link to each of its parts, and remember what all of them draw."""
    here = captured(page)
    choice = here.controls.get(PARTS)
    options = getattr(choice, "options", ())
    for part in (captured(page, ((PARTS, option),)) for option in options):
        here = replace(
            here,
            charts=here.charts | part.charts,
            texts=here.texts | part.texts,
            tables=here.tables | part.tables,
            sliders=tuple(dict.fromkeys(here.sliders + part.sliders)),
        )
    return here


class DrawnNumbers(NamedTuple):
    """The numbers of one attribute of a trace, with NaN for a gap."""

    trace: str
    name: str
    numbers: Any


def drawn(element: ChartElement) -> list[DrawnNumbers]:
    """Every number that a chart draws."""
    return [
        DrawnNumbers(trace, name, np.array(reading.plain(), dtype=np.float64))
        for (trace, name), reading in zip(element.names, element.readings, strict=True)
        if name in ("x", "y", "z")
    ]


def every_chart(test: Callable[[str, str], None]) -> Any:
    """Run a test for every chart of every page: one test a page, which opens it."""

    def run(page: str) -> None:
        for_each("key", everything(page).charts)(test)(page=page)

    run.__doc__ = test.__doc__
    return pytest.mark.parametrize("page", LESSONS)(run)
