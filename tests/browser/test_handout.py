"""A page on paper, and its charts as files of their own: right, complete, and light or as seen."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from numpy.testing import assert_allclose
from playwright.sync_api import Page, ViewportSize

from logitviz.charts.themes import DARK, LIGHT
from tests.browser.acts import TALL, assert_shows_all, in_size, visit
from tests.browser.contrast import rgb
from tests.lessons.profiles import PROFILES
from tests.lessons.state import State
from tools.browser import PATHS, Server, wait_until_settled
from tools.hand import slider

ON_PAPER = """() => {
  const seen = (selector) => [...document.querySelectorAll(selector)].filter((each) =>
    each.checkVisibility()).length;
  const charts = [...document.querySelectorAll(".js-plotly-plot")];
  return {
    furniture: seen(".st-key-menu, .modebar, [data-testid=stPopover], [data-testid=stButton]"),
    paper: getComputedStyle(document.querySelector(".stApp")).backgroundColor,
    ink: getComputedStyle(document.querySelector("h1")).color,
    widths: [...new Set(charts.map((gd) => gd.querySelector(".main-svg").width.baseVal.value))],
    cut: charts.filter((gd) =>
      getComputedStyle(gd.closest(".stPlotlyChart")).breakInside !== "avoid").length,
    colours: JSON.stringify(charts.map(({ data, layout: { template, ...layout } }) =>
      [data, layout, template?.layout?.paper_bgcolor])),
  };
}"""
# Looks at the page as soon as it has the style of paper. Streamlit would draw the charts in another
# width right after it, which a browser that prints does not wait for.
_PRINT = f"""() => {{
  window.onPaper = null;
  const paper = matchMedia("print");
  paper.addEventListener("change", () => {{ window.onPaper = ({ON_PAPER})(); }}, {{ once: true }});
  dispatchEvent(new Event("beforeprint"));  // comes before the style of paper
}}"""
DRAWN = """(gd) => [".js-line", ".bars .point path", ".bartext, .textpoint text"].map((kind) =>
  [...gd.querySelectorAll(kind)].map((each) => each.getAttribute("d") ?? each.textContent))"""
FOREIGN = r"#0000\d\d|light-dark|var\(|currentcolor|(?:href|src)=\"(?!#|data:)"
NUMBER = r"-?[\d.]+"
SHEETS = rb"/Type\s*/Page\b"


# Paper is the same for every page; these have bars, curves, maps, tables, and what is not live.
PRINTED = ("playground", "sigmoid", "features", "loss", "examples")
# A chart is saved by Plotly; these are bars, curves, maps.
SAVED = (("playground", "dark"), ("temperature", "light"), ("features", "light"))
WHOLE: ViewportSize = {"width": 1280, "height": 4400}  # on paper, charts stand below each other


@pytest.mark.parametrize("name", PRINTED)
def test_in_the_dark_a_page_is_printed_light_whole_and_with_its_numbers(
    name: str, page: Page, server: Server
) -> None:
    in_size(page, WHOLE, "dark")
    visit(page, f"{server.url}{PATHS[name]}")
    state = State.of(page.url)
    page.evaluate(_PRINT)
    page.emulate_media(media="print", color_scheme="dark")
    found = page.wait_for_function("window.onPaper").json_value()
    colours = found.pop("colours").lower()
    assert found == {
        "furniture": 0,
        "paper": "rgb(255, 255, 255)",
        "ink": "rgb(28, 36, 48)",
        "widths": [640],
        "cut": 0,
    }
    dark = {*DARK.colours.values(), DARK.background} - {*LIGHT.colours.values()}
    assert [colour for colour in dark if colour in colours] == []
    assert_shows_all(page, state)
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="null", color_scheme="dark")
    wait_until_settled(page)
    assert_shows_all(page, state)
    for paper in ("A4", "Letter"):
        assert len(re.findall(SHEETS, page.pdf(format=paper))) > 1
    wait_until_settled(page)
    assert_shows_all(page, state)


def assert_alike(drawing: list[list[str]], chart: list[list[str]]) -> None:
    """Compare shapes to a pixel, as Plotly ends a small bar on a whole one; and words."""
    (*shapes, words), (*wanted, said) = drawing, chart
    assert words == said
    for kind, those in zip(shapes, wanted, strict=True):
        assert [re.sub(NUMBER, "", path) for path in kind] == [
            re.sub(NUMBER, "", path) for path in those
        ]
        ends, seen = (
            [float(each) for path in paths for each in re.findall(NUMBER, path)]
            for paths in (kind, those)
        )
        assert_allclose(ends, seen, rtol=0, atol=1.01)


@pytest.mark.parametrize(("name", "scheme"), SAVED)
def test_every_chart_is_a_drawing_that_stands_alone_and_shows_the_present_state(
    name: str, scheme: str, page: Page, server: Server, tmp_path: Path
) -> None:
    in_size(page, TALL, "dark" if scheme == "dark" else "light")
    page.emulate_media(media="null")
    visit(page, f"{server.url}{PATHS[name]}")
    for moved in {"T"} & set(PROFILES[name].sliders):
        slider(page, moved).press("ArrowRight")
    wait_until_settled(page)
    assert_shows_all(page, State.of(page.url))
    alone = page.context.new_page()
    background = (DARK if scheme == "dark" else LIGHT).background
    wanted = rgb(background)
    for chart in page.locator(".js-plotly-plot").all():
        chart.hover(position={"x": 40, "y": 12})  # its title
        with page.expect_download() as download:
            chart.locator(".modebar-btn").click()
        file = tmp_path / download.value.suggested_filename
        download.value.save_as(file)
        text = file.read_text(encoding="utf-8")
        ElementTree.fromstring(text)
        assert re.findall(FOREIGN, text, re.IGNORECASE) == [], file.name
        alone.goto(file.as_uri())
        drawing = alone.locator("svg.main-svg").first
        assert_alike(drawing.evaluate(DRAWN), chart.evaluate(DRAWN))
        assert drawing.locator("rect").first.evaluate("(e) => e.style.fill") == wanted
    alone.close()
