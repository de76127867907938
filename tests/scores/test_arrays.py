from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from numpy.typing import NDArray

import logitviz as lv
from tests.cases import for_each
from tests.scores.files import NAMES, example, npy, npz

Z, Y = example()
HOT = np.eye(3, dtype=int)[Y]

PAIRS = {
    "usual names": npz(logits=Z, labels=Y),
    "Hugging Face": npz(predictions=Z, label_ids=Y),
    "no names": npz(arr_0=Z, arr_1=Y),
    "other order": npz(arr_0=Y, arr_1=Z),
    "logits before probabilities": npz(probs=Z * 0, logits=Z, y_true=Y),
    "predictions are no labels": npz(logits=Z, y=Y, predictions=Y * 0, preds=Y * 0),
    "an index is no label": npz(logits=Z, index=np.arange(120), targets=Y),
    "ends of names": npz(test_logits=Z, test_labels=Y),
    "capitals": npz(Logits=Z, yTrue=Y),
    "one column": npz(logits=Z, labels=Y[:, None]),
    "one-hot": npz(logits=Z, labels=HOT),
    "one-hot without a name": npz(a=Z, b=HOT.astype(np.uint8)),
    "floats": npz(logits=Z, labels=Y.astype(np.float32)),
    "one-hot floats": npz(logits=Z, labels=HOT.astype(np.float32)),
    "whole scores": npz(logits=(Z * 100).round().astype(int), labels=Y),
}


def test_names_decide_before_types_and_shapes(subtests: pytest.Subtests) -> None:
    for name, data in PAIRS.items():
        with subtests.test(name):
            scores = lv.read_scores(data)
            assert_array_equal(scores.logits.argmax(axis=1), Z.argmax(axis=1))
            assert_array_equal(scores.labels, Y)


def test_names_of_classes_are_found() -> None:
    words = np.array(NAMES)
    scores = lv.read_scores(npz(logits=Z, labels=words[Y], class_names=words))
    assert scores.names == NAMES
    assert_array_equal(scores.labels, Y)


REFUSED = {
    "two scores": (npz(val_logits=Z, test_logits=Z), "Several arrays could be the scores", ""),
    "two labels": (npz(a=Z, b=Y, c=Y), "Several arrays could be the labels", "labels"),
    "one-hot alone": (npy(HOT), "No array has one row for every sample", ""),
    "objects": (
        npz(logits=Z, labels=np.array([NAMES[label] for label in Y], object)),
        "save text as labels.astype(str)",
        "",
    ),
    "transposed": (npz(logits=Z.T, labels=Y), "are the scores transposed? A row is one", ""),
    "three axes": (npz(predictions=Z[None], label_ids=Y[None]), "No array has one row", ""),
    "a number": (npz(x=np.array(3)), "No array has one row for every sample", ""),
    "one number a row": (npz(p=Z[:, 0], y=Y), "column_stack", ""),
    "other one-hot": (npz(logits=Z, labels=np.eye(4)[Y]), "of 4 classes do not fit 3", "labels"),
    "distributions": (npz(logits=Z, labels=lv.softmax(Z)), "must hold a single 1", "labels"),
}


@for_each(["data", "part", "remedy"], REFUSED.values())
def test_what_is_ambiguous_is_refused(data: bytes, part: str, remedy: str) -> None:
    with pytest.raises(lv.UnreadableScores) as caught:
        lv.read_scores(data)
    assert part in str(caught.value)
    assert caught.value.remedy == remedy


LABELS_ALONE = (
    npy(Y),
    npy(Y.astype(float)),
    npz(labels=Y),
    npz(y=Y[:, None], id=Y),
    npy(HOT[:, :1]),
)


@for_each("data", LABELS_ALONE)
def test_labels_alone_are_no_scores(data: bytes) -> None:
    with pytest.raises(lv.UnreadableScores, match="give the scores first, and the labels after"):
        lv.read_scores(data)


PAIRS_OF_TWO: dict[str, dict[str, Any]] = {
    "names behind": {"val_logits": Z, "val_labels": Y, "test_logits": Z, "test_labels": Y},
    "names before": {"logits_val": Z, "y_val": Y, "logits_test": Z, "y_test": Y},
    "more beside": {"a_probs": Z, "a_y": Y, "b_probs": Z, "b_y": Y, "c_probs": Z, "b_logits": Z},
}


def test_several_pairs_are_named_with_the_way_to_save_one(subtests: pytest.Subtests) -> None:
    for name, arrays in PAIRS_OF_TWO.items():
        with subtests.test(name):
            one, other, two, another, *_ = arrays
            with pytest.raises(lv.UnreadableScores) as caught:
                lv.read_scores(npz(**arrays))
            assert f"labels: '{one}' with '{other}', '{two}' with '{another}'" in str(caught.value)
            assert f'np.savez("pair.npz", logits=d["{one}"], labels=d["{other}"])' in str(
                caught.value
            )


def test_a_pair_with_plain_names_comes_before_others() -> None:
    more: dict[str, Any] = {
        "val_logits": Z * 0,
        "val_labels": Y,
        "test_logits": Z * 0,
        "test_labels": Y,
    }
    scores = lv.read_scores(npz(**more, logits=Z, labels=Y))
    assert_array_equal(scores.logits, Z)
    assert_array_equal(scores.labels, Y)


def test_whole_numbers_in_the_last_column_are_labels() -> None:
    for dtype in (np.float16, np.float32, np.float64):
        table = np.column_stack([Z, Y]).astype(dtype)
        for data in (npy(table), npz(x=table)):
            scores = lv.read_scores(data)
            assert_array_equal(scores.logits, Z.astype(dtype))
            assert_array_equal(scores.labels, Y)
            assert (
                "Labels are taken from the last column, which holds whole numbers within the "
                "classes." in scores.notes
            )


def test_a_last_column_of_labels_is_no_class_where_there_are_others() -> None:
    table = np.column_stack([Z, np.roll(Y, 1)])
    for scores in (lv.read_scores(npy(table), Y), lv.read_scores(npz(logits=table, labels=Y))):
        assert_array_equal(scores.logits, Z)
        assert_array_equal(scores.labels, Y)
        assert any("it is no class, and is not used" in note for note in scores.notes)


CLASSES: dict[str, NDArray[Any]] = {
    "a constant": np.column_stack([Z, np.zeros(120)]),
    "numbers beyond the classes": np.column_stack([Z, Y + 1]),
    "negative numbers": np.column_stack([Z, Y - 1]),
    "whole numbers everywhere": np.column_stack([Y, Y[::-1], np.ones(120), Y]).astype(float),
    "a distribution": np.array([[0.3, 0.7, 0.0], [0.0, 0.0, 1.0]] * 60),
    "two columns": np.column_stack([Z[:, 0], Y % 2]),
}


def test_other_last_columns_are_classes(subtests: pytest.Subtests) -> None:
    for name, table in CLASSES.items():
        with subtests.test(name):
            scores = lv.read_scores(npy(table), kind="logits")
            assert_array_equal(scores.logits, table)
            assert scores.labels is None


def test_labels_of_the_file_do_not_matter_where_others_are_given() -> None:
    for data in (npz(a=Z, b=Y, c=Y), npz(logits=Z, labels=Y[:5])):
        assert_array_equal(lv.read_scores(data, Y).labels, Y)


def test_a_second_file_without_labels_says_so() -> None:
    for second in (npz(logits=Z, other=Z), b"\x80\x04", b"a,b\n1,2\n", b'{"a": 1}'):
        with pytest.raises(lv.UnreadableScores) as caught:
            lv.read_scores(npy(Z), second)
        assert str(caught.value).startswith("The file of labels cannot be read.")
        assert caught.value.remedy == "labels"
