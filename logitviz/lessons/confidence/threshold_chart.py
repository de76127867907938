"""Decide automatically or ask a person: what each threshold buys on real test images."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from logitviz.charts.curves import hand
from logitviz.charts.formats import percent, whole
from logitviz.charts.layout import INK, NEUTRAL, layout
from logitviz.charts.old_chart import Chart, Numbers, TraceValues, Values, both_ends, column
from logitviz.core import Selective

Counts = NDArray[np.integer[Any]]
WORST = 0.15  # the weak classifier is wrong on 13.6 % of all test images


@dataclass(frozen=True, eq=False)
class Deciding:
    """Counts over all thresholds, [..., S], and at the chosen one, [...]; either may be a batch."""

    curve: Selective
    threshold: Numbers
    decided: Counts
    wrong: Counts

    @property
    def risk(self) -> Numbers:
        """Share of the decided images that are wrong; NaN where none is decided."""
        return share(self.wrong, self.decided)


def share(part: Counts, whole: Counts) -> Numbers:
    """Divide counts; a share of nothing is NaN, which the chart leaves out."""
    return np.where(whole > 0, part / np.maximum(whole, 1), np.nan)


def deciding_curves(*, height: int) -> Chart[Deciding]:
    """Share of images decided (left axis) and share of those wrong (right axis)."""

    def skeleton() -> go.Figure:
        decided = go.Scatter(name="decided", line={"width": 3.5})
        wrong = go.Scatter(
            name="wrong of these (right axis)", yaxis="y2", line={"width": 3.5, "dash": "dash"}
        )
        dots = {"mode": "markers", "marker": {"size": 12, "color": NEUTRAL}, "showlegend": False}
        x = {"range": (0, 1), "title": {"text": "confidence needed", "standoff": 14}}
        y = {"range": (0, 1.02), "tickvals": [0, 0.25, 0.5, 0.75, 1], "tickformat": ".0%"}
        axes = layout("899 test images", height=height, x=x, y=y, margin={"l": 52, "r": 68})
        figure = go.Figure(
            [decided, wrong, hand(), go.Scatter(**dots), go.Scatter(**dots, yaxis="y2")], axes
        )
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
        legend = {"x": 0.02, "y": 0.55, "yanchor": "middle"}
        return figure.update_layout(yaxis2=risk, showlegend=True, legend=legend)

    def values(state: Deciding) -> Sequence[TraceValues]:
        x = {"x": Values(state.curve.thresholds)}
        here = Values(column(state.threshold))
        coverage = column(state.decided) / state.curve.samples
        return (
            x | {"y": Values(state.curve.coverage, span=(0.0, 1.0))},
            x | {"y": Values(share(state.curve.wrong, state.curve.decided), span=(0.0, WORST))},
            {"x": Values(both_ends(state.threshold))},
            {"x": here, "y": Values(coverage)},
            {"x": here, "y": Values(column(state.risk), span=(0.0, WORST))},
        )

    return Chart("deciding", skeleton, values, describe_deciding)


def describe_deciding(state: Deciding) -> str:
    """Say what the threshold buys."""
    return (
        f"At a threshold of {float(state.threshold):g} the classifier decides "
        f"{whole(state.decided)} of {state.curve.samples} test images alone and is wrong on "
        f"{whole(state.wrong)} of these ({percent(state.risk)})."
    )
