import math

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

import logitviz as lv
from logitviz.charts.curves import (
    AXIS,
    CLASSIC_TEMPERATURES,
    Course,
    classic_figure,
    place,
    probability_curves,
    uncertainty_curves,
)
from logitviz.charts.formats import amount, probability
from tests.charts.scenery import EXAMPLE, HOSTILE, analyse, at_each

THREE = [2.0, 1.0, 0.1]
CURVE = np.array([0, 0.05, 0.1, 0.25, 0.5, 1, 2, 4, 5, 10, 20, np.inf])
states = pytest.mark.parametrize(("logits", "temperature"), HOSTILE.values(), ids=HOSTILE.keys())


def course(logits: list[float], temperature: float) -> Course:
    return Course(analyse(logits, temperature), at_each(logits, CURVE))


def by_hand(logits: list[float], temperature: float) -> list[float]:
    """Softmax as a pocket calculator would do it; good enough for small logits."""
    powers = [math.exp(z / temperature) for z in logits]
    return [power / sum(powers) for power in powers]


def test_a_finite_temperature_stands_at_its_own_place() -> None:
    assert_array_equal(place([0.05, 1, 20]), [0.05, 1, 20])


def test_zero_and_infinity_stand_beyond_the_ends_of_the_slider() -> None:
    assert_array_equal(place([0, np.inf]), [AXIS.zero, AXIS.infinity])
    assert AXIS.zero < 0.05
    assert AXIS.infinity > 20


@states
def test_the_curve_of_a_class_is_its_probability_over_t(
    logits: list[float], temperature: float
) -> None:
    figure = probability_curves(CURVE, height=330).figure(course(logits, temperature))
    expected = lv.temperature_sweep(logits, CURVE)
    for c in range(10):
        assert_array_equal(figure.data[c].x, place(CURVE))
        assert_allclose(figure.data[c].y, expected[:, c], rtol=1e-12, atol=0)
        assert figure.data[c].name == str(c)


@states
def test_markers_stand_on_the_curves_at_the_chosen_temperature(
    logits: list[float], temperature: float
) -> None:
    figure = probability_curves(CURVE, height=330).figure(course(logits, temperature))
    upright, markers = figure.data[10:]
    at = float(place(temperature))
    assert tuple(upright.x) == (at, at)
    assert tuple(upright.y) == (0, 1)
    assert tuple(markers.x) == (at,) * 10
    assert_array_equal(markers.y, analyse(logits, temperature).probabilities)


def test_the_curves_start_one_hot_and_end_uniform() -> None:
    figure = probability_curves(CURVE, height=330).figure(course(EXAMPLE.tolist(), 1.0))
    assert [line.y[0] for line in figure.data[:10]] == [1, *[0] * 9]
    assert [line.y[-1] for line in figure.data[:10]] == [0.1] * 10


@states
def test_confidence_and_entropy_are_drawn_over_t(logits: list[float], temperature: float) -> None:
    figure = uncertainty_curves(CURVE, height=330).figure(course(logits, temperature))
    entropy, confidence = figure.data[:2]
    sweep = lv.temperature_sweep(logits, CURVE)
    assert (entropy.name, confidence.name) == ("entropy", "confidence")
    assert_allclose(confidence.y, lv.confidence(sweep), rtol=1e-12, atol=0)
    assert_allclose(entropy.y, lv.entropy(sweep), rtol=1e-9, atol=1e-12)


@states
def test_dots_stand_on_confidence_and_entropy(logits: list[float], temperature: float) -> None:
    figure = uncertainty_curves(CURVE, height=330).figure(course(logits, temperature))
    record, at = analyse(logits, temperature), float(place(temperature))
    upright, entropy, confidence = figure.data[2:]
    assert tuple(upright.x) == (at, at)
    assert (entropy.x[0], entropy.y[0]) == (at, record.entropy)
    assert (confidence.x[0], confidence.y[0]) == (at, record.confidence)


def test_entropy_runs_from_0_to_log_c_and_confidence_from_1_to_one_tenth() -> None:
    figure = uncertainty_curves(CURVE, height=330).figure(course(EXAMPLE.tolist(), 1.0))
    entropy, confidence = figure.data[:2]
    assert (entropy.y[0], confidence.y[0], confidence.y[-1]) == (0, 1, 0.1)
    assert_allclose(entropy.y[-1], math.log(10), rtol=1e-15, atol=0)


def test_the_right_axis_of_entropy_ends_at_log_c() -> None:
    layout = uncertainty_curves(CURVE, height=330).skeleton().layout
    assert tuple(layout.yaxis2.range) == (0, math.log(10))
    assert layout.yaxis2.ticktext[-1] == "log 10"


def test_the_dot_of_entropy_stands_on_the_axis_of_entropy() -> None:
    data = uncertainty_curves(CURVE, height=330).skeleton().data
    assert [trace.yaxis for trace in data] == ["y2", None, None, "y2", None]


@pytest.mark.parametrize("chart", [probability_curves, uncertainty_curves])
def test_the_axis_of_t_is_logarithmic_with_both_limits_named(chart: object) -> None:
    axis = chart(CURVE, height=330).skeleton().layout.xaxis  # type: ignore[operator]
    assert axis.type == "log"
    assert (axis.ticktext[0], axis.ticktext[-1]) == ("0", "∞")
    assert 10 ** axis.range[0] < AXIS.zero
    assert 10 ** axis.range[1] > AXIS.infinity


def test_the_classic_temperatures_are_those_of_the_sources() -> None:
    assert CLASSIC_TEMPERATURES == (0.5, 1.0, 2.0, 5.0)


@pytest.mark.parametrize("logits", [EXAMPLE.tolist(), THREE], ids=["ten", "three"])
def test_the_classic_figure_is_drawn_as_in_the_sources(logits: list[float]) -> None:
    chart = classic_figure("classic", "title", len(logits), height=340)
    lines = chart.figure(at_each(logits, CLASSIC_TEMPERATURES)).data
    for line, t in zip(lines, (0.5, 1, 2, 5), strict=True):
        assert line.name == f"T = {t:g}"
        assert line.mode == "lines+markers"
        assert_array_equal(line.x, np.arange(len(logits)))
        assert_allclose(line.y, by_hand(logits, t), rtol=1e-12, atol=0)


def test_the_classic_figure_shows_the_exact_values_of_the_text_example() -> None:
    chart = classic_figure("example", "title", 3, height=340)
    plain = chart.figure(at_each(THREE, CLASSIC_TEMPERATURES)).data[1]
    assert_allclose(plain.y, [0.65900, 0.24243, 0.09857], rtol=0, atol=5e-6)


def test_the_lines_of_the_classic_figure_differ_by_more_than_colour() -> None:
    lines = classic_figure("classic", "title", 10, height=340).skeleton().data
    assert len({line.line.dash for line in lines}) == 4
    assert len({line.marker.symbol for line in lines}) == 4


@states
def test_the_words_on_the_curves_hold_the_records_numbers(
    logits: list[float], temperature: float
) -> None:
    record = analyse(logits, temperature)
    words = probability_curves(CURVE, height=330).alt(course(logits, temperature))
    leaders = int((record.probabilities == record.probabilities.max()).sum())
    lead = (
        f"class {record.prediction} leads" if leaders == 1 else f"{leaders} classes share the lead"
    )
    sentence = f"At T = {temperature:g} {lead} with {probability(record.confidence)}."
    assert words.endswith(f" {sentence}")


@states
def test_the_words_on_uncertainty_hold_the_records_numbers(
    logits: list[float], temperature: float
) -> None:
    record = analyse(logits, temperature)
    words = uncertainty_curves(CURVE, height=330).alt(course(logits, temperature))
    assert f"T = {temperature:g}: confidence {probability(record.confidence)}," in words
    assert f"entropy {amount(record.entropy)} nats" in words


def test_the_words_on_the_classic_figure_name_every_lead() -> None:
    chart = classic_figure("example", "title", 3, height=340)
    assert chart.alt(at_each(THREE, CLASSIC_TEMPERATURES)) == (
        "Probabilities over the class index at four temperatures. Largest: T = 0.5: class 0 at "
        "0.864; T = 1: class 0 at 0.659; T = 2: class 0 at 0.502; T = 5: class 0 at 0.400."
    )
