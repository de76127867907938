"""What holds for every chart, whatever its state."""

import json
from functools import cache
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from tests.charts.scenery import HOSTILE
from tests.charts.scenes import CHARTS, GAPS, LEAVING, MODULES, Scene, scene
from tests.live.decoded import refuse_constant

NUMBERS = ("x", "y", "z")


@cache
def drawn(name: str, hostile: str) -> list[tuple[int, str, Any]]:
    """Every array of every trace of a scene."""
    text = scene(name, hostile).figure.to_json()
    data = json.loads(text, parse_constant=refuse_constant)["data"]
    return [
        (index, name, np.array(trace[name], dtype=object))
        for index, trace in enumerate(data)
        for name in NUMBERS
        if name in trace
    ]


def gaps(name: str, state: Any, where: tuple[int, str]) -> Any:
    """Where an attribute of a trace must leave a gap; nowhere in most charts."""
    return GAPS[name](state).get(where, False) if name in GAPS else False


def states(whole: Scene) -> list[Any]:
    return [whole.now, *(state for row in whole.singles.values() for state in row)]


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize("name", CHARTS)
def test_every_number_drawn_is_finite(name: str, hostile: str) -> None:
    whole = scene(name, hostile)
    for trace, attribute, array in drawn(name, hostile):
        finite = np.isfinite(array.astype(np.float64))
        gap = np.asarray(gaps(name, whole.now, (trace, attribute)))
        assert_array_equal(finite, np.broadcast_to(~gap, finite.shape))
    for batch in whole.batches.values():
        for trace, traces in enumerate(whole.chart.values(batch)):
            for attribute, value in traces.items():
                if not value.format:
                    finite = np.isfinite(value.array)
                    gap = np.asarray(gaps(name, batch, (trace, attribute)))
                    assert_array_equal(finite, np.broadcast_to(~gap, finite.shape))


@pytest.mark.parametrize("name", CHARTS)
def test_the_layout_is_the_same_for_every_state(name: str) -> None:
    layouts = {
        json.dumps(scene(name, hostile).figure.to_plotly_json()["layout"], default=str)
        for hostile in HOSTILE
    }
    assert len(layouts) == 1


@pytest.mark.parametrize("name", CHARTS)
def test_no_axis_can_zoom_or_rescale(name: str) -> None:
    layout = CHARTS[name][0].skeleton().to_plotly_json()["layout"]
    axes = [axis for key, axis in layout.items() if key.startswith(("xaxis", "yaxis"))]
    assert len(axes) >= 2
    assert all(axis["fixedrange"] for axis in axes)
    # A heat map's classes run downwards; its cells are categories and rescale nothing.
    assert all("range" in axis or axis.get("autorange") == "reversed" for axis in axes)


@pytest.mark.parametrize("name", CHARTS)
def test_no_legend_hides_a_trace(name: str) -> None:
    legend = CHARTS[name][0].skeleton().layout.legend
    assert (legend.itemclick, legend.itemdoubleclick) == (False, False)


@pytest.mark.parametrize("name", [name for name in CHARTS if "slopes" not in name])
def test_every_figure_keeps_what_a_reader_did_to_it(name: str) -> None:
    layout = CHARTS[name][0].skeleton().layout
    assert layout.uirevision == "constant"


PROBABILITY = ["probabilities", "probabilities, sorted", "sigmoids", "case", "curves", "classic"]
SHARES = [*PROBABILITY, "uncertainty"]


@pytest.mark.parametrize("name", SHARES)
def test_the_axis_of_probabilities_runs_from_0_to_1(name: str) -> None:
    assert tuple(CHARTS[name][0].skeleton().layout.yaxis.range) == (0, 1)


def test_the_axis_of_logits_leaves_room_beyond_the_sliders() -> None:
    assert tuple(CHARTS["logits"][0].skeleton().layout.yaxis.range) == (-12, 12)


@pytest.mark.parametrize("name", [*PROBABILITY[:2], "curves", "uncertainty"])
def test_a_dotted_line_marks_one_tenth(name: str) -> None:
    (line,) = CHARTS[name][0].skeleton().layout.shapes
    assert (line.type, line.y0, line.y1, line.line.dash) == ("line", 0.1, 0.1, "dot")


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize("name", CHARTS)
def test_nothing_drawn_lies_outside_its_axis(name: str, hostile: str) -> None:
    figure = scene(name, hostile).figure
    for index, attribute, array in drawn(name, hostile):
        if attribute == "z":
            own, shared = figure.data[index], figure.layout.coloraxis
            low, high = (shared.cmin, shared.cmax) if own.coloraxis else (own.zmin, own.zmax)
        else:
            axis = getattr(figure.data[index], f"{attribute}axis") or attribute
            places = figure.layout[axis.replace(attribute, f"{attribute}axis")]
            if places.range is None:
                continue
            low, high = sorted(places.range)
            if places.type == "log":
                low, high = 10**low, 10**high
        if attribute == "y" and index in LEAVING.get(name, {}):
            low, high = LEAVING[name][index]
        numbers = array.astype(np.float64)
        if name in GAPS:
            numbers = numbers[np.isfinite(numbers)]
        if not numbers.size:
            continue
        assert numbers.min() >= low - 1e-12
        assert numbers.max() <= high + 1e-12


@pytest.mark.parametrize("name", LEAVING)
def test_what_may_leave_the_frame_is_a_line_that_is_cut_off_there(name: str) -> None:
    figure = CHARTS[name][0].skeleton()
    for index, held in LEAVING[name].items():
        line = figure.data[index]
        # A mark would be cut in two; a line that is not cut would cross the words around.
        assert (line.type, line.mode, line.cliponaxis) == ("scatter", "lines", None)
        low, high = figure.layout[(line.yaxis or "y").replace("y", "yaxis")].range
        assert held[0] < low or held[1] > high


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize("name", LEAVING)
def test_no_line_lies_along_the_edge_of_its_frame(name: str, hostile: str) -> None:
    figure = scene(name, hostile).figure
    for index, (least, most) in LEAVING[name].items():
        line = figure.data[index]
        y = np.array(line.y, dtype=np.float64)
        low, high = figure.layout[(line.yaxis or "y").replace("y", "yaxis")].range
        edges = [edge for edge, held in ((low, least), (high, most)) if held != edge and edge != 0]
        for edge in edges:
            assert not ((y[1:] == edge) & (y[:-1] == edge)).any()


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize("name", CHARTS)
def test_the_alternative_text_is_a_sentence_without_nan(name: str, hostile: str) -> None:
    whole = scene(name, hostile)
    for state in states(whole):
        text = whole.chart.alt(state)
        assert text.endswith(".")
        assert "nan" not in text.lower()
        assert len(text) < 300


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize("name", CHARTS)
def test_a_position_of_a_batch_is_the_state_of_that_position(name: str, hostile: str) -> None:
    whole = scene(name, hostile)
    for control, batch in whole.batches.items():
        moving = whole.chart.values(batch)
        for position, state in enumerate(whole.singles[control]):
            for trace, values in enumerate(whole.chart.values(state)):
                for attribute, value in values.items():
                    array = moving[trace][attribute].array
                    row = array[position] if array.ndim > value.array.ndim else array
                    assert_allclose(row, value.array, rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("name", CHARTS)
def test_the_skeleton_holds_no_number_of_a_state(name: str) -> None:
    chart = CHARTS[name][0]
    moving = chart.values(scene(name).now)
    for trace, values in zip(chart.skeleton().data, moving, strict=False):
        assert all(getattr(trace, attribute) is None for attribute in values)


def test_no_scene_hides_another_of_its_name() -> None:
    assert len(CHARTS) == sum(len(module.CHARTS) for module in MODULES)


def test_every_chart_has_a_key_of_its_own_but_for_variants_named_after_a_comma() -> None:
    keys = [chart.key for name, (chart, _) in CHARTS.items() if "," not in name]
    assert len(set(keys)) == len(keys)
