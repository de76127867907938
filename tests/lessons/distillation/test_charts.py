"""Distillation's charts against the records."""

import itertools

import numpy as np
from numpy.testing import assert_allclose, assert_array_equal

from logitviz.charts.layout import COLOURS
from logitviz.lessons.distillation.charts import MOST, Verdict, label_bars, loss_curves, losses_csv
from logitviz.lessons.distillation.comparison import Way, imitate
from logitviz.lessons.distillation.experiment_charts import Outcome, accuracy_points, gain_points
from logitviz.lessons.distillation.student import METHODS

TOY = np.array([[1.0, 4.0, 3.0, 2.0], [1.0, 2.8, 3.0, 2.0], [0.1, 0.4, 0.3, 0.2]])
NAMES, CLASSES = ("teacher", "S1", "S2"), ("cat", "dog", "bird", "frog")
T = np.array([0, 0.1, 1, 10, np.inf])
BARS = label_bars("toy", "Soft labels", NAMES, CLASSES, height=270)
CURVES = loss_curves(T, NAMES[1:], height=270)


def verdict(temperature: float, way: Way | None = None) -> Verdict:
    way = way or Way()
    rows = np.broadcast_to(TOY, (T.size, *TOY.shape))
    over = imitate(rows, way, temperature=T).loss
    return Verdict(imitate(TOY, way, temperature=temperature), over)


def test_every_model_has_a_bar_for_every_class_none_over_another() -> None:
    state = imitate(TOY)
    figure = BARS.figure(state)
    spans = []
    for bars, labels in zip(figure.data[:3], state.soft_labels, strict=True):
        assert_array_equal(bars.y, labels)
        spans += [(x - bars.width / 2, x + bars.width / 2) for x in bars.x]
    spans.sort()
    assert all(end <= start for (_, end), (start, _) in itertools.pairwise(spans))


def test_the_predicted_class_of_every_model_is_hatched() -> None:
    state = imitate(TOY)
    hatched = BARS.figure(state).data[3]
    assert [round(x) for x in hatched.x] == [1, 2, 1]
    assert_array_equal(hatched.y, state.confidence)
    assert hatched.marker.pattern.shape == "/"


def test_a_student_has_the_same_colour_in_both_charts() -> None:
    bars, lines = BARS.skeleton().data, CURVES.skeleton().data
    assert [bar.marker.color for bar in bars[1:3]] == COLOURS[1:3]
    assert [line.line.color for line in lines[1:3]] == COLOURS[1:3]
    assert [mark.marker.color for mark in lines[3:]] == COLOURS[1:3]


def test_students_are_told_apart_by_more_than_colour() -> None:
    first, second = CURVES.skeleton().data[1:3]
    assert first.line.dash != second.line.dash


def test_numbers_lie_down_where_twenty_bars_leave_no_room() -> None:
    digits = label_bars("d", "Soft labels", NAMES[:2], "0123456789", height=270)
    assert {bar.textangle for bar in digits.skeleton().data[:2]} == {-90}
    assert {bar.textangle for bar in BARS.skeleton().data[:3]} == {0}


def test_the_marks_stand_on_their_curves() -> None:
    state = verdict(1.0)
    _, first, second, *marks = CURVES.figure(state).data
    assert [mark.x[0] for mark in marks] == [1, 1]
    assert [mark.y[0] for mark in marks] == [first.y[2], second.y[2]]
    assert_allclose([mark.y[0] for mark in marks], [0.1749, 0.3457], rtol=0, atol=5e-5)


def test_a_curve_leaves_the_frame_and_its_mark_waits_at_the_edge() -> None:
    state = verdict(np.inf, Way(student_temperature=1.0))
    assert np.isinf(state.at.loss).all()
    _, first, second, *marks = CURVES.figure(state).data
    assert first.y[-1] == second.y[-1] == 2 * MOST
    assert [mark.y[0] for mark in marks] == [MOST, MOST]
    assert marks[0].marker.size != marks[1].marker.size  # both are seen
    axis = CURVES.skeleton().layout.yaxis
    assert (axis.range, axis.ticktext[-1]) == ((0, MOST), f"≥{MOST:g}")


def test_the_words_name_losses_and_predictions() -> None:
    assert "teacher dog with 0.644, S1 bird with 0.431" in BARS.alt(imitate(TOY))
    assert "S1 0.175, S2 0.346" in CURVES.alt(verdict(1.0))


def test_the_file_holds_every_loss_to_the_last_digit() -> None:
    losses = verdict(1.0).losses
    lines = losses_csv(T, losses, NAMES[1:]).splitlines()
    assert lines[0] == "temperature,S1,S2"
    rows = [[float(v) for v in line.split(",")] for line in lines[1:]]
    assert_array_equal(rows, np.column_stack([T, losses]))


ACCURACY = np.array([[0.7, 0.72, 0.75], [0.9, 0.91, 0.92], [0.93, 0.9, 0.94]])


def test_every_run_is_a_point_and_the_mean_is_beside_them() -> None:
    figure = accuracy_points(3, height=320).figure(Outcome(ACCURACY))
    runs, points, mean = figure.data[:3], figure.data[3:6], figure.data[6]
    assert_array_equal([trace.y for trace in points], ACCURACY)
    assert_array_equal([trace.y for trace in runs], ACCURACY.T)
    assert_allclose(mean.y, ACCURACY.mean(axis=1), rtol=1e-15, atol=0)
    assert list(mean.text) == ["72.3 %", "91.0 %", "92.3 %"]
    for method in range(len(METHODS)):
        assert_allclose([trace.x[method] for trace in runs], points[method].x, rtol=1e-15, atol=0)
        assert max(points[method].x) < mean.x[method] < method + 0.5


def test_the_gain_is_standardised_minus_shared_run_by_run() -> None:
    outcome = Outcome(ACCURACY)
    assert_allclose(outcome.gain, [3, -1, 2], rtol=0, atol=1e-12)
    chart = gain_points(3, height=320)
    points, mean = chart.figure(outcome).data
    assert_allclose(points.y, [3, -1, 2], rtol=0, atol=1e-12)
    assert list(mean.text) == ["+1.333"]
    assert "+1.333 points on average, above 0 in 2 of 3 runs" in chart.alt(outcome)
