"""Bands of calibration. Oracles: exact binomial quantiles, plain loops."""

from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray
from scipy.stats import binom

import logitviz as lv
from logitviz.core._lib import rows
from logitviz.core.bootstrap import bands, resamples
from logitviz.datasets.digits import load_digits
from tests.core.public import assert_same


def graded(
    samples: int, low: float = 0.5, seed: int = 0
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """A perfectly calibrated model."""
    generator = np.random.default_rng(seed)
    confidence = generator.uniform(low, 1, samples)
    return confidence, generator.random(samples) < confidence


def two_classes(confidence: NDArray[np.float64], correct: NDArray[np.bool_]) -> Any:
    """Logits [N, 2] and labels with these confidences and outcomes."""
    return np.stack([lv.logit(confidence), np.zeros(len(confidence))], axis=1), 1 - 1 * correct


def test_the_band_of_one_bin_is_that_of_the_binomial_distribution() -> None:
    right = np.arange(400) < 300
    found = lv.bootstrap(*two_classes(np.full(400, 0.9), right), bins=1, samples=4000)
    expected = binom.ppf([0.025, 0.975], 400, 0.75) / 400
    assert_allclose([found.accuracy_lower[0], found.accuracy_upper[0]], expected, rtol=0, atol=0.01)


def test_the_error_from_chance_is_that_of_the_binomial_distribution() -> None:
    found = lv.bootstrap(*two_classes(np.full(400, 0.9), np.ones(400, bool)), bins=1, samples=4000)
    k = np.arange(401)
    errors, weights = np.abs(k / 400 - 0.9), binom.pmf(k, 400, 0.9)
    order = np.argsort(errors)
    cumulated = weights[order].cumsum()
    for share, value in (
        (0.025, found.ece_if_calibrated_lower),
        (0.5, found.ece_if_calibrated),
        (0.975, found.ece_if_calibrated_upper),
    ):
        expected = errors[order][np.searchsorted(cumulated, share)]
        assert_allclose(value, expected, rtol=0, atol=0.003)


def test_chance_alone_gives_a_hundred_samples_an_error_of_a_twelfth() -> None:
    confidence = np.linspace(0.5, 1, 102)[1:-1]
    found = lv.bootstrap(*two_classes(confidence, np.ones(100, bool)))
    assert 0.080 < found.ece_if_calibrated < 0.095


def test_nineteen_of_twenty_calibrated_models_lie_within_chance() -> None:
    inside = 0
    for seed in range(200):
        found = lv.bootstrap(*two_classes(*graded(100, seed=seed)), samples=200)
        inside += found.ece_if_calibrated_lower <= found.ece <= found.ece_if_calibrated_upper
    assert 0.90 <= inside / 200 <= 0.99


def test_the_error_of_the_strong_classifier_is_no_chance_until_it_is_fitted() -> None:
    digits = load_digits()
    found = lv.bootstrap(digits.teacher_logits, digits.labels, samples=200)
    assert found.ece > found.ece_if_calibrated_upper
    assert found.ece_lower < found.ece < found.ece_upper
    fitted = lv.bootstrap(digits.teacher_logits, digits.labels, temperature=0.507687, samples=200)
    assert fitted.ece < fitted.ece_if_calibrated_upper


def test_every_resample_agrees_with_drawing_its_rows() -> None:
    confidence, correct = graded(60, low=0.1)
    (found,) = resamples(confidence, correct, 6, 20, 3)
    choosing, grading = np.random.default_rng([3, 0]), np.random.default_rng([3, 1])
    chosen, uniform = choosing.integers(60, size=(20, 60)), grading.random((20, 60))
    for s in range(20):
        drawn = lv.reliability(confidence[chosen[s]], correct[chosen[s]], bins=6)
        assert_allclose(found.accuracy[s], drawn.accuracy, rtol=1e-14, atol=0)
        assert_allclose(found.ece[s], drawn.ece, rtol=1e-12, atol=0)
        expected = lv.reliability(confidence, uniform[s] < confidence, bins=6).ece
        assert_allclose(found.if_calibrated[s], expected, rtol=1e-12, atol=0)


def test_blocks_of_resamples_give_the_same_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    confidence, correct = graded(37)
    whole = bands(confidence, correct, 15, resamples(confidence, correct, 15, 50, 1))
    monkeypatch.setattr(rows, "BLOCK_ENTRIES", 100)
    blocks = list(resamples(confidence, correct, 15, 50, 1))
    assert len(blocks) > 10
    assert_same(bands(confidence, correct, 15, blocks), whole)


def test_the_same_seed_gives_the_same_bands_and_another_one_others() -> None:
    z, labels = two_classes(*graded(100))
    one = lv.bootstrap(z, labels, samples=50)
    assert_same(lv.bootstrap(z, labels, samples=50, seed=1), one)
    assert lv.bootstrap(z, labels, samples=50, seed=2).ece_upper != one.ece_upper


def test_bins_and_error_are_those_of_the_samples() -> None:
    confidence, correct = graded(200)
    found = lv.bootstrap(*two_classes(confidence, correct), bins=7, samples=10)
    expected = lv.reliability(confidence, correct, bins=7)
    assert_array_equal(found.edges, expected.edges)
    assert_array_equal(found.count, expected.count)
    assert_allclose(found.ece, expected.ece, rtol=1e-12, atol=0)


def test_an_empty_bin_has_no_band_and_one_that_some_resamples_miss_has() -> None:
    confidence = np.r_[np.full(30, 0.95), 0.55]
    found = lv.bootstrap(*two_classes(confidence, np.ones(31, bool)), bins=10, samples=100)
    assert np.isnan(found.accuracy_lower[:5]).all()
    assert found.count[[5, 9]].tolist() == [1, 30]
    assert (found.accuracy_lower[5], found.accuracy_upper[5]) == (1, 1)


def test_a_bin_that_every_resample_misses_has_no_band() -> None:
    confidence = np.r_[np.full(30, 0.95), 0.55]
    z, labels = two_classes(confidence, np.ones(31, bool))
    bounds = [
        lv.bootstrap(z, labels, bins=10, samples=1, seed=seed).accuracy_lower[5]
        for seed in range(20)
    ]
    missed = np.isnan(bounds)
    assert 0 < missed.sum() < 20
    assert_array_equal(np.array(bounds)[~missed], 1)


def test_confidences_of_exactly_one_are_always_right_if_calibrated() -> None:
    found = lv.bootstrap([[800.0, 0.0]] * 5, [0, 0, 0, 1, 1], samples=20)
    assert found.ece_if_calibrated_upper == 0
    assert_allclose(found.ece, 0.4, rtol=1e-15, atol=0)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"bins": 0}, "bins must be 1 or more, got 0"),
        ({"samples": 0}, "samples must be 1 or more, got 0"),
        ({"seed": -1}, "seed must be 0 or more, got -1"),
    ],
)
def test_wrong_options_are_refused(options: dict[str, int], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        lv.bootstrap([[1.0, 0.0]], [0], **options)


def test_the_arrays_are_read_only() -> None:
    found = lv.bootstrap([[1.0, 0.0]], [0], samples=1)
    assert not found.edges.flags.writeable
    assert not found.accuracy_lower.flags.writeable
