"""Small grey pictures inside a figure."""

import struct
import zlib
from base64 import b64decode

import numpy as np
from numpy.testing import assert_array_equal

from logitviz.charts.pictures import ZOOM, address_of, enlarged
from logitviz.datasets.digits import load_digits


def test_a_picture_is_a_png_of_its_ink() -> None:
    ink = load_digits().images[0]
    start, _, body = address_of(enlarged(ink, 16)).partition(",")
    png = b64decode(body)
    assert start == "data:image/png;base64"
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    chunks, place = {}, 8
    while place < len(png):
        (size,) = struct.unpack(">I", png[place : place + 4])
        kind, data = png[place + 4 : place + 8], png[place + 8 : place + 8 + size]
        (check,) = struct.unpack(">I", png[place + 8 + size : place + 12 + size])
        assert check == zlib.crc32(kind + data)
        chunks[kind] = data
        place += 12 + size
    assert list(chunks) == [b"IHDR", b"IDAT", b"IEND"]
    side = 8 * ZOOM
    assert chunks[b"IHDR"] == struct.pack(">2I5B", side, side, 8, 0, 0, 0, 0)
    lines = np.frombuffer(zlib.decompress(chunks[b"IDAT"]), np.uint8).reshape(side, side + 1)
    assert_array_equal(lines[:, 0], 0)
    assert_array_equal(lines[::ZOOM, 1::ZOOM], np.rint(255 * (1 - ink / 16)))
