"""The loss of one sample and its gradient: bars, the curve with its tangent, the way down."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from logitviz.charts.axes import powers
from logitviz.charts.bars import PATTERN, probability_bars
from logitviz.charts.curves import hand, place, temperature_axis
from logitviz.charts.layout import CLASSES, CLEAR, INK, LOGIT_AXIS, NEUTRAL, class_axis, layout
from logitviz.charts.old_chart import Chart, Numbers, TraceValues, Values, both_ends, column
from logitviz.lessons.loss.training_record import (
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

MOST = 8.0  # nats; there the axis ends: a curve leaves it, a point waits with its number
WIDEST = 20.0  # the sliders' largest distance between two logits
SMALLEST, LARGEST = -3.0, 2.0  # powers of ten
NATS = {
    "range": (0, MOST),
    "tickvals": [0, 2, 4, 6, MOST],
    "ticktext": ["0", "2", "4", "6", "≥8"],
}
TIGHT = {"t": 34, "b": 24}  # without a title of the axis below
ROOMY = {"t": 46, "b": 24}  # above, for the number of a point that waits at the edge
# So far beyond its frame a curve is held: the piece that crosses the frame has its own slope.
AWAY = 2.0
DECADES = 6.0
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
    """Bars of p − y; the predicted class is hatched, the true one framed, as in `truth_bars`."""

    def skeleton() -> go.Figure:
        places = list(range(CLASSES))
        all_bars = go.Bar(
            name="p − y", x=places, textposition="outside", textangle=0, textfont_size=13,
            cliponaxis=False,
        )  # fmt: skip
        hatched = go.Bar(name="predicted", marker={"pattern": PATTERN, "line_width": 2})
        frame = {"color": CLEAR, "line": {"width": 2, "color": INK}}
        framed = go.Bar(name="true", width=0.96, marker=frame)
        y = {"range": (-1.25, 1.25), "tickvals": [-1, -0.5, 0, 0.5, 1], "zeroline": True}
        title = "p − y: what was predicted minus what is true"
        axes = layout(title, height=height, x=class_axis(title=""), y=y, margin=TIGHT)
        return go.Figure([all_bars, hatched, framed], axes)

    def values(state: Training) -> Sequence[TraceValues]:
        top = column(state.record.prediction)
        true = np.full_like(top, state.index)
        return (
            {"y": Values(state.error), "text": Values(state.error, "signed")},
            *({"x": Values(x), "y": Values(_of(state.error, x))} for x in (top, true)),
        )

    return Chart("error", skeleton, values, describe_error)


def _of(numbers: Numbers, chosen: Numbers) -> Numbers:
    return np.take_along_axis(numbers, chosen.astype(int), axis=-1)


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
        axes = layout(title, height=height, x=LOGIT_AXIS, y=NATS, margin=ROOMY | {"r": 60})
        return go.Figure([curve, slope, _point()], axes)

    def values(state: Training) -> Sequence[TraceValues]:
        curve = np.minimum(state.losses_along, AWAY * MOST)
        ends, heights = tangent(state)
        x, y = _waiting(state)
        return (
            {"y": Values(curve, span=(0.0, AWAY * MOST))},
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
        ranges = go.Scatter(x=x, name="range", mode="lines", line={"width": 3, "dash": "dash"})
        title = "Step by step: loss (line), range (dashes)"
        axes = layout(
            title, height=height, x={"range": (-1, steps + 1)}, y=NATS, margin=ROOMY | {"r": 46}
        )
        both = [go.Scatter(**dots), go.Scatter(**dots)]
        figure = go.Figure([losses, ranges, hand(MOST), *both], axes)
        figure.update_traces(yaxis="y2", selector=1).update_traces(yaxis="y2", selector=4)
        wide = {
            "overlaying": "y", "side": "right", "range": (0, WIDEST), "showgrid": False,
            "tickvals": [0, 5, 10, 15, WIDEST], "ticktext": ["0", "5", "10", "15", "≥20"],
            "tickfont": {"color": INK, "size": 12}, "fixedrange": True,
        }  # fmt: skip
        return figure.update_layout(yaxis2=wide)

    def values(state: Training) -> Sequence[TraceValues]:
        n = column(state.step)
        losses = np.minimum(state.losses, AWAY * MOST)
        ranges = np.minimum(state.ranges, AWAY * WIDEST)
        here = np.minimum(np.ptp(state.logits, axis=-1), WIDEST)
        return (
            {"y": Values(losses, span=(0.0, AWAY * MOST))},
            {"y": Values(ranges, span=(0.0, AWAY * WIDEST))},
            {"x": Values(both_ends(state.step))},
            {"x": Values(n), "y": Values(column(np.minimum(state.loss, MOST)))},
            {"x": Values(n), "y": Values(column(here))},
        )

    return Chart("way_down", skeleton, values, describe_way)


def likelihood_curves(index: int, *, height: int) -> Chart[Training]:
    """Draw the loss and the logarithm of the likelihood, one the other turned over."""

    def skeleton() -> go.Figure:
        x = list(ALONG)
        likelihood = go.Scatter(x=x, name="log-likelihood", mode="lines", line={"width": 3})
        loss = go.Scatter(x=x, name="loss", mode="lines", line={"width": 3, "dash": "dash"})
        title = {"text": f"logit of class {index}", "standoff": 14}
        axis = LOGIT_AXIS | {"title": title, "ticklabelstandoff": 18}  # below a waiting number
        ticks = {"tickvals": [-MOST, -4, 0, 4, MOST], "ticktext": ["≤−8", "−4", "0", "4", "≥8"]}
        y = {"range": (-MOST, MOST), "zeroline": True} | ticks
        margin = {"t": 52, "b": 70, "r": 64}
        axes = layout("Upside down, the same curve", height=height, x=axis, y=y, margin=margin)
        figure = go.Figure([likelihood, loss, _point("bottom"), _point()], axes)
        return figure.update_layout(showlegend=True, legend=CORNER | {"x": 1, "y": 1.02})

    def values(state: Training) -> Sequence[TraceValues]:
        curve = np.minimum(state.losses_along, AWAY * MOST)
        span = (0.0, AWAY * MOST)
        x, y = _waiting(state)
        loss = column(state.loss)
        return (
            {"y": Values(curve, span=span, scale=-1.0)},
            {"y": Values(curve, span=span)},
            {"x": Values(x), "y": Values(-y), "text": Values(0.0 - loss, "signed")},
            {"x": Values(x), "y": Values(y), "text": Values(loss, "signed")},
        )

    return Chart("mirror", skeleton, values, describe_likelihood, revision=index)


def _power(sizes: Numbers, beyond: float = 0.0) -> Numbers:
    return powers(sizes, SMALLEST - beyond, LARGEST + beyond)


def size_curves(temperatures: Numbers, *, height: int) -> Chart[Training]:
    """Draw the length of the gradient over T, and that of p − y alone."""
    # Divided by T, all powers of ten are shifted; at the limits, out of the frame.
    finite = (temperatures > 0) & np.isfinite(temperatures)
    limits = np.where(temperatures == 0, DECADES, -DECADES)
    divided = np.where(finite, -np.log10(temperatures, where=finite, out=limits.copy()), limits)

    def skeleton() -> go.Figure:
        x = list(place(temperatures))
        whole = go.Scatter(x=x, name="(p − y)/T", mode="lines", line={"width": 3.5})
        alone = go.Scatter(x=x, name="p − y", mode="lines", line={"width": 2.5, "dash": "dash"})
        y = {
            "range": (SMALLEST, LARGEST), "tickvals": [-3, -2, -1, 0, 1, 2],
            "ticktext": ["≤.001", ".01", ".1", "1", "10", "≥100"],
        }  # fmt: skip
        title = "Length of the gradient over T"
        margin = {"t": 56, "l": 50, "r": 56}
        axes = layout(title, height=height, x=temperature_axis(), y=y, margin=margin)
        figure = go.Figure([whole, alone, _point()], axes)
        return figure.update_layout(showlegend=True, legend=CORNER)

    def values(state: Training) -> Sequence[TraceValues]:
        alone = _power(state.errors(temperatures), DECADES)
        here = column(state.size)
        span = (SMALLEST, LARGEST + 2)  # half a pixel on a projector
        return (
            {"y": Values(alone, span=span, shift=divided)},
            {"y": Values(alone, span=span)},
            {
                "x": Values(column(place(state.temperature))),
                "y": Values(_power(here)),
                "text": Values(here, "amount"),
            },
        )

    return Chart("gradient_size", skeleton, values, describe_size)
