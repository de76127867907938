"""The file of a page to take along: it holds every row, is soon written, and trusts no word."""

import json
import re
from base64 import b64decode
from dataclasses import replace
from html.parser import HTMLParser

import numpy as np
import plotly.graph_objects as go
import pytest
from numpy.testing import assert_allclose
from plotly.offline import get_plotlyjs

from logitviz.charts.chart import Chart, Shows, Written
from logitviz.charts.words import words_of
from logitviz.lessons import PAGES
from logitviz.live.controls import Slider
from logitviz.live.elements import ChartElement, Piece, TextElement
from logitviz.live.offline import Offline
from logitviz.live.outline import Item, Place
from logitviz.live.state import Floats, State, computed
from tests.lessons.offline import offline, offline_html
from tests.live.decoded import Decoded

MOST_BYTES = 6_000_000
ATTACK = "</script><script>alert(1)</script><img src=x onerror=alert(1)>\"'&"


def content_of(html: str) -> dict[str, object]:
    """What the script of a file reads."""
    found = re.search(r'<script type="application/json" id="offline">\n(.*)\n</script>', html)
    assert found
    read: dict[str, object] = json.loads(found[1])
    return read


class Tags(HTMLParser):
    """The tags of a file and its texts, as a browser reads them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.loads: list[str] = []
        self.texts: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.loads += [name for name, _ in attrs if name in ("src", "srcset", "onerror")]

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


@pytest.mark.parametrize("page", PAGES)
def test_a_file_is_small_and_says_the_same_twice(page: str) -> None:
    left, state = offline(page)
    html = left.html(state)
    assert len(html.encode()) < MOST_BYTES
    assert left.html(state) == html
    tags = Tags(html)
    assert tags.loads == []
    assert tags.tags.count("script") == 3
    assert {"link", "iframe", "object"} & {*tags.tags} == set()
    assert html.count(get_plotlyjs()) == 1
    plan = Decoded(b64decode(str(content_of(html)["plan"])))
    assert all(not entry["knots"] for entry in plan.series)
    for group in plan.header["groups"]:
        assert {*group["controls"]} - {*plan.header["choices"]} == {*group["rows"]}


class Doubled(State):
    """A number under a name that a visitor has chosen."""

    @computed
    def height(self) -> Floats:
        """Give the number."""
        return np.asarray(2.0 * self.m)


def page_of_words(words: str) -> tuple[Offline, State]:
    """A page whose every word a stranger has written."""
    slider = Slider("m", 1.0, 0.0, 2.0, 0.1)
    state = Doubled({"m": np.float64(1.0)})
    shows: Shows = {"bar": {"y": "height", "text": Written("height", "whole")}}
    layout = go.Layout(title_text=words, height=200)
    bars = Chart("bars", {"bar": go.Bar(name=words)}, layout, shows, lambda state: words)
    chart = ChartElement.of(bars, state)
    text = TextElement.of("said", ".st-key-live_said p", f"{{height:whole}} {words}", state)
    piece = Piece([text], text.fill(), words)
    cells = Piece([], f"| {words} |\n|---|\n| {words} |", words)
    here = Place((), (), in_panel=False)
    items = [
        Item("slider", "m", slider.range(words, 1.0), here),
        Item("chart", "bars", chart, here),
        Item("readout", "read", piece, here),
        Item("text", "said", piece, here),
        Item("table", "cells", cells, here),
    ]
    about = {"coupled": {}, "meanings": {}, "controls": {"m": 1.0}, "choices": {"k": words}}
    chart.controls |= {"k"}
    return Offline(
        words,
        words,
        f"javascript:{words}",
        about,
        items,
        {"m": slider},
        {},
        {"k": words},
        words_of(""),
    ), state


def test_no_word_becomes_a_tag() -> None:
    plain, attacked = (page_of_words(words) for words in ("words", ATTACK))
    html = attacked[0].html(attacked[1])
    assert Tags(html).tags == Tags(plain[0].html(plain[1])).tags
    assert Tags(html).loads == []
    assert ATTACK in Tags(html).texts
    assert json.dumps(ATTACK)[1:-1].replace("<", "\\u003c") in html


def test_only_an_address_of_the_web_is_a_link() -> None:
    attacked, state = page_of_words("words")
    (footer,) = re.findall(r"<footer>.*?</footer>", attacked.html(state), re.DOTALL)
    assert "javascript:words" in footer
    assert "<a" not in footer
    linked = replace(attacked, link="https://a.io/?m=1").html(state)
    assert '<a href="https://a.io/?m=1"' in linked


def test_rows_of_the_file_are_those_of_the_state() -> None:
    left, state = page_of_words("words")
    plan = Decoded(b64decode(str(content_of(left.html(state))["plan"])))
    ref = plan.attributes("bars")[0, "y"][0]
    assert_allclose(plan.rows(ref, "m")[:, 0], 2 * np.arange(21) / 10, rtol=0, atol=0.0005001)


def test_of_prose_a_file_holds_headings_and_plain_paragraphs() -> None:
    html = offline("sampling")[0].html(offline("sampling")[1])
    assert "<h2>What each step does</h2>" in html
    assert "<p>Frame: before the step." in html
    assert "<strong>Top-k</strong> keeps the k largest." in html
    body = html[html.index("<main>") : html.index("</main>")]
    assert "sqrt" not in body
    assert "Hugging Face" not in body


@pytest.mark.parametrize("page", ["playground", "loss"])
def test_a_file_speaks_the_language_of_its_page(page: str) -> None:
    html = offline_html(page, "lang=zh")
    english, chinese = words_of(page), words_of(page, "zh")
    assert html.startswith('<!doctype html>\n<html lang="zh">')
    for name in ("offline_rule", "offline_noscript", "offline_resting", "offline_back"):
        assert chinese[name] in html
        assert english[name] not in html
    title, lead = (chinese["lead"].removeprefix("# ").split("\n\n")[place] for place in (0, 1))
    assert f"<h1>{title}</h1>" in html
    assert lead in html
