"""What a button sets goes there step by step: presets by their plan, T by its slider."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, expect

from logitviz.lessons.playground.panels import PRESETS
from logitviz.live.easing import COUNT
from logitviz.live.shared import TEMPERATURE
from tests.browser.acts import TWO_FRAMES, assert_link, assert_shows, visit, wait_for_position
from tests.browser.recorder import assert_never_wrong, frames, on_the_way, recorded
from tests.browser.screen import look
from tests.lessons.state import State
from tools.browser import PATHS, Server, wait_until_settled
from tools.hand import Hand, position

PRESET = "One dominant"
AFTER = State(z=PRESETS["preset_dominant"])
EASE_TIME = 450  # ms, as in js/ease.js
GLIDE_TIME = 500  # ms, as in js/play.js
_STOP_THE_CLOCK = """() => {
  window.clock = performance.now();
  performance.now = () => window.clock;
  window.nextFrame = requestAnimationFrame;
  window.requestAnimationFrame = (act) => nextFrame(() => act(window.clock));
}"""
_GO_ON = "() => { delete performance.now; window.requestAnimationFrame = nextFrame; }"
_PASS = "(ms) => { window.clock += ms; }"


@contextmanager
def stopped_clock(page: Page) -> Iterator[None]:
    """Stop the time by which things move; it passes as a test says."""
    page.evaluate(_STOP_THE_CLOCK)
    try:
        yield
    finally:
        page.evaluate(_GO_ON)


def press_preset(page: Page) -> None:
    """Press a preset, and wait for nothing."""
    page.get_by_test_id("stPopover").get_by_role("button", name="Presets").click()
    page.get_by_role("button", name=PRESET, exact=True).click()


def test_a_preset_goes_through_true_states_and_asks_once(
    page: Page, server: Server, sent: list[str | bytes]
) -> None:
    visit(page, server.url)
    asked = len(sent)
    with recorded(page):
        press_preset(page)
        page.wait_for_url("**/?*")
        wait_until_settled(page)
        screens = frames(page)
    assert any(screen.state == "easing" for screen in screens)
    assert_never_wrong(State(), screens, ["playground"], [PRESET])
    assert len(sent) == asked + 1
    assert_shows(page, AFTER)
    assert set(look(page).thumbs) >= {"T", "z0", "z9"}


def test_on_its_way_it_shows_the_state_between_until_a_hand_takes_a_slider(
    page: Page, server: Server
) -> None:
    visit(page, server.url)
    with stopped_clock(page):
        press_preset(page)
        page.wait_for_function("document.documentElement.dataset.logitviz === 'easing'")
        page.evaluate(TWO_FRAMES)
        assert_shows(page, State())
        for step in (5, 9):
            time = EASE_TIME * (step + 0.5) / (COUNT - 1)
            page.evaluate(_PASS, time)
            page.evaluate(TWO_FRAMES)
            screen = look(page)
            assert screen.state == "easing"
            assert "T" in screen.thumbs
            assert not {"z0", "z9"} & screen.thumbs.keys()
            assert_shows(page, on_the_way(State(), AFTER)[step])
            page.evaluate(_PASS, -time)
        page.keyboard.press("Escape")
        hand = Hand.press(page, "T")
        hand.move(90)
        wait_for_position(page, "T", 90)
        assert_shows(page, AFTER.at("T", 90))
    hand.release()
    wait_until_settled(page)
    assert_shows(page, AFTER.at("T", 90))


def test_where_motion_is_to_be_reduced_nothing_eases(page: Page, server: Server) -> None:
    page.emulate_media(reduced_motion="reduce")
    try:
        visit(page, server.url)
        with recorded(page):
            press_preset(page)
            page.wait_for_url("**/?*")
            wait_until_settled(page)
            screens = frames(page)
        visit(page, server.url + PATHS["temperature"])
        page.get_by_role("button", name="T = 5", exact=True).click()
        wait_until_settled(page)
        assert_link(page, State(T="5"))
    finally:
        page.emulate_media(reduced_motion="no-preference")
    assert "easing" not in {screen.state for screen in screens}
    assert_never_wrong(State(), screens, ["playground"], [PRESET])


def test_a_jump_of_t_moves_its_slider_and_asks_once(
    page: Page, server: Server, sent: list[str | bytes]
) -> None:
    visit(page, server.url + PATHS["temperature"])
    asked = len(sent)
    button = page.get_by_role("button", name="T = ∞", exact=True)
    with recorded(page):
        button.click()
        wait_for_position(page, "T", len(TEMPERATURE.options) - 1)
        wait_until_settled(page)
        screens = frames(page)
    places = [screen.positions["T"] for screen in screens]
    assert places == sorted(places)
    assert len(set(places)) > 2
    assert_never_wrong(State(), screens, ["temperature"], ["T = ∞"])
    assert len(sent) == asked + 1
    assert_link(page, State(T="inf"))
    expect(button).to_be_focused()


def test_a_key_in_the_middle_of_a_jump_ends_it_at_its_goal(page: Page, server: Server) -> None:
    visit(page, f"{server.url}{PATHS['temperature']}?T=5")
    start = position(page, "T")
    page.get_by_role("button", name="T = 0", exact=True).focus()
    with stopped_clock(page):
        page.keyboard.press("Enter")
        page.evaluate(_PASS, GLIDE_TIME / 2)
        page.evaluate(TWO_FRAMES)
        assert 0 < position(page, "T") < start
        page.keyboard.press("ArrowDown")
        assert position(page, "T") == 0
    wait_until_settled(page)
    assert_link(page, State(T="0"))
    assert_shows(page, State(T="0"))
