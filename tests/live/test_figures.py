"""Figures that are built once show one state after the other."""

import numpy as np
import plotly.graph_objects as go
import pytest

from logitviz.charts.chart import Chart, Shows
from logitviz.live.elements import ChartElement
from logitviz.live.figures import grown, numbered
from logitviz.live.state import State

HEIGHT: Shows = {"bar": {"y": ("height",)}}
PLACE: Shows = {"bar": {"x": ("height",)}}


def element(shows: Shows, height: float) -> ChartElement:
    """A chart made for one state alone, as some lessons make theirs."""
    traces = {"bar": go.Bar()}
    made = Chart("heights", traces, go.Layout(), shows, lambda s: f"It is {s.height} high.")
    return ChartElement.of(made, State({"height": np.float64(height)}))


def test_equal_charts_have_one_figure_with_the_numbers_of_the_last() -> None:
    first = numbered(element(HEIGHT, 2), 1.0, "", None)
    assert list(first.data[0].y) == [2]
    assert numbered(element(HEIGHT, 3), 1.0, "", None) is first
    assert list(first.data[0].y) == [3]


def test_a_chart_that_shows_something_else_keeps_no_number_of_another() -> None:
    numbered(element(HEIGHT, 2), 1.0, "", None)
    other = numbered(element(PLACE, 5), 1.0, "", None)
    assert (list(other.data[0].x), other.data[0].y) == ([5], None)


@pytest.mark.parametrize(("height", "shrunk"), [(300, 210), (200, 170), (150, 150)])
def test_a_chart_shrinks_no_further_than_it_can_be_read(height: int, shrunk: int) -> None:
    figure = grown(go.Figure(layout={"height": height, "font": {"size": 12}}), 0.7)
    assert (figure.layout.height, figure.layout.font.size) == (shrunk, 12)
