"""Reliability, confidences, the two losses over T, and accuracy against coverage."""

import math
from functools import lru_cache
from typing import Any

import numpy as np
import plotly.graph_objects as go

from logitviz.charts.axes import at_most, up_to_twice
from logitviz.charts.chart import Chart, Drawn, Shows, Written
from logitviz.charts.colours import PREDICTED
from logitviz.charts.formats import amount, percent, probability, whole
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

from .assessment import TEMPERATURES
from .state import YourModelState
from .summary import CELLS, COVERAGES

HEIGHT = 300
EVERY_TEMPERATURE = list(TEMPERATURE_AXIS.coordinate(TEMPERATURES))


# Is it right as often as it is sure?


def reliability_bars(state: YourModelState) -> Chart:
    """Bars of the accuracy at the mean confidence of each bin, with gap, band and count."""
    return _reliability_bars(int(state.bins), state.strategy)


@lru_cache(maxsize=16)
def _reliability_bars(bins: int, strategy: str) -> Chart:
    traces = {
        "bars": go.Bar(width=0.55 / bins, marker_color=NEUTRAL, name="accuracy"),
        "diagonal": _line([0, 1], [0, 1], dash="dash", color=NEUTRAL, name="calibrated"),
        "gap": _line(color=PREDICTED, width=8, name="gap to confidence"),
        "band": _line(color=INK, width=1.5, name="95 % band"),
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
    return Chart("reliability", traces, _axes(), shows, describe_reliability)


def _axes() -> go.Layout:
    return layout(
        "Reliability",
        height=HEIGHT,
        x=QUARTER_AXIS | {"range": (0, 1.02), "title": axis_title("confidence")},
        y=QUARTER_AXIS | {"range": (0, 1.06), "title": axis_title("accuracy")},
        margin={"l": 52},
        legend=BESIDE_TITLE | {"font": {"color": INK, "size": 11}},
    )


def _line(x: Any = None, y: Any = None, *, name: str, **line: Any) -> go.Scatter:
    return go.Scatter(x=x, y=y, mode="lines", line=line, name=name)


def describe_reliability(state: YourModelState) -> str:
    """Say in how many bins the classifier is not sure enough, and how large the gaps are."""
    held = state.bin_count > 0
    gaps = state.bin_confidence[held] - state.bin_accuracy[held]
    bins = "bin" if len(gaps) == 1 else "bins"
    above, below = np.count_nonzero(gaps < 0), np.count_nonzero(gaps > 0)
    return (
        f"Accuracy of {state.samples} rows in {len(gaps)} {bins} of confidence: above the "
        f"confidence in {above} of them, below it in {below}. "
        f"The gap is {probability(state.calibration_error)} on average over the rows (ECE), "
        f"{probability(state.largest_gap)} at most."
    )


@lru_cache(maxsize=1)
def confidence_histogram() -> Chart:
    """Share of the rows by confidence, with the mean confidence and the accuracy."""
    places = [(i + 0.5) / CELLS for i in range(CELLS)]
    traces = {
        "rows": go.Bar(x=places, width=0.9 / CELLS, marker_color=NEUTRAL, showlegend=False),
        "mean": marker_line(1.06).update(
            line_color=PREDICTED, line_width=4, name="mean confidence", showlegend=True
        ),
        "accuracy": marker_line(1.06).update(
            line_color=INK, line_dash="dash", name="accuracy", showlegend=True
        ),
    }
    shows: Shows = {
        "rows": {"y": "histogram"},
        "mean": {"x": ("mean_confidence", "mean_confidence")},
        "accuracy": {"x": ("accuracy", "accuracy")},
    }
    axes = layout(
        "How sure it is",
        height=HEIGHT,
        x=QUARTER_AXIS | {"range": (0, 1.02), "title": axis_title("confidence")},
        y=QUARTER_AXIS | {"range": (0, 1.06), "title": axis_title("share of rows")},
        margin={"l": 52},
        legend=BESIDE_TITLE,
    )
    return Chart("histogram", traces, axes, shows, describe_histogram)


def describe_histogram(state: YourModelState) -> str:
    """Say how sure and how right the classifier is on average."""
    return (
        f"Confidences of {state.samples} rows: {percent(state.mean_confidence)} on average, while "
        f"{percent(state.accuracy)} of the predictions are right. "
        f"{percent(state.histogram[-1])} of the rows have a confidence above .95."
    )


# Which temperature?


def loss_curves(state: YourModelState) -> Chart:
    """Negative log-likelihood and calibration error over T, with the fitted T."""
    return _loss_curves(_loss_end(state), int(state.bins), state.strategy)


def _loss_end(state: YourModelState) -> float:
    """End the axis of the loss above the losses at T = 1 and T = inf, which is log C."""
    assessment = state.assessment
    at_one = float(assessment.summary.log_loss[np.searchsorted(TEMPERATURES, 1)])
    largest = max(math.log(len(assessment.names)), at_one if math.isfinite(at_one) else 0)
    return math.ceil(2.4 * largest) / 2


@lru_cache(maxsize=32)
def _loss_curves(most: float, bins: int, strategy: str) -> Chart:
    curve = {"mode": "lines", "x": EVERY_TEMPERATURE}
    traces = {
        "loss": go.Scatter(**curve, line={"width": 3, "color": INK}, name="NLL (left)"),
        "error": go.Scatter(
            **curve,
            line={"width": 3, "color": PREDICTED, "dash": "dash"},
            name="ECE (right)",
            yaxis="y2",
        ),
        "best": marker_line(most).update(
            line={"dash": "dot", "width": 2, "color": INK}, name="best T", showlegend=True
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
    axes = layout(
        "Loss and calibration error over T",
        height=330,
        x=TEMPERATURE_AXIS.settings(),
        y={"range": (0, most), "title": axis_title("NLL in nats")},
        yaxis2=right_axis(range=(0, 1), tickvals=[0, 0.25, 0.5, 0.75, 1], title=axis_title("ECE")),
        margin={"t": 62, "l": 52, "r": 52},
        legend=BELOW_TITLE,
    )
    return Chart("losses", traces, axes, shows, describe_losses, {"T": ("T",)})


def describe_losses(state: YourModelState) -> str:
    """Say both losses at T, and where the first is least."""
    return (
        f"At T = {float(state.T):g} the negative log-likelihood is {amount(state.log_loss)} nats "
        f"and the calibration error {probability(state.calibration_error)}. "
        f"The fitted T is {amount(state.best)}."
    )


# Decide, or ask a person?


@lru_cache(maxsize=1)
def coverage_curve() -> Chart:
    """Accuracy on the rows that are decided, over the share of them."""
    traces = {
        "curve": go.Scatter(
            x=list(COVERAGES), mode="lines", line={"width": 3, "color": INK}, name="accuracy"
        ),
        "all": _line([0, 1], dash="dot", color=NEUTRAL, name="accuracy on all rows"),
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
        "Decide fewer, be right more often",
        height=330,
        x=QUARTER_AXIS | {"title": axis_title("share of rows decided")},
        y=QUARTER_AXIS | {"range": (0, 1.06), "title": axis_title("accuracy on them")},
        margin={"l": 52},
        legend=BELOW_TITLE,
    )
    return Chart("coverage", traces, axes, shows, describe_coverage, {"threshold": ("d",)})


def describe_coverage(state: YourModelState) -> str:
    """Say how many rows the threshold decides, and how many of these wrongly."""
    return (
        f"With a confidence of {float(state.threshold):g} needed, {whole(state.decided)} of "
        f"{state.samples} rows are decided and {whole(state.wrong)} of these wrongly."
    )
