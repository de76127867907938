import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray

import logitviz as lv
from logitviz.scores.scores import KINDS, Kind
from tests.cases import for_each
from tests.scores.files import example, npy

Z, Y = example()
P = lv.softmax(Z)
LOG_P = lv.log_softmax(Z)


@for_each(["numbers", "kind"], [(Z, "logits"), (P, "probabilities"), (LOG_P, "log-probabilities")])
def test_the_kind_is_recognised(numbers: NDArray[np.float64], kind: str) -> None:
    for dtype in (np.float16, np.float32, np.float64):
        assert lv.read_scores(npy(numbers.astype(dtype))).kind == kind


def test_probabilities_become_their_logarithms() -> None:
    assert_array_equal(lv.read_scores(npy(P)).logits, np.log(P))
    assert_allclose(lv.softmax(lv.read_scores(npy(P)).logits), P, rtol=1e-14, atol=0)


def test_a_probability_of_zero_is_kept_and_not_clipped() -> None:
    scores = lv.read_scores(npy(np.eye(3)[Y]), Y)
    assert_array_equal(scores.logits, np.where(np.eye(3)[Y] == 1, 0, -np.inf))
    assert "120 of 120 confidences are exactly 1." in scores.notes


def test_probabilities_of_few_digits_are_recognised() -> None:
    assert lv.read_scores(npy(np.round(P, 3))).kind == "probabilities"
    assert lv.read_scores(npy(P * 1.02)).kind == "logits"


def test_one_row_that_is_no_distribution_makes_them_logits() -> None:
    numbers = P.copy()
    numbers[119] = 0.5, 0.5, 0.5
    assert lv.read_scores(npy(numbers)).kind == "logits"


def test_any_numbers_may_be_read_as_logits() -> None:
    for numbers in (Z, P, LOG_P):
        scores = lv.read_scores(npy(numbers), kind="logits")
        assert_array_equal(scores.logits, numbers)
        assert scores.kind == "logits"


WRONG = {
    "negative": (Z, "probabilities", r"row 0, column 0 \(counted from 0\) is negative"),
    "sums": (lv.sigmoid(Z), "probabilities", r"row 0 \(counted from 0\) sums to 1\.625, not to 1"),
    "positive": (Z, "log-probabilities", r"row 0, column 1 \(counted from 0\) is above 0, 0\.2"),
    "exponentials": (LOG_P - 1, "log-probabilities", r"exponentials of row 0 .* sums to 0\.3679"),
}


@for_each(["numbers", "kind", "part"], WRONG.values())
def test_a_kind_that_is_impossible_is_refused(
    numbers: NDArray[np.float64],
    kind: Kind,
    part: str,
) -> None:
    with pytest.raises(lv.UnreadableScores, match=part):
        lv.read_scores(npy(numbers), kind=kind)


def test_a_probability_just_below_zero_is_named() -> None:
    numbers = np.array([[0.5, 0.5, 0.0], [0.3, 0.7 + 1e-9, -1e-9]])
    with pytest.raises(lv.UnreadableScores, match=r"row 1, column 2 .* negative, -1e-09.*np\.clip"):
        lv.read_scores(npy(numbers))


def test_infinities_are_allowed_where_the_core_allows_them() -> None:
    numbers = np.array([[np.inf, 1.0, 2.0], [-np.inf, 0.0, 1.0]])
    assert_array_equal(lv.read_scores(npy(numbers)).logits, numbers)
    for impossible in ([[-np.inf, -np.inf], [0.0, 1.0]], [[0.0, 1.0], [-np.inf, -np.inf]]):
        row = impossible.index([-np.inf, -np.inf])
        with pytest.raises(lv.UnreadableScores, match=f"Every score of row {row} .* is −inf"):
            lv.read_scores(npy(impossible))


def test_a_nan_is_named_in_any_block_of_rows() -> None:
    for row, column in ((0, 0), (4321, 7), (9999, 49)):
        numbers = np.zeros((10_000, 50), np.float32)
        numbers[row, column] = np.nan
        for kind in (None, *KINDS):
            with pytest.raises(lv.UnreadableScores, match=f"row {row}, column {column} .* is NaN"):
                lv.read_scores(npy(numbers), kind=kind)


def test_one_class_is_refused_with_the_way_out() -> None:
    for numbers in (Z[:, :1], P[:, :1]):
        with pytest.raises(lv.UnreadableScores, match=r"one class only.*np\.column_stack"):
            lv.read_scores(npy(numbers))
