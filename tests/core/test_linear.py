from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray

import logitviz as lv
from logitviz.datasets.digits import load_digits, pixel_features

F = np.array([0.5, 0.8, 1.2])
W = np.array([[1.0, -1.0, 0.5], [0.8, 0.5, -0.3], [-0.5, 1.2, 1.0]])
B = np.array([0.2, -0.1, 0.5])
numbers = st.floats(-1e3, 1e3)


def test_the_worked_example_of_material_2_has_its_logits() -> None:
    assert_allclose(lv.linear_logits(F, W, B), [0.5, 0.34, 2.41], rtol=1e-14, atol=0)


def test_the_worked_example_of_material_2_has_its_sums_of_products() -> None:
    products = lv.contributions(F, W)
    expected = [[0.5, -0.8, 0.6], [0.4, 0.4, -0.36], [-0.25, 0.96, 1.2]]
    assert_allclose(products, expected, rtol=1e-14, atol=0)
    assert_allclose(products.sum(axis=-1), [0.3, 0.44, 1.91], rtol=1e-14, atol=0)


def test_the_worked_example_of_material_2_predicts_class_c() -> None:
    record = lv.analyse(lv.linear_logits(F, W, B))
    assert record.prediction == 2
    assert_array_equal(record.probabilities.round(3), [0.116, 0.099, 0.785])


def test_the_exponentials_of_material_2_round_a_little_otherwise_than_it_prints_them() -> None:
    # Material 2 prints 1.65, 1.41, 11.14 and a sum of 14.2.
    exponentials = np.exp(lv.linear_logits(F, W, B))
    assert_array_equal(exponentials.round(2), [1.65, 1.40, 11.13])
    assert exponentials.sum().round(1) == 14.2


def test_a_network_of_784_128_and_10_ends_in_ten_weighted_votes_of_128_features() -> None:
    # Material 2, the TensorFlow note: Dense(128, relu), then Dense(10) without activation.
    rng = np.random.default_rng(2)
    pixels = rng.random((5, 784))
    hidden = lv.linear_logits(pixels, rng.normal(size=(128, 784)), rng.normal(size=128))
    weights, bias = rng.normal(size=(10, 128)), rng.normal(size=10)
    features = np.maximum(hidden, 0)
    z = lv.linear_logits(features, weights, bias)
    assert z.shape == (5, 10)
    assert z.min() < 0
    votes = lv.contributions(features, weights)
    assert_allclose(votes.sum(axis=-1) + bias, z, rtol=1e-12, atol=1e-12)


def test_the_student_of_the_digits_is_exactly_this_layer() -> None:
    digits = load_digits()
    z = lv.linear_logits(
        pixel_features(digits.images), 16 * digits.student_weights, digits.student_biases
    )
    assert_allclose(z, digits.student_logits, rtol=0, atol=1e-14)


@given(
    arrays(np.float64, (2, 3, 4), elements=numbers),
    arrays(np.float64, (5, 4), elements=numbers),
    arrays(np.float64, 5, elements=numbers),
)
def test_every_logit_is_the_sum_of_its_votes_and_its_bias(
    features: NDArray[np.float64], weights: NDArray[np.float64], bias: NDArray[np.float64]
) -> None:
    z = lv.linear_logits(features, weights, bias)
    assert z.shape == (2, 3, 5)
    # Oracle: exact rational arithmetic.
    for place in np.ndindex(2, 3):
        for c in range(5):
            terms = [
                Fraction(float(w)) * Fraction(float(f))
                for w, f in zip(weights[c], features[place], strict=True)
            ]
            size = float(sum(map(abs, terms), abs(Fraction(float(bias[c])))))
            exact = float(sum(terms, Fraction(float(bias[c]))))
            assert abs(z[(*place, c)] - exact) <= 1e-15 * size + 1e-320


@given(
    arrays(np.float64, 4, elements=numbers),
    arrays(np.float64, (3, 4), elements=numbers),
    st.integers(0, 3),
    numbers,
)
def test_changing_one_feature_changes_each_logit_by_its_weight_times_the_change(
    features: NDArray[np.float64], weights: NDArray[np.float64], index: int, change: float
) -> None:
    moved = features.copy()
    moved[index] += change
    before, after = (lv.linear_logits(f, weights, np.zeros(3)) for f in (features, moved))
    assert_allclose(after - before, weights[:, index] * change, rtol=1e-9, atol=1e-7)


def test_features_of_zero_leave_the_bias() -> None:
    assert_array_equal(lv.linear_logits([0, 0, 0], W, B), B)


def test_one_batch_is_as_good_as_many_vectors() -> None:
    batch = np.stack([F, 2 * F, -F])
    expected = [lv.linear_logits(f, W, B) for f in batch]
    assert_allclose(lv.linear_logits(batch, W, B), expected, rtol=1e-15, atol=1e-15)
    assert lv.contributions(batch, W).shape == (3, 3, 3)


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
def test_the_dtype_is_kept_and_the_work_is_done_in_float64(
    dtype: type[np.floating[Any]],
) -> None:
    f, w, b = (np.asarray(array, dtype=dtype) for array in (F, W, B))
    exact = w.astype(np.float64) @ f.astype(np.float64) + b
    z = lv.linear_logits(f, w, b)
    assert z.dtype == dtype
    assert_array_equal(z, exact.astype(dtype))
    assert lv.contributions(f, w).dtype == dtype


def test_integers_and_mixed_dtypes_give_float64() -> None:
    assert lv.linear_logits([1, 2], [[1, 2]], [3]).dtype == np.float64
    assert lv.linear_logits(F.astype(np.float32), W, B).dtype == np.float64


def test_a_logit_too_large_for_half_precision_is_infinite_there() -> None:
    f = np.array([300.0], np.float16)
    assert lv.linear_logits(f, f[None], np.zeros(1, np.float16))[0] == np.inf


def test_nothing_is_written_to_the_arguments() -> None:
    given = [F.copy(), W.copy(), B.copy()]
    lv.linear_logits(*given)
    lv.contributions(*given[:2])
    for array, before in zip(given, (F, W, B), strict=True):
        assert_array_equal(array, before)


@pytest.mark.parametrize(
    ("features", "weights", "bias", "message"),
    [
        ([1, 2], W, B, r"features must have 3 numbers on the last axis.*got shape \(2,\)"),
        (1.0, W, B, r"features must have 3 numbers.*got shape \(\)"),
        (F, W[0], B, r"weights must have shape \[classes, features\], got shape \(3,\)"),
        ([], np.empty((2, 0)), [0, 0], r"weights must have shape .* got shape \(2, 0\)"),
        (F, W, [1, 2], r"bias must have one number for each of the 3 rows.*got shape \(2,\)"),
        (F, W, 1.0, r"bias must have one number.*got shape \(\)"),
        ([1, np.nan, 0], W, B, "features must be finite, got nan"),
        (F, [[1, np.inf, 0]] * 3, B, "weights must be finite, got inf"),
        (F, W, [0, -np.inf, 0], "bias must be finite, got -inf"),
    ],
)
def test_wrong_numbers_are_refused(
    features: object, weights: object, bias: object, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        lv.linear_logits(features, weights, bias)  # type: ignore[arg-type]


def test_text_is_refused() -> None:
    with pytest.raises(TypeError, match="features must hold real numbers"):
        lv.linear_logits(["a"], [[1.0]], [0.0])


def test_what_lies_beyond_float64_is_said_not_turned_into_nan() -> None:
    with pytest.raises(OverflowError, match="a logit, or a sum on the way to it, lies beyond"):
        lv.linear_logits([1e200, 1e200], [[1e200, -1e200]], [0.0])
    with pytest.raises(OverflowError, match="a sum on the way to it"):
        lv.linear_logits([1e308, 1e308], [[1.0, 1.0]], [-1.7e308])
    with pytest.raises(OverflowError, match="a contribution lies beyond"):
        lv.contributions([1e200], [[1e200]])
