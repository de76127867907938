"""What a page must show in a state, made from the state of its lesson.

This compares a page with its lesson. That the lesson is right is held by the tests beside it, each
chart and text against the core.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.testing import assert_allclose

from logitviz.lessons.confidence.logits_text import logits_as_text
from logitviz.live.elements import ChartElement, TextElement
from logitviz.live.figures import numbered
from logitviz.live.state import State as LessonState
from tests.lessons.captured import Captured, captured, state_of
from tests.lessons.state import CASES, State
from tests.lessons.table import TABLE
from tests.shell.visits import LOGITS, as_link

Value = TypeVar("Value")
VIEW_CHOICES = (
    "show",
    "ex",
    "reason",
    "sort",
    "sent",
)  # choices that change which charts and texts a page has, or how
ATTRIBUTES = ("x", "y", "z", "text")
Cells = list[list[str | None]]  # None where a cell shows no number of the state


@dataclass(frozen=True)
class Trace:
    """The numbers of a trace: bars, a line, marks, or a matrix.

    Parameters
    ----------
    bars, places, labels
        The heights of bars, 0 for one that is not drawn; where they stand, unless that is not
        known; the words on bars or marks.
    line, marks
        The points of a line, and of marks.
    matrix
        The rows of a heat map.
    """

    bars: Sequence[float] | None = None
    places: Sequence[float] | None = None
    labels: Sequence[str] | None = None
    line: Sequence[tuple[float, float]] | None = None
    marks: Sequence[tuple[float, float]] | None = None
    matrix: Sequence[Sequence[float | None]] | None = None


class Made(Mapping[str, Value], Generic[Value]):
    """Values by their keys, each of them made when it is first asked for."""

    def __init__(self, keys: Sequence[str], make: Callable[[str], Value]) -> None:
        self._keys = dict.fromkeys(keys)
        self._make = cache(make)

    def __getitem__(self, key: str) -> Value:
        """Make a value."""
        if key not in self._keys:
            raise KeyError(key)
        return self._make(key)

    def __iter__(self) -> Iterator[str]:
        """Give the keys."""
        return iter(self._keys)

    def __len__(self) -> int:
        """Count the keys."""
        return len(self._keys)


@dataclass(frozen=True)
class Shown:
    """What a page shows: traces by the places of those that show numbers, words, cells, alts."""

    charts: Mapping[str, Mapping[int, Trace]] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    tables: Mapping[str, Cells] = field(default_factory=dict)
    alts: Mapping[str, str] = field(default_factory=dict)

    def only(self, part: str, key: str) -> "Shown":
        """Give one chart, text or table alone."""
        return Shown(**{part: {key: getattr(self, part)[key]}})

    def seen_on(self, screen: Any) -> "Shown":
        """Give what is in sight on a screen: its charts, its texts, the cells with a number."""
        return Shown(
            {key: self.charts[key] for key in self.charts if key in screen.charts},
            {key: self.texts[key] for key in self.texts if key in screen.texts},
            {
                key: _in_sight(self.tables[key], screen.tables[key])
                for key in self.tables
                if key in screen.tables
            },
        )


def _in_sight(wanted: Cells, found: Cells) -> Cells:
    if len(wanted) != len(found):
        return wanted
    return [
        [None if there is None else cell for cell, there in zip(row, here, strict=True)]
        for row, here in zip(wanted, found, strict=True)
    ]


@lru_cache(maxsize=5000)
def shown(page: str, state: State) -> Shown:
    """Give what a page shows in a state."""
    return shown_in(_drawn_by(page, state), lesson_state(page, state))


def shown_in(here: Captured, now: Any) -> Shown:
    """Give what a page shows in a state of its lesson that no link may carry."""
    element = cache(lambda key: here.element(key, now))
    return Shown(
        Made([*here.charts], lambda key: traces(element(key))),
        Made([*here.texts], lambda key: filled(here.texts[key], now)),
        Made([*here.tables], lambda key: _cells(here.tables[key], now)),
        Made([*here.charts], lambda key: element(key).alt),
    )


def lesson_state(page: str, state: State) -> Any:
    """Give the state of the lesson for the values of a link."""
    return state_of(captured(page).lesson, **_values(page, state))


def _values(page: str, state: State) -> dict[str, Any]:
    controls = captured(page).controls
    values = {key: state.values[key] for key in controls}
    return values | {key: logits_as_text(values[key]) for key in CASES if key in values}


def _drawn_by(page: str, state: State) -> Captured:
    """Open a page by a link in which all is the same that decides what is drawn at all.

    Where bars are sorted, their order depends on the logits too.
    """
    values = _values(page, state)
    keys = [*VIEW_CHOICES, *(LOGITS if values.get("sort") else ())]
    link = {key: as_link(values[key]) for key in keys if key in values}
    link = {key: text for key, text in link.items() if text != as_link(TABLE[key].default)}
    return captured(page, tuple(link.items()))


def filled(text: str, state: LessonState) -> str:
    """Write a text with fields."""
    return TextElement.of("", "", text, state).fill()


def _cells(table: Mapping[tuple[int, int], str], state: LessonState) -> Cells:
    """Write the cells of a table, without its first column, which holds names."""
    rows, columns = (max(place[axis] for place in table) for axis in (0, 1))
    return [
        [filled(table[r, c], state) if (r, c) in table else None for c in range(2, columns + 1)]
        for r in range(1, rows + 1)
    ]


def traces(element: ChartElement) -> dict[int, Trace]:
    """Give the numbers of all traces that show some."""
    numbers: dict[str, dict[str, list[Any]]] = {}
    for (trace, name), reading in zip(element.names, element.readings, strict=True):
        numbers.setdefault(trace, {})[name] = reading.plain()
    places = {name: index for index, name in enumerate(element.chart.traces)}
    return {
        places[name]: KINDS[element.chart.traces[name].type](element.chart.traces[name], shown)
        for name, shown in numbers.items()
    }


def _of(trace: Any, numbers: Mapping[str, list[Any]], name: str) -> list[Any] | None:
    """Give an attribute that shows numbers, or else that of the figure."""
    found = numbers.get(name, getattr(trace, name))
    return None if found is None or isinstance(found, str) else list(found)


def _bars(trace: Any, numbers: Mapping[str, list[Any]]) -> Trace:
    along, across = ("y", "x") if trace.orientation == "h" else ("x", "y")
    heights, places, words = (_of(trace, numbers, name) for name in (across, along, "text"))
    assert heights is not None
    if words:
        inside = trace.textposition == "inside"  # where a bar of no height has no room
        drawn = [h is not None and not (inside and h == 0) for h in heights]
        words = [w if here else "" for w, here in zip(words, drawn, strict=True)]
    named = places is None or any(isinstance(place, str) for place in places)
    return Trace(
        bars=[h or 0.0 for h in heights], places=None if named else places, labels=words or None
    )


def _scatter(trace: Any, numbers: Mapping[str, list[Any]]) -> Trace:
    x, y, words = (_of(trace, numbers, name) for name in ("x", "y", "text"))
    assert x is not None
    assert y is not None
    known = [a is not None and b is not None for a, b in zip(x, y, strict=True)]
    mode = trace.mode or ("lines+markers" if len(x) < 20 else "lines")
    points = [(a, b) for a, b, here in zip(x, y, known, strict=True) if here]
    labels = None
    if words:  # Plotly draws no empty label, and lines below each other as one text
        drawn = zip(words, known, strict=True)
        labels = [word.replace("<br>", "") for word, here in drawn if here and word]
    return Trace(
        line=points if "lines" in mode else None,
        marks=points if "markers" in mode else [],
        labels=labels if "text" in mode else None,
    )


def _matrix(_: Any, numbers: Mapping[str, list[Any]]) -> Trace:
    return Trace(matrix=numbers["z"])


KINDS: Mapping[str, Callable[[Any, Mapping[str, list[Any]]], Trace]] = {
    "bar": _bars,
    "scatter": _scatter,
    "heatmap": _matrix,
}


def drawings(page: str, state: State) -> dict[str, list[dict[str, Any]]]:
    """Give every chart as its page draws it: the numbers and words of all its traces."""
    here, now = _drawn_by(page, state), lesson_state(page, state)
    found = {}
    for key in here.charts:
        figure = json.loads(numbered(here.element(key, now), 1.0, "", None).to_json())
        found[key] = [{name: t.get(name) for name in ATTRIBUTES} for t in figure["data"]]
    return found


# Facts about what is shown, stated by hand.


def read(link: str) -> State:
    """Read the state of the parameters of a link, such as ``T=2&z0=1``."""
    return State.of(f"/?{link}")


def assert_draws(page: str, state: State, wanted: Mapping[str, Mapping[str, Any]]) -> None:
    """Compare all numbers that the charts of a page draw, and all that stand beside them.

    `wanted` has them by chart and by ``trace: attribute``. What is not finite is not drawn.
    """
    now = lesson_state(page, state)
    here = _drawn_by(page, state)
    assert here.charts.keys() == wanted.keys()
    for key, traces in wanted.items():
        found = drawn_by_name(here.element(key, now))
        assert found.keys() == traces.keys(), key
        for name, numbers in traces.items():
            context = f"{key}, {name}, {state}"
            if name.endswith("text"):
                assert found[name] == list(numbers), context
            else:
                known = np.asarray(numbers, np.float64)
                known = np.where(np.isfinite(known), known, np.nan)
                drawn = np.array(found[name], np.float64)
                assert_allclose(drawn, known, rtol=1e-9, atol=1e-12, err_msg=context)


def drawn_by_name(element: ChartElement) -> dict[str, list[Any]]:
    """Give what a chart draws by ``trace: attribute``."""
    pairs = zip(element.names, element.readings, strict=True)
    return {f"{trace}: {name}": reading.plain() for (trace, name), reading in pairs}


def class_bars(numbers: Any, form: Callable[[Any], str], order: Any = range(10)) -> Any:
    """Give bars of ten classes with their numbers, and the largest again."""
    places = np.argsort(order)
    top = int(np.argmax(numbers))
    return {
        "classes: y": numbers,
        "classes: text": [form(number) for number in numbers],
        "predicted: x": [places[top]],
        "predicted: y": [numbers[top]],
    }


def marked_bars(
    numbers: Any, form: Callable[[Any], str], marked: Any, name: str = "classes"
) -> Any:
    """Give bars with their numbers, and some of them again."""
    return {
        f"{name}: y": numbers,
        f"{name}: text": [form(number) for number in numbers],
        "marked: y": np.where(marked, numbers, 0.0),
    }
