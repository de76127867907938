"""Limits that are checked before anything is allocated."""

import math
from collections.abc import Sequence

from .scores import UnreadableScores

LARGEST_BYTES = 512 << 20  # of a file, and of the numbers in it
LARGEST_HEADER = 1 << 20  # of safetensors, in bytes
MOST_MEMBERS = 1000  # of an archive
LONGEST_PIECE = 2 << 20  # characters of one line of a table, or of one row of JSON
MOST_BLANK_LINES = 100_000
MOST_AXES = 32  # of an array, as old versions of NumPy allow
LONGEST_AXIS = 1 << 48  # and the last place in a file; JSON can announce any number
LONGEST_EMPTY = 1 << 20  # rows or columns of an array that holds no numbers
LONGEST_SHOWN = 80  # characters of what a header says, in a message
SLICE = 4 << 20  # bytes that one call searches or copies, so that other threads can run between


def mebibytes(size: int) -> str:
    """Write a number of bytes as MiB."""
    return f"{-(-size >> 20):,} MiB"  # rounded up, in integers of any length


def require_room(size: int, what: str) -> None:
    """Raise unless a number of bytes is within the limit."""
    if size > LARGEST_BYTES:
        raise UnreadableScores(
            f"{what} needs {mebibytes(size)}, and the limit is {mebibytes(LARGEST_BYTES)}: "
            "save fewer rows, or the numbers as float16 or float32."
        )


def require_shape(shape: Sequence[int], itemsize: int, arrived: int, what: str) -> int:
    """Return the size in bytes that a header announces.

    Raise if it is over the limit or more than arrived.
    """
    shown = _shown(shape)
    if not _possible(shape, itemsize):
        raise UnreadableScores(f"{what} announces the impossible shape {shown}.")
    size = math.prod(shape) * itemsize
    announced = f"{what} announces the shape {shown}, which is {mebibytes(size)}"
    if size > LARGEST_BYTES:
        raise UnreadableScores(f"{announced}, and the limit is {mebibytes(LARGEST_BYTES)}.")
    if size > arrived:
        raise UnreadableScores(
            f"{announced}, but only {arrived:,} of {size:,} bytes arrived: the file is cut off "
            "or damaged. Copy it again."
        )
    return size


def _possible(shape: Sequence[int], itemsize: int) -> bool:
    """Whether a shape can be that of an array in a file."""
    if len(shape) > MOST_AXES:
        return False
    if not all(type(length) is int and 0 <= length <= LONGEST_AXIS for length in shape):
        return False
    empty = itemsize == 0 or 0 in shape
    return not empty or max(shape, default=0) <= LONGEST_EMPTY


def _shown(shape: Sequence[object]) -> str:
    """Write a shape, which may be of any length and hold anything."""
    text = str(tuple(shape[: MOST_AXES + 1]))
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"
