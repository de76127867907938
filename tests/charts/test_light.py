"""The colours of charts outside of a page are those of the light theme of the page."""

import tomllib
from pathlib import Path

import plotly.graph_objects as go
import pytest

from logitviz.charts import light
from logitviz.charts.colours import COLOURS
from logitviz.charts.layout import DIVERGING, INK, NEUTRAL

CONFIG = Path(__file__).parents[2] / ".streamlit" / "config.toml"
THEME = tomllib.loads(CONFIG.read_text(encoding="utf-8"))["theme"]["light"]


def test_the_colours_are_those_of_the_configuration() -> None:
    assert {
        "backgroundColor": light.BACKGROUND,
        "textColor": light.TEXT,
        "primaryColor": light.PRIMARY,
        "chartCategoricalColors": list(light.CATEGORICAL),
        "chartDivergingColors": list(light.SLOPES),
    } == THEME


def test_every_placeholder_stands_for_its_own_colour_of_the_theme() -> None:
    assert [light.LIGHT[each] for each in COLOURS] == THEME["chartCategoricalColors"]
    assert [light.LIGHT[str(each)] for _, each in DIVERGING] == THEME["chartDivergingColors"]
    assert light.LIGHT[INK] == THEME["textColor"]


def test_placeholders_are_replaced_in_lists_and_scales_and_other_colours_stay() -> None:
    colours = [COLOURS[1], NEUTRAL]
    figure = go.Figure(
        [
            go.Bar(y=[1, 2], marker_color=colours),
            go.Heatmap(z=[[0, 1]], colorscale=DIVERGING),
        ],
        go.Layout(title={"text": COLOURS[1] + " is a text"}, font_color=INK),
    )
    drawn = light.in_light_colours(figure)
    assert list(drawn.data[0].marker.color) == [light.CATEGORICAL[1], NEUTRAL]
    assert [colour for _, colour in drawn.data[1].colorscale] == list(light.SLOPES)
    assert drawn.layout.font.color == light.TEXT
    assert drawn.layout.title.text == COLOURS[1] + " is a text"
    assert list(figure.data[0].marker.color) == colours


def test_a_placeholder_without_a_colour_is_an_error_that_names_it() -> None:
    with pytest.raises(KeyError, match="#000099"):
        light.in_light_colours(go.Figure(go.Bar(marker_color="#000099")))
