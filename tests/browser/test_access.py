"""What a page is to those who do not see it, or see it in another way, or in a small frame."""

import pytest
from playwright.sync_api import Browser, Page, expect

from logitviz.core import softmax
from logitviz.datasets.sources import TEN_CLASSES
from tests.browser.acts import PHONE, TWO_FRAMES, open_anew, press_button, visit, wait_for_position
from tests.browser.screen import look
from tests.lessons.shown import shown
from tests.lessons.state import State
from tools.browser import Server, wait_until_settled
from tools.hand import Hand, slider

NEWS = "#logitviz-news"
_SIDES = """(key) => {
  const { top, bottom } = document.querySelector(`.st-key-${key}`).getBoundingClientRect();
  return [top, bottom, innerHeight];
}"""
_DRAWN_BY_ITSELF = """(selector) => [...document.querySelectorAll(selector)].every((e) => {
  const { forcedColorAdjust, backgroundColor, backgroundImage } = getComputedStyle(e);
  return forcedColorAdjust === "none" &&
    (backgroundImage !== "none" || backgroundColor !== "rgba(0, 0, 0, 0)");
})"""
_GROUNDS = """(choices) => {
  const of = (checked) => choices.filter((choice) => choice.ariaChecked === checked)
    .map((choice) => getComputedStyle(choice).backgroundColor);
  return [of("true")[0], of("false")];
}"""
_TURNED = """() => [...document.querySelectorAll(".xtick text, .ytick text, .bartext")]
  .filter((text) => /rotate\\((?!0)/.test(text.getAttribute("transform") ?? ""))
  .map((text) => text.textContent)"""


def sides(page: Page, key: str) -> tuple[float, float, float]:
    """The upper and the lower side of an element, and of the window."""
    top, bottom, height = page.evaluate(_SIDES, key)
    return top, bottom, height


def test_a_change_is_announced_when_a_slider_comes_to_rest(page: Page, server: Server) -> None:
    open_anew(page, server.url)
    expect(page.locator(NEWS)).to_have_text("")
    hand = Hand.press(page, "T")
    hand.move(20)
    wait_for_position(page, "T", 20)
    expect(page.locator(NEWS)).to_have_text("")
    hand.release()
    wait_until_settled(page)
    words = shown("playground", State().at("T", 20)).alts["probabilities"]
    expect(page.locator(NEWS)).to_have_text(words)
    expect(page.locator(NEWS)).to_have_attribute("role", "status")


def test_a_change_of_words_alone_is_announced(page: Page, server: Server) -> None:
    visit(page, f"{server.url}/Numerical_stability")
    cells = page.locator(".st-key-live_orders td:not(:first-child)")
    names = page.locator(".st-key-live_orders td:first-child").all_text_contents()
    before = cells.all_text_contents()
    slider(page, "tiny").focus()
    page.keyboard.press("End")
    wait_until_settled(page)
    after = cells.all_text_contents()
    width = len(after) // len(names)
    changed = [
        f"{names[i // width]}: {new}"
        for i, (old, new) in enumerate(zip(before, after, strict=True))
        if new != old
    ]
    assert changed
    expect(page.locator(NEWS)).to_have_text("; ".join(changed[:5]))


def test_a_refused_paste_stays_open_and_says_why(page: Page, server: Server) -> None:
    visit(page, server.url)
    page.get_by_test_id("stPopover").get_by_role("button", name="Paste").click()
    panel = page.get_by_test_id("stPopoverBody")
    panel.get_by_role("textbox").fill("1 2 3")
    panel.get_by_role("button", name="Use these logits").click()
    expect(panel.get_by_test_id("stAlert")).to_be_visible()
    wait_until_settled(page)
    expect(panel.get_by_role("textbox")).to_have_value("1 2 3")
    page.keyboard.press("Escape")


def test_a_panel_that_has_done_its_work_gives_the_focus_back(page: Page, server: Server) -> None:
    visit(page, server.url)
    press_button(page, "Presets", "Near tie")
    expect(page.get_by_role("button", name="Presets")).to_be_focused()


def test_the_focus_goes_to_the_next_question(page: Page, server: Server) -> None:
    """A second Enter on the same answer reveals the step, and the answers go."""
    visit(page, f"{server.url}/Worked_examples?ex=Three")
    page.locator(".st-key-choice_0").get_by_role("button").focus()
    for button, step in (("choice_0", 1), ("choice_1", 2)):  # from choices to choices, to a box
        page.locator(f".st-key-{button}").get_by_role("button").focus()
        page.keyboard.press("Enter")
        wait_until_settled(page)
        page.keyboard.press("Enter")
        page.wait_for_url(f"**at={step}**")
        wait_until_settled(page)
        first = page.locator(".st-key-snapshot_answer").locator("button, input").first
        expect(first).to_be_focused()


def test_after_the_last_step_one_more_enter_does_nothing(page: Page, server: Server) -> None:
    visit(page, f"{server.url}/Worked_examples?at=5")
    page.locator(".st-key-reveal").get_by_role("button").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**at=6**")
    wait_until_settled(page)
    expect(slider(page, "at")).to_be_focused()
    address = page.url
    page.keyboard.press("Enter")
    page.evaluate(TWO_FRAMES)
    assert page.url == address


def test_the_link_to_the_content_passes_over_the_menu(page: Page, server: Server) -> None:
    visit(page, server.url)
    page.get_by_role("link", name="Skip to main content").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_be_focused()


def test_a_curve_says_its_class_to_a_mouse(page: Page, server: Server) -> None:
    visit(page, f"{server.url}/Temperature")
    chart = page.locator(".st-key-curves")
    box = chart.locator(".nsewdrag").bounding_box()
    assert box is not None
    p5 = float(softmax(TEN_CLASSES)[5])  # at T = 1, in the middle of the axis
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] * (1 - p5))
    expect(chart.locator(".hovertext")).to_contain_text("class 5")


def test_the_menu_is_a_landmark(page: Page, server: Server) -> None:
    visit(page, server.url)
    menu = page.get_by_role("navigation", name="Lessons")
    expect(menu.get_by_role("button", name="Going further")).to_be_visible()


def test_a_table_that_scrolls_can_have_the_focus(page: Page, server: Server) -> None:
    visit(page, server.url)
    page.set_viewport_size(PHONE)
    wait_until_settled(page)
    table = page.locator(".st-key-live_steps table")
    table.focus()
    expect(table).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("table => table.scrollLeft > 0", arg=table.element_handle())


def test_controls_are_there_in_forced_colours(browser: Browser, server: Server) -> None:
    page = browser.new_page(forced_colors="active")
    page.goto(server.url)
    wait_until_settled(page)
    track = "[data-testid=stSlider] [role=group] > div > div:is(:first-child, :nth-child(2))"
    assert page.evaluate(_DRAWN_BY_ITSELF, track)
    assert page.evaluate(_DRAWN_BY_ITSELF, ".st-key-sort label > div:nth-of-type(1)")
    shown, others = page.locator("[class*=st-key-show-shown] [role=radio]").evaluate_all(_GROUNDS)
    assert shown
    assert shown not in others
    page.keyboard.press("Tab")
    for control in (page.get_by_role("button", name="Presets"), page.get_by_role("radio").nth(1)):
        control.focus()
        expect(control).to_have_css("outline-style", "solid")
    page.close()


@pytest.mark.parametrize(("width", "height"), [(900, 600), (600, 450)])
def test_an_embedded_playground_is_the_lesson_alone(
    width: int, height: int, page: Page, server: Server
) -> None:
    page.set_viewport_size({"width": width, "height": height})
    open_anew(page, f"{server.url}/?embed=true")
    expect(page.locator(".st-key-menu")).to_be_hidden()
    expect(page.get_by_role("heading", name="Logits in, probabilities out")).to_be_visible()
    left = page.locator(".st-key-T").bounding_box()
    assert left is not None
    assert left["x"] <= 10
    page.locator(".st-key-z9").scroll_into_view_if_needed()
    page.evaluate(TWO_FRAMES)
    for key in ("picture", "z9"):
        top, bottom, end = sides(page, key)
        assert -1 <= top < bottom <= end + 1, key
    assert page.evaluate(_TURNED) == []


@pytest.mark.parametrize(
    ("path", "charts", "last"),
    [
        ("", ["probabilities"], "z9"),
        ("/Sigmoid_and_softmax", ["probabilities", "sigmoids"], "t"),
    ],
)
def test_on_a_phone_what_answers_stays_in_sight_above_the_sliders(
    path: str, charts: list[str], last: str, page: Page, server: Server
) -> None:
    page.set_viewport_size(PHONE)
    open_anew(page, server.url + path)
    slider(page, last).focus()
    page.evaluate(TWO_FRAMES)
    above = 0.0
    for key in (*charts, last):
        top, bottom, end = sides(page, key)
        assert above <= top < bottom <= end, key
        above = bottom
    assert look(page).state == "resting"


def test_on_a_phone_the_keys_come_to_nothing_behind_a_picture(page: Page, server: Server) -> None:
    page.set_viewport_size(PHONE)
    open_anew(page, server.url)
    slider(page, "z9").focus()
    for i in reversed(range(9)):
        page.keyboard.press("Shift+Tab")
        expect(slider(page, f"z{i}")).to_be_focused()
        page.evaluate(TWO_FRAMES)
        _, picture, _ = sides(page, "picture")
        top, bottom, end = sides(page, f"z{i}")
        assert picture <= top < bottom <= end, i
