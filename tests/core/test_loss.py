from typing import Any

import mpmath  # type: ignore[import-untyped]
import numpy as np
import pytest
import scipy.special
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import DTypeLike

import logitviz as lv
from tests.core.targets import Floats, some_target

THREE = np.array([2.0, 1.0, 0.1])
TEN = np.array([4.2, 1.8, 0.5, -0.3, 2.7, 3.1, 0.2, -1.5, 1.1, 2.2])
INF = np.inf

vectors = arrays(np.float64, st.integers(1, 8), elements=st.floats(-30, 30))
batches = arrays(np.float64, array_shapes(max_dims=3), elements=st.floats(-30, 30))
positive = st.floats(0.1, 10)


def test_the_loss_is_minus_the_logarithm_of_the_targets_probability() -> None:
    # material 8: L = −log p_y, for the exact 0.65900 of material 3
    assert_allclose(lv.cross_entropy(THREE, 0), -np.log(0.65900114), rtol=0, atol=5e-9)


def test_the_loss_is_logsumexp_minus_the_targets_logit() -> None:
    # material 8: L = logsumexp(z) − z_y
    for y in range(10):
        assert_allclose(lv.cross_entropy(TEN, y), lv.logsumexp(TEN) - TEN[y], rtol=1e-14, atol=0)


def test_the_fused_loss_stays_exact_where_the_probability_underflows() -> None:
    # material 4: z = [1000, 1], log-probability −999
    assert lv.cross_entropy([1000, 1], 1) == 999


def test_the_loss_keeps_the_last_digit_of_a_sure_and_right_answer() -> None:
    assert_allclose(lv.cross_entropy([100, 0], 0), np.exp(-100), rtol=1e-14, atol=0)


def test_the_gradient_is_what_was_predicted_minus_what_was_true() -> None:
    # material 8: p − y for a one-hot y
    for y in range(10):
        expected = lv.softmax(TEN) - np.eye(10)[y]
        assert_allclose(lv.cross_entropy_gradient(TEN, y), expected, rtol=1e-14, atol=0)


@pytest.mark.parametrize("temperature", [0.25, 0.5, 2.0, 8.0])
def test_temperature_divides_the_gradient(temperature: float) -> None:
    # material 8: (p − y)/T when p is at temperature T
    expected = (lv.softmax(TEN, temperature=temperature) - np.eye(10)[5]) / temperature
    gradient = lv.cross_entropy_gradient(TEN, 5, temperature=temperature)
    assert_allclose(gradient, expected, rtol=1e-14, atol=0)


@given(vectors, positive, st.data())
def test_the_gradient_agrees_with_central_differences(
    z: Floats, temperature: float, data: st.DataObject
) -> None:
    y: Any = data.draw(st.one_of(st.integers(0, len(z) - 1), st.just(some_target(z))))
    step = 1e-5 * temperature
    moves, for_all = step * np.eye(len(z)), y if np.ndim(y) == 0 else y[None]
    numeric = (
        lv.cross_entropy(z + moves, for_all, temperature=temperature)
        - lv.cross_entropy(z - moves, for_all, temperature=temperature)
    ) / (2 * step)
    exact = lv.cross_entropy_gradient(z, y, temperature=temperature)
    # The differences lose what lies below an ulp of the loss, up to 600 nats, over the step.
    assert_allclose(exact, numeric, rtol=0, atol=1e-7 / temperature)


@given(batches)
def test_the_loss_of_a_distribution_agrees_with_scipy(z: Floats) -> None:
    # Oracle: scipy.special.log_softmax.
    y = some_target(z)
    expected = -(y * scipy.special.log_softmax(z, axis=-1)).sum(axis=-1)
    assert_allclose(lv.cross_entropy(z, y), expected, rtol=1e-12, atol=1e-14)


@given(batches, positive)
def test_a_cross_entropy_is_an_entropy_plus_a_divergence(z: Floats, temperature: float) -> None:
    # Oracle: scipy.special.rel_entr; the loss is least, the entropy of y, where p is y.
    y = some_target(z)
    divergence = scipy.special.rel_entr(y, lv.softmax(z, temperature=temperature)).sum(axis=-1)
    loss = lv.cross_entropy(z, y, temperature=temperature)
    assert_allclose(loss, lv.entropy(y) + divergence, rtol=1e-9, atol=1e-12)


@given(st.lists(st.floats(-700, 700), min_size=2, max_size=8), positive)
def test_the_loss_is_right_to_its_last_digits(z: list[float], temperature: float) -> None:
    # Oracle: mpmath at 700 digits.
    with mpmath.workdps(700):
        s = [mpmath.mpf(x) / mpmath.mpf(temperature) for x in z]
        exact = mpmath.log(mpmath.fsum(map(mpmath.exp, s))) - s[0]
        computed = lv.cross_entropy(z, 0, temperature=temperature)
        gap = (max(z) - min(z)) / temperature
        assert abs(computed - exact) <= 1e-15 * (1 + gap) * exact + 5e-324


@given(vectors)
def test_an_index_is_a_one_hot_distribution(z: Floats) -> None:
    for y in range(len(z)):
        one_hot = np.eye(len(z))[y]
        assert_array_equal(lv.cross_entropy(z, y), lv.cross_entropy(z, one_hot))
        gradient = lv.cross_entropy_gradient(z, one_hot)
        assert_array_equal(lv.cross_entropy_gradient(z, y), gradient)


@given(batches, positive)
def test_the_gradient_sums_to_zero(z: Floats, temperature: float) -> None:
    gradient = lv.cross_entropy_gradient(z, some_target(z), temperature=temperature)
    assert_allclose(gradient.sum(axis=-1), 0, rtol=0, atol=1e-15 / temperature * z.shape[-1])


@given(vectors, st.integers(-100, 100))
def test_adding_a_constant_changes_neither(z: Floats, constant: int) -> None:
    whole = z.round()
    assert_array_equal(lv.cross_entropy(whole + constant, 0), lv.cross_entropy(whole, 0))
    moved = lv.cross_entropy_gradient(whole + constant, 0)
    assert_array_equal(moved, lv.cross_entropy_gradient(whole, 0))


def test_the_gradient_vanishes_where_the_prediction_is_the_truth() -> None:
    y = lv.softmax(TEN)
    assert_allclose(lv.cross_entropy_gradient(TEN, y), np.zeros(10), rtol=0, atol=2e-16)


def test_a_sure_and_right_answer_keeps_its_tiny_gradient() -> None:
    expected = np.exp(-100) * np.array([-1, 1])
    assert_allclose(lv.cross_entropy_gradient([100, 0], 0), expected, rtol=1e-14, atol=0)


def test_at_temperature_zero_only_the_largest_class_costs_nothing() -> None:
    assert_array_equal(lv.cross_entropy([THREE] * 3, [0, 1, 2], temperature=0), [0, INF, INF])


def test_at_temperature_zero_tied_classes_cost_the_logarithm_of_their_number() -> None:
    assert_allclose(lv.cross_entropy([5, 5, 1], 0, temperature=0), np.log(2), rtol=1e-15, atol=0)


def test_at_infinite_temperature_every_class_costs_log_c() -> None:
    losses = lv.cross_entropy(np.tile(TEN, (10, 1)), range(10), temperature=INF)
    assert_allclose(losses, [np.log(10)] * 10, rtol=1e-15, atol=0)


def test_at_temperature_zero_the_gradient_is_infinite_where_the_answer_is_wrong() -> None:
    gradient = lv.cross_entropy_gradient(THREE, 1, temperature=0)
    assert_array_equal(gradient, [INF, -INF, 0])


def test_at_temperature_zero_the_gradient_is_zero_where_the_answer_is_right() -> None:
    assert_array_equal(lv.cross_entropy_gradient(THREE, 0, temperature=0), np.zeros(3))


def test_even_targets_of_even_logits_are_right_to_the_last_digit() -> None:
    # The sum of C times 1/C misses 1 by its rounding for half of these C.
    for classes in range(2, 60):
        even = lv.smooth_labels(0, classes, smoothing=1)
        for y in (even, np.full(classes, 1 / classes)):
            gradient = lv.cross_entropy_gradient(np.zeros(classes), y, temperature=0)
            assert_array_equal(gradient, np.zeros(classes), err_msg=f"{classes} classes")


@given(vectors, st.data())
def test_the_gradient_at_temperature_zero_is_its_limit(z: Floats, data: st.DataObject) -> None:
    y, z = data.draw(st.integers(0, len(z) - 1)), z.round(1)
    # At T = 0.0001 a gap of 0.1 makes exp(−1000) = 0: what is not 0 is on its way to ±inf.
    near = lv.cross_entropy_gradient(z, y, temperature=1e-4)
    limit = np.copysign(np.where(near == 0, 0, INF), near)
    assert_array_equal(lv.cross_entropy_gradient(z, y, temperature=0), limit)


def test_at_infinite_temperature_there_is_no_gradient() -> None:
    assert_array_equal(lv.cross_entropy_gradient(TEN, 7, temperature=INF), np.zeros(10))


def test_an_impossible_target_costs_infinitely_much() -> None:
    assert lv.cross_entropy([0.0, -INF], 1) == INF
    assert_array_equal(lv.cross_entropy_gradient([0.0, -INF], 1), [1, -1])


def test_an_impossible_class_that_the_target_does_not_need_costs_nothing() -> None:
    assert lv.cross_entropy([0.0, -INF], [1.0, 0.0]) == 0


def test_each_row_has_its_own_target_and_temperature() -> None:
    z, y, t = np.tile(TEN, (3, 1)), [0, 5, 7], [0.5, 1.0, 2.0]
    alone = [lv.cross_entropy(TEN, k, temperature=s) for k, s in zip(y, t, strict=True)]
    assert_array_equal(lv.cross_entropy(z, y, temperature=t), alone)
    slopes = [lv.cross_entropy_gradient(TEN, k, temperature=s) for k, s in zip(y, t, strict=True)]
    assert_array_equal(lv.cross_entropy_gradient(z, y, temperature=t), slopes)


def test_an_empty_batch_gives_an_empty_result() -> None:
    none = np.zeros(0, dtype=int)
    assert lv.cross_entropy(np.zeros((0, 4)), none).shape == (0,)
    assert lv.cross_entropy_gradient(np.zeros((0, 4)), none).shape == (0, 4)


def test_a_rounded_distribution_is_divided_by_its_sum() -> None:
    rounded = np.array([0.333, 0.333, 0.333])
    assert_allclose(lv.cross_entropy(THREE, rounded), lv.cross_entropy(THREE, rounded / 0.999))
    assert_allclose(lv.cross_entropy_gradient(THREE, rounded).sum(), 0, rtol=0, atol=1e-15)


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
def test_the_type_of_the_logits_is_kept(dtype: DTypeLike) -> None:
    z = THREE.astype(dtype)
    assert lv.cross_entropy(z, 0).dtype == dtype
    assert lv.cross_entropy_gradient(z, [0.2, 0.3, 0.5]).dtype == dtype


def test_nothing_given_is_written_to() -> None:
    z, y = THREE.copy(), np.array([0.2, 0.3, 0.5])
    z.flags.writeable = y.flags.writeable = False
    lv.cross_entropy(z, y)
    lv.cross_entropy_gradient(z, y)


def test_logits_and_temperature_are_checked_too() -> None:
    with pytest.raises(ValueError, match="logits must not contain NaN"):
        lv.cross_entropy([np.nan, 0.0], 0)
    with pytest.raises(ValueError, match="temperature must be 0 or more"):
        lv.cross_entropy_gradient(THREE, 0, temperature=-1)


@pytest.mark.parametrize("smoothing", [0.0, 0.1, 0.5, 1.0])
def test_smooth_labels_keep_a_share_of_the_truth(smoothing: float) -> None:
    y = lv.smooth_labels(5, 10, smoothing=smoothing)
    assert_allclose(y, (1 - smoothing) * np.eye(10)[5] + smoothing / 10, rtol=1e-15, atol=0)
    assert_allclose(y.sum(), 1, rtol=1e-15, atol=0)


def test_smooth_labels_go_from_one_hot_to_uniform() -> None:
    assert_array_equal(lv.smooth_labels([0, 2], 3, smoothing=0), np.eye(3)[[0, 2]])
    assert_array_equal(lv.smooth_labels(0, 4, smoothing=1), [0.25] * 4)


def test_each_smoothing_gives_its_own_row() -> None:
    assert lv.smooth_labels(1, 3, smoothing=np.linspace(0, 1, 5)).shape == (5, 3)


def test_labels_that_make_no_sense_are_refused() -> None:
    with pytest.raises(ValueError, match=r"smoothing must be from 0 to 1, got 1.5"):
        lv.smooth_labels(0, 3, smoothing=1.5)
    with pytest.raises(ValueError, match="index must be a class index from 0 to 2, got 3"):
        lv.smooth_labels(3, 3, smoothing=0.1)
    with pytest.raises(TypeError, match="index must hold integers, got dtype float64"):
        lv.smooth_labels(1.0, 3, smoothing=0.1)
    with pytest.raises(ValueError, match="classes must be 1 or more, got 0"):
        lv.smooth_labels(0, 0, smoothing=0.1)
    with pytest.raises(ValueError, match=r"smoothing must broadcast .*\(2,\), got \(3,\)"):
        lv.smooth_labels([0, 1], 3, smoothing=[0.1, 0.2, 0.3])
