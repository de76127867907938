"""Where Plotly does not keep a chart's numbers as expected, its public calls draw them."""

from collections.abc import Iterator
from typing import NamedTuple

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.browser.acts import assert_shows, open_anew, wait_for_position
from tests.browser.conftest import Troubles
from tests.browser.recorder import assert_never_wrong, frames, recorded
from tests.lessons.state import State
from tools.browser import PATHS, Server, wait_until_settled
from tools.hand import Hand

# Plotly finds its field under another name, so that only the script of the live link, loaded from a
# blob, misses it: always, or whenever it has found it just before. The tab remembers which field.
_TAKE_AWAY = """
if (sessionStorage.field) {
  const values = new WeakMap(), asked = new WeakMap();
  Object.defineProperty(HTMLElement.prototype, sessionStorage.field, {
    set(value) { values.set(this, value); },
    get() {
      const caller = new Error().stack.split("\\n")[2];
      if (!caller.includes("blob:")) return values.get(this);
      asked.set(this, (asked.get(this) ?? 0) + 1);
      const away = sessionStorage.always || asked.get(this) % 2 === 0;
      return away ? undefined : values.get(this);
    },
  });
}
"""
_COUNT_CALLS = """() => {
  const { restyle } = window.Plotly;
  window.calls = 0;
  window.Plotly.restyle = (...given) => {
    window.calls += 1;
    return restyle(...given);
  };
}"""
ALWAYS, EVERY_SECOND_TIME = "yes", ""


@pytest.fixture(scope="module")
def plotly_tab(household: BrowserContext, server: Server) -> Iterator[Page]:
    """Give these tests a tab of their own: what is done to every page in it cannot be undone."""
    opened = household.new_page()
    opened.add_init_script(_TAKE_AWAY)
    opened.goto(f"{server.url}/_stcore/health")  # a page of the same origin, for its storage
    yield opened
    opened.close()


def take_away(page: Page, field: str, when: str) -> Page:
    """Let the live link miss a field of Plotly's in what is opened next."""
    chosen = {"field": field, "always": when}
    page.evaluate("(chosen) => Object.assign(sessionStorage, chosen)", chosen)
    return page


class Case(NamedTuple):
    """A page, the slider to drag there, and the field of Plotly's that is missing, and when."""

    name: str
    key: str
    field: str
    when: str


@pytest.mark.parametrize(
    "case",
    [
        Case("playground", "T", "calcdata", ALWAYS),
        Case("stability", "T", "_fullData", ALWAYS),
        Case("loss", "n", "_fullLayout", ALWAYS),
        Case("contrastive", "tau", "calcdata", EVERY_SECOND_TIME),
    ],
    ids=lambda case: f"{case.name}-{case.field}",
)
def test_charts_follow_the_hand_without_a_field_of_plotly(
    case: Case, plotly_tab: Page, server: Server, troubles: Troubles
) -> None:
    name, key, field, when = case
    troubles.allow("logitviz: (this Plotly keeps|a chart could not be drawn in place)")
    page = take_away(plotly_tab, field, when)
    open_anew(page, server.url + PATHS[name])
    page.evaluate(_COUNT_CALLS)
    state = State()
    assert_shows(page, state)
    with recorded(page):
        hand = Hand.press(page, key)
        for calls, position in enumerate(
            (hand.track.steps, hand.track.steps // 2, hand.track.steps // 3)
        ):
            hand.move(position)
            wait_for_position(page, key, position)
            moved = state.at(key, position)
            assert_shows(page, moved)
            assert page.evaluate("window.calls") > calls
        hand.release()
        wait_until_settled(page)
        assert_never_wrong(moved, frames(page), [name], [f"drag {key}"])
    assert_shows(page, moved)
