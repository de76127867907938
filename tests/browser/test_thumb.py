"""A finger that pulls bars and markers of charts on a phone, read before it is lifted."""

import pytest
from playwright.sync_api import Page

from logitviz.charts.chart import Chart
from tests.browser.acts import TWO_FRAMES, assert_link, assert_shows, visit
from tests.browser.grips import Plot
from tests.browser.screen import look
from tests.browser.test_touch import Place, scrolls
from tests.lessons.captured import captured
from tests.lessons.state import State
from tools.browser import Server, wait_until_settled
from tools.hand import Touch, position

_SCROLLED = "document.querySelector('[data-testid=stMain]').scrollTop"
_WHOLE_IN_SIGHT = """(e) => {
  const { top, bottom } = e.getBoundingClientRect();
  return top >= 0 && bottom < innerHeight + 1;
}"""


@pytest.fixture
def page(phone_page: Page) -> Page:
    return phone_page


def test_a_thumb_pulls_a_bar_while_all_ten_probabilities_are_in_sight(
    page: Page, server: Server
) -> None:
    visit(page, server.url)
    page.locator(".st-key-logits").evaluate("(e) => e.scrollIntoView({ block: 'end' })")
    page.evaluate(TWO_FRAMES)
    plot, touch, scrolled = Plot.of(page, "logits", 0), Touch(page), page.evaluate(_SCROLLED)
    x, y = plot.points[4]
    touch.start(plot.at(x, y))
    state = State()
    for to in (5.0, 9.0, -6.0):
        touch.move(plot.at(x, to))
        page.evaluate(TWO_FRAMES)
        moved = state.at("z4", position(page, "z4"))
        assert abs(moved.z[4] - to) < 0.2
        screen = look(page)
        assert {"logits", "probabilities"} <= screen.charts.keys()
        assert len(screen.charts["probabilities"][0]["bars"]) == 10
        assert_shows(page, moved)
    for key in ("logits", "probabilities"):
        assert page.locator(f".st-key-{key}").evaluate(_WHOLE_IN_SIGHT), key
    assert page.evaluate(_SCROLLED) == scrolled
    touch.end()
    wait_until_settled(page)
    assert_link(page, moved)


def test_a_finger_pulls_a_marker_along_and_scrolls_across(page: Page, server: Server) -> None:
    visit(page, f"{server.url}/Temperature")
    page.locator(".st-key-curves").evaluate("(e) => e.scrollIntoView({ block: 'center' })")
    page.evaluate(TWO_FRAMES)
    curves = captured("temperature").charts["curves"]
    assert isinstance(curves, Chart)
    plot, touch = Plot.of(page, "curves", list(curves.traces).index("T")), Touch(page)
    x, y = plot.at(plot.points[0][0], 0.5)
    touch.start((x, y))
    for way in (10, 40, 80):
        touch.move((x + way, y))
    page.evaluate(TWO_FRAMES)
    moved = State().at("T", position(page, "T"))
    assert float(moved.T) > 2
    assert_shows(page, moved)
    touch.end()
    wait_until_settled(page)
    assert_link(page, moved)
    place = Place("curves", (x + 80, y), page.evaluate(_SCROLLED), 0)
    assert scrolls(page, touch, place)
    wait_until_settled(page)
    assert_link(page, moved)
