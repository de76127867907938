"""The loss of one sample and its gradient: bars, the curve with its tangent, the way down."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from .bars import PATTERN, probability_bars
from .chart import Chart, Numbers, TraceValues, Values, both_ends, column
from .curves import hand, place, temperature_axis
from .layout import CLASSES, CLEAR, INK, LOGIT_AXIS, NEUTRAL, class_axis, layout
from .limits import powers
from .training import (
    ALONG,
    REACH,
    Training,
    describe_curve,
    describe_error,
    describe_likelihood,
    describe_size,
    describe_truth,
    describe_way,
)

MOST = 8.0  # nats; the axis ends there, and what is larger waits at its end
WIDEST = 20.0  # the sliders' largest distance between two logits
SMALLEST, LARGEST = -3.0, 2.0  # powers of ten
NATS = {
    "range": (0, MOST + 1),
    "tickvals": [0, 2, 4, 6, MOST],
    "ticktext": ["0", "2", "4", "6", "≥8"],
}
TIGHT = {"t": 34, "b": 24}  # without a title of the axis below
DOT = {"size": 15, "color": NEUTRAL, "line": {"width": 2, "color": INK}}
CORNER = {"x": 0.98, "xanchor": "right", "y": 0.98}


def truth_bars(*, height: int) -> Chart[Training]:
    """Bars of what was predicted, in frames of what is true; the numbers of p stand above all."""
    bars = probability_bars(title="Predicted p (bars), true y (frames)", height=height)

    def skeleton() -> go.Figure:
        places = list(range(CLASSES))
        frame = {"color": CLEAR, "line": {"width": 2, "color": INK}}
        figure = bars.skeleton().add_bar(name="true", x=places, width=0.96, marker=frame)
        # Over every bar and every frame, where no line of theirs runs through the numbers.
        figure.add_bar(
            name="p", x=places, y=[1] * CLASSES, marker_color=CLEAR, textposition="outside",
            textangle=0, textfont_size=13, cliponaxis=False,
        )  # fmt: skip
        return figure.update_layout(margin=TIGHT, xaxis_title_text="", yaxis_range=(0, 1.17))

    def values(state: Training) -> Sequence[TraceValues]:
        heights, predicted = bars.values(state.record)
        labels = {"text": heights["text"]}
        return {"y": heights["y"]}, predicted, {"y": Values(state.target)}, labels

    return Chart("predicted", skeleton, values, describe_truth)


def error_bars(*, height: int) -> Chart[Training]:
    """Bars of p − y; those of too little probability are hatched."""

    def skeleton() -> go.Figure:
        places = list(range(CLASSES))
        all_bars = go.Bar(
            name="p − y", x=places, textposition="outside", textangle=0, textfont_size=13,
            cliponaxis=False,
        )  # fmt: skip
        hatched = go.Bar(name="too low", x=places, marker={"pattern": PATTERN, "line_width": 2})
        y = {"range": (-1.25, 1.25), "tickvals": [-1, -0.5, 0, 0.5, 1], "zeroline": True}
        title = "p − y: what was predicted minus what is true"
        axes = layout(title, height=height, x=class_axis(title=""), y=y, margin=TIGHT)
        return go.Figure([all_bars, hatched], axes)

    def values(state: Training) -> Sequence[TraceValues]:
        low = np.minimum(state.error, 0.0)
        return {"y": Values(state.error), "text": Values(state.error, "signed")}, {"y": Values(low)}

    return Chart("error", skeleton, values, describe_error)


def _point(side: str = "top") -> go.Scatter:
    """Draw the present state, with its number on one side."""
    return go.Scatter(
        mode="markers+text", marker=DOT, textposition=f"{side} right", textfont_size=15,
        showlegend=False, cliponaxis=False,
    )  # fmt: skip


def _waiting(state: Training) -> tuple[Numbers, Numbers]:
    """Place the present target's logit and loss; beyond the axes they wait at the edge."""
    x = np.clip(state.logits[..., state.index], -REACH, REACH)
    return column(x), column(np.minimum(state.loss, MOST))


def tangent(state: Training) -> tuple[Numbers, Numbers]:
    """Give both ends of the tangent at the present point, inside the axes.

    Where the point waits at an edge, or nothing is steep enough to draw, they meet in it.
    """
    x, y = _waiting(state)
    slope = state.gradient[..., state.index, None]
    drawn = np.isfinite(slope) & (x == state.logits[..., state.index, None])
    drawn &= y == column(state.loss)
    slope = np.where(drawn, slope, 0.0)
    sides = np.array([-1.0, 1.0])
    reach = np.minimum(5.0 / np.hypot(1.0, slope), REACH - sides * x)
    rise = sides * slope
    room = np.where(rise > 0, MOST - y, y)
    with np.errstate(divide="ignore", invalid="ignore"):
        reach = np.fmin(reach, room / np.abs(rise)) * drawn
    return x + sides * reach, np.clip(y + rise * reach, 0.0, MOST)


def loss_curve(index: int, *, height: int) -> Chart[Training]:
    """Draw the loss over the target's logit, all else as it is, with the tangent here."""

    def skeleton() -> go.Figure:
        curve = go.Scatter(x=list(ALONG), name="loss", mode="lines", line={"width": 3})
        slope = go.Scatter(name="tangent", mode="lines", line={"width": 4})
        title = f"Loss over the logit of class {index}, and its slope here"
        axes = layout(title, height=height, x=LOGIT_AXIS, y=NATS, margin=TIGHT | {"r": 60})
        return go.Figure([curve, slope, _point()], axes)

    def values(state: Training) -> Sequence[TraceValues]:
        curve = np.minimum(state.losses_along, MOST)
        ends, heights = tangent(state)
        x, y = _waiting(state)
        return (
            {"y": Values(curve, span=(0.0, MOST))},
            {"x": Values(ends), "y": Values(heights)},
            {"x": Values(x), "y": Values(y), "text": Values(column(state.loss), "amount")},
        )

    return Chart("loss_curve", skeleton, values, describe_curve, revision=index)


def way_down(steps: int, *, height: int) -> Chart[Training]:
    """Draw the loss (left axis) and the range of the logits (right axis) over the steps."""

    def skeleton() -> go.Figure:
        x = list(range(steps + 1))
        dots = {"mode": "markers", "marker": DOT, "cliponaxis": False}
        losses = go.Scatter(x=x, name="loss", mode="lines", line={"width": 3})
        ranges = go.Scatter(x=x, name="range", line={"width": 3, "dash": "dash"})
        title = "Step by step: loss (line), range (dashes)"
        axes = layout(
            title, height=height, x={"range": (-1, steps + 1)}, y=NATS, margin=TIGHT | {"r": 46}
        )
        both = [go.Scatter(**dots), go.Scatter(**dots)]
        figure = go.Figure([losses, ranges, hand(MOST), *both], axes)
        figure.update_traces(yaxis="y2", selector=1).update_traces(yaxis="y2", selector=4)
        wide = {
            "overlaying": "y", "side": "right", "range": (0, WIDEST * (MOST + 1) / MOST),
            "showgrid": False,
            "tickvals": [0, 5, 10, 15, WIDEST], "ticktext": ["0", "5", "10", "15", "≥20"],
            "tickfont": {"color": INK, "size": 12}, "fixedrange": True,
        }  # fmt: skip
        return figure.update_layout(yaxis2=wide)

    def values(state: Training) -> Sequence[TraceValues]:
        n = column(state.step)
        losses, ranges = np.minimum(state.losses, MOST), np.minimum(state.ranges, WIDEST)
        here = np.minimum(np.ptp(state.logits, axis=-1), WIDEST)
        return (
            {"y": Values(losses, span=(0.0, MOST))},
            {"y": Values(ranges, span=(0.0, WIDEST))},
            {"x": Values(both_ends(state.step))},
            {"x": Values(n), "y": Values(column(np.minimum(state.loss, MOST)))},
            {"x": Values(n), "y": Values(column(here))},
        )

    return Chart("way_down", skeleton, values, describe_way)


def likelihood_curves(index: int, *, height: int) -> Chart[Training]:
    """Draw the loss and the logarithm of the likelihood, one the other turned over."""
    every = slice(None, None, 4)

    def skeleton() -> go.Figure:
        x = list(ALONG[every])
        likelihood = go.Scatter(x=x, name="log-likelihood", mode="lines", line={"width": 3})
        loss = go.Scatter(x=x, name="loss", mode="lines", line={"width": 3, "dash": "dash"})
        axis = LOGIT_AXIS | {"title": {"text": f"logit of class {index}", "standoff": 14}}
        ticks = {"tickvals": [-MOST, -4, 0, 4, MOST], "ticktext": ["≤−8", "−4", "0", "4", "≥8"]}
        y = {"range": (-MOST - 1, MOST + 1), "zeroline": True} | ticks
        axes = layout("Upside down, the same curve", height=height, x=axis, y=y, margin={"r": 64})
        figure = go.Figure([likelihood, loss, _point("bottom"), _point()], axes)
        return figure.update_layout(showlegend=True, legend=CORNER)

    def values(state: Training) -> Sequence[TraceValues]:
        curve = np.minimum(state.losses_along[..., every], MOST)
        x, y = _waiting(state)
        loss = column(state.loss)
        return (
            {"y": Values(-curve, span=(-MOST, MOST))},
            {"y": Values(curve, span=(-MOST, MOST))},
            {"x": Values(x), "y": Values(-y), "text": Values(0.0 - loss, "signed")},
            {"x": Values(x), "y": Values(y), "text": Values(loss, "signed")},
        )

    return Chart("likelihood", skeleton, values, describe_likelihood, revision=index)


def _power(sizes: Numbers) -> Numbers:
    return powers(sizes, SMALLEST, LARGEST)


def size_curves(temperatures: Numbers, *, height: int) -> Chart[Training]:
    """Draw the length of the gradient over T, and that of p − y alone."""

    def skeleton() -> go.Figure:
        x = list(place(temperatures))
        whole = go.Scatter(x=x, name="(p − y)/T", mode="lines", line={"width": 3.5})
        alone = go.Scatter(x=x, name="p − y", mode="lines", line={"width": 2.5, "dash": "dash"})
        y = {
            "range": (SMALLEST, LARGEST + 0.5), "tickvals": [-3, -2, -1, 0, 1, 2],
            "ticktext": ["≤.001", ".01", ".1", "1", "10", "≥100"],
        }  # fmt: skip
        title = "Length of the gradient over T"
        axes = layout(title, height=height, x=temperature_axis(), y=y, margin={"l": 50, "r": 56})
        figure = go.Figure([whole, alone, _point()], axes)
        return figure.update_layout(showlegend=True, legend=CORNER)

    def values(state: Training) -> Sequence[TraceValues]:
        alone, whole = state.sizes(temperatures)
        here = column(state.size)
        return (
            {"y": Values(_power(whole), span=(SMALLEST, LARGEST))},
            {"y": Values(_power(alone), span=(SMALLEST, LARGEST))},
            {
                "x": Values(column(place(state.temperature))),
                "y": Values(_power(here)),
                "text": Values(here, "stage"),
            },
        )

    return Chart("gradient_size", skeleton, values, describe_size)
