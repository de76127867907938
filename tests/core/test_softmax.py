import numpy as np
import pytest
import scipy.special
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import DTypeLike, NDArray

import logitviz as lv

THREE = [2.0, 1.0, 0.1]
TEN = [4.2, 1.8, 0.5, -0.3, 2.7, 3.1, 0.2, -1.5, 1.1, 2.2]
INF = np.inf

Floats = NDArray[np.float64]
vectors = arrays(np.float64, st.integers(1, 12), elements=st.floats(-1e3, 1e3))
batches = arrays(np.float64, array_shapes(max_dims=3), elements=st.floats(-1e3, 1e3))
positive = st.floats(1e-3, 1e3)


def test_the_three_class_example_has_its_exact_values() -> None:
    assert_allclose(lv.softmax(THREE), [0.65900, 0.24243, 0.09857], rtol=0, atol=5e-6)


def test_the_three_class_example_rounds_to_the_corrected_source() -> None:
    assert_array_equal(lv.softmax(THREE).round(2), [0.66, 0.24, 0.10])


def test_the_feature_example_has_its_probabilities() -> None:
    assert_array_equal(lv.softmax([0.5, 0.34, 2.41]).round(3), [0.116, 0.099, 0.785])


@pytest.mark.parametrize(
    ("temperature", "first"), [(0.5, 0.86377712), (2.0, 0.50168776), (5.0, 0.39958568)]
)
def test_the_three_class_example_flattens_with_temperature(
    temperature: float, first: float
) -> None:
    assert_allclose(lv.softmax(THREE, temperature=temperature)[0], first, rtol=0, atol=5e-9)


@pytest.mark.parametrize("temperature", [0.5, 1, 2, 5])
def test_the_ten_class_example_agrees_with_scipy(temperature: float) -> None:
    # Oracle: scipy.special.softmax.
    expected = scipy.special.softmax(np.array(TEN) / temperature)
    assert_allclose(lv.softmax(TEN, temperature=temperature), expected, rtol=1e-14, atol=0)


def test_two_classes_are_a_sigmoid_of_the_difference() -> None:
    assert_allclose(lv.softmax([1.3, 0.4])[0], lv.sigmoid(1.3 - 0.4), rtol=1e-15, atol=0)


@given(batches)
def test_softmax_agrees_with_scipy(z: Floats) -> None:
    # Oracle: scipy.special.softmax.
    assert_allclose(lv.softmax(z), scipy.special.softmax(z, axis=-1), rtol=1e-12, atol=1e-300)


@given(batches)
def test_log_softmax_agrees_with_scipy(z: Floats) -> None:
    # Oracle: scipy.special.log_softmax, which itself loses what lies below 1e-16.
    assert_allclose(
        lv.log_softmax(z), scipy.special.log_softmax(z, axis=-1), rtol=1e-12, atol=1e-15
    )


@given(batches)
def test_logsumexp_agrees_with_scipy(z: Floats) -> None:
    # Oracle: scipy.special.logsumexp.
    assert_allclose(lv.logsumexp(z), scipy.special.logsumexp(z, axis=-1), rtol=1e-13, atol=1e-13)


@given(vectors, st.integers(-1000, 1000))
def test_adding_a_constant_changes_nothing(z: Floats, constant: int) -> None:
    whole = z.round()
    assert_array_equal(lv.softmax(whole + constant), lv.softmax(whole))


@given(vectors, st.sampled_from([0.25, 0.5, 2.0, 8.0]))
def test_multiplying_by_k_is_temperature_one_over_k(z: Floats, k: float) -> None:
    assert_array_equal(lv.softmax(k * z), lv.softmax(z, temperature=1 / k))


@given(vectors, positive)
def test_every_vector_sums_to_one(z: Floats, temperature: float) -> None:
    assert_allclose(lv.softmax(z, temperature=temperature).sum(), 1, rtol=1e-15 * 4, atol=0)


@given(vectors, positive)
def test_order_is_kept(z: Floats, temperature: float) -> None:
    p = lv.softmax(z, temperature=temperature)
    assert (np.diff(p[np.argsort(z)]) >= 0).all()


@given(vectors, st.one_of(positive, st.just(0.0), st.just(INF)))
def test_temperature_keeps_the_largest_class_largest(z: Floats, temperature: float) -> None:
    p = lv.softmax(z, temperature=temperature)
    assert p[np.argmax(z)] == p.max()


@given(arrays(np.float64, (5, 7), elements=st.floats(-50, 50)))
def test_a_row_of_a_batch_equals_the_vector_alone(z: Floats) -> None:
    assert_array_equal(lv.softmax(z)[2], lv.softmax(z[2]))


def test_many_blocks_equal_the_rows_alone() -> None:
    z = np.random.default_rng(0).normal(size=(9000, 10))
    assert_array_equal(lv.softmax(z)[[0, 3275, 3276, 8999]], lv.softmax(z[[0, 3275, 3276, 8999]]))


def test_many_classes_agree_with_scipy() -> None:
    # Oracle: scipy.special.softmax.
    z = np.random.default_rng(0).normal(size=(3, 50_000))
    assert_allclose(lv.softmax(z), scipy.special.softmax(z, axis=-1), rtol=1e-13, atol=0)


def test_temperature_zero_is_argmax() -> None:
    assert_array_equal(lv.softmax(THREE, temperature=0), [1, 0, 0])


def test_temperature_zero_shares_ties_equally() -> None:
    assert_array_equal(lv.softmax([5, 1, 5], temperature=0), [0.5, 0, 0.5])


def test_temperature_zero_separates_neighbouring_floats() -> None:
    assert_array_equal(lv.softmax([1.0, np.nextafter(1.0, 2)], temperature=0), [0, 1])


def test_negative_zero_is_the_limit_zero() -> None:
    assert_array_equal(lv.softmax(THREE, temperature=-0.0), [1, 0, 0])


def test_infinite_temperature_is_uniform() -> None:
    assert_array_equal(lv.softmax(TEN, temperature=INF), [0.1] * 10)


def test_infinite_temperature_is_uniform_over_the_possible_classes() -> None:
    assert_array_equal(lv.softmax([3, -INF, 1], temperature=INF), [0.5, 0, 0.5])


@pytest.mark.parametrize("temperature", [0, 1e-320, 0.5, 1, 1e308, INF])
def test_a_logit_of_minus_infinity_has_probability_zero(temperature: float) -> None:
    assert lv.softmax([0, -INF], temperature=temperature)[1] == 0


@pytest.mark.parametrize("temperature", [0, 1e-320, 0.5, 1, 1e308, INF])
def test_infinite_logits_share_everything(temperature: float) -> None:
    assert_array_equal(
        lv.softmax([INF, 1e308, INF, -INF], temperature=temperature), [0.5, 0, 0.5, 0]
    )


def test_huge_logits_do_not_overflow() -> None:
    assert_array_equal(lv.softmax([1e308, -1e308]), [1, 0])


def test_a_difference_beyond_float64_is_divided_correctly() -> None:
    expected = lv.softmax([1.0, -1.0, 0.0])
    assert_allclose(lv.softmax([1e308, -1e308, 0], temperature=1e308), expected, rtol=1e-15, atol=0)


def test_a_tiny_temperature_does_not_overflow() -> None:
    assert_array_equal(lv.softmax([1.0, 0.0], temperature=5e-324), [1, 0])


def test_subnormal_logits_and_temperature_are_divided_exactly() -> None:
    assert_array_equal(lv.softmax([5e-324, 0.0], temperature=5e-324), lv.softmax([1.0, 0.0]))


def test_one_class_has_all_the_probability() -> None:
    assert_array_equal(lv.softmax([[3.0], [-700.0]]), [[1], [1]])


def test_mixed_temperatures_act_on_their_own_rows() -> None:
    p = lv.softmax(np.tile(THREE, (4, 1)), temperature=[0, 1, 2, INF])
    alone = [lv.softmax(THREE, temperature=t) for t in (0, 1, 2, INF)]
    assert_array_equal(p, alone)


def test_temperature_broadcasts_to_the_leading_shape() -> None:
    z = np.random.default_rng(0).normal(size=(2, 3, 4))
    p = lv.softmax(z, temperature=[[1.0], [2.0]])
    assert_array_equal(p[1], lv.softmax(z[1], temperature=2.0))


def test_temperature_never_enlarges_the_result() -> None:
    with pytest.raises(ValueError, match=r"temperature must be one number.*shape \(2,\)"):
        lv.softmax(THREE, temperature=[1.0, 2.0])


@pytest.mark.parametrize("axis", [0, 1, 2, -3])
def test_any_axis_can_hold_the_classes(axis: int) -> None:
    # Oracle: scipy.special.softmax.
    z = np.random.default_rng(0).normal(size=(2, 3, 4))
    assert_allclose(lv.softmax(z, axis=axis), scipy.special.softmax(z, axis=axis), rtol=1e-14)


def test_logsumexp_removes_its_axis() -> None:
    assert lv.logsumexp(np.zeros((2, 3, 4)), axis=1).shape == (2, 4)


def test_logsumexp_of_equal_logits_adds_log_c() -> None:
    assert_allclose(lv.logsumexp([1000, 1000]), 1000 + np.log(2), rtol=1e-16, atol=0)


def test_logsumexp_is_infinite_where_a_logit_is() -> None:
    assert lv.logsumexp([INF, 3]) == INF


def test_fused_log_probability_survives_a_gap_of_999() -> None:
    assert_array_equal(lv.log_softmax([1000, 1]), [0, -999])


def test_log_softmax_keeps_an_almost_certain_class() -> None:
    assert_allclose(lv.log_softmax([100, 0])[0], -3.720075976020836e-44, rtol=1e-15, atol=0)


def test_log_softmax_of_an_impossible_class_is_minus_infinity() -> None:
    assert_array_equal(lv.log_softmax([0, -INF]), [0, -INF])


def test_log_softmax_at_infinite_temperature_is_minus_log_c() -> None:
    assert_array_equal(lv.log_softmax(TEN, temperature=INF), [-np.log1p(9)] * 10)


def test_log_softmax_at_temperature_zero_shares_ties() -> None:
    assert_array_equal(lv.log_softmax([5, 5, 1], temperature=0), [-np.log1p(1)] * 2 + [-INF])


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
def test_float_types_are_kept(dtype: DTypeLike) -> None:
    z = np.array(THREE, dtype)
    results = (lv.softmax(z), lv.log_softmax(z), lv.logsumexp(z))
    assert [result.dtype for result in results] == [np.dtype(dtype)] * 3


@pytest.mark.parametrize("dtype", [np.bool_, np.int8, np.uint64, np.longdouble, object])
def test_other_types_become_float64(dtype: DTypeLike) -> None:
    assert lv.softmax(np.array([1, 0], dtype)).dtype == np.float64


def test_a_foreign_byte_order_comes_back_native() -> None:
    assert lv.softmax(np.array(THREE, ">f4")).dtype == np.dtype(np.float32)


def test_float32_is_the_float64_result_rounded_once() -> None:
    z = np.array(TEN, np.float32)
    assert_array_equal(lv.softmax(z), lv.softmax(z.astype(np.float64)).astype(np.float32))


def test_inputs_are_not_written_to() -> None:
    z = np.array([[1e308, -1e308], [INF, 0], [1, 2]])
    z.flags.writeable = False
    before = z.copy()
    lv.softmax(z, temperature=2)
    assert_array_equal(z, before)


@given(batches)
def test_the_result_is_a_new_array(z: Floats) -> None:
    assert not np.shares_memory(lv.softmax(z), z)


def test_an_empty_batch_gives_an_empty_batch() -> None:
    assert lv.softmax(np.empty((0, 3))).shape == (0, 3)
