"""What the experiments found: the accuracies and the gain of standardising at every T tried."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np
import plotly.graph_objects as go

from logitviz.charts import colours
from logitviz.charts.axes import within
from logitviz.charts.chart import Chart, Drawn, Numbers, Shows
from logitviz.charts.layout import BELOW_TITLE, DOTTED, INK, NEUTRAL, layout
from logitviz.charts.over_temperature import TEMPERATURE_AXIS
from logitviz.charts.words import Words, per_language
from logitviz.datasets.digits import load_digits

from .accuracies import SideBySide
from .experiment import METHODS

# Numbers beyond an axis are drawn at its edge.
MIN_SHARE = 0.6
MAX_GAIN = 7.0  # percentage points; the largest of single runs that was found is 6.1
APART = 1.08  # by which the methods stand apart at one T, on the logarithmic axis
NEXT = 1.3  # the same for another experiment at a T that was tried before
NAMES = ("method_labels", "method_shared", "method_standardised")  # pieces of words
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


@per_language(16)
def accuracies_over_temperature(words: Words, temperatures: tuple[float, ...]) -> Chart:
    """Draw the mean accuracy of every method and its standard error at the T of each experiment."""
    traces: dict[str, Any] = {}
    shows: dict[str, Any] = {}
    styles = zip(METHODS, NAMES, COLOURS, SYMBOLS, strict=True)
    for m, (method, piece, colour, symbol) in enumerate(styles):
        places = _places(temperatures, m)
        traces[f"{method.name} ±"] = _intervals(places, colour)
        shows[f"{method.name} ±"] = {"y": Drawn("interval", through=partial(_share_ends, method=m))}
        traces[method.name] = go.Scatter(
            x=places,
            name=words[piece],
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
        words.said("accuracy_title", count=load_digits().labels.size),
        height=HEIGHT,
        x=TEMPERATURE_AXIS.settings(words["axis_temperature"]),
        y=y,
        margin={"l": 52, "t": 66},
        legend=BELOW_TITLE,
    )
    return Chart("accuracy", traces, axes, shows, partial(describe_accuracies, words))


@per_language(16)
def gain_over_temperature(
    words: Words, temperatures: tuple[float, ...], runs: tuple[int, ...]
) -> Chart:
    """Draw the gain of standardising over a shared T in every run, and its mean.

    Parameters
    ----------
    words
        Of the lesson.
    temperatures, runs
        The T of each experiment, and how many runs it has.
    """
    dots = {"size": 5, "color": NEUTRAL}
    mean = {"size": 22, "symbol": "line-ew-open", "line_width": 3, "color": INK}
    named = {"showlegend": True, "cliponaxis": False, "mode": "markers"}
    places = _places(temperatures)
    of_runs = np.repeat(places, runs).tolist()
    traces = {
        "runs": go.Scatter(x=of_runs, name=words["gain_run"], marker=dots, **named),
        "mean ±": _intervals(places, INK),
        "mean": go.Scatter(x=places, name=words["gain_mean"], marker=mean, **named),
    }
    axes = layout(
        words["gain_title"],
        height=HEIGHT,
        x=TEMPERATURE_AXIS.settings(words["axis_temperature"]),
        y={"range": (-MAX_GAIN, MAX_GAIN), "tickvals": [-6, -4, -2, 0, 2, 4, 6], "zeroline": True},
        margin={"t": 66},
        legend=BELOW_TITLE,
        shapes=[DOTTED | {"xref": "paper", "x0": 0, "x1": 1, "y0": 0, "y1": 0}],
        annotations=[
            _side(words["gain_above"], "bottom"),
            _side(words["gain_below"], "top"),
        ],
    )
    at_edge = within(-MAX_GAIN, MAX_GAIN)
    intervals = partial(_with_gaps, low=-MAX_GAIN, high=MAX_GAIN)
    shows: Shows = {
        "runs": {"y": Drawn("gain", through=at_edge)},
        "mean ±": {"y": Drawn("gain_interval", through=intervals)},
        "mean": {"y": Drawn("mean_gain", through=at_edge)},
    }
    return Chart("gain", traces, axes, shows, partial(describe_gain, words))


def _side(text: str, anchor: str) -> dict[str, Any]:
    """Say what the side of the line at 0 means on which the text stands."""
    font = {"color": INK, "size": 12}
    place = {"xref": "paper", "x": 0.01, "xanchor": "left", "y": 0, "yanchor": anchor}
    return {"text": text, "showarrow": False, "font": font} | place


def describe_accuracies(words: Words, found: SideBySide) -> str:
    """Give the mean accuracy of every method at every temperature."""
    each = (words.said("accuracy_alt_each", found=result) for result in found.results)
    return words.said("accuracy_alt", each=words.listed(each))


def describe_gain(words: Words, found: SideBySide) -> str:
    """Give the mean gain at every temperature, and in how many runs it is above 0."""
    each = (
        words.said("gain_alt_each", found=result, points=round(result.mean_gain, 1))
        for result in found.results
    )
    return words.said("gain_alt", each=words.listed(each))
