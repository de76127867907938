"""Names that may be those of classes or of columns beside them, in files and in pasted text."""

import json

import numpy as np
import pytest
from numpy.testing import assert_array_equal

import logitviz as lv
from logitviz.core._lib.column_names import BESIDE, LABEL_NAMES, UNCLEAR
from tests.cases import for_each
from tests.scores.files import parquet

# A header, the first row below it, and the columns that are classes.
HEADERS = {
    "names of the contract": (
        "id,index,Unnamed: 0,filename,image,path,split,cat,dog,label,target",
        "1,2,3,4,5,6,7,1.5,0.5,1,1",
        "cat dog",
    ),
    "predictions and the like": (
        "row_id,cat,dog,y_pred,pred,confidence,y_true,file_path",
        "7,1.5,0.5,0,0,0.8,1,3",
        "cat dog",
    ),
    "numbered classes": ("time,logit_0,logit_1,group,text", "9.5,1.5,0.5,2.5,1", "logit_0 logit_1"),
    "numbers alone": ("key,0,1,2", "4.5,1.5,0.5,-1", "0 1 2"),
    "a stem of scores": ("prob_cat,prob_dog,time", "0.75,0.25,9.5", "prob_cat prob_dog"),
    "text in an unclear column": ("text,cat,dog", "abc,1.5,0.5", "cat dog"),
    "unclear names alone": ("text,time,group", "1.5,0.5,2.5", "text time group"),
    "unclear names beside others": ("date,name,place", "1.5,0.5,2.5", "date name place"),
    "true and false": ("true,false", "0.75,0.25", "true false"),
    "medals": ("gold,silver,bronze", "1.5,0.5,2.5", "gold silver bronze"),
    "labels name other columns": ("cat,dog,time,label", "1.5,0.5,9.5,cat", "cat dog"),
    "labels name an unclear column": ("no,true,label", "1.5,0.5,true", "no true"),
    "labels name the image": ("image,audio,id,label", "1.5,0.5,3,image", "image audio"),
    "labels name a language": ("en,de,id,label", "1.5,0.5,2.5,id", "en de id"),
}


@for_each(["header", "row", "classes"], HEADERS.values())
def test_a_file_and_the_paste_box_agree_on_a_header(header: str, row: str, classes: str) -> None:
    values = dict(zip(header.split(","), row.split(","), strict=True))
    expected = [float(values[name]) for name in classes.split()]
    text = f"{header}\n{row}\n"
    assert_array_equal(lv.parse_logits(text), expected)
    scores = lv.read_scores(text.encode(), kind="logits")
    assert_array_equal(scores.logits, [expected])


ROWS = [(1.5, 0.5, "no"), (-0.5, 1.0, "true"), (0.25, 0.75, "true")]


def files(*names: str) -> dict[str, bytes]:
    """The rows as CSV, as JSON Lines and as parquet."""
    lines = [",".join(names), *(",".join(map(str, row)) for row in ROWS)]
    records = [json.dumps(dict(zip(names, row, strict=True))) for row in ROWS]
    columns = dict(zip(names, map(list, zip(*ROWS, strict=True)), strict=True))
    found = {"csv": "\n".join(lines).encode(), "jsonl": "\n".join(records).encode()}
    table = parquet(**columns)
    return found if table is None else {**found, "parquet": table}


@for_each("label", ["label", "species"])
def test_labels_that_are_no_and_true_name_two_classes(label: str) -> None:
    for kind, data in files("no", "true", label).items():
        scores = lv.read_scores(data)
        assert scores.names == ("no", "true"), kind
        assert_array_equal(scores.labels, [0, 1, 1], err_msg=kind)


def test_whole_numbers_beside_fractions_are_not_guessed_to_be_a_class() -> None:
    rows = [(1.5, 0.5, 1), (-0.5, 1.0, 0)]
    table = b"cat,dog,correct\n" + b"\n".join(b"%.1f,%.1f,%d" % row for row in rows)
    columns = dict(zip(("cat", "dog", "correct"), zip(*rows, strict=True), strict=True))
    records = "\n".join(json.dumps(dict(zip(columns, row, strict=True))) for row in rows).encode()
    for data in filter(None, (table, records, parquet(**columns))):
        with pytest.raises(lv.UnreadableScores, match="'correct' may be a class or not"):
            lv.read_scores(data)
    scores = lv.read_scores(b"cat,dog,text\n1,2,3\n4,5,7\n")
    assert scores.names == ("cat", "dog", "text")


def test_true_above_whole_numbers_is_the_label() -> None:
    scores = lv.read_scores(b"cat,dog,true\n1.5,0.5,0\n0.5,1.5,1\n")
    assert scores.names == ("cat", "dog")
    assert_array_equal(scores.labels, [0, 1])


def test_names_in_any_script_are_names_of_classes() -> None:
    scores = lv.read_scores("猫,狗,+,label\n1.5,0.5,2,狗\n".encode())
    assert scores.names == ("猫", "狗", "+")
    assert_array_equal(scores.labels, [1])


def test_truths_of_json_are_no_scores() -> None:
    records = [{"cat": 1.5, "dog": 0.5, "correct": True, "label": 0}] * 3
    assert lv.read_scores(json.dumps(records).encode()).names == ("cat", "dog")


def test_a_word_that_stands_below_itself_is_no_header() -> None:
    scores = lv.read_scores(b"no,true\n1.5,0.5\n0.5,1.5\n0.5,1\n", b"true\nno\ntrue\n")
    assert_array_equal(scores.labels, [1, 0, 1])
    named = lv.read_scores(b"no,true\n1.5,0.5\n0.5,1.5\n", b"truth\nno\ntrue\n")
    assert_array_equal(named.labels, [0, 1])


def test_every_name_stands_in_one_list() -> None:
    lists = [BESIDE, UNCLEAR - set(LABEL_NAMES), frozenset(LABEL_NAMES)]
    assert sum(map(len, lists)) == len(frozenset().union(*lists))
    assert len(set(LABEL_NAMES)) == len(LABEL_NAMES)


def test_r_names_on_several_lines_are_judged_together() -> None:
    text = "logit_0 time\n1.5 9.5\nlogit_1 logit_2\n0.5 -1.0\n"
    assert_array_equal(lv.parse_logits(text), np.array([1.5, 0.5, -1.0]))


def test_a_mistyped_number_of_a_class_is_not_left_out() -> None:
    with pytest.raises(ValueError, match=r"item 2, .0\.x5., is not a number"):
        lv.parse_logits("id,cat,dog\n7,1.5,0.x5\n")
