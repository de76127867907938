"""The real digits of the confidence page."""

import re
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from streamlit.testing.v1 import AppTest

import logitviz as lv
from logitviz.charts.formats import probability
from logitviz.charts.words import words_of
from logitviz.datasets.digits import load_digits, showcase
from logitviz.lessons.confidence.gallery import KINDS, caption
from tests.lessons.confidence.two_cases import WORDS, holds, logits_of, sides
from tests.shell.visits import (
    charts,
    elements,
    pick,
    press,
    seen,
    slide,
    slider_of,
    troubles,
    turn,
    visit,
)

NETS = {"strong": "teacher_logits", "weak": "student_logits"}


def counts(net: str, temperature: float, threshold: float) -> tuple[int, int]:
    digits = load_digits()
    logits = getattr(digits, NETS[net])
    decided = lv.softmax(logits, temperature=temperature).max(axis=1) >= threshold
    return int(decided.sum()), int((decided & (logits.argmax(axis=1) != digits.labels)).sum())


@pytest.mark.parametrize("net", NETS)
def test_choosing_a_classifier_changes_its_curve_and_its_pictures(net: str) -> None:
    at = pick(visit("confidence"), "net-shown", net)
    assert troubles(at) == []
    decided, _ = counts(net, 1.0, 0.6)
    assert charts(at)["thresholds"]["data"][3]["y"] == [decided / 899]
    first = expected_showcase(net)[0]
    taken = logits_of(pick(at, "pick_a", first), "a")
    assert_array_equal(taken, np.round(getattr(load_digits(), NETS[net])[first], 4))


def expected_showcase(net: str) -> list[int]:
    digits = load_digits()
    chosen = showcase(getattr(digits, NETS[net]), digits.labels, 2)
    return [
        *chosen.most_confident_right, *chosen.least_confident_right,
        *chosen.most_confident_wrong, *chosen.least_confident_wrong,
    ]  # fmt: skip


def shown(at: AppTest, side: str = "a") -> list[int]:
    """The images that a case may take, by the numbers of their buttons."""
    group = at.button_group(key=f"pick_{side}")
    assert group.options == [str(n) for n in range(1, 9)]
    return expected_showcase(str(at.button_group(key="net").value))


@pytest.mark.parametrize("net", NETS)
def test_every_picture_says_the_digit_the_answer_and_its_confidence(net: str) -> None:
    digits, at = load_digits(), seen("confidence", net=net)
    titles = [m.value for m in at.markdown]
    for kind in KINDS:
        assert f"**{WORDS[kind]}**" in titles
    captions = [caption for image in elements(at, "image") for caption in image.captions]
    for number, index in enumerate(expected_showcase(net), 1):
        p, label = lv.softmax(getattr(digits, NETS[net])[index]), digits.labels[index]
        (said,) = [text for text in captions if text.startswith(f"**{number}** · ")]
        assert said.endswith(caption(WORDS, net, index))
        numbers = re.findall(r"[>\d.]+", said.partition(" · ")[2])
        assert numbers == [str(label), str(p.argmax()), probability(p.max()), "1"]


@sides
def test_a_picked_picture_gives_its_ten_logits(side: str) -> None:
    at = visit("confidence")
    for index in shown(at)[:: 1 if side == "a" else 3]:
        pick(at, f"pick_{side}", index)
        assert troubles(at) == []
        assert_array_equal(logits_of(at, side), np.round(load_digits().teacher_logits[index], 4))
        assert at.button_group(key=f"pick_{side}").value == index
        holds(at)


@sides
def test_a_picture_is_no_longer_picked_when_the_case_moves_away(side: str) -> None:
    at = pick(visit("confidence"), f"pick_{side}", expected_showcase("strong")[4])
    slide(at, f"g{side}", 0.5)
    assert at.button_group(key=f"pick_{side}").value is None


@sides
def test_undo_brings_back_the_case_before_a_picture_or_the_pair(side: str) -> None:
    at = slide(visit("confidence"), f"g{side}", 0.5)
    before, chosen = logits_of(at, side), at.session_state[f"k{side}"]
    pick(at, f"pick_{side}", expected_showcase("strong")[4])
    assert not np.array_equal(logits_of(at, side), before)
    press(at, "undo")
    assert_array_equal(logits_of(at, side), before)
    assert at.session_state[f"k{side}"] == chosen
    holds(at)
    press(press(at, f"pair_{side}"), "undo")
    assert_array_equal(logits_of(at, side), before)
    press(press(press(at, f"pair_{side}"), f"pair_{side}"), "undo")
    assert_array_equal(logits_of(at, side), before)
    turn(at, "playground")
    assert at.button(key="undo").disabled


def test_undo_brings_back_one_case_after_the_other() -> None:
    at = visit("confidence")
    before = logits_of(at, "a")
    for side, picked in zip("ab", expected_showcase("strong")[:2], strict=True):
        pick(at, f"pick_{side}", picked)
    press(press(at, "undo"), "undo")
    assert_array_equal(logits_of(at, "a"), before)


def test_a_preset_of_the_playground_is_not_undone_here() -> None:
    at = turn(press(visit("playground"), words_of("playground")["preset_tie"]), "confidence")
    assert at.button(key="undo").disabled


@sides
def test_pressing_a_picked_picture_again_changes_nothing(side: str) -> None:
    index = expected_showcase("strong")[2]
    at = pick(visit("confidence"), f"pick_{side}", index)
    before = logits_of(at, side)
    pick(at, f"pick_{side}", None)
    assert_array_equal(logits_of(at, side), before)
    assert at.button_group(key=f"pick_{side}").value == index


@sides
def test_a_picked_picture_stands_between_the_cases(side: str) -> None:
    at = visit("confidence", net="weak")
    before = len(elements(at, "image"))
    pick(at, f"pick_{side}", shown(at)[0])
    assert len(elements(at, "image")) == before + 1


@pytest.mark.parametrize(("side", "net"), [("a", "strong"), ("b", "weak")])
def test_the_gap_of_a_picked_picture_can_be_drawn_to_its_end(side: str, net: str) -> None:
    at = visit("confidence", net=net)
    for index in shown(at)[::3]:
        pick(at, f"pick_{side}", index)
        slide(at, f"g{side}", slider_of(at, f"g{side}").max)
        assert troubles(at) == []
        assert max(logits_of(at, side)) <= 10


def test_the_licence_of_the_pictures_is_shown() -> None:
    text: Any = "\n".join(m.value for m in seen("confidence").markdown)
    assert "Alpaydin and Kaynak" in text
    assert "CC BY 4.0" in text
