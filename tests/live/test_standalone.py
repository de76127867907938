"""A figure outside of a page shows the numbers of one state."""

import json

import numpy as np
import plotly.graph_objects as go
import plotly.io as pio
import pytest

from logitviz.charts.chart import Chart, Shows, Written
from logitviz.charts.colours import PREDICTED
from logitviz.charts.themes import LIGHT
from logitviz.live.standalone import standalone_figure
from logitviz.live.state import State

SHOWS: Shows = {"bar": {"y": "heights", "text": Written("heights", "whole")}}


def chart(shows: Shows = SHOWS) -> Chart:
    traces = {"line": go.Scatter(y=[0, 1]), "bar": go.Bar(marker_color=PREDICTED)}
    return Chart("heights", traces, go.Layout(title_text="Heights"), shows, lambda s: "some bars")


def state(*heights: float) -> State:
    return State({"heights": np.array(heights)})


def test_each_figure_has_the_numbers_of_its_own_state() -> None:
    one = chart()
    first, second = standalone_figure(one, state(1, 2)), standalone_figure(one, state(3))
    assert (list(first.data[1].y), list(first.data[1].text)) == ([1, 2], ["1", "2"])
    assert list(second.data[1].y) == [3]
    assert list(second.data[0].y) == [0, 1]


def test_numbers_are_not_rounded() -> None:
    assert standalone_figure(chart(), state(1 / 3)).data[1].y[0] == 1 / 3


def test_what_is_not_finite_is_a_gap() -> None:
    shown = standalone_figure(chart({"bar": {"y": "heights"}}), state(np.nan, np.inf, 2))
    assert list(shown.data[1].y) == [None, None, 2]
    assert json.loads(shown.to_json())["data"][1]["y"] == [None, None, 2]


def test_colours_do_not_depend_on_the_default_template(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = []
    for template in ("none", "plotly_dark"):
        monkeypatch.setattr(pio.templates, "default", template)
        drawn.append(standalone_figure(chart(), state(1)))
    assert drawn[0].to_json() == drawn[1].to_json()
    assert drawn[0].data[1].marker.color == LIGHT.categorical[1]
    assert drawn[0].layout.template.layout.paper_bgcolor == LIGHT.background


def test_a_field_that_the_state_lacks_is_an_error_that_names_chart_trace_and_field() -> None:
    with pytest.raises(ValueError, match=r"chart heights, trace bar, y: .*depths"):
        standalone_figure(chart({"bar": {"y": "depths"}}), state(1))
