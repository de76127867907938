"""What an experiment of distillation found: every run, not the mean alone."""

from collections.abc import Sequence
from functools import lru_cache, partial

import numpy as np
import plotly.graph_objects as go

from logitviz.charts import colours
from logitviz.charts.axes import within
from logitviz.charts.chart import Chart, Drawn, Numbers, Shows, Written
from logitviz.charts.formats import percent, signed
from logitviz.charts.layout import INK, NEUTRAL, class_axis, layout

from .accuracies import Accuracies
from .experiment import METHODS

# Numbers beyond an axis are drawn at its edge. One label per digit leaves some runs near 0.53.
MIN_SHARE = 0.4
MAX_GAIN = 5.0  # percentage points; the largest gain of any T from 0.05 to 20 is below 4
SPREAD, BESIDE = 0.18, 0.36  # of the place of a method: the runs, and their mean beside them
HEIGHT = 320


def _places(runs: int) -> Numbers:
    return np.linspace(-SPREAD, SPREAD, runs)


def _mean(place: Sequence[float]) -> go.Scatter:
    return go.Scatter(
        x=list(place),
        mode="markers+text",
        textposition="top center",
        textfont_size=15,
        cliponaxis=False,
        marker={"size": 26, "symbol": "line-ew-open", "line_width": 4, "color": INK},
    )


@lru_cache(maxsize=8)
def accuracy_points(runs: int) -> Chart:
    """Draw the accuracy of every run by every method, the same run joined, and the means."""
    methods = np.arange(len(METHODS))
    thin = {"color": NEUTRAL, "width": 1}
    joined = {
        f"run {r}": go.Scatter(x=list(place + methods), mode="lines", line=thin, opacity=0.5)
        for r, place in enumerate(_places(runs))
    }
    points = {
        method.name: go.Scatter(
            x=list(m + _places(runs)),
            mode="markers",
            marker={"size": 9, "color": colours.COLOURS[m]},
        )
        for m, method in enumerate(METHODS)
    }
    axes = layout(
        "Right answers to 899 test images",
        height=HEIGHT,
        x=class_axis(tuple(methods), "") | {"ticktext": [m.name for m in METHODS]},
        y={
            "range": (MIN_SHARE, 1),
            "tickvals": [MIN_SHARE, 0.6, 0.8, 1],
            "tickformat": ".0%",
        },
        margin={"l": 52, "b": 28},
    )
    at_edge = partial(np.maximum, MIN_SHARE)
    shows: Shows = {
        **{run: {"y": Drawn(f"accuracy[{r}]", through=at_edge)} for r, run in enumerate(joined)},
        **{name: {"y": Drawn(f"of_method[{m}]", through=at_edge)} for m, name in enumerate(points)},
        "mean": {"y": Drawn("mean", through=at_edge), "text": Written("mean", "percent")},
    }
    traces = {**joined, **points, "mean": _mean(list(methods + BESIDE))}
    return Chart("accuracy", traces, axes, shows, describe_accuracies)


@lru_cache(maxsize=8)
def gain_points(runs: int) -> Chart:
    """Draw the gain of standardising over a shared temperature in every run, and its mean."""
    points = go.Scatter(
        x=list(_places(runs)), mode="markers", marker={"size": 11, "color": colours.COLOURS[2]}
    )
    axes = layout(
        "Standardised minus shared T, points",
        height=HEIGHT,
        x={"range": (-0.5, 0.6), "tickvals": [0], "ticktext": ["every run"], "showgrid": False},
        y={"range": (-MAX_GAIN, MAX_GAIN), "tickvals": [-4, -2, 0, 2, 4], "zeroline": True},
        margin={"b": 28},
    )
    at_edge = within(-MAX_GAIN, MAX_GAIN)
    mean = Drawn("mean_gain", through=at_edge)
    shows: Shows = {
        "runs": {"y": Drawn("gain", through=at_edge)},
        "mean": {"y": mean, "text": Written("mean_gain", "signed")},
    }
    return Chart("gain", {"runs": points, "mean": _mean([BESIDE])}, axes, shows, describe_gain)


def describe_accuracies(found: Accuracies) -> str:
    """Give mean, lowest and highest accuracy of every method."""
    methods = "; ".join(
        f"{method.name} {percent(mean)} ({percent(low)} to {percent(high)})"
        for method, mean, low, high in zip(
            METHODS, found.mean, found.lowest, found.highest, strict=True
        )
    )
    return f"Test accuracy, mean of {found.runs} runs: {methods}."


def describe_gain(found: Accuracies) -> str:
    """Give the mean gain, and in how many runs it is above 0."""
    return (
        f"Standardised minus shared T: {signed(found.mean_gain[0])} points on average, "
        f"above 0 in {found.runs_ahead} of {found.runs} runs."
    )
