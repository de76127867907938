"""Charts outside of a page: the figure of one state, without Streamlit."""

from typing import Any

import plotly.graph_objects as go

from logitviz.charts.chart import Chart
from logitviz.charts.themes import in_light_colours

from .elements import ChartElement


def standalone_figure(chart: Chart, state: Any) -> go.Figure:
    """Draw a chart with the numbers of a state, in the light theme's colours.

    Parameters
    ----------
    chart
        The chart.
    state
        A state, or any record with the fields that the chart shows.

    Returns
    -------
    plotly.graph_objects.Figure
        A new figure; a number that is not finite is None, and Plotly leaves a gap.

    Raises
    ------
    ValueError
        If the state has no such field, or its shape fits no trace.
    """
    return in_light_colours(numbered_figure(ChartElement.of(chart, state)))


def numbered_figure(element: ChartElement) -> go.Figure:
    """Draw a chart with its present numbers; its colours are placeholders."""
    figure = element.chart.figure
    places = {trace: index for index, trace in enumerate(element.chart.traces)}
    for (trace, name), reading in zip(element.names, element.readings, strict=True):
        figure.data[places[trace]].update({name: reading.plain()})
    return figure
