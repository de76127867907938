import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_array_equal
from numpy.typing import NDArray

import logitviz as lv

tenths = st.integers(0, 10).map(lambda n: n / 10)


def test_a_hand_counted_example() -> None:
    result = lv.selective_accuracy(
        [0.9, 0.6, 0.6, 0.4], [True, False, True, False], [0.0, 0.5, 0.8]
    )
    assert_array_equal(result.decided, [4, 3, 1])
    assert_array_equal(result.wrong, [2, 1, 0])


@given(
    arrays(np.float64, (3, 7), elements=tenths),
    arrays(np.bool_, 7),
    arrays(np.float64, st.integers(0, 5), elements=tenths),
)
def test_counts_agree_with_counting(
    confidences: NDArray[np.float64], correct: NDArray[np.bool_], thresholds: NDArray[np.float64]
) -> None:
    reached = confidences[:, None, :] >= thresholds[:, None]
    result = lv.selective_accuracy(confidences, correct, thresholds)
    assert_array_equal(result.decided, reached.sum(axis=-1))
    assert_array_equal(result.wrong, (reached & ~correct).sum(axis=-1))


def test_a_confidence_equal_to_the_threshold_decides() -> None:
    assert lv.selective_accuracy([0.5], [True], [0.5]).decided[0] == 1


def test_coverage_is_the_share_decided() -> None:
    result = lv.selective_accuracy([0.9, 0.6, 0.4, 0.3], [True] * 4, [0.5])
    assert_array_equal(result.coverage, [0.5])


def test_risk_is_the_share_of_the_decided_that_is_wrong() -> None:
    result = lv.selective_accuracy([0.9, 0.6, 0.4], [True, False, False], [0.5])
    assert_array_equal(result.risk, [0.5])


def test_risk_is_zero_where_nothing_is_decided() -> None:
    assert_array_equal(lv.selective_accuracy([0.5], [False], [0.9]).risk, [0])


def test_leading_axes_of_confidences_are_kept() -> None:
    result = lv.selective_accuracy(np.full((2, 3, 5), 0.5), [True] * 5, [0.1, 0.9])
    assert result.decided.shape == result.wrong.shape == result.risk.shape == (2, 3, 2)


def test_correctness_may_differ_by_row() -> None:
    result = lv.selective_accuracy([[0.5], [0.5]], [[True], [False]], [0.0])
    assert_array_equal(result.wrong, [[0], [1]])


def test_counts_are_integers() -> None:
    assert lv.selective_accuracy([0.5], [True], [0.5]).wrong.dtype.kind == "i"


def test_the_record_is_frozen() -> None:
    result = lv.selective_accuracy([0.5], [True], [0.5])
    with pytest.raises(dataclasses.FrozenInstanceError):
        result.samples = 3  # type: ignore[misc]


def test_the_arrays_are_read_only() -> None:
    result = lv.selective_accuracy([0.5], [True], [0.5])
    arrays_of_record = (result.thresholds, result.decided, result.wrong)
    assert not any(array.flags.writeable for array in arrays_of_record)


def test_the_thresholds_given_stay_writeable() -> None:
    thresholds = np.array([0.5])
    lv.selective_accuracy([0.5], [True], thresholds)
    assert thresholds.flags.writeable


@pytest.mark.parametrize(
    ("confidences", "thresholds", "message"),
    [
        ([np.nan], [0.5], "confidences must not contain NaN"),
        ([0.5], [np.nan], "thresholds must not contain NaN"),
        ([0.5], [[0.5]], "thresholds must be one-dimensional"),
    ],
)
def test_wrong_numbers_are_refused(
    confidences: list[float], thresholds: list[float], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        lv.selective_accuracy(confidences, [True], thresholds)


def test_no_samples_are_refused() -> None:
    with pytest.raises(ValueError, match="confidences must hold at least one sample"):
        lv.selective_accuracy([], np.array([], bool), [0.5])


def test_a_wrong_number_of_flags_is_refused() -> None:
    with pytest.raises(ValueError, match=r"correct must broadcast to the shape \(3,\)"):
        lv.selective_accuracy([0.1, 0.2, 0.3], [True, False], [0.5])


def test_flags_that_are_not_boolean_are_refused() -> None:
    with pytest.raises(TypeError, match="correct must hold booleans"):
        lv.selective_accuracy([0.5], [1], [0.5])
