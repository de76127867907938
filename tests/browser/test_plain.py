"""Where the live link cannot run, the page is plain Streamlit: whole, and drawn on release."""

import pytest
from playwright.sync_api import Page, expect

from logitviz.ui.state import TEMPERATURES
from tests.browser.conftest import Troubles
from tools.browser import PATHS, Server, wait_until_settled
from tools.hand import slider

NEXT = TEMPERATURES[TEMPERATURES.index("1") + 1]
LOWER = {
    "playground": "live_steps",
    "temperature": "classic",
    "sigmoid": "nudge",
    "confidence": "deciding",
}


@pytest.mark.parametrize("name", PATHS)
def test_a_page_is_whole_and_follows_on_release_without_the_live_link(
    name: str, page: Page, server: Server, troubles: Troubles
) -> None:
    troubles.allow(r"BidiComponent|ERR_FAILED|dynamically imported module")
    page.route("**/BidiComponent*", lambda route: route.abort())
    page.goto(server.url + PATHS[name])
    expect(page.locator(f".st-key-{LOWER[name]}")).to_be_visible()
    wait_until_settled(page, live=False)
    slider(page, "T").focus()
    page.keyboard.press("ArrowRight")
    main = "a_bars" if name == "confidence" else "probabilities"
    expect(page.locator(f".st-key-{main}").get_by_label(f"Softmax at T = {NEXT}:")).to_be_visible()
