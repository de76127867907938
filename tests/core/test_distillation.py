import mpmath  # type: ignore[import-untyped]
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import DTypeLike, NDArray

import logitviz as lv
from logitviz.core.distillation import distillation_gradient

Floats = NDArray[np.float64]
INF = np.inf
TEACHER = [1.0, 4.0, 3.0, 2.0]
WRONG, RIGHT = [1.0, 2.8, 3.0, 2.0], [0.1, 0.4, 0.3, 0.2]
STUDENTS = [WRONG, RIGHT]
pairs = arrays(np.float64, (2, 5), elements=st.floats(-20, 20))
warm = st.floats(0.05, 50)


def loss(teacher: object, student: object, **options: object) -> Floats:
    return np.asarray(lv.distillation_loss(teacher, student, **options))  # type: ignore[arg-type]


def exact(teacher: Floats, student: Floats, t: float, s: float) -> float:
    """Compute T² KL with 60 digits."""
    with mpmath.workdps(60):
        logs = []
        for logits, temperature in ((teacher, t), (student, s)):
            scaled = [mpmath.mpf(float(z)) / mpmath.mpf(temperature) for z in logits]
            total = mpmath.log(mpmath.fsum(mpmath.exp(z) for z in scaled))
            logs.append([z - total for z in scaled])
        terms = (mpmath.exp(a) * (a - b) for a, b in zip(*logs, strict=True))
        return float(mpmath.mpf(t) ** 2 * mpmath.fsum(terms))


def test_in_the_toy_case_teacher_and_students_predict_dog_bird_and_dog() -> None:
    # Material 10: cat, dog, bird, frog.
    assert lv.predict([TEACHER, *STUDENTS]).tolist() == [1, 2, 1]


def test_a_shared_temperature_prefers_the_student_that_errs() -> None:
    # Material 10: KL(T‖S1) = 0.1749 < KL(T‖S2) = 0.3457 at T = 1.
    assert_array_equal(loss(TEACHER, STUDENTS, temperature=1).round(4), [0.1749, 0.3457])


def test_after_standardization_the_right_student_wins() -> None:
    # Material 10: ddof = 1 gives S1 0.0995 and S2 almost 0; what is left of it is the 1e-7.
    wrong, right = loss(TEACHER, STUDENTS, temperature=1, standardize=True)
    assert wrong.round(4) == 0.0995
    assert 0 < right < 1e-12


def test_the_paper_s_figure_follows_its_code_not_its_algorithm() -> None:
    # Material 10: dividing by C, as Algorithm 1 does, gives S1 0.1347, not 0.0995.
    wrong, right = loss(TEACHER, STUDENTS, temperature=1, standardize=True, ddof=0)
    assert wrong.round(4) == 0.1347
    assert right < 1e-12


def test_the_defaults_are_the_authors_temperature_of_2_and_one_for_both() -> None:
    # Material 10: authors' default T = 2.
    expected = loss(TEACHER, STUDENTS, temperature=2, student_temperature=2)
    assert_array_equal(loss(TEACHER, STUDENTS), expected)


@given(pairs, warm)
def test_the_loss_is_t_squared_times_the_divergence(pair: Floats, temperature: float) -> None:
    # Material 10: KL(teacher ‖ student), multiplied by T².
    p, q = lv.softmax(pair, temperature=temperature)
    if q.min() > 1e-300:  # where a probability underflows its divergence is lost
        expected = temperature**2 * lv.kl_divergence(p, q)
        tolerance = 1e-12 * temperature**2
        assert_allclose(loss(*pair, temperature=temperature), expected, rtol=1e-9, atol=tolerance)


@given(pairs, st.sampled_from([0.05, 0.3, 1.0, 7.0, 1e3, 1e8]), st.sampled_from([0.1, 1.0, 30.0]))
def test_the_loss_agrees_with_60_digits(pair: Floats, own: float, other: float) -> None:
    # Oracle: mpmath. The tolerance is that of the rounding of log-probabilities up to 400.
    pair = pair.round(2)
    t, s = pair
    shared, apart = exact(t, s, own, own), exact(t, s, own, other)
    assert_allclose(loss(*pair, temperature=own), shared, rtol=1e-9, atol=1e-13)
    separate = loss(*pair, temperature=own, student_temperature=other)
    assert_allclose(separate, apart, rtol=1e-9, atol=1e-13)


@given(pairs, warm)
def test_a_student_like_its_teacher_has_no_loss(pair: Floats, temperature: float) -> None:
    t, _ = pair
    assert loss(t, t, temperature=temperature) == 0
    assert_allclose(loss(t, t + 1, temperature=temperature), 0, rtol=0, atol=1e-20)


@given(pairs, warm)
def test_standardizing_is_taking_the_z_scores_first(pair: Floats, temperature: float) -> None:
    for ddof in (0, 1):
        scores = lv.standardize(pair, ddof=ddof)
        got = loss(*pair, temperature=temperature, standardize=True, ddof=ddof)
        assert_array_equal(got, loss(*scores, temperature=temperature))


@pytest.mark.parametrize("scale", [0.1, 0.5, 2.0, 10.0])
def test_any_positive_affine_map_of_the_teacher_is_as_good_as_the_teacher(scale: float) -> None:
    # Material 10: KL becomes 0 for any student whose logits are a positive affine map.
    student = scale * np.array(TEACHER) - 3
    assert loss(TEACHER, student, standardize=True) < 1e-12
    assert loss(TEACHER, student) > 0.01


@pytest.mark.parametrize("standardize", [False, True])
def test_at_t_0_a_shared_temperature_leaves_no_loss(standardize: bool) -> None:
    assert_array_equal(loss(TEACHER, STUDENTS, temperature=0, standardize=standardize), [0, 0])
    cold = loss(TEACHER, STUDENTS, temperature=1e-6, standardize=standardize)
    assert_allclose(cold, 0, rtol=0, atol=1e-5)


@pytest.mark.parametrize("standardize", [False, True])
def test_at_t_infinity_the_loss_is_half_the_variance_of_the_difference(standardize: bool) -> None:
    z = lv.standardize([TEACHER, *STUDENTS]) if standardize else np.array([TEACHER, *STUDENTS])
    limit = (z[0] - z[1:]).var(axis=-1) / 2
    for temperature, rtol in ((1e9, 1e-6), (1e200, 1e-14), (INF, 1e-14)):
        got = loss(TEACHER, STUDENTS, temperature=temperature, standardize=standardize)
        assert_allclose(got, limit, rtol=rtol, atol=0)


def test_a_student_of_its_own_temperature_keeps_it_at_the_limits_of_t() -> None:
    assert loss(TEACHER, WRONG, temperature=0, student_temperature=1) == 0
    assert loss(TEACHER, WRONG, temperature=INF, student_temperature=1) == INF


@pytest.mark.parametrize("temperature", [0, 1, INF])
def test_a_student_at_temperature_0_is_infinitely_far_from_a_soft_label(temperature: float) -> None:
    assert loss(TEACHER, WRONG, temperature=temperature, student_temperature=0) == INF
    # Far from one-hot only below the smallest float64, and still infinitely far.
    assert loss([0, 1000.0], [0, 1.0], temperature=1, student_temperature=0) == INF


def test_a_uniform_student_is_half_the_teacher_s_variance_away_at_t_infinity() -> None:
    half = np.var(TEACHER) / 2
    options = {"temperature": INF}
    assert_allclose(loss(TEACHER, WRONG, student_temperature=INF, **options), half, rtol=1e-15)
    assert_allclose(loss(TEACHER, [7.0] * 4, student_temperature=1, **options), half, rtol=1e-15)
    assert loss(TEACHER, [7.0] * 4, temperature=0, student_temperature=0) == 0


def test_a_probability_that_underflows_does_not_make_the_loss_infinite() -> None:
    # By hand: p = (1, 0), q = (e^−2000, 1), so KL = 2000.
    assert_allclose(loss([2000.0, 0], [0, 2000.0], temperature=1), 2000, rtol=1e-15, atol=0)


@pytest.mark.parametrize("temperature", [0, 1e-200, 1, 1e200, INF])
def test_the_largest_logits_give_a_loss_and_no_warning(temperature: float) -> None:
    # At T = inf by hand: half the variance of (2, −2, 0) · 1e150, and of what float64 cannot hold.
    found = loss([1e150, -1e150, 0], [-1e150, 1e150, 0], temperature=temperature)
    assert found >= 0
    if temperature == INF:
        assert_allclose(found, 4e300 / 3, rtol=1e-14, atol=0)
        assert loss([1e308, -1e308], [-1e308, 1e308], temperature=INF) == INF


def test_a_temperature_for_every_sample_and_shapes_broadcast() -> None:
    temperatures = np.array([0, 0.5, 1, 2, INF])
    table = loss(np.array(TEACHER), np.array(STUDENTS)[:, None, :], temperature=1)
    assert table.shape == (2, 1)
    rows = np.broadcast_to(TEACHER, (5, 4))
    each = loss(rows, WRONG, temperature=temperatures)
    one_by_one = [float(loss(TEACHER, WRONG, temperature=t)) for t in temperatures]
    assert_array_equal(each, one_by_one)


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
def test_a_dtype_is_kept_and_rounded_once(dtype: DTypeLike) -> None:
    t, s = np.array(TEACHER, dtype), np.array([1.0, 2.75, 3.0, 2.0], dtype)
    got = lv.distillation_loss(t, s)
    assert got.dtype == dtype
    assert got == loss(t.astype(float), s.astype(float)).astype(dtype)


def test_the_inputs_are_not_written_to() -> None:
    t, s = np.array(TEACHER), np.array(WRONG)
    for array in (t, s):
        array.flags.writeable = False
    loss(t, s, standardize=True)
    assert_array_equal(t, TEACHER)


@pytest.mark.parametrize(
    ("teacher", "student", "options", "message"),
    [
        ([1, -INF], [1, 2], {}, "teacher must be finite, got -inf at index 1"),
        ([1, 2], [np.nan, 2], {}, "student must be finite, got nan at index 0"),
        ([1, 2], [1, 2, 3], {}, "student must have as many classes as teacher, 2, got 3"),
        ([[1, 2]] * 2, [[1, 2]] * 3, {}, "student must broadcast"),
        ([1, 2], [1, 2], {"temperature": -1}, "temperature must be 0 or more"),
        ([1, 2], [1, 2], {"student_temperature": -1}, "student_temperature must be 0 or more"),
        ([1, 2], [1, 2], {"standardize": True, "ddof": 2}, "ddof must be 0 to 1 for 2 classes"),
    ],
)
def test_what_has_no_loss_is_refused(
    teacher: object, student: object, options: dict[str, float], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        loss(teacher, student, **options)


@pytest.mark.parametrize("options", [{}, {"standardize": True}, {"standardize": True, "ddof": 0}])
@pytest.mark.parametrize("temperature", [0, 0.05, 0.5, 2, 1e3, 1e8, INF])
def test_the_gradient_is_that_of_the_loss(temperature: float, options: dict[str, int]) -> None:
    # Oracle: central differences; material 10: T² keeps the size of gradients as T grows.
    step = 1e-5 * np.eye(4)
    student = np.array([0.3, -2.8, 1.3, 2.0])
    up, down = (
        loss(TEACHER, student + sign * step, temperature=temperature, **options)
        for sign in (1, -1)
    )  # fmt: skip
    g = distillation_gradient(TEACHER, student, temperature=temperature, **options)  # type: ignore[arg-type]
    assert_allclose(g, (up - down) / 2e-5, rtol=1e-6, atol=1e-9)
    assert abs(g.sum()) < 1e-14
    if temperature >= 2:
        assert 0.01 < np.abs(g).max() < 10


def test_the_gradient_with_one_temperature_is_t_times_the_gap_of_the_soft_labels() -> None:
    p, q = lv.softmax([TEACHER, WRONG], temperature=3)
    g = distillation_gradient(TEACHER, WRONG, temperature=3)
    assert_allclose(g, 3 * (q - p), rtol=1e-13, atol=0)


@given(pairs)
def test_a_standardised_gradient_has_no_part_along_size_or_shift(pair: Floats) -> None:
    # Material 10: neither the mean nor the scale of the student's logits is taught.
    t, s = pair
    if np.ptp(s) > 0.1:
        g = distillation_gradient(t, s, temperature=1, standardize=True)
        assert abs(g.sum()) < 1e-11
        assert abs(g @ (s - s.mean())) < 1e-5


def test_equal_logits_have_no_gradient_of_z_scores() -> None:
    g = distillation_gradient(TEACHER, [2.0] * 4, standardize=True)
    assert_array_equal(g, np.zeros(4))
