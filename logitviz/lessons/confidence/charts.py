"""The bars of a case against the threshold, and what each threshold buys on real images."""

from dataclasses import replace
from functools import lru_cache

import plotly.graph_objects as go

from logitviz.charts.chart import Chart, Drawn, Shows, Written
from logitviz.charts.class_bars import class_bars, describe_softmax
from logitviz.charts.formats import percent, whole
from logitviz.charts.layout import CLASSES, INK, NEUTRAL, QUARTER_AXIS, class_axis, layout
from logitviz.charts.over_temperature import marker_line

from .state import THRESHOLDS, ConfidenceState

WORST = 0.15  # the weak classifier is wrong on 13.6 % of all test images
EVERY_THRESHOLD = list(THRESHOLDS)


@lru_cache(maxsize=4)
def case_bars(case: str, *, height: int) -> Chart:
    """Bars of the probabilities of case a or b, and the confidence that is needed."""
    title, record = f"Case {case.upper()}", f"record_{case}"
    bars = class_bars(
        f"{case}_bars",
        layout(title, height=height, x=class_axis(), y=QUARTER_AXIS),
        Written(f"{record}.probabilities", "probability"),
        lambda state: f"{title}. {describe_softmax(getattr(state, record))}",
    )
    dash = {"color": NEUTRAL, "dash": "dash", "width": 2.5}
    line = go.Scatter(x=[-0.6, CLASSES - 0.4], mode="lines", line=dash)
    shows = {**bars.shows, "threshold": {"y": ("d", "d")}}
    return replace(bars, traces={**bars.traces, "threshold": line}, shows=shows)


@lru_cache(maxsize=4)
def threshold_curves(*, height: int) -> Chart:
    """Share of images decided (left axis) and share of those wrong (right axis)."""
    dot = {"mode": "markers", "marker": {"size": 12, "color": NEUTRAL}, "showlegend": False}
    traces = {
        "decided": go.Scatter(x=EVERY_THRESHOLD, name="decided", line={"width": 3.5}),
        "wrong": go.Scatter(
            x=EVERY_THRESHOLD,
            name="wrong of these (right axis)",
            line={"width": 3.5, "dash": "dash"},
            yaxis="y2",
        ),
        "threshold": marker_line(),
        "decided at d": go.Scatter(**dot),
        "wrong at d": go.Scatter(yaxis="y2", **dot),
    }
    shows: Shows = {
        "decided": {"y": Drawn("selective.coverage", span=(0.0, 1.0))},
        "wrong": {"y": Drawn("selective_risk", span=(0.0, WORST))},
        "threshold": {"x": ("d", "d")},
        "decided at d": {"x": "d", "y": "coverage"},
        "wrong at d": {"x": "d", "y": Drawn("risk", span=(0.0, WORST))},
    }
    return Chart("deciding", traces, _axes(height), shows, describe_thresholds)


def _axes(height: int) -> go.Layout:
    risk = {
        "overlaying": "y",
        "side": "right",
        "range": (0, WORST * 1.02),
        "tickvals": [0, 0.05, 0.1, 0.15],
        "tickfont": {"color": INK, "size": 12},
        "title": {"text": "wrong of these", "font": {"color": INK}, "standoff": 10},
        "tickformat": ".0%",
        "showgrid": False,
        "fixedrange": True,
    }
    return layout(
        "899 test images",
        height=height,
        x={"range": (0, 1), "title": {"text": "confidence needed", "standoff": 14}},
        y={"range": (0, 1.02), "tickvals": [0, 0.25, 0.5, 0.75, 1], "tickformat": ".0%"},
        yaxis2=risk,
        margin={"l": 52, "r": 68},
        legend={"x": 0.02, "y": 0.55, "yanchor": "middle"},
    )


def describe_thresholds(state: ConfidenceState) -> str:
    """Say what the threshold buys."""
    return (
        f"At a threshold of {float(state.d):g} the classifier decides {whole(state.decided)} of "
        f"{state.samples} test images alone and is wrong on {whole(state.wrong)} of these "
        f"({percent(state.risk)})."
    )
