import numpy as np
import pytest
import scipy.special
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import DTypeLike

import logitviz as lv

INF = np.inf
finite = st.floats(-1e3, 1e3)


@given(finite)
def test_sigmoid_agrees_with_scipy(z: float) -> None:
    # Oracle: scipy.special.expit, which gives 0 for subnormal results.
    assert_allclose(lv.sigmoid(z), scipy.special.expit(z), rtol=1e-15, atol=1e-307)


@given(finite)
def test_log_sigmoid_agrees_with_scipy(z: float) -> None:
    # Oracle: scipy.special.log_expit.
    assert_allclose(lv.log_sigmoid(z), scipy.special.log_expit(z), rtol=1e-14, atol=5e-324)


@given(st.floats(0, 1))
def test_logit_agrees_with_scipy(p: float) -> None:
    # Oracle: scipy.special.logit.
    assert_allclose(lv.logit(p), scipy.special.logit(p), rtol=1e-13, atol=1e-16)


@given(st.floats(1e-12, 1 - 1e-12))
def test_sigmoid_undoes_logit(p: float) -> None:
    assert_allclose(lv.sigmoid(lv.logit(p)), p, rtol=1e-14, atol=0)


@given(finite)
def test_sigmoid_of_minus_z_is_the_complement(z: float) -> None:
    assert_allclose(lv.sigmoid(z) + lv.sigmoid(-z), 1, rtol=1e-15, atol=0)


def test_logit_has_its_hand_worked_values() -> None:
    assert_allclose(lv.logit([0.25, 0.5, 0.75]), [-np.log(3), 0, np.log(3)], rtol=1e-15, atol=0)


def test_logit_of_certainty_is_infinite() -> None:
    assert_array_equal(lv.logit([0, 1]), [-INF, INF])


def test_logit_is_negative_below_one_half_and_positive_above() -> None:
    p = np.linspace(0.01, 0.99, 99)
    assert_array_equal(np.sign(lv.logit(p)), np.sign(p - 0.5))


@pytest.mark.parametrize("p", [-0.1, 1.0000001, INF, -INF])
def test_logit_refuses_what_is_no_probability(p: float) -> None:
    with pytest.raises(ValueError, match=r"p must lie in \[0, 1\], got"):
        lv.logit([0.5, p])


def test_logit_refuses_nan() -> None:
    with pytest.raises(ValueError, match="p must not contain NaN"):
        lv.logit(np.nan)


def test_temperature_zero_is_a_step() -> None:
    assert_array_equal(lv.sigmoid([-1e-300, 0, 1e-300], temperature=0), [0, 0.5, 1])


def test_infinite_temperature_leaves_only_infinite_logits_certain() -> None:
    assert_array_equal(lv.sigmoid([-INF, -5, 9, INF], temperature=INF), [0, 0.5, 0.5, 1])


def test_log_sigmoid_has_the_limits_of_temperature_zero() -> None:
    assert_array_equal(lv.log_sigmoid([-1, 0, 1], temperature=0), [-INF, -np.log1p(1), 0])


def test_far_negative_logits_keep_their_log_probability() -> None:
    assert_array_equal(lv.log_sigmoid([-1000, -INF, INF]), [-1000, -INF, 0])


def test_independent_outputs_need_not_sum_to_one() -> None:
    assert lv.sigmoid([2.0, 1.0, 0.1]).sum() > 2


def test_adding_a_constant_moves_every_output() -> None:
    z = np.array([2.0, 1.0, 0.1])
    assert (lv.sigmoid(z + 1) > lv.sigmoid(z)).all()


def test_raising_one_logit_moves_one_output() -> None:
    assert_array_equal(lv.sigmoid([2.0, 1.0]) == lv.sigmoid([2.0, 3.0]), [True, False])


def test_a_temperature_per_row_acts_on_its_row() -> None:
    p = lv.sigmoid([[2.0, -1.0]] * 3, temperature=[0, 2, INF])
    assert_array_equal(p, [[1, 0], lv.sigmoid([1.0, -0.5]), [0.5, 0.5]])


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
def test_float_types_are_kept(dtype: DTypeLike) -> None:
    x = np.array([0.25, 0.75], dtype)
    results = (lv.sigmoid(x), lv.log_sigmoid(x), lv.logit(x))
    assert [result.dtype for result in results] == [np.dtype(dtype)] * 3


@pytest.mark.parametrize("shape", [(), (3,), (2, 3), (0, 3)])
def test_the_shape_is_kept(shape: tuple[int, ...]) -> None:
    assert lv.sigmoid(np.zeros(shape)).shape == shape


def test_inputs_are_not_written_to() -> None:
    z = np.array([1.0, -2.0])
    z.flags.writeable = False
    assert not np.shares_memory(lv.sigmoid(z), z)


def test_nan_logits_are_refused() -> None:
    with pytest.raises(ValueError, match="logits must not contain NaN, got nan at index 1"):
        lv.sigmoid([0, np.nan])


def test_a_negative_temperature_is_refused() -> None:
    with pytest.raises(ValueError, match=r"temperature must be 0 or more.*got -1"):
        lv.log_sigmoid([0.0], temperature=-1)
