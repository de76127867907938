"""What goes into exp, naive and shifted, against the limits of the precision."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike

from logitviz.charts.chart import Chart, Drawn
from logitviz.charts.layout import CLASSES, INK, NEUTRAL, layout
from logitviz.charts.words import Words, per_language
from logitviz.core import exp_limits
from logitviz.live.state import Floats

from .state import StabilityState

# Infinite arguments are drawn at the ends of the axis, beyond all finite ones.
FARTHEST = 18.6
MARGIN = 0.6
SPAN = (0.0, FARTHEST / 2)  # a quarter of the axis, which is four times as long as others
LABEL_HEIGHT = 3.1  # above all classes
TICKS = {-1e6: "−10⁶", -1e3: "−1000", -10: "−10", 0: "0", 10: "10", 1e3: "1000", 1e6: "10⁶"}


def argument_place(x: ArrayLike) -> Floats:
    """Give the place of a number on an axis that is linear near 0 and logarithmic far away."""
    return np.clip(np.arcsinh(np.asarray(x, dtype=np.float64)), -FARTHEST, FARTHEST)


def exp_arguments(words: Words, state: StabilityState) -> Chart:
    """Draw the arguments of exp, class by class, and where exp ends in the precision."""
    return _exp_arguments(words, state.dtype)


@per_language(3)
def _exp_arguments(words: Words, dtype: str) -> Chart:
    limits = exp_limits(dtype)
    low, high = float(limits.smallest), float(limits.largest)
    axes = _axes(words, words.said("exp_arguments_title", dtype=dtype))
    axes.shapes = [*_beyond(low, -1), *_beyond(high, 1)]
    places = {"mode": "markers", "y": [-c for c in range(CLASSES)], "cliponaxis": False}
    disc = {"size": 9, "color": INK}
    diamond = {"size": 8, "symbol": "diamond-open", "color": INK, "line": {"width": 2}}
    traces = {
        "naive": go.Scatter(name=words["arguments_naive"], marker=disc, **places),
        "shifted": go.Scatter(name=words["arguments_shifted"], marker=diamond, **places),
        "lower limit": _limit_label(low, -1, words.said("limit_low", limit=low)),
        "upper limit": _limit_label(high, 1, words.said("limit_high", limit=high)),
    }
    shows = {
        name: {"x": Drawn(f"{name}.steps.arguments", through=argument_place, span=SPAN)}
        for name in ("naive", "shifted")
    }
    return Chart("exp_arguments", traces, axes, shows, partial(describe_arguments, words))


def _axes(words: Words, title: str) -> go.Layout:
    ends = FARTHEST + MARGIN
    x = {
        "range": [-ends, ends],
        "tickvals": [-FARTHEST, *argument_place(list(TICKS)), FARTHEST],
        "ticktext": ["−∞", *TICKS.values(), "∞"],
        "showgrid": False,
    }
    y = {
        "range": [-9.7, LABEL_HEIGHT + 2.5],
        "tickvals": [-9, 0],
        "ticktext": [words.said("class_n", n=c) for c in (9, 0)],
        "showgrid": False,
    }
    # On the left, because a phone always shows Plotly's button on the right.
    legend = {
        "font": {"color": INK, "size": 13},
        "orientation": "h",
        "x": 0,
        "xanchor": "left",
        "y": 1,
        "yanchor": "bottom",
    }
    return layout(title, height=180, x=x, y=y, margin={"t": 40, "b": 28, "l": 52}, legend=legend)


def _beyond(limit: float, side: int) -> list[Mapping[str, Any]]:
    """Shade what lies beyond a limit, on the left (−1) or on the right (1), and mark the limit."""
    at = float(argument_place(limit))
    upright = {"y0": 0, "y1": 1, "yref": "paper", "layer": "below"}
    shade = {"fillcolor": NEUTRAL, "opacity": 0.25, "line": {"width": 0}}
    line = {"color": NEUTRAL, "width": 2.5}
    return [
        {"type": "rect", "x0": at, "x1": side * (FARTHEST + MARGIN), **upright, **shade},
        {"type": "line", "x0": at, "x1": at, "line": line, **upright},
    ]


def _limit_label(limit: float, side: int, text: str) -> go.Scatter:
    return go.Scatter(
        x=[float(argument_place(limit)) + side * 0.5],
        y=[LABEL_HEIGHT],
        mode="text",
        text=[text.replace("\n", "<br>")],
        showlegend=False,
        textposition=f"middle {'left' if side < 0 else 'right'}",
        textfont={"color": INK, "size": 13},
    )


def describe_arguments(words: Words, state: StabilityState) -> str:
    """Say how many arguments lie beyond the limits."""
    limits = exp_limits(state.dtype)
    naive, shifted = (formula.steps.arguments for formula in (state.naive, state.shifted))
    return words.said(
        "exp_arguments_alt",
        dtype=state.dtype,
        limits=limits,
        naive_above=np.count_nonzero(naive > limits.largest),
        naive_below=np.count_nonzero(naive < limits.smallest),
        shifted_above=np.count_nonzero(shifted > limits.largest),
        shifted_below=np.count_nonzero(shifted < limits.smallest),
    )
