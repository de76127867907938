"""Sizes and themes."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, ViewportSize

from tests.browser.acts import visit
from tests.browser.conftest import Troubles
from tests.profiles.every import ONE_OF_EACH_GROUP, PROFILES
from tools.browser import PATHS, Server, wait_until_settled

DESK: ViewportSize = {"width": 1280, "height": 720}
PROJECTOR: ViewportSize = {"width": 1920, "height": 1080}
PHONE: ViewportSize = {"width": 390, "height": 844}
_OUTSIDE = """(keys) => keys.filter((key) => {
  const box = document.querySelector(`.st-key-${key}`) ?? document.querySelector(
    `.st-key-live_${key}`);
  if (!box?.checkVisibility()) return true;
  const { left, right, top, bottom } = box.getBoundingClientRect();
  return left < 0 || right > innerWidth || top < 0 || bottom > innerHeight;
})"""
_TOO_WIDE = """() => [document.documentElement, document.querySelector("[data-testid=stMain]")]
  .some((box) => box.scrollWidth > box.clientWidth)"""
# Contrast after WCAG 2 of what is drawn with the page behind it.
_PALE = """() => {
  const parts = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = (colour) => {
    const [r, g, b] = parts(colour).map((v) => v / 255).map(
      (v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const back = light(getComputedStyle(document.querySelector("[data-testid=stApp]"))
    .backgroundColor);
  const contrast = (colour) => {
    const front = light(colour);
    return (Math.max(front, back) + 0.05) / (Math.min(front, back) + 0.05);
  };
  const pale = [];
  let drawn = 0;
  for (const gd of document.querySelectorAll(".js-plotly-plot")) {
    const key = gd.closest("[class*=st-key-]").className;
    for (const text of gd.querySelectorAll("text")) {
      const { fill } = getComputedStyle(text);
      if (text.textContent) drawn += 1;
      if (text.textContent && contrast(fill) < 3) pale.push([key, text.textContent, fill]);
    }
    for (const path of gd.querySelectorAll(".barlayer .trace:first-child .point path")) {
      drawn += 1;
      const { fill } = getComputedStyle(path);
      if (contrast(fill) < 3) pale.push([key, "bar", fill]);
    }
    for (const path of gd.querySelectorAll("path.js-line")) {
      drawn += 1;
      const { stroke } = getComputedStyle(path);
      if (contrast(stroke) < 3) pale.push([key, "line", stroke]);
    }
  }
  for (const words of document.querySelectorAll("p, h1, h4, td, [data-testid=stMetricValue]")) {
    const { color } = getComputedStyle(words);
    if (words.checkVisibility() && contrast(color) < 3) pale.push([words.textContent, color]);
  }
  return { drawn, pale, back };
}"""


@pytest.fixture(scope="module")
def kept(household: BrowserContext, server: Server) -> Iterator[dict[str, Page]]:
    """Keep one page open for each name: sizes and themes need no new visit."""
    pages: dict[str, Page] = {}
    yield pages
    for page in pages.values():
        page.close()


def shown(
    kept: dict[str, Page], household: BrowserContext, address: str, size: ViewportSize
) -> Page:
    """Give the page at an address in a size, opened by the first test that needs it."""
    if address not in kept:
        kept[address] = household.new_page()
        kept[address].set_viewport_size(size)
        visit(kept[address], address)
    page = kept[address]
    page.set_viewport_size(size)
    page.emulate_media(color_scheme="light")
    wait_until_settled(page)
    return page


@pytest.mark.parametrize("name", PATHS)
def test_the_main_act_needs_no_scrolling_on_a_laptop(
    name: str, kept: dict[str, Page], household: BrowserContext, server: Server, troubles: Troubles
) -> None:
    page = shown(kept, household, server.url + PATHS[name], DESK)
    assert page.evaluate(_OUTSIDE, PROFILES[name].act) == []


@pytest.mark.parametrize("name", PATHS)
def test_charts_and_words_stand_out_by_day_in_the_evening_and_in_the_morning(
    name: str, kept: dict[str, Page], household: BrowserContext, server: Server, troubles: Troubles
) -> None:
    page = shown(kept, household, server.url + PATHS[name], DESK)
    day, night = ("light", "> 0.8"), ("dark", "< 0.2")
    for scheme, turned in (day, night, day) if name in ONE_OF_EACH_GROUP else (day,):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.wait_for_function(f"({_PALE})().back {turned}")
        wait_until_settled(page)
        assert_stands_out(page)


def assert_stands_out(page: Page) -> None:
    """Measure the contrast of everything drawn."""
    seen = page.evaluate(_PALE)
    assert seen["drawn"] >= 10
    assert not seen["pale"]


@pytest.mark.parametrize("name", PATHS)
def test_nothing_scrolls_sideways_on_a_phone(
    name: str, kept: dict[str, Page], household: BrowserContext, server: Server, troubles: Troubles
) -> None:
    page = shown(kept, household, server.url + PATHS[name], PHONE)
    assert not page.evaluate(_TOO_WIDE)


@pytest.mark.parametrize("name", PATHS)
def test_the_main_act_fills_a_projector_in_a_dark_hall_without_scrolling(
    name: str, page: Page, server: Server
) -> None:
    page.set_viewport_size(PROJECTOR)
    page.emulate_media(color_scheme="dark")
    visit(page, server.url + PATHS[name])
    assert page.evaluate(_OUTSIDE, PROFILES[name].act) == []
    assert page.evaluate(_PALE)["back"] < 0.2
    assert_stands_out(page)
