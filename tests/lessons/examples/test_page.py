"""The worked examples as a visitor walks through them."""

import itertools
import re

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from logitviz.charts.words import languages, words_of
from logitviz.datasets.sources import EXAMPLES, STEPS
from logitviz.lessons.examples.answers import NotANumberError, judge, read_number
from logitviz.lessons.examples.controls import BY_LINK
from logitviz.lessons.examples.step_texts import NONE, TO_COME, answer, printed, step_texts
from logitviz.lessons.examples.worked import example
from tests.lessons.shown import read, shown
from tests.shell.visits import (
    alts,
    charts,
    logits_of,
    pick,
    press,
    seen,
    slide,
    table,
    troubles,
    turn,
    unescaped,
    visit,
    words,
)

WORDS = words_of("examples")
IN_LINK = {name: value for value, name in BY_LINK.items()}
names = pytest.mark.parametrize("name", EXAMPLES)


def guess(at: AppTest, text: str) -> AppTest:
    """Type a prediction and press Enter."""
    at.text_input(key="_guess").set_value(text)
    return press(at, WORDS["button_check"])


def verdicts(at: AppTest) -> list[str]:
    return [box.value for box in (*at.success, *at.warning, *at.error)]


def step(at: AppTest) -> float:
    (value,) = [slider.value for slider in at.slider if slider.key == "at"]
    return float(str(value))


def onward(at: AppTest) -> str:
    """The label of the button that goes on."""
    return next(button.label for button in at.button if button.key == "reveal")


def score(at: AppTest) -> str:
    said = [c.value for c in at.caption]
    counts = itertools.product(range(STEPS), repeat=2)
    known = (WORDS.said("score", right=right, counted=counted) for right, counted in counts)
    (found,) = [text for text in known if text in said]
    return found


def scored(right: int, counted: int) -> str:
    return WORDS.said("score", right=right, counted=counted)


def pictures(at: AppTest) -> int:
    return len([node for node in at if getattr(node, "type", "") in ("imgs", "image")])


@names
def test_a_verdict_does_not_give_the_number_away(name: str) -> None:
    """A wrong answer is too high or too low, no more."""
    for index, each in enumerate(example(name).steps):
        if each.tolerance is not None:
            verdict = judge(WORDS, (name, index), f"{each.value + 17:.3f}")
            assert not verdict.right
            assert verdict.piece == "verdict_high"
            assert re.fullmatch(r"−?[0-9.]+", verdict.said)


def test_an_example_begins_with_its_aim_a_question_its_panels_and_nothing_revealed() -> None:
    for name in EXAMPLES:
        at, now = seen("examples", ex=IN_LINK[name]), example(name)
        assert troubles(at) == []
        title = WORDS[f"{name}_title"]
        assert f"## {title}" in [text.value for text in at.markdown]
        assert words(at, "live_question") == step_texts(WORDS, name, now.steps[0].name).question
        assert [row[1:] for row in table(at, "live_walked")[1:]] == [["·", "·"]] * STEPS
        assert list(charts(at)) == [panel.key for panel in now.panels]
        offered = "load" in [button.key for button in at.button]
        assert offered == (len(now.logits) == 10), "only ten logits fit the playground"


@names
def test_a_link_leads_a_lecturer_to_a_step_and_to_the_end(name: str) -> None:
    midway = shown("examples", read(f"ex={IN_LINK[name]}&at=3"))
    cells = [row[0] for row in midway.tables["walked"]]
    assert "·" not in cells[:3]
    assert cells[3:] == ["·"] * 3
    steps = example(name).steps
    assert midway.texts["question"] == step_texts(WORDS, name, steps[3].name).question
    end = shown("examples", read(f"ex={IN_LINK[name]}&at={STEPS}"))
    rows = [[answer(WORDS, name, each), printed(WORDS, name, each)] for each in steps]
    assert end.tables["walked"] == rows
    assert end.texts["question"] == WORDS["end"]
    assert end.texts["remark"] == step_texts(WORDS, name, steps[-1].name).remark


def test_at_the_end_nothing_is_left_to_reveal() -> None:
    at = seen("examples", ex="Ten", at=str(STEPS))
    assert not [button for button in at.button if button.key == "reveal"]


def test_walking_by_the_button_and_by_the_slider_comes_to_the_same() -> None:
    for name in ("Text", "Ten", "Overflow"):
        at = press(visit("examples", ex=name, at="2"), "reveal")
        fresh = visit("examples", ex=name, at="3")
        assert step(at) == step(fresh) == 3
        assert charts(at) == charts(fresh)
        assert alts(at) == alts(fresh)
        assert table(at, "live_walked") == table(fresh, "live_walked")


def test_the_table_says_who_the_sources_are_and_what_its_signs_mean() -> None:
    caption = WORDS["printed"]
    assert "tutorials and a paper" in caption
    assert f"{TO_COME} means not yet revealed" in caption
    assert f"{NONE} means not printed there" in caption
    assert caption in [shown.value for shown in seen("examples").caption]


def test_another_example_begins_at_its_beginning() -> None:
    at = pick(visit("examples", at="4"), "ex-shown", "Overflow")
    assert troubles(at) == []
    assert step(at) == 0
    first = example("overflow").steps[0].name
    assert words(at, "live_question") == step_texts(WORDS, "overflow", first).question


def test_the_buttons_of_the_examples_say_what_they_are_about() -> None:
    assert [*BY_LINK] == [
        "Text", "Three", "Features", "Image", "Ten", "Confidence", "Logit", "Overflow",
        "Distillation",
    ]  # fmt: skip
    for language in languages():
        here = words_of("examples", language)
        topics = [here[f"option_ex_{name}"] for name in EXAMPLES]
        assert len(set(topics)) == len(topics)
        at = seen("examples", lang=language)
        assert list(at.button_group(key="ex-shown").options) == topics


def test_the_prediction_is_recalled_beside_the_revealed_value() -> None:
    at = guess(visit("examples", at="1"), "7.1")
    said = WORDS.said("earlier_number", said="7\\.1")
    assert said not in [caption.value for caption in at.caption]
    press(at, "reveal")
    assert said in [caption.value for caption in at.caption]
    at = press(press(visit("examples"), "choice_2"), "reveal")
    said = WORDS.said("earlier_choice", said="Technology")
    assert said in [caption.value for caption in at.caption]
    at = press(guess(visit("examples", at="1"), "seven"), "reveal")
    earlier = WORDS["earlier_number"].partition("{")[0]
    assert not [c for c in at.caption if c.value.startswith(earlier)], "what is no number"


def test_a_choice_is_judged_and_pressed_again_reveals() -> None:
    at = press(visit("examples"), "choice_2")
    assert verdicts(at) == [WORDS.said("verdict_not", said="Technology")]
    assert onward(at) == WORDS["button_reveal"]
    assert step(at) == 0
    press(at, "choice_0")
    assert verdicts(at) == [WORDS.said("verdict_right", said="News")]
    assert onward(at) == WORDS["button_next"]
    assert [row[1] for row in table(at, "live_walked")[1:]] == ["·"] * STEPS
    press(at, "choice_0")
    assert step(at) == 1
    assert verdicts(at) == []
    assert onward(at) == WORDS["button_reveal"]


def test_a_typed_number_is_judged_and_entered_again_reveals() -> None:
    at = guess(visit("examples", at="1"), "7.1")
    assert verdicts(at) == [WORDS.said("verdict_low", said="7\\.1")]
    guess(at, "8")
    assert verdicts(at) == [WORDS.said("verdict_high", said="8")]
    guess(at, "7.39")
    assert verdicts(at) == [WORDS.said("verdict_right", said="7\\.39")]
    assert onward(at) == WORDS["button_next"]
    assert step(at) == 1
    press(at, WORDS["button_check"])
    assert step(at) == 2
    assert at.text_input(key="_guess").value == ""


def test_numbers_are_taken_as_people_write_them() -> None:
    at = visit("examples", at="3")
    # Material 3: 0.65 is what one source prints for 0.659.
    said = WORDS.said("verdict_low_printed", said="0\\.65")
    assert verdicts(guess(at, "0.65")) == [said]
    assert verdicts(guess(at, "inf")) == [WORDS.said("verdict_high", said="∞")]
    right = WORDS["verdict_right"].partition("{")[0]
    for text in ("66 %", "0.66", "65.9%", ".66"):
        assert verdicts(guess(at, text))[0].startswith(right), text
        guess(at, "0")  # entered again, a right number would reveal the next step
    at = guess(visit("examples", ex="Overflow", at="3"), "−999")
    assert verdicts(at)[0].startswith(right), "the minus sign of the sources"


WRONG = ["", "abc", "nan", "1e999", "0,66", "1 2", "9" * 20_000, "<b>x</b>", "**a**\n$b$", "\0"]


def test_a_wrong_text_gets_one_sentence_and_stays() -> None:
    at = visit("examples", at="1")
    for text in WRONG:
        guess(at, text)
        (said,) = map(unescaped, verdicts(at))
        with pytest.raises(NotANumberError) as caught:
            read_number(text)
        assert said == WORDS.said(caught.value.piece, text=caught.value.text)
        assert said.startswith(repr(text.strip())[:10] if text else WORDS["typed_nothing"])
        assert "such as 7.39, 0.66 or 66 %" in said
        assert re.search(r"type (one|a number)|write decimals with a point", said)
        assert said.count(". ") == 0
        assert len(said) < 300
        assert at.text_input(key="_guess").value == text
        assert list(at.exception) == []
        press(at, WORDS["button_check"])  # again: still no reason to reveal
        assert step(at) == 1


def test_a_guess_survives_a_rerun_and_a_walk_away_and_back() -> None:
    at = guess(visit("examples", at="1"), "7.1")
    at.run()
    assert at.text_input(key="_guess").value == "7.1"
    slide(at, "at", 4.0)
    assert at.text_input(key="_guess").value == ""
    slide(at, "at", 1.0)
    assert at.text_input(key="_guess").value == "7.1"
    pick(at, "ex-shown", "Three")
    pick(at, "ex-shown", "Text")
    slide(at, "at", 1.0)
    assert at.text_input(key="_guess").value == "7.1"


def test_the_score_counts_first_tries_of_what_was_not_yet_seen() -> None:
    at = visit("examples")
    assert score(at) == scored(0, 0)
    press(press(at, "choice_0"), "reveal")
    assert score(at) == scored(1, 1)
    guess(guess(at, "5"), "7.39")
    assert score(at) == scored(1, 2)
    slide(at, "at", 4.0)
    slide(at, "at", 3.0)  # seen already: no prediction any more
    guess(at, "0.66")
    assert score(at) == scored(1, 2)


def test_the_score_says_that_it_is_kept_in_this_visit_only() -> None:
    assert score(seen("examples")) == scored(0, 0)
    assert "for this visit only" in WORDS["score"]


@pytest.mark.parametrize("name", ["image", "ten"])
def test_ten_logits_can_be_loaded_into_the_playground(name: str) -> None:
    at = press(visit("examples", ex=IN_LINK[name], T="2"), "load")
    assert troubles(at) == []
    assert [toast.value for toast in at.toast] == [WORDS["loaded"]]
    turn(at, "playground")
    np.testing.assert_array_equal(logits_of(at), np.round(example(name).logits, 4))
    assert at.select_slider(key="T").value == "2"


def test_the_image_is_shown_with_its_example_alone() -> None:
    assert pictures(seen("examples", ex="Image")) == 1
    assert pictures(seen("examples")) == 0


def test_nothing_ahead_of_the_step_is_drawn_said_or_in_the_file() -> None:
    """Material 3: at the fourth step no word of 0.0986 yet, but for what the live link holds."""
    at = seen("examples", at="4")
    drawn = [*alts(at).values(), *(m.value for m in at.markdown), *(c.value for c in at.caption)]
    assert not [text for text in drawn if "0.0985" in text or "0.099" in text]
    assert charts(at)["walk_probabilities"]["data"][0]["y"][1:] == [None, None]
