"""The report in a real browser, from a file and without a net."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from logitviz.charts.words import words_of
from logitviz.lessons.your_model.report import report_html
from tests.browser.conftest import Troubles, new_context
from tests.lessons.your_model.made import HOSTILE, hostile_data, of_data

CHARTS = 6
DRAWN = (
    f"() => document.querySelectorAll('.plotly-graph-div .xaxislayer-above').length === {CHARTS}"
)
WIDTHS = """() => [...document.querySelectorAll(".plotly-graph-div")].map(
  (chart) => chart.querySelector(".main-svg").width.baseVal.value)"""


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a report on a file whose every word is an attack."""
    path: Path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(report_html(words_of("your_model"), of_data(hostile_data())), encoding="utf-8")
    return path.as_uri()


@pytest.fixture
def asked() -> list[str]:
    """Whatever the report asks for."""
    return []


@pytest.fixture(params=[1280, 390], ids=["desk", "phone"])
def report(
    browser: Browser, file: str, asked: list[str], request: pytest.FixtureRequest
) -> Iterator[Page]:
    """Open the report; whatever goes wrong in it fails the test."""
    viewport = {"width": request.param, "height": 800}
    with new_context(browser, viewport=viewport, offline=True) as context:
        troubles = Troubles()
        troubles.watch(context)
        opened = context.new_page()
        opened.on("request", lambda each: asked.append(each.url))
        opened.goto(file)
        opened.wait_for_function(DRAWN)
        yield opened
        assert troubles.unexpected == []


def test_it_draws_all_charts_and_asks_for_nothing(
    report: Page, file: str, asked: list[str]
) -> None:
    assert asked == [file]
    assert report.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert report.title() == f"Calibration of {HOSTILE[0]}"
    assert report.locator("h1").inner_text() == HOSTILE[0]


def test_on_paper_charts_have_a_width_that_fits_and_get_their_own_back(report: Page) -> None:
    before = report.evaluate(WIDTHS)
    report.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert report.evaluate(WIDTHS) == [640] * CHARTS
    report.evaluate("dispatchEvent(new Event('afterprint'))")
    assert report.evaluate(WIDTHS) == before
