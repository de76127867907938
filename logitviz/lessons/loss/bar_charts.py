"""Bars over the classes: predicted and true probabilities, and their difference."""

from functools import lru_cache

import numpy as np
import plotly.graph_objects as go

from logitviz.charts.chart import Chart, Shows, Written
from logitviz.charts.class_bars import bar, marked_bar, temperature_words
from logitviz.charts.colours import CLASS, PREDICTED
from logitviz.charts.formats import probability, signed
from logitviz.charts.layout import (
    CLASSES,
    CLEAR,
    INK,
    SHARE_AXIS,
    UNIFORM_BETWEEN_BARS,
    class_axis,
    layout,
)

from .state import LossState

PLACES = list(range(CLASSES))
HEIGHT = 191
MARGIN = {"t": 36, "b": 24}  # without a title of the axis below


def _predicted_bar() -> go.Bar:
    return marked_bar().update(marker_color=PREDICTED)


def _frame(**options: object) -> go.Bar:
    """Give bars of the target: frames around other bars."""
    marker = {"color": CLEAR, "line": {"width": 2, "color": INK}}
    return go.Bar(width=0.96, marker=marker, **options)


@lru_cache(maxsize=1)
def predicted_bars() -> Chart:
    """Bars of the predicted probabilities within frames of the target's."""
    # The numbers are those of invisible bars of height 1, so that no bar or frame crosses them.
    numbers = bar(x=PLACES, y=[1] * CLASSES, marker_color=CLEAR, textfont_size=13)
    traces = {
        "predicted p": go.Bar(x=PLACES, marker_color=CLASS),
        "predicted class": _predicted_bar(),
        "target": _frame(x=PLACES),
        "numbers of p": numbers,
    }
    axes = layout(
        "Predicted p (bars) and true y (frames)",
        height=HEIGHT,
        x=class_axis(title=""),
        y=SHARE_AXIS | {"range": (0, 1.17)},
        shapes=[UNIFORM_BETWEEN_BARS],
        margin=MARGIN,
    )
    shows: Shows = {
        "predicted p": {"y": "record.probabilities"},
        "predicted class": {"x": "record.prediction", "y": "record.confidence"},
        "target": {"y": "target"},
        "numbers of p": {"text": Written("record.probabilities", "probability")},
    }
    return Chart("predicted", traces, axes, shows, describe_predicted)


@lru_cache(maxsize=1)
def difference_bars() -> Chart:
    """Bars of p − y, with the same marks for the predicted class and the target."""
    traces = {
        "p − y": bar(x=PLACES, textfont_size=13).update(marker_color=CLASS),
        "predicted class": _predicted_bar(),
        "target": _frame(),
    }
    axes = layout(
        "p − y: predicted minus true",
        height=HEIGHT,
        x=class_axis(title=""),
        # Without a grid, whose lines would run through the numbers.
        y={
            "range": (-1.25, 1.25),
            "tickvals": [-1, -0.5, 0, 0.5, 1],
            "zeroline": True,
            "showgrid": False,
        },
        margin=MARGIN,
    )
    shows: Shows = {
        "p − y": {"y": "error", "text": Written("error", "signed")},
        "predicted class": {"x": "record.prediction", "y": "predicted_error"},
        "target": {"x": "y", "y": "target_error"},
    }
    return Chart("error", traces, axes, shows, describe_difference)


def _when(state: LossState) -> str:
    return f"at {temperature_words(state.T)} after {int(state.step)} steps"


def describe_predicted(state: LossState) -> str:
    """Say what is predicted and what is true."""
    return (
        f"Predicted and true probabilities {_when(state)}: class {state.y}, the target, has "
        f"{probability(state.target_probability)} and should have "
        f"{probability(state.target[state.y])}; class {state.record.prediction} is predicted."
    )


def describe_difference(state: LossState) -> str:
    """Say what is predicted minus what is true."""
    largest = int(np.argmax(state.error))
    return (
        f"Predicted minus true {_when(state)}: {signed(state.target_error)} for the target, "
        f"class {state.y}; the largest is {signed(state.error[largest])} for class {largest}."
    )
