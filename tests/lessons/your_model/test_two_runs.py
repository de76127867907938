"""A visitor's file in two runs of the page at the same time, and failures in the middle."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any
from unittest import mock

import pytest
from numpy.testing import assert_array_equal

import logitviz as lv
from logitviz.lessons.your_model import upload
from logitviz.lessons.your_model.folds import folds
from logitviz.lessons.your_model.upload import YourFile
from tests.lessons.your_model.made import WORDS
from tests.lessons.your_model.uploads import (
    LABELS,
    OTHER,
    OWN,
    judged,
    with_file,
)


def in_threads(*tasks: Callable[[], object]) -> list[object]:
    """Do tasks side by side; give their results, or raise what one of them raised."""
    with ThreadPoolExecutor(len(tasks)) as pool:
        return [future.result(60) for future in [pool.submit(task) for task in tasks]]


def test_two_runs_share_the_steps_of_one_judging() -> None:
    file = with_file()
    file.begin("halves", 1)
    assert in_threads(*[lambda: file.advance(60.0)] * 4) == [True] * 4
    other = with_file()
    shared, alone = file.upload("halves", 1), judged(other, "halves", 1)
    assert shared is not None
    wanted = alone.assessment.summary.accuracies
    assert_array_equal(shared.assessment.summary.accuracies, wanted)


def test_what_is_judged_belongs_to_its_own_rows_whatever_begins_meanwhile() -> None:
    file = with_file()

    def run(seed: int) -> None:
        for _ in range(40):
            file.begin("halves", seed)
            file.advance(0.0)

    in_threads(*[partial(run, seed) for seed in (1, 2, 3)])
    for seed in (1, 2, 3):
        found = judged(file, "halves", seed).assessment
        ((_, rows),) = folds(len(LABELS), "halves", seed)
        assert_array_equal(found.rows, rows)


def reading_of(*, while_reading: Callable[[], object], then: Any) -> Any:
    """Replace the reading of files: something happens meanwhile, and then it ends so."""

    def read(*_: Any, **__: Any) -> Any:
        while_reading()
        if isinstance(then, Exception):
            raise then
        return then

    return mock.patch.object(upload, "read_scores", read)


def test_a_file_that_was_overtaken_by_another_does_not_count() -> None:
    file, late = YourFile(), lv.read_scores(OTHER.data)

    def overtake() -> None:
        with reading_of(while_reading=lambda: None, then=lv.read_scores(OWN.data)):
            assert file.offer(OWN)
        assert file.reading == 1

    with reading_of(while_reading=overtake, then=late):
        assert not file.offer(OTHER)
    assert (file.name, file.reading, file.readings) == ("own.npz", 0, 1)


def test_what_is_forgotten_while_it_is_read_stays_forgotten() -> None:
    file = YourFile()
    with reading_of(while_reading=file.forget, then=lv.read_scores(OWN.data)):
        assert not file.offer(OWN)
    assert file.scores is None
    assert not file.fresh


def test_too_little_memory_is_said_and_ends_nothing_else() -> None:
    file = with_file()
    with reading_of(while_reading=lambda: None, then=MemoryError()):
        assert not file.offer(OTHER)
    assert file.error == "no_memory_to_read"
    assert file.name == "own.npz"
    with mock.patch.object(upload, "assess", return_value=iter_of(MemoryError())):
        file.begin("halves", 1)
    assert file.advance(0.0)
    assert file.error == "no_memory_to_judge"
    assert {"no_memory_to_read", "no_memory_to_judge"} <= WORDS.keys()
    assert file.left
    assert judged(file).assessment.title == "own.npz"


def iter_of(error: Exception) -> Iterator[float]:
    """Steps of which the first fails."""
    raise error
    yield 0.5


def test_after_a_step_that_fails_judging_can_begin_anew() -> None:
    file = with_file()
    with mock.patch.object(upload, "assess", return_value=iter_of(ZeroDivisionError())):
        file.begin("halves", 1)
    with pytest.raises(ZeroDivisionError):
        file.advance(0.0)
    assert judged(file).assessment.title == "own.npz"
