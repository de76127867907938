"""For everybody: a large zoom, a thumb, less motion, and the colours of one's own."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
from playwright.sync_api import Page, ViewportSize

from tests.browser.acts import PHONE, in_size, visit_once
from tests.browser.conftest import Troubles
from tests.browser.contrast import assert_stands_out
from tests.browser.test_every_page import TOO_WIDE
from tests.lessons.profiles import ONE_OF_EACH_GROUP
from tools.browser import PATHS, VIEWPORT, Server, wait_until_settled
from tools.shots import THEMES

# A window of 1280 × 720 at 200 %, and one of 1280 × 1024 at 400 %, of which WCAG 1.4.10 speaks.
DOUBLE: ViewportSize = {"width": 640, "height": 360}
FOURFOLD: ViewportSize = {"width": 320, "height": 256}
LEAST = 24  # CSS pixels, of a target after WCAG 2.5.8
# What can be used, each with the box that takes the press of it: a slider is pressed on its track.
_TARGETS = """() => {
  const kinds = "a[href], button:enabled, input:not([type=file]), textarea, [tabindex='0']";
  const boxOf = (e) => e.matches("[type=range]") ? e.closest("[role=group]")
    : e.matches("[type=checkbox]") ? e.closest("label") : e;
  return [...document.querySelectorAll(kinds)]
    .filter((e) => e.checkVisibility({ visibilityProperty: true }))
    .map((e) => [e, boxOf(e)]);
}"""
_NAME = """(e) => [e.tagName, e.closest("[class*=st-key-]")?.className.match(/st-key-(\\w+)/)[1],
  e.ariaLabel ?? e.textContent.slice(0, 30)].join(" ")"""
_SMALL = f"""([least, excused]) => ({_TARGETS})()
  .filter(([e, box]) => {{
    const {{ width, height }} = box.getBoundingClientRect();
    return Math.min(width, height) < least - 0.01;
  }})
  .map(([e, box]) => {{
    const {{ width, height }} = box.getBoundingClientRect();
    return {{ excuse: excused.findIndex((selector) => e.matches(selector)),
      target: ({_NAME})(e), width, height }};
  }})"""
# What has the focus and is not whole in sight, or whose middle something lies upon. Tables, which
# may be higher than the screen, are only read; the buttons that Streamlit lays above one are shown
# to a mouse that is over it.
_OUT_OF_REACH = f"""(least) => {{
  const found = [];
  for (const [e, target] of ({_TARGETS})()) {{
    if (e.matches("[data-testid=stSkipToContent], [data-testid=stElementToolbar] *")) continue;
    if (e.matches("table, pre, canvas")) continue;
    e.focus();
    const box = e.matches("[type=range]") ? e.closest("[data-testid=stSlider]") : target;
    const whole = box.getBoundingClientRect();
    const {{ left, right, top, bottom }} = target.getBoundingClientRect();
    const out = whole.top < -2 || whole.bottom > innerHeight + 2 || left < -1 ||
      right > innerWidth + 1;
    const [x, y] = [(left + right) / 2, (top + bottom) / 2];
    const covers = [-0.4, 0, 0.4].flatMap((dx) => [-0.4, 0, 0.4].map((dy) =>
      document.elementFromPoint(x + dx * least, y + dy * least)))
      .find((hit) => !target.contains(hit) && !hit?.contains(target));
    if (out || covers) found.push([({_NAME})(e), whole.top, whole.bottom, left, right,
      covers ? ({_NAME})(covers) : "seen"]);
  }}
  document.activeElement.blur();
  return found;
}}"""
# Words that are cut off at an edge of their box, but for those that only screen readers read.
_CUT = """() => [...document.querySelectorAll("[data-testid=stMain] *, .st-key-menu *")]
  .filter((e) => {
    const { overflowX, clipPath, position } = getComputedStyle(e);
    return ["hidden", "clip"].includes(overflowX) && clipPath === "none" &&
      e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 1 && e.innerText?.trim() &&
      e.checkVisibility({ visibilityProperty: true }) && position !== "absolute";
  }).map((e) => [e.tagName, e.dataset.testid, e.innerText, e.scrollWidth, e.clientWidth])"""
# What of our own style moves by itself. A timeline that is scrolled moves as the hand does, and a
# step shows at once what would else fade in.
_MOVES = """() => {
  const sheets = [...document.styleSheets].filter(
    (sheet) => sheet.ownerNode.textContent.includes("logitviz"));
  const flat = (rules) => [...rules].flatMap((rule) =>
    [...(rule.selectorText ? [rule] : []), ...(rule.cssRules ? flat(rule.cssRules) : [])]);
  const moving = sheets.flatMap((sheet) => flat(sheet.cssRules)).filter(
    ({ style }) => style.transitionDuration || style.animationName || style.animation);
  const found = [];
  for (const { selectorText } of moving)
    for (const e of document.querySelectorAll(selectorText)) {
      const { transitionDuration, animationName, animationTimeline, animationTimingFunction } =
        getComputedStyle(e);
      const animates = animationName !== "none" && animationTimeline === "auto" &&
        !animationTimingFunction.startsWith("steps");
      if (/[1-9]/.test(transitionDuration) || animates) found.push(selectorText);
    }
  return [moving.length, [...new Set(found)]];
}"""
# Contrast with the page of what forced colours leave alone: sliders, switches, what is chosen.
_FAINT = """() => {
  const parts = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = (colour) => {
    const [r, g, b] = parts(colour).map((v) => v / 255).map(
      (v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (...colours) => {
    const [low, high] = colours.map(light).sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  const canvas = getComputedStyle(document.querySelector("[data-testid=stApp]")).backgroundColor;
  const faint = [];
  const thumbs = document.querySelectorAll(
    "[data-testid=stSlider] [role=group] > div > div:has(input)");
  for (const thumb of thumbs) {
    const { backgroundColor } = getComputedStyle(thumb);
    if (contrast(backgroundColor, canvas) < 3) faint.push(["thumb", backgroundColor]);
  }
  for (const chosen of document.querySelectorAll("[role=radio][aria-checked=true]")) {
    const words = getComputedStyle(chosen.querySelector("p") ?? chosen).color;
    const { backgroundColor } = getComputedStyle(chosen);
    if (contrast(words, backgroundColor) < 4.5) faint.push(["chosen", words, backgroundColor]);
  }
  const buttons = document.querySelectorAll("button:not(.modebar-btn, [aria-label])");
  for (const button of buttons) {
    const { color, borderTopColor } = getComputedStyle(button);
    if (!button.disabled && contrast(color, canvas) < 4.5 && button.ariaChecked !== "true")
      faint.push(["button", button.textContent, color]);
  }
  return { thumbs: thumbs.length, buttons: buttons.length, faint };
}"""


class Excuse(NamedTuple):
    """A target that is smaller on every page, and why it stays."""

    selector: str
    reason: str


EXCUSES = (Excuse("[data-testid=stSkipToContent]", "it is unseen until the keys come to it"),)


EVERY_PAGE = pytest.mark.parametrize("name", PATHS, scope="module")


@pytest.fixture
def opened(name: str, tab: Page, server: Server, troubles: Troubles) -> Iterator[Page]:
    """Give a page by its name; the first test that needs it opens it in a zoomed window."""
    with visit_once(tab, server.url + PATHS[name], DOUBLE):
        yield tab
        tab.emulate_media(forced_colors="none", reduced_motion="no-preference")


@pytest.mark.parametrize(
    ("name", "size"),
    [
        *(pytest.param(name, DOUBLE, id=f"200%-{name}") for name in PATHS),
        *(pytest.param(name, FOURFOLD, id=f"400%-{name}") for name in ONE_OF_EACH_GROUP),
    ],
    scope="module",
)
def test_a_large_zoom_loses_nothing(size: ViewportSize, name: str, opened: Page) -> None:
    in_size(opened, size)
    wait_until_settled(opened)
    assert not opened.evaluate(TOO_WIDE)
    assert opened.evaluate(_CUT) == []
    assert opened.evaluate(_OUT_OF_REACH, LEAST) == []


@EVERY_PAGE
def test_a_thumb_hits_every_target(name: str, opened: Page) -> None:
    in_size(opened, PHONE)
    wait_until_settled(opened)
    small: list[dict[str, Any]] = opened.evaluate(
        _SMALL, [LEAST, [excuse.selector for excuse in EXCUSES]]
    )
    assert [target for target in small if target["excuse"] < 0] == []
    assert {target["excuse"] for target in small} == {*range(len(EXCUSES))}


@EVERY_PAGE
def test_nothing_moves_by_itself_for_whom_less_motion_is_set(name: str, opened: Page) -> None:
    opened.emulate_media(reduced_motion="no-preference")
    count, moves = opened.evaluate(_MOVES)
    assert count >= 3
    assert moves
    opened.emulate_media(reduced_motion="reduce")
    assert opened.evaluate(_MOVES) == [count, []]


@EVERY_PAGE
def test_all_stands_out_in_forced_colours(name: str, opened: Page) -> None:
    for scheme in THEMES if name in ONE_OF_EACH_GROUP else THEMES[:1]:
        in_size(opened, VIEWPORT, scheme)
        opened.emulate_media(forced_colors="active")
        wait_until_settled(opened)
        assert_stands_out(opened)
        found = opened.evaluate(_FAINT)
        assert found["thumbs"]
        assert found["buttons"] >= 8
        assert found["faint"] == []
