"""Where logarithms of probabilities go wrong: log(softmax) against the fused form."""

from functools import lru_cache
from typing import Any

import numpy as np
import plotly.graph_objects as go

from logitviz.charts.chart import Chart
from logitviz.charts.formats import stage
from logitviz.charts.layout import INK, NEUTRAL, axis_title, layout
from logitviz.live.state import Floats

from .controls import FIRST_LOGITS
from .state import StabilityState, pair_logs

X_GRID = np.array(FIRST_LOGITS, np.float64)
FORMULAS = {  # the field of each, and its name
    "naive": "log of naive softmax",
    "shifted": "log of shifted softmax",
    "fused": "fused",
}


def log_curves(state: StabilityState) -> Chart:
    """Log-probability over x by three formulas; a line ends where its formula gives no number."""
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
    shows = {f"{name} at x": {"x": "x", "y": f"pair.{name}"} for name in reversed(FORMULAS)}
    return Chart("logs", traces, _axes(dtype), shows, describe_logs)


def _curves(dtype: str) -> dict[str, go.Scatter]:
    """Draw a line for each formula, the widest below the others."""
    over = pair_logs(X_GRID, dtype)
    styles: dict[str, dict[str, Any]] = {
        "fused": {"line": {"width": 9, "color": NEUTRAL}, "opacity": 0.5},
        "shifted": {"line": {"width": 5, "dash": "dot"}},
        "naive": {"line": {"width": 3}},
    }
    return {
        formula: go.Scatter(
            name=FORMULAS[formula],
            x=list(X_GRID),
            mode="lines+markers",
            legendrank=rank,
            **_finite_part(getattr(over, formula)),
            **style,
        )
        for rank, (formula, style) in enumerate(styles.items(), 1)
    }


def _finite_part(y: Floats) -> dict[str, Any]:
    """Draw a curve up to its last finite number, with a cross there if infinities follow."""
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
        f"{name} at x": go.Scatter(
            mode="markers", marker=marker, showlegend=False, cliponaxis=False
        )
        for name, marker in markers.items()
    }


def _axes(dtype: str) -> go.Layout:
    end = float(X_GRID[-1])
    x = {"range": [0, end], "title": axis_title("first logit x")}
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
    """Say what each formula gives."""
    said = "; ".join(
        f"{name} gives {stage(getattr(state.pair, formula))}" for formula, name in FORMULAS.items()
    )
    return f"Log-probability of the second class of [{float(state.x):g}, 1]: {said}."
