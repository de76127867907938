from typing import Any

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


def wide(rows: int = 400, classes: int = 10) -> NDArray[np.floating[Any]]:
    """Probabilities of many classes, most of them small."""
    return lv.softmax(np.random.default_rng(5).normal(size=(rows, classes)) * 3)


def test_rounded_probabilities_are_recognised_by_what_rounding_can_do() -> None:
    for p, digits in [(wide(), 2), (wide(), 3), (wide(classes=100), 3), (np.eye(3)[Y], 0)]:
        for dtype in (np.float32, np.float64):
            rounded = np.round(p, digits).astype(dtype)
            scores = lv.read_scores(npy(rounded))
            assert scores.kind == "probabilities", (digits, dtype)
            with np.errstate(divide="ignore"):
                assert_array_equal(scores.logits, np.log(rounded))
    one_digit = np.round(wide(), 1)
    assert np.abs(one_digit.sum(axis=1) - 1).max() > 0.15
    assert lv.read_scores(npy(one_digit)).kind == "logits"


def test_rounded_probabilities_are_said_to_be_rounded() -> None:
    table = b"a,b,c\n0.33,0.33,0.33\n0.67,0.17,0.17\n0.2,0.3,0.5\n"
    scores = lv.read_scores(table)
    note = "no number is negative, and rows sum to 0.99 to 1.01, as rounded probabilities do."
    assert any(each.endswith(note) for each in scores.notes)
    assert_allclose(lv.softmax(scores.logits)[0], [1 / 3] * 3, rtol=1e-15, atol=0)


def test_sums_that_rounding_cannot_explain_are_no_probabilities() -> None:
    assert lv.read_scores(npy(P * 1.02)).kind == "logits"  # many digits
    assert lv.read_scores(npy([[0.5, 0.52], [0.5, 0.5]])).kind == "logits"  # at most 0.01
    assert lv.read_scores(npy([[0.5, 0.51], [0.5, 0.5]])).kind == "probabilities"
    assert lv.read_scores(npy([[0.25, 0.26, 0.25, 0.26]])).kind == "probabilities"
    assert lv.read_scores(npy([[0.25, 0.26, 0.25, 0.27]])).kind == "logits"
    assert lv.read_scores(npy([[0.25, 0.26, 0.25, 0.261]])).kind == "logits"


def test_percentages_are_probabilities() -> None:
    for percentages in (100 * P, np.round(100 * wide(), 1), np.round(100 * wide())):
        scores = lv.read_scores(npy(percentages))
        assert scores.kind == "probabilities"
        assert_allclose(np.exp(scores.logits), percentages / 100, rtol=1e-13, atol=0)
        assert any("per cent" in note or "percentages" in note for note in scores.notes)
    exact = lv.read_scores(npy(100 * P), kind="probabilities")
    assert_array_equal(exact.logits, lv.read_scores(npy(100 * P)).logits)
    assert (
        "The numbers are probabilities; their logarithms are the logits: in per cent, since no "
        "number is negative and every row sums to 100." in exact.notes
    )


def test_numbers_between_0_and_1_that_sum_to_something_else_are_warned_of_first() -> None:
    scores = lv.read_scores(npy(lv.sigmoid(Z)))
    assert scores.kind == "logits"
    assert scores.notes[0] == (
        "All numbers lie between 0 and 1, but the rows do not sum to 1: if these are outputs of a "
        "sigmoid, softmax does not apply to them; if they are probabilities, choose probabilities."
    )
    for other in (lv.read_scores(npy(Z)), lv.read_scores(npy(lv.sigmoid(Z)), kind="logits")):
        assert "sigmoid" not in "".join(other.notes)


def test_probabilities_that_are_said_to_be_some_are_divided_by_their_sums() -> None:
    numbers = lv.sigmoid(Z)
    sums = numbers.sum(axis=1, keepdims=True)
    for dtype, rtol in ((np.float64, 1e-14), (np.float32, 1e-6)):
        scores = lv.read_scores(npy(numbers.astype(dtype)), kind="probabilities")
        assert scores.kind == "probabilities"
        assert scores.logits.dtype == dtype
        assert_allclose(np.exp(scores.logits), numbers / sums, rtol=rtol, atol=0)
    shown = f"rows sum to {sums.min():.2f} to {sums.max():.2f}, and each is divided by its sum."
    assert any(note.endswith(f"as you said; {shown}") for note in scores.notes)
    counts = lv.read_scores(npy([[3, 1], [0, 5]]), kind="probabilities")
    assert_allclose(np.exp(counts.logits), [[0.75, 0.25], [0.0, 1.0]], rtol=1e-15, atol=0)


def test_rows_without_a_sum_are_no_probabilities() -> None:
    for row in ([0.0, 0.0], [np.inf, 1.0], [1e308, 1e308]):
        with pytest.raises(lv.UnreadableScores, match=r"row 1 .* sums to .* Leave such rows out"):
            lv.read_scores(npy([[0.1, 0.7], row]), kind="probabilities")


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
    "positive": (Z, "log-probabilities", r"row 0, column 1 \(counted from 0\) is above 0, 0\.2"),
    "exponentials": (LOG_P - 1, "log-probabilities", r"exponentials of row 0 .* sum to 0\.3679"),
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
