"""Work on blocks of rows, so that the stages of a whole batch are never in memory at once.

A batch of logits is a number of rows, each with one number per class. A row is never cut. Inside a
block the class axis comes first: NumPy reduces `[C, n]` over its first axis much faster than
`[n, C]` over a short last one, and a small block stays in the processor's cache. With many
classes a block is not transposed in memory: only its axes are exchanged.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, Self

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray

from logitviz.core._lib.checks import (
    Float64Array,
    FloatArray,
    IntArray,
    class_last,
    logit_array,
    require_largest,
    temperatures,
)
from logitviz.core._lib.stages import SHORT_AXIS, shifted

BLOCK_ENTRIES = 1 << 15  # of float64, a quarter of a megabyte

ArrayFunction = Callable[[Float64Array], Float64Array]


def row_blocks(count: int, entries: int) -> list[slice]:
    """Cut `count` rows, the largest array of which has `entries` numbers, into blocks."""
    if count and entries < 2 * BLOCK_ENTRIES:
        return [slice(0, count)]
    step = math.ceil(count / max(1, entries // BLOCK_ENTRIES))
    return [slice(start, start + step) for start in range(0, count, max(1, step))]


def pick(rows: NDArray[Any], block: slice | IntArray) -> NDArray[Any]:
    """Return the rows of a block; a single number serves every row."""
    return rows[block] if rows.ndim else rows


def as_rows(array: NDArray[Any], lead: tuple[int, ...]) -> NDArray[Any]:
    """Merge the leading axes `lead` of an array into one; a single number stays one."""
    if array.ndim == 0 or len(lead) == 1:
        return array
    return array.reshape(math.prod(lead), *array.shape[len(lead) :])


def map_rows(
    function: Callable[..., FloatArray],
    arrays: Sequence[NDArray[Any]],
    lead: tuple[int, ...],
    tail: tuple[int, ...],
    dtype: DTypeLike,
) -> FloatArray:
    """Apply a function to blocks of rows and round its results once.

    Each array has the shape [*lead, ...] or (); the function takes its rows [n, ...] and returns
    [n, *tail]. The result has the shape [*lead, *tail].
    """
    count, native = math.prod(lead), np.dtype(dtype)
    if not native.isnative:
        native = native.newbyteorder("=")
    rows = [as_rows(array, lead) for array in arrays]
    blocks = row_blocks(count, max(count * math.prod(tail), *(each.size for each in rows)))
    with np.errstate(all="ignore"):
        if len(blocks) == 1:  # it needs no second array
            flat = np.array(function(*rows), native, order="C")
        else:
            flat = np.empty((count, *tail), native)
            for block in blocks:
                flat[block] = function(*(pick(each, block) for each in rows))
    result: FloatArray = flat.reshape((*lead, *tail))[()]
    return result


def class_first(rows: FloatArray) -> Float64Array:
    """Copy `[..., C]` to float64 `[C, ...]`; only a short class axis is transposed in memory."""
    order: Literal["C", "F"] = "C" if rows.shape[-1] < SHORT_AXIS else "F"
    transposed = rows.T if rows.ndim <= 2 else np.moveaxis(rows, -1, 0)
    return np.array(transposed, dtype=np.float64, order=order)


class Block(NamedTuple):
    """Some checked rows of a batch of logits: z [C, n], max z [n] and T, () or [n]."""

    z: Float64Array
    largest: Float64Array
    temperature: Float64Array

    @property
    def shifted(self) -> Float64Array:
        """(z − max z)/T, shape [C, n]."""
        return shifted(self.z, self.largest, self.temperature)


@dataclass(frozen=True, eq=False)
class Rows:
    """Checked logits [..., C] and their temperature; `axis` is where the classes were."""

    logits: FloatArray
    temperature: Float64Array
    axis: int = -1

    @classmethod
    def of(cls, logits: ArrayLike, temperature: ArrayLike, axis: int = -1) -> Self:
        """Check both arguments at the public edge."""
        array = class_last(logit_array(logits), "logits", axis)
        return cls(array, temperatures(temperature, array.shape[:-1]), axis)

    @property
    def dtype(self) -> np.dtype[Any]:
        """The caller's dtype, in this machine's byte order."""
        return self.logits.dtype.newbyteorder("=")

    def each(self, stage: ArrayFunction) -> FloatArray:
        """Apply a stage of the shifted logits that gives one number per class."""
        out = self.map(lambda block: stage(block.shifted).T, tail=self.logits.shape[-1:])
        return out if self.axis == -1 else np.moveaxis(out, -1, self.axis)

    def fold(self, stage: ArrayFunction, dtype: DTypeLike | None = None) -> FloatArray:
        """Apply a stage of the shifted logits that gives one number per row."""
        return self.map(lambda block: stage(block.shifted), dtype=dtype)

    def map(
        self,
        function: Callable[..., FloatArray],
        *others: NDArray[Any],
        tail: tuple[int, ...] = (),
        dtype: DTypeLike | None = None,
    ) -> FloatArray:
        """Apply a function of a block and of the same rows of other arrays, as `map_rows` does."""
        return map_rows(
            lambda z, temperature, *rows: function(self._block(z, temperature), *rows),
            (self.logits, self.temperature, *others),
            self.logits.shape[:-1],
            tail,
            dtype or self.dtype,
        )

    def blocks(self) -> Iterator[tuple[slice, Block]]:
        """Yield all blocks, each with its place among the N rows."""
        lead = self.logits.shape[:-1]
        z, temperature = as_rows(self.logits, lead), as_rows(self.temperature, lead)
        for place in row_blocks(len(z), z.size):
            yield place, self._block(z[place], pick(temperature, place))

    def _block(self, rows: FloatArray, temperature: Float64Array) -> Block:
        z = class_first(rows)
        largest = z.max(axis=0)
        require_largest(largest, self.logits)
        return Block(z, largest, temperature)
