import sys

import numpy as np
import pytest
from numpy.testing import assert_array_equal

import logitviz as lv
from logitviz.scores import formats, limits
from logitviz.scores.parquet import find_in_parquet
from tests.scores.files import NAMES, example, parquet

Z, Y = example()
WORDS = [NAMES[label] for label in Y]

if parquet(a=[1]) is None:
    pytest.skip("pyarrow is not installed", allow_module_level=True)


@pytest.fixture(autouse=True)
def in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Most tests save the start of a process for each file."""
    monkeypatch.setattr(formats, "find_isolated", find_in_parquet)


def written(**columns: object) -> bytes:
    data = parquet(**columns)
    assert data is not None
    return data


def test_columns_are_chosen_by_their_names() -> None:
    data = written(id=range(120), bird=Z[:, 2], cat=Z[:, 0], dog=Z[:, 1], species=WORDS)
    scores = lv.read_scores(data)
    assert scores.names == ("bird", "cat", "dog")
    assert_array_equal(scores.logits, Z[:, [2, 0, 1]])
    assert scores.labels is not None
    assert [scores.names[label] for label in scores.labels] == WORDS
    assert "The rows have their names from 'id'." in scores.notes
    assert scores.ids == tuple(map(str, range(120)))


def test_numbered_columns_are_ordered_by_number() -> None:
    columns = {f"logit_{k}": np.full(3, k, np.float32) for k in sorted(range(12), key=str)}
    assert_array_equal(lv.read_scores(written(**columns)).logits, [range(12)] * 3)


def test_a_column_of_lists_is_read() -> None:
    for lists in (Z.tolist(), list(Z.astype(np.float32))):
        scores = lv.read_scores(written(logits=lists, label=Y))
        assert_array_equal(scores.logits, np.array(lists))
        assert_array_equal(scores.labels, Y)


def test_lists_of_unequal_length_are_refused() -> None:
    for lists in ([[1.0, 2.0], [1.0]], [[1.0, 2.0], None]):
        with pytest.raises(lv.UnreadableScores, match="have different lengths"):
            lv.read_scores(written(logits=lists))


def test_missing_numbers_are_named() -> None:
    data = written(logit_0=[1.0, None], logit_1=[1.0, 2.0])
    with pytest.raises(lv.UnreadableScores, match="row 1, column 0"):
        lv.read_scores(data)


def test_labels_may_be_in_a_second_file() -> None:
    table = written(cat=Z[:, 0], dog=Z[:, 1], bird=Z[:, 2])
    for labels in (written(label=WORDS), written(x=Y), written(id=range(120), y=Y)):
        assert_array_equal(lv.read_scores(table, labels).labels, Y)


def test_a_table_without_scores_is_refused() -> None:
    with pytest.raises(lv.UnreadableScores, match="No column of the parquet file"):
        find_in_parquet(written(id=[1, 2], split=[0, 1]), "both")
    with pytest.raises(lv.UnreadableScores, match="looks like labels"):
        find_in_parquet(written(id=[1, 2], label=[0, 1]), "both")


def test_without_pyarrow_the_sentence_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    data = written(logit_0=[1.0], logit_1=[2.0])
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(lv.UnreadableScores, match="pyarrow is not installed here: install it, or"):
        lv.read_scores(data)


def test_numbers_beyond_the_limit_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    files = [written(logit_0=Z[:, 0], logit_1=Z[:, 1]), written(logits=Z.tolist())]
    monkeypatch.setattr(limits, "LARGEST_BYTES", 1 << 10)
    for data in files:
        with pytest.raises(lv.UnreadableScores, match="and the limit is 1 MiB"):
            lv.read_scores(data)
