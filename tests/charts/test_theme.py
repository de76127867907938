"""The colours of `.streamlit/config.toml` by the contrast of WCAG 2.2."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from logitviz.charts.layout import NEUTRAL

CONFIG = Path(__file__).parents[2] / ".streamlit" / "config.toml"
THEME: dict[str, Any] = tomllib.loads(CONFIG.read_text(encoding="utf-8"))["theme"]
SIDES = ("light", "dark")
READABLE, VISIBLE = 4.5, 3.0  # of text, and of lines (success criteria 1.4.3 and 1.4.11)


def luminance(colour: str) -> float:
    """Relative luminance as WCAG defines it."""
    shares = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """The ratio of the brighter to the darker, from 1 to 21."""
    dark, bright = sorted((luminance(one), luminance(other)))
    return (bright + 0.05) / (dark + 0.05)


def test_black_on_white_has_the_contrast_21() -> None:
    assert round(contrast("#000000", "#ffffff"), 9) == 21


COLOURS = [(side, c) for side in SIDES for c in THEME[side]["chartCategoricalColors"]]


@pytest.mark.parametrize(("side", "colour"), COLOURS)
def test_a_colour_of_a_class_is_readable_on_its_background(side: str, colour: str) -> None:
    assert contrast(colour, THEME[side]["backgroundColor"]) >= READABLE


@pytest.mark.parametrize("name", ["textColor", "primaryColor"])
@pytest.mark.parametrize("side", SIDES)
def test_text_and_links_are_readable_on_their_background(side: str, name: str) -> None:
    assert contrast(THEME[side][name], THEME[side]["backgroundColor"]) >= READABLE


def test_dark_text_is_readable_on_the_second_background() -> None:
    dark = THEME["dark"]
    assert contrast(dark["textColor"], dark["secondaryBackgroundColor"]) >= READABLE


@pytest.mark.parametrize("side", SIDES)
def test_lines_that_belong_to_no_class_are_visible(side: str) -> None:
    assert contrast(NEUTRAL, THEME[side]["backgroundColor"]) >= VISIBLE


@pytest.mark.parametrize("side", SIDES)
def test_every_class_has_a_colour_of_its_own(side: str) -> None:
    colours = THEME[side]["chartCategoricalColors"]
    assert len(set(colours)) == len(colours) == 10


@pytest.mark.parametrize("side", SIDES)
def test_slopes_have_the_ten_colours_that_streamlit_asks_for(side: str) -> None:
    assert len(set(THEME[side]["chartDivergingColors"])) == 10


@pytest.mark.parametrize("side", SIDES)
def test_slopes_grow_stronger_from_the_middle_outwards(side: str) -> None:
    background = THEME[side]["backgroundColor"]
    strength = [contrast(colour, background) for colour in THEME[side]["chartDivergingColors"]]
    assert strength[:5] == sorted(strength[:5], reverse=True)
    assert strength[5:] == sorted(strength[5:])
