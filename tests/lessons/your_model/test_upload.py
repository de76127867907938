"""A visitor's file without a browser: what is read of it, and how it is judged in steps."""

from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from logitviz.lessons.your_model.upload import Content, YourFile, labelled_logits
from tests.lessons.your_model.uploads import (
    BARE,
    FEW_LABELS,
    FROM_ONE,
    LABELS,
    LABELS_ALONE,
    LOGITS,
    MASKED,
    OTHER,
    REFUSED,
    judged,
    step,
    with_file,
)


def test_a_file_that_is_read_can_be_judged_and_is_fresh() -> None:
    file = with_file()
    assert (file.name, file.error, file.remedy) == ("own.npz", "", "")
    assert file.scores is not None
    assert_array_equal(file.scores.logits, LOGITS)
    assert file.has_labels
    assert file.fresh


def test_without_labels_there_is_nothing_to_judge_until_they_come() -> None:
    file = with_file(BARE)
    assert not file.has_labels
    assert not file.fresh
    assert file.add_labels(LABELS_ALONE)
    assert file.has_labels
    assert file.fresh
    assert file.name == "bare.npz"


@pytest.mark.parametrize("content", [REFUSED, MASKED, FROM_ONE])
def test_a_file_that_is_refused_leaves_what_was_known(content: Content) -> None:
    file = with_file()
    before, known = file.scores, judged(file)
    file.fresh = False
    assert not file.offer(content)
    assert file.error
    assert file.refused_name == content.name
    assert file.scores is before
    assert file.name == "own.npz"
    assert file.upload("halves", 1) is known
    assert not file.fresh


@pytest.mark.parametrize(
    ("content", "remedy", "options", "rows"),
    [
        (MASKED, "ignored", {"leave_out_ignored": True}, int((LABELS < 2).sum())),
        (FROM_ONE, "from_one", {"labels_from": 1}, len(LABELS)),
    ],
)
def test_a_remedy_reads_the_refused_file(
    content: Content, remedy: str, options: dict[str, Any], rows: int
) -> None:
    file = with_file()
    file.offer(content)
    assert file.remedy == remedy
    assert file.retry(**options)
    assert (file.name, file.error, file.remedy) == (content.name, "", "")
    assert file.scores is not None
    assert len(file.scores.logits) == rows


def test_an_option_stays_while_another_is_added() -> None:
    file = YourFile()
    file.offer(MASKED)
    assert file.retry(leave_out_ignored=True)
    assert file.read_with(kind="logits")
    assert file.accepted is not None
    assert file.accepted.options == {"leave_out_ignored": True, "kind": "logits"}


def test_an_option_that_fails_is_not_kept() -> None:
    file = with_file()
    assert not file.read_with(kind="log-probabilities")
    assert file.accepted is not None
    assert file.accepted.options == {}
    assert file.scores is not None
    assert file.scores.kind == "logits"
    assert file.read_with(kind="logits")


def test_after_a_hopeless_file_options_and_labels_are_for_the_one_before() -> None:
    file = with_file()
    file.offer(REFUSED)
    assert file.read_with(kind="logits")
    assert file.name == "own.npz"
    bare = with_file(BARE)
    bare.offer(REFUSED)
    assert bare.add_labels(LABELS_ALONE)
    assert (bare.name, bare.has_labels) == ("bare.npz", True)


def test_after_hopeless_labels_others_may_follow() -> None:
    file = with_file(BARE)
    for labels in (FEW_LABELS, REFUSED):
        assert not file.add_labels(labels)
        assert file.error
        assert file.scores is not None
        assert not file.has_labels
    assert file.add_labels(LABELS_ALONE)


def test_labels_of_one_file_are_not_taken_for_the_next() -> None:
    file = with_file(BARE)
    file.add_labels(LABELS_ALONE)
    assert file.offer(BARE)
    assert not file.has_labels


def test_nothing_can_be_read_of_nothing() -> None:
    assert not YourFile().read_with(kind="logits")
    assert not YourFile().add_labels(LABELS_ALONE)


def test_left_out_rows_leave_the_numbers_of_the_others() -> None:
    file = YourFile()
    file.offer(MASKED)
    file.retry(leave_out_ignored=True)
    found = judged(file, "same").assessment
    assert_array_equal(found.rows, np.flatnonzero(LABELS < 2))


def test_scores_without_labels_cannot_be_judged() -> None:
    scores = with_file(BARE).scores
    assert scores is not None
    with pytest.raises(ValueError, match=r"bare.npz has no labels"):
        labelled_logits(scores, "bare.npz")


# Judging.


def test_judging_goes_on_in_steps_and_ends() -> None:
    file = with_file()
    file.begin("halves", 1)
    shares = []
    while not step(file):
        shares.append(file.share)
    assert shares == sorted(shares)
    assert len(shares) > 1
    assert file.share == 1.0
    found = file.upload("halves", 1)
    assert found is not None
    assert found.assessment.title == "own.npz"


def test_without_time_one_step_is_taken() -> None:
    file = with_file()
    file.begin("halves", 1)
    assert not file.advance(0.0)
    first = file.share
    assert 0 < first < 1
    assert not file.advance(0.0)
    assert file.share > first
    assert file.upload("halves", 1) is None


def test_what_goes_on_is_not_begun_again() -> None:
    file = with_file()
    file.begin("halves", 1)
    step(file)
    share = file.share
    file.begin("halves", 1)
    assert file.share == share


def test_other_rows_begin_anew() -> None:
    file = with_file()
    file.begin("halves", 1)
    step(file)
    file.begin("halves", 2)
    assert file.share == 0.0
    while not file.advance(60.0):
        pass
    assert file.upload("halves", 1) is None
    assert file.upload("halves", 2) is not None


def test_what_is_known_is_there_at_once_while_other_rows_are_judged() -> None:
    file = with_file()
    known = judged(file, "halves", 1)
    file.begin("halves", 2)
    file.begin("halves", 1)
    assert file.advance(0.0)
    assert file.upload("halves", 1) is known


def test_judging_can_be_stopped_and_begun_again() -> None:
    file = with_file()
    file.begin("halves", 1)
    step(file)
    file.stop()
    assert file.advance(0.0)
    assert file.upload("halves", 1) is None
    assert judged(file).assessment.correct.size == 60


def test_another_file_ends_the_judging_and_drops_what_was_judged() -> None:
    file = with_file()
    judged(file, "halves", 1)
    file.begin("halves", 2)
    file.offer(OTHER)
    assert file.advance(0.0)
    assert file.upload("halves", 1) is None
    assert judged(file).assessment.title == "other.npz"


def test_without_a_file_there_is_nothing_to_judge() -> None:
    file = YourFile()
    file.begin("halves", 1)
    assert file.advance(0.0)
    assert file.upload("halves", 1) is None


def test_only_the_rows_that_were_judged_last_are_kept() -> None:
    file = with_file()
    for seed in range(3):
        judged(file, "halves", seed)
    assert [seed for seed in range(3) if file.upload("halves", seed)] == [2]
