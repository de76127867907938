"""Number types that another library registers with NumPy, such as bfloat16."""

from typing import Any

import ml_dtypes
import numpy as np
import pytest
from numpy.testing import assert_array_equal
from numpy.typing import NDArray

import logitviz as lv
from tests.core.public import CALLS, array_arguments, assert_same, call

FLOATS = [
    (name, argument)
    for name, argument in array_arguments()
    if np.array(CALLS[name][argument]).dtype.kind == "f"
]
EXTENSION_FLOATS = [
    ml_dtypes.bfloat16,
    ml_dtypes.float4_e2m1fn,
    ml_dtypes.float6_e2m3fn,
    ml_dtypes.float6_e3m2fn,
    ml_dtypes.float8_e3m4,
    ml_dtypes.float8_e4m3,
    ml_dtypes.float8_e4m3b11fnuz,
    ml_dtypes.float8_e4m3fn,
    ml_dtypes.float8_e4m3fnuz,
    ml_dtypes.float8_e5m2,
    ml_dtypes.float8_e5m2fnuz,
    ml_dtypes.float8_e8m0fnu,
]


def test_a_bfloat16_array_counts_as_the_float32_array_of_its_numbers(
    subtests: pytest.Subtests,
) -> None:
    for name, argument in FLOATS:
        with subtests.test(name, argument=argument):
            exact = np.array(CALLS[name][argument], np.float32)
            result = call(name, **{argument: exact.astype(ml_dtypes.bfloat16)})
            assert_same(result, call(name, **{argument: exact}))


def test_every_narrow_float_gives_float32() -> None:
    expected = lv.softmax(np.array([[0.5, 1.0, 2.0]], np.float32))
    for kind in EXTENSION_FLOATS:
        p = lv.softmax(np.array([[0.5, 1.0, 2.0]], kind))
        assert p.dtype == np.float32, kind
        assert_array_equal(p, expected, err_msg=str(kind))


@pytest.mark.parametrize("kind", [ml_dtypes.bfloat16, ml_dtypes.float8_e4m3fn])
def test_results_are_the_float64_results_rounded_once(kind: type) -> None:
    z: NDArray[Any] = np.random.default_rng(0).normal(size=(4, 10)).astype(kind)
    assert_same(lv.softmax(z), lv.softmax(z.astype(np.float64)).astype(np.float32))


def test_the_wider_of_two_types_is_kept() -> None:
    p = np.array([0.5, 0.5], ml_dtypes.bfloat16)
    assert lv.kl_divergence(p, p.astype(np.float16)).dtype == np.float32
    assert lv.kl_divergence(p, p.astype(np.float64)).dtype == np.float64


def test_nan_and_infinity_stay_what_they_are() -> None:
    assert lv.softmax(np.array([1.0, -np.inf], ml_dtypes.bfloat16)).tolist() == [1, 0]
    with pytest.raises(ValueError, match="logits must not contain NaN, got nan at index 1"):
        lv.softmax(np.array([1.0, np.nan], ml_dtypes.bfloat16))


def test_narrow_integers_are_class_indices_and_numbers() -> None:
    z, index = [[1.0, 2.0], [3.0, 0.5]], np.array([0, 1], ml_dtypes.int4)
    assert_same(lv.cross_entropy(z, index), lv.cross_entropy(z, [0, 1]))
    assert_same(lv.softmax(index), lv.softmax([0, 1]))


def test_a_masked_bfloat16_class_is_ruled_out() -> None:
    z = np.ma.array(np.array([1.0, 2.0, 9.0], ml_dtypes.bfloat16), mask=[False, False, True])
    assert_same(lv.softmax(z), lv.softmax(np.array([1.0, 2.0, -np.inf], np.float32)))


def test_complex_numbers_are_refused() -> None:
    with pytest.raises(TypeError, match="logits must hold real numbers, got dtype bcomplex32"):
        lv.softmax(np.zeros(2, ml_dtypes.bcomplex32))
