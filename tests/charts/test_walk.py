"""The worked examples: the numbers of the material, the sources' slips, charts that grow."""

import json

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

import logitviz as lv
from logitviz.charts import worked
from logitviz.charts.walk import (
    Example,
    Panel,
    Series,
    Step,
    describe,
    exact,
    rounds_to,
    walk_chart,
)
from logitviz.core.examples import EXAMPLES, STEPS

names = pytest.mark.parametrize("name", EXAMPLES)
AT = np.arange(STEPS + 1.0)


def steps(name: str) -> dict[str, Step]:
    return {step.name: step for step in worked.example(name).steps}


def panel(name: str, key: str) -> Panel:
    (found,) = [each for each in worked.example(name).panels if each.key == key]
    return found


def test_the_examples_are_those_that_a_link_can_name() -> None:
    assert worked.NAMES == EXAMPLES


@names
def test_every_example_has_as_many_steps_as_the_slider(name: str) -> None:
    assert len(worked.example(name).steps) == STEPS
    assert len(steps(name)) == STEPS


@names
def test_the_panels_of_an_example_have_keys_of_their_own(name: str) -> None:
    keys = [each.key for each in worked.example(name).panels]
    assert 1 <= len(set(keys)) == len(keys) <= 3


# Material, section by section: the exact values to five significant digits, worked out by hand.
EXACT = {
    # 3: z = [2.0, 1.0, 0.1]
    ("Text", "exponential"): 7.38905609893065,
    ("Text", "sum"): 11.212508845465345,
    ("Text", "first"): 0.65900,
    ("Text", "last"): 0.09857,
    # 3: z = [2.1, -0.3, 0.7]
    ("Three", "sum"): 8.16616991 + 0.74081822 + 2.01375271,
    ("Three", "first"): 0.74777,
    ("Three", "shifted"): 0.74777,
    ("Three", "doubled"): 0.93542,
    # 2: the 3 × 3 layer, and the network 784 → 128 → 10
    ("Features", "first"): 0.5,
    ("Features", "second"): 0.34,
    ("Features", "third"): 2.41,
    ("Features", "exponential"): 11.13396,
    ("Features", "share"): 0.78477,
    ("Image", "inputs"): 784,
    ("Image", "outputs"): 10,
    ("Image", "weights"): 128 * 10 + 10,
    # 5: ten classes at T = 1, 0.5, 2, 5 and without end
    ("Ten", "one"): 0.53062,
    ("Ten", "half"): 0.84016,
    ("Ten", "two"): 0.29529,
    ("Ten", "five"): 0.16602,
    ("Ten", "limit"): 0.1,
    # 7: the pair of confidences
    ("Confidence", "hesitant"): 0.25,
    ("Confidence", "margin"): 0.85 - 0.03,
    ("Confidence", "close"): 0.25 - 0.22,
    ("Confidence", "gap"): np.log(0.85 / 0.03),
    ("Confidence", "effective"): 6.27993,
    # 1 and 6: the logit function, and two classes
    ("Logit", "half"): 0.0,
    ("Logit", "value"): np.log(4),
    ("Logit", "pair"): 1 / (1 + np.exp(-2.0)),
    # 4: [1000, 1]
    ("Overflow", "fused"): -999.0,
    ("Overflow", "limit"): 709.78271,
    # 10: the toy case
    ("Distillation", "wrong_loss"): 0.17491,
    ("Distillation", "right_loss"): 0.34573,
    ("Distillation", "other"): 0.09951,
    ("Distillation", "same"): 0.0,
}


@pytest.mark.parametrize(("name", "step"), EXACT)
def test_an_answer_is_that_of_the_material(name: str, step: str) -> None:
    """Material 1 to 7 and 10, as the comments of `EXACT` say."""
    assert_allclose(steps(name)[step].value, EXACT[name, step], rtol=1e-5, atol=5e-6)


CHOSEN = {
    ("Text", "predicted"): 0,  # News, although the sentence is about technology (3)
    ("Text", "truth"): 1,
    ("Three", "predicted"): 0,
    ("Three", "negative"): 1,
    ("Features", "predicted"): 2,  # class C (2)
    ("Image", "negative"): 0,
    ("Image", "predicted"): 2,
    ("Ten", "leads"): 0,  # T never changes which is largest (5)
    ("Confidence", "same"): 0,  # both predict class 0 (7)
    ("Logit", "sign"): 0,  # p < 0.5 gives a negative logit (1)
    ("Logit", "certain"): 2,  # logit(1) = ∞ (1)
    ("Logit", "inverse"): 1,  # z = log p + c (1)
    ("Overflow", "exponential"): 1,
    ("Overflow", "softmax"): 2,  # inf/inf = NaN (4)
    ("Overflow", "log"): 0,  # −∞ (4)
    ("Overflow", "demo"): 1,  # ±200 cannot break it in double precision (4)
    ("Distillation", "teacher"): 1,  # dog (10)
    ("Distillation", "right"): 1,  # S2 (10)
}


@pytest.mark.parametrize(("name", "step"), CHOSEN)
def test_the_right_choice_is_that_of_the_material(name: str, step: str) -> None:
    """Material 1 to 7 and 10."""
    assert steps(name)[step].value == CHOSEN[name, step]


@names
def test_every_answer_is_held_by_a_value_of_this_file(name: str) -> None:
    held = {step for example, step in (*EXACT, *CHOSEN) if example == name}
    assert set(steps(name)) - held == ({"confidence"} if name == "Image" else set())


def test_the_image_is_read_with_little_confidence() -> None:
    z = np.array(worked.example("Image").logits)
    assert steps("Image")["confidence"].value == float(lv.softmax(z).max())


# ---- the sources' figures ----

SLIPS = {
    ("Text", "sum"): ("11.22",),  # 7.39 + 2.72 + 1.11, rounded too early (3)
    ("Text", "first"): ("0.65",),  # the erratum (3)
    ("Text", "last"): ("0.11",),
    ("Features", "exponential"): ("11.14",),  # (2)
}


@names
def test_the_slips_of_the_sources_are_found_and_no_others(name: str) -> None:
    """Material 2 and 3: 11.22, 0.65, 0.11 and 11.14; all other figures are roundings."""
    found = {(name, step.name): step.slips for step in worked.example(name).steps if step.slips}
    assert found == {where: slip for where, slip in SLIPS.items() if where[0] == name}


def test_the_figures_of_the_sources_are_there() -> None:
    printed = {(n, s.name): s.printed for n in EXAMPLES for s in worked.example(n).steps}
    assert {where: figures for where, figures in printed.items() if figures} == {
        ("Text", "exponential"): ("7.39",),
        ("Text", "sum"): ("11.22",),
        ("Text", "first"): ("0.66", "0.65"),
        ("Text", "last"): ("0.10", "0.11"),
        ("Features", "first"): ("0.5",),
        ("Features", "second"): ("0.34",),
        ("Features", "third"): ("2.41",),
        ("Features", "exponential"): ("11.14",),
        ("Features", "share"): ("0.785",),
        ("Confidence", "hesitant"): ("0.25",),
        ("Overflow", "fused"): ("−999",),
        ("Overflow", "limit"): ("709.78",),
        ("Distillation", "wrong_loss"): ("0.1749",),
        ("Distillation", "right_loss"): ("0.3457",),
        ("Distillation", "same"): ("0",),
        ("Distillation", "other"): ("0.0995",),
    }


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


def test_the_erratum_s_figures_still_add_up_to_one() -> None:
    """Material 3: [0.65, 0.24, 0.11] is wrong and sums to 1 all the same."""
    assert_allclose(0.65 + 0.24 + 0.11, 1, rtol=1e-15, atol=0)


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


# ---- judging ----


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
def test_no_tolerance_lets_a_slip_pass_but_where_rounding_alone_made_it(name: str) -> None:
    for step in worked.example(name).steps:
        for slip in step.slips:
            passes = step.right(float(slip))
            assert passes == (step.name in ("sum", "exponential")), slip


# ---- charts that grow ----


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


def test_an_example_is_worked_out_once() -> None:
    assert isinstance(worked.example("Text"), Example)
    assert worked.example("Text") is worked.example("Text")
