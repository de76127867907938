"""Negative log-likelihood and Brier score. Oracles: scikit-learn, mpmath at 50 digits."""

from typing import Any

import mpmath  # type: ignore[import-untyped]
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose
from numpy.typing import NDArray
from sklearn.metrics import brier_score_loss, log_loss

import logitviz as lv
from logitviz.core._lib.outcomes import outcomes, outcomes_of
from logitviz.core._lib.samples import Samples

INF = np.inf
SHARES = np.log([[0.25, 0.20, 0.55], [0.55, 0.05, 0.40], [0.10, 0.30, 0.60], [0.90, 0.05, 0.05]])
LABELS = [0, 1, 2, 0]
finite = arrays(np.float64, (5, 4), elements=st.floats(-30, 30))
classes = st.lists(st.integers(0, 3), min_size=5, max_size=5)
temperatures = st.sampled_from([0.05, 0.5, 1.0, 3.0, 100.0])
SCORES = [lv.negative_log_likelihood, lv.brier_score]


def test_four_rows_of_probabilities() -> None:
    assert_allclose(
        lv.negative_log_likelihood(SHARES, LABELS), 1.2495531935244244, rtol=1e-15, atol=0
    )
    assert_allclose(lv.brier_score(SHARES, LABELS), 0.63625, rtol=1e-15, atol=0)


@given(finite, classes, temperatures)
def test_both_scores_are_those_of_scikit_learn(
    z: NDArray[np.float64], labels: list[int], temperature: float
) -> None:
    p = lv.softmax(z, temperature=temperature)
    ours = lv.brier_score(z, labels, temperature=temperature)
    theirs = brier_score_loss(labels, p, labels=range(4), scale_by_half=False)
    assert_allclose(ours, theirs, rtol=1e-12, atol=1e-15)
    if p.min() > 1e-14:  # below, scikit-learn clips
        likelihood = lv.negative_log_likelihood(z, labels, temperature=temperature)
        assert_allclose(likelihood, log_loss(labels, p, labels=range(4)), rtol=1e-9, atol=1e-12)


@given(finite, classes, temperatures)
def test_scores_of_each_sample_are_right_to_a_few_units(
    z: NDArray[np.float64], labels: list[int], temperature: float
) -> None:
    found = outcomes(z, labels, temperature)
    with mpmath.workdps(400):
        for n, (row, label) in enumerate(zip(z, labels, strict=True)):
            loss, brier = exact_scores(row, label, temperature)
            gap = float(row.max() - row.min()) / temperature
            assert_allclose(found.log_loss[n], float(loss), rtol=1e-15 * (4 + gap), atol=0)
            assert_allclose(found.brier[n], float(brier), rtol=4e-15 * (4 + gap), atol=1e-300)


def exact_scores(row: NDArray[np.float64], label: int, temperature: float) -> tuple[Any, Any]:
    largest = mpmath.mpf(float(row.max()))
    s = [(mpmath.mpf(float(x)) - largest) / mpmath.mpf(temperature) for x in row]
    total = mpmath.fsum(map(mpmath.exp, s))
    p = [mpmath.exp(x) / total for x in s]
    brier = mpmath.fsum((q - (k == label)) ** 2 for k, q in enumerate(p))
    return mpmath.log(total) - s[label], brier


def test_the_likelihood_is_the_mean_cross_entropy() -> None:
    z = np.random.default_rng(0).normal(size=(200, 70))
    labels = np.random.default_rng(1).integers(0, 70, 200)
    expected = lv.cross_entropy(z, labels, temperature=0.3).mean()
    found = lv.negative_log_likelihood(z, labels, temperature=0.3)
    assert_allclose(found, expected, rtol=1e-14, atol=0)


def test_an_impossible_true_class_makes_only_the_likelihood_infinite() -> None:
    z = [[0.0, -INF], [0.0, 0.0]]
    for temperature in (0.0, 1.0, INF):
        assert lv.negative_log_likelihood(z, [1, 0], temperature=temperature) == INF
        assert lv.brier_score(z, [1, 0], temperature=temperature) == (2 + 0.5) / 2


def test_temperature_zero_gives_the_answers_alone() -> None:
    z = [[2.0, 1.0, 0.0], [1.0, 1.0, 0.0]]
    assert lv.negative_log_likelihood(z, [0, 1], temperature=0) == np.log(2) / 2
    assert lv.brier_score(z, [0, 1], temperature=0) == 0.25
    assert lv.brier_score(z, [2, 2], temperature=0) == (2 + 1.5) / 2


def test_temperature_infinity_is_the_uniform_distribution() -> None:
    z = np.random.default_rng(0).normal(size=(3, 4))
    assert lv.negative_log_likelihood(z, [0, 1, 2], temperature=INF) == np.log1p(3)
    assert lv.brier_score(z, [0, 1, 2], temperature=INF) == 0.75


def test_classes_of_plus_infinity_share_everything() -> None:
    z = [[INF, 3.0, INF]]
    assert lv.negative_log_likelihood(z, [2]) == np.log(2)
    assert lv.negative_log_likelihood(z, [1]) == INF
    assert lv.brier_score(z, [2]) == 0.5


def test_each_row_may_have_its_own_temperature() -> None:
    alone = [lv.brier_score(SHARES[n : n + 1], LABELS[n : n + 1], temperature=n) for n in range(4)]
    together = lv.brier_score(SHARES, LABELS, temperature=range(4))
    assert_allclose(together, np.mean(alone), rtol=1e-15, atol=0)


def test_half_precision_is_worked_on_in_float64() -> None:
    z = SHARES.astype(np.float16)
    for score in SCORES:
        assert score(z, LABELS) == score(z.astype(np.float64), LABELS)


def test_the_answer_is_the_lowest_class_in_a_tie_at_every_temperature() -> None:
    z = [[0.0, 2.0, 2.0], [1.0, 0.0, 0.5]]
    for temperature in (0.0, 1e-3, 1.0, INF):
        assert outcomes(z, [0, 0], temperature).predicted.tolist() == [1, 0]


@pytest.mark.parametrize("columns", [4, 80])
@pytest.mark.parametrize("temperature", [0.7, "rows"])
def test_some_rows_are_judged_without_copying_the_others(columns: int, temperature: Any) -> None:
    z = np.random.default_rng(0).normal(size=(2000, columns))
    labels = np.random.default_rng(1).integers(0, columns, 2000)
    t = np.linspace(0.5, 2, 2000) if temperature == "rows" else temperature
    rows = np.random.default_rng(2).permutation(2000)[:900]
    found = outcomes_of(Samples.of(z, labels).only(rows), np.array(t))
    for some, every in zip(found, outcomes(z, labels, t), strict=True):
        np.testing.assert_array_equal(some, every[rows])


def test_the_confidence_is_the_largest_probability() -> None:
    found = outcomes(SHARES, LABELS, 1.0)
    assert_allclose(found.confidence, [0.55, 0.55, 0.6, 0.9], rtol=1e-15, atol=0)


@pytest.mark.parametrize(
    ("logits", "labels", "error", "message"),
    [
        ([1.0, 2.0], [0], ValueError, r"shape \[N, C\] with at least one row, got shape \(2,\)"),
        (np.zeros((0, 3)), [], ValueError, r"at least one row, got shape \(0, 3\)"),
        ([[1.0, 2.0]], [0, 1], ValueError, r"one entry for each of the 1 rows .*got shape \(2,\)"),
        ([[1.0, 2.0]], [2], ValueError, "labels must be a class index from 0 to 1, got 2 at ind"),
        ([[1.0, 2.0]], [-1], ValueError, "labels must be a class index from 0 to 1, got -1 at in"),
        ([[1.0, 2.0]], [1.0], TypeError, "labels must hold integers .*got dtype float64"),
        ([[1.0, 2.0]], [True], TypeError, "labels must hold integers .*got dtype bool"),
        ([[1.0, np.nan]], [1], ValueError, r"logits must not contain NaN, got nan at index \(0, 1"),
        ([[-INF, -INF]], [1], ValueError, "-inf for every class at index 0"),
    ],
)
def test_wrong_arguments_are_refused(
    logits: Any, labels: Any, error: type[Exception], message: str
) -> None:
    for score in SCORES:
        with pytest.raises(error, match=message):
            score(logits, labels)
