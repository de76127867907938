"""A lecture is given from the keyboard alone, and what an audience shall not see is not there."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from logitviz.lessons import controls_of, path
from logitviz.live.addresses import query_of
from logitviz.live.shared import TEMPERATURE
from logitviz.shell.lecture import Stop, pack
from tests.browser.acts import (
    FOCUSED,
    PHONE,
    TWO_FRAMES,
    assert_link,
    assert_shows,
    in_size,
    name_of,
    open_anew,
    wait_for_position,
)
from tests.browser.screen import look
from tests.lessons.profiles import ONE_OF_EACH_GROUP, PROFILES
from tests.lessons.state import State
from tools.browser import Server, wait_until_settled
from tools.hand import Hand, box, position, slider

HALL: ViewportSize = {"width": 1920, "height": 1080}
STOPS = [
    Stop("Soft", "/Temperature?T=5&hide=k.buttons.curves"),
    Stop("Sharp", "/Temperature?T=0.5&hide=k.buttons.curves"),
    Stop("Ten separate questions", "/Sigmoid_and_softmax?c=1.5&z3=4"),
    Stop("The gradient", "/Loss_and_gradient?n=7&T=2"),
    Stop("The end", "/?z0=-3&T=2&hide=z"),
]
TALK = pack(STOPS)
LAST_JUMP = f"jump_{len(TEMPERATURE.options) - 1}"  # the button T = ∞
WIDE = """() => [document.documentElement, document.querySelector("[data-testid=stMain]")]
  .some((box) => box.scrollWidth > box.clientWidth)"""


def presented(place: int, talk: str = TALK) -> State:
    """Give the state of a link of the lecture."""
    return State.of(STOPS[place - 1].link).but(stage=True, talk=talk, slide=place)


def at_place(page: Page, place: int, title: str = "") -> None:
    """Wait until a link of the lecture is shown."""
    title = title or STOPS[place - 1].title
    expect(page.locator(".st-key-stage_bar")).to_contain_text(f"{place}/{len(STOPS)} {title}")
    wait_until_settled(page)


def press_until_focused(page: Page, key: str, name: str) -> None:
    """Press Tab until the control of a name or key has the focus."""
    for _ in range(150):
        page.keyboard.press(key)
        focused = page.evaluate(FOCUSED)
        if focused and name in focused["names"]:
            return
    pytest.fail(f"{name} is not reached")


def write_by_keys(page: Page, file: Path) -> None:
    """Open the panel, load a list and start it, from the keyboard alone."""
    press_until_focused(page, "Tab", "Present")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Add this page as it is")).to_be_visible()
    wait_until_settled(page)
    with page.expect_file_chooser() as chooser:
        press_until_focused(page, "Tab", "Upload")
        page.keyboard.press("Enter")
    chooser.value.set_files(file)
    expect(page.get_by_role("textbox", name="Title of link 5")).to_have_value("The end")
    wait_until_settled(page)
    press_until_focused(page, "Tab", "Start")
    page.keyboard.press("Enter")


def test_a_lecture_of_five_links_is_given_from_the_keyboard_alone(
    page: Page, server: Server, sent: list[str | bytes], tmp_path: Path
) -> None:
    in_size(page, HALL, "dark")
    open_anew(page, f"{server.url}/Confidence")
    page.evaluate("window.sameDocument = true")
    file = tmp_path / "lecture.json"
    links = [{"title": stop.title, "link": stop.link} for stop in STOPS]
    file.write_text(json.dumps({"lecture": 1, "links": links}))
    write_by_keys(page, file)
    at_place(page, 1)
    assert_presents(page, presented(1))
    page.keyboard.press("PageDown")
    at_place(page, 2)
    assert_presents(page, presented(2))
    # T is moved on the way; the keys that a slider takes are its own, the dot is the lecture's.
    press_until_focused(page, "Tab", "T")
    start = position(page, "T")
    for step in range(1, 4):
        page.keyboard.press("ArrowRight")
        wait_for_position(page, "T", start + step)
        assert_shows(page, presented(2).at("T", start + step))
    wait_until_settled(page)
    assert_link(page, presented(2).at("T", start + 3))
    page.keyboard.press(".")
    at_place(page, 3)
    assert_presents(page, presented(3))
    page.keyboard.press("PageUp" if not _slider_has_focus(page) else ",")
    at_place(page, 2)
    assert_presents(page, presented(2))  # as its link says, and not as it was left
    for place in (3, 4, 5):
        page.keyboard.press(".")
        at_place(page, place)
        assert_presents(page, presented(place))
    assert_no_further_link(page, sent)
    page.keyboard.press("Escape")
    expect(page.locator(".st-key-menu")).to_be_visible()
    wait_until_settled(page)
    assert_link(page, presented(5).but(stage=False))
    expect(box(page, "z0")).to_be_visible()
    assert page.evaluate("window.sameDocument"), "the page was loaded anew"


def assert_no_further_link(page: Page, sent: list[str | bytes]) -> None:
    """At the last link the key for the next one asks for nothing."""
    sent.clear()
    page.keyboard.press(".")
    page.evaluate(TWO_FRAMES)
    wait_until_settled(page)
    assert not sent
    assert_presents(page, presented(len(STOPS)))


def _slider_has_focus(page: Page) -> bool:
    return bool(page.evaluate("document.activeElement.matches('input:focus-visible')"))


def assert_presents(page: Page, state: State) -> None:
    """A page shows a state, large and without menus."""
    assert_link(page, state)
    assert_shows(page, state)
    expect(page.locator(".st-key-menu")).to_be_hidden()
    assert page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)") == 25
    assert not page.evaluate(WIDE)


def test_quick_presses_are_all_counted(page: Page, server: Server) -> None:
    open_anew(page, f"{server.url}/?stage=true&talk={TALK}")
    for _ in range(4):
        page.keyboard.press("PageDown")
    at_place(page, 4)
    assert_link(page, presented(4))
    for key in ",,":
        page.keyboard.press(key)
    at_place(page, 2)
    assert_shows(page, presented(2))


def test_a_step_is_one_entry_of_the_history(page: Page, server: Server) -> None:
    open_anew(page, f"{server.url}{STOPS[0].link}&stage=true&slide=1&talk={TALK}")
    for place in (2, 3):
        page.keyboard.press(".")
        at_place(page, place)
    for place in (2, 1):
        page.go_back()
        at_place(page, place)
        assert_link(page, presented(place))
        assert_shows(page, presented(place))
    page.go_forward()
    at_place(page, 2)
    assert_shows(page, presented(2))


def test_a_student_opens_a_link_of_the_lecture_and_steps_through_by_touch(
    page: Page, server: Server
) -> None:
    in_size(page, PHONE)
    open_anew(page, f"{server.url}{STOPS[2].link}&stage=true&slide=3&talk={TALK}")
    at_place(page, 3)
    assert_shows(page, presented(3))
    assert not page.evaluate(WIDE)
    page.get_by_role("button", name="Next").click()
    at_place(page, 4)
    assert_shows(page, presented(4))
    page.get_by_role("button", name="Show everything").click()
    expect(page.locator(".st-key-menu")).to_be_visible()


def test_a_hidden_part_is_neither_seen_nor_reached_and_the_rest_follows(
    page: Page, server: Server
) -> None:
    link = "/Temperature?T=2&z0=3&stage=true&hide=k.z.buttons.curves.live_entropy"
    open_anew(page, server.url + link)
    for key in ("k", "z0", "curves", "live_entropy", LAST_JUMP):
        expect(page.locator(f".st-key-{key}")).to_have_count(1)
        expect(page.locator(f".st-key-{key}")).to_be_hidden()
    reached = []
    for _ in range(60):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        if focused is None:
            break
        assert focused["seen"]
        reached += focused["names"]
    assert "T" in reached
    assert not {"k", "z0", LAST_JUMP} & set(reached)
    state = State.of(link)
    hand = Hand.press(page, "T")
    for to in (90, 20, 60):
        hand.move(to)
        wait_for_position(page, "T", to)
        assert_shows(page, state.at("T", to))
    hand.release()
    wait_until_settled(page)
    assert_link(page, state.at("T", 60))
    page.keyboard.press("Escape")
    expect(page.locator(".st-key-curves")).to_be_visible()
    wait_until_settled(page)
    assert_shows(page, state.at("T", 60))
    assert "curves" in look(page).charts


def test_keys_belong_to_what_is_typed_in_and_to_a_slider_that_keys_have_reached(
    page: Page, server: Server
) -> None:
    open_anew(page, f"{server.url}/Confidence?stage=true&talk={TALK}&slide=1")
    page.get_by_role("button", name="Logits of A").click()
    text = page.get_by_role("textbox", name="Logits of A")
    text.click()
    page.keyboard.press("End")
    for key in (".", ",", "PageDown"):
        page.keyboard.press(key)
    assert re.search(r"\.,$", text.input_value())
    expect(page.locator(".st-key-stage_bar")).to_contain_text("1/5")
    page.keyboard.press("Backspace")
    page.keyboard.press("Backspace")
    page.keyboard.press("Escape")  # closes the panel and no more
    expect(text).to_have_count(0)
    press_until_focused(page, "Shift+Tab", "T")
    before = position(page, "T")
    page.keyboard.press("PageUp")
    page.wait_for_function(
        "([input, before]) => (input.value - input.min) / input.step !== before",
        arg=[slider(page, "T").element_handle(), before],
    )
    wait_until_settled(page)
    expect(page.locator(".st-key-stage_bar")).to_contain_text("1/5")
    hand = Hand.press(page, "T")  # a mouse leaves the keys to the lecture
    hand.release()
    wait_until_settled(page)
    page.keyboard.press("PageDown")
    at_place(page, 2)


@pytest.mark.parametrize("name", ONE_OF_EACH_GROUP)  # all of them in tests/shell
def test_a_page_is_presented_in_the_state_of_its_link(
    name: str, page: Page, server: Server
) -> None:
    in_size(page, HALL)
    query = query_of(PROFILES[name].deep, controls_of(name))
    stops = [Stop("Before", "/?T=3"), Stop("It", f"{path(name)}?{query}")]
    talk = pack(stops)
    open_anew(page, f"{server.url}/?T=3&stage=true&slide=1&talk={talk}")
    page.keyboard.press("PageDown")
    expect(page.locator(".st-key-stage_bar")).to_contain_text("2/2 It")
    wait_until_settled(page)
    assert name_of(page) == name
    state = State.of(f"/?{query}").but(stage=True, talk=talk, slide=2)
    assert_link(page, state)
    assert_shows(page, state)
    assert not page.evaluate(WIDE)
