"""Labelled logits as arguments: a row of logits for each sample, and the index of its class."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import ArrayLike

from logitviz.core._lib.checks import (
    Float64Array,
    FloatArray,
    IntArray,
    class_last,
    logit_array,
    require_largest,
    unmasked_array,
)
from logitviz.core._lib.distributions import class_indices
from logitviz.core._lib.rows import class_first, pick, row_blocks
from logitviz.core._lib.stages import shifted


class TopBlock(NamedTuple):
    """Some checked rows of logits: z [C, n], the class of max z [n], max z [n], T, () or [n]."""

    z: Float64Array
    top: IntArray
    largest: Float64Array
    temperature: Float64Array

    @property
    def shifted(self) -> Float64Array:
        """(z − max z)/T, shape [C, n]."""
        return shifted(self.z, self.largest, self.temperature)


@dataclass(frozen=True, eq=False)
class Samples:
    """Some or all rows of checked logits [M, C], with their labels [M].

    Attributes
    ----------
    logits : ndarray, shape [M, C]
        As given: every block of rows is checked when it is read.
    labels : ndarray of int, shape [M]
        The true classes, 0 to C − 1.
    rows : ndarray of int, shape [N], or None
        Which rows count, in which order. None stands for all of them.
    """

    logits: FloatArray
    labels: IntArray
    rows: IntArray | None = None

    @classmethod
    def of(cls, logits: ArrayLike, labels: ArrayLike) -> Self:
        """Check both arguments at the public edge."""
        z = class_last(logit_array(logits), "logits", -1)
        if z.ndim != 2 or len(z) == 0:
            raise ValueError(
                f"logits must have the shape [N, C] with at least one row, got shape {z.shape}"
            )
        return cls(z, _checked_labels(labels, z.shape))

    def __len__(self) -> int:
        """N, the number of rows that count."""
        return len(self.logits if self.rows is None else self.rows)

    def only(self, rows: IntArray) -> Self:
        """Keep some of the rows that count, by their places among them; nothing is copied."""
        return replace(self, rows=rows if self.rows is None else self.rows[rows])

    @property
    def classes(self) -> int:
        """C, the number of classes."""
        return int(self.logits.shape[-1])

    @property
    def truth(self) -> IntArray:
        """The labels of the rows that count, shape [N]."""
        return self.labels if self.rows is None else self.labels[self.rows]

    def read(self) -> Iterator[tuple[slice, Float64Array]]:
        """Yield blocks of logits [C, n], each with its place among the rows that count."""
        n = len(self)
        for place in row_blocks(n, n * self.classes):
            yield place, class_first(self.logits[self._rows(place)])

    def blocks(self, temperature: Float64Array) -> Iterator[tuple[slice, TopBlock]]:
        """Yield all blocks as `read` does, checked, with T, () or [M]."""
        for place, z in self.read():
            top = z.argmax(axis=0)  # of a NaN if there is one
            largest = z[top, np.arange(len(top))]
            require_largest(largest, self.logits)
            yield place, TopBlock(z, top, largest, pick(temperature, self._rows(place)))

    def _rows(self, place: slice) -> slice | IntArray:
        return place if self.rows is None else self.rows[place]


def _checked_labels(value: ArrayLike, shape: tuple[int, ...]) -> IntArray:
    labels = unmasked_array(value, "labels")
    if labels.dtype.kind not in "iu":
        raise TypeError(f"labels must hold integers (class indices), got dtype {labels.dtype}")
    if labels.shape != shape[:1]:
        raise ValueError(
            f"labels must have one entry for each of the {shape[0]} rows of logits, "
            f"got shape {labels.shape}"
        )
    return class_indices(labels, shape[1], "labels")
