import itertools
from typing import Any

import numpy as np
import pytest
import scipy.optimize
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray

import logitviz as lv

TEN = np.array([4.2, 1.8, 0.5, -0.3, 2.7, 3.1, 0.2, -1.5, 1.1, 2.2])
INF = np.inf

Floats = NDArray[np.float64]
vectors = arrays(np.float64, st.integers(2, 8), elements=st.floats(-10, 10))
temperatures = st.floats(0.2, 10)


def test_a_step_subtracts_the_rate_times_the_gradient() -> None:
    # material 8: the gradient (p − y)/T is what training follows
    path = lv.gradient_descent(TEN, 5, rate=0.3, steps=1, temperature=2.0)
    gradient = lv.cross_entropy_gradient(TEN, 5, temperature=2.0)
    assert_array_equal(path, [TEN, TEN - 0.3 * gradient])


def test_every_step_over_many_classes_is_that_of_the_gradient() -> None:
    z = np.random.default_rng(0).normal(size=(3, 200))
    path = lv.gradient_descent(z, [0, 5, 199], rate=0.3, steps=4)
    for before, after in itertools.pairwise(np.moveaxis(path, 1, 0)):
        gradient = lv.cross_entropy_gradient(before, [0, 5, 199])
        assert_allclose(after, before - 0.3 * gradient, rtol=0, atol=1e-15)


def test_rows_of_many_classes_go_the_same_way_alone_and_together() -> None:
    z, y = np.random.default_rng(0).normal(size=(3, 200)), [0, 5, 199]
    together = lv.gradient_descent(z, y, rate=0.3, steps=4)
    alone = [lv.gradient_descent(r, k, rate=0.3, steps=4) for r, k in zip(z, y, strict=True)]
    assert_array_equal(together, alone)


def test_where_p_rounds_to_1_the_other_classes_still_move() -> None:
    z = [50.0, 0.0, -3.0]
    step = z - 0.3 * lv.cross_entropy_gradient(z, 0)
    path = lv.gradient_descent(z, 0, rate=0.3, steps=1)
    assert_allclose(path[1], step, rtol=1e-15, atol=0)


@given(vectors, temperatures)
def test_a_path_is_one_step_after_another(z: Floats, temperature: float) -> None:
    y = lv.smooth_labels(0, len(z), smoothing=0.1)
    path = lv.gradient_descent(z, y, rate=0.5, steps=3, temperature=temperature)
    for before, after in itertools.pairwise(path):
        one = lv.gradient_descent(before, y, rate=0.5, steps=1, temperature=temperature)
        assert_array_equal(one[1], after)


@given(vectors, temperatures, st.floats(0.01, 0.99), st.floats(0, 1))
def test_the_loss_falls_with_every_step_of_a_rate_below_4_t_squared(
    z: Floats, temperature: float, share: float, smoothing: float
) -> None:
    y = lv.smooth_labels(0, len(z), smoothing=smoothing)
    rate = share * 4 * temperature**2
    path = lv.gradient_descent(z, y, rate=rate, steps=10, temperature=temperature)
    losses = lv.cross_entropy(path, y[None], temperature=temperature)
    assert (np.diff(losses) <= 1e-12 * losses[:-1]).all()


def test_a_rate_above_4_t_squared_may_overshoot() -> None:
    # Two classes at the largest curvature, 1/(2T²), with the optimum at equal logits.
    y = [0.5, 0.5]
    path = lv.gradient_descent([0.1, -0.1], y, rate=4.4, steps=2)
    losses = lv.cross_entropy(path, [y])
    assert losses[0] < losses[1] < losses[2]
    assert_array_equal(np.sign(path[:, 0]), [1, -1, 1])


def test_the_end_of_the_path_is_the_optimum_of_an_optimizer() -> None:
    # Oracle: scipy.optimize.minimize with the same loss and gradient.
    y = lv.smooth_labels(5, 10, smoothing=0.3)
    found = scipy.optimize.minimize(
        lv.cross_entropy, TEN, args=(y,), jac=lambda z, y: lv.cross_entropy_gradient(z, y)
    )
    end = lv.gradient_descent(TEN, y, rate=3.0, steps=400)[-1]
    assert_allclose(lv.cross_entropy(end, y), found.fun, rtol=1e-8, atol=0)
    assert_allclose(lv.softmax(end), y, rtol=1e-6, atol=0)


@given(vectors, temperatures)
def test_the_sum_of_the_logits_never_changes(z: Floats, temperature: float) -> None:
    path = lv.gradient_descent(z, 0, rate=1.0, steps=20, temperature=temperature)
    assert_allclose(path.sum(axis=-1), z.sum(), rtol=0, atol=1e-11)


def test_a_one_hot_target_pulls_the_logits_apart_without_end() -> None:
    path = lv.gradient_descent(TEN, 5, rate=1.0, steps=2000)
    spread = np.ptp(path[50:], axis=-1)
    assert (np.diff(spread) > 0).all()


@pytest.mark.parametrize("temperature", [0, INF])
def test_nothing_moves_at_either_limit_of_t(temperature: float) -> None:
    path = lv.gradient_descent(TEN, 7, rate=1.0, steps=5, temperature=temperature)
    assert_array_equal(path, np.tile(TEN, (6, 1)))


def test_nothing_moves_at_rate_zero() -> None:
    assert_array_equal(lv.gradient_descent(TEN, 5, rate=0, steps=2), [TEN] * 3)


def test_no_steps_give_the_start_alone() -> None:
    assert_array_equal(lv.gradient_descent(TEN, 5, rate=1, steps=0), [TEN])


def test_every_row_of_a_batch_goes_its_own_way() -> None:
    y, rates, hot = [0, 5, 7], [0.1, 1.0, 2.0], [0.5, 1.0, 0.0]
    batch = lv.gradient_descent([TEN] * 3, y, rate=rates, steps=4, temperature=hot)
    alone = [
        lv.gradient_descent(TEN, k, rate=r, steps=4, temperature=t)
        for k, r, t in zip(y, rates, hot, strict=True)
    ]
    assert batch.shape == (3, 5, 10)
    assert_array_equal(batch, alone)


def test_an_impossible_class_stays_impossible() -> None:
    path = lv.gradient_descent([0.0, -INF], 1, rate=1.0, steps=2)
    assert_array_equal(path[:, 1], [-INF] * 3)


def test_float32_is_kept_and_nothing_is_written_to() -> None:
    z = TEN.astype(np.float32)
    z.flags.writeable = False
    path = lv.gradient_descent(z, 5, rate=1.0, steps=1)
    assert path.dtype == np.float32
    assert path.flags.writeable


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"rate": -1.0}, "rate must be finite and 0 or more, got -1.0"),
        ({"rate": INF}, "rate must be finite and 0 or more, got inf"),
        ({"rate": np.nan}, "rate must be finite and 0 or more, got nan"),
        ({"rate": [1.0, 2.0]}, r"rate must be one number.*got shape \(2,\)"),
        ({"steps": -1}, "steps must be 0 or more, got -1"),
        ({"target": 10}, "target must be a class index from 0 to 9, got 10"),
        ({"temperature": -1}, "temperature must be 0 or more"),
    ],
)
def test_what_makes_no_sense_is_refused(wrong: dict[str, Any], message: str) -> None:
    sound: dict[str, Any] = {"target": 5, "rate": 1.0, "steps": 1}
    with pytest.raises(ValueError, match=message):
        lv.gradient_descent(TEN, **(sound | wrong))
