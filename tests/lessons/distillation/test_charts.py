"""Distillation's charts against the state."""

import itertools
from types import SimpleNamespace
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.testing import assert_allclose, assert_array_equal

import logitviz as lv
from logitviz.charts import colours
from logitviz.charts.chart import Chart
from logitviz.charts.layout import NEUTRAL
from logitviz.charts.words import words_of
from logitviz.datasets.digits import load_digits
from logitviz.datasets.sources import TOY_CLASSES
from logitviz.lessons.distillation.accuracies import side_by_side, summarise
from logitviz.lessons.distillation.charts import (
    LABEL_GAP,
    MAX_LOSS,
    digit_labels,
    student_losses,
    toy_labels,
)
from logitviz.lessons.distillation.experiment import METHODS, ExperimentSettings
from logitviz.lessons.distillation.experiment_charts import (
    APART,
    MAX_GAIN,
    MIN_SHARE,
    accuracies_over_temperature,
    gain_over_temperature,
)
from logitviz.lessons.distillation.files import losses_csv
from logitviz.live.elements import ChartElement
from logitviz.live.figures import numbered
from logitviz.live.shared import CURVE_TEMPERATURES
from tests.cases import for_each
from tests.lessons.captured import captured

WORDS = words_of("distillation")
TOY, PAIR, LOSSES = toy_labels(WORDS), digit_labels(WORDS), student_losses(WORDS)
TRACES = TOY.traces


def state(**values: Any) -> Any:
    return captured("distillation").state(**values)


def drawn(chart: Chart, record: Any) -> dict[str, go.Scatter | go.Bar]:
    """The traces of a chart with the numbers of a record."""
    figure = numbered(ChartElement.of(chart, record), 1.0, "", None)
    return dict(zip(chart.traces, figure.data, strict=True))


def test_every_model_has_a_bar_for_every_class_none_over_another() -> None:
    now, spans = state(), []
    bars = list(drawn(TOY, now).values())[:3]
    for trace, labels in zip(bars, now.toy.soft_labels, strict=True):
        assert_array_equal(trace.y, labels)
        spans += [(x - trace.width / 2, x + trace.width / 2) for x in trace.x]
    spans.sort()
    assert all(end <= start for (_, end), (start, _) in itertools.pairwise(spans))


def test_the_predicted_class_of_every_model_is_hatched() -> None:
    now = state()
    hatched = drawn(TOY, now)["predicted"]
    assert [round(x) for x in hatched.x] == [1, 2, 1]
    assert_array_equal(hatched.y, now.toy.confidence)
    assert hatched.marker.pattern.shape == "/"


def test_a_student_has_the_same_colour_in_both_charts() -> None:
    bars, lines = list(TRACES.values()), LOSSES.traces
    ours = [colours.STUDENT_1, colours.STUDENT_2]
    assert [bar.marker.color for bar in bars[:3]] == [colours.TEACHER, *ours]
    assert [lines[name].line.color for name in ("S1", "S2")] == ours
    assert [lines[f"{name} at T"].marker.color for name in ("S1", "S2")] == ours
    assert [lines[f"name of {name}"].textfont.color for name in ("S1", "S2")] == ours


def test_the_real_teacher_has_the_teachers_colour_and_its_student_that_of_no_other() -> None:
    pair = list(PAIR.traces.values())
    assert [bar.marker.color for bar in pair[:2]] == [colours.TEACHER, NEUTRAL]


def test_students_are_told_apart_by_more_than_colour() -> None:
    lines = LOSSES.traces
    assert lines["S1"].line.dash != lines["S2"].line.dash


def test_all_numbers_on_bars_lie_and_are_large_enough_to_read() -> None:
    bars = [*list(PAIR.traces.values())[:2], *list(TRACES.values())[:3]]
    assert {bar.textangle for bar in bars} == {0}
    assert min(bar.textfont.size for bar in bars) >= 11


@for_each("link", [{}, {"s": "10"}, {"s": "0.1"}, {"kd": "separate", "ts": "1"},
                   {"kd": "standardised"}])  # fmt: skip
def test_the_names_of_the_students_stand_at_the_ends_of_their_curves_and_apart(link: Any) -> None:
    now = state(**link)
    found = drawn(LOSSES, now)
    places = np.array([found[f"name of {name}"].y[0] for name in ("S1", "S2")])
    ends = np.minimum(now.toy_losses[-1], MAX_LOSS)
    assert abs(places[0] - places[1]) >= LABEL_GAP - 1e-12
    assert ((places >= 0) & (places <= MAX_LOSS)).all()
    assert_allclose(places, ends, rtol=0, atol=LABEL_GAP + 1e-12)
    assert (places[0] > places[1]) == (ends[0] > ends[1])
    assert {found[f"name of {name}"].x[0] for name in ("S1", "S2")} == {found["S1"].x[-1]}


def test_the_markers_stand_on_their_curves() -> None:
    found = drawn(LOSSES, state())
    (place,) = np.flatnonzero(CURVE_TEMPERATURES == 1)
    for name, loss in (("S1", 0.1749), ("S2", 0.3457)):
        marker = found[f"{name} at T"]
        assert (marker.x[0], marker.y[0]) == (1, found[name].y[place])
        assert_allclose(marker.y[0], loss, rtol=0, atol=5e-5)


def test_a_curve_leaves_the_frame_and_its_marker_stays_at_the_edge() -> None:
    now = state(kd="separate", ts="1", T="inf")
    assert np.isinf(now.toy.loss).all()
    found = drawn(LOSSES, now)
    assert found["S1"].y[-1] == found["S2"].y[-1] == 2 * MAX_LOSS
    markers = [found[f"{name} at T"] for name in ("S1", "S2")]
    assert [marker.y[0] for marker in markers] == [MAX_LOSS, MAX_LOSS]
    assert markers[0].marker.size != markers[1].marker.size  # both are seen
    axis = LOSSES.layout.yaxis
    assert (axis.range, axis.ticktext[-1]) == ((0, MAX_LOSS), f"≥{MAX_LOSS:g}")


def test_the_words_name_losses_and_predictions() -> None:
    now = state()
    dog, bird = 1, 2
    assert TOY.alt(now) == WORDS.said(
        "labels_toy_alt",
        T=1,
        toy=SimpleNamespace(prediction=[dog, bird, dog], confidence=[0.644, 0.431, 0.289]),
    )
    assert LOSSES.alt(now) == WORDS.said(
        "student_losses_alt", T=1, toy=SimpleNamespace(loss=[0.175, 0.346])
    )


def test_the_words_of_the_real_pair_name_the_predictions_and_confidences() -> None:
    now = state(digit=7, T="2")
    digits = load_digits()
    rows = digits.teacher_logits[7], digits.student_logits[7]
    assert PAIR.alt(now) == WORDS.said(
        "labels_digit_alt",
        T=2,
        pair=SimpleNamespace(
            prediction=[row.argmax() for row in rows],
            confidence=[lv.softmax(row, temperature=2).max() for row in rows],
        ),
    )


def test_a_bar_has_the_name_of_its_model_and_of_its_class() -> None:
    names = [WORDS[f"model_{model}"] for model in ("teacher", "s1", "s2")]
    assert [bar.name for bar in TRACES.values()] == [*names, WORDS["bars_predicted"]]
    assert list(TOY.layout.xaxis.ticktext) == [WORDS[f"class_{name}"] for name in TOY_CLASSES]
    # The texts choose the names of the classes by their places.
    assert f"{{toy.prediction[0]:{'|'.join(TOY.layout.xaxis.ticktext)}}}" in WORDS["toy"]


def test_the_file_holds_every_loss_to_the_last_digit() -> None:
    now = state()
    lines = losses_csv(now).splitlines()
    assert lines[0] == "temperature,S1,S2"
    rows = [[float(v) for v in line.split(",")] for line in lines[1:]]
    assert_array_equal(rows, np.column_stack([CURVE_TEMPERATURES, now.toy_losses]))


# ---- the experiment ----

COOL = summarise(
    ExperimentSettings(0.5, runs=3),
    np.array([[0.7, 0.72, 0.75], [0.9, 0.91, 0.92], [0.93, 0.9, 0.94]]),
)
HOT = summarise(
    ExperimentSettings(np.inf, runs=2), np.array([[0.7, 0.71], [0.94, 0.95], [0.93, 0.93]])
)
FOUND = side_by_side([COOL, HOT])
PLACES = [0.5, 36.0]  # where a logarithmic axis shows T = 0.5 and T = inf


def accuracy_chart(found: Any) -> Chart:
    return accuracies_over_temperature(WORDS, found.temperatures)


def gain_chart(found: Any) -> Chart:
    return gain_over_temperature(WORDS, found.temperatures, found.runs)


def test_every_experiment_has_a_mean_and_a_standard_error_for_each_method_at_its_t() -> None:
    traces = drawn(accuracy_chart(FOUND), FOUND)
    for m, method in enumerate(METHODS):
        mean, interval = traces[method.name], traces[f"{method.name} ±"]
        assert_allclose(mean.x, np.array(PLACES) * APART ** (m - 1), rtol=1e-12, atol=0)
        assert_allclose(mean.y, [COOL.accuracy[m].mean(), HOT.accuracy[m].mean()], rtol=1e-15)
        ends = np.array(interval.y, float).reshape(2, 3)
        assert np.isnan(ends[:, 2]).all()  # two lines, not one
        for found, (low, high, _) in zip((COOL, HOT), ends, strict=True):
            error = found.accuracy[m].std(ddof=1) / np.sqrt(found.runs)
            middle = found.accuracy[m].mean()
            assert_allclose([low, high], [middle - error, middle + error], rtol=1e-12)
        assert_array_equal(interval.x, np.repeat(mean.x, 3))


def test_the_gain_is_standardised_minus_shared_run_by_run() -> None:
    assert_allclose(COOL.gain, [3, -1, 2], rtol=0, atol=1e-12)
    found = drawn(gain_chart(FOUND), FOUND)
    assert_allclose(found["runs"].y, [3, -1, 2, -1, -2], rtol=0, atol=1e-12)
    assert_array_equal(found["runs"].x, np.repeat(PLACES, [3, 2]))
    assert_allclose(found["mean"].y, [4 / 3, -1.5], rtol=1e-12, atol=0)
    assert_array_equal(found["mean"].x, PLACES)
    error = np.std([3, -1, 2], ddof=1) / np.sqrt(3)
    assert_allclose(found["mean ±"].y[:2], 4 / 3 + np.array([-error, error]), rtol=1e-12)


def test_the_words_of_results_name_every_experiment() -> None:
    def settings(temperature: float) -> SimpleNamespace:
        return SimpleNamespace(temperature=temperature)

    cool = SimpleNamespace(
        settings=settings(0.5), runs=3, runs_ahead=2, mean=[0.7233, 0.91, 0.9233]
    )
    hot = SimpleNamespace(
        settings=settings(np.inf), runs=2, runs_ahead=0, mean=[0.705, 0.945, 0.93]
    )
    gains = [WORDS.said("gain_alt_each", found=found, points=points)
             for found, points in ((cool, 1.3), (hot, -1.5))]  # fmt: skip
    assert gain_chart(FOUND).alt(FOUND) == WORDS.said("gain_alt", each=WORDS.listed(gains))
    shares = [WORDS.said("accuracy_alt_each", found=found) for found in (cool, hot)]
    assert accuracy_chart(FOUND).alt(FOUND) == WORDS.said("accuracy_alt", each=WORDS.listed(shares))


def test_the_title_of_the_accuracies_says_how_many_images_were_tested() -> None:
    title = accuracy_chart(FOUND).layout.title.text
    assert title == WORDS.said("accuracy_title", count=899)


def test_each_way_to_distil_has_its_colour_and_its_symbol() -> None:
    traces = accuracy_chart(FOUND).traces
    methods = [traces[method.name].marker for method in METHODS]
    assert [m.color for m in methods] == [NEUTRAL, colours.SHARED, colours.STANDARDISED]
    assert len({m.symbol for m in methods}) == 3


@for_each("accuracy", [0.0, 1.0])
def test_what_lies_beyond_an_axis_is_drawn_at_its_edge(accuracy: float) -> None:
    settings = ExperimentSettings(runs=2)
    share = np.array([[accuracy] * 2, [accuracy] * 2, [1 - accuracy] * 2])
    found = side_by_side([summarise(settings, share)])
    points = drawn(accuracy_chart(found), found)
    assert [points[m.name].y[0] for m in METHODS] == [
        max(a, MIN_SHARE) for a in (accuracy, accuracy, 1 - accuracy)
    ]
    gains = drawn(gain_chart(found), found)
    edge = MAX_GAIN if accuracy == 0 else -MAX_GAIN
    assert gains["runs"].y[0] == gains["mean"].y[0] == gains["mean ±"].y[0] == edge


@for_each("chart", [accuracy_chart(FOUND), gain_chart(FOUND)])
def test_no_axis_of_an_experiment_can_zoom_and_no_legend_hides_a_trace(chart: Chart) -> None:
    layout = chart.figure.layout
    assert layout.xaxis.fixedrange
    assert layout.yaxis.fixedrange
    assert len(layout.xaxis.range) == len(layout.yaxis.range) == 2
    assert (layout.legend.itemclick, layout.legend.itemdoubleclick) == (False, False)
    assert chart.alt(FOUND).endswith(".")
