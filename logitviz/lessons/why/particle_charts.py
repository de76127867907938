"""Boltzmann: particles on levels of energy −z against softmax, and how they get there."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go

from logitviz.charts.axes import powers
from logitviz.charts.bars import temperature_words
from logitviz.charts.formats import probability, whole
from logitviz.charts.layout import CLASSES, FIRST, NEUTRAL, QUARTER_AXIS, SECOND, class_axis, layout
from logitviz.charts.old_chart import Chart, Numbers, State, TraceValues, Values, both_ends
from logitviz.core import Analysis

LEAST = -3.0  # the decimal logarithm at the lower end of the axis of differences


@dataclass(frozen=True, eq=False)
class Bath:
    """Shares of N particles after some sweeps, [..., C], and the softmax they walk to."""

    shares: Numbers
    particles: int
    sweeps: Numbers
    record: Analysis

    @property
    def miss(self) -> Numbers:
        """Give the largest difference between a share and its probability."""
        return np.asarray(np.abs(self.shares - self.record.probabilities).max(axis=-1))

    @property
    def scatter(self) -> Numbers:
        """Give what chance leaves: two standard errors of the share that scatters most."""
        return scatter(self.record, self.particles)


def scatter(record: Analysis, particles: int) -> Numbers:
    """Give twice the largest standard error √(p(1 − p)/N) of the shares of N particles."""
    p = record.probabilities
    return np.asarray(2 * np.sqrt(p * (1 - p) / particles).max(axis=-1))


def against_softmax(
    key: str, title: str, name: str, values: Callable[[State], Sequence[TraceValues]],
    alt: Callable[[State], str], *, height: int,
) -> Chart[State]:  # fmt: skip
    """Bars of one distribution over the classes, and strokes at the softmax."""

    def skeleton() -> go.Figure:
        places = list(range(CLASSES))
        bars = go.Bar(name=name, x=places, marker_color=FIRST)
        stroke = {"symbol": "line-ew-open", "size": 18, "color": SECOND, "line": {"width": 4}}
        softmax = go.Scatter(
            name="softmax", x=places, mode="markers", marker=stroke, cliponaxis=False
        )
        axes = layout(title, height=height, x=class_axis(), y=QUARTER_AXIS)
        legend = {"x": 0.98, "xanchor": "right", "y": 0.98}
        return go.Figure([bars, softmax], axes).update_layout(showlegend=True, legend=legend)

    return Chart(key, skeleton, values, alt, revision=(title, name))


def particle_bars(particles: int, *, height: int) -> Chart[Bath]:
    """Bars of the particles on each level, strokes at the softmax."""

    def values(state: Bath) -> Sequence[TraceValues]:
        return {"y": Values(state.shares)}, {"y": Values(state.record.probabilities)}

    title = f"{particles} particles on levels −z"
    return against_softmax(
        "particles", title, "particles", values, describe_particles, height=height
    )


@dataclass(frozen=True, eq=False)
class Settling:
    """Misses over all sweeps, [..., S + 1], of few and of many particles; the sweep shown."""

    few: Numbers
    many: Numbers
    scatters: tuple[Numbers, Numbers]
    sweeps: Numbers


def _power(difference: Numbers) -> Numbers:
    return powers(difference, LEAST, 0.0)


def _differences(few: int, many: int, sweeps: int) -> list[go.Scatter]:
    """Give the lines of both crowds, what chance leaves of each, and the sweep shown."""
    x = list(range(sweeps + 1))
    lines = [
        go.Scatter(x=x, name=f"{n} particles", line={"color": colour, "width": 3})
        for n, colour in ((few, NEUTRAL), (many, FIRST))
    ]
    chance = [
        go.Scatter(
            x=[0, sweeps], mode="lines", name="two standard errors", showlegend=n == many,
            line={"color": colour, "width": 2, "dash": "dash"},
        )
        for n, colour in ((few, NEUTRAL), (many, SECOND))
    ]  # fmt: skip
    line = {"color": NEUTRAL, "width": 2}
    return [*lines, *chance, go.Scatter(y=[LEAST, 0], mode="lines", line=line, showlegend=False)]


def settling_curves(few: int, many: int, sweeps: int, *, height: int) -> Chart[Settling]:
    """Largest difference over the sweeps, with what chance alone leaves, by powers of ten."""

    def skeleton() -> go.Figure:
        x = {"range": (0, sweeps), "title": {"text": "sweeps", "standoff": 14}}
        ticks = {"tickvals": [-3, -2, -1, 0], "ticktext": [".001", ".01", ".1", "1"]}
        y = {"range": (LEAST, 0)} | ticks
        title = "Largest difference from softmax"
        axes = layout(title, height=height, x=x, y=y, margin={"l": 46})
        legend = {"x": 0.98, "xanchor": "right", "y": 0.98}
        figure = go.Figure(_differences(few, many, sweeps), axes)
        return figure.update_layout(showlegend=True, legend=legend)

    def values(state: Settling) -> Sequence[TraceValues]:
        curves = [{"y": Values(_power(y), span=(LEAST, 0.0))} for y in (state.few, state.many)]
        chance = [{"y": Values(both_ends(_power(y)))} for y in state.scatters]
        return *curves, *chance, {"x": Values(both_ends(state.sweeps))}

    def alt(state: Settling) -> str:
        at = int(state.sweeps)
        shares = (state.few[at], state.many[at], *state.scatters)
        small, large, *errors = map(probability, shares)
        return (
            f"Largest difference between shares and softmax over {sweeps} sweeps. After {at}: "
            f"{small} with {few} particles, {large} with {many}; two standard errors are "
            f"{errors[0]} and {errors[1]}."
        )

    return Chart("settling", skeleton, values, alt, revision=(few, many, sweeps))


def describe_particles(state: Bath) -> str:
    """Say where the particles are."""
    top = int(state.shares.argmax())
    return (
        f"After {whole(state.sweeps)} sweeps at {temperature_words(state.record.temperature)} level {top} "
        f"holds most of {state.particles} particles, a share of {probability(state.shares[top])}. "
        f"Softmax gives it {probability(state.record.probabilities[top])}; no share is further "
        f"from softmax than {probability(state.miss)}."
    )
