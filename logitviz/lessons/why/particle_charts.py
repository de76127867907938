"""Particles on levels of energy −z against softmax, and how they come to it."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import plotly.graph_objects as go

from logitviz.charts.axes import powers
from logitviz.charts.chart import Chart, Drawn, Numbers, Shows
from logitviz.charts.class_bars import temperature_words
from logitviz.charts.formats import probability, whole
from logitviz.charts.layout import (
    CLASSES,
    FIRST,
    NEUTRAL,
    QUARTER_AXIS,
    SECOND,
    class_axis,
    layout,
)

from .controls import SWEEPS
from .state import FEW, MANY, WhySoftmaxState

LEAST = -3.0  # the decimal logarithm at the lower end of the axis of differences


def bars_and_softmax(
    key: str, axes: go.Layout, name: str, fields: tuple[str, str], alt: Callable[[Any], str]
) -> Chart:
    """Bars of one distribution over the classes, and strokes at softmax.

    Parameters
    ----------
    key
        The name of the chart.
    axes
        Its layout.
    name
        What the bars are of, for the legend.
    fields
        The fields of the bars and of softmax, [..., 10].
    alt
        Says what the chart shows.
    """
    places = list(range(CLASSES))
    stroke = {"symbol": "line-ew-open", "size": 18, "color": SECOND, "line": {"width": 4}}
    traces = {
        "bars": go.Bar(name=name, x=places, marker_color=FIRST),
        "softmax": go.Scatter(
            name="softmax", x=places, mode="markers", marker=stroke, cliponaxis=False
        ),
    }
    bars, softmax = fields
    return Chart(key, traces, axes, {"bars": {"y": bars}, "softmax": {"y": softmax}}, alt)


def distribution_axes(title: str, height: int) -> go.Layout:
    """Give the axes of a distribution over the classes, with a legend."""
    legend = {"x": 0.98, "xanchor": "right", "y": 0.98}
    return layout(title, height=height, x=class_axis(), y=QUARTER_AXIS, legend=legend)


@lru_cache(maxsize=1)
def particle_bars() -> Chart:
    """Bars of the particles on each level, strokes at softmax."""
    axes = distribution_axes(f"{MANY} particles on levels −z", 280)
    fields = ("particle_shares", "record.probabilities")
    return bars_and_softmax("particles", axes, "particles", fields, describe_particles)


def _power(difference: Numbers) -> Numbers:
    return powers(difference, LEAST, 0.0)


def _curve(name: str, colour: str) -> go.Scatter:
    x = list(range(SWEEPS + 1))
    return go.Scatter(x=x, name=name, line={"color": colour, "width": 3})


def _dashed(colour: str, **options: Any) -> go.Scatter:
    dash = {"color": colour, "width": 2, "dash": "dash"}
    name = "two standard errors"
    return go.Scatter(x=[0, SWEEPS], mode="lines", name=name, line=dash, **options)


@lru_cache(maxsize=1)
def settling_curves() -> Chart:
    """Largest difference over the sweeps, with what chance alone leaves, by powers of ten."""
    line = {"color": NEUTRAL, "width": 2}
    traces = {
        "few": _curve(f"{FEW} particles", NEUTRAL),
        "many": _curve(f"{MANY} particles", FIRST),
        "expected of few": _dashed(NEUTRAL, showlegend=False),
        "expected of many": _dashed(SECOND, showlegend=True),
        "sweeps": go.Scatter(y=[LEAST, 0], mode="lines", line=line, showlegend=False),
    }
    x = {"range": (0, SWEEPS), "title": {"text": "sweeps", "standoff": 14}}
    ticks = {"tickvals": [-3, -2, -1, 0], "ticktext": [".001", ".01", ".1", "1"]}
    axes = layout(
        "Largest difference from softmax",
        height=330,
        x=x,
        y={"range": (LEAST, 0)} | ticks,
        margin={"l": 46},
        legend={"x": 0.98, "xanchor": "right", "y": 0.98},
    )
    shows: Shows = {
        "few": {"y": Drawn("differences_few", through=_power, span=(LEAST, 0.0))},
        "many": {"y": Drawn("differences_many", through=_power, span=(LEAST, 0.0))},
        "expected of few": {"y": Drawn(("expected_difference_few",) * 2, through=_power)},
        "expected of many": {"y": Drawn(("expected_difference",) * 2, through=_power)},
        "sweeps": {"x": ("sweep",) * 2},
    }
    return Chart("settling", traces, axes, shows, describe_settling)


def describe_settling(state: WhySoftmaxState) -> str:
    """Say how far particles are from softmax."""
    at = int(state.sweep)
    small, large, *errors = map(
        probability,
        (
            state.differences_few[at],
            state.differences_many[at],
            state.expected_difference_few,
            state.expected_difference,
        ),
    )
    return (
        f"Largest difference between shares and softmax over {SWEEPS} sweeps. After {at}: "
        f"{small} with {FEW} particles, {large} with {MANY}; two standard errors are "
        f"{errors[0]} and {errors[1]}."
    )


def describe_particles(state: WhySoftmaxState) -> str:
    """Say where the particles are."""
    shares, p = state.particle_shares, state.record.probabilities
    top = int(shares.argmax())
    return (
        f"After {whole(state.sweep)} sweeps at {temperature_words(state.T)} level {top} holds "
        f"most of {MANY} particles, a share of {probability(shares[top])}. Softmax gives it "
        f"{probability(p[top])}; no share is further from softmax than "
        f"{probability(state.largest_difference)}."
    )
