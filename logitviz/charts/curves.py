"""Curves over the temperature: probabilities, entropy, confidence; and the sources' figure."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike

from logitviz.charts.axes import LimitAxis
from logitviz.charts.formats import amount, probability
from logitviz.core import Analysis

from .bars import leader, temperature_words
from .layout import CLASSES, INK, NEUTRAL, SHARE_AXIS, UNIFORM, class_axis, layout
from .old_chart import Chart, Numbers, TraceValues, Values, both_ends, column

AXIS = LimitAxis("temperature T", 0.028, 36.0, (0.1, 0.25, 0.5, 1, 2, 5, 10, 20))
place, temperature_axis = AXIS.place, AXIS.settings
DASHES = ("solid", "dash", "dot", "dashdot")
CLASSIC_TEMPERATURES = (0.5, 1.0, 2.0, 5.0)


@dataclass(frozen=True, eq=False)
class Course:
    """A record at the chosen temperature, and one of the same logits over all temperatures.

    `over` has the axis of temperatures just before the classes; both may be batches.
    """

    at: Analysis
    over: Analysis


def upright(temperature: ArrayLike) -> TraceValues:
    """Stand the line of `hand` at a temperature."""
    return {"x": Values(both_ends(place(temperature)))}


def hand(height: float = 1.0) -> go.Scatter:
    """Draw the line under the hand, from 0 to a height."""
    return go.Scatter(
        y=[0, height], mode="lines", line={"color": NEUTRAL, "width": 3}, showlegend=False
    )


def leaving(numbers: Numbers, most: float) -> Values:
    """Let a curve leave the frame of an axis from 0 to `most`: drawn to twice that, and cut off."""
    return Values(np.minimum(numbers, 2 * most), span=(0.0, most))


def probability_curves(temperatures: Numbers, *, height: int) -> Chart[Course]:
    """Every class's probability over logarithmic T, with markers at the chosen T."""

    def skeleton() -> go.Figure:
        lines = [
            go.Scatter(
                x=list(place(temperatures)), name=f"{c}", mode="lines",
                line={"width": 2.5, "dash": DASHES[c % len(DASHES)]}, showlegend=True,
            )
            for c in range(CLASSES)
        ]  # fmt: skip
        markers = go.Scatter(mode="markers", marker={"size": 9, "color": NEUTRAL}, showlegend=False)
        figure = go.Figure(
            [*lines, hand(), markers],
            layout(
                "Every class over T", height=height, x=temperature_axis(), y=SHARE_AXIS,
                shapes=[UNIFORM], margin={"r": 64},
            ),
        )  # fmt: skip
        legend = {"title": "class", "x": 1.01}
        return figure.update_layout(showlegend=True, legend=legend)

    def values(course: Course) -> Sequence[TraceValues]:
        p = course.over.probabilities
        lines = [{"y": Values(p[..., c], span=(0.0, 1.0))} for c in range(CLASSES)]
        at = column(place(course.at.temperature))
        here = course.at.probabilities
        marks = {"x": Values(np.repeat(at, CLASSES, axis=-1)), "y": Values(here)}
        return *lines, upright(course.at.temperature), marks

    return Chart("curves", skeleton, values, lambda c: describe_curves(c.at))


def uncertainty_curves(temperatures: Numbers, *, height: int) -> Chart[Course]:
    """Confidence (left axis, 0 to 1) and entropy (right axis, 0 to log C) over logarithmic T."""
    most = float(np.log(CLASSES))

    def skeleton() -> go.Figure:
        x = list(place(temperatures))
        dots = {"mode": "markers", "marker": {"size": 12, "color": NEUTRAL}, "showlegend": False}
        entropy = go.Scatter(x=x, name="entropy", line={"width": 3.5, "dash": "dash"})
        confidence = go.Scatter(x=x, name="confidence", line={"width": 3.5})
        figure = go.Figure(
            [entropy, confidence, hand(), go.Scatter(**dots), go.Scatter(**dots)],
            layout(
                "Confidence and entropy over T", height=height, x=temperature_axis(), y=SHARE_AXIS,
                shapes=[UNIFORM], margin={"r": 66},
            ),
        )  # fmt: skip
        nats = {
            "overlaying": "y",
            "side": "right",
            "range": [0, most],
            "tickvals": [0, 0.5, 1, 1.5, 2, most],
            "tickfont": {"color": INK, "size": 12},
            "ticktext": ["0", "0.5", "1", "1.5", "2 nats", f"log {CLASSES}"],
            "showgrid": False,
            "fixedrange": True,
        }
        figure.update_traces(yaxis="y2", selector=0).update_traces(yaxis="y2", selector=3)
        legend = {"x": 0.02, "y": 0.5, "yanchor": "middle"}
        return figure.update_layout(yaxis2=nats, showlegend=True, legend=legend)

    def values(course: Course) -> Sequence[TraceValues]:
        x = Values(column(place(course.at.temperature)))
        return (
            {"y": Values(course.over.entropy, span=(0.0, most))},
            {"y": Values(course.over.confidence, span=(0.0, 1.0))},
            upright(course.at.temperature),
            {"x": x, "y": Values(column(course.at.entropy))},
            {"x": x, "y": Values(column(course.at.confidence))},
        )

    return Chart("uncertainty", skeleton, values, lambda c: describe_uncertainty(c.at))


def classic_figure(key: str, title: str, classes: int, *, height: int) -> Chart[Analysis]:
    """Probabilities at T = 0.5, 1, 2, 5 as lines with markers over the class index.

    The state is a record over those four temperatures, [..., 4, C].
    """
    symbols = ("circle", "square", "diamond", "triangle-up")

    def skeleton() -> go.Figure:
        lines = [
            go.Scatter(
                x=list(range(classes)), name=f"T = {t:g}", mode="lines+markers",
                line={"dash": dash, "width": 2.5}, marker={"symbol": symbol, "size": 9},
            )
            for t, dash, symbol in zip(CLASSIC_TEMPERATURES, DASHES, symbols, strict=True)
        ]  # fmt: skip
        axis = class_axis(tuple(range(classes)), "class")
        figure = go.Figure(lines, layout(title, height=height, x=axis, y=SHARE_AXIS))
        return figure.update_layout(showlegend=True, legend={"x": 0.98, "xanchor": "right"})

    def values(record: Analysis) -> Sequence[TraceValues]:
        p = record.probabilities
        return [{"y": Values(p[..., t, :])} for t in range(len(CLASSIC_TEMPERATURES))]

    return Chart(key, skeleton, values, describe_classic)


def describe_curves(record: Analysis) -> str:
    """Say what the probability curves show."""
    return (
        f"Probability of each of {CLASSES} classes over the temperature, to 1/{CLASSES} each at "
        f"T = infinity. At {temperature_words(record.temperature)} {leader(record)} "
        f"{probability(record.confidence)}."
    )


def describe_uncertainty(record: Analysis) -> str:
    """Say what the curves of confidence and entropy show."""
    return (
        f"Confidence and entropy over the temperature. At "
        f"{temperature_words(record.temperature)}: confidence {probability(record.confidence)}, "
        f"entropy {amount(record.entropy)} nats."
    )


def describe_classic(record: Analysis) -> str:
    """Say what the sources' figure shows."""
    leads = "; ".join(
        f"T = {t:g}: class {k} at {probability(p)}"
        for t, k, p in zip(CLASSIC_TEMPERATURES, record.prediction, record.confidence, strict=True)
    )
    return f"Probabilities over the class index at four temperatures. Largest: {leads}."
