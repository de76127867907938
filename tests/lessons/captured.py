"""The charts and texts of a page, and its state for any values of its controls."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import Any
from unittest import mock

import numpy as np

from logitviz.charts.chart import Chart
from logitviz.lessons import PAGES
from logitviz.live.controls import Control, Moving, by_key
from logitviz.live.elements import ChartElement
from logitviz.live.link import Live
from logitviz.live.state import State
from tests.shell.visits import visit

LESSONS = [name for name in PAGES if hasattr(import_module(f"logitviz.lessons.{name}"), "State")]


CELL = re.compile(r"tr:nth-child\((\d+)\) td:nth-child\((\d+)\)")


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


@cache
def captured(page: str, link: tuple[tuple[str, str], ...] = ()) -> Captured:
    """Open a page by a link, and remember what it draws."""
    found = Captured(import_module(f"logitviz.lessons.{page}"), {}, {}, {}, ())
    draw, write, mount = Live.chart, Live._text, Live.mount

    def chart(live: Live, chart: Any, of: Any = None) -> None:
        if of is None:
            found.charts[(chart if isinstance(chart, Chart) else chart(live.state)).key] = chart
        draw(live, chart, of)

    def text(live: Live, owner: str, place: str, words: str, *choices: Any) -> str:
        if cell := CELL.fullmatch(place):
            found.tables.setdefault(owner, {})[int(cell[1]), int(cell[2])] = words
        else:
            found.texts[owner] = words
        return write(live, owner, place, words, *choices)

    def mounted(live: Live) -> None:
        found.sliders = tuple(live.sliders)
        mount(live)

    with (
        mock.patch.object(Live, "chart", chart),
        mock.patch.object(Live, "_text", text),
        mock.patch.object(Live, "mount", mounted),
    ):
        visit(page, **dict(link))
    return found


def drawn(element: ChartElement) -> list[tuple[str, str, Any]]:
    """Every number that a chart draws: its trace, its attribute, an array with NaN for a gap."""
    return [
        (trace, name, np.array(reading.plain(), dtype=np.float64))
        for (trace, name), reading in zip(element.names, element.readings, strict=True)
        if name in ("x", "y", "z")
    ]
