"""Logits pasted into the playground."""

import numpy as np
from numpy.testing import assert_allclose
from streamlit.testing.v1 import AppTest

import logitviz as lv
from tests.shell.visits import (
    Z,
    charts,
    holds,
    logits_of,
    offered,
    panel_of,
    press,
    slide,
    troubles,
    unescaped,
    visit,
)


def paste(at: AppTest, text: str) -> AppTest:
    at.text_area(key="_paste").set_value(text)
    return press(at, "Use these logits")


PASTED = {
    "a list": "[1, 2.5, -3, 0, 0, 0, 0, 0, 0, 9.9]",
    "a column": "1\n2.5\n-3\n0\n0\n0\n0\n0\n0\n9.9",
    "PyTorch": (
        "tensor([[1., 2.5, -3., 0., 0., 0., 0., 0., 0., 9.9]], device='cuda:0', "
        "grad_fn=<AddmmBackward0>)"
    ),
    "JSON": '{"logits": [1, 2.5, -3, 0, 0, 0, 0, 0, 0, 9.9]}',
    "the Unicode minus": "1 2.5 −3 0 0 0 0 0 0 9.9",
    "R": " [1]  1.0  2.5 -3.0  0.0  0.0  0.0\n [7]  0.0  0.0  0.0  9.9",
    "MATLAB": "z =\n\n   1.0e+03 *\n\n  Columns 1 through 8\n\n    0.0010    0.0025   -0.0030"
    "         0         0         0         0         0\n\n  Columns 9 through 10\n\n"
    "         0    0.0099\n",
    "Kaggle": "id,Class_0,Class_1,Class_2,Class_3,Class_4,Class_5,Class_6,Class_7,Class_8,Class_9\n"
    "4711,1,2.5,-3,0,0,0,0,0,0,9.9",
}


def test_pasted_logits_move_the_sliders() -> None:
    at = visit("playground")
    for name, text in PASTED.items():
        paste(press(at, "Uniform"), text)
        assert troubles(at) == [], name
        holds(at, [1, 2.5, -3, *[0] * 6, 9.9])


def test_pasted_logits_between_the_steps_are_kept_exactly() -> None:
    at = paste(visit("playground"), "3.7261 -0.00041 1e-9 0 0 0 0 0 0 -9.99999")
    holds(at, [3.7261, -0.00041, 1e-9, *[0] * 6, -9.99999])


def test_the_paste_box_keeps_what_was_pasted() -> None:
    at = paste(visit("playground"), "1 2 three")
    assert at.text_area(key="_paste").value == "1 2 three"


def test_a_complaint_is_shown_once() -> None:
    at = paste(visit("playground"), "1 2 3")
    assert len(at.error) == 1
    slide(at, "T", "2")
    assert troubles(at) == []


def test_a_complaint_names_the_item_and_the_count() -> None:
    at = paste(visit("playground"), "1 2 3 abc 5 6 7 8 9 10")
    assert [unescaped(text) for text in troubles(at)] == [
        "Nothing was changed: item 4, 'abc', is not a number; expected 10 numbers, got 9."
    ]


REASONS = {
    "__import__('os').system('touch /tmp/stolen')": "is not a number",
    "1, 2, 3": "expected 10 numbers",
    "nan, 1, 2, 3, 4, 5, 6, 7, 8, 9": "NaN",
    "1e999 1 2 3 4 5 6 7 8 9": "1e999",
    "tensor([[1., 2.": "Nothing was changed",
    "0 1 2 3 4 5 6 7 8 99": "class 9: 99",
}


def test_a_complaint_says_what_is_wrong() -> None:
    at = visit("playground")
    for text, reason in REASONS.items():
        (complaint,) = troubles(paste(at, text))
        assert reason in unescaped(complaint)
        assert at.text_area(key="_paste").value == text
        holds(at, Z)


def test_pasted_logits_out_of_reach_are_named_and_change_nothing() -> None:
    at = paste(visit("playground"), "15 5 5 5 5 5 5 5 5 -3.25")
    (text,) = troubles(at)
    assert "class 0: 15" in text
    assert "class 9" not in text
    holds(at, Z)


def test_logits_out_of_reach_can_be_shifted_to_fit() -> None:
    at = paste(visit("playground"), "15 5 5 5 5 5 5 5 5 1")
    press(at, "Shift all ten to fit")
    assert troubles(at) == []
    assert_allclose(logits_of(at), np.array([15, *[5] * 8, 1]) - 8, rtol=0, atol=1e-12)
    expected = lv.softmax([15, *[5] * 8, 1.0])
    shown = charts(at)["probabilities"]["data"][0]["y"]
    assert_allclose(shown, expected, rtol=1e-13, atol=0)


def test_a_shift_is_not_offered_where_it_would_not_help() -> None:
    at = paste(visit("playground"), "30 5 5 5 5 5 5 5 5 1")
    assert "Shift all ten to fit" not in [button.label for button in at.button]


def test_a_shift_is_no_longer_offered_after_a_paste_that_fits() -> None:
    at = paste(visit("playground"), "15 5 5 5 5 5 5 5 5 1")
    paste(at, "1 2 3 4 5 6 7 8 9 10")
    assert "Shift all ten to fit" not in [button.label for button in at.button]
    holds(at, np.arange(1, 11))


def test_shifted_logits_always_fit_exactly() -> None:
    at = visit("playground")
    for text in (
        "18.1 -1.9 0 0 0 0 0 0 0 0",
        "-18.1 1.9 0 0 0 0 0 0 0 0",
        "30 10 11 12 13 14 15 16 17 18",
        "1000000 999990 999991 999992 999993 999994 999995 999996 999997 999998",
        "10.1 -9.9 0.123456789012 0 0 0 0 0 0 0",
    ):
        assert offered(paste(at, text))
        press(at, "Shift all ten to fit")
        assert troubles(at) == []
        assert not offered(at)
        shifted, pasted = logits_of(at), lv.parse_logits(text)
        assert (np.abs(shifted) <= 10).all()
        assert shifted.max() == -shifted.min()
        assert_allclose(np.diff(shifted), np.diff(pasted), rtol=0, atol=1e-9)


def test_a_shift_is_no_longer_offered_after_logits_from_elsewhere() -> None:
    at = visit("playground")
    for name in (
        "Uniform",
        "Reset T and logits",
        "Load this digit's logits",
        "Draw ten logits",
        "Add 1",
    ):
        assert offered(paste(at, "15 5 5 5 5 5 5 5 5 1"))
        press(at, name)
        assert troubles(at) == []
        assert not offered(at), name
    paste(at, "15 5 5 5 5 5 5 5 5 1")
    assert panel_of(at, "error") == ["Paste"]
    assert not offered(paste(at, "nonsense"))
    assert panel_of(at, "error") == ["Paste"]


# ---- probabilities ----

P = [0.05, 0.6, 0.02, 0.03, 0.1, 0.04, 0.01, 0.05, 0.07, 0.03]
TAKE_LOGARITHMS = "They are probabilities: take log p"
AS_LOGITS = "They are logits: use them as they are"


def as_text(values: list[float]) -> str:
    return " ".join(map(repr, values))


def questions(at: AppTest) -> list[str]:
    """What the paste panel asks, if it offers both answers."""
    labels = [button.label for button in at.button]
    assert (TAKE_LOGARITHMS in labels) == (AS_LOGITS in labels) == bool(at.info)
    return [str(box.value) for box in at.info]


def test_what_may_be_probabilities_changes_nothing_before_it_is_said_what_it_is() -> None:
    at = paste(visit("playground"), as_text(P))
    (question,) = questions(at)
    assert "Are these probabilities?" in question
    assert "shifted" not in question
    assert panel_of(at, "info") == ["Paste"]
    assert troubles(at) == []
    holds(at, Z)


def test_the_logarithms_of_pasted_probabilities_give_them_back() -> None:
    at = press(paste(visit("playground"), as_text(P)), TAKE_LOGARITHMS)
    assert troubles(at) == questions(at) == []
    assert_allclose(logits_of(at), np.log(P), rtol=0, atol=5e-5)
    shown = charts(at)["probabilities"]["data"][0]["y"]
    assert_allclose(shown, P, rtol=1e-4, atol=0)


def test_undo_brings_back_what_the_logarithms_have_replaced() -> None:
    at = press(paste(visit("playground"), as_text(P)), TAKE_LOGARITHMS)
    holds(press(at, "Undo"), Z)


def test_numbers_that_may_be_probabilities_can_be_used_as_logits() -> None:
    at = press(paste(visit("playground"), as_text(P)), AS_LOGITS)
    assert troubles(at) == questions(at) == []
    holds(at, P)
    holds(press(at, "Undo"), Z)


def test_logarithms_out_of_reach_are_shifted_and_the_question_says_so() -> None:
    p = [1 - 9e-8, *[1e-8] * 9]
    at = paste(visit("playground"), as_text(p))
    assert "shifted to fit" in questions(at)[0]
    press(at, TAKE_LOGARITHMS)
    assert troubles(at) == questions(at) == []
    logits = logits_of(at)
    assert logits.max() == -logits.min() <= 10
    assert_allclose(lv.softmax(logits), p, rtol=1e-4, atol=0)


def test_a_probability_of_zero_is_named_and_the_numbers_can_still_be_used() -> None:
    one = [0.0, 1.0, *[0.0] * 8]
    at = paste(visit("playground"), as_text(one))
    assert "shifted" not in questions(at)[0]
    (complaint,) = troubles(press(at, TAKE_LOGARITHMS))
    assert "a probability of 0 is a logit of −∞" in complaint
    assert "(class 0, 2, 3, 4, 5, 6, 7, 8, 9)" in complaint
    holds(at, Z)
    assert questions(at)
    holds(press(at, AS_LOGITS), one)
    assert troubles(at) == questions(at) == []


def test_probabilities_too_far_apart_are_refused_with_their_distance() -> None:
    at = paste(visit("playground"), as_text([1 - 9e-12, *[1e-12] * 9]))
    (complaint,) = troubles(press(at, TAKE_LOGARITHMS))
    assert "log p are 27.631 apart" in complaint
    holds(at, Z)


def test_a_question_is_asked_only_of_numbers_that_may_be_probabilities() -> None:
    at = visit("playground")
    for values, is_asked in {
        (*P[:9], 0.03 + 0.05): True,  # ten numbers of two decimals may miss 1 by as much
        (*P[:9], 0.03 + 0.06): False,
        (0.1,) * 10: True,
        (0.6, 0.6, -0.2, *[0.0] * 7): False,
        (*[0.0] * 10,): False,
        (1.01, *[0.0] * 9): False,
    }.items():
        assert bool(questions(paste(at, as_text([*values])))) == is_asked, values


def test_a_question_is_withdrawn_when_logits_come_from_elsewhere() -> None:
    at = visit("playground")
    for name in ("Uniform", "Load this digit's logits", "Draw ten logits", "Add 1"):
        assert questions(paste(at, as_text(P)))
        assert not questions(press(at, name)), name
    assert questions(paste(at, as_text(P)))
    assert not questions(paste(at, "nonsense"))
    assert questions(paste(at, as_text(P)))
    assert offered(paste(at, "15 5 5 5 5 5 5 5 5 1"))
    assert not questions(at)
