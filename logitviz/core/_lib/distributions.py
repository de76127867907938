"""Probability distributions as arguments: readouts take them, and losses take them as targets."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from logitviz.core._lib.checks import (
    Float64Array,
    FloatArray,
    at_index,
    class_last,
    real_array,
    refuse_nan,
    unmasked_array,
)
from logitviz.core._lib.rows import class_first, map_rows
from logitviz.core._lib.stages import class_sum

SUM_TOLERANCE = 1e-2


@dataclass(frozen=True, eq=False)
class Distributions:
    """Distributions of shape [..., C], which are checked block by block."""

    given: FloatArray
    name: str

    @classmethod
    def of(cls, value: ArrayLike, axis: int = -1, name: str = "p") -> Self:
        """Take the argument of a public function, and move its class axis last."""
        return cls(class_last(real_array(value, name), name, axis), name)

    def block(self, rows: FloatArray) -> Float64Array:
        """Return some rows as float64, shape [C, n], proved to be distributions."""
        return self.block_and_sum(rows)[0]

    def block_and_sum(self, rows: FloatArray) -> tuple[Float64Array, Float64Array]:
        """Return some rows as `block` does, and their sums [n], added up pairwise."""
        p = class_first(rows)
        total = class_sum(p)
        if not (p.min() >= 0 and total.max() - 1 <= SUM_TOLERANCE >= 1 - total.min()):
            self._refuse()
        return p, total

    def fold(self, stage: Callable[[Float64Array], Float64Array]) -> FloatArray:
        """Apply a stage of [C, n] that gives one number per row; the dtype is kept."""
        return map_rows(
            lambda rows: stage(self.block(rows)),
            [self.given],
            self.given.shape[:-1],
            (),
            self.given.dtype,
        )

    def _refuse(self) -> None:
        """Say what is wrong with the whole argument, and where."""
        given, name = self.given, self.name
        refuse_nan(given, name)
        negative = given < 0
        if negative.any():
            raise ValueError(
                f"{name} must hold probabilities of 0 or more, got {given[negative].flat[0]}"
                f"{at_index(negative)}"
            )
        total = given.sum(axis=-1, dtype=np.float64)
        off = np.abs(total - 1) > SUM_TOLERANCE
        if off.any():
            raise ValueError(
                f"{name} must sum to 1 (within {SUM_TOLERANCE:g}) over its classes, "
                f"got a sum of {total[off].flat[0]:.6g}{at_index(off)}"
            )


@dataclass(frozen=True, eq=False)
class Targets:
    """Targets of logits [..., C]: class indices, or distributions over the classes.

    Attributes
    ----------
    rows : ndarray of int, shape () or [...], or of float, shape [..., C]
        What `map_rows` takes: one target for each row of the logits, or one index for all.
    """

    rows: NDArray[Any]
    classes: int
    given: Distributions | None

    @classmethod
    def of(cls, value: ArrayLike, shape: tuple[int, ...]) -> Self:
        """Check the targets of logits of `shape`; their type says which kind they are."""
        array = unmasked_array(value, "target")
        if array.dtype.kind in "iu":
            _require_index_shape(array, shape[:-1])
            index = class_indices(array, shape[-1], "target")
            rows = np.broadcast_to(index, shape[:-1]) if index.ndim else index
            return cls(rows, shape[-1], None)
        if array.dtype.kind != "f":
            raise TypeError(
                "target must hold integers (class indices) or floats (distributions over the "
                f"classes), got dtype {array.dtype}"
            )
        _require_distribution_shape(array, shape)
        distributions = Distributions.of(array, name="target")
        return cls(np.broadcast_to(distributions.given, shape), shape[-1], distributions)

    def block(self, rows: NDArray[Any]) -> NDArray[Any]:
        """Return some rows as class indices, or as distributions [C, n] with a sum of 1."""
        if self.given is None:
            return rows
        p, total = self.given.block_and_sum(rows)
        # A sum that misses 1 by no more than its own rounding is taken as 1.
        exact = np.abs(total - 1) <= self.classes * np.finfo(np.float64).eps
        return p if exact.all() else p / np.where(exact, 1.0, total)

    def as_distributions(self, rows: NDArray[Any]) -> Float64Array:
        """Return some rows as distributions, [C, n], or [C, 1] where one index serves all."""
        if self.given is None:
            return class_first(np.equal(np.atleast_1d(rows)[:, None], np.arange(self.classes)))
        return self.block(rows)


def _require_index_shape(array: NDArray[Any], lead: tuple[int, ...]) -> None:
    if not _fits(array.shape, lead):
        raise ValueError(
            f"a target of integers must be class indices of shape {lead} or broadcasting to it "
            f"(write distributions, also one-hot ones, as floats), got shape {array.shape}"
        )


def _require_distribution_shape(array: NDArray[Any], shape: tuple[int, ...]) -> None:
    if 0 < array.ndim < len(shape):
        raise ValueError(
            f"a target of floats of shape {array.shape} is ambiguous for logits of shape {shape}: "
            "write class labels as integers, and one distribution for all rows as "
            f"np.broadcast_to(target, {shape})"
        )
    if array.shape[-1:] != shape[-1:] or not _fits(array.shape, shape):
        raise ValueError(
            f"a target of floats must be a distribution over the {shape[-1]} classes, of shape "
            f"{shape} or broadcasting to it (class indices must be integers), "
            f"got shape {array.shape}"
        )


def class_indices(index: NDArray[Any], classes: int, name: str) -> NDArray[np.intp]:
    """Return class indices, proved to lie between 0 and C − 1."""
    unknown = (index < 0) | (index >= classes)
    if unknown.any():
        first = index[unknown].flat[0]
        raise ValueError(
            f"{name} must be a class index from 0 to {classes - 1}, got {first}{at_index(unknown)}"
        )
    return index.astype(np.intp)


def _fits(shape: tuple[int, ...], larger: tuple[int, ...]) -> bool:
    try:
        return bool(np.broadcast_shapes(shape, larger) == larger)
    except ValueError:
        return False
