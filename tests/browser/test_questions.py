"""Predict, then see: with the keyboard alone, and with the mouse."""

from playwright.sync_api import Locator, Page, expect

from logitviz.charts.words import words_of
from logitviz.shell.questions import questions_of
from tests.browser.acts import FOCUSED, assert_link, assert_shows, open_anew
from tests.browser.screen import look
from tests.lessons.state import State
from tools.browser import Server, wait_until_settled

HALF, RAISE = questions_of(words_of("playground"))
IN_SIGHT = """(key) => {
  const { top, bottom } = document.querySelector(`.st-key-${key}`).getBoundingClientRect();
  return top >= 0 && bottom <= innerHeight;
}"""


def question(page: Page, number: int) -> Locator:
    """The choices of a question of the playground."""
    return page.locator(f".st-key-ask_playground_{number}")


def test_the_keys_walk_over_choices_and_only_enter_chooses(page: Page, server: Server) -> None:
    open_anew(page, server.url)
    asking = page.locator(".st-key-asking")
    question(page, 0).get_by_role("radio").first.focus()
    page.keyboard.press("ArrowRight")
    expect(question(page, 0).get_by_role("radio", name=HALF.choices[1])).to_be_focused()
    wait_until_settled(page)
    expect(asking.get_by_role("status")).to_have_count(0)
    page.keyboard.press("Enter")
    expect(asking.get_by_role("status")).to_have_text(f"Right. {HALF.explanation}")
    wait_until_settled(page)
    assert page.evaluate(FOCUSED)["names"][1:] == [HALF.choices[1]]
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    wait_until_settled(page)
    assert_link(page, State.of("/?T=2"))
    assert_shows(page, State.of("/?T=2"))
    page.wait_for_function(IN_SIGHT, arg=HALF.question.look)
    page.keyboard.press("Enter")
    wait_until_settled(page)
    assert_link(page, State())


def test_a_wrong_choice_says_what_is_right_and_back_brings_the_logits(
    page: Page, server: Server
) -> None:
    open_anew(page, f"{server.url}/?z0=1.5")
    question(page, 1).get_by_role("radio", name=RAISE.choices[0]).click()
    said = page.locator(".st-key-asking").get_by_role("status")
    expect(said).to_have_text(f"No: “{RAISE.choices[RAISE.right]}” is right. {RAISE.explanation}")
    show = page.get_by_role("button", name="Show me")
    show.click()
    wait_until_settled(page)
    assert look(page).link == "?z3=4"
    page.go_back()
    page.wait_for_url("**/?z0=1.5")
    wait_until_settled(page)
    assert_shows(page, State.of("/?z0=1.5"))


def test_a_hidden_answer_is_nowhere_in_the_page(page: Page, server: Server) -> None:
    open_anew(page, server.url)
    expect(question(page, 1)).to_be_visible()
    text = page.evaluate("() => document.body.textContent")
    assert HALF.text in text
    assert HALF.explanation not in text
    assert RAISE.explanation not in text
