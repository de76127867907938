"""Everything with the keyboard alone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from logitviz.live.shared import HESITANT_LOGITS
from tests.browser.acts import (
    FOCUSED,
    MOST_TABS,
    assert_link,
    assert_shows,
    empty,
    open_anew,
    visit,
    wait_for_position,
)
from tests.lessons.state import State
from tools.browser import Server, wait_until_settled
from tools.hand import position, slider
from tools.proxy import Line, delayed


def tab_to(page: Page, name: str, *, in_popover: bool = False) -> None:
    """Press Tab until an element of that key, or with these words, has the focus."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        if focused and name in focused["names"] and focused["inPopover"] >= in_popover:
            return
    raise AssertionError(f"Tab never comes to {name}")


def open_panel(page: Page, name: str) -> Locator:
    """Open a panel with the keys."""
    tab_to(page, name)
    page.keyboard.press("Enter")
    panel = page.get_by_test_id("stPopoverBody")
    expect(panel).to_be_visible()
    return panel


def test_arrows_home_and_end_move_sliders_and_charts(page: Page, server: Server) -> None:
    visit(page, server.url)
    tab_to(page, "T")
    here = position(page, "T")
    state = State()
    for key, there in (
        ("ArrowRight", here + 1), ("ArrowRight", here + 2), ("ArrowLeft", here + 1),
        ("End", 124), ("Home", 0), ("ArrowUp", 1),
    ):  # fmt: skip
        page.keyboard.press(key)
        wait_for_position(page, "T", there)
        assert_shows(page, state.at("T", there))
    wait_until_settled(page)
    state = state.at("T", 1)
    assert_shows(page, state)
    assert_link(page, state)
    tab_to(page, "z3")
    here = position(page, "z3")
    for key, there in (("ArrowRight", here + 1), ("End", 200), ("Home", 0), ("ArrowRight", 1)):
        page.keyboard.press(key)
        wait_for_position(page, "z3", there)
        assert_shows(page, state.at("z3", there))
    wait_until_settled(page)
    assert_shows(page, state.at("z3", 1))
    expect(slider(page, "z3")).to_be_focused()


@pytest.fixture
def slow_line(server: Server, tab: Page) -> Iterator[Line]:
    with delayed(server.port, 0.3) as line:
        yield line
        empty(tab)


def test_a_key_that_is_held_moves_a_gap_on_and_on(page: Page, slow_line: Line) -> None:
    open_anew(page, f"{slow_line.url}/Confidence")
    gap = slider(page, "gb")
    gap.focus()
    start = position(page, "gb")
    for step in range(1, 31):  # each answer is about earlier steps
        page.keyboard.down("ArrowRight")
        wait_for_position(page, "gb", start + step)
    page.keyboard.up("ArrowRight")
    wait_until_settled(page)
    expect(gap).to_be_focused()
    assert position(page, "gb") == start + 30
    b = HESITANT_LOGITS
    assert State.of(page.url).b == (round(b[0] + 3, 1), *b[1:])


def test_a_preset_is_chosen_without_a_mouse(page: Page, server: Server) -> None:
    visit(page, server.url)
    for opener in ("Enter", "Space"):
        tab_to(page, "Presets")
        page.keyboard.press(opener)
        expect(page.get_by_test_id("stPopoverBody")).to_be_visible()
        tab_to(page, "High confidence" if opener == "Enter" else "Uniform", in_popover=True)
        page.keyboard.press(opener)
        page.wait_for_url("**z0=6.5**" if opener == "Enter" else "**z9=0**")
        expect(page.get_by_test_id("stPopoverBody")).to_have_count(0)
        wait_until_settled(page)
        assert_shows(page, State(z=(6.5, *State().z[1:]) if opener == "Enter" else (0.0,) * 10))


def test_tab_leads_into_an_open_panel_and_back_out_of_it(page: Page, server: Server) -> None:
    visit(page, server.url)
    panel = open_panel(page, "Going further")
    links = panel.get_by_role("link")
    expect(links.first).to_be_visible()
    page.keyboard.press("Tab")
    expect(links.first).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(
        page.get_by_test_id("stPopover").get_by_role("button", name="Going further")
    ).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    expect(links.nth(1)).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/Why_softmax")
    expect(panel).to_have_count(0)


def test_tab_leads_out_of_the_end_of_a_panel_and_closes_it(page: Page, server: Server) -> None:
    visit(page, server.url)
    panel = open_panel(page, "Random")
    tab_to(page, "Next seed", in_popover=True)
    page.keyboard.press("Tab")
    expect(panel).to_have_count(0)
    expect(page.get_by_role("button", name="Shift or scale all")).to_be_focused()


def test_a_panel_that_is_only_read_scrolls_with_the_keys(page: Page, server: Server) -> None:
    visit(page, server.url)
    panel = open_panel(page, "Glossary")
    expect(panel.locator("p").first).to_be_visible()  # it is sent when it is opened
    wait_until_settled(page)
    page.keyboard.press("Tab")
    expect(panel).to_be_focused()
    page.keyboard.press("End")
    page.wait_for_function(
        "panel => panel.scrollTop > panel.clientHeight", arg=panel.element_handle()
    )
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_role("button", name="Glossary")).to_be_focused()


def test_the_view_below_is_chosen_with_the_arrows(page: Page, server: Server) -> None:
    visit(page, server.url)
    tab_to(page, "show")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    page.wait_for_url("**show=Formula**")
    wait_until_settled(page)
    expect(page.locator(".st-key-snapshot_formula .katex").first).to_be_visible()
