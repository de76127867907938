"""Strokes that Python has not answered yet."""

from playwright.sync_api import Page, expect

from tests.browser.acts import (
    TWO_FRAMES,
    assert_link,
    assert_shows,
    empty,
    frozen,
    open_anew,
    visit,
)
from tests.lessons.state import State
from tools.browser import PATHS, Server, wait_until_settled
from tools.hand import Pad

PATH = PATHS["features"]


def test_two_strokes_before_python_has_answered_are_two_steps_back(
    page: Page, server: Server
) -> None:
    visit(page, f"{server.url}{PATH}?blank=true")
    pad = Pad.of(page)
    with frozen(server):
        page.mouse.click(*pad.at(1, 1))
        page.mouse.click(*pad.at(6, 6))
        page.evaluate(TWO_FRAMES)
        assert_shows(page, State(blank=True, drawn="11g66g"))
    wait_until_settled(page)
    assert_link(page, State(blank=True, drawn="11g66g"))
    for drawn in ("11g", ""):
        page.get_by_role("button", name="Undo", exact=True).click()
        wait_until_settled(page)
        assert_link(page, State(blank=True, drawn=drawn))
        assert_shows(page, State(blank=True, drawn=drawn))


def test_an_undo_before_the_answer_counts(
    page: Page, sent: list[str | bytes], server: Server
) -> None:
    visit(page, f"{server.url}{PATH}?blank=true&drawn=34g")
    page.mouse.click(*Pad.of(page).at(6, 6))
    wait_until_settled(page)
    sent.clear()
    with frozen(server):
        page.mouse.click(*Pad.of(page).at(0, 6))
        page.evaluate(TWO_FRAMES)
        assert_shows(page, State(blank=True, drawn="06g34g66g"))
        page.get_by_role("button", name="Undo", exact=True).click()
        while len(sent) < 2:
            page.evaluate("0")  # lets the messages of the browser in
        assert_link(page, State(blank=True, drawn="34g66g"))
    wait_until_settled(page)
    assert_shows(page, State(blank=True, drawn="34g66g"))
    assert_link(page, State(blank=True, drawn="34g66g"))


def test_another_version_of_the_script_finds_nothing_of_a_stroke(
    page: Page, sent: list[str | bytes], server: Server
) -> None:
    open_anew(page, f"{server.url}{PATH}?blank=true")
    pad = Pad.of(page)
    page.mouse.move(*pad.at(1, 1))
    page.mouse.down()
    page.evaluate(TWO_FRAMES)
    expect(page.locator("#logitviz-pad[data-dragging]")).to_be_attached()
    sent.clear()
    page.evaluate("logitvizStop()")
    expect(page.locator("#logitviz-pad")).to_have_count(0)
    page.mouse.up()
    page.evaluate(TWO_FRAMES)
    assert not sent
    empty(page)  # without its script it is no page for the next test
