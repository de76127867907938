"""Distillation's charts against the state."""

import itertools
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.testing import assert_allclose, assert_array_equal

from logitviz.charts import colours
from logitviz.charts.chart import Chart
from logitviz.lessons.distillation.accuracies import summarise
from logitviz.lessons.distillation.charts import (
    MAX_LOSS,
    digit_labels,
    student_losses,
    toy_labels,
)
from logitviz.lessons.distillation.experiment import METHODS
from logitviz.lessons.distillation.experiment_charts import (
    MAX_GAIN,
    MIN_SHARE,
    accuracy_points,
    gain_points,
)
from logitviz.lessons.distillation.files import losses_csv
from logitviz.live.elements import ChartElement
from logitviz.live.figures import numbered
from logitviz.live.shared import CURVE_TEMPERATURES
from tests.cases import for_each
from tests.lessons.captured import captured

TRACES = toy_labels().traces


def state(**values: Any) -> Any:
    return captured("distillation").state(**values)


def drawn(chart: Chart, record: Any) -> dict[str, go.Scatter | go.Bar]:
    """The traces of a chart with the numbers of a record."""
    figure = numbered(ChartElement.of(chart, record), 1.0, "", None)
    return dict(zip(chart.traces, figure.data, strict=True))


def test_every_model_has_a_bar_for_every_class_none_over_another() -> None:
    now, spans = state(), []
    bars = list(drawn(toy_labels(), now).values())[:3]
    for trace, labels in zip(bars, now.toy.soft_labels, strict=True):
        assert_array_equal(trace.y, labels)
        spans += [(x - trace.width / 2, x + trace.width / 2) for x in trace.x]
    spans.sort()
    assert all(end <= start for (_, end), (start, _) in itertools.pairwise(spans))


def test_the_predicted_class_of_every_model_is_hatched() -> None:
    now = state()
    hatched = drawn(toy_labels(), now)["predicted"]
    assert [round(x) for x in hatched.x] == [1, 2, 1]
    assert_array_equal(hatched.y, now.toy.confidence)
    assert hatched.marker.pattern.shape == "/"


def test_a_student_has_the_same_colour_in_both_charts() -> None:
    bars, lines = list(TRACES.values()), student_losses().traces
    assert [bar.marker.color for bar in bars[1:3]] == colours.COLOURS[1:3]
    assert [lines[name].line.color for name in ("S1", "S2")] == colours.COLOURS[1:3]
    assert [lines[f"{name} at T"].marker.color for name in ("S1", "S2")] == colours.COLOURS[1:3]


def test_students_are_told_apart_by_more_than_colour() -> None:
    lines = student_losses().traces
    assert lines["S1"].line.dash != lines["S2"].line.dash


def test_numbers_are_turned_where_twenty_bars_leave_no_room() -> None:
    assert {bar.textangle for bar in list(digit_labels().traces.values())[:2]} == {-90}
    assert {bar.textangle for bar in list(TRACES.values())[:3]} == {0}


def test_the_markers_stand_on_their_curves() -> None:
    found = drawn(student_losses(), state())
    (place,) = np.flatnonzero(CURVE_TEMPERATURES == 1)
    for name, loss in (("S1", 0.1749), ("S2", 0.3457)):
        marker = found[f"{name} at T"]
        assert (marker.x[0], marker.y[0]) == (1, found[name].y[place])
        assert_allclose(marker.y[0], loss, rtol=0, atol=5e-5)


def test_a_curve_leaves_the_frame_and_its_marker_stays_at_the_edge() -> None:
    now = state(kd="separate", ts="1", T="inf")
    assert np.isinf(now.toy.loss).all()
    found = drawn(student_losses(), now)
    assert found["S1"].y[-1] == found["S2"].y[-1] == 2 * MAX_LOSS
    markers = [found[f"{name} at T"] for name in ("S1", "S2")]
    assert [marker.y[0] for marker in markers] == [MAX_LOSS, MAX_LOSS]
    assert markers[0].marker.size != markers[1].marker.size  # both are seen
    axis = student_losses().layout.yaxis
    assert (axis.range, axis.ticktext[-1]) == ((0, MAX_LOSS), f"≥{MAX_LOSS:g}")


def test_the_words_name_losses_and_predictions() -> None:
    assert "teacher dog with 0.644, S1, wrong bird with 0.431" in toy_labels().alt(state())
    assert "S1 0.175, S2 0.346" in student_losses().alt(state())


def test_the_file_holds_every_loss_to_the_last_digit() -> None:
    now = state()
    lines = losses_csv(now).splitlines()
    assert lines[0] == "temperature,S1,S2"
    rows = [[float(v) for v in line.split(",")] for line in lines[1:]]
    assert_array_equal(rows, np.column_stack([CURVE_TEMPERATURES, now.toy_losses]))


# ---- the experiment ----

FOUND = summarise(np.array([[0.7, 0.72, 0.75], [0.9, 0.91, 0.92], [0.93, 0.9, 0.94]]))


def test_every_run_is_a_point_and_the_mean_is_beside_them() -> None:
    traces = list(drawn(accuracy_points(3), FOUND).values())
    runs, points, mean = traces[:3], traces[3:6], traces[6]
    assert_array_equal([trace.y for trace in points], FOUND.accuracy)
    assert_array_equal([trace.y for trace in runs], FOUND.accuracy.T)
    assert_allclose(mean.y, FOUND.accuracy.mean(axis=1), rtol=1e-15, atol=0)
    assert list(mean.text) == ["72.3 %", "91.0 %", "92.3 %"]
    for method in range(len(METHODS)):
        assert_allclose([trace.x[method] for trace in runs], points[method].x, rtol=1e-15, atol=0)
        assert max(points[method].x) < mean.x[method] < method + 0.5


def test_the_gain_is_standardised_minus_shared_run_by_run() -> None:
    assert_allclose(FOUND.gain, [3, -1, 2], rtol=0, atol=1e-12)
    found = drawn(gain_points(3), FOUND)
    assert_allclose(found["runs"].y, [3, -1, 2], rtol=0, atol=1e-12)
    assert list(found["mean"].text) == ["+1.333"]
    assert "+1.333 points on average, above 0 in 2 of 3 runs" in gain_points(3).alt(FOUND)


@for_each("accuracy", [0.0, 1.0])
def test_what_lies_beyond_an_axis_is_drawn_at_its_edge(accuracy: float) -> None:
    found = summarise(np.array([[accuracy] * 2, [accuracy] * 2, [1 - accuracy] * 2]))
    points = drawn(accuracy_points(2), found)
    assert [points[m.name].y[0] for m in METHODS] == [
        max(a, MIN_SHARE) for a in (accuracy, accuracy, 1 - accuracy)
    ]
    gains = drawn(gain_points(2), found)
    edge = MAX_GAIN if accuracy == 0 else -MAX_GAIN
    assert gains["runs"].y[0] == gains["mean"].y[0] == edge


@for_each("chart", [accuracy_points(3), gain_points(3)])
def test_no_axis_of_an_experiment_can_zoom_and_no_legend_hides_a_trace(chart: Chart) -> None:
    layout = chart.figure.layout
    assert layout.xaxis.fixedrange
    assert layout.yaxis.fixedrange
    assert len(layout.xaxis.range) == len(layout.yaxis.range) == 2
    assert (layout.legend.itemclick, layout.legend.itemdoubleclick) == (False, False)
    assert chart.alt(FOUND).endswith(".")
