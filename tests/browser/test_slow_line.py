"""On a slow line: what is right stays, and what is missing says so."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.acts import assert_shows, frozen, visit, wait_for_position
from tests.browser.screen import look
from tests.lessons.state import State
from tools.browser import Server, wait_until_settled
from tools.hand import Hand

STATUS = "Bringing the page up to date …"
LOADING = "Loading the charts …"
_PLACES = """() => Object.fromEntries([...document.querySelectorAll(
  ".stPlotlyChart, [class*=st-key-live_], .stSlider, [data-testid=stMetricLabel]")].map((e, i) => {
    const { x, y, width, height } = e.getBoundingClientRect();
    return [i, [x, y, width, height].map(Math.round)];
  }))"""


def let_go_of(page: Page, key: str, position: int) -> None:
    hand = Hand.press(page, key)
    hand.move(position)
    wait_for_position(page, key, position)
    hand.release()


@pytest.fixture
def owed(page: Page, server: Server) -> Iterator[State]:
    """A playground whose T and z7 were moved while its server was silent."""
    visit(page, server.url)
    page.evaluate(f"() => {{ window.places = ({_PLACES})(); }}")
    with frozen(server):
        let_go_of(page, "T", 80)
        let_go_of(page, "z7", 160)
        yield State().at("T", 80).at("z7", 160)


def test_what_is_still_right_stays_and_a_click_brings_nothing_old_back(
    page: Page, owed: State
) -> None:
    for click in (False, True):
        if click:
            page.mouse.click(1270, 500)
            page.evaluate("() => new Promise((r) => requestAnimationFrame(() => r()))")
        screen = look(page)
        assert screen.state == "waiting"
        assert screen.charts.keys() == {"logits"}
        assert not screen.texts
        assert_shows(page, owed)


def test_what_is_missing_keeps_its_place_and_the_page_says_that_it_comes(
    page: Page, owed: State
) -> None:
    expect(page.get_by_text(STATUS)).to_be_visible()
    chart = page.locator(".st-key-probabilities .stPlotlyChart")
    expect(chart).to_be_visible()
    expect(chart).to_have_css("opacity", "0.5")
    expect(chart.locator(".xaxislayer-above, .xtick").first).to_be_visible()
    expect(page.get_by_text("Effective classes")).to_be_visible()
    assert page.evaluate(_PLACES) == page.evaluate("window.places")


def test_what_was_missing_comes_and_nothing_jumps(page: Page, server: Server) -> None:
    visit(page, server.url)
    before = page.evaluate(_PLACES)
    with frozen(server):
        let_go_of(page, "T", 80)
        let_go_of(page, "z7", 160)
    wait_until_settled(page)
    assert_shows(page, State().at("T", 80).at("z7", 160))
    expect(page.get_by_text(STATUS)).to_have_count(0)
    assert page.evaluate(_PLACES) == before


def test_a_page_whose_charts_are_still_on_their_way_says_so(page: Page, server: Server) -> None:
    held: list[Route] = []
    page.route("**/PlotlyChart*", lambda route: held.append(route))
    page.goto(server.url)
    expect(page.get_by_text(LOADING)).to_be_visible()
    for route in held:
        route.continue_()
    page.unroute("**/PlotlyChart*")
    wait_until_settled(page)
    expect(page.get_by_text(LOADING)).to_be_hidden()
    assert_shows(page, State())
