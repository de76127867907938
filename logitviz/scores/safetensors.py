"""Read safetensors: eight bytes of length, a header in JSON, and the numbers behind it."""

import json
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .arrays import Stored
from .limits import LARGEST_HEADER, LONGEST_AXIS, require_shape
from .scores import WAY_OUT, UnreadableScores

LENGTH = 8  # bytes of the header's length, little-endian
TYPES = {
    **{"F64": "<f8", "F32": "<f4", "F16": "<f2", "BF16": "<u2", "BOOL": "?"},
    **{"I64": "<i8", "I32": "<i4", "I16": "<i2", "I8": "i1"},
    **{"U64": "<u8", "U32": "<u4", "U16": "<u2", "U8": "u1"},
}
PLAUSIBLE = 1 << 40  # eight letters of a text would be a far larger length


def is_safetensors(data: bytes) -> bool:
    """Whether the bytes begin as safetensors do."""
    length = int.from_bytes(data[:LENGTH], "little")
    return data[LENGTH : LENGTH + 1] == b"{" and 2 <= length < PLAUSIBLE


def read_safetensors(data: bytes) -> list[Stored]:
    """Return the arrays of a file, views of its bytes; bfloat16 becomes float32."""
    length = int.from_bytes(data[:LENGTH], "little")
    if length > min(LARGEST_HEADER, len(data) - LENGTH):
        raise UnreadableScores(
            f"The safetensors file announces a header of {length:,} bytes; {len(data):,} bytes "
            f"arrived, and the limit is {LARGEST_HEADER:,}: the file is cut off or damaged."
        )
    try:
        header = json.loads(data[LENGTH : LENGTH + length])
        entries = {k: v for k, v in header.items() if k != "__metadata__"}
        return [_stored(name, entry, data, LENGTH + length) for name, entry in entries.items()]
    except UnreadableScores:
        raise
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise UnreadableScores(
            f"The header of the safetensors file cannot be read; save it again, {WAY_OUT}."
        ) from error


def _stored(name: str, entry: dict[str, Any], data: bytes, base: int) -> Stored:
    what = f"array '{name[:40]}'"
    kind = entry["dtype"]
    if kind not in TYPES:
        raise UnreadableScores(
            f"{what} is of the type {str(kind)[:20]}, which is not read; convert it to float32."
        )
    dtype, shape = np.dtype(TYPES[kind]), tuple(entry["shape"])
    start, stop = entry["data_offsets"]
    whole = type(start) is int and type(stop) is int
    if not whole or not 0 <= start <= stop <= LONGEST_AXIS:
        raise UnreadableScores(f"{what} has the impossible place {str([start, stop])[:40]}.")
    arrived = min(stop, len(data) - base) - start
    if require_shape(shape, dtype.itemsize, max(0, arrived), what) != stop - start:
        raise UnreadableScores(f"{what} of shape {shape} does not fill its {stop - start:,} bytes.")
    array: NDArray[Any] = np.ndarray(shape, dtype, data, base + start)
    if kind == "BF16":
        require_shape(shape, 4, 2 * arrived, what)
        return Stored(name, shape, np.dtype(np.float32), lambda: _widened(array))
    return Stored(name, shape, dtype, lambda: array)


def _widened(bits: NDArray[Any]) -> NDArray[np.float32]:
    """Return bfloat16 as float32: the same bits, and 16 zeros behind them."""
    wide = np.zeros((*bits.shape, 2), "<u2")
    wide[..., 1] = bits
    return wide.view("<f4")[..., 0].astype(np.float32, copy=False)
