"""The numerical-stability page: both formulas under every slider, verdicts and tables."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from logitviz.charts.old_chart import Numbers
from logitviz.core import Steps, cross_entropy, exp_limits, step_by_step
from logitviz.lessons.stability.charts import (
    NAIVE,
    SHIFTED,
    Sides,
    both_sides,
    naive_verdict,
    shifted_verdict,
    underflown,
)
from logitviz.lessons.stability.logarithm_chart import WAYS, Logs, logs_of_pair
from logitviz.live.old_controls import moving
from logitviz.live.old_link import Link, Parts
from logitviz.live.old_table import (
    CLASSES,
    FACTORS,
    FIRSTS,
    PRECISIONS,
    SUMMANDS,
    TEMPERATURE_VALUES,
    TINY,
)

FIRST_VALUES = np.array([float(x) for x in FIRSTS])
ENDINGS = ("", " = ∞/∞", " = 0/0", " = x/∞", "", " underflow")
UNDERFLOWS = ("", " underflow")
VERDICTS: dict[str, tuple[Callable[[Sides], Any], Sequence[str]]] = {
    "naive": (naive_verdict, NAIVE),
    "shifted": (shifted_verdict, SHIFTED),
}
DEMO = 200.0  # how far the logit sliders of a well-known demo reach


@dataclass(frozen=True, eq=False)
class Hands:
    """The ten logits, and what the page does to them: class `k` moved, times `m`, plus `h`."""

    z: NDArray[np.float64]
    k: int
    m: float
    h: float

    @property
    def logits(self) -> NDArray[np.float64]:
        """Give the logits as the network is taken to give them."""
        return self.z * self.m + self.h

    def moved(self) -> dict[str, NDArray[np.float64]]:
        """Give the logits at every position of each slider, [positions, C]."""
        scales = np.array([float(m) for m in FACTORS])[:, None]
        shifts = np.array([float(h) for h in SUMMANDS])[:, None]
        return {
            "m": self.z * scales + self.h,
            "h": self.z * self.m + shifts,
            f"z{self.k}": moving(self.z, self.k) * self.m + self.h,
        }


def _rows(logits: NDArray[np.float64], temperatures: Numbers) -> NDArray[np.float64]:
    return np.broadcast_to(logits, (temperatures.size, logits.size))


def every_side(hands: Hands, temperature: float, dtype: str) -> tuple[Sides, dict[str, Sides]]:
    """Compute both formulas now, and at every position of each slider."""
    hot = both_sides(_rows(hands.logits, TEMPERATURE_VALUES), TEMPERATURE_VALUES, dtype)
    sweeps = {key: both_sides(z, temperature, dtype) for key, z in hands.moved().items()}
    return both_sides(hands.logits, temperature, dtype), {"T": hot, **sweeps}


def verdict(link: Link, side: str, sides: Sides, sweeps: Mapping[str, Sides]) -> None:
    """Say how a formula fares."""
    judge, words = VERDICTS[side]
    link.sentence(f"{side}_verdict", "{}", lambda s: [(judge(s), words)], sides, sweeps)


def _sum_of_p(steps: Steps) -> Numbers:
    return np.asarray(steps.probabilities.sum(axis=-1, dtype=np.float64))


def _cell(side: str, name: str, index: int) -> tuple[str, Parts]:
    return "{}", lambda s: [(getattr(getattr(s, side), name), "stage", index)]


def _exponential(side: str, index: int) -> tuple[str, Parts]:
    def parts(s: Sides) -> list[Any]:
        steps = getattr(s, side)
        gone = underflown(steps)[..., index]
        return [(steps.exponentials, "stage", index), (gone, UNDERFLOWS)]

    return "{}{}", parts


def _probability(side: str, index: int) -> tuple[str, Parts]:
    def parts(s: Sides) -> list[Any]:
        fate = getattr(s, f"{side}_fates")[..., index]
        return [(getattr(s, side).probabilities, "probability", index), (fate, ENDINGS)]

    return "{}{}", parts


HEADER = ("", "z", "naive: z/T", "exp", "p", "shifted: z − max z", "over T", "exp", "p")


def stages(link: Link, sides: Sides, sweeps: Mapping[str, Sides]) -> None:
    """Show both formulas cell by cell: naive on the left, shifted on the right."""

    def cells(c: int) -> list[tuple[str, Parts] | None]:
        naive = [_cell("naive", name, c) for name in ("logits", "arguments")]
        shifted = [_cell("shifted", name, c) for name in ("first", "arguments")]
        left = [*naive, _exponential("naive", c), _probability("naive", c)]
        return [*left, *shifted, _exponential("shifted", c), _probability("shifted", c)]

    rows = [(f"class {c}", cells(c)) for c in range(CLASSES)]
    link.table("stages", HEADER, [*rows, ("**sum**", _totals())], sides, sweeps)


def _totals() -> list[tuple[str, Parts] | None]:
    both = []
    for side in ("naive", "shifted"):
        both.append(("{}", lambda s, side=side: [(getattr(s, side).total, "stage")]))
        both.append(("{}", lambda s, side=side: [(_sum_of_p(getattr(s, side)), "stage")]))
    return [None, None, *both[:2], None, None, *both[2:]]


# ---- the loss ----


@dataclass(frozen=True, eq=False)
class Losses:
    """The loss of one class in three ways, and exactly; may be a batch."""

    probabilities: tuple[Numbers, Numbers]
    losses: tuple[Numbers, Numbers, Numbers]
    exact: Numbers


def losses(sides: Sides, index: int, logits: ArrayLike, temperature: ArrayLike) -> Losses:
    """Compute the loss of class `index` in each way."""
    naive, shifted = sides.naive, sides.shifted
    logs = (naive.log_probabilities, shifted.log_probabilities, shifted.fused)
    return Losses(
        (naive.probabilities[..., index], shifted.probabilities[..., index]),
        (-logs[0][..., index], -logs[1][..., index], -logs[2][..., index]),
        cross_entropy(logits, index, temperature=temperature),
    )


def every_loss(
    hands: Hands, temperature: float, sides: Sides, sweeps: Mapping[str, Sides]
) -> tuple[Losses, dict[str, Losses]]:
    """Compute the loss now, and at every position of each slider."""
    moved: dict[str, tuple[Numbers, ArrayLike]] = {
        key: (z, temperature) for key, z in hands.moved().items()
    }
    moved["T"] = (_rows(hands.logits, TEMPERATURE_VALUES), TEMPERATURE_VALUES)
    return losses(sides, hands.k, hands.logits, temperature), {
        key: losses(sweeps[key], hands.k, *moved[key]) for key in sweeps
    }


def loss_table(link: Link, index: int, now: Losses, sweeps: Mapping[str, Losses]) -> None:
    """Show the loss of a class in each way."""

    def loss(way: int) -> tuple[str, Parts]:
        return "{}", lambda s: [(s.losses[way], "stage")]

    def p(way: int) -> tuple[str, Parts]:
        return "{}", lambda s: [(s.probabilities[way], "probability")]

    exact: tuple[str, Parts] = ("{}", lambda s: [(s.exact, "stage")])
    rows: list[tuple[str, list[tuple[str, Parts] | None]]] = [
        (WAYS[0], [p(0), loss(0)]),
        (WAYS[1], [p(1), loss(1)]),
        (f"{WAYS[2]}, no p", [None, loss(2)]),
        ("exact", [None, exact]),
    ]
    header = [f"loss of class {index}", "p", "loss −log p"]
    link.table("losses", header, rows, now, sweeps)


def every_log(x: float, dtype: str) -> tuple[Logs, dict[str, Logs]]:
    """Compute the logarithms of the pair now, and at every position of its slider."""
    return logs_of_pair(x, dtype), {"x": logs_of_pair(FIRST_VALUES, dtype)}


def log_words(link: Link, now: Logs, sweeps: Mapping[str, Logs]) -> None:
    """Say what each way makes of the second class of the pair."""
    link.sentence(
        "log_words",
        "z = [{}, 1], log p of the second class: naive {}, shifted {}, fused {}.",
        lambda s: [(s.x, "whole"), *((way, "stage") for way in s.ways)],
        now,
        sweeps,
    )


# ---- the order of division and shift ----


@dataclass(frozen=True, eq=False)
class Orders:
    """Softmax at a tiny temperature: divided before the shift, and after; may be a batch."""

    divided_first: Steps
    shifted_first: Steps


def _orders(logits: ArrayLike, temperature: ArrayLike, dtype: str) -> Orders:
    return Orders(
        step_by_step(logits, temperature=temperature, dtype=dtype, shift="after"),
        step_by_step(logits, temperature=temperature, dtype=dtype, shift="before"),
    )


def every_order(hands: Hands, tiny: str, dtype: str) -> tuple[Orders, dict[str, Orders]]:
    """Compute both orders now, and at every position of each slider."""
    values = np.array([float(t) for t in TINY])
    sweeps = {key: _orders(z, float(tiny), dtype) for key, z in hands.moved().items()}
    sweeps["tiny"] = _orders(_rows(hands.logits, values), values, dtype)
    return _orders(hands.logits, float(tiny), dtype), sweeps


def order_table(link: Link, now: Orders, sweeps: Mapping[str, Orders]) -> None:
    """Show the largest logit's way through both orders."""

    def cells(name: str) -> list[tuple[str, Parts] | None]:
        def largest(stage: str, form: str = "stage") -> tuple[str, Parts]:
            return "{}", lambda s: [(getattr(getattr(s, name), stage).max(axis=-1), form)]

        total: tuple[str, Parts] = ("{}", lambda s: [(getattr(s, name).total, "stage")])
        p = largest("probabilities", "probability")
        return [largest("first"), largest("arguments"), total, p]

    rows = [
        ("divide, then shift", cells("divided_first")),
        ("shift, then divide", cells("shifted_first")),
    ]
    header = ["largest class", "first step", "second step", "sum of exp", "p"]
    link.table("orders", header, rows, now, sweeps)


# ---- the limits ----


def _survives(dtype: str) -> bool:
    ends = np.array([[DEMO] * CLASSES, [-DEMO] * CLASSES, [DEMO, *[-DEMO] * (CLASSES - 1)]])
    return bool(np.isfinite(step_by_step(ends, dtype=dtype).probabilities).all())


def limits_table(link: Link) -> None:
    """Show for each precision where exp ends, and whether ±200 breaks the naive formula."""
    rows = []
    for dtype in PRECISIONS:
        largest, smallest = exp_limits(dtype)
        at_end = step_by_step([DEMO], dtype=dtype).exponentials[0]
        numbers = [np.finfo(dtype).max, largest, smallest, at_end]
        cells = [("{}", _constant(number)) for number in numbers]
        answer = "no" if _survives(dtype) else "yes"
        rows.append((dtype, [*cells, (answer, lambda _: [])]))
    header = ["", "largest number", "exp is ∞ above", "exp is 0 below", "exp(200)",
              "does ±200 break it?"]  # fmt: skip
    link.table("limits", header, rows, None, {})


def _constant(number: np.floating[Any]) -> Parts:
    return lambda _: [(float(number), "stage")]
