import io
import struct
import tracemalloc
import zipfile
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_array_equal

import logitviz as lv
from tests.cases import for_each
from tests.scores.files import announcing, archive, example, npy, npz

Z, Y = example()


@for_each("dtype", ["f2", "f4", "f8"])
def test_the_numbers_are_a_view_of_the_bytes_in_their_own_type(dtype: str) -> None:
    z = Z.astype(dtype)
    for data in (npy(z), npy(np.asfortranarray(z)), npz(logits=z)):
        scores = lv.read_scores(data, Y)
        assert_array_equal(scores.logits, z)
        assert scores.logits.dtype == z.dtype
        assert not scores.logits.flags.owndata


def test_reading_allocates_no_copy_of_the_numbers() -> None:
    z = np.random.default_rng(1).normal(size=(20_000, 100)).astype(np.float32)
    labels = z.argmax(axis=1)
    for data in (npy(z), npz(logits=z, labels=labels)):
        tracemalloc.start()
        lv.read_scores(data, labels)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak < z.nbytes / 2


def test_big_endian_and_whole_numbers_become_native_floats() -> None:
    big = lv.read_scores(npy(Z.astype(">f4")), Y).logits
    assert_array_equal(big, Z.astype("f4"))
    assert big.dtype == np.float32
    assert big.dtype.isnative
    whole = lv.read_scores(npy((Z * 10).astype(np.int16)), Y).logits
    assert_array_equal(whole, (Z * 10).astype(np.int16))
    assert whole.dtype == np.float64


def test_compressed_members_are_read() -> None:
    scores = lv.read_scores(npz(compressed=True, logits=np.asfortranarray(Z), labels=Y))
    assert_array_equal(scores.logits, Z)
    assert_array_equal(scores.labels, Y)


HEADERS = {
    "negative": ("(-1, 3)", "impossible shape"),
    "huge": ("(1099511627776, 1099511627776)", "the limit is 512 MiB"),
    "beyond every array": ("(4611686018427387904, 3)", "impossible shape (4611686018427387904, 3)"),
    "beyond every float": (f"(1{'0' * 400}, 3)", f"impossible shape (1{'0' * 78}…"),
    "beyond what Python writes": (f"(0, {'9' * 4000}, 3)", "impossible shape (0, 999"),
    "many axes": (f"({'1, ' * 33})", "impossible shape"),
    "many rows of nothing": ("(1099511627776, 0)", "impossible shape (1099511627776, 0)"),
    "more than arrived": ("(2, 3)", "only 8 of 48 bytes arrived"),
    "less than arrived": ("(0, 3)", "8 bytes follow the numbers"),
    "code": ("(__import__('os'),)", "header of the array cannot be read"),
    "no tuple": ("3", "header of the array cannot be read"),
    "truth": ("(True, 1)", "impossible shape"),
}


@for_each(["shape", "part"], HEADERS.values())
def test_a_header_is_checked_before_anything_is_allocated(shape: str, part: str) -> None:
    with pytest.raises(lv.UnreadableScores) as caught:
        lv.read_scores(announcing(shape))
    assert part in str(caught.value)


def test_many_words_of_no_length_are_refused() -> None:
    data = announcing("(99999999999,)").replace(b"'<f8'", b"'<U0'")[:-8]
    for first, second in ((data, None), (npy(Z), data)):
        with pytest.raises(lv.UnreadableScores, match="impossible shape"):
            lv.read_scores(first, second)


def test_a_header_that_is_too_long_is_refused() -> None:
    text = b"{'descr': '<f8', 'fortran_order': False, 'shape': (" + b"1," * 40_000 + b")}"
    data = b"\x93NUMPY\x02\x00" + struct.pack("<I", len(text)) + text
    with pytest.raises(lv.UnreadableScores, match="header of the array cannot be read"):
        lv.read_scores(data)


TYPES = {
    "fields": (np.zeros(3, dtype=[("a", "f4"), ("b", "i4")]), "is not a plain number"),
    "bfloat16": (np.zeros((3, 2), "V2"), "perhaps bfloat16"),
    "complex": (Z + 1j, "complex"),
    "dates": (np.zeros((3, 2), "M8[s]"), "is not a plain number"),
    "truths": (Z > 0, "No array has one row"),
    "three axes": (Z[None], "No array has one row"),
    "no rows": (Z[:0], "there are no rows"),
}


@for_each(["array", "part"], TYPES.values())
def test_arrays_that_are_no_scores_are_refused(array: Any, part: str) -> None:
    with pytest.raises(lv.UnreadableScores) as caught:
        lv.read_scores(npy(array))
    assert part in str(caught.value)


def test_a_wrong_checksum_is_noticed() -> None:
    data = bytearray(npz(logits=Z))
    data[data.index(Z.tobytes()) + 10] ^= 1
    with pytest.raises(lv.UnreadableScores, match="wrong checksum"):
        lv.read_scores(bytes(data))


def zipped(name: str, data: bytes, announced: int | None = None) -> bytes:
    """Compress one member; its announced size may be wrong."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(name, data)
    raw = bytearray(out.getvalue())
    if announced is not None:
        central = raw.index(b"PK\x01\x02")
        raw[central + 24 : central + 28] = struct.pack("<I", announced)
    return bytes(raw)


def test_a_member_that_lies_about_its_size_is_refused() -> None:
    data = npy(Z)
    assert_array_equal(lv.read_scores(zipped("a.npy", data), Y).logits, Z)
    for announced in (len(data) - 100, len(data) + 100, 1 << 31):
        with pytest.raises(lv.UnreadableScores):
            lv.read_scores(zipped("a.npy", data, announced), Y)


def test_labels_that_compress_far_more_than_scores_are_read() -> None:
    labels = np.arange(4000) % 500
    hot = np.eye(500, dtype=np.float32)[labels]
    data = npz(compressed=True, labels=hot)
    assert hot.nbytes > 50 * len(data)
    z = np.random.default_rng(1).normal(size=(4000, 500)).astype(np.float32)
    assert_array_equal(lv.read_scores(npy(z), data).labels, labels)


def test_members_that_are_harmless_alone_are_refused_together() -> None:
    member = npy(np.zeros((5000, 1000)))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("logits.npy", member)
    assert lv.read_scores(out.getvalue()).logits.shape == (5000, 1000)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as file:
        file.writestr("other.npy", member)
    with pytest.raises(lv.UnreadableScores, match="to 77 MiB: this is not opened, since it may be"):
        lv.read_scores(out.getvalue())


def test_a_member_with_more_or_less_than_its_header_says_is_refused() -> None:
    data = npy(Z)
    for wrong in (data + bytes(8), data[:-8], data[:40]):
        with pytest.raises(lv.UnreadableScores):
            lv.read_scores(zipped("a.npy", wrong), Y)


def test_archives_of_other_files_are_refused() -> None:
    with pytest.raises(lv.UnreadableScores, match=r"ZIP archive of other files \('a\.csv'\)"):
        lv.read_scores(archive(a_csv=b"1,2"))
    with pytest.raises(lv.UnreadableScores, match="ZIP archive of other files"):
        lv.read_scores(archive())


def test_an_archive_of_very_many_files_is_refused() -> None:
    with pytest.raises(lv.UnreadableScores, match="holds 1,001 files, and the limit is 1,000"):
        lv.read_scores(archive(**{f"a{i}": b"" for i in range(1001)}))
