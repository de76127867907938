import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray

import logitviz as lv
from logitviz.charts.over_temperature import TEMPERATURE_AXIS
from logitviz.live.shared import CURVE_TEMPERATURES
from tests.shell.visits import (
    Z,
    charts,
    metrics,
    pick,
    press,
    readouts,
    seen,
    slide,
    troubles,
    visit,
)

STATES = [("0", Z), ("0.05", Z), ("1", Z), ("5", Z[::-1]), ("inf", Z)]
states = pytest.mark.parametrize(("temperature", "logits"), STATES)


@states
def test_the_read_outs_are_those_of_the_record(
    temperature: str, logits: NDArray[np.float64]
) -> None:
    at = seen("temperature", T=temperature, **{f"z{i}": str(z) for i, z in enumerate(logits)})
    assert metrics(at) == readouts(lv.analyse(logits, temperature=float(temperature)))


@pytest.mark.parametrize(
    ("key", "value"),
    [("0", "0"), ("0.5", "0.5"), ("1", "1"), ("2", "2"), ("5", "5"), ("inf", "inf")],
)
def test_a_jump_sets_t(key: str, value: str) -> None:
    at = press(visit("temperature", T="3"), f"jump_{key}")
    assert at.select_slider(key="T").value == value
    assert metrics(at) == readouts(lv.analyse(Z, temperature=float(value)))


def test_the_jumps_are_named_by_their_temperature() -> None:
    labels = [button.label for button in seen("temperature").button]
    assert labels == ["T = 0", "T = ½", "T = 1", "T = 2", "T = 5", "T = ∞"]


@states
def test_every_curve_is_the_sweep_of_its_class(
    temperature: str, logits: NDArray[np.float64]
) -> None:
    at = seen("temperature", T=temperature, **{f"z{i}": str(z) for i, z in enumerate(logits)})
    data = charts(at)["curves"]["data"]
    expected = lv.temperature_sweep(logits, CURVE_TEMPERATURES)
    for c in range(10):
        assert_allclose(data[c]["y"], expected[:, c], rtol=1e-13, atol=0)
        assert_array_equal(data[c]["x"], TEMPERATURE_AXIS.place(CURVE_TEMPERATURES))


@states
def test_the_markers_of_both_charts_stand_at_t(
    temperature: str, logits: NDArray[np.float64]
) -> None:
    at = seen("temperature", T=temperature, **{f"z{i}": str(z) for i, z in enumerate(logits)})
    record, here = (
        lv.analyse(logits, temperature=float(temperature)),
        TEMPERATURE_AXIS.place(float(temperature)),
    )
    drawn = charts(at)
    assert drawn["curves"]["data"][11]["x"] == [here] * 10
    assert_allclose(drawn["curves"]["data"][11]["y"], record.probabilities, rtol=1e-14, atol=0)
    entropy, confidence = drawn["uncertainty"]["data"][3:]
    assert (entropy["x"], entropy["y"]) == ([here], [record.entropy])
    assert (confidence["x"], confidence["y"]) == ([here], [record.confidence])


def test_the_classic_figure_shows_the_current_logits() -> None:
    at = seen("temperature", z0="-4", T="7")
    logits = np.array([-4, *Z[1:]])
    lines = charts(at)["classic"]["data"]
    for line, t in zip(lines, (0.5, 1, 2, 5), strict=True):
        assert_allclose(line["y"], lv.softmax(logits, temperature=t), rtol=1e-13, atol=0)


def test_the_example_of_three_logits_stands_still() -> None:
    lines = charts(seen("temperature", z0="-4", T="7"))["example"]["data"]
    for line, t in zip(lines, (0.5, 1, 2, 5), strict=True):
        assert_allclose(line["y"], lv.softmax([2, 1, 0.1], temperature=t), rtol=1e-13, atol=0)


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


def test_all_equal_logits_are_calm_at_both_limits() -> None:
    for temperature in ("0", "inf"):
        at = seen("temperature", T=temperature, **{f"z{i}": "2" for i in range(10)})
        assert troubles(at) == []
        assert metrics(at)["Effective classes"] == "10.000"
