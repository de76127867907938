"""What the textbook formulas give in each precision."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray

import logitviz as lv
from logitviz.core.precision import Shift

INF, NAN = np.inf, np.nan
PRECISIONS: tuple[type[np.floating[Any]], ...] = (np.float16, np.float32, np.float64)
SHIFTS: tuple[Shift, ...] = ("never", "after", "before", "plain")
THREE = [2.0, 1.0, 0.1]

Floats = NDArray[np.float64]
precisions = pytest.mark.parametrize("dtype", PRECISIONS)
modest = arrays(np.float64, st.integers(1, 12), elements=st.floats(-200, 200))


@precisions
def test_naive_softmax_of_modest_logits_is_softmax(dtype: type[np.floating[Any]]) -> None:
    eps = float(np.finfo(dtype).eps)
    naive = lv.naive_softmax(THREE, dtype=dtype)
    assert naive.dtype == dtype
    assert_allclose(naive.astype(float), lv.softmax(THREE), rtol=8 * eps, atol=0)


@pytest.mark.parametrize(("dtype", "over"), [(np.float64, 710), (np.float32, 89), (np.float16, 12)])
def test_beyond_the_limit_inf_over_inf_is_nan(
    dtype: type[np.floating[Any]], over: float
) -> None:  # material 4
    assert_array_equal(lv.naive_softmax([over, over, 1], dtype=dtype), [NAN, NAN, 0])
    assert not np.isnan(lv.naive_softmax([over - 1, over - 2, 1], dtype=dtype)).any()


@pytest.mark.parametrize("low", [-746.0, -1000.0])
def test_very_negative_logits_give_0_over_0(low: float) -> None:  # material 4
    steps = lv.step_by_step([low, low - 1])
    assert_array_equal(steps.exponentials, [0, 0])
    assert_array_equal(steps.probabilities, [NAN, NAN])
    assert_allclose(
        lv.step_by_step([low, low - 1], shift="before").probabilities, lv.softmax([1, 0]), 1e-15, 0
    )


def test_a_sum_may_overflow_though_no_exponential_does() -> None:
    steps = lv.step_by_step([10.5, 10.5], dtype=np.float16)
    assert np.isfinite(steps.exponentials).all()
    assert steps.total == INF
    assert_array_equal(steps.probabilities, [0, 0])


def test_logits_too_large_for_the_precision_are_inf_before_any_formula() -> None:
    steps = lv.step_by_step([7e4, 1.0], dtype=np.float16, shift="before")
    assert_array_equal(steps.logits, [INF, 1])
    assert np.isnan(steps.probabilities[0])


def test_the_naive_formula_has_no_limit_at_t_0_but_one_at_t_inf() -> None:
    assert_array_equal(lv.naive_softmax([1.0, 0.0, -1.0], temperature=0), [NAN, NAN, NAN])
    assert_array_equal(lv.naive_softmax([1.0, 0.0], temperature=INF), [0.5, 0.5])


@given(modest)
def test_between_200_and_minus_200_double_precision_never_breaks(z: Floats) -> None:  # material 4
    naive = lv.naive_softmax(z)
    assert_allclose(naive, lv.softmax(z), rtol=1e-13, atol=0)
    assert (naive > 0).all()


def test_exp_of_200_is_what_material_4_says() -> None:
    steps = lv.step_by_step([200.0] * 10)
    assert f"{steps.exponentials[0]:.1e}" == "7.2e+86"
    assert_allclose(steps.probabilities, 0.1, rtol=1e-15, atol=0)


@pytest.mark.parametrize("dtype", [np.float16, np.float32])
def test_between_200_and_minus_200_the_smaller_precisions_break(
    dtype: type[np.floating[Any]],
) -> None:
    assert np.isnan(lv.naive_softmax([200.0, 0.0], dtype=dtype)[0])
    assert np.isnan(lv.naive_softmax([-200.0, -200.0], dtype=dtype)).all()


def test_no_warning_leaks_and_the_error_mode_stays() -> None:
    with np.errstate(all="raise"):
        lv.naive_softmax([1e4, -1e4, 1e308], dtype=np.float16)
        lv.naive_cross_entropy([1e4, -1e4], 1, dtype=np.float16)
        for shift in SHIFTS:
            lv.step_by_step([1e308, -1e308], temperature=1e-320, shift=shift)
        assert set(np.geterr().values()) == {"raise"}


def test_the_log_probability_of_1000_and_1_is_lost_by_the_naive_way() -> None:  # material 4
    z = [1000.0, 1.0]
    naive, shifted = lv.step_by_step(z), lv.step_by_step(z, shift="before")
    assert_array_equal(naive.log_probabilities, [NAN, -INF])
    assert_array_equal(shifted.log_probabilities, [0, -INF])
    assert_array_equal(shifted.fused, [0, -999])
    assert lv.naive_cross_entropy(z, 1) == INF
    assert np.isnan(lv.naive_cross_entropy(z, 0))


@given(modest, st.integers(0, 11))
def test_naive_cross_entropy_of_modest_logits_is_minus_log_softmax(z: Floats, target: int) -> None:
    index = target % z.size
    assert_allclose(
        lv.naive_cross_entropy(z, index), -lv.log_softmax(z)[index], rtol=1e-12, atol=1e-12
    )


def test_each_sample_has_its_own_target() -> None:
    z = np.array([THREE, THREE])
    expected = -lv.log_softmax(THREE)[[2, 0]]
    assert_allclose(lv.naive_cross_entropy(z, [2, 0]), expected, rtol=1e-14, atol=0)
    assert lv.naive_cross_entropy(z, 1, dtype=np.float32).dtype == np.float32


def test_a_target_may_be_a_distribution() -> None:
    y = [0.5, 0.5, 0.0]
    expected = lv.cross_entropy(THREE, y)
    assert_allclose(lv.naive_cross_entropy(THREE, y), expected, rtol=1e-14, atol=0)
    assert lv.naive_cross_entropy([0.0, 1.0, -1000.0], y) < 2  # 0 · log 0 adds nothing
    assert lv.naive_cross_entropy([0.0, 1.0, -1000.0], [0.5, 0.0, 0.5]) == INF


def test_a_target_that_is_no_class_is_refused() -> None:
    with pytest.raises(ValueError, match="target must be a class index from 0 to 2, got 3"):
        lv.naive_cross_entropy(THREE, 3)
