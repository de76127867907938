import math

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

import logitviz as lv
from logitviz.charts.formats import logit, probability, signed
from logitviz.lessons.sigmoid.charts import (
    NUDGE,
    Nudge,
    Pair,
    inverse_curve,
    logit_curves,
    nudge_bars,
    pair_curve,
    sigmoid_slopes,
    slope_map,
    softmax_slopes,
)
from tests.charts.scenery import EXAMPLE, HOSTILE, TEMPERATURES, analyse, at_each

states = pytest.mark.parametrize(("logits", "temperature"), HOSTILE.values(), ids=HOSTILE.keys())
WARM = {name: state for name, state in HOSTILE.items() if 0 < state[1] < np.inf}
warm = pytest.mark.parametrize(("logits", "temperature"), WARM.values(), ids=WARM.keys())


def nudged(logits: list[float], temperature: float, index: int) -> Nudge:
    after = np.array(logits) + NUDGE * (np.arange(10) == index)
    return Nudge(index, analyse(logits, temperature), analyse(after, temperature))


@pytest.mark.parametrize("index", range(10))
@states
def test_the_nudge_draws_what_every_output_gains(
    logits: list[float], temperature: float, index: int
) -> None:
    state = nudged(logits, temperature, index)
    softmax, sigmoid = nudge_bars(index, height=330).figure(state).data
    assert_array_equal(softmax.y, state.after.probabilities - state.before.probabilities)
    assert_array_equal(sigmoid.y, state.after.sigmoids - state.before.sigmoids)
    for bars in (softmax, sigmoid):
        assert list(bars.text) == [signed(gain) for gain in bars.y]


@pytest.mark.parametrize("index", range(10))
def test_at_the_limits_one_more_shows_only_where_it_decides(index: int) -> None:
    endless, frozen = (nudged(EXAMPLE.tolist(), T, index) for T in (np.inf, 0.0))
    for name in ("probabilities", "sigmoids"):
        assert_array_equal(getattr(endless.after, name), getattr(endless.before, name))
    before, after = EXAMPLE[index], EXAMPLE[index] + NUDGE
    overtakes = index != EXAMPLE.argmax() and after >= EXAMPLE.max()
    passes = before <= 0 <= after
    assert (frozen.after.probabilities != frozen.before.probabilities).any() == overtakes
    assert (frozen.after.sigmoids != frozen.before.sigmoids).any() == passes


@pytest.mark.parametrize(("one", "other"), [(4.0, 4.0), (3.0, 4.0), (2.0, 4.0), (4.0, 3.0)])
def test_at_temperature_0_one_more_makes_or_breaks_a_tie(one: float, other: float) -> None:
    logits = [one, other, *[0.0] * 8]
    state = nudged(logits, 0.0, 0)
    changed = (state.after.probabilities != state.before.probabilities).any()
    assert changed == (one <= other <= one + NUDGE)


def test_the_axis_of_the_nudge_holds_every_difference_of_probabilities() -> None:
    assert tuple(nudge_bars(3, height=330).skeleton().layout.yaxis.range) == (-1, 1)


@pytest.mark.parametrize("index", range(10))
def test_softmax_gives_to_one_class_what_it_takes_from_the_others(index: int) -> None:
    gains = np.array(
        nudge_bars(index, height=330).figure(nudged(EXAMPLE.tolist(), 1.0, index)).data[0].y
    )
    assert_allclose(gains.sum(), 0, rtol=0, atol=1e-15)
    assert gains[index] > 0
    assert (np.delete(gains, index) < 0).all()


@pytest.mark.parametrize("index", range(10))
def test_sigmoid_moves_one_output_alone(index: int) -> None:
    gains = nudge_bars(index, height=330).figure(nudged(EXAMPLE.tolist(), 1.0, index)).data[1].y
    assert [c for c in range(10) if gains[c] != 0] == [index]


def test_the_nudge_says_whose_logit_it_raises() -> None:
    title = nudge_bars(7, height=330).skeleton().layout.title.text
    assert title == "What +1 on the logit of class 7 changes"


def test_the_two_kinds_of_bars_stand_side_by_side_around_their_class() -> None:
    softmax, sigmoid = nudge_bars(0, height=330).skeleton().data
    assert_allclose(np.add(softmax.x, sigmoid.x) / 2, np.arange(10), rtol=0, atol=1e-12)
    assert softmax.x[0] + softmax.width / 2 <= sigmoid.x[0] - sigmoid.width / 2 + 0.01


@pytest.mark.parametrize("index", [0, 7])
def test_the_words_on_the_nudge_hold_its_numbers(index: int) -> None:
    state = nudged(EXAMPLE.tolist(), 1.0, index)
    gain = state.after.probabilities[index] - state.before.probabilities[index]
    own = state.after.sigmoids[index] - state.before.sigmoids[index]
    words = nudge_bars(index, height=330).alt(state)
    assert f"class {index} {signed(gain)}" in words
    assert f"sigmoid moves 1 output, by {signed(own)}." in words


@warm
def test_the_slopes_of_softmax_are_t_times_its_jacobian(
    logits: list[float], temperature: float
) -> None:
    expected = temperature * lv.softmax_jacobian(logits, temperature=temperature)
    slopes = softmax_slopes(analyse(logits, temperature))
    assert_allclose(slopes, expected, rtol=1e-12, atol=3e-16)


@warm
def test_the_slopes_of_sigmoid_are_t_times_its_jacobian(
    logits: list[float], temperature: float
) -> None:
    expected = temperature * lv.sigmoid_jacobian(logits, temperature=temperature)
    slopes = sigmoid_slopes(analyse(logits, temperature))
    assert_allclose(slopes, expected, rtol=1e-12, atol=3e-16)


def test_slopes_of_a_batch_are_slopes_of_its_states() -> None:
    batch = at_each(EXAMPLE, TEMPERATURES)
    for row, t in enumerate(TEMPERATURES):
        single = analyse(EXAMPLE, float(t))
        assert_array_equal(softmax_slopes(batch)[row], softmax_slopes(single))
        assert_array_equal(sigmoid_slopes(batch)[row], sigmoid_slopes(single))


@pytest.mark.parametrize("kind", ["softmax", "sigmoid"])
@states
def test_the_heat_map_shows_the_slope_of_output_i_in_row_i(
    kind: str, logits: list[float], temperature: float
) -> None:
    record = analyse(logits, temperature)
    expected = {"softmax": softmax_slopes, "sigmoid": sigmoid_slopes}[kind](record)
    picture = slope_map(kind, height=330).figure(record).data[0]
    assert_array_equal(np.array(picture.z), expected)


@pytest.mark.parametrize("kind", ["softmax", "sigmoid"])
def test_the_colours_of_the_heat_map_do_not_rescale(kind: str) -> None:
    bar = slope_map(kind, height=330).skeleton().layout.coloraxis
    assert (bar.cmin, bar.cmax) == (-0.25, 0.25)


@pytest.mark.parametrize("kind", ["softmax", "sigmoid"])
def test_the_heat_map_says_what_its_slopes_are_per(kind: str) -> None:
    layout = slope_map(kind, height=330).skeleton().layout
    assert layout.title.text == f"Slopes of {kind}, per z/T"
    assert layout.xaxis.title.text == "z/T of class j"


@pytest.mark.parametrize("kind", ["softmax", "sigmoid"])
@states
def test_no_slope_leaves_the_colours(kind: str, logits: list[float], temperature: float) -> None:
    picture = slope_map(kind, height=330).figure(analyse(logits, temperature)).data[0]
    assert np.abs(np.array(picture.z)).max() <= 0.25


def test_only_the_diagonal_of_sigmoid_has_slopes() -> None:
    slopes = sigmoid_slopes(analyse(EXAMPLE, 1.0))
    assert np.count_nonzero(slopes - np.diag(np.diag(slopes))) == 0


@pytest.mark.parametrize("kind", ["softmax", "sigmoid"])
@states
def test_the_words_on_the_heat_map_hold_its_extremes(
    kind: str, logits: list[float], temperature: float
) -> None:
    record = analyse(logits, temperature)
    slopes = {"softmax": softmax_slopes, "sigmoid": sigmoid_slopes}[kind](record)
    off = slopes[~np.eye(10, dtype=bool)].min()
    words = slope_map(kind, height=330).alt(record)
    assert f"ten outputs of {kind} per unit of each z/T:" in words
    assert f"up to {signed(slopes.max())}, beside it down to {signed(off)}." in words


PAIRS = [(1.0, -1.0), (-1.0, 1.0), (0.0, 0.0), (10.0, -10.0), (-10.0, 10.0), (3.7261, 3.7)]
pairs = pytest.mark.parametrize(("first", "second"), PAIRS)


@pairs
def test_the_point_of_two_classes_is_softmax_over_the_difference(
    first: float, second: float
) -> None:
    pair = Pair(lv.analyse([first, second]))
    point = pair_curve(height=300).figure(pair).data[1]
    assert tuple(point.x) == (first - second,)
    assert_allclose(point.y, lv.softmax([first, second])[:1], rtol=1e-15, atol=0)
    assert list(point.text) == [probability(point.y[0])]


@pairs
def test_the_point_of_two_classes_lies_on_the_sigmoid(first: float, second: float) -> None:
    point = pair_curve(height=300).figure(Pair(lv.analyse([first, second]))).data[1]
    assert_allclose(point.y, 1 / (1 + math.exp(second - first)), rtol=1e-14, atol=0)


@pytest.mark.parametrize("chart", [pair_curve, inverse_curve])
def test_the_curve_is_the_sigmoid_over_the_whole_axis(chart: object) -> None:
    figure = chart(height=300).skeleton()  # type: ignore[operator]
    x = np.array(figure.data[0].x)
    assert_array_equal(figure.data[0].y, lv.sigmoid(x))
    low, high = figure.layout.xaxis.range
    assert x[-1] - x[0] >= 0.75 * (high - low)


@pairs
def test_the_words_on_two_classes_hold_their_numbers(first: float, second: float) -> None:
    pair = Pair(lv.analyse([first, second]))
    words = pair_curve(height=300).alt(pair)
    assert f"z1 - z2 = {logit(first - second)} " in words
    assert f"softmax output {probability(pair.record.probabilities[0])} " in words


SHARES = [0.01, 0.2, 0.5, 0.8, 0.99, 0.123456]


@pytest.mark.parametrize("p", SHARES)
def test_the_point_of_the_logit_is_where_the_logit_is(p: float) -> None:
    point = logit_curves(height=300).figure(np.array(p)).data[1]
    assert tuple(point.x) == (p,)
    assert_allclose(point.y, math.log(p / (1 - p)), rtol=1e-13, atol=1e-15)
    assert list(point.text) == [logit(point.y[0])]


@pytest.mark.parametrize(("p", "edge", "text"), [(0.0, -8, "−∞"), (1.0, 8, "∞")])
def test_an_infinite_logit_waits_at_the_edge_and_says_so(p: float, edge: int, text: str) -> None:
    point = logit_curves(height=300).figure(np.array(p)).data[1]
    assert (tuple(point.x), tuple(point.y), list(point.text)) == ((p,), (edge,), [text])


def test_the_logit_of_one_half_is_0() -> None:
    point = logit_curves(height=300).figure(np.array(0.5)).data[1]
    assert (tuple(point.y), list(point.text)) == ((0,), ["0"])


@pytest.mark.parametrize("p", [0.0, *SHARES, 1.0])
def test_the_sigmoid_leads_back(p: float) -> None:
    point = inverse_curve(height=300).figure(np.array(p)).data[1]
    assert_allclose(point.y, p, rtol=1e-14, atol=0)
    assert list(point.text) == [probability(point.y[0])]


@pytest.mark.parametrize("p", SHARES)
def test_the_two_points_swap_their_places(p: float) -> None:
    there = logit_curves(height=300).figure(np.array(p)).data[1]
    back = inverse_curve(height=300).figure(np.array(p)).data[1]
    assert_allclose([back.x[0], back.y[0]], [there.y[0], there.x[0]], rtol=1e-14, atol=0)


def test_the_curve_of_the_logit_is_the_logit() -> None:
    curve = logit_curves(height=300).skeleton().data[0]
    assert_allclose(curve.y, lv.logit(np.array(curve.x)), rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize(
    ("p", "words"),
    [(0.8, "logit(0.8) is 1.386."), (0.0, "logit(0) is −∞."), (1.0, "logit(1) is ∞.")],
)
def test_the_words_on_the_logit_hold_its_value(p: float, words: str) -> None:
    assert logit_curves(height=300).alt(np.array(p)).endswith(words)


def test_the_words_on_the_inverse_lead_back() -> None:
    words = inverse_curve(height=300).alt(np.array(0.8))
    assert words.endswith("sigmoid(1.386) is 0.8 again.")
