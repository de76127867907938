"""Small grey pictures inside a figure."""

import struct
import zlib
from base64 import b64encode
from typing import Any

import numpy as np
from numpy.typing import NDArray

ZOOM = 8  # each pixel so many times, for a page that would blur a few pixels enlarged
SIGNATURE = b"\x89PNG\r\n\x1a\n"


def _chunk(kind: bytes, body: bytes) -> bytes:
    whole = kind + body
    return struct.pack(">I", len(body)) + whole + struct.pack(">I", zlib.crc32(whole))


def address_of(ink: NDArray[Any], full: float) -> str:
    """Write ink [H, W], from 0 (white paper) to `full` (black), as the address of a picture."""
    grey = np.rint(255 * (1 - np.asarray(ink, dtype=np.float64) / full)).astype(np.uint8)
    large = np.kron(grey, np.ones((ZOOM, ZOOM), dtype=np.uint8))
    lines = np.insert(large, 0, 0, axis=1).tobytes()  # every line begins with its filter: none
    header = struct.pack(">2I5B", large.shape[1], large.shape[0], 8, 0, 0, 0, 0)
    png = SIGNATURE + _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(lines, 9))
    return f"data:image/png;base64,{b64encode(png + _chunk(b'IEND', b'')).decode()}"


def placed(ink: NDArray[Any], full: float, x: float, y: float, size: float) -> dict[str, Any]:
    """Put a picture at a place on the axes, `size` units of them wide and high."""
    return {
        "source": address_of(ink, full),
        "x": x,
        "y": y,
        "sizex": size,
        "sizey": size,
        "xref": "x",
        "yref": "y",
        "xanchor": "center",
        "yanchor": "middle",
        "sizing": "contain",
        "layer": "above",
    }
