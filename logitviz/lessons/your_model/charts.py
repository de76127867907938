"""Reliability, confidences, the two losses over T, and accuracy against coverage."""

import math
from functools import partial
from typing import Any

import numpy as np
import plotly.graph_objects as go

from logitviz.charts.axes import at_most, up_to_twice
from logitviz.charts.chart import Chart, Drawn, Shows, Written
from logitviz.charts.colours import PREDICTED
from logitviz.charts.fields import filled
from logitviz.charts.layout import (
    BELOW_TITLE,
    BESIDE_TITLE,
    INK,
    NEUTRAL,
    QUARTER_AXIS,
    axis_title,
    layout,
    right_axis,
)
from logitviz.charts.over_temperature import (
    TEMPERATURE_AXIS,
    at_temperature,
    marker_dot,
    marker_line,
)
from logitviz.charts.words import Words, per_language

from .assessment import TEMPERATURES
from .state import YourModelState
from .summary import CELLS, COVERAGES

HEIGHT = 300
EVERY_TEMPERATURE = list(TEMPERATURE_AXIS.coordinate(TEMPERATURES))


# Is it right as often as it is sure?


def reliability_bars(words: Words, state: YourModelState) -> Chart:
    """Bars of the accuracy at the mean confidence of each bin, with gap, band and count."""
    return _reliability_bars(words, int(state.bins), state.strategy)


@per_language(16)
def _reliability_bars(words: Words, bins: int, strategy: str) -> Chart:
    calibrated, gap, band = (words[f"curve_{name}"] for name in ("calibrated", "gap", "band"))
    traces = {
        "bars": go.Bar(width=0.55 / bins, marker_color=NEUTRAL, name=words["curve_accuracy"]),
        "diagonal": _line([0, 1], [0, 1], dash="dash", color=NEUTRAL, name=calibrated),
        "gap": _line(color=PREDICTED, width=8, name=gap),
        "band": _line(color=INK, width=1.5, name=band),
        "counts": go.Scatter(
            x=[(b + 0.5) / bins for b in range(bins)],
            y=[1.03] * bins,
            mode="text",
            textfont={"size": 11, "color": INK},
            cliponaxis=False,
            showlegend=False,
        ),
    }
    shows: Shows = {
        "bars": {"x": "bin_places", "y": "bin_accuracy"},
        "gap": {"x": "line_places", "y": "gap_ends"},
        "band": {"x": "line_places", "y": "band_ends"},
    }
    if strategy == "width":  # bins of equal mass lie too close together for their counts
        shows = {**shows, "counts": {"text": Written("bin_count", "whole")}}
    else:
        del traces["counts"]
    alt = partial(describe_reliability, words)
    return Chart("reliability", traces, _axes(words, "reliability", 11), shows, alt)


def _axes(words: Words, key: str, size: int) -> go.Layout:
    """Give the axes of a chart over the confidence, and a legend of a size."""
    return layout(
        words[f"{key}_title"],
        height=HEIGHT,
        x=QUARTER_AXIS | {"range": (0, 1.02), "title": axis_title(words["axis_confidence"])},
        y=QUARTER_AXIS | {"range": (0, 1.06), "title": axis_title(words[f"{key}_y"])},
        margin={"l": 52},
        legend=BESIDE_TITLE | {"font": {"color": INK, "size": size}},
    )


def _line(x: Any = None, y: Any = None, *, name: str, **line: Any) -> go.Scatter:
    return go.Scatter(x=x, y=y, mode="lines", line=line, name=name)


def describe_reliability(words: Words, state: YourModelState) -> str:
    """Say in how many bins the classifier is not sure enough, and how large the gaps are."""
    held = state.bin_count > 0
    gaps = state.bin_confidence[held] - state.bin_accuracy[held]
    return words.said(
        "reliability_alt_one" if len(gaps) == 1 else "reliability_alt",
        samples=state.samples,
        bins=len(gaps),
        above=np.count_nonzero(gaps < 0),
        below=np.count_nonzero(gaps > 0),
        error=state.calibration_error,
        largest=state.largest_gap,
    )


@per_language(1)
def confidence_histogram(words: Words) -> Chart:
    """Share of the rows by confidence, with the mean confidence and the accuracy."""
    places = [(i + 0.5) / CELLS for i in range(CELLS)]
    traces = {
        "rows": go.Bar(x=places, width=0.9 / CELLS, marker_color=NEUTRAL, showlegend=False),
        "mean": marker_line(1.06).update(
            line_color=PREDICTED, line_width=4, name=words["curve_mean"], showlegend=True
        ),
        "accuracy": marker_line(1.06).update(
            line_color=INK, line_dash="dash", name=words["curve_accuracy"], showlegend=True
        ),
    }
    shows: Shows = {
        "rows": {"y": "histogram"},
        "mean": {"x": ("mean_confidence", "mean_confidence")},
        "accuracy": {"x": ("accuracy", "accuracy")},
    }
    alt = partial(filled, words["histogram_alt"])
    return Chart("histogram", traces, _axes(words, "histogram", 12), shows, alt)


# Which temperature?


def loss_curves(words: Words, state: YourModelState) -> Chart:
    """Negative log-likelihood and calibration error over T, with the fitted T."""
    return _loss_curves(words, _loss_end(state), int(state.bins), state.strategy)


def _loss_end(state: YourModelState) -> float:
    """End the axis of the loss above the losses at T = 1 and T = inf, which is log C."""
    assessment = state.assessment
    at_one = float(assessment.summary.log_loss[np.searchsorted(TEMPERATURES, 1)])
    largest = max(math.log(len(assessment.names)), at_one if math.isfinite(at_one) else 0)
    return math.ceil(2.4 * largest) / 2


@per_language(32)
def _loss_curves(words: Words, most: float, bins: int, strategy: str) -> Chart:
    curve = {"mode": "lines", "x": EVERY_TEMPERATURE}
    traces = {
        "loss": go.Scatter(**curve, line={"width": 3, "color": INK}, name=words["curve_loss"]),
        "error": go.Scatter(
            **curve,
            line={"width": 3, "color": PREDICTED, "dash": "dash"},
            name=words["curve_error"],
            yaxis="y2",
        ),
        "best": marker_line(most).update(
            line={"dash": "dot", "width": 2, "color": INK},
            name=words["curve_best"],
            showlegend=True,
        ),
        "T": marker_line(most),
        "loss at T": marker_dot().update(marker_color=INK),
        "error at T": marker_dot(yaxis="y2").update(marker_color=PREDICTED),
    }
    span = (0.0, most)
    shows: Shows = {
        "loss": {"y": Drawn("loss_curve", through=up_to_twice(most), span=span)},
        "error": {"y": "error_curve"},
        "best": {"x": Drawn(("best", "best"), through=TEMPERATURE_AXIS.coordinate)},
        "T": {"x": at_temperature("T", 2)},
        "loss at T": {
            "x": at_temperature("T"),
            "y": Drawn("log_loss", through=at_most(most), span=span),
        },
        "error at T": {"x": at_temperature("T"), "y": "calibration_error"},
    }
    alt = partial(filled, words["losses_alt"])
    return Chart("losses", traces, _loss_axes(words, most), shows, alt, {"T": ("T",)})


def _loss_axes(words: Words, most: float) -> go.Layout:
    shares = {"range": (0, 1), "tickvals": [0, 0.25, 0.5, 0.75, 1]}
    return layout(
        words["losses_title"],
        height=330,
        x=TEMPERATURE_AXIS.settings(words["axis_temperature"]),
        y={"range": (0, most), "title": axis_title(words["losses_y"])},
        yaxis2=right_axis(**shares, title=axis_title(words["losses_y2"])),
        margin={"t": 62, "l": 52, "r": 52},
        legend=BELOW_TITLE,
    )


# Decide, or ask a person?


@per_language(1)
def coverage_curve(words: Words) -> Chart:
    """Accuracy on the rows that are decided, over the share of them."""
    decided = {"width": 3, "color": INK}
    traces = {
        "curve": go.Scatter(
            x=list(COVERAGES), mode="lines", line=decided, name=words["curve_accuracy"]
        ),
        "all": _line([0, 1], dash="dot", color=NEUTRAL, name=words["curve_all"]),
        "threshold": marker_line(),
        "at d": marker_dot().update(marker_color=PREDICTED),
    }
    shows: Shows = {
        "curve": {"y": "accuracies"},
        "all": {"y": ("accuracy", "accuracy")},
        "threshold": {"x": ("coverage", "coverage")},
        "at d": {"x": "coverage", "y": "decided_accuracy"},
    }
    axes = layout(
        words["coverage_title"],
        height=330,
        x=QUARTER_AXIS | {"title": axis_title(words["coverage_x"])},
        y=QUARTER_AXIS | {"range": (0, 1.06), "title": axis_title(words["coverage_y"])},
        margin={"l": 52},
        legend=BELOW_TITLE,
    )
    alt = partial(filled, words["coverage_alt"])
    return Chart("coverage", traces, axes, shows, alt, {"threshold": ("d",)})
