import re

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from streamlit.testing.v1 import AppTest

import logitviz as lv
from logitviz.charts.formats import logit, probability, signed
from logitviz.datasets.digits import load_digits
from logitviz.lessons.features.strokes import read_strokes
from logitviz.live.old_table import TABLE
from logitviz.live.prose import prose
from tests.lessons.features.profile import drawn_on
from tests.lessons.state import State
from tests.lessons.working import Floats
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
    words,
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


@pytest.mark.parametrize(("digit", "k"), [(0, 0), (7, 2), (898, 9)])
def test_votes_and_bias_arrive_at_the_logit_in_the_data_file(digit: int, k: int) -> None:
    at = seen("features", digit=str(digit), k=str(k), q="-2")
    shown = metrics(at)
    stored = signed(DIGITS.student_logits[digit, k])
    assert (shown["Together: the logit"], shown["Untouched, in the data"]) == (stored, stored)
    assert shown["Moved by"] == "0"
    votes = W[k] * DIGITS.images[digit].ravel() / 16
    assert shown["Votes for"] == signed(votes[votes > 0].sum())
    assert shown["Votes against"] == signed(votes[votes < 0].sum())
    assert shown["Bias"] == signed(DIGITS.student_biases[k])
    assert_allclose(bars(at), DIGITS.student_logits[digit], rtol=1e-12, atol=1e-13)


def test_a_first_visit_shows_an_untouched_image() -> None:
    at = seen("features")
    assert_array_equal(image(at), DIGITS.images[0])
    assert metrics(at)["Moved by"] == "0"


def test_in_nearly_every_image_the_brush_starts_on_paper() -> None:
    rows = slice(int(TABLE["r"].default), int(TABLE["r"].default) + TABLE["size"].default)
    assert (DIGITS.images[:, rows, 0] == 0).all(axis=-1).mean() > 0.98


@pytest.mark.parametrize("size", [1, 2, 3])
def test_every_control_of_the_brush_paints(page: AppTest, size: int) -> None:
    pick(page, "size", size)
    for key, value in (("q", 3.0), ("r", 4.0), ("ink", 12.0)):
        slide(page, key, value)
    state = State(digit=7, k=2, q=3.0, r=4.0, ink=12.0, size=size)
    assert_array_equal(image(page), drawn_on(state))
    expected = W @ drawn_on(state).ravel() / 16 + DIGITS.student_biases
    assert_allclose(bars(page), expected, rtol=1e-12, atol=1e-12)


def test_a_brush_between_the_steps_paints_where_its_thumb_shows_it() -> None:
    at = seen("features", digit="7", q="2.6", r="-1.6", ink="15.7")
    assert_array_equal(image(at), drawn_on(State(digit=7, q=3.0, r=-2.0, ink=16.0)))


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


@pytest.mark.parametrize(("size", "ink"), [("2", "0"), ("3", "16")])
def test_the_untouched_image_comes_back_whatever_the_brush(size: str, ink: str) -> None:
    link = {"q": "3", "r": "2", "size": size, "ink": ink, "drawn": "12g77a"}
    at = press(visit("features", digit="7", **link), "Untouched image")
    assert at.text_input(key="drawn").value == ""
    assert_array_equal(image(at), DIGITS.images[7])
    assert metrics(at)["Moved by"] == "0"


@pytest.mark.parametrize("ink", ["0", "16"])
def test_with_all_ink_erased_the_biases_remain_whatever_the_brush(ink: str) -> None:
    at = press(visit("features", digit="7", k="9", q="2", ink=ink), "Erase all")
    assert not image(at).any()
    assert_allclose(bars(at), DIGITS.student_biases, rtol=1e-13, atol=0)
    assert metrics(at)["Votes for"] == metrics(at)["Votes against"] == "0"


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


# ---- ten pictures of weights, and the example worked out by hand ----


def test_the_weight_pictures_are_the_weights_of_the_features() -> None:
    picture = np.array(charts(seen("features"))["weights"]["data"][0]["z"], dtype=np.float64)
    weights = picture[np.isfinite(picture)]
    assert_array_equal(np.sort(weights), np.sort(W.ravel()))


def test_the_worked_example_of_material_2_stands_there_product_by_product() -> None:
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
    assert rows == [
        ["**A**", "1 · 0.5 = 0.5", "−1 · 0.8 = −0.8", "0.5 · 1.2 = 0.6",
         "0.3", "0.2", "0.5", "1.6487", "0.116"],
        ["**B**", "0.8 · 0.5 = 0.4", "0.5 · 0.8 = 0.4", "−0.3 · 1.2 = −0.36",
         "0.44", "−0.1", "0.34", "1.4049", "0.099"],
        ["**C**", "−0.5 · 0.5 = −0.25", "1.2 · 0.8 = 0.96", "1 · 1.2 = 1.2",
         "1.91", "0.5", "2.41", "11.134", "0.785"],
        ["sum", "", "", "", "", "", "", "14.1876", "1"],
    ]  # fmt: skip
    assert words(seen("features"), "live_worked_words") == (
        "Prediction: class C, with probability 0.785."
    )


def test_every_number_of_the_worked_example_can_be_changed(page: AppTest) -> None:
    f, w, b = [2.0, -1.5, 0.3], np.arange(-4.0, 5).reshape(3, 3) / 2, [1.0, 0.25, -3.0]
    for d, value in enumerate(f, 1):
        page.slider(key=f"f{d}").set_value(value)
    for (c, d), value in np.ndenumerate(w):
        page.number_input(key=f"w{c + 1}{d + 1}").set_value(float(value))
    for c, value in enumerate(b, 1):
        page.number_input(key=f"b{c}").set_value(value)
    page.run()
    record = lv.analyse(lv.linear_logits(f, w, b))
    rows = table(page, "live_worked")[1:]
    for c in range(3):
        assert rows[c][6] == logit(record.logits[c])
        assert rows[c][8] == probability(record.probabilities[c])
        for d in range(3):
            assert rows[c][1 + d] == f"{logit(w[c, d])} · {logit(f[d])} = {logit(w[c, d] * f[d])}"
    assert f"class {'ABC'[record.prediction]}," in words(page, "live_worked_words")


def test_a_link_carries_the_worked_example() -> None:
    at = seen("features", f1="1.5", w11="2.25", b3="-1")
    rows = table(at, "live_worked")[1:]
    assert rows[0][1] == "2.25 · 1.5 = 3.375"
    assert rows[2][5] == "−1"


def test_the_pages_prose_names_the_last_layer_of_material_2() -> None:
    assert "the last layer has no activation" in prose("features")["network"]


def test_strokes_of_a_link_are_read_as_the_core_reads_them() -> None:
    at = seen("features", digit="7", q="-2", drawn="12g77a")
    strokes = read_strokes("12g77a")
    changed = ~np.isnan(strokes)
    assert_array_equal(image(at)[changed], strokes[changed])
    assert_array_equal(image(at)[~changed], DIGITS.images[7][~changed])
