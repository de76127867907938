"""A lecturer with a keyboard walks through a worked example."""

import re

from playwright.sync_api import Page, expect

from logitviz.charts.words import words_of
from logitviz.datasets.sources import EXAMPLES
from tests.browser.acts import assert_link, assert_shows, visit, wait_for_position
from tests.browser.screen import look
from tests.lessons.state import State
from tools.browser import Server, wait_until_settled
from tools.hand import Hand, slider


def enter(page: Page) -> None:
    page.keyboard.press("Enter")
    wait_until_settled(page)


def test_enter_checks_and_enter_again_reveals_and_the_box_keeps_the_focus(
    page: Page, server: Server
) -> None:
    visit(page, f"{server.url}/Worked_examples?at=1")
    box = page.get_by_label("Your prediction")
    box.focus()
    page.keyboard.type("7.4")
    enter(page)
    expect(page.get_by_text("Right: 7.4.")).to_be_visible()
    expect(page.get_by_role("button", name="Next step")).to_be_visible()
    assert_link(page, State(at=1.0))
    enter(page)
    assert_link(page, State(at=2.0))
    expect(box).to_be_focused()
    expect(box).to_have_value("")
    page.keyboard.type("eleven")
    enter(page)
    expect(page.get_by_text("'eleven' is not a number: type one")).to_be_visible()
    expect(box).to_have_value("eleven")
    assert_link(page, State(at=2.0))
    assert_shows(page, State(at=2.0))


def test_the_arrow_keys_walk_through_an_example_and_no_answer_shows_before_its_step(
    page: Page, server: Server
) -> None:
    visit(page, f"{server.url}/Worked_examples")
    slider(page, "at").focus()
    questions = [look(page).texts["question"]]
    for step in range(1, 7):
        page.keyboard.press("ArrowRight")
        wait_for_position(page, "at", step)
        assert_shows(page, State(at=float(step)))
        questions.append(look(page).texts["question"])
    wait_until_settled(page)
    assert len(set(questions)) == 7
    expect(slider(page, "at")).to_be_focused()
    page.keyboard.press("Home")
    wait_for_position(page, "at", 0)
    assert_shows(page, State())
    assert look(page).texts["question"] == questions[0]


def test_reveal_keeps_the_focus_from_step_to_step(page: Page, server: Server) -> None:
    visit(page, f"{server.url}/Worked_examples?ex=Features")
    reveal = page.get_by_role("button", name="Reveal")
    reveal.focus()
    for step in (1.0, 2.0, 3.0, 4.0, 5.0):
        enter(page)
        expect(page).to_have_url(re.compile(rf"at={step:.0f}$"))  # a busy server may be late
        wait_until_settled(page)
        assert_link(page, State(ex="Features", at=step))
        expect(reveal).to_be_focused()
    enter(page)
    expect(reveal).to_have_count(0)
    assert_link(page, State(ex="Features", at=6.0))


def test_while_a_hand_moves_the_steps_not_even_the_label_of_the_box_stays(
    page: Page, server: Server
) -> None:
    visit(page, f"{server.url}/Worked_examples?at=4")
    label = page.get_by_test_id("stTextInput").get_by_text("Your prediction")
    expect(label).to_be_visible()
    hand = Hand.press(page, "at")
    hand.move(6)
    wait_for_position(page, "at", 6)
    expect(label).to_be_hidden()
    hand.release()


def test_the_buttons_of_the_examples_show_and_say_what_they_are_about(
    page: Page, server: Server
) -> None:
    visit(page, f"{server.url}/Worked_examples")
    buttons = page.get_by_role("radiogroup", name="Example").get_by_role("radio")
    expect(buttons).to_have_count(len(EXAMPLES))
    for index, name in enumerate(EXAMPLES):
        expect(buttons.nth(index)).to_have_accessible_name(
            words_of("examples")[f"option_ex_{name}"]
        )
    page.get_by_role("radio", name="Temperature").click()
    wait_until_settled(page)
    assert_link(page, State(ex="Ten"))
    assert_shows(page, State(ex="Ten"))
