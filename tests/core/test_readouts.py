from collections.abc import Callable

import numpy as np
import pytest
import scipy.stats
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import ArrayLike, NDArray

import logitviz as lv

HIGH = [0.85, 0.03, 0.02, 0.01, 0.01, 0.02, 0.01, 0.01, 0.02, 0.02]
LOW = [0.25, 0.22, 0.20, 0.18, 0.05, 0.04, 0.02, 0.01, 0.01, 0.02]
INF = np.inf

Readout = Callable[[ArrayLike], NDArray[np.floating]]
READOUTS: list[Readout] = [lv.confidence, lv.margin, lv.entropy, lv.perplexity]
every_readout = pytest.mark.parametrize("readout", READOUTS)
distributions = arrays(np.float64, st.integers(1, 12), elements=st.floats(0, 1)).filter(
    lambda weights: weights.sum() > 1e-3
)


def test_the_confidence_pair_has_its_confidences() -> None:
    assert_array_equal(lv.confidence([HIGH, LOW]), [0.85, 0.25])


def test_the_confidence_pair_predicts_the_same_class() -> None:
    assert_array_equal(lv.predict([HIGH, LOW]), [0, 0])


def test_the_confidence_pair_has_its_margins() -> None:
    assert_allclose(lv.margin([HIGH, LOW]), [0.82, 0.03], rtol=0, atol=1e-15)


def test_the_confident_distribution_has_fewer_effective_classes() -> None:
    high, low = lv.perplexity([HIGH, LOW])
    assert 1 < high < 3 < 5 < low < 10


def test_logits_of_the_pair_are_log_probabilities() -> None:
    assert_allclose(lv.softmax(np.log([HIGH, LOW]) + 3), [HIGH, LOW], rtol=1e-14, atol=0)


@given(distributions)
def test_entropy_agrees_with_scipy(weights: NDArray[np.float64]) -> None:
    # Oracle: scipy.stats.entropy.
    p = weights / weights.sum()
    assert_allclose(lv.entropy(p), scipy.stats.entropy(p), rtol=1e-12, atol=1e-15)


@given(distributions)
def test_perplexity_is_the_exponential_of_entropy(weights: NDArray[np.float64]) -> None:
    p = weights / weights.sum()
    assert_allclose(lv.perplexity(p), np.exp(lv.entropy(p)), rtol=1e-14, atol=0)


@given(distributions)
def test_entropy_lies_between_zero_and_log_c(weights: NDArray[np.float64]) -> None:
    h = lv.entropy(weights / weights.sum())
    assert 0 <= h <= np.log(len(weights)) * (1 + 1e-15)


@pytest.mark.parametrize("classes", [1, 2, 3, 7, 10])
def test_uniform_perplexity_is_exactly_the_number_of_classes(classes: int) -> None:
    assert lv.perplexity(np.full(classes, 1 / classes)) == classes


def test_a_one_hot_distribution_has_no_entropy() -> None:
    assert lv.entropy([0, 1, 0]) == 0


def test_rounded_probabilities_stay_within_log_c() -> None:
    assert lv.entropy([0.334, 0.334, 0.334]) == np.log1p(2)


def test_a_tiny_second_class_still_counts() -> None:
    for q in (1e-20, 1e-310):
        assert_allclose(lv.entropy([1 - q, q]), q - q * np.log(q), rtol=1e-15, atol=0)


def test_the_margin_of_one_class_is_its_probability() -> None:
    assert lv.margin([1.0]) == 1


def test_the_margin_of_a_tie_is_zero() -> None:
    assert lv.margin([0.4, 0.2, 0.4]) == 0


def test_prediction_takes_the_lowest_class_on_a_tie() -> None:
    assert lv.predict([1, 3, 3]) == 1


def test_prediction_follows_its_axis() -> None:
    assert_array_equal(lv.predict([[1, 5], [2, 4]], axis=0), [1, 0])


def test_prediction_refuses_nan() -> None:
    with pytest.raises(ValueError, match="logits must not contain NaN"):
        lv.predict([0.0, np.nan])


def test_prediction_refuses_logits_that_allow_no_class() -> None:
    with pytest.raises(ValueError, match="got -inf for every class"):
        lv.predict([-INF, -INF])


@every_readout
def test_the_class_axis_is_removed(readout: Readout) -> None:
    assert readout(np.full((2, 3, 4), 0.25)).shape == (2, 3)


def test_any_axis_can_hold_the_classes() -> None:
    p = np.array([[0.9, 0.2], [0.1, 0.8]])
    assert_array_equal(lv.confidence(p, axis=0), [0.9, 0.8])


@every_readout
def test_float_types_are_kept(readout: Readout) -> None:
    for dtype in (np.float16, np.float32, np.float64):
        assert readout(np.array([0.5, 0.25, 0.25], dtype)).dtype == dtype


@every_readout
def test_inputs_are_not_written_to(readout: Readout) -> None:
    p = np.array([0.7, 0.3])
    p.flags.writeable = False
    readout(p)
    assert_array_equal(p, [0.7, 0.3])


@every_readout
@pytest.mark.parametrize(
    ("p", "message"),
    [
        ([0.5, np.nan], "p must not contain NaN, got nan at index 1"),
        ([1.1, -0.1], r"p must hold probabilities of 0 or more, got -0\.1 at index 1"),
        ([0.5, 0.52], r"p must sum to 1 \(within 0\.01\).*got a sum of 1\.02"),
        ([[0.5, 0.5], [0.1, 0.1]], r"got a sum of 0\.2 at index 1"),
        ([INF, 0], "p must sum to 1.*got a sum of inf"),
        ([], "p must have at least one class"),
    ],
)
def test_what_is_no_distribution_is_refused(readout: Readout, p: ArrayLike, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        readout(p)


def test_a_sum_within_one_hundredth_is_accepted() -> None:
    assert lv.confidence([0.333, 0.333, 0.333]) == 0.333
