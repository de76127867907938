import json
import struct
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_array_equal

import logitviz as lv
from tests.cases import for_each
from tests.scores.files import example, safetensors

Z, Y = example()


def of_header(header: Any, body: bytes = bytes(48)) -> bytes:
    text = json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text + body


@for_each(["kind", "dtype"], [("F64", "<f8"), ("F32", "<f4"), ("F16", "<f2")])
def test_floats_are_views_of_the_bytes(kind: str, dtype: str) -> None:
    z = Z.astype(dtype)
    scores = lv.read_scores(safetensors(logits=(kind, z), labels=("I32", Y.astype("<i4"))))
    assert_array_equal(scores.logits, z)
    assert_array_equal(scores.labels, Y)
    assert not scores.logits.flags.owndata


def test_bfloat16_becomes_float32_exactly() -> None:
    bits = (Z.astype("<f4").view("<u4") >> 16).astype("<u2")
    kept = (bits.astype("<u4") << 16).view("<f4")  # bfloat16 is the upper half of a float32
    scores = lv.read_scores(safetensors(logits=("BF16", bits)), Y)
    assert_array_equal(scores.logits, kept)
    assert scores.logits.dtype == np.float32


def entry(**changes: Any) -> dict[str, Any]:
    return {"logits": {"dtype": "F64", "shape": [2, 3], "data_offsets": [0, 48]} | changes}


REFUSED = {
    "more than arrived": (entry(shape=[3, 3], data_offsets=[0, 72]), "only 48 of 72 bytes"),
    "huge": (entry(shape=[1 << 40, 1 << 40]), "the limit is 512 MiB"),
    "beyond every float": (entry(shape=[10**400, 3]), f"impossible shape (1{'0' * 78}…"),
    "beyond what Python writes": (
        entry(shape=[1 << 48, 10**4200], data_offsets=[0, 10**4200]),
        "impossible place [0, 1",
    ),
    "rows of nothing": (entry(shape=[1 << 40, 0], data_offsets=[0, 0]), "impossible shape"),
    "many axes": (entry(shape=[1] * 5000), "impossible shape (1, 1"),
    "negative": (entry(shape=[-2, -3]), "impossible shape"),
    "fractions": (entry(shape=[2.0, 3.0]), "impossible shape"),
    "place": (entry(data_offsets=[-8, 40]), "impossible place"),
    "not filled": (entry(data_offsets=[0, 40]), "only 40 of 48 bytes"),
    "overfilled": (entry(shape=[2, 2]), "does not fill its 48 bytes"),
    "a type": (entry(dtype="F8_E4M3"), "type F8_E4M3, which is not read"),
    "no entry": ({"logits": 3}, "header of the safetensors file cannot be read"),
    "no offsets": ({"logits": {"dtype": "F64", "shape": [2, 3]}}, "cannot be read"),
    "empty": ({}, "No array has one row"),
}


@for_each(["header", "part"], REFUSED.values())
def test_a_header_is_checked_before_anything_is_allocated(header: Any, part: str) -> None:
    with pytest.raises(lv.UnreadableScores) as caught:
        lv.read_scores(of_header(header))
    assert part in str(caught.value)


def test_the_length_of_the_header_is_checked() -> None:
    for length in (10_000, 1 << 30):
        with pytest.raises(lv.UnreadableScores, match=r"announces a header of"):
            lv.read_scores(struct.pack("<Q", length) + b'{"a": 1}')
    with pytest.raises(lv.UnreadableScores, match="cannot be read"):
        lv.read_scores(struct.pack("<Q", 5000) + b'{"a":' * 1000)
