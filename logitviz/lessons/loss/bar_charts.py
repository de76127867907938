"""Bars over the classes: predicted and true probabilities, and their difference."""

from functools import partial

import plotly.graph_objects as go

from logitviz.charts.chart import Chart, Shows, Written
from logitviz.charts.class_bars import bar, marked_bar
from logitviz.charts.colours import CLASS, PREDICTED
from logitviz.charts.fields import filled
from logitviz.charts.layout import (
    CLASSES,
    CLEAR,
    INK,
    SHARE_AXIS,
    UNIFORM_BETWEEN_BARS,
    class_axis,
    layout,
)
from logitviz.charts.words import Words, per_language

PLACES = list(range(CLASSES))
HEIGHT = 191
MARGIN = {"t": 36, "b": 24}  # without a title of the axis below


def _predicted_bar() -> go.Bar:
    return marked_bar().update(marker_color=PREDICTED)


def _frame(**options: object) -> go.Bar:
    """Give bars of the target: frames around other bars."""
    marker = {"color": CLEAR, "line": {"width": 2, "color": INK}}
    return go.Bar(width=0.96, marker=marker, **options)


@per_language(1)
def predicted_bars(words: Words) -> Chart:
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
        words["predicted_title"],
        height=HEIGHT,
        x=class_axis(""),
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
    alt = partial(filled, words["predicted_alt"])
    return Chart("predicted", traces, axes, shows, alt)


@per_language(1)
def difference_bars(words: Words) -> Chart:
    """Bars of p − y, with the same marks for the predicted class and the target."""
    traces = {
        "p − y": bar(x=PLACES, textfont_size=13).update(marker_color=CLASS),
        "predicted class": _predicted_bar(),
        "target": _frame(),
    }
    axes = layout(
        words["error_title"],
        height=HEIGHT,
        x=class_axis(""),
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
    return Chart("error", traces, axes, shows, partial(filled, words["error_alt"]))
