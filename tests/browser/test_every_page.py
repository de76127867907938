"""What holds for every page: weight, sizes, themes and the way of Tab."""

import math
from collections.abc import Iterator
from statistics import median

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from logitviz.charts.words import words_of
from logitviz.lessons import MENU
from tests.browser.acts import (
    FOCUSED,
    MOST_TABS,
    PHONE,
    TWO_FRAMES,
    in_size,
    open_anew,
    visit_once,
)
from tests.browser.conftest import Troubles
from tests.browser.contrast import PALE, assert_stands_out
from tests.browser.screen import look
from tests.lessons.profiles import ONE_OF_EACH_GROUP, PROFILES
from tools.bench_bytes import Wire
from tools.browser import PATHS, Server, wait_until_settled
from tools.shots import Theme

DESK: ViewportSize = {"width": 1280, "height": 720}
PROJECTOR: ViewportSize = {"width": 1920, "height": 1080}
SMALLEST = 11  # pixels, of a letter's height as fonts measure it
OPENING, MEDIAN_OPENING = 200_000, 142_000  # bytes
MENU_ROW = [words_of("")[f"group_{group}"] for group in MENU]
MENU_ROW += ["Glossary", "copy_link", "Present", "Data", "English"]
OUTSIDE = """(keys) => keys.filter((key) => {
  const boxes = [`[class*=st-key-${key}-shown]`, `.st-key-${key}`, `.st-key-live_${key}`];
  const box = boxes.map((each) => document.querySelector(each)).find((each) => each);
  if (!box?.checkVisibility()) return true;
  const { left, right, top, bottom } = box.getBoundingClientRect();
  return left < 0 || right > innerWidth || top < 0 || bottom > innerHeight;
})"""
TOO_WIDE = """() => [document.documentElement, document.querySelector("[data-testid=stMain]")]
  .some((box) => box.scrollWidth > box.clientWidth)"""
_SCROLL_TABLES = """() => document.querySelectorAll("table").forEach(
  (table) => { table.scrollLeft = table.scrollWidth; })"""
# A table of data is drawn on a canvas, which holds another one for screen readers alone.
_FADE_WRONGLY = """(scrolled) => [
  ...document.querySelectorAll("table:not(canvas *)")
].filter((table) => {
  const { maskImage, maskPosition } = getComputedStyle(table);
  const goesOn = !scrolled && table.scrollWidth > table.clientWidth;
  return maskImage === "none" || goesOn !== (maskPosition !== "0% 50%");
}).map((table) => table.textContent)"""
# Labels that reach under the button that plays their slider.
COVERED_LABELS = """() => [...document.querySelectorAll("[class*=st-key-play_]")].map((box) => {
  const words = document.createRange();
  words.selectNodeContents(box.querySelector("[data-testid=stWidgetLabel] p"));
  return [words.toString(), words.getBoundingClientRect().right,
    box.querySelector(".logitviz-play").getBoundingClientRect().left];
}).filter(([, right, left]) => right > left - 4)"""
# Words of charts with the size at which they are drawn: Plotly shrinks what does not fit.
_DRAWN = """() => [...document.querySelectorAll(".js-plotly-plot text")]
  .filter((text) => text.textContent && text.checkVisibility())
  .map((text) => {
    const { a, b } = text.getScreenCTM();
    const { fontSize } = getComputedStyle(text);
    const title = text.matches(".ytitle, .y2title") || text.closest(".colorbar");
    return { key: text.closest("[class*=st-key-]").className, words: text.textContent,
      size: parseFloat(fontSize) * Math.hypot(a, b),
      turned: !title && Math.abs(b) > 0.01 };
  })"""
_WRITTEN = """() => [...document.querySelectorAll("p, td, th, li, label, h1, h2")]
  .filter((words) => words.checkVisibility() && words.textContent)
  .map((words) => parseFloat(getComputedStyle(words).fontSize))"""
_HEADS = """() => [...document.querySelectorAll("table")].map(
  (table) => [...table.querySelectorAll("th")].map((head) => head.textContent))"""


# The scope lets all tests of one page follow each other: what differs needs no new visit.
EVERY_PAGE = pytest.mark.parametrize("name", PATHS, scope="module")


@pytest.fixture(scope="module")
def openings() -> dict[str, float]:
    """Keep how many bytes each page got when it was opened."""
    return {}


@pytest.fixture
def opened(
    name: str,
    tab: Page,
    server: Server,
    troubles: Troubles,
    wire: Wire,
    openings: dict[str, float],
) -> Iterator[Page]:
    """Give a page by its name; the first test that needs it opens it on a dark projector."""
    if name not in openings:
        wire.take()
    with visit_once(tab, server.url + PATHS[name], PROJECTOR, "dark"):
        openings.setdefault(name, wire.take().whole)
        yield tab


def wait_until_in_sight(page: Page, keys: list[str]) -> None:
    """Wait until all of these are: Python may hear of a new size only at the second try."""
    page.wait_for_function(f"(keys) => !({OUTSIDE})(keys).length", arg=keys)


@EVERY_PAGE
def test_an_untouched_page_has_an_address_without_parameters(name: str, opened: Page) -> None:
    assert opened.url.endswith(PATHS[name])


@EVERY_PAGE
def test_the_main_act_fills_a_projector_in_a_dark_hall_without_scrolling(
    name: str, opened: Page
) -> None:
    in_size(opened, PROJECTOR, "dark")
    wait_until_settled(opened)
    wait_until_in_sight(opened, PROFILES[name].act.split())
    assert opened.evaluate(PALE)["back"] < 0.2
    assert_stands_out(opened)


@EVERY_PAGE
def test_the_main_act_needs_no_scrolling_on_a_laptop(name: str, opened: Page) -> None:
    in_size(opened, DESK)
    wait_until_settled(opened)
    wait_until_in_sight(opened, PROFILES[name].act.split())


@EVERY_PAGE
def test_words_are_large_enough_lie_and_name_every_column(name: str, opened: Page) -> None:
    in_size(opened, DESK)
    wait_until_settled(opened)
    drawn = opened.evaluate(_DRAWN)
    assert len(drawn) >= 10
    assert [text for text in drawn if text["size"] < SMALLEST or text["turned"]] == []
    assert min(opened.evaluate(_WRITTEN)) >= SMALLEST
    assert [heads for heads in opened.evaluate(_HEADS) if not all(heads)] == []


@EVERY_PAGE
def test_charts_and_words_stand_out_by_day_in_the_evening_and_in_the_morning(
    name: str, opened: Page
) -> None:
    day: tuple[Theme, str] = ("light", "> 0.8")
    night: tuple[Theme, str] = ("dark", "< 0.2")
    for scheme, turned in (day, night, day) if name in ONE_OF_EACH_GROUP else (day,):
        in_size(opened, DESK, scheme)
        opened.wait_for_function(f"({PALE})().back {turned}")
        wait_until_settled(opened)
        assert_stands_out(opened)


@EVERY_PAGE
def test_tab_reaches_all_there_is_to_use_and_nothing_unseen(name: str, opened: Page) -> None:
    in_size(opened, DESK)
    wait_until_settled(opened)
    reached: list[str] = []
    for _ in range(MOST_TABS):
        opened.keyboard.press("Tab")
        focused = opened.evaluate(FOCUSED)
        if focused is None:
            break
        assert focused["seen"], focused
        reached += filter(None, focused["names"])
    else:
        pytest.fail("Tab never leaves the page again")
    assert not {*PROFILES[name].stops, *MENU_ROW} - set(reached)


@EVERY_PAGE
def test_a_page_knows_its_state_while_the_panel_of_the_data_is_open(
    name: str, opened: Page
) -> None:
    in_size(opened, DESK)
    opened.locator(".st-key-panels").get_by_role("button", name="Data").click()
    download = opened.get_by_test_id("stPopoverBody").get_by_test_id("stDownloadButton")
    expect(download.first).to_be_visible()
    opened.evaluate(TWO_FRAMES)  # controls that the page carries unseen are drawn in the panel
    assert look(opened).state == "resting"
    opened.keyboard.press("Escape")
    expect(opened.get_by_test_id("stPopoverBody")).to_have_count(0)


@EVERY_PAGE
def test_a_phone_scrolls_nothing_sideways_but_tables_which_fade_where_they_go_on(
    name: str, opened: Page
) -> None:
    in_size(opened, PHONE)
    wait_until_settled(opened)
    assert opened.evaluate(COVERED_LABELS) == []
    assert not opened.evaluate(TOO_WIDE)
    assert not opened.evaluate(_FADE_WRONGLY, False)
    opened.evaluate(_SCROLL_TABLES)
    opened.evaluate(TWO_FRAMES)
    assert not opened.evaluate(_FADE_WRONGLY, True)


def test_pages_are_light_when_they_open(
    openings: dict[str, float], page: Page, server: Server, wire: Wire
) -> None:
    for name in PATHS:  # if this test runs alone, or a page was late to say on which screen it is
        if openings.get(name, math.inf) > MEDIAN_OPENING:
            wire.take()
            open_anew(page, server.url + PATHS[name])
            openings[name] = min(wire.take().whole, openings.get(name, math.inf))
    assert max(openings.values()) <= OPENING, openings
    assert median(openings.values()) <= MEDIAN_OPENING, openings
