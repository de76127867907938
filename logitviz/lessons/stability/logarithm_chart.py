"""Where logarithms of probabilities go wrong: log(softmax) against the fused form."""

from functools import partial
from typing import Any

import numpy as np
import plotly.graph_objects as go

from logitviz.charts.chart import Chart
from logitviz.charts.fields import filled
from logitviz.charts.layout import INK, NEUTRAL, axis_title, layout
from logitviz.charts.words import Words, per_language
from logitviz.live.state import Floats

from .controls import FIRST_LOGITS
from .state import StabilityState, pair_logs

X_GRID = np.array(FIRST_LOGITS, np.float64)
FORMULAS = ("naive", "shifted", "fused")  # the field of each


def log_curves(words: Words, state: StabilityState) -> Chart:
    """Log-probability over x by three formulas; a line ends where its formula gives no number."""
    return _log_curves(words, state.dtype)


@per_language(3)
def _log_curves(words: Words, dtype: str) -> Chart:
    traces = {**_curves(dtype), **_names(words, dtype), **_marks()}
    shows = {f"{name} at x": {"x": "x", "y": f"pair.{name}"} for name in reversed(FORMULAS)}
    alt = partial(filled, words["logs_alt"])
    return Chart("logs", traces, _axes(words, dtype), shows, alt)


def _curves(dtype: str) -> dict[str, go.Scatter]:
    """Draw a line for each formula, the widest below the others."""
    over = pair_logs(X_GRID, dtype)
    styles: dict[str, dict[str, Any]] = {
        "fused": {"line": {"width": 9, "color": NEUTRAL}, "opacity": 0.5},
        "shifted": {"line": {"width": 5, "dash": "dot", "color": INK}},
        "naive": {"line": {"width": 3, "color": INK}},
    }
    return {
        formula: go.Scatter(
            x=list(X_GRID),
            mode="lines+markers",
            **_finite_part(getattr(over, formula)),
            **style,
        )
        for formula, style in styles.items()
    }


def _finite_part(y: Floats) -> dict[str, Any]:
    """Draw a curve up to its last finite number, with a cross there if infinities follow."""
    known = np.isfinite(y)
    size = np.zeros(y.size)
    size[np.flatnonzero(known)[-1]] = 0 if known.all() else 13
    drawn = [float(v) if ok else None for v, ok in zip(y, known, strict=True)]
    return {"y": drawn, "marker": {"size": list(size), "symbol": "x", "opacity": 1}}


def _names(words: Words, dtype: str) -> dict[str, go.Scatter]:
    """Say beside each curve what it is and, where it ends, that it is −∞ from there on."""
    over = pair_logs(X_GRID, dtype)
    ends = {name: X_GRID[np.isfinite(getattr(over, name))][-1] for name in ("naive", "shifted")}
    last = max(ends.values())
    on_right = last < X_GRID[-1] / 2  # above the falling line, otherwise below it
    x, side = (last + 50, "right") if on_right else (min(ends.values()) - 60, "left")
    y = np.array([100, 4] if on_right else [-70, -166]) - ends["naive"]
    places = {"naive": (x, y[0], side), "shifted": (x, y[1], side), "fused": (900, -1040, "left")}
    return {
        f"name of {name}": go.Scatter(
            x=[x],
            y=[y],
            mode="text",
            text=[words[f"curve_{name}"]],
            textposition=f"middle {side}",
            textfont={"size": 13, "color": INK},
            cliponaxis=False,
        )
        for name, (x, y, side) in places.items()
    }


def _marks() -> dict[str, go.Scatter]:
    markers = {
        "fused": {"size": 18, "color": NEUTRAL},
        "shifted": {"size": 12, "symbol": "square-open", "color": INK, "line": {"width": 2}},
        "naive": {"size": 8, "color": INK},
    }
    return {
        f"{name} at x": go.Scatter(mode="markers", marker=marker, cliponaxis=False)
        for name, marker in markers.items()
    }


def _axes(words: Words, dtype: str) -> go.Layout:
    end = float(X_GRID[-1])
    x = {"range": [0, end], "title": axis_title(words["logs_x"]), "showgrid": False}
    y = {
        "range": [-end - 20, 140],
        "showgrid": False,
        "tickvals": [-1000, -500, 0],
        "ticktext": ["−1000", "−500", "0"],
    }
    return layout(
        words.said("logs_title", dtype=dtype),
        height=330,
        x=x,
        y=y,
        margin={"l": 56, "r": 24},
    )
