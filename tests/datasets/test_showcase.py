from dataclasses import fields

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scipy.special import softmax as scipy_softmax

from logitviz.datasets.digits import CLASSIFIERS, classifier_logits, load_digits, showcase

every_classifier = pytest.mark.parametrize("name", CLASSIFIERS)


@every_classifier
def test_showcase_tells_right_from_wrong(name: str) -> None:
    logits, labels = classifier_logits(name), load_digits().labels
    chosen = showcase(logits, labels, 12)
    right = logits.argmax(axis=1) == labels
    for kind in fields(chosen):
        indices = getattr(chosen, kind.name)
        assert indices.size == np.unique(indices).size == 12
        assert (right[indices] == kind.name.endswith("right")).all()


@every_classifier
def test_showcase_is_sorted_with_the_extreme_first(name: str) -> None:
    chosen = showcase(classifier_logits(name), load_digits().labels, 12)
    confidence = scipy_softmax(classifier_logits(name), axis=1).max(axis=1)
    for kind in fields(chosen):
        steps = np.diff(confidence[getattr(chosen, kind.name)])
        assert (steps <= 0 if kind.name.startswith("most") else steps >= 0).all()


@every_classifier
def test_showcase_leaves_no_more_extreme_image_out(name: str) -> None:
    logits, labels = classifier_logits(name), load_digits().labels
    chosen = showcase(logits, labels, 5)
    confidence = scipy_softmax(logits, axis=1).max(axis=1)
    right = logits.argmax(axis=1) == labels
    for kind, same in (("right", right), ("wrong", ~right)):
        ordered = np.sort(confidence[same])
        most = getattr(chosen, f"most_confident_{kind}")
        least = getattr(chosen, f"least_confident_{kind}")
        assert_allclose(confidence[most], ordered[::-1][:5], rtol=1e-12, atol=0)
        assert_allclose(confidence[least], ordered[:5], rtol=1e-12, atol=0)


def test_showcase_gives_what_there_is() -> None:
    chosen = showcase([[3.0, 0.0], [1.0, 0.0], [0.0, 2.0]], [0, 0, 0], 5)
    assert_array_equal(chosen.most_confident_right, [0, 1])
    assert_array_equal(chosen.least_confident_right, [1, 0])
    assert_array_equal(chosen.most_confident_wrong, [2])
    assert_array_equal(chosen.least_confident_wrong, [2])


def test_showcase_without_a_wrong_answer_is_empty_there() -> None:
    assert showcase([[1.0, 0.0]], [0], 1).most_confident_wrong.size == 0


def test_showcase_keeps_the_order_of_equal_confidences() -> None:
    chosen = showcase(np.tile([[1.0, 0.0], [2.0, 0.0]], (250, 1)), [0] * 500, 500)
    low, high = np.arange(0, 500, 2), np.arange(1, 500, 2)
    assert_array_equal(chosen.most_confident_right, np.concatenate([high, low]))
    assert_array_equal(chosen.least_confident_right, np.concatenate([low, high]))


def test_showcase_writes_to_neither_input() -> None:
    logits, labels = np.array([[3.0, 0.0], [0.0, 2.0]]), np.array([0, 0])
    showcase(logits, labels, 1)
    assert_array_equal(logits, [[3.0, 0.0], [0.0, 2.0]])
    assert_array_equal(labels, [0, 0])


def test_showcase_refuses_what_it_cannot_use() -> None:
    with pytest.raises(ValueError, match="count must be at least 1, not 0"):
        showcase([[1.0, 0.0]], [0], 0)
    with pytest.raises(ValueError, match=r"logits must have shape .* not \[2\]"):
        showcase([1.0, 0.0], [0], 1)
    with pytest.raises(ValueError, match=r"labels .* 1 rows of logits, not shape \[2\]"):
        showcase([[1.0, 0.0]], [0, 1], 1)
