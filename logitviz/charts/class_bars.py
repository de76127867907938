"""Bars over the ten classes, and their alternative texts."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import plotly.graph_objects as go

from logitviz.core import Analysis, predict

from .chart import Chart, Drawn, Numbers, Shows, Written
from .layout import (
    CLASSES,
    LOGIT_AXIS,
    NEUTRAL,
    SHARE_AXIS,
    UNIFORM_BETWEEN_BARS,
    class_axis,
    layout,
)
from .words import Words, per_language

Order = tuple[int, ...]
NATURAL: Order = tuple(range(CLASSES))
PATTERN = {"shape": "/", "size": 7, "solidity": 0.25, "fillmode": "overlay"}


def places(order: Order) -> Numbers:
    """Give the place of each class on an axis that shows class ``order[i]`` at place i."""
    return np.argsort(order).astype(np.float64)


def bar(**options: Any) -> go.Bar:
    """Give bars with their numbers above them."""
    return go.Bar(cliponaxis=False, textposition="outside", textangle=0, **options)


def marked_bar(**options: Any) -> go.Bar:
    """Give bars that stand out by their pattern, drawn over others."""
    return go.Bar(marker={"pattern": PATTERN, "line_width": 2}, **options)


def _largest(values: Numbers) -> Numbers:
    return np.asarray(values.max(axis=-1, keepdims=True))


def class_bars(
    key: str,
    axes: go.Layout,
    bars: Written,
    alt: Callable[[Any], str],
    order: Order = NATURAL,
    pulls: Sequence[str] = (),
) -> Chart:
    """Bars of one number for each class; the bar of the predicted class stands out.

    Parameters
    ----------
    key
        The name of the chart.
    axes
        Its layout.
    bars
        The field with the numbers, [..., 10], and how they are written. Its record must also have
        the field ``prediction``.
    alt
        Says what the chart shows.
    order
        The class at each place.
    pulls
        The sliders that the bars move when they are pulled, one for each class.
    """
    record, dot, _ = bars.field.rpartition(".")
    place = places(order)
    traces = {"classes": bar(x=list(place), textfont_size=13), "predicted": marked_bar()}
    predicted = Drawn(f"{record}{dot}prediction", through=lambda k: place[k][..., None])
    return Chart(
        key,
        traces,
        axes,
        {
            "classes": {"y": bars.field, "text": bars},
            "predicted": {"x": predicted, "y": Drawn(bars.field, through=_largest)},
        },
        alt,
        {"classes": pulls} if pulls else {},
    )


def marked_bars(
    key: str, axes: go.Layout, bars: Written, marked: str, alt: Callable[[Any], str]
) -> Chart:
    """Bars of one number for each class, some of which stand out.

    Parameters
    ----------
    key
        The name of the chart.
    axes
        Its layout.
    bars
        The field with the numbers, [..., 10], and how they are written.
    marked
        The field with those that stand out, and 0 for the others, [..., 10].
    alt
        Says what the chart shows.
    """
    places = list(range(CLASSES))
    traces = {"classes": bar(x=places, textfont_size=13), "marked": marked_bar(x=places)}
    shows: Shows = {"classes": {"y": bars.field, "text": bars}, "marked": {"y": marked}}
    return Chart(key, traces, axes, shows, alt)


def threshold_line(x: list[float]) -> go.Scatter:
    """Give a dashed line over some places of the class axis."""
    dash = {"color": NEUTRAL, "dash": "dash", "width": 2.5}
    return go.Scatter(x=x, mode="lines", line=dash)


def with_threshold(bars: Chart, threshold: str) -> Chart:
    """Add a dashed line at the threshold of a field to bars of all classes."""
    line = threshold_line([-0.6, CLASSES - 0.4])
    shows = {**bars.shows, "threshold": {"y": (threshold, threshold)}}
    traces = {**bars.traces, "threshold": line}
    pulls = {**bars.pulls, "threshold": (threshold,)}
    return replace(bars, traces=traces, shows=shows, pulls=pulls)


@per_language(32)
def logit_bars(
    words: Words, order: Order = NATURAL, *, height: int = 300, pulls: tuple[str, ...] = ()
) -> Chart:
    """Bars of the ten logits on the fixed range of their sliders, which they can `pull`."""
    x = class_axis(words["axis_class"], order)
    axes = layout(words["chart_logits"], height=height, x=x, y=LOGIT_AXIS)
    bars = Written("logits", "logit")  # the same logits in the record depend on T
    return class_bars(
        "logits", axes, bars, lambda s: describe_logits(words, s.logits), order, pulls
    )


@per_language(32)
def probability_bars(
    words: Words, order: Order = NATURAL, *, title: str = "", height: int = 300
) -> Chart:
    """Bars of the softmax probabilities on a fixed axis from 0 to 1."""
    axes = layout(
        title or words["chart_probabilities"],
        height=height,
        x=class_axis(words["axis_class"], order),
        y=SHARE_AXIS,
        shapes=[UNIFORM_BETWEEN_BARS],
    )
    bars = Written("record.probabilities", "probability")
    return class_bars(
        "probabilities", axes, bars, lambda s: describe_softmax(words, s.record), order
    )


def tied(values: Numbers) -> int:
    """Count the classes that share the largest value."""
    return int(np.count_nonzero(values == values.max()))


def describe_logits(words: Words, logits: Numbers) -> str:
    """Say what the logit bars show."""
    shared = tied(logits)
    return words.said(
        "alt_logits_tied" if shared > 1 else "alt_logits",
        count=logits.size,
        low=logits.min(),
        high=logits.max(),
        prediction=predict(logits),
        tied=shared,
    )


def describe_softmax(words: Words, record: Analysis) -> str:
    """Say what the probability bars show."""
    shared = tied(record.probabilities)
    name = "alt_softmax_tied" if shared > 1 else "alt_softmax"
    return words.said(name, record=record, most=np.log(record.logits.size), tied=shared)
