import re

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from streamlit.testing.v1 import AppTest

from logitviz.charts.formats import signed
from logitviz.datasets.digits import load_digits
from logitviz.lessons.features.controls import BRUSH_ROW, BRUSH_SIZE
from logitviz.live.state import Floats
from tests.shell.visits import (
    Z,
    charts,
    logits_of,
    metrics,
    pick,
    press,
    seen,
    slide,
    table,
    troubles,
    turn,
    unescaped,
    visit,
)

DIGITS = load_digits()
W = 16 * DIGITS.student_weights


@pytest.fixture(scope="module")
def page() -> AppTest:
    return visit("features", digit="7", k="2")


def image(at: AppTest) -> Floats:
    return np.array(charts(at)["image"]["data"][0]["z"], dtype=np.float64)


def bars(at: AppTest) -> list[float]:
    return list(charts(at)["logits"]["data"][1]["y"])


def test_votes_and_bias_arrive_at_the_logit_in_the_data_file() -> None:
    shown = metrics(seen("features", digit="7", k="2", q="-2"))
    votes = W[2] * DIGITS.images[7].ravel() / 16
    stored = signed(DIGITS.student_logits[7, 2])
    assert shown == {
        "Votes for": signed(votes[votes > 0].sum()),
        "Votes against": signed(votes[votes < 0].sum()),
        "Bias": signed(DIGITS.student_biases[2]),
        "Together: the logit": stored,
        "Untouched, in the data": stored,
        "Moved by": "0",
    }


def test_a_first_visit_shows_an_untouched_image() -> None:
    at = seen("features")
    assert_array_equal(image(at), DIGITS.images[0])
    assert metrics(at)["Moved by"] == "0"


def test_in_nearly_every_image_the_brush_starts_on_paper() -> None:
    rows = slice(int(BRUSH_ROW.default), int(BRUSH_ROW.default) + BRUSH_SIZE.default)
    assert (DIGITS.images[:, rows, 0] == 0).all(axis=-1).mean() > 0.98


def test_another_image_and_another_class_are_taken() -> None:
    at = visit("features")
    at.number_input(key="digit").set_value(24.0).run()
    pick(at, "k", 4)
    titles = [charts(at)[key]["layout"]["title"]["text"] for key in ("image", "votes")]
    assert titles == [f"A {DIGITS.labels[24]}: f = ink / 16", "Votes for class 4: w · f"]
    assert metrics(at)["Untouched, in the data"] == signed(DIGITS.student_logits[24, 4])


# ---- strokes that stay ----


def test_a_kept_stroke_stays_when_the_brush_moves_on() -> None:
    at = press(visit("features", digit="7", q="3", size="3"), "Keep the stroke")
    kept = at.text_input(key="drawn").value
    assert kept
    before = image(at)
    slide(at, "q", -2.0)
    assert_array_equal(image(at), before)
    assert at.text_input(key="drawn").value == kept
    again = seen("features", digit="7", drawn=kept, q="-2")
    assert_array_equal(image(again), before)


def test_keeping_a_stroke_on_paper_keeps_nothing() -> None:
    assert press(visit("features"), "Keep the stroke").text_input(key="drawn").value == ""


def test_strokes_add_up() -> None:
    at = press(visit("features", digit="7", q="3"), "Keep the stroke")
    slide(at, "r", 6.0)
    slide(at, "ink", 9.0)
    press(at, "Keep the stroke")
    expected = DIGITS.images[7].astype(float)
    expected[3:5, 3:5] = 0
    expected[6:8, 3:5] = 9
    assert_array_equal(image(at), expected)


def test_inverting_twice_is_nothing() -> None:
    at = press(visit("features", digit="7"), "Invert")
    slide(at, "q", -2.0)
    assert_array_equal(image(at), 16.0 - DIGITS.images[7])
    press(at, "Invert")
    assert at.text_input(key="drawn").value == ""


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
    assert re.match(
        r"Kept strokes: strokes must .*\. The image shows the last good ones\.$",
        unescaped(complaint),
    )
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
    at = press(visit("features", digit="7", q="3"), "Load into the playground")
    assert troubles(at) == []
    expected = bars(at)
    turn(at, "playground")
    assert_allclose(logits_of(at), expected, rtol=1e-15, atol=0)


def test_logits_out_of_its_reach_are_refused_in_a_sentence() -> None:
    strongest = "".join(f"{i // 8}{i % 8}{'g' if w > 0 else '0'}" for i, w in enumerate(W[8]))
    at = visit("features", drawn=strongest, q="-2")
    assert max(np.abs(W @ (W[8] > 0) + DIGITS.student_biases)) > 10
    press(at, "Load into the playground")
    (complaint,) = troubles(at)
    assert complaint.startswith("Nothing was changed: ")
    assert "class 8" in complaint
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


def test_the_untouched_image_comes_back_and_all_ink_goes_whatever_the_brush() -> None:
    at = visit("features", digit="7", k="9", q="3", r="2", drawn="12g77a")
    for size, ink in (("2", 0.0), ("3", 16.0)):
        pick(at, "size", int(size))
        press(slide(at, "ink", ink), "Erase all")
        assert not image(at).any()
        assert_allclose(bars(at), DIGITS.student_biases, rtol=1e-13, atol=0)
        assert metrics(at)["Votes for"] == metrics(at)["Votes against"] == "0"
        press(at, "Untouched image")
        assert at.text_input(key="drawn").value == ""
        assert_array_equal(image(at), DIGITS.images[7])
        assert metrics(at)["Moved by"] == "0"
