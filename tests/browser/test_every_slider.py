"""What a hand moves on every page: numbers follow it, little is sent, and all of it stays."""

import pytest
from playwright.sync_api import Page

from logitviz.lessons.confidence.cases import COUPLED
from tests.browser.acts import (
    MARK,
    SNAPSHOTS,
    TALL,
    assert_link,
    assert_shows_all,
    film,
    hidden,
    in_size,
    name_of,
    visit,
    wait_for_position,
)
from tests.browser.screen import look
from tests.lessons.profiles import PROFILES
from tests.lessons.shown import shown
from tests.lessons.state import State
from tools.bench_bytes import Wire
from tools.browser import PATHS, Server, wait_until_settled
from tools.hand import Hand

RELEASE, PLAN = 60_000, 30_000  # bytes
_MARKS = "() => [...document.querySelectorAll('.js-plotly-plot')].map((chart) => chart.mark)"


@pytest.mark.parametrize("name", PATHS)
def test_all_that_depends_on_a_slider_follows_the_hand_and_stays(
    name: str, page: Page, sent: list[str | bytes], wire: Wire, server: Server
) -> None:
    in_size(page, TALL)  # for all its sliders
    for link, keys in PROFILES[name].drags.items():
        visit(page, f"{server.url}{PATHS[name]}{'?' * bool(link)}{link}")
        for key in keys:
            try:
                assert_follows(page, key, sent, wire)
            except AssertionError as error:
                error.add_note(f"under {key} of {link or 'the page without a link'}")
                raise


def assert_follows(page: Page, key: str, sent: list[str | bytes], wire: Wire) -> None:
    """Drag a slider and compare the whole page with the core's numbers, in mid-drag and after."""
    state = State.of(page.url)
    assert_shows_all(page, state)
    sent.clear()
    page.evaluate(MARK)
    marks = page.evaluate(_MARKS)
    hand = Hand.press(page, key)
    for position in (0, hand.track.steps, 3 * hand.track.steps // 8):
        hand.move(position)
        wait_for_position(page, key, position)
        moved = state.at(key, position)
        assert look(page).state == "moving"
        assert_shows_all(page, moved)
        assert all(hidden(page, SNAPSHOTS))
        for shown_by_it in COUPLED.get(key, ()):
            assert all(hidden(page, f".st-key-{shown_by_it}")), shown_by_it
    assert not sent
    wire.take()
    with film(page) as words:
        hand.release()
        wait_until_settled(page)
    assert len(sent) == 1
    release = wire.take()
    assert release.whole <= RELEASE
    assert 0 < release.plan <= PLAN
    assert len(words) == 1, "words change when the hand lets go"
    assert page.evaluate(_MARKS) == marks
    assert_shows_all(page, moved)
    assert_link(page, moved)
    assert_said(page, moved)
    assert not any(hidden(page, SNAPSHOTS))
    assert not hidden(page, "[data-logitviz-hidden]")


def assert_said(page: Page, state: State) -> None:
    """Compare the words for those who do not see with what the charts say of a state."""
    assert look(page).alts == shown(name_of(page), state).alts
