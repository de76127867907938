"""A finger on a phone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page

from tests.browser.acts import (
    TWO_FRAMES,
    assert_link,
    assert_shows,
    open_anew,
    visit,
    wait_for_position,
)
from tests.browser.screen import look
from tests.lessons.profiles import ONE_OF_EACH_GROUP, PROFILES
from tests.lessons.state import State
from tools.browser import PATHS, Server, wait_until_settled
from tools.hand import Finger, Touch, track

TRACK = "[data-testid=stSlider] [role=group] > div"
SLIDER = {
    "label": "[data-testid=stSlider] > label p",
    "track": TRACK,
    "thumb": f"{TRACK} > div:has(input)",
}
CHART = {"plot": ".nsewdrag", "legend": ".legend"}
SWIPED = ["playground", *ONE_OF_EACH_GROUP]
WAY = 80  # px of a swipe
# px of a swipe that scrolls: the browser first waits where a finger goes, and of the two moves
# it may swallow the one that comes while its scrolling starts.
LEAST = 20
# A place on an element in the middle of the screen where nothing lies upon it; None if hidden.
_PLACE = f"""async (e) => {{
  if (!e.checkVisibility()) return null;
  const main = document.querySelector("[data-testid=stMain]");
  e.scrollIntoView({{ block: "center", behavior: "instant" }});
  await ({TWO_FRAMES})();
  const {{ x, y, width, height }} = e.getBoundingClientRect();
  const free = ([x, y]) => {{
    const hit = document.elementFromPoint(x, y);
    return hit?.contains(e) || (!e.matches("{TRACK}") && e.contains(hit));
  }};
  // In the lower part of a plot are no bars of logits, which a finger pulls.
  const lower = e.matches(".nsewdrag");
  const places = [0.5, 0.2, 0.8].map(
    (share) => [x + share * width, y + (lower ? 0.95 : share) * height]);
  return {{ key: e.closest("[class*=st-key-]").className.match(/st-key-(\\w+)/)[1],
    at: places.find(free), scrolled: main.scrollTop,
    below: main.scrollHeight - main.clientHeight - main.scrollTop }};
}}"""
# How far the page has scrolled once it rests, or in the end if that is not far enough.
_SCROLLED_BY = """([from, least]) => new Promise((resolve) => {
  const main = document.querySelector("[data-testid=stMain]");
  let last = from, resting = 0, patience = 120;
  const look = () => {
    const now = main.scrollTop, by = Math.abs(now - from);
    resting = now === last ? resting + 1 : 0;
    last = now;
    patience -= 1;
    if (!patience || (by >= least && resting >= 4)) return resolve(by);
    requestAnimationFrame(look);
  };
  look();
})"""
_VALUES = (
    """() => [...document.querySelectorAll("input[type=range]")].map((input) => input.value)"""
)
_SCALE = "window.visualViewport.scale"


@pytest.fixture
def page(phone_page: Page) -> Page:
    return phone_page


@dataclass(frozen=True)
class Place:
    """Where a finger comes down, and how the page is scrolled then."""

    key: str
    at: tuple[float, float]
    scrolled: float
    below: float


def places(page: Page, selector: str) -> Iterator[Place]:
    """Bring what is visible into the middle of the screen, one after the other."""
    for element in page.query_selector_all(selector):
        if found := element.evaluate(_PLACE):
            yield Place(**found)


def scrolls(page: Page, touch: Touch, place: Place, astray: float = 0) -> bool:
    """Swipe up, or down where the page ends below, and tell whether that scrolls the page.

    The finger goes `astray` to the side before.
    """
    x, y = place.at
    way = WAY if place.below < WAY else -WAY
    touch.start((x, y))
    if astray:
        touch.move((x + astray, y))
    touch.move((x + astray, y + way / 2))
    touch.move((x + astray, y + way))
    by = page.evaluate(_SCROLLED_BY, [place.scrolled, LEAST])
    touch.end()  # of a finger that rests: it does not throw the page
    return bool(by >= LEAST)


def pinch(touch: Touch, place: Place, ways: Sequence[float]) -> None:
    """Put down one finger and then another, and move them so far away from a place."""
    x, y = place.at
    fingers = [((x, y - way), (x, y + way)) for way in ways]
    touch.start(fingers[0][0])
    touch.start(*fingers[0])
    for both in fingers:
        touch.move(*both)
    touch.end()


def test_the_bars_follow_a_finger_before_it_is_lifted(page: Page, server: Server) -> None:
    visit(page, server.url)
    state = State()
    for key, positions in (("T", (90, 20)), ("z0", (150, 40))):
        finger = Finger(page, key)
        for position in positions:
            finger.move(position)
            wait_for_position(page, key, position)
            moved = state.at(key, position)
            assert look(page).state == "moving"
            assert_shows(page, moved)
        finger.release()
        wait_until_settled(page)
        assert_shows(page, moved)
        assert_link(page, moved)
        state = moved


def new_sliders(name: str) -> set[str]:
    """Two or three sliders of a page that are on no page swiped before it."""
    before = SWIPED[: SWIPED.index(name)]
    known = {key for page in before for key in PROFILES[page].sliders}
    new = [key for key in PROFILES[name].sliders if key not in known]
    return {*new[:2], *new[-1:]}


@pytest.mark.parametrize("name", SWIPED)
def test_a_swipe_scrolls_and_changes_nothing_wherever_it_starts(
    name: str, page: Page, server: Server
) -> None:
    visit(page, server.url + PATHS[name])
    touch, address, values = Touch(page), page.url, page.evaluate(_VALUES)
    sliders = new_sliders(name)
    tried, stuck, rewritten = set(), [], []
    for part, selector in (CHART | SLIDER).items():
        for place in places(page, selector):
            if part in SLIDER and place.key not in sliders:
                continue
            tried.add((part, place.key))
            if not scrolls(page, touch, place):
                stuck.append((part, place.key))
            if (now := page.evaluate(_VALUES)) != values:
                rewritten.append((part, place.key))
                values = now
    wait_until_settled(page)
    assert (stuck, rewritten) == ([], [])
    assert page.url == address
    assert tried >= {(part, key) for part in SLIDER for key in sliders}
    assert tried >= {("plot", key) for key in PROFILES[name].above}


def test_a_swipe_that_goes_astray_along_a_slider_is_taken_back(page: Page, server: Server) -> None:
    visit(page, server.url)
    touch, address, at = Touch(page), page.url, track(page, "T").position
    for part in ("track", "thumb"):
        place = next(p for p in places(page, SLIDER[part]) if p.key == "T")
        assert scrolls(page, touch, place, astray=8)
        wait_for_position(page, "T", at)
        wait_until_settled(page)
        assert_shows(page, State())
        assert page.url == address


def test_a_slider_follows_a_finger_that_comes_down_beside_its_thumb(
    page: Page, server: Server
) -> None:
    visit(page, server.url)
    state = State()
    for key, start, to in (("T", 100, 30), ("z0", 20, 170)):
        finger = Finger(page, key, start)
        finger.move(to)
        wait_for_position(page, key, to)
        state = state.at(key, to)
        assert look(page).state == "moving"
        assert_shows(page, state)
        finger.release()
        wait_until_settled(page)
        assert_shows(page, state)
        assert_link(page, state)


def test_a_tap_on_its_track_sets_a_slider_once(page: Page, server: Server) -> None:
    sent: list[str | bytes] = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda words: sent.append(words)))
    open_anew(page, server.url)
    state = State()
    for key, to in (("T", 100), ("z0", 20)):
        finger = Finger(page, key, to)
        page.evaluate(TWO_FRAMES)
        assert look(page).state == "resting", "it may yet scroll"
        sent.clear()
        finger.release()
        wait_for_position(page, key, to)
        wait_until_settled(page)
        state = state.at(key, to)
        assert len(sent) == 1
        assert_shows(page, state)
        assert_link(page, state)


def test_two_fingers_zoom_and_change_nothing(page: Page, server: Server) -> None:
    visit(page, server.url)
    touch, values = Touch(page), page.evaluate(_VALUES)
    for selector in (CHART["plot"], SLIDER["track"], SLIDER["thumb"]):
        place = next(places(page, selector))
        pinch(touch, place, (20, 40, 60, 80))
        page.wait_for_function(f"{_SCALE} > 1.1")
        assert page.evaluate(_VALUES) == values
        pinch(touch, place, (80, 60, 40, 20))
        page.wait_for_function(f"{_SCALE} === 1")
    wait_until_settled(page)
    assert page.evaluate(_VALUES) == values
    assert_link(page, State())
