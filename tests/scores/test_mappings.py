"""JSON in which every score stands beside the name of its class."""

import json
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_array_equal

import logitviz as lv
from tests.cases import for_each
from tests.scores.files import NAMES, example

Z, Y = example()
ROWS = Z.tolist()
WORDS = [NAMES[label] for label in Y]


def lines(records: list[Any]) -> bytes:
    return "\n".join(map(json.dumps, records)).encode()


def objects(
    names: tuple[str, ...] = NAMES, labels: list[Any] = WORDS, key: str = "logprobs"
) -> bytes:
    """Records with an object of scores and an answer; every second one in reverse."""
    records = []
    for row, (numbers, label) in enumerate(zip(ROWS, labels, strict=True)):
        pairs = list(zip(names, numbers, strict=True))
        records.append({"id": row, key: dict(pairs[:: -1 if row % 2 else 1]), "answer": label})
    return lines(records)


def pipeline(names: tuple[str, ...] = NAMES) -> list[list[dict[str, Any]]]:
    """Rows as a pipeline gives them, the largest score first."""
    return [[{"label": names[k], "score": row[k]} for k in np.argsort(row)[::-1]] for row in ROWS]


def require_example(scores: lv.Scores, order: tuple[str, ...] = NAMES) -> None:
    """Every number and every label belongs to the same name as in the example."""
    assert set(scores.names) == set(order)
    for column, name in enumerate(scores.names):
        assert_array_equal(scores.logits[:, column], Z[:, order.index(name)])
    assert scores.labels is not None
    assert [scores.names[label] for label in scores.labels] == [order[label] for label in Y]


def test_an_object_gives_a_number_to_every_name() -> None:
    for key in ("logprobs", "logits", "top_logprobs", "scores"):
        scores = lv.read_scores(objects(key=key))
        assert scores.names == NAMES
        assert scores.ids == tuple(map(str, range(120)))
        require_example(scores)


def test_numbers_of_classes_count_in_the_order_of_the_first_row() -> None:
    require_example(lv.read_scores(objects(labels=Y.tolist())))


def test_rows_of_a_pipeline_are_matched_by_name() -> None:
    keyed = [
        {"text": "x", "scores": row, "label": word}
        for row, word in zip(pipeline(), WORDS, strict=True)
    ]
    batches = [dict(record, scores=[record["scores"]]) for record in keyed]
    words = "\n".join(WORDS).encode()
    require_example(lv.read_scores(lines(keyed)))
    require_example(lv.read_scores(lines(batches)))
    require_example(lv.read_scores(json.dumps(keyed).encode()))
    require_example(lv.read_scores(json.dumps(pipeline()).encode(), words))
    require_example(lv.read_scores(lines(pipeline()), words))


def test_names_with_numbers_are_ordered_by_number() -> None:
    numbered = ("LABEL_0", "LABEL_2", "LABEL_10")
    scores = lv.read_scores(lines(pipeline(numbered)), np.array([0, 2, 10])[Y])
    assert scores.names == numbered
    require_example(scores, numbered)
    require_example(
        lv.read_scores(objects(("2", "0", "1"), ["201"[y] for y in Y])), ("2", "0", "1")
    )


def test_numbers_cannot_name_the_classes_of_a_pipeline() -> None:
    with pytest.raises(lv.UnreadableScores, match="so no number belongs to a class") as caught:
        lv.read_scores(lines(pipeline()), Y)
    assert caught.value.remedy == "labels"


def test_words_without_names_of_classes_are_refused_with_the_way_out() -> None:
    records = [{"logits": row, "answer": "ABC"[label]} for row, label in zip(ROWS, Y, strict=True)]
    with pytest.raises(lv.UnreadableScores, match=r"classes have no names.* in JSON beside"):
        lv.read_scores(lines(records))


FIRST = {"logprobs": {"A": -1.0, "B": -2.0}}
REFUSED: dict[str, tuple[Any, str]] = {
    "a missing name": ({"A": -1.0}, "Row 1 (counted from 0) has no number for 'B'"),
    "another name": ({"A": -1.0, "B": -2.0, "C": -3.0}, "Row 1 (counted from 0) has a number for"),
    "no object": ([-1.0, -2.0], "Row 1 (counted from 0) has no number for each class by name"),
    "nothing": (None, "Row 1 (counted from 0) has no number for each class by name"),
    "a name twice": ({"A": -1.0, "A ": 1.0}, "Row 1 (counted from 0) has two numbers"),
    "no number": ({"A": -1.0, "B": "x"}, "Row 1, column 1 (counted from 0) holds 'x'"),
}


@for_each(["second", "part"], REFUSED.values())
def test_rows_with_other_names_are_refused(second: Any, part: str) -> None:
    with pytest.raises(lv.UnreadableScores) as caught:
        lv.read_scores(lines([FIRST, {"logprobs": second}]))
    assert part in str(caught.value)
