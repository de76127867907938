import re
from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from streamlit.testing.v1 import AppTest

from logitviz.charts.formats import signed
from logitviz.charts.words import words_of
from logitviz.datasets.digits import load_digits
from logitviz.live.state import Floats
from tests.shell.visits import (
    Z,
    charts,
    logits_of,
    metrics,
    pick,
    press,
    seen,
    table,
    troubles,
    turn,
    unescaped,
    visit,
)

DIGITS = load_digits()
WORDS = words_of("features")
W = 16 * DIGITS.student_weights


@pytest.fixture(scope="module")
def page() -> AppTest:
    return visit("features", digit="7", k="2")


def image(at: AppTest) -> Floats:
    return np.array(charts(at)["image"]["data"][0]["z"], dtype=np.float64)


def bars(at: AppTest) -> list[float]:
    return list(charts(at)["logits"]["data"][1]["y"])


def test_votes_and_bias_arrive_at_the_logit_in_the_data_file() -> None:
    shown = metrics(seen("features", digit="7", k="2"))
    votes = W[2] * DIGITS.images[7].ravel() / 16
    stored = signed(DIGITS.student_logits[7, 2])
    assert shown == {
        "Votes for": signed(votes[votes > 0].sum()),
        "Votes against": signed(votes[votes < 0].sum()),
        "Bias": signed(DIGITS.student_biases[2]),
        "Logit, the sum": stored,
        "Original logit": stored,
        "Change": "0",
    }


def test_a_first_visit_shows_an_original_image() -> None:
    at = seen("features")
    assert_array_equal(image(at), DIGITS.images[0])
    assert metrics(at)["Change"] == "0"


def test_a_link_from_before_the_brush_added_ink_shows_its_image_and_its_sums() -> None:
    """The brush of such a link sets the ink: here 3 by 3 erased, and a row under another."""
    at = seen("features", digit="7", k="2", q="3", size="3")
    expected = DIGITS.images[7].astype(float)
    expected[3:6, 3:6] = 0
    assert_array_equal(image(at), expected)
    z = W @ expected.ravel() / 16 + DIGITS.student_biases
    assert metrics(at)["Change"] == signed(z[2] - DIGITS.student_logits[7, 2]) != "0"
    expected = DIGITS.images[7].astype(float)
    expected[5:7, 0] = 8  # no column in the link: one column outside, as it was
    assert_array_equal(image(seen("features", digit="7", r="5", ink="8")), expected)


def test_another_image_and_another_class_are_taken() -> None:
    at = visit("features")
    at.number_input(key="digit").set_value(24.0).run()
    pick(at, "k", 4)
    titles = [charts(at)[key]["layout"]["title"]["text"] for key in ("image", "votes")]
    label = DIGITS.labels[24]
    assert titles == [WORDS.said("image_title", label=label), WORDS.said("votes_title", k=4)]
    assert metrics(at)["Original logit"] == signed(DIGITS.student_logits[24, 4])


def test_a_link_with_the_brush_that_added_ink_shows_its_image() -> None:
    at = seen("features", digit="7", k="2", bcol="3", bsize="3", badd="-9")
    expected = DIGITS.images[7].astype(float)
    expected[1:4, 3:6] = np.maximum(expected[1:4, 3:6] - 9, 0)
    assert_array_equal(image(at), expected)
    assert_array_equal(image(seen("features", bcol="5", brow="6", bsize="3")), DIGITS.images[0])


# ---- strokes ----


def draw(at: AppTest, *images: Floats) -> AppTest:
    """Let the browser send images that were drawn."""
    with sending(*images):
        return at.run()


@contextmanager
def sending(*images: Floats) -> Iterator[None]:
    """Give images that were drawn to whatever asks for them first."""
    sent = iter([[found.astype(int).ravel().tolist() for found in images]])
    taken = "logitviz.lessons.features.strokes_panel.sent_images"
    with mock.patch(taken, side_effect=lambda _: next(sent, [])):
        yield


def text(at: AppTest) -> str:
    return str(at.text_input(key="drawn").value)


def test_what_is_drawn_is_shown_and_stands_in_the_link() -> None:
    drawn = DIGITS.images[7].astype(float)
    drawn[3, 4:6], drawn[0, 0] = 16, 5
    at = draw(visit("features", digit="7"), drawn)
    assert_array_equal(image(at), drawn)
    assert text(at) == "00534g35g"
    assert_array_equal(image(seen("features", digit="7", drawn=text(at))), drawn)
    assert_allclose(bars(at), W @ drawn.ravel() / 16 + DIGITS.student_biases, rtol=1e-12, atol=0)


def test_drawing_takes_over_what_the_brush_of_an_old_link_has_done() -> None:
    for link in ({"q": "3", "size": "3"}, {"bcol": "3", "bsize": "3", "badd": "-9"}):
        at = visit("features", digit="7", **link)
        drawn = image(at)
        drawn[7, 7] = 12
        draw(at, drawn)
        assert_array_equal(image(at), drawn)
        assert at.query_params.keys() <= {"digit", "drawn", "q", "size", "bcol", "bsize"}
        assert_array_equal(image(seen("features", digit="7", drawn=text(at))), drawn)
        press(at, "Undo")
        assert_array_equal(image(at), image(seen("features", digit="7", **link)))


def test_undo_takes_back_stroke_by_stroke_and_what_the_buttons_did() -> None:
    at = visit("features", digit="7")
    assert at.button(key="undo").disabled
    first, second = DIGITS.images[7].astype(float), DIGITS.images[7].astype(float)
    first[0, 0] = second[0, 0] = second[7, 7] = 16
    draw(at, first, second)  # two strokes before Python has answered
    press(at, "Blank sheet")
    own = np.zeros((8, 8))
    own[2, 3] = 8
    draw(at, own)
    press(at, "Invert")
    press(at, "Original image")
    blank = np.zeros((8, 8))
    for before in (16 - own, own, blank, second, first, DIGITS.images[7]):
        press(at, "Undo")
        assert_array_equal(image(at), before)
    assert text(at) == ""
    assert at.button(key="undo").disabled


@pytest.mark.parametrize("button", ["Undo", "Blank sheet", "Original image", "Invert"])
def test_a_button_pressed_before_python_has_taken_a_stroke_comes_after_it(button: str) -> None:
    first, second = DIGITS.images[7].astype(float), DIGITS.images[7].astype(float)
    first[0, 0] = second[0, 0] = second[7, 7] = 16
    at = draw(visit("features", digit="7"), first)
    with sending(second):
        press(at, button)
    original = DIGITS.images[7].astype(float)
    after = {"Undo": first, "Blank sheet": 0 * first, "Original image": original}
    assert_array_equal(image(at), after.get(button, 16 - second))
    press(at, "Undo")
    assert_array_equal(image(at), original if button == "Undo" else second)


def test_a_blank_sheet_is_no_image_of_the_data_and_its_link_is_short() -> None:
    at = press(visit("features", digit="7", k="9", q="3", r="2", drawn="12g77a"), "Blank sheet")
    assert not image(at).any()
    assert_allclose(bars(at), DIGITS.student_biases, rtol=1e-13, atol=0)
    assert metrics(at)["Votes for"] == metrics(at)["Votes against"] == "0"
    assert metrics(at)["Original logit"] == signed(DIGITS.student_biases[9])
    drawn = np.zeros((8, 8))
    drawn[3, 4] = 16
    assert text(draw(at, drawn)) == "34g"
    assert_array_equal(image(seen("features", digit="7", blank="true", drawn="34g")), drawn)
    press(at, "Original image")
    assert text(at) == ""
    assert_array_equal(image(at), DIGITS.images[7])
    assert metrics(at)["Change"] == "0"


def test_a_chosen_image_takes_the_place_of_a_blank_sheet_until_undo() -> None:
    at = press(visit("features", digit="7"), "Blank sheet")
    own = np.zeros((8, 8))
    own[3, 4] = 16
    draw(at, own)
    at.number_input(key="digit").set_value(8.0).run()
    assert not troubles(at)
    assert (text(at), at.session_state["blank"]) == ("", False)
    assert_array_equal(image(at), DIGITS.images[8])
    press(at, "Undo")
    assert_array_equal(image(at), own)


def test_strokes_stay_when_another_image_is_chosen() -> None:
    at = visit("features", digit="7", drawn="00g")
    at.number_input(key="digit").set_value(8.0).run()
    assert text(at) == "00g"
    assert_array_equal(image(at).ravel()[1:], DIGITS.images[8].ravel()[1:])


def test_inverting_twice_is_nothing() -> None:
    at = press(visit("features", digit="7"), "Invert")
    assert_array_equal(image(at), 16.0 - DIGITS.images[7])
    press(at, "Invert")
    assert text(at) == ""


def test_a_stroke_that_changes_nothing_leaves_nothing_to_undo() -> None:
    at = draw(visit("features", digit="7"), DIGITS.images[7])
    assert text(at) == ""
    assert at.button(key="undo").disabled


WRONG = {
    "a piece too short": "34",
    "a pixel outside": "88g",
    "a pixel twice": "34g340",
    "too much": "000" * 65,
    "a script": "<script>alert(1)</script>",
    "Markdown": "[a](//evil.io)",
}


@pytest.mark.parametrize("text", WRONG.values(), ids=WRONG.keys())
def test_a_wrong_text_of_strokes_is_answered_by_a_sentence_and_changes_nothing(
    page: AppTest, text: str
) -> None:
    page.text_input(key="drawn").set_value("12g").run()
    before = charts(page)
    page.text_input(key="drawn").set_value(text).run()
    (complaint,) = troubles(page)
    before_it, after_it = WORDS["wrong_strokes"].split("{error}")
    assert re.match(f"{before_it}strokes must .*{re.escape(after_it)}$", unescaped(complaint))
    assert len(complaint) < 400
    assert page.text_input(key="drawn").value == text
    assert charts(page) == before
    page.text_input(key="drawn").set_value("").run()
    assert troubles(page) == []


def test_a_wrong_text_in_a_link_shows_the_image_as_it_was() -> None:
    at = seen("features", drawn="34g<b>")
    assert len(troubles(at)) == 1
    assert_array_equal(image(at), DIGITS.images[0])


# ---- the playground ----


def test_the_playground_takes_the_ten_logits() -> None:
    at = press(visit("features", digit="7", drawn="33034g"), "Load into the playground")
    assert troubles(at) == []
    expected = bars(at)
    turn(at, "playground")
    assert_array_equal(logits_of(at), np.round(expected, 4))


def test_logits_out_of_its_reach_are_refused_in_a_sentence() -> None:
    strongest = "".join(f"{i // 8}{i % 8}{'g' if w > 0 else '0'}" for i, w in enumerate(W[8]))
    at = visit("features", drawn=strongest)
    assert max(np.abs(W @ (W[8] > 0) + DIGITS.student_biases)) > 10
    press(at, "Load into the playground")
    (complaint,) = troubles(at)
    sentence, _ = WORDS["out_of_range"].split("{low")
    assert complaint.startswith(sentence)
    assert WORDS.said("class_n", n=8) in complaint
    assert_array_equal(logits_of(at), Z)


# ---- the example worked out by hand ----


def test_the_columns_and_rows_of_the_worked_example_are_named() -> None:
    header, *rows = table(seen("features"), "live_worked")
    assert header == [
        "class",
        "w₁ · f₁",
        "w₂ · f₂",
        "w₃ · f₃",
        "sum",
        "+ bias",
        "logit z",
        "exp z",
        "p",
    ]
    assert [row[0] for row in rows] == ["**A**", "**B**", "**C**", "sum"]
