from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose
from streamlit.testing.v1 import AppTest

import logitviz as lv
from logitviz.charts.formats import probability, stage
from logitviz.live.shared import TEMPERATURE
from tests.lessons.stability.profile import truth
from tests.lessons.state import State
from tests.lessons.table import TABLE
from tests.shell.visits import Z, charts, pick, plan, seen, slide, table, troubles, visit, words

PRECISIONS = ("float16", "float32", "float64")


def cells(at: AppTest, key: str) -> list[list[str]]:
    """The cells of a table, without header and labels."""
    return [row[1:] for row in table(at, key)[1:]]


STATES: list[dict[str, str]] = [
    {},
    {"T": "2"},
    {"T": "0", "h": "0"},
    {"T": "inf", "h": "0"},
    {"dtype": "float16", "h": "10", "k": "3"},
    {"dtype": "float16", "h": "6", "m": "1.5"},
    {"dtype": "float16", "m": "4", "h": "-20"},
    {"dtype": "float16", "h": "-100"},
    {"dtype": "float16", "h": "100000"},
    {"dtype": "float32", "h": "100000"},
    {"dtype": "float64", "m": "300", "tiny": "1e-310", "x": "710"},
    {"dtype": "float64", "h": "0", "z0": "-10", "z5": "10"},
]


@pytest.mark.parametrize("link", STATES, ids=str)
def test_the_page_shows_what_scalars_of_the_precision_give(link: dict[str, str]) -> None:
    # Oracle: profile.py, which adds and divides one scalar after the other.
    at = seen("stability", **link)
    assert troubles(at) == []
    known = truth(State(**{k: type(TABLE[k].default)(v) for k, v in link.items()}))
    for key, text in known.texts.items():
        assert words(at, f"live_{key}") == text
    for key, rows in known.tables.items():
        assert cells(at, f"live_{key}") == rows


@pytest.mark.parametrize("link", STATES, ids=str)
def test_no_bar_pretends_to_be_a_zero(link: dict[str, str]) -> None:
    at = seen("stability", **link)
    for shift, key in (("never", "naive"), ("before", "shifted")):
        state = State(**{k: type(TABLE[k].default)(v) for k, v in link.items()})
        z = np.array(state.z) * float(state.m) + float(state.h)
        p = lv.step_by_step(
            z, temperature=float(state.T), dtype=state.dtype,
            shift="never" if shift == "never" else "before",
        ).probabilities  # fmt: skip
        classes, _, columns, underflows = charts(at)[key]["data"]
        for c in range(10):
            drawn, marked = classes["y"][c], columns["y"][c] or underflows["y"][c]
            assert (drawn is None) == bool(marked)
            if state.T != "0":
                assert (drawn is None) == bool(np.isnan(p[c]) or p[c] == 0)
            if columns["y"][c]:
                assert "NaN" in columns["text"][c] or columns["text"][c] == "0 = x / ∞"


@pytest.mark.parametrize("dtype", PRECISIONS)
def test_the_limits_of_the_chosen_precision_stand_on_the_axis(dtype: str) -> None:  # material 4
    figure = charts(seen("stability", dtype=dtype))["reach"]
    lines = sorted(shape["x0"] for shape in figure["layout"]["shapes"] if shape["type"] == "line")
    limits = sorted(float(x) for x in lv.exp_limits(dtype))
    assert_allclose(lines, np.arcsinh(limits), rtol=1e-12, atol=0)
    named = [trace["text"][0] for trace in figure["data"][2:]]
    for text, limit in zip(named, limits, strict=True):
        assert f"{limit:.3f}".replace("-", "−").rstrip("0") in text


def test_another_precision_moves_the_limits_and_the_verdict() -> None:
    at = visit("stability")
    assert "Naive breaks: exp overflows to ∞, and ∞/∞ is NaN." in [m.value for m in at.markdown]
    pick(at, "dtype", "float64")
    assert "Naive works here: both sides agree." in [m.value for m in at.markdown]
    assert "−745.1" in charts(at)["reach"]["data"][2]["text"][0]


def test_dragging_the_shift_back_mends_the_naive_side() -> None:
    at = slide(visit("stability"), "h", "0")
    assert_allclose(charts(at)["naive"]["data"][0]["y"], lv.softmax(Z), rtol=1e-6, atol=0)


@pytest.mark.parametrize("dtype", PRECISIONS)
def test_1000_and_1_lose_their_logarithm_but_not_in_the_fused_form(dtype: str) -> None:
    # Material 4.
    said = words(seen("stability", dtype=dtype), "live_log_words")
    assert said == "z = [1000, 1], log p of the second class: naive −∞, shifted −∞, fused −999."


def test_dividing_first_fails_where_shifting_first_does_not() -> None:  # material 4
    rows = cells(seen("stability"), "live_orders")
    assert rows == [["∞", "NaN", "NaN", "NaN"], ["0", "0", "1", "1"]]
    assert cells(slide(visit("stability"), "tiny", "1"), "live_orders")[0][3] != "NaN"


def test_a_probability_that_is_not_1_is_never_written_as_1() -> None:
    # At T = 0.1, 1 − p is about 2e-5, which four decimals lose.
    at = seen("stability", h="0", tiny="1e-1", T="0.1")
    p = cells(at, "live_orders")[0][3]
    assert p == probability(lv.softmax(Z, temperature=0.1)[0]) == ">.9995"
    assert cells(at, "live_losses")[1][0] == ">.9995"


def test_200_does_not_break_double_precision() -> None:  # material 4
    rows = cells(seen("stability"), "live_limits")
    assert [row[-1] for row in rows] == ["yes", "yes", "no"]
    assert rows[2][3] == stage(np.exp(200.0)) == "7.23e+86"
    assert [round(float(row[1]), 2) for row in rows] == [11.09, 88.72, 709.78]


def test_the_loss_is_that_of_the_chosen_class() -> None:
    at = pick(visit("stability", h="0"), "k", 7)
    rows = cells(at, "live_losses")
    assert rows[3][1] == stage(lv.cross_entropy(Z, 7))
    assert at.slider(key="z7").label == "Logit of class 7"


@pytest.mark.parametrize(("key", "wrong"), [("m", "7"), ("x", "-1"), ("tiny", "0")])
def test_a_number_between_the_options_leaves_the_default(key: str, wrong: str) -> None:
    at = visit("stability", **{key: wrong})
    assert troubles(at) == []
    assert at.session_state[key] == TABLE[key].default


@pytest.mark.parametrize(
    "temperature", [TEMPERATURE.options[0], TEMPERATURE.options[1], TEMPERATURE.options[-1]]
)
@pytest.mark.parametrize("ends", [{"m": "100000", "h": "100000"}, {"m": "100000", "h": "-100000"}])
def test_the_ends_of_all_sliders_together_are_shown(temperature: str, ends: dict[str, Any]) -> None:
    at = seen("stability", T=temperature, dtype="float16", **ends)
    assert troubles(at) == []
    assert any(m.value.startswith("Shifted") for m in at.markdown)


# Numbers of many digits: packed as usual, the plan is a little too large.
MANY_DIGITS = {
    "T": "0.48", "k": "5", "m": "3", "h": "20", "x": "1170", "tiny": "1e-35", "z0": "-4.72",
    "z1": "-9.93", "z2": "-3.88", "z3": "-6.48", "z5": "7", "z6": "-2", "z7": "2.5", "z8": "10",
    "z9": "0.494",
}  # fmt: skip


def test_with_numbers_of_many_digits_everything_still_follows() -> None:
    decoded = plan(seen("stability", **MANY_DIGITS))
    assert decoded.size <= 30_000
    sliders = {*decoded.header["controls"]}
    assert all(
        {*group["rows"]} == sliders & {*group["controls"]} for group in decoded.header["groups"]
    )
