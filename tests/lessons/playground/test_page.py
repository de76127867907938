import json
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray

import logitviz as lv
from logitviz.charts.export import FRAMEWORKS, formula, network, snippet, table_json
from logitviz.charts.formats import probability, stage
from logitviz.charts.words import words_of
from logitviz.datasets.digits import load_digits
from logitviz.lessons.playground.panels import PRESETS
from logitviz.live.digit_picture import digit_words
from tests.lessons.captured import captured
from tests.lessons.shown import read, shown
from tests.shell.visits import (
    LOGITS,
    Z,
    charts,
    elements,
    holds,
    logits_of,
    metrics,
    panel_of,
    pick,
    press,
    put_logits,
    seen,
    slide,
    table,
    troubles,
    visit,
)


def test_a_first_visit_shows_the_example_of_the_sources() -> None:
    at = seen("playground")
    holds(at, Z)
    assert metrics(at)["Confidence"] == "0.531"


def test_a_preset_moves_all_sliders_leaves_t_and_nothing_of_the_one_before() -> None:
    at = visit("playground", T="2")
    for name, logits in PRESETS.items():
        press(at, words_of("playground")[name])
        assert troubles(at) == []
        holds(at, logits, 2.0)


def test_reset_brings_back_t_and_the_logits() -> None:
    at = press(visit("playground", T="5", z0="-4", z9="9.9"), "Reset T and logits")
    assert at.select_slider(key="T").value == "1"
    holds(at, Z)


# ---- random, all at once, digits ----


def test_random_logits_are_those_of_numpy_for_the_seed_on_the_screen() -> None:
    at = visit("playground", seed="9999")

    def numpys(seed: int) -> NDArray[np.float64]:
        return np.asarray(np.round(np.random.default_rng(seed).uniform(-5, 5, 10), 1))

    holds(press(at, "Draw ten logits"), numpys(9999))
    for following in (0, 1):
        press(at, "Next seed")
        assert at.session_state["seed"] == following
        assert_array_equal(logits_of(at), numpys(following))
    at.number_input(key="seed").set_value(42).run()
    holds(press(at, "Draw ten logits"), numpys(42))
    assert (np.abs(logits_of(at)) <= 5).all()


def test_all_logits_change_at_once() -> None:
    at, now = visit("playground"), Z
    before = metrics(at)
    for name, factor, constant in (
        ("Add 1", 1, 1), ("Subtract 1", 1, -1), ("Multiply by 2", 2, 0), ("Multiply by ½", 0.5, 0),
    ):  # fmt: skip
        now = factor * now + constant
        press(at, name)
        assert troubles(at) == []
        assert_allclose(logits_of(at), now, rtol=0, atol=1e-10)
        if factor == 2:  # as half the temperature
            assert metrics(at) == metrics(visit("playground", T="0.5"))
        else:
            assert metrics(at) == before


def test_add_and_subtract_undo_each_other_exactly() -> None:
    at = visit("playground")
    for name in ("Add 1",) * 5 + ("Subtract 1",) * 5:
        press(at, name)
    holds(at, Z)


def test_a_change_beyond_the_sliders_is_refused_with_its_reason_in_its_panel() -> None:
    at = visit("playground", z0="9.5", z3="-5.1", z7="-9.1")
    before = logits_of(at)
    for name, named in (
        ("Add 1", "class 0: 10.5"), ("Subtract 1", "class 7: −10.1"),
        ("Multiply by 2", "class 3: −10.2"),
    ):  # fmt: skip
        (text,) = troubles(press(at, name))
        assert text.startswith("Nothing was changed")
        assert named in text
        assert panel_of(at, "error") == ["Shift or scale all"]
        assert_array_equal(logits_of(at), before)


def test_the_logits_of_a_real_digit_are_loaded_to_four_decimals() -> None:
    at = visit("playground")
    for index in (17, 0, 898):
        at.number_input(key="digit").set_value(index).run()
        press(at, "Load this digit's logits")
        assert troubles(at) == []
        holds(at, np.round(load_digits().teacher_logits[index], 4))


@pytest.mark.parametrize("index", range(0, 899, 31))
def test_four_decimals_of_a_digit_change_no_number_on_the_screen_by_more_than_its_last(
    index: int,
) -> None:
    exact = lv.analyse(load_digits().teacher_logits[index])
    loaded = lv.analyse(np.round(exact.logits, 4))
    assert loaded.prediction == exact.prediction
    assert_allclose(loaded.probabilities, exact.probabilities, rtol=0, atol=5e-5)


def test_a_loaded_digit_stands_beside_the_logits_until_one_of_them_moves() -> None:
    at = visit("playground")
    at.number_input(key="digit").set_value(17).run()
    assert len(elements(at, "image")) == 1  # in its panel
    press(at, "Load this digit's logits")
    assert len(elements(at, "image")) == 2
    assert digit_words(words_of("playground"), 17) in [caption.value for caption in at.caption]
    at.number_input(key="digit").set_value(18).run()
    assert digit_words(words_of("playground"), 17) in [caption.value for caption in at.caption]
    at.slider(key="z3").set_value(1.0).run()
    assert len(elements(at, "image")) == 1


def test_an_old_link_with_the_exact_logits_of_a_digit_shows_the_digit() -> None:
    exact = load_digits().teacher_logits[17]
    at = seen("playground", **{f"z{i}": repr(float(z)) for i, z in enumerate(exact)})
    assert digit_words(words_of("playground"), 17) in [caption.value for caption in at.caption]


def test_undo_brings_back_what_a_preset_a_paste_or_a_digit_has_replaced() -> None:
    at = visit("playground", T="2", z3="1.5")
    before = logits_of(at)
    assert at.button(key="undo").disabled
    for name in ("High confidence", "Load this digit's logits", "Draw ten logits", "Add 1"):
        press(at, name)
        assert not np.array_equal(logits_of(at), before), name
        press(at, "undo")
        holds(at, before, 2.0)
    at.text_area(key="_paste").set_value("1 2 3 4 5 6 7 8 9 10")
    press(at, "Use these logits")
    press(at, "undo")
    holds(at, before, 2.0)


def test_undo_brings_back_t_where_t_was_replaced_too() -> None:
    at = visit("playground", T="2", z3="1.5")
    before = logits_of(at)
    press(at, "Reset T and logits")
    holds(at, Z, 1.0)
    press(at, "undo")
    holds(at, before, 2.0)


def test_undo_goes_back_step_by_step() -> None:
    at = press(press(visit("playground"), "Near tie"), "Add 1")
    press(at, "undo")
    holds(at, PRESETS["preset_tie"])
    press(at, "undo")
    holds(at, Z)
    assert at.button(key="undo").disabled


def test_undo_brings_back_the_seed_of_the_draw_before() -> None:
    at = press(press(visit("playground"), "Draw ten logits"), "Next seed")
    press(at, "undo")
    assert at.number_input(key="seed").value == 1
    holds(at, np.round(np.random.default_rng(1).uniform(-5, 5, 10), 1))


def test_a_seed_stands_in_the_link_as_a_whole_number() -> None:
    at = press(visit("playground"), "Next seed")
    assert at.query_params["seed"] == "2"
    at = press(press(visit("playground", seed="7.0"), "Next seed"), "undo")
    assert at.query_params["seed"] == "7"


def test_the_same_preset_again_leaves_undo_as_it_is() -> None:
    at = press(press(visit("playground"), "Near tie"), "Near tie")
    press(at, "undo")
    holds(at, Z)


def test_what_was_refused_leaves_nothing_to_undo() -> None:
    at = press(visit("playground", z0="9.5"), "Add 1")
    assert at.button(key="undo").disabled


@pytest.mark.parametrize("index", [0, 898])
def test_the_picture_of_a_digit_says_what_it_shows_and_how_it_was_read(index: int) -> None:
    digits = load_digits()
    (image,) = elements(seen("playground", digit=str(index)), "image")
    guess = int(digits.teacher_logits[index].argmax())
    shows = {0: 0, 898: 8}[index]
    assert image.captions == [f"Digit {shows}, read as {guess}"]


def test_the_licence_of_the_pictures_is_shown_with_them() -> None:
    assert any("CC BY 4.0" in caption.value for caption in seen("playground").caption)


# ---- sorting ----


def test_sorting_puts_the_largest_logit_first_in_both_charts() -> None:
    at = visit("playground")
    at.toggle(key="sort").set_value(True).run()
    order = [str(c) for c in np.argsort(-Z, kind="stable")]
    for key in ("logits", "probabilities"):
        figure = charts(at)[key]
        assert figure["layout"]["xaxis"]["ticktext"] == order
        heights = np.array(figure["data"][0]["y"])[np.argsort(figure["data"][0]["x"])]
        assert (np.diff(heights) <= 0).all()


def test_equal_logits_keep_the_order_of_their_classes() -> None:
    ties = {"z2": 7.0, "z5": 7.0, "z9": 7.0}
    state: Any = captured("playground").state(sort=True, **dict.fromkeys(LOGITS, 0.0) | ties)
    assert state.order.tolist() == [2, 5, 9, 0, 1, 3, 4, 6, 7, 8]


def test_the_bars_of_the_logits_do_not_wait_for_an_answer_about_t() -> None:
    here = captured("playground")
    assert here.element("logits", here.state()).controls == set(LOGITS)


# ---- look inside ----


def test_the_steps_hold_every_stage_of_the_record() -> None:
    header = table(seen("playground"), "live_steps")[0]
    assert header == [
        "class", "logit z", "z − max z", "(z − max z) / T", "exp", "probability p",
    ]  # fmt: skip
    for temperature in ("0", "0.05", "1", "20", "inf"):
        record = lv.analyse(Z, temperature=float(temperature))
        *rows, last = shown("playground", read(f"T={temperature}")).tables["steps"]
        for c, row in enumerate(rows):
            stages = (Z[c], Z[c] - Z.max(), record.shifted[c], record.exponentials[c])
            assert row == [*map(stage, stages), probability(record.probabilities[c])]
        sums = [stage(record.exponentials.sum()), stage(record.probabilities.sum())]
        assert last[3:] == sums


def test_the_formula_is_that_of_the_record() -> None:
    at = pick(visit("playground"), "show", "Formula")
    for temperature, index in (("0", 7), ("0.5", 0), ("inf", 7)):
        pick(slide(at, "T", temperature), "k", index)
        assert troubles(at) == []
        record = lv.analyse(Z, temperature=float(temperature))
        assert [piece.value.strip("$\n ") for piece in at.latex] == [formula(record, index)]


def test_the_code_is_that_of_the_record_in_three_libraries() -> None:
    at = pick(visit("playground", T="0.5"), "show", "Code")
    record = lv.analyse(Z, temperature=0.5)
    blocks = [block.value.strip() for block in at.code]
    for framework in FRAMEWORKS:
        assert snippet(framework, record).strip() in blocks
        assert network(framework).strip() in blocks


def test_the_numbers_are_those_of_the_record() -> None:
    at = pick(visit("playground", T="inf"), "show", "Numbers")
    record = lv.analyse(Z, temperature=np.inf)
    blocks = [json.loads(block.value) for block in at.code if block.value.startswith("{")]
    assert blocks == [json.loads(table_json(record))]


def test_the_numbers_can_be_taken_away() -> None:
    labels = [button.label for button in seen("playground", show="Numbers").download_button]
    assert sorted(labels) == ["CSV", "JSON", "logits.csv", "playground.html"]


@pytest.mark.parametrize("view", ["Steps", "Formula", "Code", "Numbers"])
def test_a_view_follows_the_state(view: str) -> None:
    at = visit("playground", show=view)
    put_logits(slide(at, "T", "0"), np.zeros(10))
    assert troubles(at) == []
    holds(at, np.zeros(10), 0.0)
