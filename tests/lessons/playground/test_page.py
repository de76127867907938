import json
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from streamlit.testing.v1 import AppTest

import logitviz as lv
from logitviz.charts.export import FRAMEWORKS, formula, snippet, table_json
from logitviz.charts.formats import probability, stage
from logitviz.datasets.digits import load_digits
from logitviz.lessons.playground.panels import PRESETS
from tests.lessons.captured import captured
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

temperatures = pytest.mark.parametrize("temperature", ["0", "0.05", "1", "20", "inf"])


def test_a_first_visit_shows_the_example_of_the_sources() -> None:
    at = seen("playground")
    holds(at, Z)
    assert metrics(at)["Confidence"] == "0.531"


@temperatures
def test_a_temperature_acts_on_everything(temperature: str) -> None:
    at = slide(visit("playground"), "T", temperature)
    assert troubles(at) == []
    holds(at, Z, float(temperature))


@pytest.mark.parametrize("index", [0, 4, 9])
def test_a_logit_acts_on_everything(index: int) -> None:
    at = slide(visit("playground"), f"z{index}", -7.3)
    moved = Z.copy()
    moved[index] = -7.3
    holds(at, moved)


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_moves_all_sliders_and_leaves_t(name: str) -> None:
    at = press(visit("playground", T="2"), name)
    assert troubles(at) == []
    holds(at, PRESETS[name], 2.0)


def test_a_second_preset_leaves_nothing_of_the_first() -> None:
    at = press(press(visit("playground"), "One dominant"), "Uniform")
    holds(at, np.zeros(10))
    assert metrics(at)["Effective classes"] == "10.000"


def test_reset_brings_back_t_and_the_logits() -> None:
    at = press(visit("playground", T="5", z0="-4", z9="9.9"), "Reset T and logits")
    assert at.select_slider(key="T").value == "1"
    holds(at, Z)


def test_a_complaint_about_a_change_stands_in_its_panel() -> None:
    assert panel_of(press(visit("playground", z0="9.5"), "Add 1"), "error") == ["All ± ×"]


# ---- random, all at once, digits ----


def drawn_by(seed: int) -> AppTest:
    return press(visit("playground", seed=str(seed)), "Draw ten logits")


def test_the_same_seed_draws_the_same_logits() -> None:
    assert_array_equal(logits_of(drawn_by(9999)), logits_of(drawn_by(9999)))


@pytest.mark.parametrize("seed", [0, 1, 9999])
def test_random_logits_stand_on_the_steps_between_minus_5_and_5(seed: int) -> None:
    logits = logits_of(drawn_by(seed))
    assert (np.abs(logits) <= 5).all()
    assert_allclose(logits, np.round(logits, 1), rtol=0, atol=0)
    assert len(set(logits)) > 5


def test_another_seed_draws_other_logits() -> None:
    assert (logits_of(drawn_by(1)) != logits_of(drawn_by(2))).any()


def test_the_drawn_logits_are_those_of_numpy() -> None:
    expected = np.round(np.random.default_rng(7).uniform(-5, 5, 10), 1)
    holds(drawn_by(7), expected)


def test_the_seed_is_visible_and_can_be_set() -> None:
    at = visit("playground")
    at.number_input(key="seed").set_value(42).run()
    holds(press(at, "Draw ten logits"), np.round(np.random.default_rng(42).uniform(-5, 5, 10), 1))


@pytest.mark.parametrize(("seed", "following"), [("1", 2), ("9999", 0)])
def test_the_next_seed_is_shown_and_drawn_from(seed: str, following: int) -> None:
    at = press(visit("playground", seed=seed), "Next seed")
    assert at.session_state["seed"] == following
    drawn = np.round(np.random.default_rng(following).uniform(-5, 5, 10), 1)
    assert_array_equal(logits_of(at), drawn)


@pytest.mark.parametrize(
    ("name", "factor", "constant"),
    [("Add 1", 1, 1), ("Subtract 1", 1, -1), ("Multiply by 2", 2, 0), ("Multiply by ½", 0.5, 0)],
)
def test_all_logits_change_at_once(name: str, factor: float, constant: float) -> None:
    at = press(visit("playground"), name)
    assert troubles(at) == []
    assert_allclose(logits_of(at), factor * Z + constant, rtol=0, atol=1e-10)


def test_a_constant_moves_every_logit_and_no_read_out() -> None:
    at = visit("playground")
    before = metrics(at)
    press(press(at, "Add 1"), "Add 1")
    assert (logits_of(at) != Z).all()
    assert metrics(at) == before


def test_multiplying_by_two_is_half_the_temperature() -> None:
    assert metrics(press(visit("playground"), "Multiply by 2")) == metrics(
        visit("playground", T="0.5")
    )


def test_add_and_subtract_undo_each_other_exactly() -> None:
    at = visit("playground")
    for _ in range(5):
        press(at, "Add 1")
    for _ in range(5):
        press(at, "Subtract 1")
    holds(at, Z)


@pytest.mark.parametrize(
    ("name", "link", "named"),
    [
        ("Add 1", {"z0": "9.5"}, "class 0: 10.5"),
        ("Subtract 1", {"z7": "-9.1"}, "class 7: −10.1"),
        ("Multiply by 2", {"z3": "-5.1"}, "class 3: −10.2"),
    ],
)
def test_a_change_beyond_the_sliders_is_refused_with_its_reason(
    name: str, link: dict[str, str], named: str
) -> None:
    at = visit("playground", **link)
    before = logits_of(at)
    press(at, name)
    (text,) = troubles(at)
    assert text.startswith("Nothing was changed")
    assert named in text
    assert_array_equal(logits_of(at), before)


@pytest.mark.parametrize("index", [0, 17, 898])
def test_the_logits_of_a_real_digit_are_loaded_as_they_are(index: int) -> None:
    at = visit("playground")
    at.number_input(key="digit").set_value(index).run()
    press(at, "Load its logits")
    assert troubles(at) == []
    holds(at, load_digits().teacher_logits[index])


@pytest.mark.parametrize("index", [0, 898])
def test_the_picture_of_a_digit_says_what_it_shows_and_how_it_was_read(index: int) -> None:
    digits = load_digits()
    (image,) = elements(seen("playground", digit=str(index)), "image")
    guess = int(digits.teacher_logits[index].argmax())
    assert image.captions == [f"A {digits.labels[index]}, read as {guess}"]


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


def test_sorting_changes_no_read_out_and_no_slider() -> None:
    holds(seen("playground", sort="true", T="2"), Z, 2.0)


def test_the_bars_of_the_logits_do_not_wait_for_an_answer_about_t() -> None:
    here = captured("playground")
    assert here.element("logits", here.state()).controls == set(LOGITS)


# ---- look inside ----


@temperatures
def test_the_steps_hold_every_stage_of_the_record(temperature: str) -> None:
    at = seen("playground", T=temperature)
    record = lv.analyse(Z, temperature=float(temperature))
    header, *rows, last = table(at, "live_steps")
    assert header == ["", "z", "z / T", "(z − max z) / T", "exp", "p"]
    names = ("logits", "scaled", "shifted", "exponentials")
    for c, row in enumerate(rows):
        stages = [stage(getattr(record, name)[c]) for name in names]
        assert row == [f"class {c}", *stages, probability(record.probabilities[c])]
    assert last[4:] == [stage(record.exponentials.sum()), stage(record.probabilities.sum())]


@pytest.mark.parametrize("index", [0, 7])
@pytest.mark.parametrize("temperature", ["0", "0.5", "inf"])
def test_the_formula_is_that_of_the_record(temperature: str, index: int) -> None:
    at = seen("playground", T=temperature, show="Formula", k=str(index))
    assert troubles(at) == []
    record = lv.analyse(Z, temperature=float(temperature))
    assert [piece.value.strip("$\n ") for piece in at.latex] == [formula(record, index)]


def test_picking_a_class_changes_the_formula() -> None:
    at = pick(pick(visit("playground"), "show", "Formula"), "k", 7)
    assert [piece.value.strip("$\n ") for piece in at.latex] == [formula(lv.analyse(Z), 7)]


def test_the_code_is_that_of_the_record_in_three_libraries() -> None:
    at = pick(visit("playground", T="0.5"), "show", "Code")
    record = lv.analyse(Z, temperature=0.5)
    blocks = [block.value.strip() for block in at.code]
    for framework in FRAMEWORKS:
        assert snippet(framework, record).strip() in blocks


def test_the_numbers_are_those_of_the_record() -> None:
    at = pick(visit("playground", T="inf"), "show", "Numbers")
    record = lv.analyse(Z, temperature=np.inf)
    shown = [json.loads(block.value) for block in at.code if block.value.startswith("{")]
    assert shown == [json.loads(table_json(record))]


def test_the_numbers_can_be_taken_away() -> None:
    labels = [button.label for button in seen("playground", show="Numbers").download_button]
    assert sorted(labels) == ["CSV", "JSON", "logits.csv"]


@pytest.mark.parametrize("view", ["Steps", "Formula", "Code", "Numbers"])
def test_a_view_follows_the_state(view: str) -> None:
    at = visit("playground", show=view)
    put_logits(slide(at, "T", "0"), np.zeros(10))
    assert troubles(at) == []
    holds(at, np.zeros(10), 0.0)
