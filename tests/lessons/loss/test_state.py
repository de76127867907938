"""Loss, gradient and descent of one sample against the core, and what the charts make of them."""

import math
from typing import Any

import numpy as np
from numpy.testing import assert_allclose, assert_array_equal

import logitviz as lv
from logitviz.charts.formats import amount
from logitviz.charts.over_temperature import TEMPERATURE_AXIS
from logitviz.lessons.loss.state import LossState
from logitviz.lessons.loss.tangent import MAX_LOGIT, MAX_LOSS, tangent
from logitviz.live.shared import CURVE_TEMPERATURES
from tests.cases import for_each
from tests.charts.scenery import EXAMPLE, HOSTILE
from tests.lessons.captured import captured

TARGET = 3
states = for_each(("logits", "temperature"), HOSTILE.values())


def at(logits: Any, temperature: float, *, n: int = 3, eps: float = 0.1, eta: float = 1.0) -> Any:
    """The state of the lesson after some steps."""
    z = {f"z{i}": value for i, value in enumerate(logits)}
    return captured("loss").state(**z, T=temperature, y=TARGET, n=n, eps=eps, eta=eta)


def shown(key: str, state: LossState, trace: str, attribute: str = "y") -> Any:
    """What a trace of a chart shows in a state."""
    element = captured("loss").element(key, state)
    return element.readings[element.names.index((trace, attribute))].plain()


@states
def test_the_error_is_predicted_minus_true(logits: list[float], temperature: float) -> None:
    # material 8
    state = at(logits, temperature)
    y = lv.smooth_labels(TARGET, 10, smoothing=0.1)
    error = lv.softmax(state.logits, temperature=temperature) - y
    assert_array_equal(state.target, y)
    assert_allclose(state.error, error, rtol=0, atol=2e-16)
    assert state.target_error == state.error[TARGET]
    assert state.predicted_error == state.error[state.record.prediction]


def test_what_is_almost_right_is_not_shown_as_right() -> None:
    state = at([60.0, *[0.0] * 2, 100.0, *[0.0] * 6], 1.0, n=0, eps=0.0)
    assert state.record.probabilities[TARGET] == 1
    assert_allclose(state.target_error, -np.exp(-40), rtol=1e-12, atol=0)


def test_predicted_class_and_target_have_the_same_marks_in_both_charts_of_bars() -> None:
    state = at(EXAMPLE, 1.0)
    left, right = (captured("loss").element(key, state).chart for key in ("predicted", "error"))
    for mark in ("predicted class", "target"):
        assert left.traces[mark].marker == right.traces[mark].marker
        assert left.traces[mark].width == right.traces[mark].width


def test_the_axis_of_the_error_goes_beyond_minus_one_and_one() -> None:
    low, high = captured("loss").element("error", at(EXAMPLE, 1.0)).chart.layout.yaxis.range
    assert low < -1 < 1 < high


@for_each("n", [0, 1, 50])
def test_the_logits_are_as_many_steps_along_the_path_as_were_taken(n: int) -> None:
    state = at(EXAMPLE, 1.0, n=n)
    assert_array_equal(state.logits, state.path[n])
    assert state.loss == state.losses[n]
    assert state.logit_range == state.logit_ranges[n]


def losses_at(state: LossState, values: Any) -> Any:
    """The loss with the target's logit at some values."""
    rows = np.tile(state.logits, (values.size, 1))
    rows[:, TARGET] = values
    return lv.cross_entropy(rows, state.target[None], temperature=float(state.T))


@for_each("start", np.linspace(-3, 10, 27))
def test_the_tangent_touches_the_loss_with_its_slope(start: float) -> None:
    logits = EXAMPLE.copy()
    logits[TARGET] = start
    state = at(logits, 1.0, n=0)
    x, y = state.tangent
    assert x[0] < start < x[1]
    assert_allclose(y - state.loss, state.gradient[TARGET] * (x - start), rtol=1e-12, atol=1e-12)
    # The loss is convex: no tangent crosses it.
    assert (y <= losses_at(state, x) + 1e-12).all()


@states
def test_the_tangent_stays_inside_the_frame(logits: list[float], temperature: float) -> None:
    for n in (0, 1, 50):
        for eta in (0.5, 10.0):
            x, y = at(logits, temperature, n=n, eta=eta).tangent
            assert (np.abs(x) <= MAX_LOGIT).all()
            assert ((y >= 0) & (y <= MAX_LOSS)).all()


@for_each(
    ("logit", "loss", "slope"),
    [(-10.0, 13.0, -1.0), (-10.0, np.inf, -np.inf), (13.0, 1.0, 0.5), (0.0, 1.0, np.inf)],
)
def test_a_point_outside_the_frame_or_on_a_step_has_no_tangent(
    logit: float, loss: float, slope: float
) -> None:
    x, y = tangent(*map(np.array, (logit, loss, slope)))
    assert_array_equal(x, [min(logit, MAX_LOGIT)] * 2)
    assert_array_equal(y, [min(loss, MAX_LOSS)] * 2)


def test_a_point_beyond_the_axis_stands_at_its_end_with_its_own_number() -> None:
    logits = EXAMPLE.copy()
    logits[TARGET] = -10
    state = at(logits, 1.0, n=0, eps=0.0)
    assert shown("loss_curve", state, "here") == [MAX_LOSS]
    assert shown("loss_curve", state, "number", "text") == [
        amount(lv.cross_entropy(logits, TARGET))
    ]


def test_an_infinite_loss_is_written_as_such() -> None:
    state = at(EXAMPLE, 0.0, n=0, eps=0.0)
    assert shown("loss_curve", state, "number", "text") == ["∞"]
    assert shown("log_likelihood", state, "loss number", "text") == ["∞"]
    assert shown("log_likelihood", state, "log-likelihood number", "text") == ["−∞"]


def test_a_large_rate_overshoots_and_a_safe_one_does_not() -> None:
    state = at(EXAMPLE, 0.1, eta=10.0)
    assert (np.diff(state.losses) > 0).any()
    assert MAX_LOSS < max(shown("descent", state, "loss")) <= 2 * MAX_LOSS
    assert_allclose(state.safe_rate, 0.04, rtol=1e-15)
    gentle = at(EXAMPLE, 0.1, eta=0.99 * state.safe_rate)
    assert (np.diff(gentle.losses) < 0).all()


@states
def test_the_likelihood_is_the_loss_upside_down(logits: list[float], temperature: float) -> None:
    # material 8: maximum likelihood is the same as the least cross-entropy, for a one-hot target
    state = at(logits, temperature, eps=0.0)
    log_p = float(lv.log_softmax(state.logits, temperature=temperature)[TARGET])
    assert state.target_log_probability == log_p
    assert 0.0 - state.loss == log_p
    x, y = (np.array(shown("log_likelihood", state, "log-likelihood", a)) for a in "xy")
    rows = np.tile(state.logits, (x.size, 1))
    rows[:, TARGET] = x
    if temperature:
        losses = lv.cross_entropy(rows, [TARGET] * x.size, temperature=temperature)
        assert_allclose(y, np.maximum(-losses, -2 * MAX_LOSS), rtol=1e-9, atol=1e-12)
    assert (x[0], x[-1]) == (-MAX_LOGIT, MAX_LOGIT)
    assert (np.diff(x) >= 0).all()
    assert (np.diff(y) >= -1e-12).all()
    assert shown("log_likelihood", state, "log-likelihood here") == [max(log_p, -MAX_LOSS)]
    assert shown("log_likelihood", state, "log-likelihood number", "text") == [amount(log_p)]


def test_with_label_smoothing_the_loss_is_not_the_likelihood_upside_down() -> None:
    state = at(EXAMPLE, 1.0, eps=0.2)
    log_p = lv.log_softmax(state.logits)
    assert_array_equal(state.target_log_probability, log_p[TARGET])
    assert_allclose(state.loss, -0.8 * log_p[TARGET] - 0.02 * log_p.sum(), rtol=1e-14)
    curve, rising = (shown("log_likelihood", state, name) for name in ("loss", "log-likelihood"))
    assert (np.diff(rising) >= 0).all()
    assert 0 < np.argmin(curve) < len(curve) - 1


@for_each("temperature", [0.05, 0.5, 1.0, 20.0])
def test_the_few_points_of_the_likelihood_are_as_good_as_many(temperature: float) -> None:
    curve, fine = at(EXAMPLE, temperature).likelihood, np.linspace(-12, 12, 9601)
    rows = np.tile(at(EXAMPLE, temperature).logits, (fine.size, 1))
    rows[:, TARGET] = fine
    exact = lv.log_softmax(rows, temperature=temperature)[:, TARGET]
    in_frame = exact > -MAX_LOSS
    joined = np.interp(fine, curve.x, curve.y)
    assert_allclose(joined[in_frame], exact[in_frame], rtol=0, atol=0.012)  # an eighth of a pixel


@for_each("y", [0, 5])
def test_the_points_over_the_logit_of_the_target_move_its_slider(y: int) -> None:
    for key, trace in (("loss_curve", "here"), ("log_likelihood", "loss here")):
        assert captured("loss").element(key, captured("loss").state(y=y)).chart.pulls == {
            trace: (f"z{y}",)
        }


@for_each(("eps", "eta", "temperature"), [(0.1, 3.0, 1.0), (0.5, 10.0, 1.0), (0.0, 10.0, 0.1)])
def test_rising_steps_are_counted(eps: float, eta: float, temperature: float) -> None:
    state = at(EXAMPLE, temperature, eps=eps, eta=eta)
    rising = [b > a + 1e-9 for a, b in zip(state.losses, state.losses[1:], strict=False)]
    assert state.rises == sum(rising)
    assert state.rate_case == (eta > 4 * temperature**2)


@for_each("eps", [0.1, 0.5, 1.0])
def test_at_the_best_gap_p_is_the_target_and_the_loss_its_entropy(eps: float) -> None:
    state = at(EXAMPLE, 2.0, eps=eps)
    best = 2.0 * float(state.best_gap) * np.eye(10)[TARGET]
    assert_allclose(lv.softmax(best, temperature=2.0), state.target, rtol=1e-13)
    assert_allclose(lv.cross_entropy(best, state.target, temperature=2.0), state.least_loss)
    assert (state.losses >= state.least_loss).all()


@states
def test_the_lengths_of_error_and_gradient_are_those_at_every_temperature(
    logits: list[float], temperature: float
) -> None:
    state = at(logits, temperature)
    lines = [shown("gradient_size", state, name) for name in ("(p − y)/T", "p − y")]
    for i, t in enumerate(CURVE_TEMPERATURES):
        gradient = lv.cross_entropy_gradient(state.logits, state.target, temperature=t)
        error = lv.softmax(state.logits, temperature=t) - state.target
        for line, vector in zip(lines, (gradient, error), strict=True):
            in_frame, exact = (np.clip(y, -3, 2) for y in (line[i], log10(np.linalg.norm(vector))))
            assert_allclose(in_frame, exact, rtol=0, atol=1e-12)
    assert shown("gradient_size", state, "here", "x") == [TEMPERATURE_AXIS.coordinate(temperature)]
    length = amount(np.linalg.norm(state.gradient))
    assert shown("gradient_size", state, "number", "text") == [length]


def log10(length: Any) -> float:
    return math.log10(length) if length else -math.inf


def test_below_t_of_one_the_gradient_is_longer_than_the_error_and_above_shorter() -> None:
    # material 8: (p − y)/T
    state = at(EXAMPLE, 1.0)
    whole, alone = (np.array(shown("gradient_size", state, k)) for k in ("(p − y)/T", "p − y"))
    assert ((whole > alone) == (CURVE_TEMPERATURES < 1)).all()
    assert whole[0] > 2  # both limits are outside the frame
    assert whole[-1] < -3
