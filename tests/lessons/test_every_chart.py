"""What holds for every chart of every lesson, whatever its state."""

import json
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from logitviz.live.fields import field
from tests.charts.scenery import HOSTILE
from tests.lessons.captured import LESSONS, captured, drawn
from tests.lessons.material import as_text

CHARTS = [(page, key) for page in LESSONS for key in captured(page).charts]
charts = pytest.mark.parametrize(("page", "key"), CHARTS)
hostile = pytest.mark.parametrize("name", HOSTILE)


def exceptions(page: str, kind: str, key: str) -> dict[str, Any]:
    """What a lesson allows its chart, by trace.

    Where it leaves GAPS; how far lines are LEAVING the frame; which axis of probabilities has ROOM
    above 1.
    """
    module = f"tests.lessons.{page}.exceptions"
    found = getattr(import_module(module), kind, {}) if find_spec(module) else {}
    return dict(found.get(key, {}))


def state(page: str, name: str) -> Any:
    logits, temperature = HOSTILE[name]
    known = captured(page).controls
    values: dict[str, Any] = {f"z{i}": z for i, z in enumerate(logits)} | {"T": f"{temperature:g}"}
    values |= dict.fromkeys("ab", as_text(np.array(logits)))  # where cases have logits of their own
    tau = temperature if temperature in (0, np.inf) else np.clip(temperature / 10, 0.01, 1)
    values["tau"] = tau
    return captured(page).state(**{key: value for key, value in values.items() if key in known})


def figure(page: str, key: str) -> go.Figure:
    return captured(page).element(key, state(page, "the example")).chart.figure


@hostile
@charts
def test_every_number_drawn_is_finite(page: str, key: str, name: str) -> None:
    now = state(page, name)
    gaps = exceptions(page, "GAPS", key)
    for trace, attribute, array in drawn(captured(page).element(key, now)):
        gap = np.asarray(gaps[trace](now) if trace in gaps and attribute != "x" else False)
        assert_array_equal(np.isnan(array), np.broadcast_to(gap, array.shape))


@hostile
@charts
def test_a_position_of_a_slider_is_the_state_of_that_position(
    page: str, key: str, name: str
) -> None:
    here = captured(page)
    now = state(page, name)
    element = here.element(key, now)
    for slider in here.sliders:
        batch, count = here.moved(now, slider), here.controls[slider].positions.size  # type: ignore[attr-defined]
        for place in (0, count // 3, count - 1):
            one = here.at(now, slider, place)
            for reading in element.readings:
                if slider in reading.controls:
                    rows = reading.read(batch)
                    assert rows.shape == (count, *reading.now.shape)
                    assert_allclose(rows[place], reading.read(one), rtol=1e-12, atol=1e-15)
                else:
                    assert_array_equal(reading.read(one), reading.now)


@charts
def test_the_figure_is_the_same_for_every_state(page: str, key: str) -> None:
    assert len({captured(page).element(key, state(page, n)).chart.digest for n in HOSTILE}) == 1


@charts
def test_no_axis_can_zoom_or_rescale(page: str, key: str) -> None:
    layout = figure(page, key).to_plotly_json()["layout"]
    axes = [axis for name, axis in layout.items() if name.startswith(("xaxis", "yaxis"))]
    assert len(axes) >= 2
    assert all(axis["fixedrange"] for axis in axes)
    # A heat map's classes run downwards; its cells are categories and rescale nothing.
    assert all("range" in axis or axis.get("autorange") == "reversed" for axis in axes)


@charts
def test_no_legend_hides_a_trace(page: str, key: str) -> None:
    legend = figure(page, key).layout.legend
    assert (legend.itemclick, legend.itemdoubleclick) == (False, False)


@charts
def test_the_figure_holds_no_number_of_a_state(page: str, key: str) -> None:
    element = captured(page).element(key, state(page, "the example"))
    for trace, attribute in element.names:
        assert getattr(element.chart.traces[trace], attribute) is None


@charts
def test_probabilities_have_an_axis_from_0_to_1(page: str, key: str) -> None:
    element = captured(page).element(key, state(page, "the example"))
    room = exceptions(page, "ROOM", key)
    for (trace, attribute), reading in zip(element.names, element.readings, strict=True):
        shown = element.chart.shows[trace][attribute]
        if attribute == "y" and "probabilities" in str(getattr(shown, "fields", shown)):
            low, high = range_of(element.chart.figure, element.chart.traces[trace], "y")
            assert (low, high) == room.get(trace, (0, 1)), reading


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


@hostile
@charts
def test_nothing_drawn_lies_outside_its_axis(page: str, key: str, name: str) -> None:
    element = captured(page).element(key, state(page, name))
    leaving = exceptions(page, "LEAVING", key)
    for trace, attribute, array in drawn(element):
        low, high = range_of(element.chart.figure, element.chart.traces[trace], attribute)
        if attribute == "y" and trace in leaving:
            low, high = leaving[trace]
        numbers = array[~np.isnan(array)]
        assert (numbers >= low - 1e-12).all()
        assert (numbers <= high + 1e-12).all()


LEAVING = [(p, k, trace) for p, k in CHARTS for trace in exceptions(p, "LEAVING", k)]


@pytest.mark.parametrize(("page", "key", "trace"), LEAVING)
def test_what_may_leave_the_frame_is_a_line_that_is_cut_off_there(
    page: str, key: str, trace: str
) -> None:
    chart = captured(page).element(key, state(page, "the example")).chart
    line, held = chart.traces[trace], exceptions(page, "LEAVING", key)[trace]
    # A mark would be cut in two; a line that is not cut would cross the words around.
    assert (line.type, line.mode, line.cliponaxis) == ("scatter", "lines", None)
    low, high = range_of(chart.figure, line, "y")
    assert held[0] < low or held[1] > high


@hostile
@pytest.mark.parametrize(("page", "key", "trace"), LEAVING)
def test_no_line_lies_along_the_edge_of_its_frame(
    page: str, key: str, trace: str, name: str
) -> None:
    now = state(page, name)
    element = captured(page).element(key, now)
    (y,) = [array for t, attribute, array in drawn(element) if (t, attribute) == (trace, "y")]
    numbers = field(now, element.chart.shows[trace]["y"].fields)  # type: ignore[union-attr, arg-type]
    ends = range_of(element.chart.figure, element.chart.traces[trace], "y")
    for edge, held in zip(ends, exceptions(page, "LEAVING", key)[trace], strict=True):
        if edge not in (held, 0):
            cut = (y == edge) & (numbers != edge)
            assert not (cut[1:] & cut[:-1]).any()


@hostile
@charts
def test_the_alternative_text_is_a_sentence_without_nan(page: str, key: str, name: str) -> None:
    here, now = captured(page), state(page, name)
    states = [now, *(here.at(now, slider, place) for slider in here.sliders for place in (0, -1))]
    for one in states:
        text = here.element(key, one).alt
        assert text.endswith(".")
        assert "nan" not in text.lower()
        assert len(text) < 300


@pytest.mark.parametrize("page", LESSONS)
def test_a_figure_can_be_written_without_nan(page: str) -> None:
    for key in captured(page).charts:
        text = figure(page, key).to_json()
        json.loads(text, parse_constant=lambda name: pytest.fail(f"{name} is no JSON"))
