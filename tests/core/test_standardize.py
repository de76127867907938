import numpy as np
import pytest
import scipy.stats
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import DTypeLike, NDArray

import logitviz as lv
from logitviz.core.standardize import confidence_cap

Floats = NDArray[np.float64]
TOY = [1.0, 4.0, 3.0, 2.0]
vectors = arrays(np.float64, 6, elements=st.integers(-1000, 1000).map(lambda n: n / 10))
ddofs = pytest.mark.parametrize("ddof", [0, 1])


def test_the_toy_teacher_has_its_z_scores_by_hand() -> None:
    # Material 10: mean 2.5, squares 2.25 + 2.25 + 0.25 + 0.25 = 5; divided by C − 1 or by C.
    for ddof in (0, 1):
        by_hand = np.array([-1.5, 1.5, 0.5, -0.5]) / np.sqrt(5 / (4 - ddof))
        assert_allclose(lv.standardize(TOY, ddof=ddof, eps=0), by_hand, rtol=1e-15, atol=0)


def test_the_authors_divide_by_c_minus_1_and_add_a_ten_millionth() -> None:
    # Material 10: the defaults are those of the authors' code.
    below = np.std(TOY, ddof=1) + 1e-7
    assert_allclose(lv.standardize(TOY), (np.array(TOY) - 2.5) / below, rtol=1e-15, atol=0)


@ddofs
@given(vectors)
def test_z_scores_agree_with_scipy(ddof: int, z: Floats) -> None:
    # Oracle: scipy.stats.zscore, which knows no eps.
    assume(np.ptp(z) > 0)
    expected = scipy.stats.zscore(z, ddof=ddof)
    assert_allclose(lv.standardize(z, ddof=ddof, eps=0), expected, rtol=1e-12, atol=1e-12)


@ddofs
@given(vectors)
def test_at_temperature_t_the_mean_is_0_and_the_deviation_1_over_t(ddof: int, z: Floats) -> None:
    # Material 10: standardised logits at temperature T have standard deviation 1/T.
    assume(np.ptp(z) > 0)
    scaled = lv.standardize(z, ddof=ddof, eps=0) / 2.5
    assert_allclose(scaled.mean(), 0, rtol=0, atol=1e-15)
    assert_allclose(scaled.std(ddof=ddof), 1 / 2.5, rtol=1e-14, atol=0)


@given(vectors)
def test_no_z_score_passes_its_bound(z: Floats) -> None:
    # Material 10: |z| ≤ √(C − 1) with ddof 0; with ddof 1 the bound shrinks to (C − 1)/√C.
    assert np.abs(lv.standardize(z, ddof=0)).max() <= np.sqrt(5) * (1 + 1e-15)
    assert np.abs(lv.standardize(z, ddof=1)).max() <= 5 / np.sqrt(6) * (1 + 1e-15)


@pytest.mark.parametrize("classes", [2, 4, 10, 1000])
def test_one_class_above_equal_others_reaches_the_bound(classes: int) -> None:
    # Material 10: the bound √(C − 1) is sharp, so confidence is capped by it.
    z = np.eye(classes)[0]
    top = lv.standardize(z, ddof=0, eps=0)[0]
    assert_allclose(top, np.sqrt(classes - 1), rtol=1e-13, atol=0)


@given(vectors, st.sampled_from([0.1, 0.5, 3.0, 40.0]), st.integers(-50, 50))
def test_a_positive_affine_map_changes_nothing(z: Floats, scale: float, offset: int) -> None:
    # Material 10: only relations between the classes are left.
    moved = lv.standardize(scale * z + offset, eps=0)
    assume(np.ptp(z) > 0)
    assert_allclose(moved, lv.standardize(z, eps=0), rtol=0, atol=1e-12)


@given(vectors)
def test_a_negative_scale_turns_the_scores_round(z: Floats) -> None:
    assert_allclose(lv.standardize(-z), -lv.standardize(z), rtol=0, atol=1e-14)


@pytest.mark.parametrize("eps", [0.0, 1e-7])
@pytest.mark.parametrize("value", [0.0, 0.1, -1e300])
def test_equal_logits_have_scores_of_0(value: float, eps: float) -> None:
    assert_array_equal(lv.standardize([value] * 7, eps=eps), np.zeros(7))


def test_one_class_has_no_spread_to_divide_by_one_less_than_it() -> None:
    assert_array_equal(lv.standardize([5.0], ddof=0), [0.0])
    with pytest.raises(ValueError, match="ddof must be 0 to 0 for 1 classes, got 1"):
        lv.standardize([5.0])


@pytest.mark.parametrize("scale", [1e-300, 1e300])
def test_no_size_over_or_underflows(scale: float) -> None:
    z = np.array(TOY) * scale
    assert_allclose(lv.standardize(z, eps=0), lv.standardize(TOY, eps=0), rtol=1e-14, atol=0)


def test_eps_beside_a_huge_or_a_tiny_deviation_counts_as_it_should() -> None:
    assert_allclose(lv.standardize([0, 1e200], ddof=0), [-1, 1], rtol=1e-15, atol=0)
    assert_allclose(lv.standardize([0, 2e-7], ddof=0), [-0.5, 0.5], rtol=1e-14, atol=0)


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
def test_a_dtype_is_kept(dtype: DTypeLike) -> None:
    scores = lv.standardize(np.array(TOY, dtype))
    assert scores.dtype == dtype
    assert_array_equal(scores, lv.standardize(TOY).astype(dtype))


def test_any_axis_may_hold_the_classes() -> None:
    z = np.arange(24.0).reshape(2, 3, 4) ** 2
    by_row = np.moveaxis(lv.standardize(np.moveaxis(z, 1, -1)), -1, 1)
    assert_array_equal(lv.standardize(z, axis=1), by_row)


def test_the_input_is_not_written_to() -> None:
    z = np.array(TOY)
    z.flags.writeable = False
    lv.standardize(z)
    assert_array_equal(z, TOY)


@pytest.mark.parametrize(
    ("given_", "options", "message"),
    [
        ([1, np.inf], {}, "logits must be finite, got inf at index 1"),
        ([1, np.nan], {}, "logits must be finite, got nan at index 1"),
        ([], {}, "logits must have at least one class"),
        (3.0, {}, "logits must have a class axis"),
        (TOY, {"eps": -1.0}, r"eps must be finite and 0 or more, got -1\.0"),
        (TOY, {"eps": np.nan}, "eps must be finite and 0 or more, got nan"),
        (TOY, {"ddof": 4}, "ddof must be 0 to 3 for 4 classes, got 4"),
        (TOY, {"ddof": -1}, "ddof must be 0 to 3 for 4 classes, got -1"),
    ],
)
def test_what_cannot_be_standardised_is_refused(
    given_: object, options: dict[str, float], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        lv.standardize(given_, **options)  # type: ignore[arg-type]


def test_no_samples_stay_none() -> None:
    assert lv.standardize(np.empty((0, 3))).shape == (0, 3)


@ddofs
@given(vectors, st.floats(0.05, 20))
def test_no_softmax_of_z_scores_passes_the_cap(ddof: int, z: Floats, temperature: float) -> None:
    # Material 10: so confidence is capped.
    top = lv.softmax(lv.standardize(z, ddof=ddof), temperature=temperature).max()
    assert top <= confidence_cap(6, temperature=temperature, ddof=ddof) * (1 + 1e-13)


@ddofs
@pytest.mark.parametrize("classes", [2, 4, 10])
def test_one_class_above_equal_others_reaches_the_cap(classes: int, ddof: int) -> None:
    reached = lv.softmax(lv.standardize(np.eye(classes)[0], ddof=ddof, eps=0), temperature=2)[0]
    cap = confidence_cap(classes, temperature=2, ddof=ddof)
    assert_allclose(cap, reached, rtol=1e-14, atol=0)


def test_the_cap_is_1_at_t_0_and_uniform_at_t_infinity() -> None:
    assert_array_equal(confidence_cap(4, temperature=[0, np.inf]), [1, 0.25])


def test_one_class_has_no_cap() -> None:
    with pytest.raises(ValueError, match="classes must be 2 or more, got 1"):
        confidence_cap(1)
