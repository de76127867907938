import math
from functools import cache

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray

import logitviz as lv
from logitviz.charts.formats import percent
from logitviz.datasets.digits import load_digits
from logitviz.lessons.confidence.threshold_chart import WORST, Deciding, deciding_curves, share
from logitviz.live.old_plan import Plan
from tests.live.decoded import Decoded

NETS = ("teacher", "student")
THRESHOLDS = np.round(np.arange(0, 1.005, 0.01), 2)
# Where most confidences lie above, between and below the thresholds.
TEMPERATURES = (0.0, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 20.0, np.inf)


def confidences(net: str, temperature: float) -> NDArray[np.float64]:
    logits = getattr(load_digits(), f"{net}_logits")
    return np.asarray(lv.softmax(logits, temperature=temperature).max(axis=1))


def right(net: str) -> NDArray[np.bool_]:
    digits = load_digits()
    return np.asarray(getattr(digits, f"{net}_logits").argmax(axis=1) == digits.labels)


@cache
def state(net: str, temperature: float, threshold: float) -> Deciding:
    sure = confidences(net, temperature)
    curve = lv.selective_accuracy(sure, right(net), THRESHOLDS)
    reached = sure >= threshold
    wrong = np.asarray((reached & ~right(net)).sum())
    return Deciding(curve, np.array(threshold), np.asarray(reached.sum()), wrong)


@pytest.mark.parametrize("temperature", TEMPERATURES)
@pytest.mark.parametrize("net", NETS)
def test_the_curves_are_the_counted_shares(net: str, temperature: float) -> None:
    figure = deciding_curves(height=340).figure(state(net, temperature, 0.6))
    decided, wrong = figure.data[:2]
    sure, correct = confidences(net, temperature), right(net)
    counts = [(sure >= t).sum() for t in THRESHOLDS]
    errors = [((sure >= t) & ~correct).sum() for t in THRESHOLDS]
    assert_array_equal(decided.x, THRESHOLDS)
    assert_array_equal(decided.y, np.array(counts) / 899)
    expected = [e / n if n else None for e, n in zip(errors, counts, strict=True)]
    assert list(wrong.y) == expected


@pytest.mark.parametrize("threshold", [0.0, 0.6, 0.999, 1.0])
@pytest.mark.parametrize("net", NETS)
def test_the_points_stand_at_the_chosen_threshold(net: str, threshold: float) -> None:
    chosen = state(net, 1.0, threshold)
    hand, decided, wrong = deciding_curves(height=340).figure(chosen).data[2:]
    assert tuple(hand.x) == (threshold, threshold)
    assert (decided.x[0], decided.y[0]) == (threshold, chosen.decided / 899)
    sure = confidences(net, 1.0) >= threshold
    expected = (sure & ~right(net)).sum() / sure.sum() if sure.any() else None
    assert (wrong.x[0], wrong.y[0]) == (threshold, expected)


def test_a_share_of_nothing_decided_is_no_number_and_leaves_a_gap() -> None:
    nothing = state("teacher", np.inf, 1.0)
    assert int(nothing.decided) == 0
    assert math.isnan(nothing.risk)
    wrong, point = (deciding_curves(height=340).figure(nothing).data[n].y for n in (1, 4))
    assert (wrong[-1], point) == (None, (None,))
    assert deciding_curves(height=340).alt(nothing).endswith("wrong on 0 of these (–).")


def test_a_share_of_something_decided_is_a_number_even_if_none_is_wrong() -> None:
    some = state("teacher", 0.0, 1.0)
    assert (int(some.decided), int(some.wrong)) == (899, 32)
    assert share(np.array([0, 0, 3]), np.array([5, 0, 4])).tolist()[::2] == [0, 0.75]


@pytest.mark.parametrize("threshold", [0.6, 1.0])
def test_the_share_of_wrong_answers_is_packed_with_its_gaps(
    threshold: float,
) -> None:
    plan, chosen = Plan({}), state("teacher", 1.0, threshold)
    plan.chart(deciding_curves(height=340), chosen, {})
    decoded = Decoded(plan.encode())
    for trace, expected in (
        (1, np.where(chosen.curve.decided > 0, chosen.curve.risk, np.nan)),
        (4, [chosen.risk]),
    ):
        ref = decoded.attributes("deciding")[trace, "y"][0]
        assert_allclose(decoded.now(ref), expected, rtol=0, atol=WORST / 1000)


@pytest.mark.parametrize("temperature", TEMPERATURES)
@pytest.mark.parametrize("net", NETS)
def test_the_right_axis_holds_every_share_of_wrong_answers(net: str, temperature: float) -> None:
    assert state(net, temperature, 0.6).curve.risk.max() <= WORST


def test_what_is_wrong_has_an_axis_of_its_own() -> None:
    data = deciding_curves(height=340).skeleton().data
    assert [trace.yaxis for trace in data] == [None, "y2", None, None, "y2"]


@pytest.mark.parametrize("net", NETS)
def test_the_words_hold_the_counts(net: str) -> None:
    chosen = state(net, 1.0, 0.6)
    assert deciding_curves(height=340).alt(chosen) == (
        f"At a threshold of 0.6 the classifier decides {int(chosen.decided)} of 899 test images "
        f"alone and is wrong on {int(chosen.wrong)} of these ({percent(chosen.risk)})."
    )


def test_the_title_names_how_many_images_there_are() -> None:
    title = deciding_curves(height=340).skeleton().layout.title.text
    assert title.startswith(str(load_digits().labels.size))
