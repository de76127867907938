"""Every lesson asks questions, which hide the answer until one has chosen."""

from functools import cache
from importlib import import_module

import pytest
from streamlit.testing.v1 import AppTest

from logitviz.charts.words import words_of
from logitviz.datasets.sources import EXAMPLES
from logitviz.lessons import PAGES
from logitviz.lessons.examples.example import Step
from logitviz.lessons.examples.worked import example
from logitviz.live.shared import ASK
from logitviz.shell.questions import questions_of
from tests.cases import for_each
from tests.lessons.profile import Answers
from tests.lessons.table import TABLE
from tests.shell.visits import (
    as_link,
    elements,
    pick,
    press,
    seen,
    slide,
    troubles,
    turn,
    visit,
    within,
)

FEWEST = 2
BY_STEPS = "examples"  # asks in its own way, about every step
ASKING = [page for page in PAGES if page != BY_STEPS]
QUESTIONS = [
    (page, number) for page in ASKING for number in range(len(questions_of(words_of(page))))
]
pages = pytest.mark.parametrize("page", ASKING)


def answers(page: str) -> Answers:
    """What the core says."""
    found: Answers = import_module(f"tests.lessons.{page}.answers").ANSWERS
    return found


def key_of(page: str, number: int) -> str:
    """The key of the choices of a question."""
    return f"ask_{page}_{number}"


def every_word(at: AppTest) -> str:
    """All that a page says."""
    boxes = (*at.markdown, *at.caption, *at.info, *at.success, *at.warning)
    return "\n".join(str(box.value) for box in boxes)


@pages
def test_a_lesson_asks_at_least_two_questions(page: str) -> None:
    found = len(questions_of(words_of(page)))
    assert found >= FEWEST, f"{page} asks {found}: see docs/add-a-lesson.md"


def test_every_worked_example_asks_about_its_steps() -> None:
    steps: list[list[Step]] = [list(example(name).steps) for name in EXAMPLES]
    assert all(len(asked) >= FEWEST for asked in steps)


@pages
def test_the_right_choice_is_the_one_that_the_core_gives(page: str) -> None:
    known = answers(page)
    assert [asked.question.piece for asked in questions_of(words_of(page))] == [*known]
    for asked in questions_of(words_of(page)):
        words, true = known[asked.question.piece]
        assert asked.choices[asked.right] == words
        assert true(), asked.question.piece


@for_each(("page", "number"), QUESTIONS)
def test_a_question_is_short_and_has_a_few_different_choices(page: str, number: int) -> None:
    asked = questions_of(words_of(page))[number]
    assert asked.text.endswith(("?", "…"))
    assert len(asked.text) < 160
    assert 3 <= len({*asked.choices}) == len(asked.choices) <= 4
    assert all(0 < len(choice) <= 45 for choice in asked.choices)
    assert 40 < len(asked.explanation) < 220


@for_each("page", ASKING)
def test_not_every_first_choice_is_the_right_one(page: str) -> None:
    assert any(asked.right for asked in questions_of(words_of(page)))


# ---- on the page ----


@pages
def test_the_answer_is_hidden_until_one_has_chosen(page: str) -> None:
    sent = every_word(seen(page))
    for number, asked in enumerate(questions_of(words_of(page))):
        group = seen(page).button_group(key=key_of(page, number))
        assert group.label == asked.text
        assert group.options == asked.choices
        assert group.value is None
        assert asked.explanation not in sent
    assert [b for b in seen(page).button if b.label == "Show me"] == []


@cache
def chosen(page: str) -> AppTest:
    """A page whose questions are answered, the first of them wrongly."""
    at = visit(page)
    for number, asked in enumerate(questions_of(words_of(page))):
        wrong = (asked.right + 1) % len(asked.choices)
        pick(at, key_of(page, number), asked.right if number else wrong)
    return at


@pages
def test_a_choice_is_judged_and_explained(page: str) -> None:
    at = chosen(page)
    assert troubles(at) == []
    first, *others = questions_of(words_of(page))
    said = [box.value for box in at.info if box.value.startswith("**No:")]
    assert said == [f"**No: “{first.choices[first.right]}” is right.** {first.explanation}"]
    praised = [box.value for box in at.success if box.value.startswith("**Right.")]
    assert praised == [f"**Right.** {asked.explanation}" for asked in others]


@pages
def test_a_choice_changes_no_state_and_no_link(page: str) -> None:
    assert dict(chosen(page).query_params) == dict(seen(page).query_params)


@for_each(("page", "number"), QUESTIONS)
def test_a_button_shows_the_answer_and_another_press_goes_back(page: str, number: int) -> None:
    at = visit(page, T="0.5", z0="3")
    pick(at, key_of(page, number), 0)
    asked = questions_of(words_of(page))[number]
    before = {key: at.session_state[key] for key in asked.values}
    press(at, f"show_{key_of(page, number)}")
    assert troubles(at) == []
    assert {key: at.session_state[key] for key in asked.values} == dict(asked.values)
    assert asked.question.look in every_key(at)
    if before == dict(asked.values):
        return
    press(at, "Back to what I had")
    assert {key: at.session_state[key] for key in asked.values} == before


def test_what_a_button_has_set_stays_though_a_browser_sends_what_it_has_drawn_before() -> None:
    at = visit("temperature", k="3", z3="9")
    pick(at, "k", 5)  # nobody sees z3 any more
    pick(at, key_of("temperature", 0), 0)
    scene = questions_of(words_of("temperature"))[0].values
    for value in (scene["z3"], 9, scene["z3"]):  # shown, back, shown
        at.slider(key="z3").set_value(9.0)
        press(at, f"show_{key_of('temperature', 0)}")
        at.slider(key="z3").set_value(9.0)
        pick(at, key_of("temperature", 1), 0)  # anything that runs the page
        assert at.session_state["z3"] == value
    at.slider(key="z3").set_value(9.0)
    pick(at, "k", 3)
    assert at.slider(key="z3").value == scene["z3"]
    slide(at, "z3", 9.0)
    assert at.session_state["z3"] == 9


def every_key(at: AppTest) -> set[str]:
    """The keys of all elements of a page."""
    charts = (element.key for element in elements(at, "plotly_chart"))
    return {str(getattr(node, "key", "")) for node in at} | {str(key) for key in charts}


@for_each(("page", "number"), QUESTIONS)
def test_the_scene_of_a_question_is_a_state_that_a_link_may_carry(page: str, number: int) -> None:
    asked = questions_of(words_of(page))[number]
    link = {k: as_link(v) for k, v in asked.values.items() if v != TABLE[k].default}
    at = seen(page, **link)
    assert troubles(at) == []
    assert {key: at.session_state[key] for key in asked.values} == dict(asked.values)


def test_a_choice_can_be_taken_back() -> None:
    at = pick(visit("temperature"), key_of("temperature", 0), 0)
    assert len(at.success) == 1
    pick(at, key_of("temperature", 0), None)
    assert len(at.success) == 0


def test_choices_are_kept_for_the_visit() -> None:
    at = pick(visit("temperature"), key_of("temperature", 1), 2)
    turn(turn(at, "sigmoid"), "temperature")
    assert at.button_group(key=key_of("temperature", 1)).value == 2
    assert at.success[0].value.startswith("**Right.**")
    assert at.button_group(key=key_of("temperature", 0)).value is None


# ---- switched off ----


@pages
def test_a_link_may_switch_the_questions_off(page: str) -> None:
    at = seen(page, ask="false")
    assert troubles(at) == []
    assert [group.key for group in at.button_group if str(group.key).startswith("ask_")] == []
    assert not at.toggle(key=ASK.key).value


def test_the_switch_goes_with_the_reader_and_brings_the_choices_back() -> None:
    at = pick(visit("temperature"), key_of("temperature", 0), 0)
    at.toggle(key=ASK.key).set_value(False).run()
    assert len(at.success) == 0
    turn(at, "examples")
    turn(at, "sigmoid")
    assert not at.toggle(key=ASK.key).value
    turn(at, "temperature")
    at.toggle(key=ASK.key).set_value(True).run()
    assert at.button_group(key=key_of("temperature", 0)).value == 0


@pages
def test_the_switch_stands_beside_the_questions(page: str) -> None:
    assert [box.key for box in within(seen(page), "asking").toggle] == [ASK.key]
