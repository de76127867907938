"""What links carry: public, checked, and the same on every page."""

import math
from typing import Any

import numpy as np
from numpy.testing import assert_allclose, assert_array_equal

import logitviz as lv
from logitviz.charts.words import words_of
from logitviz.datasets import sources
from logitviz.lessons import PAGES, controls_of
from logitviz.lessons.features.strokes import read_strokes
from logitviz.live.controls import (
    Choice,
    Moving,
    Number,
    OptionSlider,
    Slider,
    Text,
    Toggle,
    WholeNumber,
)
from logitviz.live.shared import CURVE_TEMPERATURES, LOGITS, TEMPERATURE, outside, share
from tests.cases import for_each
from tests.lessons.table import TABLE

HAND_PICKED = ("0.1", "0.25", "0.5", "1", "2", "4", "5", "10", "20")
FINITE = TEMPERATURE.positions[1:-1]
controls = for_each("key", TABLE)


def allowed(key: str) -> bool:
    """Whether the default of a control is one of the values it allows."""
    control = TABLE[key]
    if isinstance(control, Choice | OptionSlider):
        return control.default in control.options
    if isinstance(control, Slider | Number | WholeNumber):
        return bool(control.low <= control.default <= control.high)
    if key in ("hide", "talk"):  # nothing is hidden, and there is no list
        return bool(control.default == "")
    if key == "drawn":
        return bool(np.isnan(read_strokes(control.default)).all())
    if isinstance(control, Text):
        return lv.parse_logits(control.default, count=10).size == 10
    return isinstance(control, Toggle) and isinstance(control.default, bool)


@controls
def test_a_key_is_short_and_safe_in_an_address(key: str) -> None:
    assert key == TABLE[key].key
    assert key.isascii()
    assert key.isalnum()
    assert len(key) <= 6


@controls
def test_a_control_has_a_label_an_allowed_default_and_says_what_a_link_may_carry(key: str) -> None:
    assert allowed(key)
    assert TABLE[key].allowed
    lessons = [page for page in PAGES if key in controls_of(page)]
    assert all(words_of(page).label(key) for page in lessons)


def test_every_slider_grows_to_the_right() -> None:
    sliders = [each for each in TABLE.values() if isinstance(each, Moving)]
    assert all((np.diff(each.positions) > 0).all() for each in sliders)


def test_the_temperature_and_the_logits_belong_to_every_page() -> None:
    for page in PAGES:
        assert {"T", *(f"z{i}" for i in range(10))} <= controls_of(page).keys()


def test_the_example_is_the_one_of_the_sources() -> None:
    expected = [4.2, 1.8, 0.5, -0.3, 2.7, 3.1, 0.2, -1.5, 1.1, 2.2]
    assert [logit.default for logit in LOGITS] == expected


@for_each("value", HAND_PICKED)
def test_a_temperature_worth_picking_is_on_the_slider(value: str) -> None:
    assert value in TEMPERATURE.options


def test_the_temperatures_rise_from_0_through_a_twentieth_and_twenty_to_infinity() -> None:
    assert (TEMPERATURE.options[0], TEMPERATURE.options[-1]) == ("0", "inf")
    assert (np.diff(FINITE) > 0).all()
    assert (FINITE[0], FINITE[-1]) == (0.05, 20)
    assert 110 <= len(TEMPERATURE.options) <= 130


def test_no_step_of_the_temperature_is_wider_than_an_eighth() -> None:
    assert (FINITE[1:] / FINITE[:-1]).max() <= 1.125


def test_a_temperature_is_written_as_short_as_a_hand_would() -> None:
    assert [f"{float(t):g}" for t in TEMPERATURE.options] == list(TEMPERATURE.options)


def test_the_curves_use_temperatures_of_the_slider_and_both_limits() -> None:
    assert np.isin(CURVE_TEMPERATURES, TEMPERATURE.positions).all()
    assert [*CURVE_TEMPERATURES[[0, -2, -1]]] == [0, 20, np.inf]


@for_each(
    ("slider", "expected"),
    [
        (LOGITS[0], [n / 10 for n in range(-100, 101)]),
        (share("p", 0.5), [n / 100 for n in range(101)]),
        (OptionSlider("x", "2", ("0.5", "2", "inf")), [0.5, 2, math.inf]),
    ],
)
def test_the_positions_of_a_slider_are_its_steps(slider: Moving, expected: list[float]) -> None:
    assert_array_equal(slider.positions, expected)


@for_each(("key", "value", "place"), [("T", "0", 0), ("T", "inf", -1), ("z3", 0.37, 0.37)])
def test_a_slider_of_options_counts_them_and_any_other_gives_its_value(
    key: str, value: Any, place: float
) -> None:
    expected = place if place >= 0 else len(TEMPERATURE.options) + place
    assert TABLE[key].position(value) == expected


@for_each(("name", "confidence"), [("CONFIDENT_SHARES", 0.85), ("HESITANT_SHARES", 0.25)])
def test_the_pair_of_the_sources_is_a_distribution_on_class_0(name: str, confidence: float) -> None:
    shares = getattr(sources, name)
    assert_allclose(sum(shares), 1, rtol=1e-12, atol=0)
    assert int(np.argmax(shares)) == 0
    assert max(shares) == confidence


@for_each("value", [10.0001, -10.0001, math.inf, -math.inf, math.nan, 1e300])
def test_a_logit_that_no_slider_can_hold_is_named(value: float) -> None:
    assert outside([0.0, value, 10.0, -10.0]) == [1]
