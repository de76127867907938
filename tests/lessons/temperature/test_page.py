import pytest

import logitviz as lv
from logitviz.charts.words import words_of
from logitviz.lessons.temperature.charts import probability_curves
from logitviz.live.shared import TEMPERATURE
from tests.shell.visits import (
    Z,
    charts,
    metrics,
    pick,
    press,
    readouts,
    seen,
    slide,
    visit,
)

CHOSEN = ("chosen", "at T", "above at T")  # the traces that depend on the chosen class


def test_the_jumps_are_named_by_their_temperature() -> None:
    labels = [button.label for button in seen("temperature").button]
    assert [label for label in labels if label != "Copy link"] == [
        "T = 0",
        "T = ½",
        "T = 1",
        "T = 2",
        "T = 5",
        "T = ∞",
    ]


@pytest.mark.parametrize("index", [0, 3, 9])
def test_the_picked_class_gets_the_slider(index: int) -> None:
    at = pick(visit("temperature"), "k", index)
    assert at.slider(key=f"z{index}").label == f"Logit of class {index}"
    slide(at, f"z{index}", 6.6)
    moved = Z.copy()
    moved[index] = 6.6
    assert metrics(at) == readouts(lv.analyse(moved))


def test_picking_a_class_only_draws_its_curve_thick_and_names_it() -> None:
    at = visit("temperature", T="2", z3="3.7261")
    before = (metrics(at), charts(at))
    after = (metrics(pick(at, "k", 3)), charts(at))
    chosen, *labels = (
        list(probability_curves(words_of("temperature"), height=330).traces).index(name)
        for name in CHOSEN
    )
    drawn = after[1]["curves"]["data"]
    assert drawn[chosen]["y"] == drawn[3]["y"]
    for curves in (each[1]["curves"]["data"] for each in (before, after)):
        curves[chosen]["y"] = None
        for label in labels:
            curves[label]["text"] = None
    assert after == before


def test_a_jump_sets_t() -> None:
    at = visit("temperature", T="3")
    for value in ("0", "0.5", "1", "2", "5", "inf"):
        press(at, f"jump_{TEMPERATURE.options.index(value)}")
        assert at.select_slider(key="T").value == value
        assert metrics(at) == readouts(lv.analyse(Z, temperature=float(value)))
