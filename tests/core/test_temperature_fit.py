"""Temperature scaling. Oracles: mpmath's root at 60 digits, scikit-learn's own fit."""

import dataclasses
from typing import Any

import mpmath  # type: ignore[import-untyped]
import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose
from numpy.typing import NDArray
from sklearn.calibration import _TemperatureScaling

import logitviz as lv
from logitviz.core import temperature_fit
from logitviz.core._lib.samples import Samples
from logitviz.core.temperature_fit import fit
from logitviz.datasets.digits import load_digits

INF = np.inf
Z = [
    [2, 1, 0.1],
    [0.3, 2.2, -1],
    [1.5, 1.4, 0],
    [-0.5, 0.2, 3],
    [4, -1, 0.5],
    [0, 0.9, 1.1],
]
Y = [0, 1, 1, 2, 2, 2]
tenths = st.integers(-50, 50).map(lambda n: n / 8)
batches = arrays(np.float64, st.tuples(st.integers(1, 6), st.integers(2, 4)), elements=tenths)
choices = st.lists(st.integers(0, 1), min_size=6, max_size=6)


def exact(z: Any, labels: Any, near: float) -> Any:
    """T at 60 digits: the expected logit is that of the label, in the mean."""
    rows = [[mpmath.mpf(float(x)) for x in row] for row in z]

    def surplus(beta: Any) -> Any:
        total = mpmath.mpf(0)
        for row, label in zip(rows, labels, strict=True):
            e = [mpmath.exp(beta * (x - max(row))) for x in row]
            total += mpmath.fsum(map(mpmath.fmul, e, row)) / mpmath.fsum(e) - row[label]
        return total

    start = 1 / mpmath.mpf(near)
    return 1 / mpmath.findroot(surplus, (start, start * (1 + mpmath.mpf("1e-8"))), tol=1e-90)


def many(rows: int, classes: int, scale: float = 1.0) -> tuple[NDArray[np.float64], Any]:
    """Logits, and labels drawn from their softmax; then the logits are scaled."""
    generator = np.random.default_rng(0)
    z = generator.normal(size=(rows, classes))
    return scale * z, (z + generator.gumbel(size=z.shape)).argmax(axis=1)


def test_six_rows() -> None:
    found = lv.fit_temperature(Z, Y)
    with mpmath.workdps(60):
        assert_allclose(found.temperature, float(exact(Z, Y, 1.8)), rtol=5e-16, atol=0)
    assert_allclose(found.temperature, 1.82669955289620734, rtol=5e-16, atol=0)
    assert_allclose(found.negative_log_likelihood_before, 0.97266872, rtol=0, atol=5e-9)
    assert_allclose(found.negative_log_likelihood_after, 0.88632552, rtol=0, atol=5e-9)
    assert (found.status, found.impossible) == ("interior", 0)


def test_a_better_likelihood_may_come_with_a_worse_brier_score() -> None:
    found = lv.fit_temperature(Z, Y)
    after = lv.brier_score(Z, Y, temperature=found.temperature)
    assert_allclose(lv.brier_score(Z, Y), 0.52137, rtol=0, atol=5e-6)
    assert_allclose(after, 0.53532, rtol=0, atol=5e-6)


def test_the_strong_classifier_of_the_digits_is_underconfident() -> None:
    digits = load_digits()
    z, labels = digits.teacher_logits, digits.labels
    temperature = lv.fit_temperature(z, labels).temperature
    assert_allclose(temperature, 0.507687, rtol=0, atol=5e-7)
    assert_allclose(lv.expected_calibration_error(z, labels), 0.0877, rtol=0, atol=5e-5)
    error = lv.expected_calibration_error(z, labels, temperature=temperature)
    assert_allclose(error, 0.0088, rtol=0, atol=5e-5)
    assert lv.reliability(lv.softmax(z).max(axis=1), z.argmax(axis=1) == labels).gap < 0


@given(batches, choices)
def test_an_interior_temperature_is_right_to_the_last_digits(
    z: NDArray[np.float64], labels: list[int]
) -> None:
    y = labels[: len(z)]
    found = lv.fit_temperature(z, y)
    assume(found.status == "interior")
    with mpmath.workdps(60):
        t = exact(z, y, found.temperature)
        # What one rounding of the mean gap alone does to T.
        beta = 1 / t
        p = [[mpmath.exp(beta * float(x - max(row))) for x in row] for row in z]
        variance, gap = mpmath.mpf(0), mpmath.mpf(0)
        for e, row in zip(p, z, strict=True):
            g = [mpmath.mpf(float(max(row) - x)) for x in row]
            mean = mpmath.fdot(e, g) / mpmath.fsum(e)
            gap += mean
            variance += mpmath.fdot(e, [x * x for x in g]) / mpmath.fsum(e) - mean**2
        condition = float(gap / (beta * variance))
    assert_allclose(found.temperature, float(t), rtol=4e-16 * (1 + condition), atol=0)


@pytest.mark.parametrize(("rows", "classes"), [(2000, 10), (1500, 100)])
@pytest.mark.parametrize("scale", [0.1, 1.0, 5.0])
def test_scikit_learn_finds_the_same_to_its_own_accuracy(
    rows: int, classes: int, scale: float
) -> None:
    z, labels = many(rows, classes, scale)
    theirs = 1 / _TemperatureScaling().fit(z, labels).beta_
    assert_allclose(lv.fit_temperature(z, labels).temperature, theirs, rtol=1e-7, atol=0)


@given(batches, choices)
def test_no_other_temperature_has_a_better_likelihood(
    z: NDArray[np.float64], labels: list[int]
) -> None:
    y = labels[: len(z)]
    found = lv.fit_temperature(z, y)
    after = found.negative_log_likelihood_after
    assert after <= found.negative_log_likelihood_before + 1e-15
    t = found.temperature
    for other in (0.01, 0.3, 1.0, 2.0, 100.0, INF, 0.99 * t, 1.01 * t):
        assert after <= lv.negative_log_likelihood(z, y, temperature=other) + 1e-15


@given(batches, choices, st.sampled_from([-900, -30, -1, 1, 5, 900]))
def test_logits_times_a_power_of_two_have_exactly_that_times_the_temperature(
    z: NDArray[np.float64], labels: list[int], exponent: int
) -> None:
    y = labels[: len(z)]
    one, other = lv.fit_temperature(z, y), lv.fit_temperature(np.ldexp(z, exponent), y)
    assert other.status == one.status
    if one.status == "interior":
        assert other.temperature == np.ldexp(one.temperature, exponent)


@pytest.mark.parametrize("scale", [1e-300, 1e-30, 1e30, 1e300])
def test_huge_and_tiny_logits_are_fitted_as_well(scale: float) -> None:
    found = lv.fit_temperature(np.multiply(Z, scale), Y)
    assert_allclose(found.temperature / scale, 1.82669955289620734, rtol=2e-15, atol=0)


@given(batches, choices)
def test_the_order_of_the_rows_and_a_constant_matter_only_by_rounding(
    z: NDArray[np.float64], labels: list[int]
) -> None:
    y = np.array(labels[: len(z)])
    one, other = lv.fit_temperature(z, y), lv.fit_temperature(z[::-1] + 8, y[::-1])
    assert other.status == one.status
    assert_allclose(other.temperature, one.temperature, rtol=1e-10, atol=0)


def test_likelihoods_are_those_of_the_library() -> None:
    z, labels = many(500, 10)
    found = lv.fit_temperature(z, labels)
    after = lv.negative_log_likelihood(z, labels, temperature=found.temperature)
    before = lv.negative_log_likelihood(z, labels)
    assert_allclose(found.negative_log_likelihood_before, before, rtol=1e-14, atol=0)
    assert_allclose(found.negative_log_likelihood_after, after, rtol=1e-14, atol=0)


def test_a_first_guess_from_some_rows_changes_only_the_number_of_steps(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    z, labels = many(4000, 100, 3.0)
    found = lv.fit_temperature(z, labels)
    monkeypatch.setattr(temperature_fit, "FEW_ENTRIES", z.size)
    without = lv.fit_temperature(z, labels)
    assert_allclose(found.temperature, without.temperature, rtol=2e-15, atol=0)
    assert found.iterations < without.iterations


def test_a_first_guess_is_left_out_where_some_rows_have_none() -> None:
    z, labels = many(1400, 100)
    labels[::2] = z[::2].argmax(axis=1)  # every second row gives the first guess
    found = lv.fit_temperature(z, labels)
    loss = found.negative_log_likelihood_after
    assert found.status == "interior"
    for factor in (0.999, 1.001):
        t = factor * found.temperature
        assert loss < lv.negative_log_likelihood(z, labels, temperature=t)


def test_some_rows_are_fitted_as_if_they_were_all() -> None:
    z, labels = many(300, 7)
    z[5, labels[5]] = -INF
    rows = np.random.default_rng(1).permutation(300)[:120]
    rows = np.union1d(rows, [5])
    assert fit(Samples.of(z, labels).only(rows)) == lv.fit_temperature(z[rows], labels[rows])


@pytest.mark.parametrize(
    ("logits", "labels", "after"),
    [
        ([[3.0, 1.0]], [0], 0.0),
        ([[3.0, 1.0], [0.0, 1e-300]], [0, 1], 0.0),
        ([[3.0, 3.0, 1.0]], [1], np.log(2)),
        ([[3.0, 1.0], [2.0, 2.0]], [0, 0], np.log(2) / 2),
    ],
)
def test_where_every_label_has_the_largest_logit_the_temperature_is_zero(
    logits: Any, labels: Any, after: float
) -> None:
    found = lv.fit_temperature(logits, labels)
    assert (found.temperature, found.status) == (0, "zero")
    assert found.negative_log_likelihood_after == after


@pytest.mark.parametrize(
    ("logits", "labels"),
    [
        ([[1.0, 2.0]], [0]),
        ([[1.0, 2.0], [1.0, 2.0]], [0, 1]),  # the derivative at 1/T = 0 is exactly 0
        ([[0.1, 0.2, 0.7]] * 3, [0, 1, 2]),  # here it is 0 but for rounding
        ([[1.0, 2.0], [2.0, 1.0], [-1e300, 0.0]], [1, 0, 0]),
    ],
)
def test_no_better_than_chance_gives_an_infinite_temperature(logits: Any, labels: Any) -> None:
    found = lv.fit_temperature(logits, labels)
    assert (found.temperature, found.status) == (INF, "infinite")
    expected = np.log(len(logits[0]))
    assert_allclose(found.negative_log_likelihood_after, expected, rtol=1e-15, atol=0)


@pytest.mark.parametrize(
    "logits", [[[1.0, 1.0], [2.0, 2.0]], [[3.0], [4.0]], [[0.0, -INF]] * 2, [[INF, 0.0]] * 2]
)
def test_equal_logits_leave_the_temperature_undetermined(logits: Any) -> None:
    found = lv.fit_temperature(logits, [0, 0])
    assert (found.temperature, found.status, found.iterations) == (1, "undetermined", 0)
    assert found.negative_log_likelihood_after == found.negative_log_likelihood_before


def test_rows_with_an_impossible_label_are_left_out_and_counted() -> None:
    impossible = [[-INF, 0.0, 1.0], [INF, 2.0, 1.0]]
    found = lv.fit_temperature([*Z, *impossible], [*Y, 0, 1])
    assert found.temperature == lv.fit_temperature(Z, Y).temperature
    assert (found.impossible, found.status) == (2, "interior")
    assert found.negative_log_likelihood_before == found.negative_log_likelihood_after == INF
    alone = lv.fit_temperature(impossible, [0, 1])
    assert (alone.temperature, alone.status, alone.impossible) == (1, "undetermined", 2)


def test_classes_that_are_ruled_out_do_not_count() -> None:
    expected = lv.fit_temperature(Z, Y).temperature
    for low in (-INF, -3.4e38, -1.7e308):
        found = lv.fit_temperature([[*row, low] for row in Z], Y)
        assert_allclose(found.temperature, expected, rtol=1e-15, atol=0)


def test_one_wrong_row_among_many_right_ones_has_its_temperature() -> None:
    z = np.tile([[1.0, 0.0]], (1000, 1))
    y = np.r_[np.zeros(999, int), 1]
    # One wrong row in a thousand: p = 0.999, so 1/T = log 999.
    found = lv.fit_temperature(z, y)
    assert_allclose(found.temperature, 1 / np.log(999), rtol=1e-14, atol=0)


def test_gaps_of_very_different_size_are_fitted() -> None:
    z, y = [[1.0, 0.0], [1e-300, 0.0]], [0, 1]
    found = lv.fit_temperature(z, y)
    # The gap 1 must contribute as much as the gap 1e-300: exp(−1/T) = 1e-300/2.
    assert_allclose(found.temperature, 1 / np.log(2e300), rtol=1e-14, atol=0)


def test_half_precision_is_fitted_in_float64() -> None:
    z = np.array(Z, np.float16)
    assert lv.fit_temperature(z, Y) == lv.fit_temperature(z.astype(np.float64), Y)


def test_the_record_is_frozen() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        lv.fit_temperature(Z, Y).status = "zero"  # type: ignore[misc]


def test_labels_that_are_not_integers_are_refused() -> None:
    with pytest.raises(TypeError, match="labels must hold integers"):
        lv.fit_temperature(Z, np.array(Y) > 0)
