"""The panels of a worked example as charts of the revealed numbers."""

from functools import lru_cache, partial

import numpy as np
import plotly.graph_objects as go

from logitviz.charts import colours
from logitviz.charts.chart import Chart, Drawn
from logitviz.charts.class_bars import PATTERN
from logitviz.charts.formats import FORMATS, written
from logitviz.charts.layout import INK, NEUTRAL, class_axis, layout
from logitviz.charts.over_temperature import DASHES
from logitviz.live.state import Floats

from .example import Panel, Series
from .state import ExamplesState

HEIGHT = 230
LINES = (*DASHES, "longdash")
LEGEND = {"x": 1, "xanchor": "right", "y": 1.18, "yanchor": "top", "orientation": "h"}
PAINT = {
    "class": colours.CLASS,
    "entropy": colours.ENTROPY,
    "teacher": colours.TEACHER,
    "S1": colours.STUDENT_1,
    "S2": colours.STUDENT_2,
    "neutral": NEUTRAL,
    "ink": INK,
}
LABEL_ROOM = 1.5  # beside the first and the last class, for the names of lines


def panel_chart(index: int, state: ExamplesState) -> Chart:
    """Draw one of the panels of the example as far as it is revealed."""
    return panel_as_chart(state.example.panels[index])


@lru_cache(maxsize=32)  # there are fewer panels
def panel_as_chart(panel: Panel) -> Chart:
    """Draw a panel."""
    traces: dict[str, go.Bar | go.Scatter] = {}
    shows = {}
    lines = [i for i, series in enumerate(panel.series) if series.kind == "line"]
    for i, series in enumerate(panel.series):
        if series.kind != "numbers":
            traces[f"series {i}"] = _line(series, i) if series.kind == "line" else _bars(series)
            heights = partial(panel.heights, series)
            shows[f"series {i}"] = {"y": Drawn("revealed", through=heights)}
        if series.kind in ("bars", "numbers") and series.form:
            traces[f"numbers {i}"] = _numbers(series, 13 if len(panel.names) < 8 else 11)
            tops = partial(panel.tops, series)
            shows[f"numbers {i}"] = {"y": Drawn("revealed", through=tops)}
    for i in lines:
        traces[f"name {i}"] = _name(panel.series[i])
        end = partial(panel.label_height, panel.series[i])
        shows[f"name {i}"] = {"y": Drawn("revealed", through=end)}
    return Chart(panel.key, traces, _axes(panel), shows, lambda s: describe(panel, s.revealed))


def _line(series: Series, index: int) -> go.Scatter:
    return go.Scatter(
        x=series.places,
        mode="lines+markers",
        line={"width": 2.5, "dash": LINES[index], "color": INK},
        marker={"size": 7, "color": INK},
    )


def _name(series: Series) -> go.Scatter:
    """Write the name of a line beside its labelled end."""
    beside = 0.2 if series.labelled else -0.2  # clear of the marker
    return go.Scatter(
        x=[series.places[series.labelled] + beside],
        text=[series.name],
        mode="text",
        textposition="middle right" if series.labelled else "middle left",
        textfont_size=12,
    )


def _bars(series: Series) -> go.Bar:
    marked = {"color": colours.PREDICTED, "pattern": PATTERN, "line_width": 2}
    return go.Bar(
        x=series.places,
        name=series.name,
        showlegend=bool(series.name),
        width=series.width,
        marker=marked if series.kind == "predicted" else {"color": _paint(series.colour)},
    )


def _paint(colour: str | tuple[str, ...]) -> str | list[str]:
    return PAINT[colour] if isinstance(colour, str) else [PAINT[each] for each in colour]


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


def _axes(panel: Panel) -> go.Layout:
    lines = any(series.kind == "line" for series in panel.series)
    x = class_axis(tuple(range(len(panel.names)))) | {
        "ticktext": list(panel.names),
        "title": {"text": ""},
    }
    if lines:
        x["range"] = [-LABEL_ROOM, len(panel.names) - 1 + LABEL_ROOM]
    # Numbers above bars say how high they are; no line runs through them.
    y = {"range": panel.y_range, "zeroline": True, "nticks": 4, "showgrid": lines}
    legend = LEGEND if not lines and any(series.name for series in panel.series) else None
    margin = {"t": 34, "b": 28, "l": 40}
    return layout(panel.title, height=HEIGHT, x=x, y=y, margin=margin, legend=legend)


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
