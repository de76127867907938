"""The steps that cut classes: temperature, top-k, top-p and min-p, block by block of rows."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Self, TypedDict, Unpack

import numpy as np
from numpy.typing import ArrayLike

from logitviz.core._lib.checks import (
    BoolArray,
    Float64Array,
    IntArray,
    at_index,
    one_or_each,
    real_array,
)
from logitviz.core._lib.rows import Block, Rows, as_rows, pick
from logitviz.core._lib.stages import shifted, softmax_stage

STEPS = ("temperature", "top_k", "top_p", "min_p")
ROUNDING = 1e-12  # what misses its bound by no more than this misses it by rounding


class TruncationOptions(TypedDict, total=False):
    """The options of `truncate`."""

    temperature: ArrayLike
    top_k: ArrayLike | None
    top_p: ArrayLike | None
    min_p: ArrayLike | None
    order: Sequence[str]


@dataclass(frozen=True, eq=False)
class Truncated:
    """Checked logits [..., C], the bounds of the steps that have one, and the order of them all."""

    rows: Rows
    bounds: Mapping[str, Float64Array]
    order: tuple[str, ...]

    @classmethod
    def of(cls, logits: ArrayLike, **steps: Unpack[TruncationOptions]) -> Self:
        """Check the arguments of `truncate`."""
        if unknown := steps.keys() - TruncationOptions.__annotations__.keys():
            raise TypeError(f"there is no option {min(unknown)!r} of truncate")
        rows = Rows.of(logits, steps.get("temperature", 1.0))
        order = _checked_order(steps.get("order", STEPS))
        lead = rows.logits.shape[:-1]
        given = {
            "top_k": steps.get("top_k"),
            "top_p": steps.get("top_p"),
            "min_p": steps.get("min_p"),
        }
        bounds = {
            name: as_rows(_bound(value, name, lead), lead)
            for name, value in given.items()
            if value is not None
        }
        return cls(rows, bounds, order)

    def blocks(self) -> Iterator[tuple[slice, Iterator["Stage"]]]:
        """Yield the stages of all blocks of rows, each with its place among the rows."""
        with np.errstate(all="ignore"):
            for place, block in self.rows.blocks():
                here = {name: pick(bound, place) for name, bound in self.bounds.items()}
                yield place, _stages(block, here, self.order)


def _checked_order(order: Sequence[str]) -> tuple[str, ...]:
    """Return the order as a tuple, proved to name each step once."""
    if isinstance(order, str) or sorted(order) != sorted(STEPS):
        raise ValueError(f"order must name each of {', '.join(STEPS)} once, got {order!r}")
    return tuple(order)


def _bound(value: ArrayLike, name: str, lead: tuple[int, ...]) -> Float64Array:
    """Return one bound, or one for each vector of the leading shape."""
    array = real_array(value, name).astype(np.float64)
    if name == "top_k":
        wrong, allowed = ~((array >= 1) & (array == np.floor(array))), "a whole number of 1 or more"
    else:
        wrong, allowed = ~((array >= 0) & (array <= 1)), "from 0 to 1"
    if wrong.any():
        raise ValueError(f"{name} must be {allowed}, got {array[wrong].flat[0]:g}{at_index(wrong)}")
    return one_or_each(array, lead, name)


class Stage(NamedTuple):
    """Classes first, [C, n]: shifted logits, their softmax, and which are kept."""

    shifted: Float64Array
    probabilities: Float64Array
    kept: BoolArray


def _stages(
    block: Block, bounds: Mapping[str, Float64Array], order: Sequence[str]
) -> Iterator[Stage]:
    """Give the stage of the logits themselves and one after each step."""
    temperature = np.array(1.0)
    stage = _stage(block, temperature, block.z > -np.inf)
    yield stage
    for name in order:
        if name == "temperature":
            temperature = block.temperature
            hot = _stage(block, temperature, stage.kept)
            kept = hot.kept & (_first(hot.shifted) | (temperature > 0))
            stage = _stage(block, temperature, kept)
        elif name in bounds:
            # By the logits themselves: divided by T they may all tie, as at T = inf.
            z = np.where(stage.kept, block.z, -np.inf)
            stage = _stage(block, temperature, stage.kept & CUTS[name](stage, z, bounds[name]))
        yield stage


def _stage(block: Block, temperature: Float64Array, kept: BoolArray) -> Stage:
    s = shifted(np.where(kept, block.z, -np.inf), block.largest, temperature)
    return Stage(s, softmax_stage(s), kept)


def _first(s: Float64Array) -> BoolArray:
    """Tell which class has the largest logit, the lowest one on a tie."""
    return np.asarray(np.arange(len(s))[:, None] == s.argmax(axis=0))


def _largest_first(z: Float64Array) -> IntArray:
    """Give the classes by their logits, the largest first, the lower one on a tie."""
    return np.argsort(-z, axis=0, kind="stable")


def _scattered(by_rank: BoolArray, classes: IntArray) -> BoolArray:
    """Put what is said of the first, second, … class to the places of these classes."""
    found = np.empty_like(by_rank)
    np.put_along_axis(found, classes, by_rank, axis=0)
    return found


def _top_k(_: Stage, z: Float64Array, k: Float64Array) -> BoolArray:
    ranks = np.broadcast_to(np.arange(len(z))[:, None], z.shape)
    return _scattered(ranks < k, _largest_first(z))


def _top_p(stage: Stage, z: Float64Array, p: Float64Array) -> BoolArray:
    classes = _largest_first(z)
    ranked = np.take_along_axis(stage.probabilities, classes, axis=0)
    before = ranked.cumsum(axis=0) - ranked
    reached = (before >= p - ROUNDING) & (p < 1)
    reached[0] = False  # the set is never empty
    kept: BoolArray = ~reached
    return _scattered(kept, classes)


def _min_p(stage: Stage, _: Float64Array, share: Float64Array) -> BoolArray:
    return np.asarray(np.exp(stage.shifted) >= share * (1 - ROUNDING))


CUTS: Mapping[str, Callable[[Stage, Float64Array, Float64Array], BoolArray]] = {
    "top_k": _top_k,
    "top_p": _top_p,
    "min_p": _min_p,
}
