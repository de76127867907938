"""The address is the state: deep links, the menu, back and forward, reload, embedding."""

from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect

from logitviz.charts.words import words_of
from logitviz.lessons import MENU, PAGES
from tests.browser.acts import (
    assert_link,
    assert_shows,
    frozen,
    go_by_menu,
    open_anew,
    press_button,
    visit,
    wait_for_position,
)
from tests.browser.screen import look
from tests.lessons.profiles import ONE_OF_EACH_GROUP, PROFILES
from tests.lessons.state import State
from tools.browser import PATHS, Server, wait_until_settled
from tools.hand import Hand

WORDS = words_of("")


def test_a_cold_server_shows_the_state_of_its_first_visitor(
    cold_server: Server, page: Page
) -> None:
    profile = PROFILES["contrastive"]
    link = f"{PATHS['contrastive']}?{urlencode(profile.deep)}"
    open_anew(page, cold_server.url + link)
    assert_link(page, State.of(link))
    assert_shows(page, State.of(link))
    assert look(page).charts[profile.chart]


def test_a_reload_brings_the_same_state(page: Page, server: Server) -> None:
    link = f"{PATHS['confidence']}?{urlencode(PROFILES['confidence'].deep)}"
    open_anew(page, server.url + link)
    page.reload()
    wait_until_settled(page)
    assert_link(page, State.of(link))
    assert_shows(page, State.of(link))


def test_the_menu_shows_every_page_in_its_group(page: Page, server: Server) -> None:
    open_anew(page, server.url)
    for group, pages in MENU.items():
        page.locator(".st-key-menu").get_by_role("button", name=WORDS[f"group_{group}"]).click()
        links = page.get_by_test_id("stPopoverBody").get_by_role("link")
        expect(links).to_have_text([words_of(name)["page_name"] for name in pages])
        page.keyboard.press("Escape")
        expect(page.get_by_test_id("stPopoverBody")).to_have_count(0)


def _by_menu(page: Page, name: str) -> None:
    go_by_menu(page, name)
    _arrive(page, name)
    expect(page.get_by_test_id("stPopoverBody")).to_have_count(0)


def _by_the_next_link(page: Page, name: str) -> None:
    page.get_by_test_id("stMainBlockContainer").get_by_test_id("stPageLink").last.click()
    _arrive(page, name)


def _arrive(page: Page, name: str) -> None:
    page.wait_for_url(lambda url: url.split("?")[0].endswith(PATHS[name]))
    wait_until_settled(page)


WAYS = {
    "the next link": (_by_the_next_link, list(PAGES)[1:4]),
    "menu": (_by_menu, ONE_OF_EACH_GROUP),
}


@pytest.mark.parametrize("way", WAYS)
def test_temperature_and_logits_come_along_all_the_way(
    way: str, page: Page, server: Server
) -> None:
    go, names = WAYS[way]
    state = State.of("/?T=0.5&z0=-2&z9=7.33")
    visit(page, f"{server.url}/?T=0.5&z0=-2&z9=7.33")
    for name in names:
        go(page, name)
        assert_link(page, state)
        assert page.get_by_test_id("stMain").evaluate("(main) => main.scrollTop") == 0
        assert_shows(page, state)


def test_a_seed_comes_along_as_a_whole_number(page: Page, server: Server) -> None:
    visit(page, f"{server.url}/")
    press_button(page, "Random", "Next seed")
    _by_menu(page, "contrastive")
    assert "seed=2" in page.url.partition("?")[2].split("&")


def test_back_and_forward_lead_to_the_pages_before_and_after_in_their_states(
    page: Page, server: Server
) -> None:
    states = {"playground": State.of("/?T=2&z0=-2"), "temperature": State.of("/?T=5&z0=-2")}
    open_anew(page, f"{server.url}/?T=2&z0=-2")
    _by_menu(page, "temperature")
    page.get_by_role("button", name="T = 5").click()
    wait_until_settled(page)
    assert_shows(page, states["temperature"])
    _by_menu(page, "sigmoid")
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
    open_anew(page, f"{server.url}/Confidence?T=2")
    page.evaluate("window.sameDocument = true")
    page.evaluate("location.hash = 'real-digits-what-the-threshold-buys'")
    page.go_back()
    wait_until_settled(page)
    assert page.evaluate("window.sameDocument")
    assert_shows(page, State.of("/Confidence?T=2"))


def test_one_button_copies_the_link_and_says_so(page: Page, server: Server) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    open_anew(page, server.url)
    hand = Hand.press(page, "T")
    hand.move(90)
    hand.release()
    wait_until_settled(page)
    button = page.locator(".st-key-copy_link").get_by_role("button")
    button.focus()
    page.keyboard.press("Enter")
    expect(button).to_contain_text("Copied")
    expect(page.locator("#logitviz-news")).to_have_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.url
    assert State.of(copied) == State().at("T", 90)
    expect(button).to_contain_text("Copy link")


def test_back_brings_back_what_a_preset_has_replaced(page: Page, server: Server) -> None:
    before, preset = State.of("/?T=2&z0=-2"), State(T="2", z=(0.0,) * 10)
    open_anew(page, f"{server.url}/?T=2&z0=-2")
    press_button(page, "Presets", "Uniform")
    assert_shows(page, preset)
    hand = Hand.press(page, "z3")
    hand.move(150)
    hand.release()
    wait_until_settled(page)
    page.go_back()
    wait_until_settled(page)
    assert_link(page, before)
    assert_shows(page, before)
    page.go_forward()
    wait_until_settled(page)
    assert_shows(page, preset.at("z3", 150))


def test_what_back_brings_of_a_slider_that_nobody_sees_stays(page: Page, server: Server) -> None:
    """The browser goes on to send what it has drawn of it."""
    address = f"{server.url}{PATHS['temperature']}?k={{}}&z3={{}}"
    open_anew(page, address.format(3, 9))
    page.locator(".st-key-k").get_by_role("radio", name="5", exact=True).click()
    wait_until_settled(page)
    visit(page, address.format(5, -4))
    hand = Hand.press(page, "T")
    hand.move(90)
    hand.release()
    wait_until_settled(page)
    brought = State.of("/?k=5&z3=-4").at("T", 90)
    assert_link(page, brought)
    assert_shows(page, brought)


def test_an_embedded_page_is_as_live(page: Page, server: Server) -> None:
    open_anew(page, f"{server.url}/?embed=true&T=2")
    hand = Hand.press(page, "T")
    hand.move(20)
    wait_for_position(page, "T", 20)
    assert_shows(page, State().at("T", 20))
    hand.release()
    wait_until_settled(page)
    assert_shows(page, State().at("T", 20))
    assert "embed=true" in page.url


def test_a_choice_of_words_is_in_the_link_at_once_and_what_follows_stays(
    page: Page, server: Server
) -> None:
    open_anew(page, f"{server.url}{PATHS['contrastive']}?lang=zh")
    words = words_of("contrastive", "zh")
    chosen = State(emb="pixels", mix="at random", far="1", lang="zh")
    with frozen(server):
        for key, name in (("emb", "learned"), ("mix", "at_random"), ("emb", "pixels")):
            option = words[f"option_{key}_{name}"]
            page.locator(f"[class*=st-key-{key}-shown]").get_by_role("radio", name=option).click()
        page.locator(".st-key-far").get_by_role("radio", name="1", exact=True).click()
        page.wait_for_url("**/*far=1*")
        assert State.of(page.url) == chosen
    wait_until_settled(page)
    assert State.of(page.url) == chosen
    pressed = page.locator("[class*=-shown] [role=radio][aria-checked=true]")
    expect(pressed).to_have_text([words["option_mix_at_random"], words["option_emb_pixels"]])
