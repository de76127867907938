import numpy as np
import pytest
from numpy.testing import assert_array_equal

import logitviz as lv
from tests.scores.files import NAMES, csv, example, npy, npz

Z, Y = example()


def test_what_was_understood_is_said_in_this_order() -> None:
    words = [NAMES[label] for label in Y]
    assert lv.read_scores(csv(Z, words, names=(*NAMES, "label"))).notes == (
        "120 rows and 3 classes (cat, dog, bird) from columns 'cat' to 'bird'.",
        "Labels are taken from column 'label'.",
        "The numbers are logits: there are negative numbers, and the rows are no distributions.",
        "Accuracy 77.50%; guessing one of 3 classes gives 33.33%.",
        "No confidence is exactly 1.",
    )


def test_everything_remarkable_is_said() -> None:
    labels = np.array([-100, 0, 0, 0])
    probabilities = np.array([[1, 0, 0], [0, 1, 0], [0, 1, 0], [0.25, 0.25, 0.5]])
    assert lv.read_scores(npz(probs=probabilities, y=labels), leave_out_ignored=True).notes == (
        "3 rows and 3 classes from array 'probs'.",
        "Labels are taken from array 'y'.",
        "The numbers are probabilities; their logarithms are the logits: no number is negative and "
        "every row sums to 1.",
        "Accuracy 0.00%; guessing one of 3 classes gives 33.33%. This is near chance. "
        "Do rows and labels belong together?",
        "2 rows give their true class a probability of exactly 0. They make the NLL infinite at "
        "every T, and they are left out of the fit of T.",
        "No row is labelled with 2 classes: 1, 2.",
        "2 of 3 confidences are exactly 1.",
        "1 row was left out: labelled −100.",
        "Only 3 rows: with fewer than 100, every figure here is mostly chance.",
    )


def test_impossible_labels_are_those_that_the_fit_leaves_out() -> None:
    logits = np.where(np.arange(360).reshape(120, 3) % 7 == 0, -np.inf, Z)
    count = lv.fit_temperature(logits, Y).impossible
    assert count > 1
    (note,) = [each for each in lv.read_scores(npy(logits), Y).notes if "infinite" in each]
    assert note.startswith(f"{count} rows give their true class a probability of exactly 0.")
    one = Z.copy()
    one[0, Y[0]] = -np.inf
    (note,) = [each for each in lv.read_scores(npy(one), Y).notes if "infinite" in each]
    assert note.startswith("1 row gives its true class")
    assert "infinite" not in "".join(lv.read_scores(npy(Z), Y).notes)


def test_rows_in_a_wrong_order_raise_the_question() -> None:
    question = "Do rows and labels belong together?"
    for labels, asked in ((Y, False), (np.random.default_rng(0).permutation(Y), True)):
        notes = lv.read_scores(npy(Z), labels).notes
        assert any(question in note for note in notes) == asked


@pytest.mark.parametrize("dtype", ["f2", "f4", "f8"])
def test_confidences_of_exactly_one_are_those_of_the_core(dtype: str) -> None:
    rng = np.random.default_rng(2)
    logits = np.asarray(rng.normal(size=(3000, 4)) * 30, np.dtype(dtype))
    logits[:3] = [[np.inf, 0, 0, 0], [np.inf, np.inf, 0, 0], [0, -np.inf, -np.inf, -np.inf]]
    ones = int((lv.softmax(logits.astype(np.float64)).max(axis=1) == 1).sum())
    assert 100 < ones < 2900
    assert f"{ones:,} of 3,000 confidences are exactly 1." in lv.read_scores(npy(logits)).notes


def test_a_kind_that_was_given_is_not_explained_otherwise() -> None:
    scores = lv.read_scores(npy(lv.softmax(Z)), kind="logits")
    assert "The numbers are logits: as you said." in scores.notes
    assert_array_equal(scores.logits, lv.softmax(Z))
