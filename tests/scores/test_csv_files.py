import numpy as np
import pytest
from numpy.testing import assert_array_equal
from numpy.typing import ArrayLike

import logitviz as lv
from tests.cases import for_each
from tests.scores.files import NAMES, csv, example, npy

Z, Y = example()
WORDS = [NAMES[label] for label in Y]
NUMBERED = ("logit_0", "logit_1", "logit_2", "label")
PLAIN = csv(Z, Y, names=NUMBERED).decode()


def table(names: str, *columns: ArrayLike) -> bytes:
    rows = zip(*(np.asarray(column).tolist() for column in columns), strict=True)
    return "\n".join([names, *(",".join(map(str, row)) for row in rows)]).encode()


WAYS = {
    "a byte order mark": PLAIN.encode("utf-8-sig"),
    "UTF-16": PLAIN.replace(",", "\t").encode("utf-16"),
    "Windows lines": PLAIN.replace("\n", "\r\n").encode(),
    "old Macintosh lines": PLAIN.replace("\n", "\r").encode(),
    "blank lines": PLAIN.replace("\n", "\n\n").encode(),
    "no last line end": PLAIN.rstrip().encode(),
    "quotes": "".join(f'"{row}"\n' for row in PLAIN.split()).replace(",", '","').encode(),
    "spaces behind commas": PLAIN.replace(",", ", ").encode(),
    "bars": PLAIN.replace(",", "|").encode(),
    "semicolons": PLAIN.replace(",", ";").encode(),
    "tabs and decimal commas": csv(Z, Y, names=NUMBERED, delimiter="\t", comma=True),
    "columns of spaces": PLAIN.replace(",", "    ").encode(),
    "savetxt with names": b"# " + csv(Z, Y, names=NUMBERED, delimiter=" "),
    "no header": csv(Z, Y),
    "an index and no header": table(
        f"0,{Z[0, 0]},{Z[0, 1]},{Z[0, 2]},{Y[0]}", list(range(1, 120)), *Z[1:].T, Y[1:]
    ),
    "an index of pandas": table(",0,1,2,label", list(range(120)), *Z.T, Y),
    "other numbers beside": table(
        "id,logit_0,logit_1,logit_2,loss,label,prediction", Y, *Z.T, Z[:, 0], Y, Y * 0
    ),
    "probabilities beside": table("p0,p1,p2,logit0,logit1,logit2,y", *Z.T * 0, *Z.T, Y),
    "floats for labels": csv(Z, Y.astype(float), names=NUMBERED),
    "capitals": PLAIN.replace("label", "True Label").replace("logit", "Logit").encode(),
    "brackets": PLAIN.replace("logit_", "logits[").replace(",logits", "],logits").encode(),
    "names and numbers": table("cat,dog,bird,label", *Z.T, Y),
    "names and words": table("cat,dog,bird,label", *Z.T, WORDS),
    "a column of words without a name": table("cat,dog,bird,species", *Z.T, WORDS),
    "names behind a stem": table("file,prob_cat,prob_dog,prob_bird,target", WORDS, *Z.T, WORDS),
}


def test_tables_are_read_however_they_are_written(subtests: pytest.Subtests) -> None:
    for name, data in WAYS.items():
        with subtests.test(name):
            scores = lv.read_scores(data)
            assert_array_equal(scores.logits, Z)
            assert_array_equal(scores.labels, Y)


def test_numbers_are_read_to_the_last_digit() -> None:
    numbers = np.random.default_rng(3).normal(size=(50, 4)) * 10.0 ** np.arange(-100, 300, 100)
    assert_array_equal(lv.read_scores(csv(numbers, None)).logits, numbers)


def test_columns_are_ordered_by_number_and_never_as_text() -> None:
    order = sorted(range(12), key=str)  # 0, 1, 10, 11, 2, …
    for stem in ("logit_", "Class ", "", "p"):
        data = table(",".join(f"{stem}{k}" for k in order), *(np.full(3, k + 0.5) for k in order))
        assert_array_equal(lv.read_scores(data).logits, [np.arange(12) + 0.5] * 3)


def test_thousands_of_columns_are_read() -> None:
    numbers = np.arange(9000.0).reshape(3, 3000) / 8
    names = tuple(f"logit_{k}" for k in range(3000))
    assert_array_equal(lv.read_scores(csv(numbers, None, names=names)).logits, numbers)


def test_a_header_of_numbers_is_no_row() -> None:
    scores = lv.read_scores(csv(Z, None, names=("0", "1", "2")))
    assert_array_equal(scores.logits, Z)
    assert scores.labels is None


def test_the_last_column_is_a_label_only_if_it_alone_is_whole() -> None:
    whole = np.column_stack([np.arange(9) % 4, np.arange(9) % 3, np.arange(9) % 2]).astype(float)
    assert lv.read_scores(csv(whole, None)).labels is None
    constant = np.column_stack([Z, np.zeros(120)])  # the logit of a class of reference
    assert_array_equal(lv.read_scores(csv(constant, None)).logits, constant)
    assert_array_equal(lv.read_scores(csv(constant[:, ::-1], Y)).labels, Y)
    beyond = np.column_stack([Z, np.full(120, 4.0)])
    assert lv.read_scores(csv(beyond, None)).labels is None
    assert_array_equal(lv.read_scores(csv(beyond, None)).logits, beyond)


def test_a_column_of_zeros_and_ones_may_be_a_probability() -> None:
    certain = np.array([[0.3, 0.7, 0.0], [0.0, 0.0, 1.0]] * 60)
    assert lv.read_scores(csv(certain, None)).kind == "probabilities"


def test_a_last_column_of_labels_is_no_class_where_there_are_others() -> None:
    scores = lv.read_scores(csv(Z, np.roll(Y, 1)), Y)
    assert_array_equal(scores.logits, Z)
    assert_array_equal(scores.labels, Y)
    assert any("it is no class, and is not used" in note for note in scores.notes)


def test_what_is_not_used_is_said() -> None:
    scores = lv.read_scores(WAYS["other numbers beside"])
    assert "Not used: 'id', 'loss', 'prediction'." in scores.notes


def line(number: int, text: str) -> bytes:
    lines = PLAIN.splitlines()
    lines[number] = text
    return "\n".join(lines).encode()


REFUSED = {
    "a missing value": (
        line(8, "1,,2,0"),
        "Row 7, column 'logit_1' (counted from 0) holds nothing",
    ),
    "a word": (line(90, "1,2,NA,0"), "Row 89, column 'logit_2' (counted from 0) holds 'NA'"),
    "NaN": (line(90, "1,2,nan,0"), "row 89, column 2 (counted from 0) is NaN"),
    "too few": (line(90, "1,2,3"), "Row 89 (counted from 0) has 3 values"),
    "too many": (line(90, "1,2,3,0,0"), "Row 89 (counted from 0) has 5 values"),
    "a short header": (line(0, "a,b,label"), "The header has 3 names, and the first row has 4"),
    "a name twice": (line(0, "a,b,b,label"), "Two columns have the name 'b'"),
    "a number twice": (line(0, "p1,p_1,p2,label"), "Two columns have the number of 'p_1'"),
    "no rows": (b"a,b,label\n", "a header, but no row below it"),
    "no scores": (table("id,split", Y, Y), "No column holds the scores of a class"),
    "labels": (table("id,label", Y, Y), "looks like labels"),
    "labels with a header": (table("label", Y), "looks like labels"),
    "labels on lines": (table("0", Y), "looks like labels"),
    "words on lines": (table("cat", WORDS), "looks like labels"),
    "one class": (table("p1,label", Z[:, 0], Y), "one class only"),
    "one column": (table("0.5", Z[:, 0]), "column_stack"),
    "one class without a header": (csv(Z[:, :1], Y % 2), "one class only"),
    "from one without a header": (csv(Z, Y + 1), "count the 3 classes from 1"),
    "prose": (b"Dear Sir,\nhere are the scores.\n", "no table of numbers"),
    "a page": (b"<!doctype html>\n<html></html>\n", "no table of numbers"),
    "words without a header": (b"x,1,2\ny,3,4\n", "Column 0 (counted from 0) holds words"),
    "two groups": (table("a1,a2,b1,b2", *Z.T, Y), "Several groups of columns"),
    "an unclear column": (table("type1,type2,other", *Z.T), "Column 'other' may be a class or not"),
    "an open quote": (
        b"a,b\n" + b"1,2\n" * 60 + b'"' + b"1,2\n" * 50_000,
        "a quote may be left open",
    ),
    "Latin-1": (PLAIN.replace("label", "läbel").encode("latin-1"), "not UTF-8"),
    "Latin-1 far below": (PLAIN.encode() + b"\n" * 5000 + "1,2,ä,3".encode("latin-1"), "UTF-8"),
    "a long line": (b"1," * 1_500_000, "line of more than 2,097,152 characters"),
    "blank lines": (b"a,b\n" + b"\n" * 100_001 + b"1,2", "more than 100,000 blank lines"),
}


@for_each(["data", "part"], REFUSED.values())
def test_tables_that_cannot_be_read_whole_are_refused(data: bytes, part: str) -> None:
    with pytest.raises(lv.UnreadableScores) as caught:
        lv.read_scores(data)
    assert part in str(caught.value)


SECOND = {
    "lines": "\n".join(WORDS),
    "a header": "label\n" + "\n".join(WORDS),
    "any header": "animal,label\n" + "\n".join(f"x,{word}" for word in WORDS),
    "an index": "id,animal\n" + "\n".join(f"{i},{word}" for i, word in enumerate(WORDS)),
    "an index without a header": "\n".join(f"{i},{word}" for i, word in enumerate(WORDS)),
    "numbers": "\n".join(map(str, Y)),
    "Windows lines": "\r\n".join(WORDS) + "\r\n",
}


@for_each("text", SECOND.values())
def test_labels_stand_in_a_second_table_or_one_a_line(text: str) -> None:
    assert_array_equal(lv.read_scores(csv(Z, None, names=NAMES), text.encode()).labels, Y)


def test_words_with_spaces_are_one_label() -> None:
    names = ("tabby cat", "hot dog", "blue bird")
    words = "\n".join(names[label] for label in Y).encode()
    assert_array_equal(lv.read_scores(csv(Z, None, names=names), words).labels, Y)


def test_a_second_table_with_several_columns_must_name_one() -> None:
    with pytest.raises(lv.UnreadableScores, match="several columns, and none is named label"):
        lv.read_scores(npy(Z), table("a,b", Y, Y))
