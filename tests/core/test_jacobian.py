import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray

import logitviz as lv

THREE = np.array([2.0, 1.0, 0.1])
INF = np.inf
vectors = arrays(np.float64, st.integers(1, 8), elements=st.floats(-20, 20))


def test_softmax_slopes_are_diag_p_minus_p_p() -> None:
    p = lv.softmax(THREE)
    assert_allclose(lv.softmax_jacobian(THREE), np.diag(p) - np.outer(p, p), rtol=1e-14, atol=0)


@given(vectors, st.floats(0.1, 10))
def test_softmax_slopes_agree_with_central_differences(
    z: NDArray[np.float64], temperature: float
) -> None:
    step = 1e-5 * temperature
    moves = step * np.eye(len(z))
    numeric = (
        lv.softmax(z + moves, temperature=temperature)
        - lv.softmax(z - moves, temperature=temperature)
    ) / (2 * step)
    exact = lv.softmax_jacobian(z, temperature=temperature)
    assert_allclose(exact, numeric.T, rtol=0, atol=1e-8 / temperature)


@given(vectors)
def test_softmax_rows_sum_to_zero(z: NDArray[np.float64]) -> None:
    assert_allclose(lv.softmax_jacobian(z).sum(axis=-1), 0, rtol=0, atol=1e-15)


@given(vectors)
def test_the_softmax_jacobian_is_symmetric(z: NDArray[np.float64]) -> None:
    jacobian = lv.softmax_jacobian(z)
    assert_array_equal(jacobian, jacobian.T)


def test_an_almost_certain_class_keeps_its_slope() -> None:
    assert_allclose(lv.softmax_jacobian([100, 0])[0, 0], np.exp(-100), rtol=1e-14, atol=0)


def test_temperature_divides_the_slope() -> None:
    assert_allclose(
        lv.softmax_jacobian(THREE, temperature=4), lv.softmax_jacobian(THREE / 4) / 4, rtol=1e-14
    )


def test_softmax_is_flat_at_infinite_temperature() -> None:
    assert_array_equal(lv.softmax_jacobian(THREE, temperature=INF), np.zeros((3, 3)))


def test_softmax_is_flat_at_temperature_zero_away_from_a_tie() -> None:
    assert_array_equal(lv.softmax_jacobian(THREE, temperature=0), np.zeros((3, 3)))


def test_softmax_has_no_slope_at_temperature_zero_on_a_tie() -> None:
    with pytest.raises(ValueError, match=r"temperature must be above 0.*tie at index 1:"):
        lv.softmax_jacobian([[1, 0], [1, 1]], temperature=[0, 0])


def test_a_tie_has_a_slope_at_any_other_temperature() -> None:
    assert_array_equal(lv.softmax_jacobian([1, 1]), [[0.25, -0.25], [-0.25, 0.25]])


def test_an_impossible_class_has_no_slope() -> None:
    jacobian = lv.softmax_jacobian([0, -INF])
    assert_array_equal(np.signbit(jacobian) | (jacobian != 0), np.zeros((2, 2), dtype=bool))


def test_a_batch_holds_one_matrix_per_vector() -> None:
    jacobian = lv.softmax_jacobian(np.tile(THREE, (2, 4, 1)), temperature=[[1], [2]])
    assert jacobian.shape == (2, 4, 3, 3)


def test_a_batch_equals_its_vectors() -> None:
    batch = lv.softmax_jacobian([THREE, -THREE], temperature=[1, 2])
    assert_array_equal(batch[1], lv.softmax_jacobian(-THREE, temperature=2))


def test_sigmoid_slopes_are_diagonal() -> None:
    p = lv.sigmoid(THREE)
    assert_allclose(lv.sigmoid_jacobian(THREE), np.diag(p * (1 - p)), rtol=1e-14, atol=0)


def test_temperature_divides_the_sigmoid_slope() -> None:
    assert_array_equal(lv.sigmoid_jacobian([0.0], temperature=2), [[0.125]])


@pytest.mark.parametrize("temperature", [0, INF])
def test_sigmoid_is_flat_at_both_limits(temperature: float) -> None:
    assert_array_equal(lv.sigmoid_jacobian(THREE, temperature=temperature), np.zeros((3, 3)))


def test_sigmoid_has_no_slope_at_temperature_zero_on_the_step() -> None:
    with pytest.raises(ValueError, match="temperature must be above 0 where a logit is 0"):
        lv.sigmoid_jacobian([1.0, 0.0], temperature=0)


def test_float32_is_kept() -> None:
    z = THREE.astype(np.float32)
    assert lv.softmax_jacobian(z).dtype == lv.sigmoid_jacobian(z).dtype == np.float32


def test_nan_logits_are_refused() -> None:
    with pytest.raises(ValueError, match="logits must not contain NaN"):
        lv.sigmoid_jacobian([np.nan])


def test_a_single_number_is_refused() -> None:
    with pytest.raises(ValueError, match="logits must have a class axis"):
        lv.sigmoid_jacobian(1.0)
