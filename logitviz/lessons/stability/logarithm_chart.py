"""Where logarithms of probabilities go wrong: log(softmax) against the fused form."""

from functools import lru_cache
from typing import Any

import numpy as np
import plotly.graph_objects as go

from logitviz.charts.chart import Chart
from logitviz.charts.formats import stage
from logitviz.charts.layout import INK, NEUTRAL, layout
from logitviz.live.state import Floats

from .controls import FIRST_LOGITS
from .state import StabilityState, pair_logs

FIRST = np.array(FIRST_LOGITS, np.float64)
WAYS = {  # the field of each, and its name
    "naive": "log of naive softmax",
    "shifted": "log of shifted softmax",
    "fused": "fused",
}


def log_curves(state: StabilityState) -> Chart:
    """Three ways to the log-probability over x; a line ends where its way gives no number."""
    return _log_curves(state.dtype)


@lru_cache(maxsize=3)
def _log_curves(dtype: str) -> Chart:
    cross = {"size": 11, "symbol": "x", "color": INK}
    traces = {
        **_curves(dtype),
        **_marks(),
        "end": go.Scatter(
            name="from here on −∞", x=[None], y=[None], mode="markers", marker=cross, legendrank=4
        ),
    }
    shows = {f"{way} at x": {"x": "x", "y": f"pair.{way}"} for way in reversed(WAYS)}
    return Chart("logs", traces, _axes(dtype), shows, describe_logs)


def _curves(dtype: str) -> dict[str, go.Scatter]:
    """Draw a line for each way; the widest lies below the others."""
    over = pair_logs(FIRST, dtype)
    styles: dict[str, dict[str, Any]] = {
        "fused": {"line": {"width": 9, "color": NEUTRAL}, "opacity": 0.5},
        "shifted": {"line": {"width": 5, "dash": "dot"}},
        "naive": {"line": {"width": 3}},
    }
    return {
        way: go.Scatter(
            name=WAYS[way],
            x=list(FIRST),
            mode="lines+markers",
            legendrank=rank,
            **_ending(getattr(over, way)),
            **style,
        )
        for rank, (way, style) in enumerate(styles.items(), 1)
    }


def _ending(y: Floats) -> dict[str, Any]:
    """Draw a way as far as it gives numbers, and cross its end if it gives no more."""
    known = np.isfinite(y)
    size = np.zeros(y.size)
    size[np.flatnonzero(known)[-1]] = 0 if known.all() else 13
    drawn = [float(v) if ok else None for v, ok in zip(y, known, strict=True)]
    return {"y": drawn, "marker": {"size": list(size), "symbol": "x", "opacity": 1}}


def _marks() -> dict[str, go.Scatter]:
    markers = {
        "fused": {"size": 18, "color": NEUTRAL},
        "shifted": {"size": 11, "symbol": "square"},
        "naive": {"size": 8, "color": INK},
    }
    return {
        f"{way} at x": go.Scatter(mode="markers", marker=marker, showlegend=False, cliponaxis=False)
        for way, marker in markers.items()
    }


def _axes(dtype: str) -> go.Layout:
    end = float(FIRST[-1])
    x = {"range": [0, end], "title": {"text": "first logit x", "standoff": 14}}
    y = {
        "range": [-end - 20, 20],
        "tickvals": [-1000, -500, 0],
        "ticktext": ["−1000", "−500", "0"],
    }
    return layout(
        f"log p of the second class of [x, 1], in {dtype}",
        height=330,
        x=x,
        y=y,
        margin={"l": 56, "r": 24},
        legend={"x": 0.02, "y": 0.04, "yanchor": "bottom"},
    )


def describe_logs(state: StabilityState) -> str:
    """Say what each way gives."""
    said = "; ".join(
        f"{name} gives {stage(getattr(state.pair, way))}" for way, name in WAYS.items()
    )
    return f"Log-probability of the second class of [{float(state.x):g}, 1]: {said}."
