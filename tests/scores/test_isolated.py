from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from numpy.testing import assert_array_equal

import logitviz as lv
from logitviz.scores import isolated
from logitviz.scores.parquet import find_in_parquet
from tests.scores.files import NAMES, example, parquet

Z, Y = example()
DATA = parquet(id=range(120), **dict(zip(NAMES, Z.T, strict=True)), label=[NAMES[k] for k in Y])

if DATA is None:
    pytest.skip("pyarrow is not installed", allow_module_level=True)
else:
    TABLE: bytes = DATA


def test_another_process_finds_the_same() -> None:
    there, here = isolated.find_isolated(TABLE, "both"), find_in_parquet(TABLE, "both")
    for name in ("names", "numbers", "source", "remarks"):
        assert getattr(there, name) == getattr(here, name), name
    assert there.labels is not None
    assert here.labels is not None
    assert_array_equal(there.scores, Z)
    assert_array_equal(there.labels.values, here.labels.values)
    assert (there.labels.words, there.labels.source) == (here.labels.words, here.labels.source)


def test_labels_alone_cross_as_well() -> None:
    names = ",".join(NAMES).encode()
    rows = "\n".join(",".join(map(str, row)) for row in Z.tolist()).encode()
    assert_array_equal(lv.read_scores(names + b"\n" + rows, TABLE).labels, Y)


def test_a_refusal_crosses_with_its_remedy() -> None:
    with pytest.raises(lv.UnreadableScores, match="cut off or damaged") as caught:
        isolated.find_isolated(TABLE[:-20], "both")
    assert caught.value.remedy == ""


DEATHS = {
    "an abort": "import os; os.abort()",
    "too much memory": "import sys; from logitviz.scores.isolated import _limit_memory;"
    "_limit_memory(len(sys.stdin.buffer.read())); bytearray(1 << 34)",
    "no end": "import time; time.sleep(30)",
}


@pytest.mark.parametrize("death", DEATHS)
def test_a_process_that_ends_badly_harms_no_other(
    death: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(isolated, "CODE", DEATHS[death])
    if death == "no end":
        monkeypatch.setattr(isolated, "SECONDS", 0.2)
    with pytest.raises(lv.UnreadableScores, match="damaged, or needs too much memory or time"):
        lv.read_scores(TABLE)


def test_the_arrays_share_what_the_process_wrote() -> None:
    found = isolated.find_isolated(TABLE, "both")
    assert isinstance(found.scores, np.ndarray)
    assert not found.scores.flags.owndata


def test_a_third_file_waits_until_one_of_two_is_read() -> None:
    with ThreadPoolExecutor(1) as pool:
        with isolated.PROCESSES, isolated.PROCESSES:
            waiting = pool.submit(isolated.find_isolated, TABLE, "both")
            with pytest.raises(TimeoutError):
                waiting.result(timeout=0.05)
        assert_array_equal(waiting.result().scores, Z)


def test_a_file_that_waits_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolated, "WAIT_SECONDS", 0.01)
    with isolated.PROCESSES:
        assert_array_equal(isolated.find_isolated(TABLE, "both").scores, Z)
        with isolated.PROCESSES, pytest.raises(lv.UnreadableScores, match="again in a minute"):
            isolated.find_isolated(TABLE, "both")


def test_files_that_fail_do_not_keep_others_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolated, "WAIT_SECONDS", 0.01)
    for data in [TABLE[:-20]] * 3:
        with pytest.raises(lv.UnreadableScores, match="cut off or damaged"):
            isolated.find_isolated(data, "both")
    assert_array_equal(isolated.find_isolated(TABLE, "both").scores, Z)
