"""The charts of the numerical-stability page, in states that break and in states that do not."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from logitviz.charts.old_chart import Chart
from logitviz.core import Steps
from logitviz.lessons.stability.charts import (
    UNDERFLOW,
    Sides,
    both_sides,
    fates,
    naive_bars,
    shifted_bars,
)
from logitviz.lessons.stability.logarithm_chart import log_curves, logs_of_pair
from logitviz.lessons.stability.range_chart import reach
from tests.charts.scenery import INDEX, TEMPERATURES, Floats, Make, moved

DTYPE = "float16"
SHIFTS = np.array([-1e5, -20.0, 0.0, 6.5, 10.0, 1e3, 1e5])
SCALES = np.array([1.0, 5.0, 30.0, 1e5])
PAIR = np.arange(0.0, 1201.0, 10.0)


def _sides(z: Floats, t: float) -> dict[str, Any]:
    def single(logits: Floats, temperature: float = t) -> Sides:
        return both_sides(logits, temperature, DTYPE)

    rows = {
        "m": SCALES[:, None] * z,
        "h": SHIFTS[:, None] + z,
        "z3": np.stack(moved(z, INDEX)) + 8,
    }
    hot = np.broadcast_to(z, (TEMPERATURES.size, z.size))
    return {
        "now": single(z + 8),
        "singles": {key: [single(row) for row in batch] for key, batch in rows.items()}
        | {"T": [single(z, float(each)) for each in TEMPERATURES]},
        "batches": {key: both_sides(batch, t, DTYPE) for key, batch in rows.items()}
        | {"T": both_sides(hot, TEMPERATURES, DTYPE)},
    }


def _side(name: str) -> Make:
    def steps(z: Floats, t: float) -> dict[str, Any]:
        made = _sides(z, t)
        return {
            "now": getattr(made["now"], name),
            "singles": {
                key: [getattr(s, name) for s in row] for key, row in made["singles"].items()
            },
            "batches": {key: getattr(s, name) for key, s in made["batches"].items()},
        }

    return steps


def _logs(z: Floats, t: float) -> dict[str, Any]:
    now = 10 * np.round(10 * abs(z[0]))
    return {
        "now": logs_of_pair(now, DTYPE),
        "singles": {"x": [logs_of_pair(x, DTYPE) for x in PAIR]},
        "batches": {"x": logs_of_pair(PAIR, DTYPE)},
    }


CHARTS: dict[str, tuple[Chart[Any], Make]] = {
    "naive": (naive_bars(height=200), _side("naive")),
    "shifted": (shifted_bars(height=200), _side("shifted")),
    "reach": (reach(DTYPE, height=180), _sides),
    "logs": (log_curves(PAIR, DTYPE, height=330), _logs),
}

Masks = Mapping[tuple[int, str], NDArray[np.bool_]]


def _no_number(steps: Steps) -> Masks:
    fate = fates(steps)
    nobody = ((fate > 0) & (fate != UNDERFLOW)).any(axis=-1)
    return {(0, "y"): fate > 0, (1, "y"): nobody[..., None]}


def _nowhere(sides: Sides) -> Masks:
    both = (sides.naive, sides.shifted)
    return {(i, "x"): np.isnan(steps.arguments) for i, steps in enumerate(both)}


def _ended(logs: Any) -> Masks:
    over = logs_of_pair(PAIR, DTYPE).ways[::-1]
    lines = {(i, "y"): ~np.isfinite(y) for i, y in enumerate(over)}
    marks = {(i + 3, "y"): ~np.isfinite(y)[..., None] for i, y in enumerate(logs.ways[::-1])}
    word = {(6, name): np.array([True]) for name in ("x", "y")}  # only in the legend
    return lines | marks | word


GAPS = {"naive": _no_number, "shifted": _no_number, "reach": _nowhere, "logs": _ended}
