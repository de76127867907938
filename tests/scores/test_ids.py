"""Names of rows, and labels that are matched by them."""

import json
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from numpy.typing import NDArray

import logitviz as lv
from tests.cases import for_each
from tests.scores.files import NAMES, example, npy, parquet

Z, Y = example()
IDS = [f"img_{row:03}.png" for row in np.random.default_rng(4).permutation(120)]
ORDER = np.random.default_rng(5).permutation(120)


def scores_of(ids: list[Any], name: str = "filename", logits: NDArray[Any] = Z) -> bytes:
    rows = [
        f"{id_}," + ",".join(map(repr, row)) for id_, row in zip(ids, logits.tolist(), strict=True)
    ]
    return "\n".join([f"{name},cat,dog,bird", *rows]).encode()


def labels_of(ids: list[Any], labels: list[Any], name: str = "filename") -> bytes:
    rows = [f"{id_},{label}" for id_, label in zip(ids, labels, strict=True)]
    return "\n".join([f"{name},label", *rows]).encode()


def in_order(values: list[Any]) -> list[Any]:
    return [values[row] for row in ORDER]


def test_labels_are_put_in_the_order_of_the_scores() -> None:
    second = labels_of(in_order(IDS), in_order(Y.tolist()))
    scores = lv.read_scores(scores_of(IDS), second)
    assert_array_equal(scores.logits, Z)
    assert_array_equal(scores.labels, Y)
    assert scores.ids == tuple(IDS)
    assert (
        "The two files have their rows in different orders: the labels are put in the order of "
        "the scores by 'filename'." in scores.notes
    )
    assert any("of the second file, matched by 'filename'." in note for note in scores.notes)


def test_rows_in_the_same_order_are_matched_without_more_words() -> None:
    scores = lv.read_scores(scores_of(IDS), labels_of(IDS, Y.tolist(), "File name"))
    assert_array_equal(scores.labels, Y)
    assert any("matched by 'filename'" in note for note in scores.notes)
    assert "orders" not in "".join(scores.notes)


def test_ids_match_in_every_kind_of_table() -> None:
    numbers = list(range(7, 127))
    fields = [
        {"id": id_, **dict(zip(NAMES, row, strict=True))}
        for id_, row in zip(numbers, Z.tolist(), strict=True)
    ]
    lists = [{"id": id_, "logits": row} for id_, row in zip(numbers, Z.tolist(), strict=True)]
    labelled = [
        {"id": id_, "label": label}
        for id_, label in zip(in_order(numbers), in_order(Y.tolist()), strict=True)
    ]
    lines = "\n".join(map(json.dumps, labelled)).encode()
    floats = labels_of([f"{id_}.0" for id_ in in_order(numbers)], in_order(Y.tolist()), "id")
    pairs = [
        (scores_of(numbers, "id"), floats),
        (json.dumps(fields).encode(), lines),
        (json.dumps(lists).encode(), lines),
    ]
    columns = dict(zip(NAMES, Z.T, strict=True))
    table = parquet(id=numbers, **columns)
    second = parquet(id=in_order(numbers), label=in_order(Y.tolist()))
    if table and second:
        pairs.append((table, second))
    for first, second in pairs:
        scores = lv.read_scores(first, second)
        assert_array_equal(scores.labels, Y)
        assert scores.ids == tuple(map(str, numbers))


MISMATCHED = {
    "rows without a label": (IDS[3:], "3 of the rows of scores only, such as 'img_"),
    "rows without scores": ([*IDS, "more.png"], "1 of the rows of labels only, such as 'more.png'"),
    "other names": (
        [f"x{id_}" for id_ in IDS],
        "120 of the rows of scores only, such as '" + IDS[0] + "' and 120 of the rows of labels",
    ),
}


@for_each(["ids", "part"], MISMATCHED.values())
def test_names_that_only_one_file_has_are_refused(ids: list[str], part: str) -> None:
    with pytest.raises(lv.UnreadableScores, match="name their rows by 'filename'") as caught:
        lv.read_scores(scores_of(IDS), labels_of(ids, ["cat"] * len(ids)))
    assert part in str(caught.value)
    assert caught.value.remedy == "labels"


def test_columns_that_name_no_rows_match_none() -> None:
    twice = ["a", *IDS[1:-1], "a"]
    cases = [
        (twice, twice, "filename"),
        (IDS, twice, "filename"),
        (["", *IDS[1:]], in_order(["", *IDS[1:]]), "filename"),
        (IDS, in_order(IDS), "image"),
    ]
    for first, second, name in cases:
        scores = lv.read_scores(scores_of(first), labels_of(second, Y.tolist(), name))
        assert_array_equal(scores.labels, Y)
        assert "matched by" not in "".join(scores.notes)
        assert scores.ids == (tuple(IDS) if first == IDS else None)


def test_names_of_rows_that_are_left_out_go_with_them() -> None:
    labels = np.where(np.arange(120) % 5 == 0, -100, Y)
    second = labels_of(in_order(IDS), in_order(labels.tolist()))
    scores = lv.read_scores(scores_of(IDS), second, leave_out_ignored=True)
    assert scores.rows is not None
    assert scores.ids == tuple(IDS[row] for row in scores.rows)
    assert_array_equal(scores.labels, Y[scores.rows])


def test_files_without_names_of_rows_have_none() -> None:
    for data in (npy(Z), scores_of(list(range(120)), ""), scores_of(IDS, "split")):
        assert lv.read_scores(data, Y).ids is None
