"""The colours of charts outside of a page are those of the themes of the page."""

import re
import tomllib
from pathlib import Path

import plotly.graph_objects as go
import pytest

from logitviz.charts.colours import COLOURS
from logitviz.charts.layout import DIVERGING, INK, NEUTRAL
from logitviz.charts.themes import DARK, LIGHT, Theme, in_light_colours
from logitviz.live.scripts import FOLDER
from tests.cases import for_each

CONFIG = Path(__file__).parents[2] / ".streamlit" / "config.toml"
THEMES = tomllib.loads(CONFIG.read_text(encoding="utf-8"))["theme"]
BOTH = [("light", LIGHT), ("dark", DARK)]


@for_each(("name", "theme"), BOTH)
def test_the_colours_are_those_of_the_configuration(name: str, theme: Theme) -> None:
    assert {
        "backgroundColor": theme.background,
        "textColor": theme.text,
        "primaryColor": theme.primary,
        "chartCategoricalColors": list(theme.categorical),
        "chartDivergingColors": list(theme.diverging),
    }.items() <= THEMES[name].items()


@for_each(("name", "theme"), BOTH)
def test_every_placeholder_stands_for_its_own_colour_of_the_theme(name: str, theme: Theme) -> None:
    found, wanted = theme.colours, THEMES[name]
    assert [found[each] for each in COLOURS] == wanted["chartCategoricalColors"]
    assert [found[str(each)] for _, each in DIVERGING] == wanted["chartDivergingColors"]
    assert found[INK] == wanted["textColor"]


def test_on_paper_every_colour_of_the_dark_theme_is_that_of_the_light_one() -> None:
    text = (FOLDER / "paper.js").read_text(encoding="utf-8")
    pairs = dict(re.findall(r'\["(#[0-9a-f]{6})", "(#[0-9a-f]{6})"\],', text))
    dark, light = (
        (theme.background, theme.text, theme.primary, *theme.categorical, *theme.diverging)
        for theme in (DARK, LIGHT)
    )
    assert [pairs[colour] for colour in dark] == list(light)


def test_placeholders_are_replaced_in_lists_and_scales_and_other_colours_stay() -> None:
    colours = [COLOURS[1], NEUTRAL]
    figure = go.Figure(
        [
            go.Bar(y=[1, 2], marker_color=colours),
            go.Heatmap(z=[[0, 1]], colorscale=DIVERGING),
        ],
        go.Layout(title={"text": COLOURS[1] + " is a text"}, font_color=INK),
    )
    drawn = in_light_colours(figure)
    assert list(drawn.data[0].marker.color) == [LIGHT.categorical[1], NEUTRAL]
    assert [colour for _, colour in drawn.data[1].colorscale] == list(LIGHT.diverging)
    assert drawn.layout.font.color == LIGHT.text
    assert drawn.layout.title.text == COLOURS[1] + " is a text"
    assert list(figure.data[0].marker.color) == colours


def test_a_placeholder_without_a_colour_is_an_error_that_names_it() -> None:
    with pytest.raises(KeyError, match="#000099"):
        in_light_colours(go.Figure(go.Bar(marker_color="#000099")))
