"""What holds for every chart of every lesson, whatever its state."""

import json
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from itertools import chain
from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from logitviz.charts.chart import Chart
from logitviz.charts.fields import field
from logitviz.live.elements import ChartElement
from tests.charts.scenery import HOSTILE
from tests.lessons.captured import LESSONS, drawn, every_chart, everything
from tests.lessons.material import as_text


def every(page: str, kind: str) -> dict[str, dict[str, Any]]:
    """What a lesson allows its charts, by chart and trace.

    Where they leave GAPS; how far lines are LEAVING the frame; which axis of probabilities has ROOM
    above 1.
    """
    module = f"tests.lessons.{page}.exceptions"
    return getattr(import_module(module), kind, {}) if find_spec(module) else {}


def exceptions(page: str, kind: str, key: str) -> dict[str, Any]:
    return every(page, kind).get(key, {})


@cache
def state(page: str, name: str) -> Any:
    logits, temperature = HOSTILE[name]
    known = everything(page).controls
    values: dict[str, Any] = {f"z{i}": z for i, z in enumerate(logits)} | {"T": f"{temperature:g}"}
    values |= dict.fromkeys("ab", as_text(np.array(logits)))  # where cases have logits of their own
    tau = temperature if temperature in (0, np.inf) else np.clip(temperature / 10, 0.01, 1)
    values["tau"] = tau
    return everything(page).state(**{key: value for key, value in values.items() if key in known})


@cache
def element(page: str, key: str, name: str = "the example") -> ChartElement:
    return everything(page).element(key, state(page, name))


def figure(page: str, key: str) -> go.Figure:
    return element(page, key).chart.figure


@every_chart
def test_every_number_drawn_is_finite(page: str, key: str) -> None:
    gaps = exceptions(page, "GAPS", key)
    for name in HOSTILE:
        now = state(page, name)
        for trace, attribute, array in drawn(element(page, key, name)):
            gap = np.asarray(gaps[trace](now) if trace in gaps and attribute != "x" else False)
            assert_array_equal(np.isnan(array), np.broadcast_to(gap, array.shape), name)


@cache
def moved(page: str, name: str, slider: str) -> tuple[Any, dict[int, Any]]:
    """A state at all positions of a slider, and at three of them one by one."""
    here, now = everything(page), state(page, name)
    count = here.controls[slider].positions.size  # type: ignore[attr-defined]
    places = (0, count // 3, count - 1)
    return here.moved(now, slider), {place: here.at(now, slider, place) for place in places}


@every_chart
def test_a_position_of_a_slider_is_the_state_of_that_position(page: str, key: str) -> None:
    for name in HOSTILE:
        for slider in everything(page).sliders:
            batch, singles = moved(page, name, slider)
            for reading in element(page, key, name).readings:
                if slider not in reading.controls:
                    for one in singles.values():
                        assert_array_equal(reading.read(one), reading.now, name)
                    continue
                rows = reading.read(batch)
                assert rows.shape == (max(singles) + 1, *reading.now.shape), name
                for place, one in singles.items():
                    assert_allclose(
                        rows[place], reading.read(one), rtol=1e-12, atol=1e-15, err_msg=name
                    )


@every_chart
def test_the_figure_is_the_same_for_every_state(page: str, key: str) -> None:
    assert len({element(page, key, name).chart.digest for name in HOSTILE}) == 1


@every_chart
def test_no_axis_can_zoom_or_rescale(page: str, key: str) -> None:
    layout = figure(page, key).to_plotly_json()["layout"]
    axes = [axis for name, axis in layout.items() if name.startswith(("xaxis", "yaxis"))]
    assert len(axes) >= 2
    assert all(axis["fixedrange"] for axis in axes)
    # A heat map's classes run downwards; its cells are categories and rescale nothing.
    assert all("range" in axis or axis.get("autorange") == "reversed" for axis in axes)


@every_chart
def test_no_legend_hides_a_trace(page: str, key: str) -> None:
    legend = figure(page, key).layout.legend
    assert (legend.itemclick, legend.itemdoubleclick) == (False, False)


@every_chart
def test_the_figure_holds_no_number_of_a_state(page: str, key: str) -> None:
    found = element(page, key)
    for trace, attribute in found.names:
        assert getattr(found.chart.traces[trace], attribute) is None


@every_chart
def test_probabilities_have_an_axis_from_0_to_1(page: str, key: str) -> None:
    chart, room = element(page, key).chart, exceptions(page, "ROOM", key)
    for trace, attributes in chart.shows.items():
        shown = attributes.get("y")
        if "probabilities" in str(getattr(shown, "fields", shown)):
            assert range_of(chart.figure, chart.traces[trace], "y") == room.get(trace, (0, 1))


def range_of(drawing: go.Figure, trace: Any, attribute: str) -> tuple[float, float]:
    """The range of the axis of a trace; infinite for an axis of categories."""
    if attribute == "z":
        shared = drawing.layout.coloraxis
        return (shared.cmin, shared.cmax) if trace.coloraxis else (trace.zmin, trace.zmax)
    axis = getattr(trace, f"{attribute}axis") or attribute
    places = drawing.layout[axis.replace(attribute, f"{attribute}axis")]
    if places.range is None:
        return -np.inf, np.inf
    low, high = sorted(places.range)
    return (10**low, 10**high) if places.type == "log" else (low, high)


@every_chart
def test_nothing_drawn_lies_outside_its_axis(page: str, key: str) -> None:
    leaving, chart = exceptions(page, "LEAVING", key), element(page, key).chart
    ranges: dict[tuple[str, str], tuple[float, float]] = {}
    for name in HOSTILE:
        for trace, attribute, array in drawn(element(page, key, name)):
            if (trace, attribute) not in ranges:
                found = range_of(chart.figure, chart.traces[trace], attribute)
                ranges[trace, attribute] = leaving.get(trace, found) if attribute == "y" else found
            low, high = ranges[trace, attribute]
            numbers = array[~np.isnan(array)]
            assert (numbers >= low - 1e-12).all(), (name, trace)
            assert (numbers <= high + 1e-12).all(), (name, trace)


LEAVING = [
    (page, key, trace)
    for page in LESSONS
    for key, traces in every(page, "LEAVING").items()
    for trace in traces
]


@pytest.mark.parametrize(("page", "key", "trace"), LEAVING)
def test_what_may_leave_the_frame_is_a_line_that_is_cut_off_there(
    page: str, key: str, trace: str
) -> None:
    chart = element(page, key).chart
    line, held = chart.traces[trace], exceptions(page, "LEAVING", key)[trace]
    # A mark would be cut in two; a line that is not cut would cross the words around.
    assert (line.type, line.mode, line.cliponaxis) == ("scatter", "lines", None)
    low, high = range_of(chart.figure, line, "y")
    assert held[0] < low or held[1] > high


@pytest.mark.parametrize(("page", "key", "trace"), LEAVING)
def test_no_line_lies_along_the_edge_of_its_frame(page: str, key: str, trace: str) -> None:
    chart = element(page, key).chart
    ends = range_of(chart.figure, chart.traces[trace], "y")
    held_at = exceptions(page, "LEAVING", key)[trace]
    for name in HOSTILE:
        found = drawn(element(page, key, name))
        (y,) = [array for t, attribute, array in found if (t, attribute) == (trace, "y")]
        numbers = field(state(page, name), chart.shows[trace]["y"].fields)  # type: ignore[union-attr, arg-type]
        for edge, held in zip(ends, held_at, strict=True):
            if edge not in (held, 0):
                cut = (y == edge) & (numbers != edge)
                assert not (cut[1:] & cut[:-1]).any(), name


@every_chart
def test_the_alternative_text_is_a_sentence_without_nan(page: str, key: str) -> None:
    here = everything(page)
    for name in HOSTILE:
        singles = [moved(page, name, slider)[1].values() for slider in here.sliders]
        for one in (state(page, name), *chain(*singles)):
            chart = here.charts[key]
            text = (chart if isinstance(chart, Chart) else chart(one)).alt(one)
            assert text.endswith("."), name
            assert "nan" not in text.lower(), name
            assert len(text) < 300, name


@pytest.mark.parametrize("page", LESSONS)
def test_a_figure_can_be_written_without_nan(page: str) -> None:
    for key in everything(page).charts:
        text = figure(page, key).to_json()
        json.loads(text, parse_constant=lambda name: pytest.fail(f"{name} is no JSON"))
