"""Small grey pictures inside a figure."""

import struct
import zlib
from base64 import b64encode
from typing import Any

import numpy as np
from numpy.typing import NDArray

ZOOM = 8  # each pixel so many times, for a page that would blur a few pixels grey_picture
PICTURE_SIZE = 0.94  # of a unit of the axes
SIGNATURE = b"\x89PNG\r\n\x1a\n"
Grey = NDArray[np.uint8]


def grey_picture(ink: NDArray[Any], full: float) -> Grey:
    """Draw ink [H, W], from 0 (white paper) to `full` (black), each pixel a small square."""
    grey = np.rint(255 * (1 - np.asarray(ink, dtype=np.float64) / full)).astype(np.uint8)
    large: Grey = np.kron(grey, np.ones((ZOOM, ZOOM), dtype=np.uint8))
    return large


def address_of(grey: Grey) -> str:
    """Write a picture as its own address, a PNG."""
    lines = np.insert(grey, 0, 0, axis=1).tobytes()  # every line begins with its filter: none
    header = struct.pack(">2I5B", grey.shape[1], grey.shape[0], 8, 0, 0, 0, 0)
    body = _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(lines, 9)) + _chunk(b"IEND", b"")
    return f"data:image/png;base64,{b64encode(SIGNATURE + body).decode()}"


def _chunk(kind: bytes, body: bytes) -> bytes:
    whole = kind + body
    return struct.pack(">I", len(body)) + whole + struct.pack(">I", zlib.crc32(whole))


def placed(grey: Grey, *, x: float, y: float) -> dict[str, Any]:
    """Put the middle of a picture at a place on the axes, within a unit each way, never squashed.

    The style sheet keeps its pixels sharp.
    """
    return {
        "source": address_of(grey),
        "x": x,
        "y": y,
        "sizex": PICTURE_SIZE,
        "sizey": PICTURE_SIZE,
        "xref": "x",
        "yref": "y",
        "xanchor": "center",
        "yanchor": "middle",
        "sizing": "contain",
        "layer": "above",
    }
