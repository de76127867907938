import dataclasses
import json
import random
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

import logitviz as lv
from logitviz.scores.scores import KINDS, Kind
from tests.scores.files import csv, example, npy, npz, refused_files, sample_files

SAMPLES = sample_files()
Z, Y = example()


def test_a_file_of_every_kind_gives_the_same_scores(subtests: pytest.Subtests) -> None:
    for name, data in SAMPLES.items():
        with subtests.test(name):
            scores = lv.read_scores(data)
            assert_array_equal(scores.logits, Z - 9 if name == "samples.jsonl" else Z)
            assert_array_equal(scores.labels, Y)
            assert scores.kind == "logits"
            assert scores.rows is None


def test_the_names_of_the_classes_come_from_the_header() -> None:
    assert lv.read_scores(SAMPLES["names.csv"]).names == ("cat", "dog", "bird")
    assert lv.read_scores(SAMPLES["scores.csv"]).names == ("0", "1", "2")
    assert lv.read_scores(SAMPLES["scores.npz"]).names == ("0", "1", "2")


def test_what_cannot_be_read_is_refused_with_its_reason(subtests: pytest.Subtests) -> None:
    for name, (data, part) in refused_files().items():
        with subtests.test(name):
            with pytest.raises(lv.UnreadableScores) as caught:
                lv.read_scores(data)
            assert part in str(caught.value)


def test_the_remedy_says_what_a_second_call_can_change() -> None:
    remedies = {"ignored.npz": "ignored", "from_one.npz": "from_one", "beyond.npz": "labels"}
    for name, remedy in {**remedies, "lengths.npz": "labels", "scores.pkl": ""}.items():
        with pytest.raises(lv.UnreadableScores) as caught:
            lv.read_scores(refused_files()[name][0])
        assert caught.value.remedy == remedy, name


def test_ignored_rows_are_left_out_when_asked() -> None:
    scores = lv.read_scores(refused_files()["ignored.npz"][0], leave_out_ignored=True)
    assert_array_equal(scores.logits, Z[4:])
    assert_array_equal(scores.labels, Y[4:])
    assert_array_equal(scores.rows, np.arange(4, 120))
    assert "4 rows were left out: labelled −100." in scores.notes


def test_labels_count_from_one_when_asked() -> None:
    scores = lv.read_scores(refused_files()["from_one.npz"][0], labels_from=1)
    assert_array_equal(scores.labels, Y)
    assert "Labels are taken from array 'labels'; they count the classes from 1." in scores.notes


def test_labels_may_be_a_second_file_of_any_kind(tmp_path: Path) -> None:
    path = tmp_path / "labels.npy"
    np.save(path, Y)
    lines = "\n".join(map(str, Y.tolist())).encode()
    sources = [path, str(path), npy(Y), npz(y=Y), lines, b"label\n" + lines, Y, Y.tolist()]
    sources += [SAMPLES["scores.csv"], SAMPLES["scores.json"], SAMPLES["scores.jsonl"]]
    sources += [str(Y.tolist()).encode(), npy(np.eye(3)[Y])]
    for source in sources:
        assert_array_equal(lv.read_scores(npy(Z), source).labels, Y, err_msg=str(source)[:60])


def test_a_second_file_of_words_is_matched_to_the_header() -> None:
    words = "\n".join(("cat", "dog", "bird")[label] for label in Y).encode()
    table = csv(Z, None, names=("cat", "dog", "bird"))
    assert_array_equal(lv.read_scores(table, words).labels, Y)


def test_given_labels_replace_those_of_the_file() -> None:
    scores = lv.read_scores(SAMPLES["scores.npz"], np.zeros(120, int))
    assert_array_equal(scores.labels, np.zeros(120))
    assert "Labels are taken from the labels given." in scores.notes


def test_scores_without_labels_have_none() -> None:
    scores = lv.read_scores(npy(Z))
    assert scores.labels is None
    assert "The file holds no labels." in scores.notes


def test_nothing_of_the_record_can_be_written() -> None:
    for data in (SAMPLES["scores.npz"], SAMPLES["scores.csv"]):
        scores = lv.read_scores(data)
        for array in (scores.logits, scores.labels):
            assert array is not None
            with pytest.raises(ValueError, match="read-only"):
                array[0] = 0
        with pytest.raises(dataclasses.FrozenInstanceError):
            scores.kind = "logits"  # type: ignore[misc]


def test_labels_that_the_caller_keeps_stay_writable() -> None:
    labels = Y.astype(np.intp)
    lv.read_scores(npy(Z), labels)
    labels[0] = labels[0]


def test_nothing_depends_on_the_error_mode_of_numpy() -> None:
    strange = [np.full((3, 2), 1.7e308), np.full((3, 2), -65504, np.float16), np.diag([np.inf] * 3)]
    strange += [np.where(np.eye(3) == 1, np.inf, -np.inf), np.full((3, 2), -1e308), np.eye(3)]
    with np.errstate(all="raise"):
        for numbers in strange:
            for kind in (None, *KINDS):
                try_to_read(npy(numbers), kind)
        with pytest.raises(lv.UnreadableScores, match="single 1 in every row"):
            lv.read_scores(npy(Z), np.full((120, 3), np.inf) * [1, -1, 1])


def test_a_path_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"absent\.npz"):
        lv.read_scores(tmp_path / "absent.npz")


def test_a_wrong_argument_is_named() -> None:
    with pytest.raises(ValueError, match=r"kind must be one of logits, .* got 'softmax'"):
        lv.read_scores(npy(Z), kind="softmax")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="labels_from must be 0, 1 or None, got 2"):
        lv.read_scores(npy(Z), labels_from=2)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="source must be a path or the bytes of a file, got list"):
        lv.read_scores([1.0])  # type: ignore[arg-type]


def try_to_read(data: bytes, kind: Kind | None = None) -> None:
    """Nothing but a refusal may come out of any bytes."""
    for labels in (None, data):
        try:
            scores = lv.read_scores(data, labels, kind=kind)
        except lv.UnreadableScores as refusal:
            message = str(refusal)
        else:
            message = scores.notes[0]
            assert scores.logits.ndim == 2
            assert not np.isnan(scores.logits).any()
        assert message[-1] in ".?)", message


@given(st.binary(max_size=200))
def test_random_bytes_are_read_or_refused(data: bytes) -> None:
    try_to_read(data)


@given(st.text(alphabet='0123456789.,;\t\n "[]{}:-aeN', max_size=80))
def test_random_text_is_read_or_refused(text: str) -> None:
    try_to_read(text.encode())


@pytest.mark.parametrize("name", [name for name in SAMPLES if name != "scores.parquet"])
def test_damaged_files_are_read_or_refused(name: str) -> None:
    chance = random.Random(name)
    data = SAMPLES[name]
    head = min(len(data), 300)  # headers stand at the beginning
    for _ in range(40):
        damaged = bytearray(data)
        for _ in range(chance.randint(1, 3)):
            place = chance.choice([chance.randrange(head), chance.randrange(len(data))])
            damaged[place] ^= 1 << chance.randrange(8)
        try_to_read(bytes(damaged))
        try_to_read(data[: chance.choice([chance.randrange(head), chance.randrange(len(data))])])


def test_halves_of_characters_are_replaced_in_names_notes_and_messages() -> None:
    """JSON can escape them; no file and no page can hold them."""
    file: dict[str, object] = {"logits": [[1, 2.5], [2, 1]], "names": ["\ud800", "b\udfff"]}
    found = lv.read_scores(json.dumps(file | {"labels": ["\ud800", "b\udfff"]}).encode())
    assert found.names == ("\ufffd", "b\ufffd")
    assert found.labels is not None
    assert found.labels.tolist() == [0, 1]
    assert "\ufffd" in found.notes[0]
    "".join(found.notes).encode()
    with pytest.raises(lv.UnreadableScores) as refused:
        lv.read_scores(json.dumps(file | {"labels": ["\ud800", "\udc00"]}).encode())
    assert "\ufffd" in str(refused.value)
    str(refused.value).encode()
