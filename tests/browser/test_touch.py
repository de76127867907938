"""A finger on a phone."""

import pytest
from playwright.sync_api import Page

from tests.browser.acts import assert_link, assert_shows, visit, wait_for_position
from tests.browser.screen import look
from tests.profiles.state import State
from tools.browser import Server, wait_until_settled
from tools.hand import Finger


@pytest.fixture
def options() -> dict[str, object]:
    return {"has_touch": True, "is_mobile": True, "viewport": {"width": 390, "height": 844}}


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
