"""Worked examples in general: figures, guesses, charts that grow."""

import json

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

import logitviz as lv
from logitviz.charts.bars import PATTERN
from logitviz.charts.layout import SECOND
from logitviz.datasets.sources import EXAMPLES, STEPS
from logitviz.lessons.examples import worked
from logitviz.lessons.examples.walk_charts import (
    Panel,
    Series,
    Step,
    describe,
    exact,
    rounds_to,
    walk_chart,
)

names = pytest.mark.parametrize("name", EXAMPLES)
AT = np.arange(STEPS + 1.0)


def panel(name: str, key: str) -> Panel:
    (found,) = [each for each in worked.example(name).panels if each.key == key]
    return found


@names
def test_the_panels_of_an_example_have_keys_of_their_own(name: str) -> None:
    keys = [each.key for each in worked.example(name).panels]
    assert 1 <= len(set(keys)) == len(keys) <= 3


@pytest.mark.parametrize(
    ("value", "printed", "right"),
    [
        (0.65900, "0.66", True),
        (0.65900, "0.65", False),
        (-999.0, "−999", True),
        (-999.6, "−999", False),
        (0.125, "0.13", True),
        (0.125, "0.12", True),
        (2.41, "2.410", True),
        (2.4109, "2.410", False),
    ],
)
def test_a_printed_figure_is_a_rounding_or_a_slip(value: float, printed: str, right: bool) -> None:
    assert rounds_to(value, printed) == right


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.6590011388859679, "0.659001"),
        (-999.0, "−999"),
        (784, "784"),
        (0.0, "0"),
        (np.inf, "∞"),
        (-np.inf, "−∞"),
        (7.225973768125749e86, "7.22597e+86"),
        (1.15762e-13, "1.16e−13"),
    ],
)
def test_an_exact_number_is_written_with_six_digits(value: float, text: str) -> None:
    assert exact(value) == text


def test_a_guess_within_the_tolerance_is_right() -> None:
    step = Step("p", 0.659, 0.01)
    assert step.right(0.65)
    assert step.right(0.669)
    assert not step.right(0.6)
    assert not step.right(np.inf)


def test_a_choice_is_right_or_wrong() -> None:
    assert Step("c", 2.0).right(2)
    assert not Step("c", 2.0).right(1)


def test_an_infinite_answer_must_be_met() -> None:
    step = Step("c", np.inf, 1)
    assert step.right(np.inf)
    assert not step.right(1e300)
    assert not step.right(-np.inf)


@names
def test_what_is_not_revealed_is_nowhere_on_a_chart_or_in_its_words(name: str) -> None:
    for each in worked.example(name).panels:
        chart = walk_chart(each, height=152)
        for at in AT:
            spec = json.loads(chart.figure(np.array(at)).to_json())
            drawn = [trace.get("y") or [] for trace in spec["data"]]
            index = 0
            for series in each.series:
                count = 2 if series.kind == "bars" and series.form else 1
                later = np.broadcast_to(np.asarray(series.when) > at, series.numbers.shape)
                for trace in range(index, index + count):
                    hidden = [v for v, hide in zip(drawn[trace], later, strict=True) if hide]
                    assert all(value is None for value in hidden)
                index += count


@names
def test_the_last_step_shows_everything(name: str) -> None:
    for each in worked.example(name).panels:
        for series in each.series:
            assert_array_equal(series.shown(np.array(float(STEPS))), series.numbers)


@names
def test_every_step_but_words_alone_changes_a_chart_or_was_to_be_read_from_one(name: str) -> None:
    """A chart that never moves would teach nothing: most steps show something new."""
    whens = {
        int(step)
        for each in worked.example(name).panels
        for series in each.series
        for step in np.atleast_1d(series.when)
        if step > 0
    }
    assert len(whens) >= 2
    assert max(whens) <= STEPS


@names
def test_a_bar_is_never_taller_than_its_axis(name: str) -> None:
    for each in worked.example(name).panels:
        for series in each.series:
            known = series.numbers[np.isfinite(series.numbers)]
            assert each.reach[0] <= known.min()
            assert known.max() <= each.reach[1]


def test_the_heights_are_the_core_s() -> None:
    z = [2.0, 1.0, 0.1]
    shares = panel("Text", "walk_probabilities").series[0]
    assert_array_equal(shares.numbers, lv.softmax(z))
    exponentials = panel("Text", "walk_exponentials").series[0]
    assert_allclose(exponentials.numbers / exponentials.numbers.sum(), lv.softmax(z), rtol=1e-14)


def test_a_line_shows_the_ten_classes_at_its_temperature() -> None:
    """Material 5: the 10-class example at T = 0.5, 1, 2 and 5."""
    z = [4.2, 1.8, 0.5, -0.3, 2.7, 3.1, 0.2, -1.5, 1.1, 2.2]
    lines = {s.name: s for s in panel("Ten", "walk_lines").series}
    assert list(lines) == ["T = 1", "T = 0.5", "T = 2", "T = 5", "T = ∞"]
    for t in (0.5, 1, 2, 5, np.inf):
        name = f"T = {t:g}".replace("inf", "∞")
        assert_array_equal(lines[name].numbers, lv.softmax(z, temperature=t))


def test_what_is_lost_is_a_word_and_no_bar() -> None:
    """Material 4: the naive log-probability is −∞, and nothing may draw it as a height."""
    chart = walk_chart(panel("Overflow", "walk_log"), height=152)
    data = json.loads(chart.figure(np.array(6.0)).to_json())["data"]
    assert data[0]["y"] == [None, -999.0]
    assert data[1]["text"] == ["−∞", "−999"]
    assert data[1]["y"] == [0, 0]


def test_the_predicted_class_has_the_colour_and_the_pattern_of_all_pages() -> None:
    for key in ("walk_logits", "walk_probabilities"):
        chosen = walk_chart(panel("Text", key), height=152).skeleton().data[-1]
        assert chosen.marker.color == SECOND
        assert chosen.marker.pattern.shape == PATTERN["shape"]


def test_words_tell_what_is_revealed() -> None:
    shares = panel("Text", "walk_probabilities")
    assert describe(shares, np.array(0.0)) == "Probabilities p: not yet revealed."
    assert describe(shares, np.array(4.0)) == "Probabilities p: News 0.659; predicted News."
    assert describe(shares, np.array(5.0)) == (
        "Probabilities p: News 0.659, Entertainment 0.242, Technology 0.099; predicted News."
    )
    lines = panel("Ten", "walk_lines")
    assert "T = 0.5: largest 0 0.840" in describe(lines, np.array(2.0))


def test_a_series_may_come_at_once_or_piece_by_piece() -> None:
    one, each = Series([1, 2], 3), Series([1, 2], [1, 2])
    assert_array_equal(one.shown(np.array(2.0)), [np.nan, np.nan])
    assert_array_equal(each.shown(AT[:3]), [[np.nan, np.nan], [1, np.nan], [1, 2]])
