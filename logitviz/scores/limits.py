"""Limits that are checked before anything is allocated."""

import math
from collections.abc import Sequence

from .scores import UnreadableScores

LARGEST_BYTES = 512 << 20  # of a file, and of the numbers in it
LARGEST_HEADER = 1 << 20  # of safetensors, in bytes
MOST_MEMBERS = 1000  # of an archive
LONGEST_PIECE = 2 << 20  # characters of one line of a table, or of one row of JSON
MOST_BLANK_LINES = 100_000
SLICE = 4 << 20  # bytes that one call searches or copies, so that other threads can run between


def mebibytes(size: int) -> str:
    """Write a number of bytes as MiB."""
    return f"{math.ceil(size / (1 << 20)):,} MiB"


def require_room(size: int, what: str) -> None:
    """Raise unless a number of bytes is within the limit."""
    if size > LARGEST_BYTES:
        raise UnreadableScores(
            f"{what} needs {mebibytes(size)}, and the limit is {mebibytes(LARGEST_BYTES)}: "
            "save fewer rows, or the numbers as float16 or float32."
        )


def require_shape(shape: Sequence[int], itemsize: int, arrived: int, what: str) -> int:
    """Return the bytes of an array that a header announces, proved to be what arrived."""
    if not all(type(length) is int and length >= 0 for length in shape):
        raise UnreadableScores(f"{what} announces the impossible shape {tuple(shape)}.")
    size = math.prod(shape) * itemsize
    announced = f"{what} announces the shape {tuple(shape)}, which is {mebibytes(size)}"
    if size > LARGEST_BYTES:
        raise UnreadableScores(f"{announced}, and the limit is {mebibytes(LARGEST_BYTES)}.")
    if size > arrived:
        raise UnreadableScores(
            f"{announced}, but only {arrived:,} of {size:,} bytes arrived: the file is cut off "
            "or damaged. Copy it again."
        )
    return size
