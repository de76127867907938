import numpy as np
import pytest
from numpy.testing import assert_array_equal
from numpy.typing import ArrayLike

import logitviz as lv
from tests.cases import for_each
from tests.scores.files import NAMES, csv, example, npy

Z, Y = example()
WORDS = [NAMES[label] for label in Y]

SAME: dict[str, ArrayLike] = {
    "a list": Y.tolist(),
    "bytes": Y.astype(np.uint8),
    "floats": Y.astype(np.float64),
    "a column": Y[:, None],
    "one-hot": np.eye(3, dtype=bool)[Y],
    "texts of numbers": [str(label) for label in Y],
    "texts of floats": [f"{label}.0" for label in Y],
}


def test_labels_of_any_form_become_indices(subtests: pytest.Subtests) -> None:
    for name, labels in SAME.items():
        with subtests.test(name):
            scores = lv.read_scores(npy(Z), labels)
            assert_array_equal(scores.labels, Y)
            assert scores.labels is not None
            assert scores.labels.dtype == np.intp


def change(row: int, label: float) -> list[float]:
    return [*Y[:row].tolist(), label, *Y[row + 1 :].tolist()]


REFUSED: dict[str, tuple[ArrayLike, str, str]] = {
    "too many": ([*Y, 0], "120 rows of scores, and 121 labels", "labels"),
    "none": ([], "120 rows of scores, and 0 labels", "labels"),
    "a number": (3, "a label for every row, got one", "labels"),
    "beyond": (change(5, 3), "Row 5 (counted from 0) has the label 3, and the 3 classes", "labels"),
    "negative": (change(5, -1), "Row 5 (counted from 0) has the label -1", "labels"),
    "huge": (np.full(120, 2**63, np.uint64), "has the label 9223372036854775808", "labels"),
    "a fraction": (change(5, 0.5), "whole numbers, got 0.5 in row 5", "labels"),
    "NaN": (change(5, np.nan), "whole numbers, got nan in row 5", "labels"),
    "from one": (Y + 1, "lie from 1 to 3: they count the 3 classes from 1", "from_one"),
    "ignored": (change(5, -100), "1 of 120 rows are labelled −100", "ignored"),
    "all ignored": (np.full(120, -100), "Every row is labelled −100", "labels"),
    "words": (WORDS, "but the classes have no names", "labels"),
    "one word": (["x", *map(str, Y[1:])], "Row 0 (counted from 0) has the label 'x'", "labels"),
    "no word": ([*map(str, Y[1:]), ""], "Row 119 (counted from 0) has no label", "labels"),
    "complex": (Y + 1j, "must be whole numbers or names of classes", "labels"),
    "ragged": ([[0], [1, 2]], "rectangular array", "labels"),
    "masked": (np.ma.array(Y, mask=Y == 2), "must not hold masked entries", "labels"),
    "three axes": (Y[:, None, None], "labels of shape (120, 1, 1)", "labels"),
}


@for_each(["labels", "part", "remedy"], REFUSED.values())
def test_labels_that_do_not_fit_are_refused(labels: ArrayLike, part: str, remedy: str) -> None:
    with pytest.raises(lv.UnreadableScores) as caught:
        lv.read_scores(npy(Z), labels)
    assert part in str(caught.value)
    assert caught.value.remedy == remedy


def test_a_word_that_is_no_class_is_named_with_the_classes() -> None:
    table = csv(Z, [*WORDS[:7], "cow", *WORDS[8:]], names=(*NAMES, "label"))
    message = r"Row 7 \(counted from 0\) has the label 'cow', and the classes are cat, dog, bird"
    with pytest.raises(lv.UnreadableScores, match=message):
        lv.read_scores(table)


def test_both_remedies_may_be_needed() -> None:
    labels = np.where(np.arange(120) < 4, -100, Y + 1)
    with pytest.raises(lv.UnreadableScores) as first:
        lv.read_scores(npy(Z), labels)
    with pytest.raises(lv.UnreadableScores) as second:
        lv.read_scores(npy(Z), labels, leave_out_ignored=True)
    assert (first.value.remedy, second.value.remedy) == ("ignored", "from_one")
    scores = lv.read_scores(npy(Z), labels, leave_out_ignored=True, labels_from=1)
    assert_array_equal(scores.labels, Y[4:])
    assert_array_equal(scores.rows, np.arange(4, 120))


def test_a_row_is_named_by_its_place_in_the_file() -> None:
    labels = np.where(np.arange(120) < 4, -100, Y)
    labels[50] = 9
    with pytest.raises(lv.UnreadableScores, match=r"Row 50 .* has the label 9"):
        lv.read_scores(npy(Z), labels, leave_out_ignored=True)


def test_labels_from_one_must_not_hold_zero() -> None:
    message = r"Row \d+ .* has the label 0, and the 3 classes are numbered from 1 to 3"
    with pytest.raises(lv.UnreadableScores, match=message):
        lv.read_scores(npy(Z), Y, labels_from=1)


HIDDEN = Y < 2  # without the last class, labels from 1 lie within the classes


def test_labels_that_seem_to_count_from_one_are_asked_about() -> None:
    scores = lv.read_scores(npy(Z[HIDDEN]), Y[HIDDEN] + 1)
    assert_array_equal(scores.labels, Y[HIDDEN] + 1)  # nothing is guessed
    assert scores.remedy == "from_one"
    moved = lv.read_scores(npy(Z[HIDDEN]), Y[HIDDEN] + 1, labels_from=1)
    assert_array_equal(moved.labels, Y[HIDDEN])
    assert moved.remedy == ""
    accuracies = [f"{np.mean(Z[HIDDEN].argmax(axis=1) == Y[HIDDEN] + k):.2%}" for k in (0, 1)]
    assert (
        "The labels seem to count the classes from 1: no row is labelled 0, and counted from 1 "
        f"the accuracy is {accuracies[0]} instead of {accuracies[1]}. Count them from 1?"
    ) in scores.notes


def test_labels_are_not_asked_about_without_need() -> None:
    rows = Y > 0
    few = [(Z[HIDDEN][:5], Y[HIDDEN][:5] + 1)]  # chance moves five rows as far
    other = [(Z[rows], Y[rows]), (Z, Y), (Z[::-1], np.maximum(Y, 1))]
    for logits, labels in few + other:
        scores = lv.read_scores(npy(logits), labels)
        assert scores.remedy == ""
        assert "from 1" not in "".join(scores.notes)
    said = lv.read_scores(npy(Z[HIDDEN]), Y[HIDDEN] + 1, labels_from=0)
    assert said.remedy == ""


def test_a_header_that_counts_from_one_decides_for_its_labels() -> None:
    header = ("Class_1", "Class_2", "Class_3", "target")
    for labels in (Y + 1, [f"Class_{label + 1}" for label in Y], Y):
        scores = lv.read_scores(csv(Z, labels, names=header))
        assert_array_equal(scores.labels, Y)
        assert scores.names == header[:3]


def test_columns_with_other_numbers_are_matched_by_number() -> None:
    header = ("logit_2", "logit_5", "logit_7", "label")
    scores = lv.read_scores(csv(Z, np.array([2, 5, 7])[Y], names=header))
    assert_array_equal(scores.labels, Y)
    assert scores.names == ("2", "5", "7")
