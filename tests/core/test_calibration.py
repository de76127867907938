"""Reliability and calibration errors. Oracles: scikit-learn, plain loops, exact rationals."""

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray
from sklearn.calibration import calibration_curve

import logitviz as lv
from logitviz.core._lib.samples import Samples
from logitviz.core.calibration import class_errors

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
NINE = [0.1, 0.2, 0.3, 0.4, 0.65, 0.7, 0.8, 0.9, 1.0]
RIGHT = [False] * 4 + [True] * 5
SHARES = np.log([[0.25, 0.20, 0.55], [0.55, 0.05, 0.40], [0.10, 0.30, 0.60], [0.90, 0.05, 0.05]])
LABELS = [0, 1, 2, 0]
sizes = st.shared(st.integers(1, 40), key="samples")
confidences = arrays(
    np.float64, sizes, elements=st.floats(0, 1) | st.integers(0, 10).map(lambda n: n / 10)
)
flags = arrays(np.bool_, sizes)
bin_numbers = st.integers(1, 20)


def test_nine_samples_as_scikit_learn_counts_them() -> None:
    found = lv.reliability(NINE, RIGHT, bins=3)
    accuracy, confidence = calibration_curve(RIGHT, NINE, n_bins=3)
    assert_allclose(found.accuracy, accuracy, rtol=1e-15, atol=0)
    assert_allclose(found.confidence, confidence, rtol=1e-15, atol=0)
    assert_allclose(found.accuracy, [0, 0.5, 1], rtol=1e-15, atol=0)
    assert_allclose(found.confidence, [0.2, 0.525, 0.85], rtol=1e-15, atol=0)


@given(confidences, flags, bin_numbers)
def test_bins_agree_with_comparing_every_confidence_with_every_edge(
    confidence: Floats, correct: Flags, bins: int
) -> None:
    found = lv.reliability(confidence, correct, bins=bins)
    error, worst = 0.0, 0.0
    for b, (low, high) in enumerate(zip(found.edges, found.edges[1:], strict=False)):
        inside = ((confidence > low) | (b == 0)) & (confidence <= high)
        assert found.count[b] == inside.sum()
        if not inside.any():
            assert np.isnan(found.confidence[b])
            assert np.isnan(found.accuracy[b])
            continue
        assert_allclose(found.confidence[b], confidence[inside].mean(), rtol=1e-13, atol=0)
        assert_allclose(found.accuracy[b], correct[inside].mean(), rtol=1e-13, atol=0)
        difference = abs(confidence[inside].mean() - correct[inside].mean())
        error += difference * inside.mean()
        worst = max(worst, difference)
    assert found.count.sum() == len(confidence)
    assert_allclose(found.ece, error, rtol=1e-12, atol=1e-14)
    assert_allclose(found.mce, worst, rtol=1e-12, atol=1e-14)
    assert_allclose(found.gap, confidence.mean() - correct.mean(), rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("bins", [3, 5, 10, 15, 49, 100])
def test_every_edge_is_the_rational_number_rounded_once(bins: int) -> None:
    edges = lv.reliability([0.5], [True], bins=bins).edges
    assert edges.tolist() == [float(Fraction(k, bins)) for k in range(bins + 1)]


@pytest.mark.parametrize("bins", [3, 5, 10, 15, 49, 100])
def test_a_confidence_on_an_edge_lies_in_the_bin_below(bins: int) -> None:
    on_edges = [float(Fraction(k, bins)) for k in range(1, bins + 1)]
    assert lv.reliability(on_edges, [True] * bins, bins=bins).count.tolist() == [1] * bins
    above = np.nextafter(on_edges[:-1], 1)
    counts = lv.reliability(above, [True] * (bins - 1), bins=bins).count
    assert counts.tolist() == [0] + [1] * (bins - 1)


def test_three_fifths_lies_below_its_edge() -> None:
    assert 0.2 * 3 > 0.6
    assert lv.reliability([0.6], [True], bins=5).count.tolist() == [0, 0, 1, 0, 0]


def test_a_confidence_of_exactly_one_lies_in_the_last_bin_and_zero_in_the_first() -> None:
    found = lv.reliability([0.0, 1.0, 1.0, 0.99], [False, True, False, True], bins=15)
    assert (found.count[0], found.count[-1]) == (1, 3)
    assert len(found.count) == 15


def test_an_overconfident_model_has_a_gap_above_zero() -> None:
    assert lv.reliability([0.9, 0.9], [True, False]).gap == 0.9 - 0.5
    assert lv.reliability([0.6, 0.6], [True, True]).gap == 0.6 - 1


@given(confidences, flags, bin_numbers)
def test_bins_of_equal_mass_split_no_tie_and_are_never_empty(
    confidence: Floats, correct: Flags, bins: int
) -> None:
    found = lv.reliability(confidence, correct, bins=bins, strategy="mass")
    distinct, counts = np.unique(confidence, return_counts=True)
    assert len(found.count) <= min(bins, len(distinct))
    assert found.count.min() > 0
    assert (found.edges[0], found.edges[-1]) == (distinct[0], distinct[-1])
    assert set(found.count.cumsum()) <= set(counts.cumsum())
    index = np.searchsorted(found.edges[1:-1], confidence)
    assert_array_equal(np.bincount(index, minlength=len(found.count)), found.count)


@given(st.integers(1, 60), st.integers(1, 20))
def test_without_ties_counts_differ_by_one_at_most(samples: int, bins: int) -> None:
    confidence = np.random.default_rng(samples).permutation(samples) / samples
    found = lv.reliability(confidence, np.ones(samples, bool), bins=bins, strategy="mass")
    assert len(found.count) == min(bins, samples)
    assert np.ptp(found.count) <= 1


def test_a_large_tie_takes_one_bin_and_leaves_fewer() -> None:
    confidence = np.concatenate([np.linspace(0.5, 0.9, 75), np.ones(25)])
    found = lv.reliability(confidence, np.ones(100, bool), bins=10, strategy="mass")
    assert found.count[-1] == 25
    assert found.count[:-1].max() <= 11


def test_every_value_has_its_bin_where_bins_are_many() -> None:
    found = lv.reliability([0.2, 0.2, 0.7, 0.9], [True] * 4, bins=15, strategy="mass")
    assert found.count.tolist() == [2, 1, 1]
    assert lv.reliability([0.4] * 3, [True] * 3, strategy="mass").count.tolist() == [3]


def test_four_rows_of_probabilities() -> None:
    found = lv.expected_calibration_error(SHARES, LABELS, bins=3)
    assert_allclose(found, 0.2, rtol=1e-15, atol=0)


@pytest.mark.parametrize("strategy", ["width", "mass"])
def test_the_error_of_logits_is_that_of_their_confidences(strategy: Any) -> None:
    z = np.random.default_rng(0).normal(size=(300, 5))
    labels = np.random.default_rng(1).integers(0, 5, 300)
    confidence = lv.softmax(z, temperature=0.6).max(axis=1)
    right = z.argmax(axis=1) == labels
    expected = lv.reliability(confidence, right, bins=8, strategy=strategy).ece
    found = lv.expected_calibration_error(z, labels, temperature=0.6, bins=8, strategy=strategy)
    assert_allclose(found, expected, rtol=1e-12, atol=0)


def test_at_temperature_zero_the_error_is_the_error_rate() -> None:
    z = [[2.0, 1.0], [0.0, 1.0], [3.0, 1.0]]
    assert lv.expected_calibration_error(z, [0, 0, 0], temperature=0) == 1 / 3


@pytest.mark.parametrize("strategy", ["width", "mass"])
@pytest.mark.parametrize("temperature", [0.6, np.inf])
def test_the_classwise_error_is_the_mean_error_of_each_class_against_the_rest(
    strategy: Any, temperature: float
) -> None:
    z = np.random.default_rng(0).normal(size=(300, 70))
    labels = np.random.default_rng(1).integers(0, 70, 300)
    p = lv.softmax(z, temperature=temperature)
    errors = [
        lv.reliability(p[:, k], labels == k, bins=8, strategy=strategy).ece for k in range(70)
    ]
    found = lv.classwise_calibration_error(
        z, labels, temperature=temperature, bins=8, strategy=strategy
    )
    assert_allclose(found, np.mean(errors), rtol=1e-12, atol=0)


def test_classwise_errors_of_some_rows_are_those_of_these_rows_alone() -> None:
    z = np.random.default_rng(0).normal(size=(300, 7))
    labels = np.random.default_rng(1).integers(0, 7, 300)
    rows, t = np.arange(299, 0, -2), np.linspace(0.5, 2, 300)
    some = class_errors(Samples.of(z, labels).only(rows), t, 8, "width")
    assert_array_equal(some, class_errors(Samples.of(z[rows], labels[rows]), t[rows], 8, "width"))
    expected = lv.classwise_calibration_error(z[rows], labels[rows], temperature=t[rows], bins=8)
    assert some.mean() == expected


def test_chance_alone_makes_the_error_of_a_calibrated_model_positive() -> None:
    generator = np.random.default_rng(0)
    errors = []
    for _ in range(400):
        confidence = generator.uniform(0.5, 1, 100)
        right = generator.random(100) < confidence
        errors.append(lv.reliability(confidence, right).ece)
    assert 0.080 < np.median(errors) < 0.095


def test_the_arrays_are_read_only_and_the_argument_is_not() -> None:
    confidence = np.array(NINE)
    found = lv.reliability(confidence, RIGHT, strategy="mass")
    assert confidence.flags.writeable
    for array in (found.edges, found.count, found.confidence, found.accuracy):
        assert not array.flags.writeable


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        (([1.1], [True]), ValueError, "confidence must be from 0 to 1, got 1.1 at index 0"),
        (([0.5, -0.1], [True] * 2), ValueError, "from 0 to 1, got -0.1 at index 1"),
        (([np.nan], [True]), ValueError, "confidence must not contain NaN, got nan at index 0"),
        (([], np.array([], bool)), ValueError, "confidence must hold at least one sample"),
        (([[0.5]], [[True]]), ValueError, "confidence must be one-dimensional"),
        (([0.5], [True, False]), ValueError, r"correct must have the shape \(1,\) of confidence"),
        (([0.5], [1]), TypeError, "correct must hold booleans, got dtype int64"),
    ],
)
def test_wrong_samples_are_refused(
    arguments: tuple[Any, Any], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        lv.reliability(*arguments)


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"bins": 0}, ValueError, "bins must be 1 or more, got 0"),
        ({"bins": 2.5}, TypeError, "bins must be a whole number, got 2.5"),
        ({"strategy": "equal"}, ValueError, 'strategy must be "width" or "mass", got \'equal\''),
    ],
)
def test_wrong_options_are_refused(
    options: dict[str, Any], error: type[Exception], message: str
) -> None:
    for call in (
        lambda: lv.reliability([0.5], [True], **options),
        lambda: lv.expected_calibration_error([[0.5, 1]], [0], **options),
        lambda: lv.classwise_calibration_error([[0.5, 1]], [0], **options),
    ):
        with pytest.raises(error, match=message):
            call()
