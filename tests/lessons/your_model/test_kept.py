"""What is kept of a visitor's file: for the visit alone, and never shown to another."""

import gc
from typing import Any
from weakref import ref

import pytest

import logitviz as lv
from logitviz.lessons.your_model.assessment import Assessment
from logitviz.lessons.your_model.controls import YOURS
from logitviz.lessons.your_model.state import YourModelState
from logitviz.lessons.your_model.upload import Upload
from logitviz.live.cache import ByteCache, StateCache
from tests.lessons.your_model.made import CONTROLS
from tests.lessons.your_model.test_page import drop
from tests.lessons.your_model.uploads import OTHER, OWN, judged, step, with_file
from tests.shell.visits import metrics, seen, visit


def test_an_upload_gives_its_numbers_as_long_as_the_visit_keeps_them() -> None:
    file = with_file()
    upload = judged(file)
    assert isinstance(upload.assessment, Assessment)
    file.forget()
    gc.collect()
    with pytest.raises(RuntimeError, match="the file has gone with its visit"):
        _ = upload.assessment


def test_to_forget_lets_go_of_scores_bytes_and_numbers_and_keeps_the_count_of_boxes() -> None:
    file = with_file()
    file.boxes = 3
    upload = judged(file)
    file.begin("halves", 2)
    step(file)
    assert file.scores is not None
    held: list[ref[Any]] = [ref(upload.assessment), ref(file.scores.logits)]
    file.forget()
    gc.collect()
    assert [each() for each in held] == [None] * 2
    assert file.boxes == 3
    assert (file.name, file.error, file.fresh, file.accepted) == ("", "", False, None)


def test_the_numbers_of_rows_judged_long_ago_go_too() -> None:
    file = with_file()
    first = ref(judged(file, "halves", 0).assessment)
    judged(file, "halves", 1)
    gc.collect()
    assert first() is None


def test_uploads_tell_themselves_apart_also_in_writing() -> None:
    one, other = (judged(with_file()) for _ in range(2))
    assert one != other
    assert hash(one) != hash(other)
    assert repr(one) != repr(other)
    assert one.name in repr(one)


# What is kept for all visitors.


def state_of(upload: Upload | None, model: str = YOURS) -> tuple[YourModelState, Any]:
    values = CONTROLS | {"model": model, "upload": upload}
    return YourModelState(values), values


def read_through(cache: StateCache, upload: Upload | None, model: str = YOURS) -> float:
    state, values = state_of(upload, model)
    return cache.get("loss", state, values, lambda: float(state.log_loss))


def test_a_cache_for_all_visitors_gives_each_the_numbers_of_their_own_file() -> None:
    cache = StateCache(ByteCache(1000, lambda kept: 1))
    files = [with_file(content) for content in (OWN, OTHER)]
    uploads = [judged(file) for file in files]
    strong = read_through(cache, None, "strong")
    for _ in range(2):
        assert read_through(cache, None) == strong  # stands in while there is no file
        for upload in uploads:
            state, _ = state_of(upload)
            assert read_through(cache, upload) == float(state.log_loss)
            assert read_through(cache, upload, "strong") == strong
    assert len({strong, *(read_through(cache, upload) for upload in uploads)}) == 3


def test_a_file_that_has_gone_leaves_no_numbers_behind_the_cache() -> None:
    cache = StateCache(ByteCache(1000, lambda kept: 1))
    file = with_file()
    upload = judged(file)
    read_through(cache, upload)
    numbers = ref(upload.assessment)
    file.forget()
    gc.collect()
    assert numbers() is None


def test_the_page_shows_each_visitor_their_own_file_and_none_before_it_comes() -> None:
    """In one process, with the caches that all visitors share."""
    link = {"model": "your file", "judge": "same rows"}
    before = metrics(seen("your_model", **link))
    first, second = (
        metrics(drop(visit("your_model", **link), each.name, each.data)) for each in (OWN, OTHER)
    )
    assert before == metrics(visit("your_model", **link))
    for content, shown in ((OWN, first), (OTHER, second)):
        scores = lv.read_scores(content.data)
        assert scores.labels is not None
        loss = lv.negative_log_likelihood(scores.logits, scores.labels)
        assert float(shown["NLL"]) == pytest.approx(loss, abs=5e-4)
    assert first["NLL"] != second["NLL"]
    assert not before
