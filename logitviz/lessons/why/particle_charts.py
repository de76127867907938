"""Particles on levels of energy −z, and how their shares approach softmax."""

from collections.abc import Callable
from functools import partial
from typing import Any

import plotly.graph_objects as go

from logitviz.charts import colours
from logitviz.charts.axes import clipped_log10
from logitviz.charts.chart import Chart, Drawn, Numbers, Shows
from logitviz.charts.layout import (
    CLASSES,
    INK,
    NEUTRAL,
    QUARTER_AXIS,
    TOP_RIGHT,
    axis_title,
    class_axis,
    layout,
)
from logitviz.charts.words import Words, per_language

from .controls import SWEEPS
from .state import FEW, MANY, WhySoftmaxState

MIN_POWER = -3.0  # the decimal logarithm at the lower end of the axis of differences


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
    stroke = {"symbol": "line-ew-open", "size": 22, "color": INK, "line": {"width": 4}}
    traces = {
        "bars": go.Bar(name=name, x=places, marker_color=colours.CLASS, opacity=0.6),
        "softmax": go.Scatter(
            name="softmax", x=places, mode="markers", marker=stroke, cliponaxis=False
        ),
    }
    bars, softmax = fields
    return Chart(key, traces, axes, {"bars": {"y": bars}, "softmax": {"y": softmax}}, alt)


def distribution_axes(words: Words, title: str, height: int) -> go.Layout:
    """Give the axes of a distribution over the classes, with a legend."""
    return layout(
        title, height=height, x=class_axis(words["axis_class"]), y=QUARTER_AXIS, legend=TOP_RIGHT
    )


@per_language(1)
def particle_bars(words: Words) -> Chart:
    """Bars of the particles on each level, strokes at softmax."""
    axes = distribution_axes(words, words.said("particles_title", count=MANY), 400)
    fields = ("particle_shares", "record.probabilities")
    name, alt = words["bars_particles"], partial(_describe_particles, words)
    return bars_and_softmax("particles", axes, name, fields, alt)


def _power(difference: Numbers) -> Numbers:
    return clipped_log10(difference, MIN_POWER, 0.0)


def _curve(colour: str) -> go.Scatter:
    x = list(range(SWEEPS + 1))
    return go.Scatter(x=x, mode="lines", line={"color": colour, "width": 3})


def _dashed(words: Words, colour: str, particles: int) -> go.Scatter:
    """Give the line of what chance explains; at its end stands whose curves have this colour."""
    name = words.said("curve_particles", count=particles)
    return go.Scatter(
        x=[0, SWEEPS],
        mode="lines+text",
        line={"color": colour, "width": 2, "dash": "dash"},
        text=["", f" {name}"],
        textposition="middle right",
        textfont={"color": INK, "size": 13},
        cliponaxis=False,
    )


@per_language(1)
def settling_curves(words: Words) -> Chart:
    """Largest difference over the sweeps, and two standard errors, in powers of ten."""
    traces = {
        "few": _curve(NEUTRAL),
        "many": _curve(colours.CLASS),
        "expected of few": _dashed(words, NEUTRAL, FEW),
        "expected of many": _dashed(words, colours.CLASS, MANY),
        "sweeps": go.Scatter(y=[MIN_POWER, 0], mode="lines", line={"color": INK, "width": 2}),
    }
    x = {"range": (0, SWEEPS), "title": axis_title(words["axis_sweeps"])}
    ticks = {"tickvals": [-3, -2, -1, 0], "ticktext": [".001", ".01", ".1", "1"]}
    axes = layout(
        words["settling_title"],
        height=330,
        x=x,
        y={"range": (MIN_POWER, 0)} | ticks,
        margin={"l": 46, "r": 104},
    )
    shows: Shows = {
        "few": {"y": Drawn("differences_few", through=_power, span=(MIN_POWER, 0.0))},
        "many": {"y": Drawn("differences_many", through=_power, span=(MIN_POWER, 0.0))},
        "expected of few": {"y": Drawn(("expected_difference_few",) * 2, through=_power)},
        "expected of many": {"y": Drawn(("expected_difference",) * 2, through=_power)},
        "sweeps": {"x": ("sweeps_done",) * 2},
    }
    return Chart("settling", traces, axes, shows, partial(_describe_settling, words))


def _describe_settling(words: Words, state: WhySoftmaxState) -> str:
    """Say how far particles are from softmax."""
    at = int(state.sweeps_done)
    return words.said(
        "settling_alt",
        state=state,
        sweeps=SWEEPS,
        few=FEW,
        many=MANY,
        of_few=state.differences_few[at],
        of_many=state.differences_many[at],
    )


def _describe_particles(words: Words, state: WhySoftmaxState) -> str:
    """Say where the particles are."""
    shares, p = state.particle_shares, state.record.probabilities
    top = int(shares.argmax())
    found = {"level": top, "share": shares[top], "softmax": p[top]}
    return words.said("particles_alt", state=state, count=MANY, **found)
