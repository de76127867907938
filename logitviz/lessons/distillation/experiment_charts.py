"""What the experiments found: the accuracies and the gain of standardising at every T tried."""

from collections.abc import Sequence
from functools import lru_cache, partial
from typing import Any

import numpy as np
import plotly.graph_objects as go

from logitviz.charts import colours
from logitviz.charts.axes import within
from logitviz.charts.chart import Chart, Drawn, Numbers, Shows
from logitviz.charts.formats import logit, percent
from logitviz.charts.layout import BELOW_TITLE, DOTTED, INK, NEUTRAL, layout
from logitviz.charts.over_temperature import TEMPERATURE_AXIS

from .accuracies import SideBySide
from .experiment import METHODS

# Numbers beyond an axis are drawn at its edge.
MIN_SHARE = 0.6
MAX_GAIN = 7.0  # percentage points; the largest of single runs that was found is 6.1
APART = 1.08  # by which the methods stand apart at one T, on the logarithmic axis
NEXT = 1.3  # the same for another experiment at a T that was tried before
COLOURS = (NEUTRAL, colours.SHARED, colours.STANDARDISED)
SYMBOLS = ("x", "circle", "diamond")
HEIGHT = 330


def _places(temperatures: Sequence[float], method: int = 1) -> list[float]:
    """Place a method beside the others at each of some temperatures."""
    places: list[float] = TEMPERATURE_AXIS.coordinate(temperatures).tolist()
    before = [places[:i].count(place) for i, place in enumerate(places)]
    return [
        place * APART ** (method - 1) * NEXT**n for place, n in zip(places, before, strict=True)
    ]


def _with_gaps(ends: Numbers, low: float, high: float) -> Numbers:
    """Give both ends of intervals [2, N] and a gap, one interval after the other, [3 N]."""
    inside = np.clip(ends, low, high)
    return np.stack([*inside, np.full(inside.shape[1:], np.nan)], axis=-1).ravel()


def _share_ends(ends: Numbers, method: int) -> Numbers:
    return _with_gaps(ends[..., method], MIN_SHARE, 1.0)


def _mean_of(mean: Numbers, method: int) -> Numbers:
    return np.asarray(np.clip(mean[..., method], MIN_SHARE, 1.0))


def _intervals(places: Sequence[float], colour: str) -> go.Scatter:
    """Give vertical lines at some places, each of two ends and a gap."""
    return go.Scatter(
        x=[place for place in places for _ in range(3)],
        mode="lines",
        line={"color": colour, "width": 2},
        showlegend=False,
        cliponaxis=False,
    )


@lru_cache(maxsize=16)
def accuracies_over_temperature(temperatures: tuple[float, ...]) -> Chart:
    """Draw the mean accuracy of every method and its standard error at the T of each experiment."""
    traces: dict[str, Any] = {}
    shows: dict[str, Any] = {}
    for m, (method, colour, symbol) in enumerate(zip(METHODS, COLOURS, SYMBOLS, strict=True)):
        places = _places(temperatures, m)
        traces[f"{method.name} ±"] = _intervals(places, colour)
        shows[f"{method.name} ±"] = {"y": Drawn("interval", through=partial(_share_ends, method=m))}
        traces[method.name] = go.Scatter(
            x=places,
            name=method.name,
            mode="markers",
            marker={"size": 11, "color": colour, "symbol": symbol},
            cliponaxis=False,
        )
        shows[method.name] = {"y": Drawn("mean", through=partial(_mean_of, method=m))}
    y = {
        "range": (MIN_SHARE, 1),
        "tickvals": [MIN_SHARE, 0.7, 0.8, 0.9, 1],
        "ticktext": [f"≤{MIN_SHARE:.0%}", "70%", "80%", "90%", "100%"],
    }
    axes = layout(
        "Right answers, of 899",
        height=HEIGHT,
        x=TEMPERATURE_AXIS.settings(),
        y=y,
        margin={"l": 52, "t": 66},
        legend=BELOW_TITLE,
    )
    return Chart("accuracy", traces, axes, shows, describe_accuracies)


@lru_cache(maxsize=16)
def gain_over_temperature(temperatures: tuple[float, ...], runs: tuple[int, ...]) -> Chart:
    """Draw the gain of standardising over a shared T in every run, and its mean.

    Parameters
    ----------
    temperatures, runs
        The T of each experiment, and how many runs it has.
    """
    dots = {"size": 5, "color": NEUTRAL}
    mean = {"size": 22, "symbol": "line-ew-open", "line_width": 3, "color": INK}
    named = {"showlegend": True, "cliponaxis": False, "mode": "markers"}
    places = _places(temperatures)
    of_runs = np.repeat(places, runs).tolist()
    traces = {
        "runs": go.Scatter(x=of_runs, name="one run", marker=dots, **named),
        "mean ±": _intervals(places, INK),
        "mean": go.Scatter(x=places, name="mean ± standard error", marker=mean, **named),
    }
    axes = layout(
        "Standardised minus shared T, in points",
        height=HEIGHT,
        x=TEMPERATURE_AXIS.settings(),
        y={"range": (-MAX_GAIN, MAX_GAIN), "tickvals": [-6, -4, -2, 0, 2, 4, 6], "zeroline": True},
        margin={"t": 66},
        legend=BELOW_TITLE,
        shapes=[DOTTED | {"xref": "paper", "x0": 0, "x1": 1, "y0": 0, "y1": 0}],
        annotations=[
            _side("standardised logits are better ↑", "bottom"),
            _side("a shared T is better ↓", "top"),
        ],
    )
    at_edge = within(-MAX_GAIN, MAX_GAIN)
    intervals = partial(_with_gaps, low=-MAX_GAIN, high=MAX_GAIN)
    shows: Shows = {
        "runs": {"y": Drawn("gain", through=at_edge)},
        "mean ±": {"y": Drawn("gain_interval", through=intervals)},
        "mean": {"y": Drawn("mean_gain", through=at_edge)},
    }
    return Chart("gain", traces, axes, shows, describe_gain)


def _side(words: str, anchor: str) -> dict[str, Any]:
    """Say what the side of the line at 0 means on which the words stand."""
    font = {"color": INK, "size": 12}
    place = {"xref": "paper", "x": 0.01, "xanchor": "left", "y": 0, "yanchor": anchor}
    return {"text": words, "showarrow": False, "font": font} | place


def describe_accuracies(found: SideBySide) -> str:
    """Give the mean accuracy of every method at every temperature."""
    at_each = "; ".join(
        f"at T = {t:g} "
        + ", ".join(f"{m.name} {percent(p)}" for m, p in zip(METHODS, means, strict=True))
        for t, means in zip(found.temperatures, found.mean, strict=True)
    )
    return f"Right answers to the test images: {at_each}."


def describe_gain(found: SideBySide) -> str:
    """Give the mean gain at every temperature, and in how many runs it is above 0."""
    at_each = "; ".join(
        f"at T = {each.settings.temperature:g} {logit(round(each.mean_gain, 1))} points, "
        f"above 0 in {each.runs_ahead} of {each.runs} runs"
        for each in found.results
    )
    return f"Standardised minus shared T: {at_each}."
