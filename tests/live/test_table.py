import inspect
import math

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

import logitviz as lv
from logitviz.datasets import sources as examples
from logitviz.lessons import PAGES
from logitviz.lessons.features.strokes import read_strokes
from logitviz.live import old_table as state
from logitviz.live.old_table import (
    CONFIDENT,
    CURVE_TEMPERATURES,
    EXAMPLE,
    HESITANT,
    LOGIT_VALUES,
    SHARE_VALUES,
    TABLE,
    TEMPERATURE_VALUES,
    TEMPERATURES,
    Entry,
    numbers,
    outside,
    position,
)

HAND_PICKED = ("0.1", "0.25", "0.5", "1", "2", "4", "5", "10", "20")
entries = pytest.mark.parametrize("entry", TABLE.values(), ids=TABLE.keys())


def allowed(entry: Entry) -> bool:
    """Whether the default of an entry is one of the values it allows."""
    if entry.options is not None:
        return entry.default in entry.options
    if entry.low is not None and entry.high is not None:
        return bool(entry.low <= entry.default <= entry.high)
    if entry.key == "drawn":
        return bool(np.isnan(read_strokes(entry.default)).all())
    if entry.key in ("a", "b"):
        return lv.parse_logits(entry.default, count=10).size == 10
    return isinstance(entry.default, bool)


@entries
def test_an_entry_stands_under_its_own_key(entry: Entry) -> None:
    assert TABLE[entry.key] is entry


def test_no_key_is_given_twice() -> None:
    keys = [entry.key for entry in state._ENTRIES]
    assert len(set(keys)) == len(keys)


@entries
def test_a_key_is_short_and_safe_in_an_address(entry: Entry) -> None:
    assert entry.key.isascii()
    assert entry.key.isalnum()
    assert len(entry.key) <= 6


def test_the_public_keys_are_still_the_same() -> None:
    logits = [f"z{i}" for i in range(10)]
    cases = ["a", "b", "ka", "kb", "d", "net"]
    others = ["k", "show", "sort", "seed", "digit", "c", "t", "u", "v", "p", *cases]
    assert {"T", *logits, *others} <= set(TABLE)


@entries
def test_a_default_is_allowed(entry: Entry) -> None:
    assert allowed(entry)


@entries
def test_an_entry_says_what_the_link_may_carry(entry: Entry) -> None:
    assert entry.allowed
    assert entry.label


@entries
def test_an_entry_belongs_to_pages_that_exist(entry: Entry) -> None:
    assert entry.pages
    assert set(entry.pages) <= set(PAGES)


@pytest.mark.parametrize("key", ["T", *(f"z{i}" for i in range(10))])
def test_the_temperature_and_the_logits_belong_to_every_page(key: str) -> None:
    assert set(TABLE[key].pages) == set(PAGES)


def test_the_example_is_the_one_of_the_sources() -> None:
    assert EXAMPLE == (4.2, 1.8, 0.5, -0.3, 2.7, 3.1, 0.2, -1.5, 1.1, 2.2)
    assert [TABLE[f"z{i}"].default for i in range(10)] == list(EXAMPLE)


def test_the_temperature_starts_at_1() -> None:
    assert TABLE["T"].default == "1"


@pytest.mark.parametrize("value", HAND_PICKED)
def test_a_temperature_worth_picking_is_on_the_slider(value: str) -> None:
    assert value in TEMPERATURES


def test_the_temperatures_begin_and_end_with_the_limits() -> None:
    assert (TEMPERATURES[0], TEMPERATURES[-1]) == ("0", "inf")
    assert (TEMPERATURE_VALUES[0], TEMPERATURE_VALUES[-1]) == (0, np.inf)


def test_the_temperatures_rise_without_repetition() -> None:
    assert (np.diff(TEMPERATURE_VALUES[:-1]) > 0).all()


def test_the_finite_temperatures_run_from_a_twentieth_to_twenty() -> None:
    assert (TEMPERATURE_VALUES[1], TEMPERATURE_VALUES[-2]) == (0.05, 20)


def test_there_are_about_120_temperatures() -> None:
    assert 110 <= len(TEMPERATURES) <= 130


def test_no_step_of_the_temperature_is_wider_than_an_eighth() -> None:
    finite = TEMPERATURE_VALUES[1:-1]
    assert (finite[1:] / finite[:-1]).max() <= 1.125


def test_a_temperature_is_written_as_short_as_a_hand_would() -> None:
    assert [f"{float(t):g}" for t in TEMPERATURES] == list(TEMPERATURES)


def test_the_curves_use_temperatures_of_the_slider_and_both_limits() -> None:
    assert np.isin(CURVE_TEMPERATURES, TEMPERATURE_VALUES).all()
    assert (CURVE_TEMPERATURES[0], CURVE_TEMPERATURES[-1]) == (0, np.inf)
    assert CURVE_TEMPERATURES[-2] == 20


def test_the_positions_of_a_logit_are_the_steps_of_its_slider() -> None:
    assert_array_equal(LOGIT_VALUES, [n / 10 for n in range(-100, 101)])


def test_the_positions_of_a_share_are_the_steps_of_its_slider() -> None:
    assert_array_equal(SHARE_VALUES, [n / 100 for n in range(101)])


@pytest.mark.parametrize(("value", "place"), [("0", 0), ("inf", len(TEMPERATURES) - 1)])
def test_the_position_of_a_temperature_counts_the_options(value: str, place: int) -> None:
    assert position("T", value) == place


def test_the_position_of_a_temperature_finds_its_row() -> None:
    assert TEMPERATURE_VALUES[int(position("T", "2.5"))] == 2.5


@pytest.mark.parametrize("key", ["z3", "p", "ga"])
def test_the_position_of_a_slider_is_its_value(key: str) -> None:
    assert position(key, 0.37) == 0.37


def test_a_and_b_predict_the_same_class_with_different_certainty() -> None:
    a, b = lv.analyse(CONFIDENT), lv.analyse(HESITANT)
    assert a.prediction == b.prediction
    assert a.confidence > 0.9
    assert b.confidence < 0.3


def test_a_starts_high_and_b_low() -> None:
    assert_array_equal(lv.parse_logits(TABLE["a"].default), CONFIDENT)
    assert_array_equal(lv.parse_logits(TABLE["b"].default), HESITANT)


@pytest.mark.parametrize(
    ("name", "confidence"), [("CONFIDENT_SHARES", 0.85), ("HESITANT_SHARES", 0.25)]
)
def test_the_pair_of_the_sources_is_a_distribution_on_class_0(name: str, confidence: float) -> None:
    shares = getattr(examples, name)
    assert_allclose(sum(shares), 1, rtol=1e-12, atol=0)
    assert int(np.argmax(shares)) == 0
    assert max(shares) == confidence


def test_logits_written_for_a_link_are_read_back_exactly() -> None:
    values = [1 / 3, -9.99999, 1e-9, math.log(0.85), 0.1 + 0.2, -0.0, 10.0, 3.7261, 5e-324, 2.0]
    assert_array_equal(lv.parse_logits(numbers(values), count=10), values)


def test_round_logits_are_written_short() -> None:
    assert numbers([4.2, -1.5, 10.0, 0.0]).replace(",", "").split() == ["4.2", "-1.5", "10", "0"]


@pytest.mark.parametrize("value", [10.0001, -10.0001, math.inf, -math.inf, math.nan, 1e300])
def test_a_logit_that_no_slider_can_hold_is_named(value: float) -> None:
    assert outside([0.0, value, 10.0, -10.0]) == [1]


def test_the_table_needs_no_streamlit() -> None:
    assert "streamlit" not in inspect.getsource(state)
