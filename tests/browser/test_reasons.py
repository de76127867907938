"""Why softmax: each of its reasons has its own first screen."""

import pytest
from playwright.sync_api import Page, ViewportSize

from logitviz.lessons.why.controls import REASONS
from tests.browser.acts import PHONE, in_size, visit
from tests.browser.contrast import assert_stands_out
from tests.browser.screen import look
from tests.browser.test_every_page import DESK, PROJECTOR, TOO_WIDE, wait_until_in_sight
from tools.browser import PATHS, Server, wait_until_settled

ACTS = {
    "Likelihood": "reason j n0 likelihood best_share best_logit",
    "Heat": "reason sweeps T seed particles largest_difference expected_difference",
    "Entropy": "reason mean T take_mean seed entropy_curve mean_temperature entropies",
}


@pytest.mark.parametrize("reason", REASONS)
def test_the_picture_of_each_reason_needs_no_scrolling(
    reason: str, page: Page, server: Server
) -> None:
    sizes: tuple[ViewportSize, ...] = (DESK, PROJECTOR)
    for size in sizes:
        in_size(page, size)
        visit(page, f"{server.url}{PATHS['why']}?reason={reason}")
        wait_until_in_sight(page, ACTS[reason].split())
        assert_stands_out(page)
    in_size(page, PHONE)
    wait_until_settled(page)
    assert not page.evaluate(TOO_WIDE)


def test_a_reason_that_is_chosen_is_drawn_and_stands_in_the_link(
    page: Page, server: Server
) -> None:
    in_size(page, DESK)
    visit(page, f"{server.url}{PATHS['why']}?sweeps=12")
    page.get_by_role("radio", name="Heat").click(force=True)
    page.locator(".st-key-particles .barlayer path").first.wait_for()
    wait_until_settled(page)
    screen = look(page)
    assert screen.choices["reason"] == "Heat"
    assert set(screen.link.removeprefix("?").split("&")) == {"reason=Heat", "sweeps=12"}
    assert "likelihood" not in screen.charts
