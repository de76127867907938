import numpy as np
import pytest
from numpy.testing import assert_array_equal

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
    "labels alone": (npy(Y), "No array has one row for every sample", ""),
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


def test_labels_of_the_file_do_not_matter_where_others_are_given() -> None:
    for data in (npz(a=Z, b=Y, c=Y), npz(logits=Z, labels=Y[:5])):
        assert_array_equal(lv.read_scores(data, Y).labels, Y)


def test_a_second_file_without_labels_says_so() -> None:
    for second in (npz(logits=Z, other=Z), b"\x80\x04", b"a,b\n1,2\n", b'{"a": 1}'):
        with pytest.raises(lv.UnreadableScores) as caught:
            lv.read_scores(npy(Z), second)
        assert str(caught.value).startswith("The file of labels cannot be read.")
        assert caught.value.remedy == "labels"
