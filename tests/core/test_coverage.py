"""Accuracy against coverage. Oracles: counting at every threshold, the mean over all orders."""

from fractions import Fraction
from itertools import permutations
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray

import logitviz as lv
from tests.core.public import assert_same

SHARES = np.array([[0.25, 0.20, 0.55], [0.55, 0.05, 0.40], [0.10, 0.30, 0.60], [0.90, 0.05, 0.05]])
LABELS = [0, 1, 2, 0]
sizes = st.shared(st.integers(1, 30), key="samples")
confidences = arrays(np.float64, sizes, elements=st.integers(0, 10).map(lambda n: n / 10))
flags = arrays(np.bool_, sizes)


def test_four_rows_of_probabilities() -> None:
    right = SHARES.argmax(axis=1) == LABELS
    found = lv.accuracy_coverage(SHARES.max(axis=1), right)
    assert_allclose(found.aurc, 0.20833333, rtol=0, atol=5e-9)
    assert found.excess_aurc == 0


@given(confidences, flags)
def test_every_entry_agrees_with_counting(
    confidence: NDArray[np.float64], correct: NDArray[np.bool_]
) -> None:
    found = lv.accuracy_coverage(confidence, correct)
    assert_array_equal(found.threshold, np.unique(confidence)[::-1])
    for threshold, coverage, accuracy in zip(
        found.threshold, found.coverage, found.accuracy, strict=True
    ):
        decided = confidence >= threshold
        assert coverage == decided.mean()
        assert_allclose(accuracy, correct[decided].mean(), rtol=0, atol=1e-15)


@given(
    st.lists(st.tuples(st.integers(0, 2), st.booleans()), min_size=1, max_size=5),
)
def test_tied_samples_share_as_the_mean_over_all_their_orders(
    samples: list[tuple[int, bool]],
) -> None:
    areas = []
    for order in permutations(samples):
        falling = sorted(order, key=lambda sample: -sample[0])  # a stable sort keeps ties
        wrong = np.cumsum([not right for _, right in falling])
        risks = [Fraction(int(w), m) for m, w in enumerate(wrong, 1)]
        areas.append(sum(risks, Fraction(0)) / len(samples))
    confidence, correct = zip(*samples, strict=True)
    found = lv.accuracy_coverage(confidence, correct)
    assert_allclose(found.aurc, float(sum(areas, Fraction(0)) / len(areas)), rtol=1e-14, atol=0)


@given(confidences, flags, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_never_matters(
    confidence: NDArray[np.float64], correct: NDArray[np.bool_], random: Any
) -> None:
    order = list(range(len(confidence)))
    random.shuffle(order)
    expected = lv.accuracy_coverage(confidence, correct)
    assert_same(lv.accuracy_coverage(confidence[order], correct[order]), expected)


@given(flags)
def test_the_best_order_has_no_excess(correct: NDArray[np.bool_]) -> None:
    best = lv.accuracy_coverage(correct.astype(float) + 0.001 * np.arange(len(correct)), correct)
    assert best.excess_aurc == 0
    worst = lv.accuracy_coverage(-correct.astype(float), correct)
    # Only where errors and right answers mix can an order be worse than another.
    assert (worst.excess_aurc > 0) == (0 < correct.sum() < len(correct))


def test_one_confidence_for_all_has_the_error_rate_as_area() -> None:
    found = lv.accuracy_coverage([0.5] * 4, [True, False, True, True])
    assert found.aurc == 0.25
    assert found.coverage.tolist() == [1]


def test_only_the_order_of_the_confidences_counts() -> None:
    right = [True, False, True, False]
    one, other = (lv.accuracy_coverage(c, right) for c in ([4, 3, 2, 1], [9, 0.2, 0.1, -np.inf]))
    assert (one.aurc, one.excess_aurc) == (other.aurc, other.excess_aurc)


def test_it_agrees_with_selective_accuracy() -> None:
    generator = np.random.default_rng(0)
    confidence, right = generator.random(200).round(2), generator.random(200) < 0.7
    found = lv.accuracy_coverage(confidence, right)
    selective = lv.selective_accuracy(confidence, right, found.threshold)
    assert_array_equal(found.coverage, selective.coverage)
    assert_array_equal(found.accuracy, 1 - selective.risk)


def test_the_arrays_are_read_only() -> None:
    found = lv.accuracy_coverage([0.5], [True])
    assert not any(a.flags.writeable for a in (found.threshold, found.coverage, found.accuracy))


@pytest.mark.parametrize(
    ("confidence", "correct", "error", "message"),
    [
        ([np.nan], [True], ValueError, "confidence must not contain NaN, got nan at index 0"),
        ([], np.array([], bool), ValueError, "confidence must hold at least one sample"),
        ([0.5], [1], TypeError, "correct must hold booleans"),
        ([0.5, 0.6], [True], ValueError, r"correct must have the shape \(2,\) of confidence"),
    ],
)
def test_wrong_arguments_are_refused(
    confidence: Any, correct: Any, error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        lv.accuracy_coverage(confidence, correct)
