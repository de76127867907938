import pytest

import logitviz as lv
from logitviz.scores import limits, reading
from tests.cases import for_each
from tests.scores.files import example, npy

Z, Y = example()

MAGIC = {
    b"BZh9": "bzip2",
    b"\xfd7zXZ\x00": "xz",
    b"\x28\xb5\x2f\xfd": "Zstandard",
    b"7z\xbc\xaf\x27\x1c": "7-Zip",
    b"MATLAB 5.0 MAT-file, Platform": "MATLAB",
    b"ARROW1\x00\x00": "Arrow",
    b"SQLite format 3\x00": "SQLite",
    b"%PDF-1.7": "PDF",
    b"\x89PNG\r\n\x1a\n": "picture",
    b"\xff\xd8\xff\xe0": "picture",
    b"PAR1": "parquet",
    b"": "The file is empty",
    b"\x00" * 64: "no file of a known kind",
    b"\xff\xfe\x00": "not UTF-16",
    b" \n\n": "The file is empty",
}


@for_each(["start", "part"], MAGIC.items())
def test_other_kinds_of_files_are_named(start: bytes, part: str) -> None:
    with pytest.raises(lv.UnreadableScores) as caught:
        lv.read_scores(start)
    assert part in str(caught.value)


def test_a_file_beyond_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "LARGEST_BYTES", 1 << 10)
    with pytest.raises(lv.UnreadableScores, match="The file has 1 MiB, and the limit is 1 MiB"):
        lv.read_scores(npy(Z))


def test_numbers_beyond_the_limit_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "LARGEST_BYTES", 1 << 10)
    rows = "\n".join(["[1, 2, 3]"] * 50)
    for data in (npy(Z), b"1.5,2,3\n" * 50, rows.encode()):
        with pytest.raises(lv.UnreadableScores, match="and the limit is 1 MiB"):
            lv.read_scores(data)
