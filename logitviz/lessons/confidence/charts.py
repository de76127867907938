"""The bars of a case with the threshold, and the decisions at every threshold on real images."""

from dataclasses import replace
from functools import partial
from typing import Any

import plotly.graph_objects as go

from logitviz.charts.chart import Chart, Drawn, Shows, Written
from logitviz.charts.class_bars import class_bars, describe_softmax, threshold_line
from logitviz.charts.fields import filled
from logitviz.charts.layout import (
    BELOW_TITLE,
    INK,
    QUARTER_AXIS,
    axis_title,
    class_axis,
    layout,
    right_axis,
)
from logitviz.charts.over_temperature import marker_dot, marker_line
from logitviz.charts.words import Words, per_language
from logitviz.datasets.digits import load_digits

from .state import LINE, THRESHOLDS

MAX_RISK = 0.2  # the weak classifier is wrong on 13.6 % of all test images
EVERY_THRESHOLD = list(THRESHOLDS)


@per_language(4)
def case_bars(words: Words, case: str, *, height: int) -> Chart:
    """Bars of the probabilities of case a or b, and the confidence that is needed.

    The line of that confidence has gaps where it would cross the numbers of bars.
    """
    named, record = case.upper(), f"record_{case}"

    def alt(state: Any) -> str:
        softmax = describe_softmax(words, getattr(state, record))
        return words.said("case_alt", case=named, softmax=softmax)

    bars = class_bars(
        f"{case}_bars",
        layout(
            words.said("case_title", case=named),
            height=height,
            x=class_axis(words["case_x"]),
            y=QUARTER_AXIS,
            margin={"l": 32, "r": 4},
        ),
        Written(f"{record}.probabilities", "probability"),
        alt,
    )
    # A number may be a little wider than its narrow bar, but not smaller than can be read.
    bars.traces["classes"].update(textfont_size=11, constraintext="none")
    line = threshold_line(list(LINE))
    shows = {**bars.shows, "threshold": {"y": f"threshold_{case}"}}
    traces = {**bars.traces, "threshold": line}
    pulls = {**bars.pulls, "threshold": ("d",)}
    return replace(bars, traces=traces, shows=shows, pulls=pulls)


@per_language(4)
def threshold_curves(words: Words, *, height: int) -> Chart:
    """Share of images decided (left axis) and share of those wrong (right axis)."""
    traces = {
        "decided": _curve(words["curve_decided"], "solid"),
        "wrong": _curve(words["curve_wrong"], "dash", yaxis="y2"),
        "threshold": marker_line(),
        "decided at d": marker_dot().update(marker_color=INK),
        "wrong at d": marker_dot(yaxis="y2").update(marker_color=INK),
    }
    shows: Shows = {
        "decided": {"y": Drawn("selective.coverage", span=(0.0, 1.0))},
        "wrong": {"y": Drawn("selective_risk", span=(0.0, MAX_RISK))},
        "threshold": {"x": ("d", "d")},
        "decided at d": {"x": "d", "y": "coverage"},
        "wrong at d": {"x": "d", "y": Drawn("risk", span=(0.0, MAX_RISK))},
    }
    alt = partial(filled, words["thresholds_alt"])
    return Chart("thresholds", traces, _axes(words, height), shows, alt, {"threshold": ("d",)})


def _curve(name: str, dash: str, **options: Any) -> go.Scatter:
    line = {"width": 3, "dash": dash, "color": INK}
    return go.Scatter(x=EVERY_THRESHOLD, name=name, mode="lines", line=line, **options)


def _axes(words: Words, height: int) -> go.Layout:
    risk = right_axis(
        range=(0, MAX_RISK * 1.02), tickvals=[0, 0.05, 0.1, 0.15, 0.2], tickformat=".0%"
    )
    return layout(
        words.said("thresholds_title", samples=load_digits().labels.size),
        height=height,
        x={"range": (0, 1), "title": axis_title(words["thresholds_x"])},
        y={"range": (0, 1.02), "tickvals": [0, 0.25, 0.5, 0.75, 1], "tickformat": ".0%"},
        yaxis2=risk,
        margin={"t": 62, "l": 46, "r": 42},
        legend=BELOW_TITLE,
    )
