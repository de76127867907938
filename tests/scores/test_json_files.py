import json
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_array_equal

import logitviz as lv
from logitviz.scores import json_text
from tests.cases import for_each
from tests.scores.files import NAMES, example, npy

Z, Y = example()
ROWS, LABELS = Z.tolist(), Y.tolist()
WORDS = [NAMES[label] for label in LABELS]
RECORDS = [{"logits": row, "label": label} for row, label in zip(ROWS, LABELS, strict=True)]
FIELDS = [
    {"id": 7, **dict(zip(NAMES, row, strict=True)), "label": word}
    for row, word in zip(ROWS, WORDS, strict=True)
]
BATCHES = [{"meta": {"a": [1]}, "scores": [r["logits"]], "y": [r["label"]]} for r in RECORDS]


def lines(records: list[Any]) -> str:
    return "\n".join(map(json.dumps, records))


WAYS = {
    "an object": json.dumps({"logits": ROWS, "labels": LABELS}),
    "labels first": json.dumps({"labels": LABELS, "predictions": ROWS}),
    "other keys": json.dumps({"model": {"a": [1]}, "x": [[[1]], "a"], "logits": ROWS, "y": LABELS}),
    "names": json.dumps({"logits": ROWS, "labels": WORDS, "class_names": NAMES}),
    "one-hot": json.dumps({"logits": ROWS, "labels": np.eye(3)[Y].tolist()}),
    "indented": json.dumps({"logits": ROWS, "labels": LABELS}, indent=4),
    "logits before probabilities": json.dumps(
        {"probs": [[1, 0]], "logits": ROWS, "labels": LABELS}
    ),
    "objects": json.dumps(RECORDS),
    "objects on lines": lines(RECORDS),
    "lines with space": "\n\n" + lines(RECORDS).replace("\n", "\r\n\r\n") + "\n",
    "batches of one": lines(BATCHES),
    "fields": json.dumps(FIELDS),
    "fields on lines": lines(FIELDS),
}


def test_json_is_read_however_it_is_written(subtests: pytest.Subtests) -> None:
    for name, text in WAYS.items():
        with subtests.test(name):
            for data in (text.encode(), text.encode("utf-8-sig"), text.encode("utf-16")):
                scores = lv.read_scores(data)
                assert_array_equal(scores.logits, Z)
                assert_array_equal(scores.labels, Y)


def test_small_pieces_give_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_text, "CHUNK", 7)
    monkeypatch.setattr(json_text, "FIRST_LINE", 200)
    for name, text in WAYS.items():
        scores = lv.read_scores(text.encode())
        assert_array_equal(scores.logits, Z, err_msg=name)
        assert_array_equal(scores.labels, Y, err_msg=name)


def test_rows_alone_have_no_labels() -> None:
    for text in (json.dumps(ROWS), lines(ROWS), json.dumps({"logits": ROWS, "labels": None})):
        scores = lv.read_scores(text.encode())
        assert_array_equal(scores.logits, Z)
        assert scores.labels is None


SECOND = {
    "a list": json.dumps(LABELS),
    "an object": json.dumps({"labels": LABELS, "logits": "none"}),
    "objects": json.dumps(RECORDS),
    "objects on lines": lines(RECORDS),
    "a list a line": lines([[label] for label in LABELS]),
    "a one-hot list a line": lines(np.eye(3)[Y].tolist()),
    "fields": json.dumps([{"id": 1, "target": label} for label in LABELS]),
}


@for_each("text", SECOND.values())
def test_labels_may_be_in_a_second_file(text: str) -> None:
    assert_array_equal(lv.read_scores(npy(Z), text.encode()).labels, Y)


def test_labels_of_the_file_do_not_matter_where_others_are_given() -> None:
    broken = [dict(record, label=None) for record in RECORDS]
    for text in (lines(broken), json.dumps({"logits": ROWS, "labels": [None]})):
        with pytest.raises(lv.UnreadableScores) as caught:
            lv.read_scores(text.encode())
        assert caught.value.remedy == "labels"
        assert_array_equal(lv.read_scores(text.encode(), Y).labels, Y)


REFUSED = {
    "cut off": ('{"logits": [[1, 2], [3', "not valid JSON"),
    "cut off in a list": ("[[1, 2], [3, 4]", "not valid JSON"),
    "more behind": ("[[1, 2], [3, 4]] x", "not valid JSON"),
    "Python": (repr({"logits": ROWS}), "printed by a program"),
    "NumPy": (str(Z), "printed by a program"),
    "deep": ("[" * 100_000, "nested too deeply"),
    "deep objects": ('{"a":' * 100_000, "nested too deeply"),
    "a long value": ('{"a": "' + "x" * 6_000_000 + '"}', "a value of more than 2,097,152"),
    "three axes": (
        '{"logits": [[[1, 2], [3, 4]]]}',
        "column 0 (counted from 0) holds a list",
    ),
    "null": ("[[1, 2], [3, null]]", "Row 1, column 1 (counted from 0) holds null"),
    "text": ('[["1", "2"]]', "Row 0, column 0 (counted from 0) holds '1'"),
    "NaN": ("[[1, 2], [NaN, 3]]", "row 1, column 0 (counted from 0) is NaN"),
    "too large": (f"[[1, 1{'0' * 400}]]", "Row 0"),
    "too many digits": (f"[[1, {'1' * 5000}]]", "not valid JSON"),
    "unequal": ("[[1, 2], [3]]", "Row 1 (counted from 0) has 1 numbers, and row 0 has 2"),
    "unequal objects": ('{"logits": [1, 2]}\n{"logits": [1]}', "Row 1 (counted from 0) has 1"),
    "no scores": ('{"a": [1]}', "its keys are: 'a'"),
    "no key": ('[{"id": 1}]', "the keys of the first are 'id'"),
    "a missing key": ('[{"logits": [1, 2]}, {}]', "no list of scores under 'logits'"),
    "mixed": ('[{"logits": [1, 2]}, 3]', "Item 1 (counted from 0) of the JSON is no object"),
    "numbers": ("[1.5, 2, 3]", "holds no rows of scores"),
    "labels": ("[1, 2, 3]", "looks like labels"),
    "words": ('["cat", "dog"]', "looks like labels"),
    "labels in an object": ('{"labels": [1, 2, 3]}', "looks like labels"),
    "labels in objects": ('[{"id": 1, "label": 2}]', "looks like labels"),
    "empty": ("[]", "holds no rows of scores"),
    "two scores": ('{"a_logits": [[1]], "b_logits": [[1]]}', "'a_logits', 'b_logits'"),
}


@for_each(["text", "part"], REFUSED.values())
def test_json_that_cannot_be_read_whole_is_refused(text: str, part: str) -> None:
    with pytest.raises(lv.UnreadableScores) as caught:
        lv.read_scores(text.encode())
    assert part in str(caught.value)
