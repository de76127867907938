from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

import logitviz as lv
from logitviz.core import Steps
from logitviz.lessons.stability.charts import (
    FATES,
    NAIVE,
    SHIFTED,
    both_sides,
    describe_bars,
    fates,
    naive_bars,
    naive_verdict,
    shifted_bars,
    shifted_verdict,
    steps_csv,
)
from logitviz.lessons.stability.logarithm_chart import describe_logs, log_curves, logs_of_pair
from logitviz.lessons.stability.range_chart import FARTHEST, describe_reach, reach, spread
from tests.charts.scenery import EXAMPLE

PAIR = np.arange(0.0, 1201.0, 10.0)


def named(steps: Steps) -> list[str]:
    return [FATES[i] for i in fates(steps)]


def test_each_class_is_marked_as_what_became_of_it() -> None:
    naive = lv.step_by_step([12.0, 1.0], dtype=np.float16)
    assert named(naive) == ["NaN = ∞ / ∞", "0 = x / ∞"]
    assert named(lv.step_by_step([-800.0, -900.0])) == ["NaN = 0 / 0"] * 2
    assert named(lv.step_by_step([0.0, -800.0])) == ["", "underflow"]
    assert named(lv.step_by_step([7e4, 0.0], dtype=np.float16, shift="before")) == ["NaN"] * 2


def test_a_zero_of_the_limit_t_0_is_no_underflow() -> None:
    assert named(lv.step_by_step([1.0, 0.0], temperature=0, shift="before")) == ["", ""]


@pytest.mark.parametrize(
    ("logits", "dtype", "naive", "shifted"),
    [
        ([2.0, 1.0], "float32", "Naive works here: both", "Shifted: nothing breaks."),
        ([0.0, -120.0], "float32", "Naive works here, but", "Shifted: nothing breaks; underflow"),
        ([100.0, 99.0], "float32", "Naive breaks: exp overflows", "Shifted: nothing breaks."),
        ([10.6, 10.6], "float16", "Naive breaks: the sum", "Shifted: nothing breaks."),
        ([-200.0, -201.0], "float32", "Naive breaks: every", "Shifted: nothing breaks."),
        ([-16.6, -17.0], "float16", "Naive gives wrong", "Shifted: nothing breaks."),
        ([7e4, 0.0], "float16", "Naive breaks: a logit is ∞", "Shifted breaks too"),
        ([3e8, 3e8 + 7], "float32", "Naive breaks: exp overflows", "Shifted: no NaN, but"),
    ],
)
def test_the_verdicts_say_what_happened(
    logits: list[float], dtype: str, naive: str, shifted: str
) -> None:
    sides = both_sides(logits, 1.0, dtype)
    assert NAIVE[int(naive_verdict(sides))].startswith(naive)
    assert SHIFTED[int(shifted_verdict(sides))].startswith(shifted)


def test_at_t_0_the_naive_formula_divides_by_0() -> None:
    sides = both_sides([2.0, 1.0], 0.0, "float64")
    assert NAIVE[int(naive_verdict(sides))] == "Naive breaks: it divides by T = 0."
    assert SHIFTED[int(shifted_verdict(sides))] == "Shifted: nothing breaks."


def test_both_sides_have_the_same_axes() -> None:
    axes = [chart(height=200).skeleton().layout for chart in (naive_bars, shifted_bars)]
    assert axes[0].xaxis == axes[1].xaxis
    assert axes[0].yaxis == axes[1].yaxis


def test_what_is_no_number_is_a_gap_and_a_word() -> None:
    steps = lv.step_by_step(EXAMPLE + 8, dtype=np.float16)
    classes, predicted, columns, _ = naive_bars(height=200).figure(steps).data
    broken = ~np.isfinite(steps.exponentials)
    assert broken.any()
    assert all(y is None for y in classes.y)
    assert predicted.y == (None,)
    assert_array_equal(columns.y, np.ones(10))
    assert columns.text == tuple(FATES[1] if b else FATES[3] for b in broken)


def test_the_predicted_class_stands_out_where_all_is_well() -> None:
    steps = lv.step_by_step(EXAMPLE, dtype=np.float32)
    classes, predicted, columns, words = shifted_bars(height=200).figure(steps).data
    assert_allclose(classes.y, steps.probabilities, rtol=0, atol=0)
    assert (predicted.x, predicted.y) == ((0.0,), (float(steps.probabilities[0]),))
    assert not any([*columns.y, *words.y])


def test_an_argument_crosses_the_limit_on_the_axis_where_exp_ends() -> None:
    largest, _ = lv.exp_limits(np.float32)
    beyond = np.nextafter(largest, np.float32(np.inf))
    line = next(s.x0 for s in reach("float32", height=160).skeleton().layout.shapes[2:])
    assert spread(float(largest)) <= line < spread(float(beyond))


def test_the_axis_keeps_the_order_and_gives_infinity_a_place() -> None:
    numbers = [-np.inf, -2.2e7, -100, -1e-3, 0, 5, 2.2e7, np.inf]
    places = spread(numbers)
    assert (np.diff(places) > 0).all()
    assert (places[0], places[-1]) == (-FARTHEST, FARTHEST)
    assert np.isnan(spread(np.nan))


def test_the_shifted_arguments_never_pass_0() -> None:
    sides = both_sides(EXAMPLE * 50, 1.0, "float16")
    assert spread(sides.shifted.arguments).max() == 0


@pytest.mark.parametrize(("dtype", "naive", "shifted"), [
    ("float16", 10, 10), ("float32", 80, 100), ("float64", 700, 740),
])  # fmt: skip
def test_the_logarithm_of_softmax_ends_where_the_precision_does(
    dtype: Any, naive: float, shifted: float
) -> None:  # material 4
    figure = log_curves(PAIR, dtype, height=300).skeleton()
    first, second, third, *_ = figure.data
    ends = [max(x for x, y in zip(t.x, t.y, strict=True) if y is not None) for t in (third, second)]
    assert ends == [naive, shifted]
    assert None not in first.y
    assert (third.name, second.name, first.name) == (
        "log of naive softmax", "log of shifted softmax", "fused",
    )  # fmt: skip
    # Where a line ends there is a cross, and the legend has a word for it that holds.
    crossed = [t for t in figure.data if t.marker.symbol == "x" and t.showlegend is not False]
    assert crossed[-1].name == "from here on −∞"
    over = logs_of_pair(PAIR, dtype)
    for way, last in zip(over.ways, [naive, shifted], strict=False):
        assert_array_equal(way[last < PAIR], -np.inf)


def test_the_fused_form_of_the_pair_is_its_logarithm() -> None:
    # Oracle: log p = −log(1 + e^(x−1)).
    logs = logs_of_pair(PAIR, "float64")
    assert_allclose(logs.fused, -np.logaddexp(0, PAIR - 1), rtol=1e-14, atol=1e-14)


def test_words_for_those_who_do_not_see() -> None:
    steps = lv.step_by_step([12.0, 1.0], dtype=np.float16)
    assert describe_bars("Naive", steps) == (
        "Naive, in float16: ∞ over ∞, which is no number, for class 0; "
        "0 from a division by ∞ for class 1."
    )
    assert describe_bars("Shifted", lv.step_by_step([0.0, -800.0])) == (
        "Shifted, in float64: underflow for class 1; class 0 has 1."
    )
    assert describe_reach("float16", both_sides([12.0, -20.0], 1.0, "float16")) == (
        "What goes into exp in float16, whose limits are −17.328 and 11.086: "
        "naive 1 above and 1 below, shifted 0 above and 1 below."
    )
    assert describe_logs(logs_of_pair(1000.0, "float32")) == (
        "Log-probability of the second class of [1000, 1]: log of naive softmax gives −∞; "
        "log of shifted softmax gives −∞; fused gives −999."
    )


def test_the_file_holds_every_stage_of_both_sides() -> None:
    sides = both_sides([100.0, 1.0], 1.0, "float32")
    header, first, second = steps_csv(sides.naive, sides.shifted).splitlines()
    assert header.split(",")[:4] == ["class", "logit", "naive_first", "naive_arguments"]
    row = dict(zip(header.split(","), first.split(","), strict=True))
    assert (row["naive_exponentials"], row["naive_probabilities"]) == ("inf", "nan")
    assert (row["shifted_arguments"], row["shifted_probabilities"]) == ("0", "1")
    assert second.startswith("1,1,")
