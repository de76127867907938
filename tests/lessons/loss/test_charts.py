"""The charts of loss and gradient against the core."""

import json
import math
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

import logitviz as lv
from logitviz.charts.curves import place
from logitviz.charts.formats import amount, probability, signed
from logitviz.charts.old_chart import Numbers
from logitviz.lessons.loss.charts import (
    AWAY,
    MOST,
    error_bars,
    likelihood_curves,
    loss_curve,
    size_curves,
    tangent,
    truth_bars,
    way_down,
)
from logitviz.lessons.loss.training_record import ALONG, REACH, Training
from tests.charts.scenery import CURVE, EXAMPLE, HOSTILE, INDEX, moved
from tests.lessons.loss.scenes import STEPS, train

states = pytest.mark.parametrize(("logits", "temperature"), HOSTILE.values(), ids=HOSTILE.keys())
TANGENT = 1


def at(logits: object, temperature: float, **more: float) -> Training:
    return train(np.array(logits), temperature, **more)


@states
def test_the_frames_stand_around_the_bars_of_the_same_classes(
    logits: list[float], temperature: float
) -> None:
    state = at(logits, temperature)
    bars, _, frames, numbers = truth_bars(height=192).figure(state).data
    assert_array_equal(bars.x, frames.x)
    assert_array_equal(frames.y, lv.smooth_labels(INDEX, 10, smoothing=0.1))
    p = lv.softmax(state.logits, temperature=temperature)
    assert_array_equal(bars.y, p)
    assert list(numbers.text) == [probability(each) for each in p]


@states
def test_the_bars_of_the_gradient_are_predicted_minus_true(
    logits: list[float], temperature: float
) -> None:
    # material 8
    state = at(logits, temperature)
    bars, predicted, framed = error_bars(height=192).figure(state).data
    error = lv.softmax(state.logits, temperature=temperature) - state.target
    assert_allclose(bars.y, error, rtol=0, atol=2e-16)
    assert list(bars.text) == [signed(e) for e in state.error]
    # One meaning per page: hatched is the predicted class, framed the true one.
    top = int(state.record.prediction)
    assert (predicted.x, predicted.y) == ((top,), (bars.y[top],))
    assert (framed.x, framed.y) == ((INDEX,), (bars.y[INDEX],))
    left, right = truth_bars(height=192).skeleton().data, error_bars(height=192).skeleton().data
    assert left[1].marker.pattern == right[1].marker.pattern
    assert (left[2].marker, left[2].width) == (right[2].marker, right[2].width)


def test_what_is_almost_right_is_not_drawn_as_right() -> None:
    state = at([60.0, *[0.0] * 2, 100.0, *[0.0] * 6], 1.0, step=0, smoothing=0.0)
    assert state.record.probabilities[INDEX] == 1
    assert_allclose(state.error[INDEX], -np.exp(-40), rtol=1e-12, atol=0)


def test_the_axis_of_the_error_goes_beyond_minus_one_and_one() -> None:
    low, high = error_bars(height=192).skeleton().layout.yaxis.range
    assert low < -1 < 1 < high


def test_the_present_is_as_many_steps_along_the_path_as_were_taken() -> None:
    for step in (0, 1, STEPS):
        state = at(EXAMPLE, 1.0, step=step)
        assert_array_equal(state.logits, state.path[step])
        assert state.loss == state.losses[step]
        assert_allclose(state.ranges[step], np.ptp(state.logits), rtol=1e-15, atol=0)


@states
def test_the_point_stands_on_the_curve_or_waits_above_it(
    logits: list[float], temperature: float
) -> None:
    state = at(logits, temperature, step=0)
    curve, _, point = loss_curve(INDEX, height=170).figure(state).data
    along = losses_at(state, temperature, ALONG)
    expected = np.array([min(float(x), AWAY * MOST) for x in along])
    assert_allclose(curve.y, expected, rtol=1e-12, atol=1e-15)
    assert_allclose(point.x, [logits[INDEX]], rtol=1e-15, atol=0)
    assert_allclose(point.y, [min(float(state.loss), MOST)], rtol=1e-15, atol=0)
    assert list(point.text) == [amount(state.loss)]


def losses_at(state: Training, temperature: float, values: Numbers) -> Numbers:
    rows = np.repeat(state.logits[None], values.size, axis=0)
    rows[:, INDEX] = values
    return lv.cross_entropy(rows, state.target, temperature=temperature)


@pytest.mark.parametrize("start", np.linspace(-3, 10, 27))
def test_the_tangent_touches_the_loss_with_its_slope(start: float) -> None:
    state = at(moved(EXAMPLE, INDEX, np.array([start]))[0], 1.0, step=0)
    x, y = tangent(state)
    slope = lv.cross_entropy_gradient(state.logits, state.target)[INDEX]
    assert x[0] < start < x[1]
    assert_allclose(y - state.loss, slope * (x - start), rtol=1e-12, atol=1e-12)
    # The loss is convex: no tangent crosses it.
    assert (y <= losses_at(state, 1.0, x) + 1e-12).all()


@states
def test_the_tangent_stays_inside_the_axes(logits: list[float], temperature: float) -> None:
    for step in (0, 1, STEPS):
        for rate in (0.5, 10.0):
            x, y = tangent(at(logits, temperature, step=step, rate=rate))
            assert (np.abs(x) <= REACH).all()
            assert ((y >= 0) & (y <= MOST)).all()


def test_a_point_beyond_the_axes_waits_with_its_number_and_without_a_tangent() -> None:
    logits = moved(EXAMPLE, INDEX, np.array([-10.0]))[0]
    state = at(logits, 1.0, step=0, smoothing=0.0)
    curve = loss_curve(INDEX, height=170).figure(state).data
    assert_array_equal(curve[TANGENT].x, [-10, -10])
    assert_array_equal(curve[TANGENT].y, [MOST, MOST])
    assert curve[2].y == (MOST,)
    assert list(curve[2].text) == [amount(lv.cross_entropy(logits, INDEX))]


def test_an_infinite_loss_is_written_as_such() -> None:
    state = at(EXAMPLE, 0.0, step=0, smoothing=0.0)
    for chart in (loss_curve(INDEX, height=170), likelihood_curves(INDEX, height=300)):
        figure = chart.figure(state)
        assert figure.data[-1].text == ("∞",)
        json.dumps(figure.to_plotly_json()["layout"], default=str, allow_nan=False)
    assert figure.data[-2].text == ("−∞",)


def test_a_large_rate_overshoots_without_moving_an_axis() -> None:
    gentle, wild = (at(EXAMPLE, 0.1, rate=rate) for rate in (0.01, 10.0))
    assert (np.diff(gentle.losses) < 0).all()
    assert (np.diff(wild.losses) > 0).any()
    chart = way_down(STEPS, height=170)
    assert chart.figure(wild).layout == chart.figure(gentle).layout
    assert MOST < np.max(chart.figure(wild).data[0].y) <= AWAY * MOST


@states
def test_the_way_down_shows_loss_and_range_of_every_step(
    logits: list[float], temperature: float
) -> None:
    state = at(logits, temperature)
    losses, ranges, hand, loss, width = way_down(STEPS, height=170).figure(state).data
    expected = lv.cross_entropy(state.path, state.target, temperature=temperature)
    assert_array_equal(losses.y, np.minimum(expected, AWAY * MOST))
    assert_array_equal(ranges.y, np.minimum(state.path.max(-1) - state.path.min(-1), AWAY * 20))
    assert tuple(hand.x) == (3, 3)
    assert (loss.x[0], loss.y[0]) == (3, min(losses.y[3], MOST))
    assert (width.x[0], width.y[0]) == (3, min(ranges.y[3], 20))
    assert ranges.yaxis == width.yaxis == "y2"


@states
def test_the_likelihood_is_the_loss_upside_down(logits: list[float], temperature: float) -> None:
    # material 8: maximum likelihood is the same as the least cross-entropy
    state = at(logits, temperature, smoothing=0.0)
    figure = likelihood_curves(INDEX, height=300).figure(state)
    likelihood, loss, below, above = figure.data
    assert_array_equal(likelihood.y, -np.array(loss.y))
    log_p = float(lv.log_softmax(state.logits, temperature=temperature)[INDEX])
    assert list(below.text) == [signed(log_p)]
    assert below.y[0] == -above.y[0] == max(log_p, -MOST)


@states
def test_the_gradient_is_drawn_over_t_in_powers_of_ten(
    logits: list[float], temperature: float
) -> None:
    state = at(logits, temperature)
    whole, alone, point = size_curves(CURVE, height=300).figure(state).data
    assert_array_equal(whole.x, place(CURVE))
    for i, t in enumerate(CURVE):
        gradient = lv.cross_entropy_gradient(state.logits, state.target, temperature=t)
        error = lv.softmax(state.logits, temperature=t) - state.target
        for line, vector in ((whole, gradient), (alone, error)):
            drawn, exact = (np.clip(y, -3, 2) for y in (line.y[i], log10(np.linalg.norm(vector))))
            assert_allclose(drawn, exact, rtol=0, atol=1e-12)  # in the frame
    assert point.x[0] == place(temperature)
    assert -3 <= point.y[0] <= 2  # beyond the axis it waits at the edge
    assert list(point.text) == [amount(np.linalg.norm(state.gradient))]


def log10(length: Any) -> float:
    return math.log10(length) if length else -math.inf


def test_the_line_of_the_gradient_leaves_the_frame_towards_both_limits() -> None:
    whole, _, _ = size_curves(CURVE, height=300).figure(at(EXAMPLE, 1.0)).data
    assert whole.y[0] > 2
    assert whole.y[-1] < -3


def test_above_t_of_one_the_gradient_is_shorter_than_the_error_and_below_longer() -> None:
    # material 8: (p − y)/T
    whole, alone, _ = size_curves(CURVE, height=300).figure(at(EXAMPLE, 1.0)).data
    longer = np.array(whole.y) - np.array(alone.y)
    assert (longer[(CURVE > 0) & (CURVE < 1)] > 0).all()
    assert (longer[(CURVE > 1) & np.isfinite(CURVE)] < 0).all()


@states
def test_the_words_hold_the_numbers_of_the_state(logits: list[float], temperature: float) -> None:
    state = at(logits, temperature)
    p = state.record.probabilities[INDEX]
    assert f"has {probability(p)} and should have 0.910" in truth_bars(height=1).alt(state)
    assert f"{signed(state.error[INDEX])} for the target" in error_bars(height=1).alt(state)
    assert f"it is {amount(state.loss)} nats" in loss_curve(INDEX, height=1).alt(state)
    assert f"now {amount(state.loss)} after 3" in way_down(STEPS, height=1).alt(state)
    assert f"and {signed(state.loss)}." in likelihood_curves(INDEX, height=1).alt(state)
    assert f"has {amount(state.size)}." in size_curves(CURVE, height=1).alt(state)
