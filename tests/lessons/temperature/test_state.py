"""Probabilities, entropy and confidence over the temperature, and how they are drawn."""

import math
from typing import Any

import numpy as np
from numpy.testing import assert_allclose, assert_array_equal

import logitviz as lv
from logitviz.charts import colours
from logitviz.charts.formats import amount, logit, probability
from logitviz.charts.over_temperature import TEMPERATURE_AXIS
from logitviz.charts.words import words_of
from logitviz.lessons import temperature as temperature_lesson
from logitviz.lessons.temperature.charts import (
    classic_figure,
    probability_curves,
    uncertainty_curves,
)
from logitviz.live.shared import CLASSIC_TEMPERATURES, CURVE_TEMPERATURES
from tests.cases import for_each
from tests.charts.scenery import EXAMPLE, HOSTILE
from tests.lessons.captured import captured, state_of

WORDS = words_of("temperature")
states = for_each(("logits", "temperature"), HOSTILE.values())


def state(logits: Any = EXAMPLE, temperature: float = 1.0) -> Any:
    values = {f"z{i}": z for i, z in enumerate(logits)}
    return state_of(temperature_lesson, T=f"{temperature:g}", **values)


@states
def test_the_curves_are_the_softmax_at_each_temperature(logits: Any, temperature: float) -> None:
    curves = state(logits, temperature).curves
    expected = lv.temperature_sweep(logits, CURVE_TEMPERATURES)
    assert_allclose(curves.probabilities, expected, rtol=1e-12, atol=0)
    assert_allclose(curves.confidence, lv.confidence(expected), rtol=1e-12, atol=0)
    assert_allclose(curves.entropy, lv.entropy(expected), rtol=1e-9, atol=1e-12)


def test_the_curves_start_one_hot_and_end_uniform() -> None:
    curves = state().curves
    assert_array_equal(curves.probabilities[0], [1, *[0] * 9])
    assert_array_equal(curves.probabilities[-1], [0.1] * 10)
    assert (curves.entropy[0], curves.confidence[0]) == (0, 1)
    assert_allclose(curves.entropy[-1], math.log(10), rtol=1e-15, atol=0)


def test_the_classic_figure_shows_the_values_that_the_sources_print() -> None:
    assert CLASSIC_TEMPERATURES == (0.5, 1.0, 2.0, 5.0)
    printed = state().printed.probabilities
    assert_allclose(printed[1], [0.65900, 0.24243, 0.09857], rtol=0, atol=5e-6)
    for row, t in zip(printed, CLASSIC_TEMPERATURES, strict=True):  # as a pocket calculator does it
        powers = [math.exp(z / t) for z in (2.0, 1.0, 0.1)]
        assert_allclose(row, np.array(powers) / sum(powers), rtol=1e-12, atol=0)


def test_a_temperature_stands_at_its_own_place_and_the_limits_beyond_the_slider() -> None:
    assert_array_equal(TEMPERATURE_AXIS.coordinate([0.05, 1, 20]), [0.05, 1, 20])
    zero, infinity = TEMPERATURE_AXIS.coordinate([0, np.inf])
    assert (zero, infinity) == (TEMPERATURE_AXIS.zero, TEMPERATURE_AXIS.infinity)
    assert zero < 0.05
    assert infinity > 20


@for_each("chart", [probability_curves, uncertainty_curves])
def test_the_axis_of_t_is_logarithmic_with_both_limits_named(chart: Any) -> None:
    axis = chart(WORDS, height=330).layout.xaxis
    assert axis.type == "log"
    assert (axis.ticktext[0], axis.ticktext[-1]) == ("0", "∞")
    assert 10 ** axis.range[0] < TEMPERATURE_AXIS.zero
    assert 10 ** axis.range[1] > TEMPERATURE_AXIS.infinity


def test_entropy_has_an_axis_of_its_own_which_ends_at_log_c() -> None:
    chart = uncertainty_curves(WORDS, height=330)
    assert tuple(chart.layout.yaxis2.range) == (0, math.log(10))
    assert chart.layout.yaxis2.ticktext[-1] == "log 10"
    assert {name for name, trace in chart.traces.items() if trace.yaxis == "y2"} == {
        "entropy",
        "entropy at T",
    }


def test_the_lines_of_the_classic_figure_differ_by_more_than_colour() -> None:
    traces = classic_figure(WORDS, "classic", "classic", 10, height=340).traces
    lines = [line for name, line in traces.items() if name != "names"]
    assert len({line.line.dash for line in lines}) == 4
    assert len({line.marker.symbol for line in lines}) == 4


def test_a_colour_means_the_same_as_in_the_bars() -> None:
    """Orange is the predicted class, and so confidence; blue are classes."""
    curves, unsure = (
        draw(WORDS, height=330).traces for draw in (probability_curves, uncertainty_curves)
    )
    classes = [line for name, line in curves.items() if name.startswith(("class", "chosen"))]
    assert {line.line.color for line in classes} == {colours.CLASS}
    orange = (curves["predicted"], unsure["confidence"])
    assert {line.line.color for line in orange} == {colours.PREDICTED}
    assert unsure["entropy"].line.color == colours.ENTROPY


def test_the_thick_curves_are_those_of_the_chosen_and_of_the_predicted_class() -> None:
    here = captured("temperature").state(k=3)
    assert_array_equal(here.chosen_curve, here.curves.probabilities[:, 3])
    assert_array_equal(here.curves.confidence, here.curves.probabilities[:, here.prediction])
    curves = probability_curves(WORDS, height=330).traces
    thin = curves["class 3"].line.width
    assert all(curves[name].line.width > 2 * thin for name in ("chosen", "predicted"))


@states
def test_the_words_hold_the_records_numbers(logits: Any, temperature: float) -> None:
    record = lv.analyse(logits, temperature=temperature)
    leaders = int((record.probabilities == record.probabilities.max()).sum())
    lead = (
        f"class {record.prediction} leads" if leaders == 1 else f"{leaders} classes share the lead"
    )
    sentence = f"At T = {logit(temperature)} {lead} with {probability(record.confidence)}."
    here = state(logits, temperature)
    assert probability_curves(WORDS, height=330).alt(here).endswith(f" {sentence}")
    words = uncertainty_curves(WORDS, height=330).alt(here)
    assert f"T = {logit(temperature)}: confidence {probability(record.confidence)}," in words
    assert f"entropy {amount(record.entropy)} nats" in words


def test_the_words_on_the_classic_figure_name_every_lead() -> None:
    figure = classic_figure(WORDS, "example", "printed", 3, height=340)
    assert figure.alt(state()) == (
        "Probabilities over the class index at four temperatures. Largest: T = 0.5: class 0 at "
        "0.864; T = 1: class 0 at 0.659; T = 2: class 0 at 0.502; T = 5: class 0 at 0.400."
    )
