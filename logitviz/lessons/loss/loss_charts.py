"""The loss along the target's logit and along the steps, and the gradient over T."""

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache, partial

import plotly.graph_objects as go

from logitviz.charts.axes import at_least, at_most, clipped_log10, up_to_twice, within
from logitviz.charts.chart import Chart, Drawn, Numbers, Shows, Written
from logitviz.charts.class_bars import temperature_words
from logitviz.charts.colours import ENTROPY
from logitviz.charts.formats import amount, logit, signed
from logitviz.charts.layout import (
    CLASSES,
    CLEAR,
    INK,
    LOGIT_AXIS,
    NEUTRAL,
    axis_title,
    layout,
    right_axis,
)
from logitviz.charts.over_temperature import TEMPERATURE_AXIS, at_temperature, marker_line
from logitviz.live.shared import CURVE_TEMPERATURES

from .controls import STEPS
from .likelihood import ABOVE_OTHERS
from .state import LOGIT_GRID, LossState
from .tangent import MAX_LOGIT, MAX_LOSS

MAX_RANGE = 20.0  # the sliders' largest distance between two logits
MIN_POWER, MAX_POWER = -3.0, 2.0  # of ten: the ends of the axis of lengths
LAST = CURVE_TEMPERATURES.size - 2  # the largest T before ∞, where the names of the curves stand
DECADES_BEYOND = 6.0  # how far a curve of lengths may leave its frame
LOSS_AXIS = {
    "range": (0, MAX_LOSS),
    "showgrid": False,
    "tickvals": [0, 2, 4, 6, MAX_LOSS],
    "ticktext": ["0", "2", "4", "6", "≥8"],
}
RANGE_AXIS = right_axis(
    range=(0, MAX_RANGE),
    tickvals=[0, 5, 10, 15, MAX_RANGE],
    ticktext=["0", "5", "10", "15", "≥20"],
)
MARGIN = {"t": 52, "b": 48}  # above, room for the number of a point at the upper edge
DOT = {"size": 15, "color": NEUTRAL, "line": {"width": 2, "color": INK}}
LOSS_ALONG = Drawn("losses_along", through=up_to_twice(MAX_LOSS), span=(0.0, 2 * MAX_LOSS))
LOGIT_HERE = Drawn("target_logit", through=within(-MAX_LOGIT, MAX_LOGIT))
LOSS_HERE = Drawn("loss", through=at_most(MAX_LOSS))
LIKELIHOOD_SPANS = (-MAX_LOGIT, MAX_LOGIT), (-2 * MAX_LOSS, 0.0)
# With label smoothing the loss rises again: the numbers stand a little apart from the curves.
APART = 1.0
ABOVE_LOSS = Drawn("loss", through=at_most(MAX_LOSS - APART), shift=(APART,))
BELOW_LOG_LIKELIHOOD = Drawn(
    "target_log_probability", through=at_least(APART - MAX_LOSS), shift=(-APART,)
)
END = LOGIT_GRID.size - 1  # where the names of the curves stand


def _line(
    x: Iterable[float] | None, width: float = 3, dash: str = "solid", color: str = INK
) -> go.Scatter:
    line = {"width": width, "dash": dash, "color": color}
    return go.Scatter(x=None if x is None else list(x), mode="lines", line=line)


def _name(x: float, name: str, side: str, color: str = INK) -> go.Scatter:
    """Give the name of a curve, beside a point of it."""
    return go.Scatter(
        x=[x],
        mode="markers+text",
        marker={"size": 9, "color": CLEAR},  # keeps the words off the curve
        text=[name],
        textposition=side,
        textfont={"size": 13, "color": color},
        cliponaxis=False,
    )


def _above(step: float, text: str, side: str, color: str = INK) -> go.Scatter:
    """Say above the frame what a line is, over the axis that it is read on."""
    font = {"size": 12, "color": color}
    return _name(step, text, f"top {side}", color).update(y=[MAX_LOSS], mode="text", textfont=font)


def _point() -> go.Scatter:
    """Give a point that marks the present state."""
    return go.Scatter(mode="markers", marker=DOT, cliponaxis=False)


def _number(side: str) -> go.Scatter:
    """Give the number of a point, on one side of it."""
    font = {"size": 15, "color": INK}
    return go.Scatter(mode="text", textposition=side, textfont=font, cliponaxis=False)


def loss_curve(state: LossState) -> Chart:
    """Loss over the target's logit, the other logits as they are, with the tangent here."""
    return _loss_curve(state.y)


@lru_cache(maxsize=CLASSES)
def _loss_curve(target: int) -> Chart:
    traces = {
        "loss": _line(LOGIT_GRID),
        "tangent": _line(None, width=5, color=NEUTRAL),
        "here": _point(),
        "number": _number("top right"),
    }
    axes = layout(
        "Loss, and its slope here (grey)",
        height=230,
        x=LOGIT_AXIS | {"title": axis_title(f"logit of class {target}")},
        y=LOSS_AXIS,
        margin=MARGIN | {"r": 60},
    )
    shows: Shows = {
        "loss": {"y": LOSS_ALONG},
        "tangent": {"x": "tangent.x", "y": "tangent.y"},
        "here": {"x": LOGIT_HERE, "y": LOSS_HERE},
        "number": {"x": LOGIT_HERE, "y": ABOVE_LOSS, "text": Written("loss", "amount")},
    }
    return Chart("loss_curve", traces, axes, shows, describe_loss_curve)


@lru_cache(maxsize=1)
def descent_curves() -> Chart:
    """Loss (left axis), the least there can be, and range of the logits (right axis)."""
    dot = {"mode": "markers", "marker": DOT, "cliponaxis": False}
    steps = range(STEPS + 1)
    traces = {
        "least": _line([0, STEPS], width=2.5, dash="dot", color=ENTROPY),
        "loss": _line(steps),
        "range": _line(steps, dash="dash", color=NEUTRAL).update(yaxis="y2"),
        "name of the loss": _above(0, "━━ loss", "right"),
        "name of the least": _above(STEPS * 0.45, "┉┉ least loss", "center", ENTROPY),
        "name of the range": _above(STEPS, "╍╍ logit range", "left"),
        "step": marker_line(MAX_LOSS),
        "loss here": go.Scatter(**dot),
        "range here": go.Scatter(yaxis="y2", **dot),
    }
    axes = layout(
        "Step by step",
        height=176,
        x={"range": (-1, STEPS + 1), "showgrid": False},
        y=LOSS_AXIS,
        yaxis2=RANGE_AXIS,
        margin={"t": 46, "b": 24, "r": 36},
    )
    ranges = Drawn("logit_ranges", through=up_to_twice(MAX_RANGE), span=(0.0, 2 * MAX_RANGE))
    shows: Shows = {
        "least": {"y": ("least_loss", "least_loss")},
        "loss": {"y": replace(LOSS_ALONG, fields="losses")},
        "range": {"y": ranges},
        "step": {"x": ("step", "step")},
        "loss here": {"x": "step", "y": LOSS_HERE},
        "range here": {"x": "step", "y": Drawn("logit_range", through=at_most(MAX_RANGE))},
    }
    return Chart("descent", traces, axes, shows, describe_descent)


def log_likelihood_curves(state: LossState) -> Chart:
    """Log-likelihood and loss over the target's logit; mirror images without label smoothing."""
    return _log_likelihood_curves(state.y)


@lru_cache(maxsize=CLASSES)
def _log_likelihood_curves(target: int) -> Chart:
    traces = {
        "log-likelihood": _line(None, dash="dash"),
        "loss": _line(LOGIT_GRID),
        "log-likelihood name": _name(MAX_LOGIT, "log p", "bottom right"),
        "loss name": _name(MAX_LOGIT, "loss", "top right"),
        "log-likelihood here": _point(),
        "loss here": _point(),
        "log-likelihood number": _number("bottom right"),
        "loss number": _number("top right"),
    }
    title = axis_title(f"logit of class {target}")
    ticks = {"tickvals": [-MAX_LOSS, -4, 0, 4, MAX_LOSS], "ticktext": ["≤−8", "−4", "0", "4", "≥8"]}
    axes = layout(
        f"Log-likelihood log p of class {target}, and the loss",
        height=300,
        # The tick labels leave room for the number of a point at the lower edge.
        x=LOGIT_AXIS | {"title": title, "ticklabelstandoff": 18},
        y={"range": (-MAX_LOSS, MAX_LOSS), "zeroline": True, "showgrid": False} | ticks,
        margin={"t": 52, "b": 70, "r": 64},
    )
    shows: Shows = {
        "log-likelihood": {
            "x": Drawn("likelihood.x", span=LIKELIHOOD_SPANS[0]),
            "y": Drawn("likelihood.y", through=at_least(-2 * MAX_LOSS), span=LIKELIHOOD_SPANS[1]),
        },
        "loss": {"y": LOSS_ALONG},
        "log-likelihood name": {
            "y": Drawn(f"likelihood.y[{ABOVE_OTHERS.size + 1}]", through=at_least(-MAX_LOSS))
        },
        "loss name": {"y": replace(LOSS_HERE, fields=f"losses_along[{END}]")},
        "log-likelihood here": {
            "x": LOGIT_HERE,
            "y": Drawn("target_log_probability", through=at_least(-MAX_LOSS)),
        },
        "loss here": {"x": LOGIT_HERE, "y": LOSS_HERE},
        "log-likelihood number": {
            "x": LOGIT_HERE,
            "y": BELOW_LOG_LIKELIHOOD,
            "text": Written("target_log_probability", "signed"),
        },
        "loss number": {"x": LOGIT_HERE, "y": ABOVE_LOSS, "text": Written("loss", "signed")},
    }
    return Chart("log_likelihood", traces, axes, shows, describe_log_likelihood)


def _power(lengths: Numbers, beyond_axis: float = 0.0) -> Numbers:
    return clipped_log10(lengths, MIN_POWER - beyond_axis, MAX_POWER + beyond_axis)


@lru_cache(maxsize=1)
def gradient_curves() -> Chart:
    """Length of the gradient over T, and of p − y alone, in powers of ten."""
    places = TEMPERATURE_AXIS.coordinate(CURVE_TEMPERATURES)
    traces = {
        "(p − y)/T": _line(places, width=3.5),
        "p − y": _line(places, width=2.5, dash="dash"),
        "name of (p − y)/T": _name(places[LAST], "(p − y)/T", "bottom left"),
        "name of p − y": _name(places[LAST], "p − y", "top left"),
        "here": _point().update(mode="markers+text", textposition="top right", textfont_size=15),
    }
    ticks = ["≤.001", ".01", ".1", "1", "10", "≥100"]
    axes = layout(
        "Length of the gradient over T",
        height=300,
        x=TEMPERATURE_AXIS.settings(),
        y={
            "range": (MIN_POWER, MAX_POWER),
            "tickvals": list(range(-3, 3)),
            "ticktext": ticks,
            "showgrid": False,
        },
        margin={"t": 56, "l": 50, "r": 56},
    )
    # Division by T is subtraction on a logarithmic axis; the limits of T lie beyond the frame.
    divided = -clipped_log10(CURVE_TEMPERATURES, -DECADES_BEYOND, DECADES_BEYOND)
    length = Drawn(
        "error_lengths",
        through=partial(_power, beyond_axis=DECADES_BEYOND),
        span=(MIN_POWER, MAX_POWER + 2),  # a 500th of it is half a pixel on a projector
    )
    last = Drawn(f"error_lengths[{LAST}]", through=partial(_power, beyond_axis=-0.5))
    shows: Shows = {
        "(p − y)/T": {"y": replace(length, shift=tuple(divided))},
        "p − y": {"y": length},
        "name of (p − y)/T": {"y": replace(last, shift=(divided[LAST],))},
        "name of p − y": {"y": last},
        "here": {
            "x": at_temperature("T"),
            "y": Drawn("gradient_length", through=_power),
            "text": Written("gradient_length", "amount"),
        },
    }
    return Chart("gradient_size", traces, axes, shows, describe_gradient)


def describe_loss_curve(state: LossState) -> str:
    """Say where the present state is on the curve, and how steep the curve is there."""
    return (
        f"Loss over the logit of class {state.y}; at {logit(state.target_logit)} it is "
        f"{amount(state.loss)} nats with a slope of {signed(state.gradient[state.y])}."
    )


def describe_descent(state: LossState) -> str:
    """Say how far the loss has come down, and how far it would."""
    return (
        f"Loss over {STEPS} steps, which cannot fall below {amount(state.least_loss)} nats: from "
        f"{amount(state.losses[0])} to {amount(state.losses[-1])}, now {amount(state.loss)} after "
        f"{int(state.step)}; the range of the logits goes from {logit(state.logit_ranges[0])} to "
        f"{logit(state.logit_ranges[-1])}."
    )


def describe_log_likelihood(state: LossState) -> str:
    """Say what both are here, and whether they are mirror images."""
    smoothed = "not mirror images, because the target is smoothed"
    return (
        f"Log-likelihood and loss over the logit of class {state.y}: "
        f"{smoothed if state.smoothed else 'mirror images'}; here "
        f"{signed(state.target_log_probability)} and {signed(state.loss)}."
    )


def describe_gradient(state: LossState) -> str:
    """Say how long the gradient is at T."""
    return (
        f"Length of p − y and of the gradient (p − y)/T over the temperature; at "
        f"{temperature_words(state.T)} the gradient has {amount(state.gradient_length)}."
    )
