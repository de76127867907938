"""What the state of the lesson and its charts say, in states that break and in others."""

import re
from typing import Any

import numpy as np
from numpy.testing import assert_allclose, assert_array_equal

import logitviz as lv
from logitviz.charts.words import words_of
from logitviz.lessons import stability
from logitviz.lessons.stability.argument_chart import FARTHEST, argument_place, exp_arguments
from logitviz.lessons.stability.controls import CONTROLS
from logitviz.lessons.stability.files import steps_csv
from logitviz.lessons.stability.formula import Formula, Outcome
from logitviz.lessons.stability.formula_charts import (
    describe_bars,
    naive_bars,
    on_bars,
    shifted_bars,
)
from logitviz.lessons.stability.logarithm_chart import X_GRID, log_curves
from logitviz.lessons.stability.state import PairLogs, StabilityState, pair_logs
from logitviz.live.controls import Moving, by_key
from logitviz.live.elements import TextElement
from tests.cases import for_each
from tests.charts.scenery import EXAMPLE
from tests.lessons.captured import state_of

WORDS = words_of("stability")
ON_BARS = on_bars(WORDS)
SPLIT = ON_BARS[Outcome.UNDERFLOW]  # too long for one line of a bar


def state(*logits: float, **values: str) -> StabilityState:
    """The state of ten logits, the last of those given repeated; m = 1 and h = 0."""
    ten = [*logits, *[logits[-1]] * (10 - len(logits))] if logits else EXAMPLE
    keys: dict[str, Any] = {f"z{i}": z for i, z in enumerate(ten)}
    found: StabilityState = state_of(stability, **{"h": "0"} | keys | values)
    return found


def said(name: str, now: StabilityState) -> str:
    """A text of the prose."""
    return TextElement.of("", "", WORDS[name], now).fill()


def verdict(formula: str, now: StabilityState) -> str:
    """Whether a formula breaks, and why."""
    outcome = re.sub("The (textbook|shifted) formula ", "", said(f"{formula}_outcome", now))
    return f"{outcome}: {said(f'{formula}_verdict', now)}"


def outcomes(steps: lv.Steps) -> list[str]:
    return [ON_BARS[i] for i in Formula(steps).outcomes]


def test_each_class_is_marked_as_what_became_of_it() -> None:
    naive = lv.step_by_step([12.0, 1.0], dtype=np.float16)
    assert outcomes(naive) == ["NaN<br>∞/∞", "0<br>x/∞"]
    assert outcomes(lv.step_by_step([-800.0, -900.0])) == ["NaN<br>0/0"] * 2
    assert outcomes(lv.step_by_step([0.0, -800.0])) == ["", SPLIT]
    assert "<br>" in SPLIT
    assert outcomes(lv.step_by_step([7e4, 0.0], dtype=np.float16, shift="before")) == ["NaN"] * 2


def test_a_zero_of_the_limit_t_0_is_no_underflow() -> None:
    formula = Formula(lv.step_by_step([1.0, 0.0], temperature=0, shift="before"))
    assert outcomes(formula.steps) == ["", ""]
    assert not formula.underflows.any()


@for_each(
    ("logits", "dtype", "naive", "shifted"),
    [
        ([2.0, 1.0], "float32", "✓ works: It gives the same", "✓ works: The largest argument"),
        ([0.0, -120.0], "float32", "✓ works: But some", "✓ works: What underflows"),
        ([100.0, 99.0], "float32", "✗ breaks: exp overflows", "✓ works: The largest argument"),
        ([10.6, 10.6], "float16", "✗ breaks: The sum", "✓ works: The largest argument"),
        ([-200.0, -201.0], "float32", "✗ breaks: Every", "✓ works: The largest argument"),
        ([-16.6, -17.0], "float16", "✗ is wrong: Its", "✓ works: The largest argument"),
        ([7e4, 0.0], "float16", "✗ breaks: A logit is ∞", "✗ breaks too: A logit is ∞"),
        ([3e8, 3e8 + 7], "float32", "✗ breaks: exp overflows", "✗ is inexact: Logits"),
    ],
)
def test_the_verdicts_say_what_happened(
    logits: list[float], dtype: str, naive: str, shifted: str
) -> None:
    now = state(*logits, dtype=dtype)
    assert verdict("naive", now).startswith(naive)
    assert verdict("shifted", now).startswith(shifted)


def test_at_t_0_the_naive_formula_divides_by_0() -> None:
    now = state(2.0, 1.0, T="0", dtype="float64")
    assert verdict("naive", now) == "✗ breaks: It divides by T = 0."
    assert verdict("shifted", now).startswith("✓ works")


@for_each("key", ["T", "m", "h", "z3"])
def test_a_position_of_a_slider_is_the_state_of_that_position_in_half_precision(key: str) -> None:
    now, slider = state(dtype="float16", h="8"), by_key(CONTROLS)[key]
    assert isinstance(slider, Moving)
    moved = now.replaced({key: slider.positions})
    for place in range(0, slider.positions.size, 5):
        one = now.replaced({key: np.float64(slider.positions[place])})
        for name in ("naive", "shifted"):
            batch, single = getattr(moved, name), getattr(one, name)
            assert_array_equal(batch.outcomes[place], single.outcomes)
            assert_array_equal(batch.known[place], single.known)
            assert_array_equal(batch.largest_known[place], single.largest_known)
        assert moved.naive_verdict[place] == one.naive_verdict
        assert moved.shifted_verdict[place] == one.shifted_verdict
        assert_array_equal(moved.target.fused_loss[place], one.target.fused_loss)


def test_both_formulas_have_the_same_axes() -> None:
    axes = [chart.layout for chart in (naive_bars(WORDS), shifted_bars(WORDS))]
    assert axes[0].xaxis == axes[1].xaxis
    assert axes[0].yaxis == axes[1].yaxis


def test_what_is_no_number_is_a_gap_and_a_word() -> None:
    formula = state(h="8", dtype="float16").naive
    overflown = ~np.isfinite(formula.steps.exponentials)
    assert overflown.any()
    assert np.isnan(formula.known).all()
    assert np.isnan(formula.largest_known)
    assert formula.broken.all()
    words = [ON_BARS[i] for i in formula.outcomes]
    assert words == ["NaN<br>∞/∞" if over else "0<br>x/∞" for over in overflown]


def test_the_predicted_class_stands_out_where_all_is_well() -> None:
    formula = state().shifted
    assert_array_equal(formula.known, formula.steps.probabilities)
    assert formula.predicted == 0
    assert formula.largest_known == formula.known[0]
    assert not (formula.broken | formula.underflown).any()


def test_an_argument_crosses_the_limit_on_the_axis_where_exp_ends() -> None:
    largest, _ = lv.exp_limits(np.float32)
    beyond = np.nextafter(largest, np.float32(np.inf))
    lines = [s.x0 for s in exp_arguments(WORDS, state()).layout.shapes if s.type == "line"]
    assert argument_place(float(largest)) <= lines[1] < argument_place(float(beyond))


def test_the_axis_keeps_the_order_and_gives_infinity_a_place() -> None:
    numbers = [-np.inf, -2.2e7, -100, -1e-3, 0, 5, 2.2e7, np.inf]
    places = argument_place(numbers)
    assert (np.diff(places) > 0).all()
    assert (places[0], places[-1]) == (-FARTHEST, FARTHEST)
    assert np.isnan(argument_place(np.nan))


def test_the_shifted_arguments_never_pass_0() -> None:
    assert state(m="50", dtype="float16").shifted.steps.arguments.max() == 0


@for_each(
    ("dtype", "naive", "shifted"),
    [("float16", 10, 10), ("float32", 80, 100), ("float64", 700, 740)],
)
def test_the_logarithm_of_softmax_ends_where_the_precision_does(
    dtype: str, naive: float, shifted: float
) -> None:  # material 4
    chart = log_curves(WORDS, state(dtype=dtype))
    lines = [chart.traces[way] for way in ("naive", "shifted", "fused")]
    ends = [max(x for x, y in zip(t.x, t.y, strict=True) if y is not None) for t in lines]
    assert ends == [naive, shifted, X_GRID[-1]]
    names = [chart.traces[f"name of {way}"] for way in ("naive", "shifted", "fused")]
    texts = [name.text[0] for name in names]
    assert texts == [WORDS[f"curve_{way}"] for way in ("naive", "shifted", "fused")]
    assert ["✕" in text and "−∞" in text for text in texts] == [True, True, False]
    # No name lies on the falling line: log p is about −x.
    for name in names:
        above = name.y[0] > -name.x[0]
        assert above == name.textposition.endswith("right")
        assert abs(name.x[0] + name.y[0]) > 50
    # Where a line ends there is a cross.
    for line, end in zip(lines[:2], ends[:2], strict=True):
        crossed = [x for x, size in zip(line.x, line.marker.size, strict=True) if size]
        assert (crossed, line.marker.symbol) == ([end], "x")
    over = pair_logs(X_GRID, dtype)
    assert_array_equal(over.naive[naive < X_GRID], -np.inf)
    assert_array_equal(over.shifted[shifted < X_GRID], -np.inf)


def test_the_fused_form_of_the_pair_is_its_logarithm() -> None:
    # Oracle: log p = −log(1 + e^(x−1)).
    fused = pair_logs(X_GRID, "float64").fused
    assert_allclose(fused, -np.logaddexp(0, X_GRID - 1), rtol=1e-14, atol=1e-14)


def bars_alt(title: str, dtype: str, first: str, second: str) -> str:
    outcomes = WORDS.said("listed_apart", first=first, second=second)
    return WORDS.said("bars_alt", title=title, dtype=dtype, outcomes=outcomes)


def test_words_for_those_who_do_not_see() -> None:
    naive = Formula(lv.step_by_step([12.0, 1.0], dtype=np.float16))
    class_0, class_1 = ({"many": False, "classes": c} for c in "01")
    assert describe_bars(WORDS, "Naive", naive) == bars_alt(
        "Naive",
        "float16",
        WORDS.said("outcome_inf_over_inf", **class_0),
        WORDS.said("outcome_over_inf", **class_1),
    )
    underflow = Formula(lv.step_by_step([0.0, -800.0, -900.0]))
    assert describe_bars(WORDS, "Shifted", underflow) == bars_alt(
        "Shifted",
        "float64",
        WORDS.said("outcome_underflow", many=True, classes=WORDS.listed("12")),
        WORDS.said("outcome_largest", n=0, p=1),
    )
    now = state(12.0, -20.0, 0.0, dtype="float16")
    beyond = {"naive_above": 1, "naive_below": 1, "shifted_above": 0, "shifted_below": 1}
    limits = lv.exp_limits("float16")
    expected = WORDS.said("exp_arguments_alt", dtype="float16", limits=limits, **beyond)
    assert exp_arguments(WORDS, now).alt(now) == expected
    pair = PairLogs(*map(np.array, (-np.inf, -np.inf, -999.0)))
    expected = WORDS.said("logs_alt", x=1000, pair=pair)
    assert log_curves(WORDS, now).alt(state(x="1000")) == expected


def test_the_file_holds_every_stage_of_both_formulas() -> None:
    header, first, second, *others = steps_csv(state(100.0, 1.0)).splitlines()
    assert header.split(",")[:4] == ["class", "logit", "naive_first", "naive_arguments"]
    row = dict(zip(header.split(","), first.split(","), strict=True))
    assert (row["naive_exponentials"], row["naive_probabilities"]) == ("inf", "nan")
    assert (row["shifted_arguments"], row["shifted_probabilities"]) == ("0", "1")
    assert second.startswith("1,1,")
    assert len(others) == 8
