"""The address is the state: deep links, the menu, back and forward, reload, embedding."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.acts import (
    assert_link,
    assert_shows,
    visit,
    wait_for_position,
)
from tests.browser.screen import look
from tests.browser.state import State
from tools.browser import PATHS, Server, wait_until_settled
from tools.hand import Hand

# 3.7261 lies between two steps of its slider.
DEEP = {
    "playground": "/?T=2&z0=3.7261",
    "temperature": "/Temperature?T=2&z0=3.7261&k=0",
    "sigmoid": "/Sigmoid_and_softmax?T=2&z0=3.7261&t=0.3&c=1.5",
    "confidence": "/Confidence?T=2&z0=3.7261&d=0.7&a=3.7261 1 2 3 0 0 0 0 0 -1",
}
WAY = ("temperature", "sigmoid", "confidence", "playground")
LABELS = {"playground": "Playground", "temperature": "Temperature",
          "sigmoid": "Sigmoid and softmax", "confidence": "Confidence"}  # fmt: skip


@pytest.mark.parametrize("name", DEEP)
def test_a_cold_server_shows_the_state_of_its_first_visitor_and_after_a_reload(
    name: str, cold_server: Server, page: Page
) -> None:
    page.goto(cold_server.url + DEEP[name])
    wait_until_settled(page)
    for turn in ("first visit", "reload"):
        assert State.of(page.url) == State.of(DEEP[name]), turn
        assert_shows(page, State.of(page.url))
        screen = look(page)
        chart, thumb = ("a_bars", "za") if name == "confidence" else ("probabilities", "z0")
        assert screen.thumbs[thumb] == "3.7"
        assert screen.charts[chart]
        if name == "playground":
            assert screen.charts["logits"][0]["bars"][0]["label"] == "3.726"
        for label in LABELS.values():
            expect(page.locator(".st-key-menu").get_by_role("link", name=label)).to_be_visible()
        if turn == "first visit":
            page.reload()
            wait_until_settled(page)


def _go(page: Page, name: str, *, menu: bool) -> None:
    where = page.locator(".st-key-menu") if menu else page.get_by_test_id("stMainBlockContainer")
    link = where.locator(f"a[href*='{PATHS[name].removeprefix('/')}']")
    if name == "playground":
        link = where.get_by_role("link", name="Playground" if menu else "Back to the playground")
    (link.first if menu else link.last).click()
    page.wait_for_url(lambda url: url.split("?")[0].endswith(PATHS[name]))
    wait_until_settled(page)


@pytest.mark.parametrize("menu", [True, False], ids=["menu", "the next link"])
def test_temperature_and_logits_come_along_all_the_way_round(
    menu: bool, page: Page, server: Server
) -> None:
    state = State.of("/?T=0.5&z0=-2&z9=7.33")
    visit(page, f"{server.url}/?T=0.5&z0=-2&z9=7.33")
    for name in WAY:
        _go(page, name, menu=menu)
        assert State.of(page.url) == state
        assert page.get_by_test_id("stMain").evaluate("(main) => main.scrollTop") == 0
        assert_shows(page, state)


def test_back_and_forward_lead_to_the_pages_before_and_after_in_their_states(
    page: Page, server: Server
) -> None:
    states = {"playground": State.of("/?T=2&z0=-2"), "temperature": State.of("/?T=5&z0=-2")}
    visit(page, f"{server.url}/?T=2&z0=-2")
    _go(page, "temperature", menu=True)
    page.get_by_role("button", name="T = 5").click()
    wait_until_settled(page)
    assert_shows(page, states["temperature"])
    _go(page, "sigmoid", menu=True)
    page.go_back()
    expect(page).to_have_title("Temperature · logitviz")
    wait_until_settled(page)
    assert_shows(page, states["temperature"])
    page.go_back()
    expect(page).to_have_title("Playground · logitviz")
    wait_until_settled(page)
    assert_link(page, states["playground"])
    assert_shows(page, states["playground"])
    page.go_forward()
    expect(page).to_have_title("Temperature · logitviz")
    wait_until_settled(page)
    assert_shows(page, states["temperature"])


def test_a_link_that_is_corrected_is_no_trap_on_the_way_back(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/?z0=3")
    wait_until_settled(page)
    page.goto(f"{server.url}/Temperature?T=banana&z0=99")
    wait_until_settled(page)
    entries = page.evaluate("history.length")
    for _ in range(entries):
        if page.url.endswith("/?z0=3"):
            break
        page.go_back()
        wait_until_settled(page)
    assert_link(page, State.of("/?z0=3"))
    assert_shows(page, State.of("/?z0=3"))


def test_the_anchor_of_a_heading_changes_nothing(page: Page, server: Server) -> None:
    visit(page, f"{server.url}/Confidence?T=2")
    page.evaluate("window.sameDocument = true")
    page.evaluate("location.hash = 'real-digits-what-the-threshold-buys'")
    page.go_back()
    wait_until_settled(page)
    assert page.evaluate("window.sameDocument")
    assert_shows(page, State.of("/Confidence?T=2"))


def test_the_link_to_copy_leads_a_stranger_to_the_same_state(page: Page, server: Server) -> None:
    visit(page, server.url)
    hand = Hand.press(page, "T")
    hand.move(90)
    hand.release()
    wait_until_settled(page)
    page.locator(".st-key-menu").get_by_role("button", name="Link").click()
    shown = page.get_by_test_id("stPopoverBody").locator("code").inner_text()
    assert State.of(shown) == State().at("T", 90)
    stranger = page.context.new_page()
    visit(stranger, shown)
    assert_shows(stranger, State().at("T", 90))


def test_an_embedded_page_is_as_live(page: Page, server: Server) -> None:
    visit(page, f"{server.url}/?embed=true&T=2")
    hand = Hand.press(page, "T")
    hand.move(20)
    wait_for_position(page, "T", 20)
    assert_shows(page, State().at("T", 20))
    hand.release()
    wait_until_settled(page)
    assert_shows(page, State().at("T", 20))
    assert "embed=true" in page.url
