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
SHIFTS: tuple[Shift, ...] = ("never", "after", "before", "plain")
THREE = [2.0, 1.0, 0.1]
TEN = [4.2, 1.8, 0.5, -0.3, 2.7, 3.1, 0.2, -1.5, 1.1, 2.2]

Floats = NDArray[np.float64]
precisions = pytest.mark.parametrize("dtype", PRECISIONS)
batches = arrays(np.float64, array_shapes(max_dims=2), elements=st.floats(-1e6, 1e6))


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


def test_plain_arithmetic_divides_0_by_a_temperature_that_rounds_to_0() -> None:
    plain = lv.step_by_step([4.2, 1.8], temperature=1e-9, dtype=np.float16, shift="plain")
    assert plain.temperature == 0
    assert_array_equal(plain.first, np.array([4.2, 1.8], np.float16) - np.float16(4.2))
    assert_array_equal(plain.arguments, [np.nan, -np.inf])
    assert np.isnan(plain.probabilities).all()


@pytest.mark.parametrize("temperature", [1e-30, 0.3, 1.0, 7.0])
def test_elsewhere_plain_arithmetic_gives_the_same_as_the_branch(temperature: float) -> None:
    plain, branch = (
        lv.step_by_step(TEN, temperature=temperature, dtype=np.float32, shift=shift)
        for shift in SHIFTS[:1:-1]
    )
    assert_array_equal(plain.probabilities, branch.probabilities)


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


@precisions
def test_the_fused_form_keeps_what_the_precision_can_hold(dtype: type[np.floating[Any]]) -> None:
    fused = lv.step_by_step([1000.0, 1.0], dtype=dtype, shift="before").fused
    assert_array_equal(fused, [0, -999])


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


@pytest.mark.parametrize("dtype", [np.int64, np.longdouble, np.complex128, "S4", "bfloat16"])
def test_another_precision_is_refused(dtype: Any) -> None:
    with pytest.raises(ValueError, match="dtype must be float16, float32 or float64, got"):
        lv.exp_limits(dtype)


def test_another_shift_is_refused() -> None:
    with pytest.raises(
        ValueError, match="shift must be one of never, after, before, plain, got 'first'"
    ):
        lv.step_by_step(THREE, shift="first")  # type: ignore[arg-type]


def test_nan_and_negative_temperatures_are_refused() -> None:
    with pytest.raises(ValueError, match="logits must not contain NaN"):
        lv.naive_softmax([1.0, NAN])
    with pytest.raises(ValueError, match="temperature must be 0 or more"):
        lv.naive_softmax(THREE, temperature=-1)
