"""The loss along the target's logit and along the steps, and the gradient over T."""

from collections.abc import Iterable
from dataclasses import replace
from functools import partial

import plotly.graph_objects as go

from logitviz.charts.axes import at_least, at_most, clipped_log10, up_to_twice, within
from logitviz.charts.chart import Chart, Drawn, Numbers, Shows, Written
from logitviz.charts.colours import ENTROPY
from logitviz.charts.fields import filled
from logitviz.charts.layout import (
    CLASSES,
    INK,
    LOGIT_AXIS,
    NEUTRAL,
    axis_title,
    layout,
)
from logitviz.charts.over_temperature import TEMPERATURE_AXIS, at_temperature, marker_line
from logitviz.charts.words import Words, per_language
from logitviz.live.shared import CURVE_TEMPERATURES, LOGIT_KEYS

from .controls import STEPS
from .state import LOGIT_GRID, LossState
from .tangent import MAX_LOGIT, MAX_LOSS

MIN_POWER, MAX_POWER = -3.0, 2.0  # of ten: the ends of the axis of lengths
LAST = CURVE_TEMPERATURES.size - 2  # the largest T before ∞, where the names of the curves stand
ROOM = 0.3  # decades between the curve and the number of a point
DECADES_BEYOND = 6.0  # how far a curve of lengths may leave its frame
# With label smoothing the loss rises again: the numbers stand a little apart from the curves.
APART = 1.0
LOSS_AXIS = {
    "range": (0, MAX_LOSS + APART),
    "showgrid": False,
    "tickvals": [0, 2, 4, 6, MAX_LOSS],
    "ticktext": ["0", "2", "4", "6", "≥8"],
}
MARGIN = {"t": 52, "b": 48}  # above, room for the number of a point at the upper edge
DOT = {"size": 15, "color": NEUTRAL, "line": {"width": 2, "color": INK}}
LOSS_ALONG = Drawn("losses_along", through=up_to_twice(MAX_LOSS), span=(0.0, 2 * MAX_LOSS))
LOGIT_HERE = Drawn("target_logit", through=within(-MAX_LOGIT, MAX_LOGIT))
LOSS_HERE = Drawn("loss", through=at_most(MAX_LOSS))
LIKELIHOOD_SPANS = (0.0, MAX_LOGIT), (-2 * MAX_LOSS, 0.0)  # a 500th is half a pixel
ABOVE_LOSS = replace(LOSS_HERE, shift=(APART,))
LOG_P_HERE = Drawn("target_log_probability", through=at_least(-MAX_LOSS))


def _line(
    x: Iterable[float] | None, width: float = 3, dash: str = "solid", color: str = INK
) -> go.Scatter:
    # Plotly's simpler line has corners that are seen where the curve bends.
    line = {"width": width, "dash": dash, "color": color, "simplify": False}
    return go.Scatter(x=None if x is None else list(x), mode="lines", line=line)


def _name(x: float, y: float, name: str, side: str, color: str = INK) -> go.Scatter:
    """Give the name of a line, after a sample of it."""
    font = {"size": 13, "color": color}
    return go.Scatter(
        x=[x], y=[y], mode="text", text=[name], textposition=side, textfont=font, cliponaxis=False
    )


def _point() -> go.Scatter:
    """Give a point that marks the present state."""
    return go.Scatter(mode="markers", marker=DOT, cliponaxis=False)


def _number(side: str) -> go.Scatter:
    """Give the number of a point, on one side of it."""
    font = {"size": 15, "color": INK}
    return go.Scatter(mode="text", textposition=side, textfont=font, cliponaxis=False)


def loss_curve(words: Words, state: LossState) -> Chart:
    """Loss over the target's logit, the other logits as they are, with the tangent here."""
    return _loss_curve(words, state.y)


@per_language(CLASSES)
def _loss_curve(words: Words, target: int) -> Chart:
    traces = {
        "loss": _line(LOGIT_GRID),
        "tangent": _line(None, width=5, color=NEUTRAL),
        "here": _point(),
        "number": _number("top right"),
    }
    axes = layout(
        words["loss_curve_title"],
        height=230,
        x=LOGIT_AXIS | {"title": axis_title(words.said("axis_logit", n=target))},
        y=LOSS_AXIS,
        margin=MARGIN | {"r": 60},
    )
    shows: Shows = {
        "loss": {"y": LOSS_ALONG},
        "tangent": {"x": "tangent.x", "y": "tangent.y"},
        "here": {"x": LOGIT_HERE, "y": LOSS_HERE},
        "number": {"x": LOGIT_HERE, "y": ABOVE_LOSS, "text": Written("loss", "amount")},
    }
    pulls = {"here": (LOGIT_KEYS[target],)}
    alt = partial(filled, words["loss_curve_alt"])
    return Chart("loss_curve", traces, axes, shows, alt, pulls)


@per_language(1)
def descent_curves(words: Words) -> Chart:
    """Loss over the steps, and the least possible."""
    steps = range(STEPS + 1)
    traces = {
        "least": _line([0, STEPS], width=2.5, dash="dot", color=ENTROPY),
        "loss": _line(steps),
        "name of the loss": _name(0, MAX_LOSS, words["name_loss"], "top right"),
        "name of the least": _name(STEPS, MAX_LOSS, words["name_least"], "top left", ENTROPY),
        "step": marker_line(MAX_LOSS),
        "here": _point(),
    }
    axes = layout(
        words["descent_title"],
        height=176,
        x={"range": (-1, STEPS + 1), "showgrid": False},
        y=LOSS_AXIS,
        margin={"t": 46, "b": 24},
    )
    shows: Shows = {
        "least": {"y": ("least_loss", "least_loss")},
        "loss": {"y": replace(LOSS_ALONG, fields="losses")},
        "step": {"x": ("step", "step")},
        "here": {"x": "step", "y": LOSS_HERE},
    }
    alt = partial(_describe_descent, words)
    return Chart("descent", traces, axes, shows, alt, {"step": ("n",)})


def log_likelihood_curves(words: Words, state: LossState) -> Chart:
    """Log-likelihood and loss over the target's logit; mirror images without label smoothing."""
    return _log_likelihood_curves(words, state.y)


@per_language(CLASSES)
def _log_likelihood_curves(words: Words, target: int) -> Chart:
    traces = {
        "log-likelihood": _line(None, dash="dash"),
        "loss": _line(LOGIT_GRID),
        "log-likelihood name": _name(MAX_LOGIT, -MAX_LOSS, "╍╍ log p", "top left"),
        "loss name": _name(-MAX_LOGIT, MAX_LOSS + APART, words["name_loss"], "top right"),
        "log-likelihood here": _point(),
        "loss here": _point(),
        "log-likelihood number": _number("bottom right"),
        "loss number": _number("top right"),
    }
    title = axis_title(words.said("axis_logit", n=target))
    ends = MAX_LOSS + APART
    ticks = {"tickvals": [-MAX_LOSS, -4, 0, 4, MAX_LOSS], "ticktext": ["≤−8", "−4", "0", "4", "≥8"]}
    axes = layout(
        words.said("log_likelihood_title", n=target),
        height=300,
        # The tick labels leave room for the number of a point at the lower edge.
        x=LOGIT_AXIS | {"title": title, "ticklabelstandoff": 18},
        y={"range": (-ends, ends), "zeroline": True, "showgrid": False} | ticks,
        margin={"t": 52, "b": 70, "r": 60},
    )
    shows: Shows = {
        "log-likelihood": {
            "x": Drawn("likelihood.x", span=LIKELIHOOD_SPANS[0]),
            "y": Drawn("likelihood.y", through=at_least(-2 * MAX_LOSS), span=LIKELIHOOD_SPANS[1]),
        },
        "loss": {"y": LOSS_ALONG},
        "log-likelihood here": {"x": LOGIT_HERE, "y": LOG_P_HERE},
        "loss here": {"x": LOGIT_HERE, "y": LOSS_HERE},
        "log-likelihood number": {
            "x": LOGIT_HERE,
            "y": replace(LOG_P_HERE, shift=(-APART,)),
            "text": Written("target_log_probability", "amount"),
        },
        "loss number": {"x": LOGIT_HERE, "y": ABOVE_LOSS, "text": Written("loss", "amount")},
    }
    pulls = {"loss here": (LOGIT_KEYS[target],)}  # the other dot is above or below it
    alt = partial(_describe_log_likelihood, words)
    return Chart("log_likelihood", traces, axes, shows, alt, pulls)


POWER_AXIS = {
    "range": (MIN_POWER, MAX_POWER + ROOM),
    "tickvals": list(range(-3, 3)),
    "ticktext": ["≤.001", ".01", ".1", "1", "10", "≥100"],
    "showgrid": False,
}


def _power(lengths: Numbers, beyond_axis: float = 0.0) -> Numbers:
    return clipped_log10(lengths, MIN_POWER - beyond_axis, MAX_POWER + beyond_axis)


@per_language(1)
def gradient_curves(words: Words) -> Chart:
    """Length of the gradient over T, and of p − y alone, in powers of ten."""
    places = TEMPERATURE_AXIS.coordinate(CURVE_TEMPERATURES)
    traces = {
        "(p − y)/T": _line(places, width=3.5),
        "p − y": _line(places, width=2.5, dash="dash"),
        # No length of p − y is above √2, and at a high T no gradient is: there is room for names.
        "name of (p − y)/T": _name(places[LAST], MAX_POWER - 0.5, "━━ (p − y)/T", "middle left"),
        "name of p − y": _name(places[LAST], MAX_POWER - 1, "╍╍ p − y", "middle left"),
        "here": _point(),
        "number": _number("top right"),
    }
    axes = layout(
        words["gradient_size_title"],
        height=300,
        x=TEMPERATURE_AXIS.settings(words["axis_temperature"]),
        y=POWER_AXIS,
        margin={"t": 56, "l": 50, "r": 56},
    )
    # Division by T is subtraction on a logarithmic axis; the limits of T lie beyond the frame.
    divided = -clipped_log10(CURVE_TEMPERATURES, -DECADES_BEYOND, DECADES_BEYOND)
    length = Drawn(
        "error_lengths",
        through=partial(_power, beyond_axis=DECADES_BEYOND),
        span=(MIN_POWER, MAX_POWER + 2),  # a 500th of it is half a pixel on a projector
    )
    here = Drawn("gradient_length", through=_power)
    shows: Shows = {
        "(p − y)/T": {"y": replace(length, shift=tuple(divided))},
        "p − y": {"y": length},
        "here": {"x": at_temperature("T"), "y": here},
        "number": {
            "x": at_temperature("T"),
            "y": replace(here, shift=(ROOM,)),
            "text": Written("gradient_length", "amount"),
        },
    }
    alt = partial(filled, words["gradient_size_alt"])
    return Chart("gradient_size", traces, axes, shows, alt, {"here": ("T",)})


def _describe_descent(words: Words, state: LossState) -> str:
    """Say how far the loss has come down, and how far it would."""
    return words.said(
        "descent_alt",
        state=state,
        steps=STEPS,
        first=state.losses[0],
        last=state.losses[-1],
        first_range=state.logit_ranges[0],
        last_range=state.logit_ranges[-1],
    )


def _describe_log_likelihood(words: Words, state: LossState) -> str:
    """Say what both are here, and whether they are mirror images."""
    name = "log_likelihood_alt_smoothed" if state.smoothed else "log_likelihood_alt"
    return filled(words[name], state)
