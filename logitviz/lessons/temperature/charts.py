"""Curves over the temperature: probabilities, entropy, confidence; and the sources' figure."""

from functools import lru_cache, partial

import plotly.graph_objects as go

from logitviz.charts.chart import Chart, Drawn, Numbers, Shown, Shows
from logitviz.charts.class_bars import leader, temperature_words
from logitviz.charts.formats import amount, probability
from logitviz.charts.layout import (
    CLASSES,
    MAX_ENTROPY,
    NEUTRAL,
    SHARE_AXIS,
    UNIFORM,
    class_axis,
    layout,
    right_axis,
)
from logitviz.charts.over_temperature import (
    DASHES,
    TEMPERATURE_AXIS,
    at_temperature,
    marker_dot,
    marker_line,
)
from logitviz.core import Analysis
from logitviz.live.shared import CLASSIC_TEMPERATURES, CURVE_TEMPERATURES

PLACES = list(TEMPERATURE_AXIS.coordinate(CURVE_TEMPERATURES))
SYMBOLS = ("circle", "square", "diamond", "triangle-up")


@lru_cache(maxsize=4)
def probability_curves(*, height: int) -> Chart:
    """Every class's probability over logarithmic T, with markers at the chosen T."""
    curves = {
        f"class {c}": go.Scatter(
            x=PLACES,
            name=f"{c}",
            mode="lines",
            line={"width": 2.5, "dash": DASHES[c % len(DASHES)]},
            showlegend=True,
        )
        for c in range(CLASSES)
    }
    markers = go.Scatter(mode="markers", marker={"size": 9, "color": NEUTRAL}, showlegend=False)
    axes = layout(
        "Every class over T",
        height=height,
        x=TEMPERATURE_AXIS.settings(),
        y=SHARE_AXIS,
        shapes=[UNIFORM],
        margin={"r": 64},
        legend={"title": "class", "x": 1.01},
    )
    shows: dict[str, dict[str, Shown]] = {
        f"class {c}": {"y": Drawn(f"curves.probabilities[{c}]", span=(0.0, 1.0))}
        for c in range(CLASSES)
    }
    shows["T"] = {"x": at_temperature("T", 2)}
    shows["at T"] = {"x": at_temperature("T", CLASSES), "y": "record.probabilities"}
    traces = {**curves, "T": marker_line(), "at T": markers}
    return Chart("curves", traces, axes, shows, lambda s: describe_curves(s.record))


@lru_cache(maxsize=4)
def uncertainty_curves(*, height: int) -> Chart:
    """Confidence (left axis, 0 to 1) and entropy (right axis, 0 to log C) over logarithmic T."""
    traces = {
        "entropy": go.Scatter(
            x=PLACES, name="entropy", line={"width": 3.5, "dash": "dash"}, yaxis="y2"
        ),
        "confidence": go.Scatter(x=PLACES, name="confidence", line={"width": 3.5}),
        "T": marker_line(),
        "entropy at T": marker_dot(yaxis="y2"),
        "confidence at T": marker_dot(),
    }
    nats = right_axis(
        range=[0, MAX_ENTROPY],
        tickvals=[0, 0.5, 1, 1.5, 2, MAX_ENTROPY],
        ticktext=["0", "0.5", "1", "1.5", "2 nats", f"log {CLASSES}"],
    )
    axes = layout(
        "Confidence and entropy over T",
        height=height,
        x=TEMPERATURE_AXIS.settings(),
        y=SHARE_AXIS,
        yaxis2=nats,
        shapes=[UNIFORM],
        margin={"r": 66},
        legend={"x": 0.02, "y": 0.5, "yanchor": "middle"},
    )
    shows: Shows = {
        "entropy": {"y": Drawn("curves.entropy", span=(0.0, MAX_ENTROPY))},
        "confidence": {"y": Drawn("curves.confidence", span=(0.0, 1.0))},
        "T": {"x": at_temperature("T", 2)},
        "entropy at T": {"x": at_temperature("T"), "y": ("record.entropy",)},
        "confidence at T": {"x": at_temperature("T"), "y": ("record.confidence",)},
    }
    return Chart("uncertainty", traces, axes, shows, lambda s: describe_uncertainty(s.record))


@lru_cache(maxsize=4)
def classic_figure(key: str, field: str, title: str, classes: int, *, height: int) -> Chart:
    """Probabilities at T = 0.5, 1, 2, 5 as lines with markers over the class index."""
    styles = list(zip(CLASSIC_TEMPERATURES, DASHES, SYMBOLS, strict=True))
    traces = {
        f"T = {t:g}": go.Scatter(
            x=list(range(classes)),
            name=f"T = {t:g}",
            mode="lines+markers",
            line={"dash": dash, "width": 2.5},
            marker={"symbol": symbol, "size": 9},
        )
        for t, dash, symbol in styles
    }
    axis = class_axis(tuple(range(classes)), "class")
    legend = {"x": 0.98, "xanchor": "right"}
    axes = layout(title, height=height, x=axis, y=SHARE_AXIS, legend=legend)
    shows = {
        name: {"y": Drawn(f"{field}.probabilities", through=partial(_row, row))}
        for row, name in enumerate(traces)
    }
    return Chart(key, traces, axes, shows, lambda s: describe_classic(getattr(s, field)))


def _row(row: int, matrix: Numbers) -> Numbers:
    return matrix[..., row, :]


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
