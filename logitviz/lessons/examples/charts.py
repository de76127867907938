"""The panels of a worked example as charts of the revealed numbers."""

from functools import lru_cache, partial

import numpy as np
import plotly.graph_objects as go

from logitviz.charts import colours
from logitviz.charts.chart import Chart, Drawn
from logitviz.charts.class_bars import PATTERN
from logitviz.charts.formats import FORMATS, written
from logitviz.charts.layout import class_axis, layout
from logitviz.charts.over_temperature import DASHES
from logitviz.live.state import Floats

from .example import Panel, Series
from .state import ExamplesState

HEIGHTS = {1: 468, 2: 234, 3: 156}  # of the panels above each other
LINES = (*DASHES, "longdash")
LEGEND = {"x": 1, "xanchor": "right", "y": 1, "yanchor": "top"}
LEGEND_ABOVE = {"orientation": "h", "y": 1.16}


def panel_chart(index: int, state: ExamplesState) -> Chart:
    """Draw one of the panels of the example as far as it is revealed."""
    panels = state.example.panels
    return panel_as_chart(panels[index], HEIGHTS[len(panels)])


@lru_cache(maxsize=32)  # there are fewer panels
def panel_as_chart(panel: Panel, height: int) -> Chart:
    """Draw a panel."""
    traces: dict[str, go.Bar | go.Scatter] = {}
    shows = {}
    for i, series in enumerate(panel.series):
        if series.kind != "numbers":
            traces[f"series {i}"] = _line(series, i) if series.kind == "line" else _bars(series)
            heights = partial(panel.heights, series)
            shows[f"series {i}"] = {"y": Drawn("revealed", through=heights)}
        if series.kind in ("bars", "numbers") and series.form:
            traces[f"numbers {i}"] = _numbers(series, 13 if len(panel.names) < 8 else 10)
            tops = partial(panel.tops, series)
            shows[f"numbers {i}"] = {"y": Drawn("revealed", through=tops)}
    axes = _axes(panel, height)
    return Chart(panel.key, traces, axes, shows, lambda s: describe(panel, s.revealed))


def _line(series: Series, index: int) -> go.Scatter:
    line = {"width": 2.5, "dash": LINES[index]}
    return go.Scatter(
        x=series.places, name=series.name, mode="lines+markers", line=line, marker_size=8
    )


def _bars(series: Series) -> go.Bar:
    marked = {"color": colours.PREDICTED, "pattern": PATTERN, "line_width": 2}
    return go.Bar(
        x=series.places,
        name=series.name,
        showlegend=bool(series.name),
        width=series.width,
        marker=marked if series.kind == "predicted" else None,
    )


def _numbers(series: Series, size: int) -> go.Scatter:
    return go.Scatter(
        x=series.places,
        text=[written(value, series.form) for value in series.values],
        mode="text",
        textposition="top center",
        cliponaxis=False,
        showlegend=False,
        textfont_size=size,
    )


def _axes(panel: Panel, height: int) -> go.Layout:
    x = class_axis(tuple(range(len(panel.names)))) | {
        "ticktext": list(panel.names),
        "title": {"text": ""},
    }
    y = {"range": panel.y_range, "zeroline": True, "nticks": 4}
    legend = None
    if any(series.name for series in panel.series):
        lines = all(series.kind == "line" for series in panel.series)
        legend = LEGEND if lines else LEGEND | LEGEND_ABOVE
    margin = {"t": 32, "b": 28, "l": 40}
    return layout(panel.title, height=height, x=x, y=y, margin=margin, legend=legend)


def describe(panel: Panel, revealed: Floats) -> str:
    """Say what a panel shows so far."""
    said = [words for series in panel.series if (words := _said(series, panel, revealed))]
    return f"{panel.title}: {'; '.join(said) or 'not yet revealed'}."


def _said(series: Series, panel: Panel, revealed: Floats) -> str:
    y, write = series.shown(revealed), FORMATS[series.form or "logit"]
    known = np.flatnonzero(~np.isnan(y))
    names = [panel.names[round(place)] for place in series.places]
    if series.kind == "numbers" or not known.size:
        return ""
    if series.kind == "predicted":
        return f"predicted {names[0]}"
    prefix = f"{series.name}: " if series.name else ""
    if series.kind == "line":
        top = np.nanargmax(y)
        return f"{prefix}largest {names[top]} {write(y[top])}"
    return prefix + ", ".join(f"{names[i]} {write(y[i])}" for i in known)
