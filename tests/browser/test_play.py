"""Sliders that play: what is painted meanwhile, what the server is asked, and what stops them."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from logitviz.lessons.loss.controls import STEPS
from logitviz.live.shared import TEMPERATURE
from tests.browser.acts import (
    PHONE,
    TWO_FRAMES,
    assert_link,
    assert_shows,
    visit,
    wait_for_position,
)
from tests.browser.conftest import new_context
from tests.browser.recorder import assert_never_wrong, frames, recorded
from tests.browser.screen import Screen, look
from tests.lessons.state import State
from tools.browser import PATHS, Server, wait_until_settled
from tools.hand import Touch, position, track

HOTTEST = len(TEMPERATURE.options) - 1
START = TEMPERATURE.options.index("2")
_COLDER_THAN = """([key, position]) => {
  const { value, min, step } = document.querySelector(`.st-key-${key} input[type=range]`);
  return Math.round((value - min) / step) < position;
}"""


def play(page: Page, key: str = "T") -> Locator:
    """Find the button that plays a slider."""
    return page.locator(f".st-key-play_{key}").get_by_role("button", name="Play")


def playing(page: Page, key: str = "T") -> Locator:
    """Find the button that stops a slider that plays."""
    return page.locator(f".st-key-play_{key}").get_by_role("button", name="Stop")


def wait_until_colder(page: Page) -> None:
    """Wait until T has gone a part of its way and the frame after that has been painted."""
    page.wait_for_function(_COLDER_THAN, arg=["T", START - 9])
    page.evaluate(TWO_FRAMES)


def states_painted(screens: list[Screen], key: str) -> list[int]:
    """Give the positions of a slider, each different from the one before."""
    places = [screen.positions[key] for screen in screens if key in screen.positions]
    return [at for i, at in enumerate(places) if i == 0 or at != places[i - 1]]


def test_a_round_shows_its_states_only_and_leaves_all_as_it_was(
    page: Page, server: Server, sent: list[str | bytes]
) -> None:
    visit(page, f"{server.url}/?T=2")
    before, asked = page.url, len(sent)
    with recorded(page):
        play(page).click()
        expect(playing(page)).to_have_count(1)
        expect(playing(page)).to_have_count(0)
        page.evaluate(TWO_FRAMES)
        screens = frames(page)
    places = states_painted(screens, "T")
    assert places[0] == places[-1] == START
    assert {min(places), max(places)} == {0, HOTTEST}
    assert len(places) > 20
    assert_never_wrong(State(T="2"), screens, ["playground"], ["a round"])
    assert len(sent) == asked
    wait_until_settled(page)
    assert page.url == before
    assert_shows(page, State(T="2"))


def by_button(page: Page) -> None:
    """Press the button once more."""
    playing(page).click()


def by_escape(page: Page) -> None:
    """Press Escape."""
    page.keyboard.press("Escape")


def by_space(page: Page) -> None:
    """Press the button, which has the focus, by the keyboard."""
    page.keyboard.press("Space")


def by_mouse(page: Page) -> None:
    """Press the mouse where nothing is."""
    page.mouse.click(1270, 500)


def by_another_key(page: Page) -> None:
    """Press a key that would scroll."""
    page.locator("h1").evaluate("(h) => { h.tabIndex = -1; h.focus(); }")
    page.keyboard.press("ArrowDown")


@pytest.mark.parametrize("stop", [by_button, by_escape, by_space, by_mouse, by_another_key])
def test_what_stops_it_leaves_t_where_it_is_and_asks_once(
    stop: Callable[[Page], None], page: Page, server: Server, sent: list[str | bytes]
) -> None:
    visit(page, f"{server.url}?T=2")
    asked = len(sent)
    play(page).focus()
    page.keyboard.press("Enter")
    wait_until_colder(page)
    assert look(page).state == "moving"
    assert len(sent) == asked
    stop(page)
    expect(play(page)).to_have_count(1)
    stopped = State().at("T", position(page, "T"))
    assert_shows(page, stopped)
    wait_until_settled(page)
    assert len(sent) == asked + 1
    assert_link(page, stopped)
    assert_shows(page, stopped)
    if stop not in (by_mouse, by_another_key):
        expect(play(page)).to_be_focused()


def test_training_runs_to_its_last_step(
    page: Page, server: Server, sent: list[str | bytes]
) -> None:
    visit(page, f"{server.url}{PATHS['loss']}?n={STEPS - 9}")
    asked = len(sent)
    with recorded(page):
        play(page, "n").click()
        wait_for_position(page, "n", STEPS)
        expect(playing(page, "n")).to_have_count(0)
        wait_until_settled(page)
        screens = frames(page)
    places = states_painted(screens, "n")
    assert places == sorted(places)
    assert (places[0], places[-1]) == (STEPS - 9, STEPS)
    assert len(places) > 3
    assert len(sent) == asked + 1
    assert_never_wrong(State(n=STEPS - 9), screens, ["loss"], ["training"])
    assert_link(page, State(n=STEPS))


def test_where_motion_is_to_be_reduced_it_jumps(page: Page, server: Server) -> None:
    page.emulate_media(reduced_motion="reduce")
    try:
        visit(page, f"{server.url}?T=2")
        with recorded(page):
            play(page).click()
            expect(playing(page)).to_have_count(1)
            expect(playing(page)).to_have_count(0)
            screens = frames(page)
    finally:
        page.emulate_media(reduced_motion="no-preference")
    assert [at for at in states_painted(screens, "T") if at != START] == [0, HOTTEST]
    assert_never_wrong(State(T="2"), screens, ["playground"], ["jumps"])


def test_it_is_announced(page: Page, server: Server) -> None:
    visit(page, f"{server.url}?T=2")
    news = page.locator("#logitviz-news")
    play(page).click()
    expect(news).to_have_text("It plays. Escape stops it.")
    expect(playing(page)).to_have_attribute("title", "Stop")
    expect(playing(page)).not_to_have_attribute("aria-pressed", re.compile(""))  # said once
    page.keyboard.press("Escape")
    expect(play(page)).to_have_attribute("title", re.compile("^Play "))


def test_nothing_plays_before_the_script_has_its_numbers(page: Page, server: Server) -> None:
    visit(page, server.url)
    expect(play(page)).to_be_visible()
    page.evaluate("delete document.documentElement.dataset.logitviz")
    expect(page.locator(".logitviz-play")).to_be_hidden()


@pytest.fixture(scope="module")
def phone(browser: Browser) -> Iterator[Page]:
    with new_context(browser, has_touch=True, is_mobile=True, viewport=PHONE) as opened:
        yield opened.new_page()


def at_its_middle(element: Locator) -> tuple[float, float]:
    """Give the place of an element on the screen."""
    box = element.bounding_box()
    assert box
    assert min(box["width"], box["height"]) >= 24
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


@pytest.mark.parametrize("touched", ["button", "title", "slider"])
def test_a_finger_starts_and_stops_it(touched: str, phone: Page, server: Server) -> None:
    visit(phone, f"{server.url}?T=2")
    touch = Touch(phone)
    touch.start(at_its_middle(play(phone)))
    touch.end()
    wait_until_colder(phone)
    found = track(phone, "T")
    places = {
        "button": at_its_middle(playing(phone)),
        "title": at_its_middle(phone.locator("h1")),
        "slider": (found.at(90), found.y),
    }
    touch.start(places[touched])
    touch.end()
    expect(play(phone)).to_have_count(1)
    wait_until_settled(phone)
    at = position(phone, "T")
    assert at == 90 if touched == "slider" else at < START
    assert_link(phone, State().at("T", at))
    assert_shows(phone, State().at("T", at))
