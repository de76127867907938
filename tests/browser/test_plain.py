"""Where the live link cannot run, the page is plain Streamlit: whole, and drawn on release."""

from playwright.sync_api import Page, expect

from tests.browser.acts import assert_shows
from tests.browser.conftest import Troubles
from tests.lessons.profiles import PROFILES
from tests.lessons.shown import shown
from tests.lessons.state import State
from tools.browser import PATHS, Server, wait_until_settled
from tools.hand import position, slider


def test_a_page_is_whole_and_follows_on_release_without_the_live_link(
    page: Page, server: Server, troubles: Troubles
) -> None:
    name = "confidence"
    troubles.allow(r"BidiComponent|ERR_FAILED|dynamically imported module")
    page.route("**/BidiComponent*", lambda route: route.abort())
    page.goto(server.url + PATHS[name])
    profile = PROFILES[name]
    key = profile.sliders[0]
    charts = page.locator(".stPlotlyChart .js-plotly-plot")
    expect(charts).to_have_count(len(shown(name, State()).charts))
    wait_until_settled(page, live=False)
    moved = State().at(key, position(page, key) + 1)
    slider(page, key).focus()
    page.keyboard.press("ArrowRight")
    drawn = page.locator(f".st-key-{profile.chart}").get_by_label(
        shown(name, moved).alts[profile.chart], exact=True
    )
    expect(drawn).to_be_visible()
    wait_until_settled(page, live=False)
    assert_shows(page, moved)
