"""The panels of a worked example as charts of the revealed numbers."""

from functools import partial

import numpy as np
import plotly.graph_objects as go

from logitviz.charts import colours
from logitviz.charts.chart import Chart, Drawn
from logitviz.charts.class_bars import PATTERN
from logitviz.charts.formats import FORMATS, written
from logitviz.charts.layout import INK, NEUTRAL, class_axis, layout
from logitviz.charts.over_temperature import DASHES
from logitviz.charts.words import Words, per_language
from logitviz.live.state import Floats

from .example import Panel, Series, label_text
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


def panel_chart(words: Words, state: ExamplesState, index: int) -> Chart:
    """Draw one of the panels of the example as far as it is revealed."""
    return panel_as_chart(words, state.example.panels[index])


@per_language(32)
def panel_as_chart(words: Words, panel: Panel) -> Chart:
    """Draw a panel."""
    traces: dict[str, go.Bar | go.Scatter] = {}
    shows = {}
    lines = [i for i, series in enumerate(panel.series) if series.kind == "line"]
    for i, series in enumerate(panel.series):
        if series.kind != "numbers":
            name = label_text(words, series.name)
            traces[f"series {i}"] = (
                _line(series, i) if series.kind == "line" else _bars(series, name)
            )
            heights = partial(panel.heights, series)
            shows[f"series {i}"] = {"y": Drawn("revealed", through=heights)}
        if series.kind in ("bars", "numbers") and series.form:
            traces[f"numbers {i}"] = _numbers(series, 13 if len(panel.names) < 8 else 11)
            tops = partial(panel.tops, series)
            shows[f"numbers {i}"] = {"y": Drawn("revealed", through=tops)}
    for i in lines:
        traces[f"name {i}"] = _name(panel.series[i], label_text(words, panel.series[i].name))
        end = partial(panel.label_height, panel.series[i])
        shows[f"name {i}"] = {"y": Drawn("revealed", through=end)}
    alt = partial(_describe_state, words, panel)
    return Chart(panel.key, traces, _axes(words, panel), shows, alt)


def _line(series: Series, index: int) -> go.Scatter:
    return go.Scatter(
        x=series.places,
        mode="lines+markers",
        line={"width": 2.5, "dash": LINES[index], "color": INK},
        marker={"size": 7, "color": INK},
    )


def _name(series: Series, name: str) -> go.Scatter:
    """Write the name of a line beside its labelled end."""
    beside = 0.2 if series.labelled else -0.2  # clear of the marker
    return go.Scatter(
        x=[series.places[series.labelled] + beside],
        text=[name],
        mode="text",
        textposition="middle right" if series.labelled else "middle left",
        textfont_size=12,
    )


def _bars(series: Series, name: str) -> go.Bar:
    marked = {"color": colours.PREDICTED, "pattern": PATTERN, "line_width": 2}
    return go.Bar(
        x=series.places,
        name=name,
        showlegend=bool(name),
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


def _axes(words: Words, panel: Panel) -> go.Layout:
    lines = any(series.kind == "line" for series in panel.series)
    ticks = {"ticktext": [label_text(words, name) for name in panel.names]}
    x = class_axis("", tuple(range(len(panel.names)))) | ticks
    if lines:
        x["range"] = [-LABEL_ROOM, len(panel.names) - 1 + LABEL_ROOM]
    # Numbers above bars say how high they are; no line runs through them.
    y = {"range": panel.y_range, "zeroline": True, "nticks": 4, "showgrid": lines}
    legend = LEGEND if not lines and any(series.name for series in panel.series) else None
    margin = {"t": 34, "b": 28, "l": 40}
    title = label_text(words, panel.title)
    return layout(title, height=HEIGHT, x=x, y=y, margin=margin, legend=legend)


def _describe_state(words: Words, panel: Panel, state: ExamplesState) -> str:
    return describe(words, panel, state.revealed)


def describe(words: Words, panel: Panel, revealed: Floats) -> str:
    """Say what a panel shows so far."""
    title = label_text(words, panel.title)
    said = [text for series in panel.series if (text := _said(words, series, panel, revealed))]
    if not said:
        return words.said("walk_alt_hidden", title=title)
    shown = words.listed(said, "listed_apart")
    return words.said("walk_alt", title=title, shown=shown)


def _said(words: Words, series: Series, panel: Panel, revealed: Floats) -> str:
    y, write = series.shown(revealed), FORMATS[series.form or "logit"]
    known = np.flatnonzero(~np.isnan(y))
    places = [label_text(words, panel.names[round(place)]) for place in series.places]
    name = label_text(words, series.name)
    if series.kind == "numbers" or not known.size:
        return ""
    if series.kind == "predicted":
        return words.said("series_predicted", place=places[0])
    if series.kind == "line":
        top = int(np.nanargmax(y))
        return words.said("series_line", name=name, place=places[top], value=write(y[top]))
    values = words.listed(
        words.said("series_value", place=places[i], value=write(y[i])) for i in known
    )
    return words.said("series_named", name=name, values=values) if name else values
