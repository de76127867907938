import pytest

import logitviz as lv
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


def test_the_jumps_are_named_by_their_temperature() -> None:
    labels = [button.label for button in seen("temperature").button]
    assert labels == ["T = 0", "T = ½", "T = 1", "T = 2", "T = 5", "T = ∞"]


@pytest.mark.parametrize("index", [0, 3, 9])
def test_the_picked_class_gets_the_slider(index: int) -> None:
    at = pick(visit("temperature"), "k", index)
    assert at.slider(key=f"z{index}").label == f"Logit of class {index}"
    slide(at, f"z{index}", 6.6)
    moved = Z.copy()
    moved[index] = 6.6
    assert metrics(at) == readouts(lv.analyse(moved))


def test_picking_a_class_changes_no_number() -> None:
    at = visit("temperature", T="2", z3="3.7261")
    before = (metrics(at), charts(at))
    assert (metrics(pick(at, "k", 3)), charts(at)) == before


def test_a_jump_sets_t() -> None:
    at = visit("temperature", T="3")
    for value in ("0", "0.5", "1", "2", "5", "inf"):
        press(at, f"jump_{value}")
        assert at.select_slider(key="T").value == value
        assert metrics(at) == readouts(lv.analyse(Z, temperature=float(value)))
