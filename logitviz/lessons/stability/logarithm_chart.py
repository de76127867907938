"""Where logarithms and tiny temperatures go wrong: log(softmax) against the fused form."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike, DTypeLike

from logitviz.charts.formats import stage
from logitviz.charts.layout import INK, NEUTRAL, layout
from logitviz.charts.old_chart import Chart, Numbers, TraceValues, Values, column
from logitviz.core import step_by_step

SECOND = 1.0  # the other logit of the pair
WAYS = ("log of naive softmax", "log of shifted softmax", "fused")


@dataclass(frozen=True, eq=False)
class Logs:
    """Log-probability of the second class of the pair [x, 1], in three ways; may be a batch."""

    x: Numbers
    naive: Numbers
    shifted: Numbers
    fused: Numbers

    @property
    def ways(self) -> tuple[Numbers, Numbers, Numbers]:
        """Give the three ways in the order of `WAYS`."""
        return self.naive, self.shifted, self.fused


def logs_of_pair(x: ArrayLike, dtype: DTypeLike) -> Logs:
    """Compute the log-probability of the second of two logits [x, 1] in one precision."""
    first = np.asarray(x, dtype=np.float64)
    pair = np.stack([first, np.full(first.shape, SECOND)], axis=-1)
    naive, shifted = (step_by_step(pair, dtype=dtype, shift=s) for s in ("never", "before"))
    return Logs(
        first, naive.log_probabilities[..., 1], shifted.log_probabilities[..., 1],
        shifted.fused[..., 1],
    )  # fmt: skip


def log_curves(positions: Numbers, dtype: DTypeLike, *, height: int) -> Chart[Logs]:
    """Three ways to the log-probability over x; a way ends where it gives no number."""

    def skeleton() -> go.Figure:
        styles = (
            {"line": {"width": 3}, "legendrank": 3},
            {"line": {"width": 5, "dash": "dot"}, "legendrank": 2},
            {"line": {"width": 9, "color": NEUTRAL}, "opacity": 0.5, "legendrank": 1},
        )
        over = logs_of_pair(positions, dtype)
        lines = [
            go.Scatter(name=name, x=list(positions), mode="lines+markers", **_ending(y), **style)
            for name, y, style in zip(WAYS[::-1], over.ways[::-1], styles[::-1], strict=True)
        ]
        dots = {"mode": "markers", "showlegend": False, "cliponaxis": False}
        marks = [
            go.Scatter(marker={"size": 18, "color": NEUTRAL}, **dots),
            go.Scatter(marker={"size": 11, "symbol": "square"}, **dots),
            go.Scatter(marker={"size": 8, "color": INK}, **dots),
        ]
        cross = {"size": 11, "symbol": "x", "color": INK}
        ended = go.Scatter(
            name="from here on −∞", x=[None], y=[None], mode="markers", marker=cross, legendrank=4
        )
        end = float(positions[-1])
        x = {"range": [0, end], "title": {"text": "first logit x", "standoff": 14}}
        y = {
            "range": [-end - 20, 20],
            "tickvals": [-1000, -500, 0],
            "ticktext": ["−1000", "−500", "0"],
        }
        title = f"log p of the second class of [x, 1], in {np.dtype(dtype)}"
        axes = layout(title, height=height, x=x, y=y, margin={"l": 56, "r": 24})
        legend = {"x": 0.02, "y": 0.04, "yanchor": "bottom"}
        figure = go.Figure([*lines, *marks, ended], axes)
        return figure.update_layout(showlegend=True, legend=legend)

    def values(logs: Logs) -> Sequence[TraceValues]:
        x = Values(column(logs.x))
        ends = [np.where(np.isfinite(y), y, np.nan) for y in logs.ways[::-1]]
        return *({} for _ in WAYS), *({"x": x, "y": Values(column(y))} for y in ends)

    return Chart("logs", skeleton, values, describe_logs, revision=str(dtype))


def _ending(y: Numbers) -> dict[str, Any]:
    """Draw a way as far as it gives numbers, and cross its end if it gives no more."""
    known = np.isfinite(y)
    last = np.flatnonzero(known)[-1]
    size = np.zeros(y.size)
    size[last] = 0 if known.all() else 13
    drawn = [float(v) if ok else None for v, ok in zip(y, known, strict=True)]
    return {"y": drawn, "marker": {"size": list(size), "symbol": "x", "opacity": 1}}


def describe_logs(logs: Logs) -> str:
    """Say what each way gives."""
    told = "; ".join(
        f"{way} gives {stage(value)}" for way, value in zip(WAYS, logs.ways, strict=True)
    )
    return f"Log-probability of the second class of [{float(logs.x):g}, 1]: {told}."
