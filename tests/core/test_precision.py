from fractions import Fraction
from typing import Any

import mpmath  # type: ignore[import-untyped]
import numpy as np
import pytest
import scipy.special
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray

import logitviz as lv
from logitviz.core.precision import Shift

INF, NAN = np.inf, np.nan
PRECISIONS: tuple[type[np.floating[Any]], ...] = (np.float16, np.float32, np.float64)
SHIFTS: tuple[Shift, ...] = ("never", "after", "before")
THREE = [2.0, 1.0, 0.1]
TEN = [4.2, 1.8, 0.5, -0.3, 2.7, 3.1, 0.2, -1.5, 1.1, 2.2]

Floats = NDArray[np.float64]
precisions = pytest.mark.parametrize("dtype", PRECISIONS)
batches = arrays(np.float64, array_shapes(max_dims=2), elements=st.floats(-1e6, 1e6))
modest = arrays(np.float64, st.integers(1, 12), elements=st.floats(-200, 200))


# ---- the limits of exp ----


@pytest.mark.parametrize(
    ("dtype", "largest"), [(np.float64, 709.78), (np.float32, 88.72), (np.float16, 11.09)]
)
def test_exp_overflows_where_material_4_says(dtype: type[np.floating[Any]], largest: float) -> None:
    assert round(float(lv.exp_limits(dtype).largest), 2) == largest
    assert round(float(np.log(np.float64(np.finfo(dtype).max))), 2) == largest


@precisions
def test_one_step_beyond_the_limits_exp_is_inf_and_0(dtype: type[np.floating[Any]]) -> None:
    largest, smallest = lv.exp_limits(dtype)
    with np.errstate(over="ignore", under="ignore"):
        assert 0 < np.exp(smallest) < np.exp(largest) < INF
        assert np.exp(np.nextafter(largest, dtype(INF))) == INF
        assert np.exp(np.nextafter(smallest, dtype(-INF))) == 0
    assert smallest.dtype == largest.dtype == dtype


@precisions
def test_the_limits_are_those_of_a_correctly_rounded_exp(dtype: type[np.floating[Any]]) -> None:
    # Oracle: mpmath with 60 digits. To nearest, inf begins half a step above the largest number,
    # 0 ends half the smallest one above 0.
    info = np.finfo(dtype)
    step = Fraction(float(info.max)) - Fraction(float(np.nextafter(info.max, dtype(0))))
    ceiling = Fraction(float(info.max)) + step / 2
    floor = Fraction(float(info.smallest_subnormal)) / 2
    largest, smallest = lv.exp_limits(dtype)
    with mpmath.workdps(60):
        top = mpmath.mpf(ceiling.numerator) / ceiling.denominator
        bottom = mpmath.mpf(floor.numerator) / floor.denominator
        assert mpmath.exp(float(largest)) < top
        assert mpmath.exp(float(np.nextafter(largest, dtype(INF)))) >= top
        assert mpmath.exp(float(smallest)) > bottom
        assert mpmath.exp(float(np.nextafter(smallest, dtype(-INF)))) <= bottom


def test_limits_are_found_by_the_name_of_the_precision() -> None:
    assert lv.exp_limits("float16") == lv.exp_limits(np.float16)
    assert lv.exp_limits(">f4") == lv.exp_limits(np.float32)


# ---- what the textbook formula gives ----


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


# ---- the shift ----


@precisions
@given(z=arrays(np.float64, st.integers(1, 12), elements=st.floats(-3e4, 3e4)))
def test_with_the_shift_nothing_breaks(dtype: type[np.floating[Any]], z: Floats) -> None:
    steps = lv.step_by_step(z, dtype=dtype, shift="before")
    assert (steps.arguments <= 0).all()
    assert 1 <= steps.total <= z.size
    for stage in (steps.exponentials, steps.probabilities, steps.fused):
        assert np.isfinite(stage).all()


@precisions
@given(z=arrays(np.float64, st.integers(2, 12), elements=st.floats(-3e4, 3e4)))
def test_what_underflows_after_the_shift_is_0_to_the_last_digit(
    dtype: type[np.floating[Any]], z: Floats
) -> None:
    steps = lv.step_by_step(z, dtype=dtype, shift="before")
    exact = lv.softmax(steps.logits.astype(np.float64))
    gone = steps.exponentials == 0
    assert (exact[gone] <= np.finfo(dtype).smallest_subnormal).all()


@precisions
@given(z=arrays(np.float64, st.integers(1, 12), elements=st.floats(-50, 50)))
def test_the_shifted_softmax_is_right_within_its_precision(
    dtype: type[np.floating[Any]], z: Floats
) -> None:
    steps = lv.step_by_step(z, dtype=dtype, shift="before")
    exact = lv.softmax(steps.logits.astype(np.float64))
    info = np.finfo(dtype)
    assert_allclose(
        steps.probabilities.astype(float), exact,
        rtol=130 * float(info.eps), atol=2 * float(info.smallest_subnormal),
    )  # fmt: skip


@given(batches, st.sampled_from([0.05, 0.5, 1.0, 3.0, INF, 0.0]))
def test_the_shifted_softmax_agrees_with_softmax(z: Floats, temperature: float) -> None:
    steps = lv.step_by_step(z, temperature=temperature, shift="before")
    exact = lv.softmax(z, temperature=temperature)
    assert_allclose(steps.probabilities, exact, rtol=1e-12, atol=1e-320)


def test_dividing_before_shifting_overflows_for_tiny_temperatures() -> None:  # material 4
    z, tiny = [4.2, 1.8], 1e-308
    after = lv.step_by_step(z, temperature=tiny, shift="after")
    before = lv.step_by_step(z, temperature=tiny, shift="before")
    assert_array_equal(after.first, [INF, INF])
    assert_array_equal(after.probabilities, [NAN, NAN])
    assert_array_equal(before.probabilities, [1, 0])
    half = lv.step_by_step([4.2, 1.8], temperature=1e-5, dtype=np.float16, shift="after")
    assert np.isnan(half.probabilities).all()


def test_a_temperature_that_rounds_to_0_is_the_limit_after_the_shift() -> None:
    steps = lv.step_by_step([4.2, 1.8], temperature=1e-9, dtype=np.float16, shift="before")
    assert steps.temperature == 0
    assert_array_equal(steps.probabilities, [1, 0])


@pytest.mark.parametrize("temperature", [1.0, 0.5, 20.0])
def test_scipy_shifts_as_well(temperature: float) -> None:
    # scipy.special.softmax and logsumexp, what the page says of them: they stay exact where the
    # textbook formula breaks.
    z = np.array([1000.0, 1.0, 999.0])
    assert_allclose(
        scipy.special.softmax(z / temperature),
        lv.step_by_step(z, temperature=temperature, shift="before").probabilities,
        rtol=1e-13, atol=0,
    )  # fmt: skip
    assert scipy.special.logsumexp([1000.0, 1.0]) == 1000
    assert_array_equal(scipy.special.log_softmax([1000.0, 1.0]), [0, -999])


# ---- log(softmax) and the fused form ----


def test_the_log_probability_of_1000_and_1_is_lost_by_the_naive_way() -> None:  # material 4
    z = [1000.0, 1.0]
    naive, shifted = lv.step_by_step(z), lv.step_by_step(z, shift="before")
    assert_array_equal(naive.log_probabilities, [NAN, -INF])
    assert_array_equal(shifted.log_probabilities, [0, -INF])
    assert_array_equal(shifted.fused, [0, -999])
    assert lv.naive_cross_entropy(z, 1) == INF
    assert np.isnan(lv.naive_cross_entropy(z, 0))


@precisions
def test_the_fused_form_keeps_what_the_precision_can_hold(dtype: type[np.floating[Any]]) -> None:
    fused = lv.step_by_step([1000.0, 1.0], dtype=dtype, shift="before").fused
    assert_array_equal(fused, [0, -999])


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


# ---- every intermediate is rounded ----


def test_half_precision_adds_in_half_precision() -> None:
    # 2048 + 1 is 2048 in float16; NumPy's own sum works in float32 inside.
    steps = lv.step_by_step(np.zeros(4000), dtype=np.float16)
    assert steps.total == 2048


@precisions
def test_every_stage_is_one_operation_of_that_precision(dtype: type[np.floating[Any]]) -> None:
    z, t = np.array(TEN, dtype), dtype(0.7)
    steps = lv.step_by_step(TEN, temperature=0.7, dtype=dtype)
    exponentials = [np.exp(x / t) for x in z]
    total = dtype(0)
    for e in exponentials:
        total = total + e
    assert_array_equal(steps.logits, z)
    assert_array_equal(steps.first, z / t)
    assert_array_equal(steps.exponentials, exponentials)
    assert steps.total == total
    assert_array_equal(steps.probabilities, [e / total for e in exponentials])


@precisions
@pytest.mark.parametrize("shift", SHIFTS)
def test_every_field_has_the_precision(dtype: type[np.floating[Any]], shift: Shift) -> None:
    steps = lv.step_by_step(TEN, temperature=0.3, dtype=dtype, shift=shift)
    for name in steps.__slots__:
        assert getattr(steps, name).dtype == dtype, name


@pytest.mark.parametrize("shift", SHIFTS)
def test_a_batch_is_its_rows(shift: Shift) -> None:
    z = np.array([TEN, TEN[::-1], [100.0] * 10])
    t = [0.05, 1.0, 2.0]
    batch = lv.step_by_step(z, temperature=t, dtype=np.float32, shift=shift)
    for i in range(3):
        row = lv.step_by_step(z[i], temperature=t[i], dtype=np.float32, shift=shift)
        for name in row.__slots__:
            assert_array_equal(getattr(batch, name)[i], getattr(row, name))


def test_nothing_is_written_to_and_nothing_can_be() -> None:
    z = np.array(TEN)
    steps = lv.step_by_step(z)
    assert_array_equal(z, TEN)
    with pytest.raises(ValueError, match="read-only"):
        steps.exponentials[0] = 1
    z[0] = 5
    assert steps.logits[0] == TEN[0]


# ---- the public edge ----


@pytest.mark.parametrize("dtype", [np.int64, np.longdouble, np.complex128, "S4", "bfloat16"])
def test_another_precision_is_refused(dtype: Any) -> None:
    with pytest.raises(ValueError, match="dtype must be float16, float32 or float64, got"):
        lv.exp_limits(dtype)


def test_another_shift_is_refused() -> None:
    with pytest.raises(ValueError, match="shift must be one of never, after, before, got 'first'"):
        lv.step_by_step(THREE, shift="first")  # type: ignore[arg-type]


def test_a_target_that_is_no_class_is_refused() -> None:
    with pytest.raises(ValueError, match="target must be a class index from 0 to 2, got 3"):
        lv.naive_cross_entropy(THREE, 3)


def test_nan_and_negative_temperatures_are_refused() -> None:
    with pytest.raises(ValueError, match="logits must not contain NaN"):
        lv.naive_softmax([1.0, NAN])
    with pytest.raises(ValueError, match="temperature must be 0 or more"):
        lv.naive_softmax(THREE, temperature=-1)
