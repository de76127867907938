"""Charts and texts name what they show; what does not fit is an error that names it."""

from dataclasses import replace
from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest
from numpy.testing import assert_array_equal

from logitviz.charts.chart import Chart, Drawn, Shows, Written
from logitviz.live.elements import Attribute, ChartElement, TextElement
from logitviz.live.plan import Plan
from logitviz.live.readings import Sweep
from logitviz.live.state import State, computed


class Curve(State):
    """A line through three points, and its height."""

    @computed
    def points(self) -> Any:
        return np.asarray(self.height)[..., None] * np.array([1.0, np.nan, np.inf])

    @computed
    def matrix(self) -> Any:
        return np.ones((2, 3)) * np.asarray(self.height)[..., None, None]

    @computed
    def mean_height(self) -> Any:
        return np.mean(self.height)


def state(**values: Any) -> Curve:
    return Curve({"height": np.float64(2), "other": np.float64(0)} | values)


def chart(shows: Shows) -> Chart:
    traces = {"line": go.Scatter(), "map": go.Heatmap()}
    return Chart("curve", traces, go.Layout(), shows, lambda s: f"It is {s.height} high.")


def test_a_chart_depends_on_the_controls_of_its_numbers_and_its_words() -> None:
    assert ChartElement.of(chart({"line": {"y": "points"}}), state()).controls == {"height"}
    assert ChartElement.of(chart({}), state()).controls == {"height"}
    assert ChartElement.of(chart({"line": {"y": "other"}}), state()).controls == {"height", "other"}


def test_a_chart_that_can_be_pulled_names_the_sliders_of_its_points() -> None:
    pulled = replace(chart({"line": {"x": "height"}}), pulls={"line": ("height",)})
    (line,) = ChartElement.of(pulled, state()).entry([0])["sets"]
    assert line["pulls"] == ("height",)
    with pytest.raises(ValueError, match="no trace dot"):
        replace(pulled, pulls={"dot": ("height",)})


@pytest.mark.parametrize(
    ("shown", "plain"),
    [
        ("points", [2.0, None, None]),
        ("height", [2.0]),
        (("height", "other"), [2.0, 0.0]),
        (Drawn("points", scale=2.0, shift=(1.0, 0.0, 0.0)), [5.0, None, None]),
        ("matrix", [[2.0] * 3] * 2),
        (Written("points", "logit"), ["2", "NaN", "∞"]),
        (Written("height", "logit"), ["2"]),
    ],
)
def test_plotly_gets_numbers_gaps_and_texts(shown: Any, plain: list[Any]) -> None:
    (reading,) = ChartElement.of(chart({"line": {"y": shown}}), state()).readings
    assert reading.plain() == plain


def test_the_page_gets_a_shift_of_five_decimals() -> None:
    shifted = Drawn("points", scale=2.0, shift=(1 / 3, 0.0, 0.0))
    entry = ChartElement.of(chart({"line": {"y": shifted}}), state()).entry([7])
    attributes = entry["sets"][0]["attributes"]
    assert attributes == {"y": Attribute(7, None, None, 2.0, [0.33333, 0.0, 0.0])}


def test_a_trace_that_the_chart_does_not_have_is_named() -> None:
    with pytest.raises(ValueError, match="chart curve has no trace lime"):
        chart({"lime": {"y": "points"}})


def test_a_field_that_the_state_does_not_have_is_named() -> None:
    with pytest.raises(ValueError, match="chart curve, trace line, y: there is no field 'point'"):
        ChartElement.of(chart({"line": {"y": "point"}}), state())


def test_a_field_with_too_many_axes_is_named() -> None:
    deep = state(height=np.ones((2, 2)))
    with pytest.raises(ValueError, match="trace line, y: a trace takes one or two axes, got"):
        ChartElement.of(chart({"line": {"y": "matrix"}}), deep)


HEIGHTS = np.array([1.0, 2.0, 3.0])


def sweep(**values: Any) -> dict[str, Sweep]:
    return {"height": Sweep.of(state(**values), "height", HEIGHTS, "height")}


def test_rows_are_computed_again_only_if_another_control_has_changed() -> None:
    """The control of the slider itself may have any value."""
    read: list[float] = []

    def both(matrix: Any) -> Any:
        read.append(matrix)
        return matrix

    shown = chart({"line": {"y": Drawn(("height", "other"), through=both)}})
    for height, other, computed_anew in ((2, 0, True), (3, 0, False), (3, 5, True), (2, 5, False)):
        values = {"height": np.float64(height), "other": np.float64(other)}
        (reading,) = ChartElement.of(shown, state(**values)).readings
        read.clear()
        rows = sweep(**values)["height"].rows(reading)
        assert_array_equal(rows, [[h, other] for h in HEIGHTS])
        assert bool(read) is computed_anew


def test_equal_readings_have_equal_keys_and_others_have_not() -> None:
    def key(shown: Any, of: Any = None) -> Any:
        return ChartElement.of(chart({"line": {"y": shown}}), of or state()).readings[0].key

    assert key("points") == key(Drawn("points", scale=2.0))
    keys = [key(shown) for shown in ("points", "height", ("height", "other"), Drawn("points", abs))]
    keys += [key(Written("points", "logit")), key(Written("points[1]", "logit"))]
    assert len(set(keys)) == len(keys)
    assert key("height", type("Record", (), {"height": 1.0})) is None


def test_the_plan_gets_a_row_for_every_position() -> None:
    plan = Plan({"height": 3})
    (reading,) = ChartElement.of(chart({"line": {"y": "matrix"}}), state()).readings
    assert reading.add_to(plan, "curve", sweep()) == 0
    assert plan.series[0]["width"] == 6
    assert list(plan.series[0]["sweeps"]) == ["", "height"]


def test_a_field_that_loses_the_positions_is_named() -> None:
    element = TextElement.of("mean", "p", "{mean_height:logit}", state())
    with pytest.raises(ValueError, match="mean: under slider height the shape must be"):
        element.readings[0].add_to(Plan({"height": 3}), "mean", sweep())


def test_a_text_shows_numbers_in_any_order() -> None:
    element = TextElement.of("t", "p", "{other:logit} before {height:logit}", state())
    assert element.fill() == "0 before 2"
    assert element.controls == {"height", "other"}
    assert element.entry([4, 5]) == {
        "selector": "p",
        "template": "{0} before {1}",
        "parts": [[4, "logit", 0], [5, "logit", 0]],
    }


def test_a_text_needs_single_numbers() -> None:
    with pytest.raises(ValueError, match=r"text t: matrix must be a number"):
        TextElement.of("t", "p", "{matrix[0]:logit}", state())


def test_a_record_that_is_no_state_depends_on_no_control() -> None:
    element = ChartElement.of(chart({"line": {"y": "height"}}), type("Record", (), {"height": 1.0}))
    assert element.controls == frozenset()
    assert_array_equal(element.readings[0].now, [1.0])
