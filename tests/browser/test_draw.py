"""Drawing on the image of a digit, with a real mouse, a real finger and the keys."""

from collections.abc import Iterable
from typing import Any

import numpy as np
from playwright.sync_api import Page, expect

from logitviz.charts.formats import logit
from logitviz.core import linear_logits
from logitviz.datasets.digits import load_digits
from tests.browser.acts import (
    PHONE,
    TWO_FRAMES,
    assert_link,
    assert_shows,
    film,
    in_size,
    open_anew,
    visit,
)
from tests.browser.screen import look
from tests.lessons.state import State
from tools.browser import PATHS, Server, wait_until_settled
from tools.hand import Pad, Touch

DIGITS = load_digits()
PATH = PATHS["features"]
_SIDES = """(keys) => keys.map((key) => {
  const { top, bottom } = document.querySelector(key).getBoundingClientRect();
  return [top, bottom];
})"""
_SCROLLED = "document.querySelector('[data-testid=stMain]').scrollTop"


def strokes(pixels: Iterable[tuple[int, int]], ink: str = "g") -> str:
    """The text of strokes that give these pixels one ink."""
    return "".join(f"{row}{column}{ink}" for row, column in sorted(pixels))


def labels(page: Page) -> list[str]:
    """What is written at the ten bars."""
    return [bar["label"] for bar in look(page).charts["logits"][1]["bars"]]


def matrix(page: Page) -> Any:
    """The ink on the screen."""
    return np.array(look(page).charts["image"][0]["matrix"], np.float64)


def by_the_core(image: Any) -> list[str]:
    """What must be written at the ten bars for an image."""
    weights = 16 * DIGITS.student_weights
    return [logit(z) for z in linear_logits(image.ravel() / 16, weights, DIGITS.student_biases)]


def undo(page: Page) -> None:
    page.get_by_role("button", name="Undo", exact=True).click()
    wait_until_settled(page)


DIAGONAL = [(i, i) for i in range(8)]


def test_the_logits_follow_a_mouse_while_it_draws_and_release_runs_python_once(
    page: Page, sent: list[str | bytes], server: Server
) -> None:
    visit(page, f"{server.url}{PATH}?digit=7&k=2")
    start = State(digit=7, k=2)
    pad = Pad.of(page)
    sent.clear()
    page.mouse.move(*pad.at(0, 0))
    page.mouse.down()
    for row, column in DIAGONAL:
        page.mouse.move(*pad.at(row, column))
        page.evaluate(TWO_FRAMES)
        assert labels(page) == by_the_core(matrix(page))
        # An ink that is there already is no stroke.
        new = [(r, c) for r, c in DIAGONAL[: row + 1] if DIGITS.images[7][r, c] != 16]
        drawn = start.but(drawn=strokes(new))
        assert_shows(page, drawn)
        assert look(page).state == "moving"
    assert not sent
    assert "drawn" not in page.url
    with film(page) as frames:
        page.mouse.up()
        wait_until_settled(page)
    assert len(sent) == 1
    assert {frame["logits"] for frame in frames} == {" ".join(filter(None, labels(page)))}
    assert_shows(page, drawn)
    assert_link(page, drawn)
    undo(page)
    assert_link(page, start)
    assert_shows(page, start)


def test_a_fast_stroke_has_no_gaps_and_leaves_the_image_and_comes_back(
    page: Page, server: Server
) -> None:
    visit(page, f"{server.url}{PATH}?blank=true")
    pad = Pad.of(page)
    page.mouse.move(*pad.at(7, 0))
    page.mouse.down()
    page.mouse.move(*pad.at(7, 12))  # one event, far beyond the image
    page.mouse.move(*pad.at(0, 12))
    page.mouse.move(*pad.at(0, 0))
    page.evaluate(TWO_FRAMES)
    drawn = State(blank=True, drawn=strokes((r, c) for r in (0, 7) for c in range(8)))
    assert_shows(page, drawn)
    page.mouse.up()
    wait_until_settled(page)
    assert_link(page, drawn)


def test_escape_gives_back_the_image_as_it_was_before_the_stroke(
    page: Page, sent: list[str | bytes], server: Server
) -> None:
    visit(page, f"{server.url}{PATH}?drawn=770")
    pad = Pad.of(page)
    sent.clear()
    page.mouse.move(*pad.at(2, 2))
    page.mouse.down()
    page.mouse.move(*pad.at(5, 5))
    page.evaluate(TWO_FRAMES)
    assert matrix(page)[5, 5] == 16
    page.keyboard.press("Escape")
    page.mouse.move(*pad.at(7, 1))  # still pressed, and draws no more
    page.evaluate(TWO_FRAMES)
    assert_shows(page, State(drawn="770"))
    page.mouse.up()
    page.evaluate(TWO_FRAMES)
    assert look(page).state == "resting"
    assert not sent


def test_size_and_ink_of_the_pen_and_the_eraser(page: Page, server: Server) -> None:
    visit(page, f"{server.url}{PATH}?digit=7&nib=3&pen=8&blank=true")
    pad = Pad.of(page)
    state = State(digit=7, nib=3, pen="8", blank=True)
    page.mouse.click(*pad.at(3, 4))
    wait_until_settled(page)
    square = [(r, c) for r in (2, 3, 4) for c in (3, 4, 5)]
    state = state.but(drawn=strokes(square, "8"))
    assert_link(page, state)
    page.locator("[class*=st-key-pen-shown]").get_by_text("Eraser").click()
    wait_until_settled(page)
    page.locator(".st-key-nib").get_by_text("2").click()
    wait_until_settled(page)
    # On the edge of four pixels, it takes these four.
    page.mouse.click(pad.x + 4 * pad.pixel, pad.y + 3 * pad.pixel)
    wait_until_settled(page)
    left = set(square) - {(r, c) for r in (2, 3) for c in (3, 4)}
    state = state.but(drawn=strokes(left, "8"), pen="Eraser", nib=2)
    assert_link(page, state)
    assert_shows(page, state)


def test_one_writes_a_digit_of_ones_own_on_a_blank_sheet(page: Page, server: Server) -> None:
    visit(page, f"{server.url}{PATH}?digit=7&drawn=12g")
    page.get_by_role("button", name="Blank sheet").click()
    wait_until_settled(page)
    assert_link(page, State(digit=7, blank=True))
    pad = Pad.of(page)
    page.mouse.move(*pad.at(1, 4))
    page.mouse.down()
    page.mouse.move(*pad.at(6, 4))
    page.mouse.up()
    wait_until_settled(page)
    own = State(digit=7, blank=True, drawn=strokes((r, 4) for r in range(1, 7)))
    assert_shows(page, own)
    assert_link(page, own)
    page.get_by_role("button", name="Original image").click()
    wait_until_settled(page)
    assert_link(page, State(digit=7))


def test_the_keys_move_the_pen_draw_erase_and_take_back(
    page: Page, sent: list[str | bytes], server: Server
) -> None:
    visit(page, f"{server.url}{PATH}?blank=true")
    news = page.locator("#logitviz-news")
    pad = page.get_by_role("application")
    pad.focus()
    sent.clear()
    for key in [*["ArrowUp", "ArrowLeft"] * 8, "ArrowDown", "ArrowDown", "ArrowRight"]:
        page.keyboard.press(key)  # from the corner on
    expect(news).to_have_text("Row 2, column 1: ink 0")
    page.keyboard.down(" ")
    page.keyboard.press("ArrowRight")
    page.evaluate(TWO_FRAMES)
    expect(news).to_have_text("Row 2, column 2: ink 16")
    drawn = State(blank=True, drawn="21g22g")
    assert_shows(page, drawn)
    assert not sent
    page.keyboard.up(" ")
    wait_until_settled(page)
    assert len(sent) == 1
    assert_link(page, drawn)
    expect(pad).to_be_focused()
    expect(news).to_contain_text("The ten logits of this image")
    page.keyboard.press("Delete")
    wait_until_settled(page)
    assert_link(page, State(blank=True, drawn="21g"))
    page.keyboard.down(" ")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    page.keyboard.up(" ")
    page.evaluate(TWO_FRAMES)
    assert_shows(page, State(blank=True, drawn="21g"))
    for _ in range(9):
        page.keyboard.press("ArrowLeft")
    expect(news).to_have_text("Row 3, column 0: ink 0")


# ---- a finger on a phone ----


def test_a_finger_draws_beside_all_ten_bars_and_does_not_scroll(
    phone_page: Page, server: Server
) -> None:
    open_anew(phone_page, f"{server.url}{PATH}?blank=true")
    pad, touch = Pad.of(phone_page), Touch(phone_page)
    before = phone_page.evaluate(_SCROLLED)
    touch.start(pad.at(1, 3))
    for row in range(2, 7):
        touch.move(pad.at(row, 3))
        phone_page.evaluate(TWO_FRAMES)
        drawn = State(blank=True, drawn=strokes((r, 3) for r in range(1, row + 1)))
        assert_shows(phone_page, drawn)
        assert labels(phone_page) == by_the_core(matrix(phone_page))
    assert phone_page.evaluate(_SCROLLED) == before
    for top, bottom in phone_page.evaluate(_SIDES, ["#logitviz-pad", ".st-key-logits"]):
        assert 0 <= top <= bottom <= PHONE["height"]
    touch.end()
    wait_until_settled(phone_page)
    assert_link(phone_page, drawn)
    assert phone_page.evaluate(_SCROLLED) == before


def test_two_fingers_zoom_and_leave_no_stroke(phone_page: Page, server: Server) -> None:
    open_anew(phone_page, f"{server.url}{PATH}?blank=true")
    pad, touch = Pad.of(phone_page), Touch(phone_page)
    x, y = pad.at(3.5, 3.5)
    fingers = [((x, y - way), (x, y + way)) for way in range(10, 90, 8)]
    touch.start(fingers[0][0])
    touch.start(*fingers[0])
    for both in fingers:
        touch.move(*both)
    phone_page.wait_for_function("window.visualViewport.scale > 1.1")
    touch.end()
    phone_page.evaluate(TWO_FRAMES)
    assert not matrix(phone_page).any()
    assert "drawn" not in phone_page.url


def test_where_nothing_is_drawn_a_finger_scrolls(phone_page: Page, server: Server) -> None:
    open_anew(phone_page, server.url + PATH)
    pad, touch = Pad.of(phone_page), Touch(phone_page)
    x, y = pad.x + 10, pad.y - 15  # the title of the image
    touch.start((x, y))
    touch.move((x, y - 60))
    touch.move((x, y - 120))
    phone_page.wait_for_function(f"{_SCROLLED} > 20")
    touch.end()


def test_in_another_size_one_draws_where_one_points(page: Page, server: Server) -> None:
    visit(page, f"{server.url}{PATH}?blank=true")
    in_size(page, {"width": 900, "height": 700})
    page.evaluate(TWO_FRAMES)
    wait_until_settled(page)
    page.mouse.click(*Pad.of(page).at(7, 7))
    wait_until_settled(page)
    assert_link(page, State(blank=True, drawn="77g"))
