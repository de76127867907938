"""What an experiment of distillation gave: every run, not the mean alone."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go

from logitviz.charts.formats import percent, signed
from logitviz.charts.layout import COLOURS, INK, NEUTRAL, class_axis, layout
from logitviz.charts.old_chart import Chart, Numbers, TraceValues, Values
from logitviz.lessons.distillation.student import METHODS

# What lies beyond its axis waits at the edge. One label per digit leaves some runs near 0.53.
LEAST = 0.4
REACH = 5.0  # points of per cent; the largest gain of any T from 0.05 to 20 is below 4
SPREAD, BESIDE = 0.18, 0.36  # of the place of a method: the runs, and their mean beside them


@dataclass(frozen=True, eq=False)
class Outcome:
    """Accuracies of the runs by all methods, [methods, runs]."""

    accuracy: Numbers

    @property
    def gain(self) -> Numbers:
        """Give what standardising adds to a shared temperature, in points of per cent, [runs]."""
        return np.asarray(100 * (self.accuracy[2] - self.accuracy[1]))


def _places(runs: int) -> Numbers:
    return np.linspace(-SPREAD, SPREAD, runs)


def _mean(place: Sequence[float]) -> go.Scatter:
    return go.Scatter(
        x=list(place), mode="markers+text", textposition="top center", textfont_size=15,
        cliponaxis=False,
        marker={"size": 26, "symbol": "line-ew-open", "line_width": 4, "color": INK},
    )  # fmt: skip


def accuracy_points(runs: int, *, height: int) -> Chart[Outcome]:
    """Draw the accuracy of every run by every method, the same run joined, and the means."""
    methods = range(len(METHODS))

    def skeleton() -> go.Figure:
        thin = {"color": NEUTRAL, "width": 1}
        joined = [
            go.Scatter(x=list(place + np.array(methods)), mode="lines", line=thin, opacity=0.5)
            for place in _places(runs)
        ]
        points = [
            go.Scatter(
                x=list(m + _places(runs)), mode="markers", marker={"size": 9, "color": COLOURS[m]}
            )
            for m in methods
        ]
        x = class_axis(tuple(methods), "") | {"ticktext": [m.name for m in METHODS]}
        y = {"range": (LEAST, 1), "tickvals": [LEAST, 0.6, 0.8, 1], "tickformat": ".0%"}
        title = "Right answers to 899 test images"
        axes = layout(title, height=height, x=x, y=y, margin={"l": 52, "b": 28})
        return go.Figure([*joined, *points, _mean([m + BESIDE for m in methods])], axes)

    def values(state: Outcome) -> Sequence[TraceValues]:
        shown = np.maximum(state.accuracy, LEAST)
        lines = [{"y": Values(row)} for row in shown.T]
        mean = state.accuracy.mean(axis=-1)
        means = {"y": Values(np.maximum(mean, LEAST)), "text": Values(mean, "percent")}
        return *lines, *({"y": Values(row)} for row in shown), means

    def alt(state: Outcome) -> str:
        pairs = zip(METHODS, state.accuracy, strict=True)
        said = (
            f"{method.name} {percent(row.mean())} ({percent(row.min())} to {percent(row.max())})"
            for method, row in pairs
        )
        return f"Test accuracy, mean of {runs} runs: {'; '.join(said)}."

    return Chart("accuracy", skeleton, values, alt, revision=runs)


def gain_points(runs: int, *, height: int) -> Chart[Outcome]:
    """Draw what standardising adds to a shared temperature in every run, and the mean."""

    def skeleton() -> go.Figure:
        points = go.Scatter(
            x=list(_places(runs)), mode="markers", marker={"size": 11, "color": COLOURS[2]}
        )
        x = {"range": (-0.5, 0.6), "tickvals": [0], "ticktext": ["every run"], "showgrid": False}
        y = {"range": (-REACH, REACH), "tickvals": [-4, -2, 0, 2, 4], "zeroline": True}
        title = "Standardised minus shared T, points"
        axes = layout(title, height=height, x=x, y=y, margin={"b": 28})
        return go.Figure([points, _mean([BESIDE])], axes)

    def values(state: Outcome) -> Sequence[TraceValues]:
        mean = state.gain.mean(axis=-1, keepdims=True)
        shown, middle = (np.clip(each, -REACH, REACH) for each in (state.gain, mean))
        return {"y": Values(shown)}, {"y": Values(middle), "text": Values(mean, "signed")}

    def alt(state: Outcome) -> str:
        ahead = np.count_nonzero(state.gain > 0)
        return (
            f"Standardised minus shared T: {signed(state.gain.mean())} points on average, "
            f"above 0 in {ahead} of {runs} runs."
        )

    return Chart("gain", skeleton, values, alt, revision=runs)
