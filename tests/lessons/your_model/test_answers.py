"""Predicted classes and confidently wrong rows, against a few that were made by hand."""

from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from logitviz.core._lib.samples import Samples
from logitviz.lessons.your_model.answers import answers, confidently_wrong, never_predicted
from logitviz.lessons.your_model.assessing import LabelledLogits, assess, completed
from logitviz.lessons.your_model.assessment import TEMPERATURES, Assessment
from tests.lessons.your_model.made import built_in

ONE = int(np.flatnonzero(TEMPERATURES == 1)[0])
# log p of six rows of four classes; class 2 is never predicted.
P = np.array(
    [
        [0.90, 0.05, 0.03, 0.02],
        [0.80, 0.10, 0.05, 0.05],
        [0.20, 0.60, 0.10, 0.10],
        [0.10, 0.10, 0.10, 0.70],
        [0.15, 0.05, 0.10, 0.70],
        [0.40, 0.30, 0.20, 0.10],
    ]
)
LABELS = np.array([0, 1, 1, 3, 2, 2])


def of(labels: Any = LABELS, probabilities: Any = P) -> Assessment:
    samples = Samples.of(np.log(probabilities), labels)
    data = LabelledLogits(samples, list("abcd"), np.arange(len(labels)), "made by hand")
    return completed(assess(data, "same"))


def test_predicted_classes_have_count_accuracy_and_mean_confidence() -> None:
    """a: rows 0, 1 and 5 with mean .7, one right; d: rows 3 and 4, one right; b: row 2, right."""
    found = answers(of(), ONE)
    assert found.classes.tolist() == [1, 0, 3]
    assert found.count.tolist() == [1, 3, 2]
    assert_allclose(found.accuracy, [1, 1 / 3, 1 / 2], rtol=1e-14, atol=0)
    assert_allclose(found.confidence, [0.6, 0.7, 0.7], rtol=1e-14, atol=0)
    assert_allclose(found.gap, [-0.4, 0.7 - 1 / 3, 0.2], rtol=1e-13, atol=0)


def test_classes_that_are_never_predicted_are_named_in_their_order() -> None:
    assert never_predicted(of()) == ["c"]
    flat = np.array([[0.1, 0.1, 0.7, 0.1]] * 3)
    assert never_predicted(of([0, 1, 2], flat)) == ["a", "b", "d"]
    assert never_predicted(built_in().assessment) == []


def test_the_wrong_rows_with_the_highest_confidence_come_first() -> None:
    assert confidently_wrong(of(), ONE, 10).tolist() == [1, 4, 5]
    assert confidently_wrong(of(), ONE, 2).tolist() == [1, 4]
    assert confidently_wrong(of(), ONE, 0).size == 0


def test_rows_of_equal_confidence_keep_the_order_of_the_file() -> None:
    assert confidently_wrong(of(), TEMPERATURES.size - 1, 10).tolist() == [1, 4, 5]
    assert confidently_wrong(of(), 0, 10).tolist() == [1, 4, 5]


def test_where_all_is_right_no_row_is_wrong() -> None:
    assert confidently_wrong(of(P.argmax(axis=1)), ONE, 10).size == 0


def test_of_classes_with_equal_gaps_the_lower_number_comes_first() -> None:
    p = np.array([[0.1, 0.1, 0.7, 0.1], [0.7, 0.1, 0.1, 0.1], [0.1, 0.7, 0.1, 0.1]])
    assert answers(of([2, 0, 1], p), ONE).classes.tolist() == [0, 1, 2]


@pytest.mark.parametrize("model", ["strong", "weak", "overconfident"])
def test_at_every_temperature_counts_sum_gaps_fall_and_nothing_is_nan(model: str) -> None:
    judged = built_in(model=model).assessment
    for index in range(TEMPERATURES.size):
        found = answers(judged, index)
        assert found.count.sum() == judged.correct.size
        assert (found.count > 0).all()
        assert sorted(found.classes) == np.unique(judged.predicted).tolist()
        assert (np.diff(np.abs(found.gap)) <= 0).all()
        assert np.isfinite([found.accuracy, found.confidence]).all()
        total = found.count @ found.accuracy / judged.correct.size
        assert_allclose(total, judged.accuracy, rtol=1e-13, atol=0)
        mean = found.count @ found.confidence / judged.correct.size
        assert_allclose(mean, judged.summary.mean_confidence[index], rtol=1e-13, atol=0)


@pytest.mark.parametrize("model", ["strong", "weak", "overconfident"])
def test_no_wrong_row_that_is_left_out_is_surer_than_one_that_is_shown(model: str) -> None:
    judged = built_in(model=model).assessment
    for index in (0, 20, ONE, 100, TEMPERATURES.size - 1):
        shown = confidently_wrong(judged, index, 10)
        assert not judged.correct[shown].any()
        confidence = judged.confidence(index)
        rest = np.setdiff1d(np.flatnonzero(~judged.correct), shown)
        assert confidence[rest].max() <= confidence[shown].min()
        assert_array_equal(confidence[shown], np.sort(confidence[shown])[::-1])
