"""The loss along the target's logit and along the steps, and the gradient over T."""

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache, partial

import plotly.graph_objects as go

from logitviz.charts.axes import at_most, clipped_log10, up_to_twice, within
from logitviz.charts.chart import Chart, Drawn, Numbers, Shows, Written
from logitviz.charts.class_bars import temperature_words
from logitviz.charts.formats import amount, logit, signed
from logitviz.charts.layout import (
    CLASSES,
    INK,
    LOGIT_AXIS,
    NEUTRAL,
    TOP_RIGHT,
    axis_title,
    layout,
    right_axis,
)
from logitviz.charts.over_temperature import TEMPERATURE_AXIS, at_temperature, marker_line
from logitviz.live.shared import CURVE_TEMPERATURES

from .controls import STEPS
from .state import LOGIT_GRID, LossState
from .tangent import MAX_LOGIT, MAX_LOSS

MAX_RANGE = 20.0  # the sliders' largest distance between two logits
MIN_POWER, MAX_POWER = -3.0, 2.0  # of ten: the ends of the axis of lengths
DECADES_BEYOND = 6.0  # how far a curve of lengths may leave its frame
LOSS_AXIS = {
    "range": (0, MAX_LOSS),
    "tickvals": [0, 2, 4, 6, MAX_LOSS],
    "ticktext": ["0", "2", "4", "6", "≥8"],
}
RANGE_AXIS = right_axis(
    range=(0, MAX_RANGE),
    tickvals=[0, 5, 10, 15, MAX_RANGE],
    ticktext=["0", "5", "10", "15", "≥20"],
)
MARGIN = {"t": 46, "b": 24}  # above, room for the number of a point at the upper edge
DOT = {"size": 15, "color": NEUTRAL, "line": {"width": 2, "color": INK}}
LOSS_ALONG = Drawn("losses_along", through=up_to_twice(MAX_LOSS), span=(0.0, 2 * MAX_LOSS))
LOGIT_HERE = Drawn("target_logit", through=within(-MAX_LOGIT, MAX_LOGIT))
LOSS_HERE = Drawn("loss", through=at_most(MAX_LOSS))


def _line(name: str, x: Iterable[float], width: float = 3, dash: str = "solid") -> go.Scatter:
    line = {"width": width, "dash": dash}
    return go.Scatter(x=list(x), name=name, mode="lines", line=line)


def _numbered_point(side: str = "top") -> go.Scatter:
    """Give a point that marks the present state, with its number on one side."""
    return go.Scatter(
        mode="markers+text",
        marker=DOT,
        textposition=f"{side} right",
        textfont_size=15,
        showlegend=False,
        cliponaxis=False,
    )


def loss_curve(state: LossState) -> Chart:
    """Loss over the target's logit, the other logits as they are, with the tangent here."""
    return _loss_curve(state.y)


@lru_cache(maxsize=CLASSES)
def _loss_curve(target: int) -> Chart:
    traces = {
        "loss": _line("loss", LOGIT_GRID),
        "tangent": go.Scatter(name="tangent", mode="lines", line={"width": 4}),
        "here": _numbered_point(),
    }
    axes = layout(
        f"Loss over the logit of class {target}, and its slope here",
        height=170,
        x=LOGIT_AXIS,
        y=LOSS_AXIS,
        margin=MARGIN | {"r": 60},
    )
    shows: Shows = {
        "loss": {"y": LOSS_ALONG},
        "tangent": {"x": "tangent.x", "y": "tangent.y"},
        "here": {"x": LOGIT_HERE, "y": LOSS_HERE, "text": Written("loss", "amount")},
    }
    return Chart("loss_curve", traces, axes, shows, describe_loss_curve)


@lru_cache(maxsize=1)
def descent_curves() -> Chart:
    """Loss (left axis) and range of the logits (right axis) over the steps."""
    dot = {"mode": "markers", "marker": DOT, "cliponaxis": False}
    steps = range(STEPS + 1)
    traces = {
        "loss": _line("loss", steps),
        "range": _line("range", steps, dash="dash").update(yaxis="y2"),
        "step": marker_line(MAX_LOSS),
        "loss here": go.Scatter(**dot),
        "range here": go.Scatter(yaxis="y2", **dot),
    }
    axes = layout(
        "Step by step: loss (line), range (dashes)",
        height=170,
        x={"range": (-1, STEPS + 1)},
        y=LOSS_AXIS,
        yaxis2=RANGE_AXIS,
        margin=MARGIN | {"r": 46},
    )
    ranges = Drawn("logit_ranges", through=up_to_twice(MAX_RANGE), span=(0.0, 2 * MAX_RANGE))
    shows: Shows = {
        "loss": {"y": replace(LOSS_ALONG, fields="losses")},
        "range": {"y": ranges},
        "step": {"x": ("step", "step")},
        "loss here": {"x": "step", "y": LOSS_HERE},
        "range here": {"x": "step", "y": Drawn("logit_range", through=at_most(MAX_RANGE))},
    }
    return Chart("descent", traces, axes, shows, describe_descent)


def log_likelihood_curves(state: LossState) -> Chart:
    """Loss and log-likelihood over the target's logit: each is the other upside down."""
    return _log_likelihood_curves(state.y)


@lru_cache(maxsize=CLASSES)
def _log_likelihood_curves(target: int) -> Chart:
    traces = {
        "log-likelihood": _line("log-likelihood", LOGIT_GRID),
        "loss": _line("loss", LOGIT_GRID, dash="dash"),
        "log-likelihood here": _numbered_point("bottom"),
        "loss here": _numbered_point(),
    }
    title = axis_title(f"logit of class {target}")
    ticks = {"tickvals": [-MAX_LOSS, -4, 0, 4, MAX_LOSS], "ticktext": ["≤−8", "−4", "0", "4", "≥8"]}
    axes = layout(
        "Upside down, the same curve",
        height=300,
        # The tick labels leave room for the number of a point at the lower edge.
        x=LOGIT_AXIS | {"title": title, "ticklabelstandoff": 18},
        y={"range": (-MAX_LOSS, MAX_LOSS), "zeroline": True} | ticks,
        margin={"t": 52, "b": 70, "r": 64},
        legend=TOP_RIGHT | {"x": 1, "y": 1.02},
    )
    shows: Shows = {
        "log-likelihood": {"y": replace(LOSS_ALONG, scale=-1.0)},
        "loss": {"y": LOSS_ALONG},
        "log-likelihood here": {
            "x": LOGIT_HERE,
            "y": replace(LOSS_HERE, scale=-1.0),
            "text": Written("log_likelihood", "signed"),
        },
        "loss here": {"x": LOGIT_HERE, "y": LOSS_HERE, "text": Written("loss", "signed")},
    }
    return Chart("log_likelihood", traces, axes, shows, describe_log_likelihood)


def _power(lengths: Numbers, beyond_axis: float = 0.0) -> Numbers:
    return clipped_log10(lengths, MIN_POWER - beyond_axis, MAX_POWER + beyond_axis)


@lru_cache(maxsize=1)
def gradient_curves() -> Chart:
    """Length of the gradient over T, and of p − y alone, in powers of ten."""
    places = TEMPERATURE_AXIS.coordinate(CURVE_TEMPERATURES)
    traces = {
        "(p − y)/T": _line("(p − y)/T", places, width=3.5),
        "p − y": _line("p − y", places, width=2.5, dash="dash"),
        "here": _numbered_point(),
    }
    ticks = ["≤.001", ".01", ".1", "1", "10", "≥100"]
    axes = layout(
        "Length of the gradient over T",
        height=300,
        x=TEMPERATURE_AXIS.settings(),
        y={"range": (MIN_POWER, MAX_POWER), "tickvals": list(range(-3, 3)), "ticktext": ticks},
        margin={"t": 56, "l": 50, "r": 56},
        legend=TOP_RIGHT,
    )
    # Division by T is subtraction on a logarithmic axis; the limits of T lie beyond the frame.
    divided = -clipped_log10(CURVE_TEMPERATURES, -DECADES_BEYOND, DECADES_BEYOND)
    length = Drawn(
        "error_lengths",
        through=partial(_power, beyond_axis=DECADES_BEYOND),
        span=(MIN_POWER, MAX_POWER + 2),  # a 500th of it is half a pixel on a projector
    )
    shows: Shows = {
        "(p − y)/T": {"y": replace(length, shift=tuple(divided))},
        "p − y": {"y": length},
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
        f"Loss over {STEPS} steps: from {amount(state.losses[0])} nats to "
        f"{amount(state.losses[-1])}, now {amount(state.loss)} after {int(state.step)}; the "
        f"logits' range goes from {logit(state.logit_ranges[0])} to "
        f"{logit(state.logit_ranges[-1])}."
    )


def describe_log_likelihood(state: LossState) -> str:
    """Say that the log-likelihood is the loss upside down."""
    return (
        f"Log-likelihood and loss over the logit of class {state.y}: mirror images, here "
        f"{signed(state.log_likelihood)} and {signed(state.loss)}."
    )


def describe_gradient(state: LossState) -> str:
    """Say how long the gradient is at T."""
    return (
        f"Length of p − y and of the gradient (p − y)/T over the temperature; at "
        f"{temperature_words(state.T)} the gradient has {amount(state.gradient_length)}."
    )
