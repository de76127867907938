"""Material 9, third derivation: the greatest entropy under a given mean score is a softmax.

Oracles: mpmath's root of the same condition at 60 digits, scipy's constrained optimiser.
"""

import dataclasses
from typing import Any

import mpmath  # type: ignore[import-untyped]
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray
from scipy.optimize import minimize

import logitviz as lv

EXAMPLE = [4.2, 1.8, 0.5, -0.3, 2.7, 3.1, 0.2, -1.5, 1.1, 2.2]
NEWS = [2.0, 1.0, 0.1]
scores = st.lists(st.floats(-10, 10), min_size=2, max_size=6).filter(
    lambda z: max(z) - min(z) > 1e-3
)
within = st.floats(0.001, 0.999)


def mean_at(z: list[float], share: float) -> float:
    """A mean score at a share of the reachable range."""
    return min(max(min(z) + share * (max(z) - min(z)), min(z)), max(z))


def exact(z: list[float], mean: float) -> tuple[list[Any], Any]:
    """The distribution and its 1/T, at 60 digits."""
    c = [mpmath.mpf(x) - mpmath.mpf(mean) for x in z]

    def condition(beta: Any) -> Any:
        return mpmath.log(mpmath.fsum(x * mpmath.exp(beta * x) for x in c if x > 0)) - mpmath.log(
            mpmath.fsum(-x * mpmath.exp(beta * x) for x in c if x < 0)
        )

    start = mpmath.mpf(1 / float(lv.max_entropy(z, mean).temperature))
    beta = mpmath.findroot(condition, (start, start + mpmath.mpf("1e-8")), tol=1e-90)
    e = [mpmath.exp(beta * x) for x in c]
    total = mpmath.fsum(e)
    return [x / total for x in e], beta


@given(scores, within)
def test_the_distribution_is_right_to_a_few_units_in_the_last_place(
    z: list[float], share: float
) -> None:
    mean = mean_at(z, share)
    found = lv.max_entropy(z, mean)
    if np.isinf(found.temperature):
        return
    with mpmath.workdps(60):
        p, beta = exact(z, mean)
        # What the rounding of z − m alone does to β: E|c|/E[c²], at T = inf in relation to no β.
        c = [abs(mpmath.mpf(x) - mpmath.mpf(mean)) for x in z]
        weak = mpmath.fsum(map(mpmath.fmul, p, c)) / mpmath.fsum(
            q * x * x for q, x in zip(p, c, strict=True)
        )
        unit = mpmath.mpf(2) ** -52
        off = abs(1 / mpmath.mpf(float(found.temperature)) - beta)
        assert off <= unit * (4 * abs(beta) + 8 * weak)
        for computed, q, x in zip(found.probabilities, p, z, strict=True):
            gap = abs(mpmath.mpf(x) - (max(z) if beta > 0 else min(z)))
            allowed = 8 * (1 + abs(beta) * gap + weak * (gap + max(c)))
            assert abs(mpmath.mpf(float(computed)) - q) <= unit * allowed * q


@given(scores, st.floats(0, 1))
def test_the_mean_score_is_the_one_asked_for(z: list[float], share: float) -> None:
    mean = mean_at(z, share)
    p = lv.max_entropy(z, mean).probabilities
    assert_allclose(p @ z, mean, rtol=0, atol=2e-14)


@given(scores, within)
def test_it_is_the_softmax_of_the_scores_at_the_temperature_found(
    z: list[float], share: float
) -> None:
    found = lv.max_entropy(z, mean_at(z, share))
    t = float(found.temperature)
    expected = lv.softmax(np.sign(t) * np.array(z), temperature=abs(t))
    assert_allclose(found.probabilities, expected, rtol=1e-11, atol=1e-300)


@given(scores, st.floats(0.05, 20))
def test_the_temperature_of_a_softmax_is_found_from_its_mean_score(
    z: list[float], temperature: float
) -> None:
    p = lv.softmax(z, temperature=temperature)
    mean = min(max(float(p @ z), min(z)), max(z))
    found = lv.max_entropy(z, mean)
    assert_allclose(found.probabilities, p, rtol=0, atol=1e-9)


@pytest.mark.parametrize("share", [0.1, 0.35, 0.6, 0.9])
def test_no_optimiser_finds_more_entropy(share: float) -> None:
    """Oracle: scipy's SLSQP on the entropy itself, under the two constraints."""
    z = np.array(EXAMPLE)
    mean = mean_at(EXAMPLE, share)

    def constraint(p: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.array([p.sum() - 1, p @ z - mean])

    result = minimize(
        lambda p: float((p * np.log(p)).sum()), np.full(10, 0.1), bounds=[(1e-12, 1)] * 10,
        jac=lambda p: np.log(p) + 1, constraints={"type": "eq", "fun": constraint}, tol=1e-14,
    )  # fmt: skip
    found = lv.max_entropy(z, mean)
    assert result.success
    assert_allclose(found.probabilities, result.x, rtol=0, atol=1e-5)
    assert lv.entropy(found.probabilities) >= -result.fun - 1e-12


@pytest.mark.parametrize("share", [0.02, 0.25, 0.5, 0.75, 0.98])
def test_every_other_distribution_with_this_mean_has_less_entropy(share: float) -> None:
    """Material 9: and what it lacks is its divergence from the softmax, H(p) − H(q) = KL(q ‖ p)."""
    mean = mean_at(EXAMPLE, share)
    p = lv.max_entropy(EXAMPLE, mean).probabilities
    others = lv.same_mean(EXAMPLE, mean, samples=3000, seed=1)
    deficit = lv.entropy(p) - lv.entropy(others)
    assert (deficit > 0).all()
    assert_allclose(deficit, lv.kl_divergence(others, p), rtol=0, atol=1e-12)


def test_at_the_average_of_the_scores_nothing_is_preferred() -> None:
    for z in (EXAMPLE, NEWS, [1e6, 1e6 + 1, 1e6 + 3], [0.1, 0.2, 0.3]):
        found = lv.max_entropy(z, np.mean(z))
        assert found.temperature == np.inf
        assert_array_equal(found.probabilities, np.full(len(z), 1 / len(z)))


@pytest.mark.parametrize(("mean", "sign"), [(3.0, 1), (-1.0, -1)])
def test_at_an_extreme_the_classes_that_have_it_share_all(mean: float, sign: int) -> None:
    found = lv.max_entropy([3.0, -1.0, 3.0, 0.5, -1.0, 3.0], mean)
    expected = np.array([3.0, -1.0, 3.0, 0.5, -1.0, 3.0]) == mean
    assert_array_equal(found.probabilities, expected / expected.sum())
    assert found.temperature == 0
    assert np.signbit(found.temperature) == (sign < 0)


def test_below_the_average_the_temperature_is_negative_and_the_order_turns_over() -> None:
    found = lv.max_entropy(NEWS, 0.5)
    assert found.temperature < 0
    assert (np.diff(found.probabilities) > 0).all()


def test_turning_the_scores_over_turns_the_temperature_over() -> None:
    found, turned = lv.max_entropy(NEWS, 1.3), lv.max_entropy([-z for z in NEWS], -1.3)
    assert turned.temperature == -found.temperature
    assert_array_equal(turned.probabilities, found.probabilities)


def test_equal_scores_have_one_mean_and_the_uniform_distribution() -> None:
    found = lv.max_entropy([2.5] * 4, 2.5)
    assert found.temperature == np.inf
    assert found.probabilities.tolist() == [0.25] * 4


def test_a_single_class_has_all() -> None:
    assert lv.max_entropy([3.0], 3.0).probabilities.tolist() == [1]


def test_two_classes_are_a_logit() -> None:
    """Material 1: the difference of two logits is the logit of the probability."""
    found = lv.max_entropy([1.0, 0.0], 0.8)
    assert_allclose(1 / found.temperature, lv.logit(0.8), rtol=1e-15, atol=0)
    assert_allclose(found.probabilities, [0.8, 0.2], rtol=1e-15, atol=0)


@pytest.mark.parametrize(
    ("z", "mean"),
    [
        ([1e308, -1e308, 3.0], 1e307),
        ([0.0, -1.0], -1e-300),
        ([0.0, -1.0], -5e-324),
        ([0.0, 1e-12, 1.0], 0.4),
        ([0.0, 1e-12, 1.0], 1e-13),
        ([1e-310, 0.0, 5e-324], 3e-311),
        ([1.0, 0.0], np.nextafter(1, 0)),
        ([0.0, -0.0, 1.0], 0.0),
    ],
)
def test_no_size_is_too_large_or_too_small(z: list[float], mean: float) -> None:
    p = lv.max_entropy(z, mean).probabilities
    assert_allclose(p.sum(), 1, rtol=1e-15, atol=0)
    halves = np.array(z) / 2  # the sum of products near the largest float64
    assert_allclose(p @ halves, mean / 2, rtol=1e-13, atol=1e-16 * max(map(abs, z)) + 1e-323)


def test_a_mean_close_to_an_extreme_keeps_its_tiny_share() -> None:
    found = lv.max_entropy([0.0, -1.0], -1e-300)
    assert_allclose(found.probabilities[1], 1e-300, rtol=1e-12, atol=0)


def test_a_batch_is_its_rows() -> None:
    means = np.array([-1.5, -1.0, 0.3, 1.4, 4.0, 4.2])
    batch = lv.max_entropy(EXAMPLE, means)
    assert batch.probabilities.shape == (6, 10)
    for mean, p, t in zip(means, batch.probabilities, batch.temperature, strict=True):
        single = lv.max_entropy(EXAMPLE, mean)
        assert_allclose(p, single.probabilities, rtol=1e-14, atol=0)
        assert_allclose(t, single.temperature, rtol=1e-14, atol=0)


def test_each_row_of_scores_may_have_its_own_mean() -> None:
    rows = np.array([NEWS, [0.0, 5.0, 1.0]])
    batch = lv.max_entropy(rows, [1.0, 2.0])
    assert_allclose((batch.probabilities * rows).sum(axis=-1), [1.0, 2.0], rtol=1e-14, atol=0)


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
def test_the_dtype_of_the_scores_is_kept(dtype: type) -> None:
    found = lv.max_entropy(np.array(NEWS, dtype), 1.0)
    assert found.probabilities.dtype == dtype
    assert found.temperature.dtype == np.float64


def test_nothing_is_written_to_and_the_result_is_closed() -> None:
    z, m = np.array(NEWS), np.array([1.0, 1.2])
    found = lv.max_entropy(z, m)
    assert (z.tolist(), m.tolist()) == (NEWS, [1.0, 1.2])
    assert [a.flags.writeable for a in (z, m)] == [True, True]
    assert [a.flags.writeable for a in (found.probabilities, found.temperature)] == [False, False]
    with pytest.raises(dataclasses.FrozenInstanceError):
        found.temperature = np.array(1.0)  # type: ignore[misc]


@pytest.mark.parametrize("mean", [2.1, 0.05, np.inf, -np.inf, np.nan])
def test_a_mean_out_of_reach_is_refused_and_the_range_is_named(mean: float) -> None:
    message = f"between the smallest and the largest score, 0.1 and 2, got {mean:g}"
    for function in (lv.max_entropy, lambda z, m: lv.same_mean(z, m, samples=1, seed=0)):
        with pytest.raises(ValueError, match=message):
            function(NEWS, mean)


@pytest.mark.parametrize(
    ("z", "mean", "message"),
    [
        ([], 0.0, "scores must have at least one class"),
        (1.0, 1.0, "scores must have a class axis"),
        ([1.0, np.nan], 1.0, "scores must be finite, got nan at index 1"),
        ([1.0, -np.inf], 1.0, "scores must be finite, got -inf at index 1"),
        ([[1.0, 0.0]] * 3, [0.5, 0.5], r"mean_score must broadcast with the leading shape \(3,\)"),
    ],
)
def test_wrong_scores_are_refused(z: Any, mean: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        lv.max_entropy(z, mean)


@given(scores, st.floats(0, 1), st.integers(0, 9999))
def test_drawn_distributions_are_distributions_with_this_mean(
    z: list[float], share: float, seed: int
) -> None:
    mean = mean_at(z, share)
    q = lv.same_mean(z, mean, samples=20, seed=seed)
    assert q.shape == (20, len(z))
    assert (q >= 0).all()
    assert_allclose(q.sum(axis=-1), 1, rtol=1e-14, atol=0)
    assert_allclose(q @ z, mean, rtol=0, atol=2e-14)


def test_drawn_distributions_are_all_different_and_the_same_again_with_the_same_seed() -> None:
    first = lv.same_mean(NEWS, 1.0, samples=500, seed=7)
    assert_array_equal(lv.same_mean(NEWS, 1.0, samples=500, seed=7), first)
    assert len(np.unique(first.round(9), axis=0)) == 500
    assert (lv.same_mean(NEWS, 1.0, samples=500, seed=8) != first).any()


def test_where_one_distribution_alone_has_the_mean_it_is_drawn() -> None:
    assert_array_equal(lv.same_mean(NEWS, 2.0, samples=300, seed=1), [[1, 0, 0]] * 300)
    assert_array_equal(lv.same_mean(NEWS, 0.1, samples=300, seed=1), [[0, 0, 1]] * 300)


def test_of_equal_scores_every_distribution_has_the_mean() -> None:
    q = lv.same_mean([1.0, 1.0, 1.0], 1.0, samples=50, seed=1)
    assert np.ptp(q, axis=0).min() > 0.5


def test_a_number_of_draws_below_one_is_refused() -> None:
    with pytest.raises(ValueError, match="samples must be 1 or more, got 0"):
        lv.same_mean(NEWS, 1.0, samples=0, seed=1)
    with pytest.raises(ValueError, match="seed must be 0 or more, got -1"):
        lv.same_mean(NEWS, 1.0, samples=1, seed=-1)
