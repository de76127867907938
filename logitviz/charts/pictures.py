"""Small grey pictures inside a figure."""

import struct
import zlib
from base64 import b64encode
from typing import Any

import numpy as np
from numpy.typing import NDArray

ZOOM = 8  # each pixel becomes a square of this many: browsers blur small pictures
PICTURE_SIZE = 0.84  # of a unit of the axes, so that neighbours do not touch
SIGNATURE = b"\x89PNG\r\n\x1a\n"
Grey = NDArray[np.uint8]


def grey_picture(ink: NDArray[Any], full: float, zoom: int = ZOOM) -> Grey:
    """Draw ink [H, W], from 0 (white paper) to `full` (black), each pixel a square of `zoom`."""
    grey = np.rint(255 * (1 - np.asarray(ink, dtype=np.float64) / full)).astype(np.uint8)
    large: Grey = np.kron(grey, np.ones((zoom, zoom), dtype=np.uint8))
    return large


def address_of(grey: Grey) -> str:
    """Write a picture as the data URL of a PNG."""
    lines = np.insert(grey, 0, 0, axis=1).tobytes()  # every line begins with its filter, 0 for none
    header = struct.pack(">2I5B", grey.shape[1], grey.shape[0], 8, 0, 0, 0, 0)
    body = _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(lines, 9)) + _chunk(b"IEND", b"")
    return f"data:image/png;base64,{b64encode(SIGNATURE + body).decode()}"


def _chunk(kind: bytes, body: bytes) -> bytes:
    whole = kind + body
    return struct.pack(">I", len(body)) + whole + struct.pack(">I", zlib.crc32(whole))


def placed(grey: Grey, *, x: float, y: float) -> dict[str, Any]:
    """Place the centre of a picture on the axes, in its proportions, within one unit.

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
