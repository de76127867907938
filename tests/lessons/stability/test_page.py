import numpy as np
from numpy.testing import assert_allclose
from streamlit.testing.v1 import AppTest

import logitviz as lv
from logitviz.charts.formats import probability, stage
from logitviz.charts.words import words_of
from tests.lessons.captured import captured
from tests.lessons.shown import Cells, lesson_state, read, shown
from tests.lessons.table import TABLE
from tests.shell.visits import Z, charts, pick, plan, seen, table, troubles, visit, within

WORDS = words_of("stability")
PRECISIONS = ("float16", "float32", "float64")


def cells(at: AppTest, key: str) -> list[list[str]]:
    """The cells of a table, without header and labels."""
    return [row[1:] for row in table(at, key)[1:]]


def verdict(at: AppTest, name: str, of: int) -> bool:
    """Whether a sentence of the page is that of a verdict."""
    found = str(within(at, f"live_{name}").markdown[0].value)
    return found == WORDS.said(name, naive_verdict=of)


def test_another_precision_moves_the_limits_and_the_verdict() -> None:
    at = visit("stability")
    assert verdict(at, "naive_outcome", 5)  # exp overflows
    assert verdict(at, "naive_verdict", 5)
    pick(at, "dtype", "float64")
    assert verdict(at, "naive_outcome", 0)
    assert verdict(at, "naive_verdict", 0)
    assert "−745.1" in charts(at)["exp_arguments"]["data"][2]["text"][0]


def test_the_loss_is_that_of_the_chosen_class() -> None:
    at = pick(visit("stability", h="0"), "k", 7)
    rows = cells(at, "live_losses")
    assert rows[3][1] == stage(lv.cross_entropy(Z, 7))
    assert at.slider(key="z7").label == WORDS.said("control_z", n=7)


# What is said in a state, without a visit.


def rows(name: str, link: str) -> Cells:
    return shown("stability", read(link)).tables[name]


def test_the_limits_of_the_chosen_precision_stand_on_the_axis() -> None:  # material 4
    for dtype in PRECISIONS:
        state = lesson_state("stability", read(f"dtype={dtype}"))
        drawing = captured("stability").element("exp_arguments", state).chart.figure
        lines = sorted(shape.x0 for shape in drawing.layout.shapes if shape.type == "line")
        limits = sorted(float(x) for x in lv.exp_limits(dtype))
        assert_allclose(lines, np.arcsinh(limits), rtol=1e-12, atol=0)
        named = [trace.text[0] for trace in drawing.data[2:]]
        for text, limit in zip(named, limits, strict=True):
            assert f"{limit:.3f}".replace("-", "−").rstrip("0") in text


def test_1000_and_1_lose_their_logarithm_but_not_in_the_fused_form() -> None:  # material 4
    for dtype in PRECISIONS:
        state = read(f"dtype={dtype}")
        pair = lesson_state("stability", state).pair
        assert (pair.naive, pair.shifted, pair.fused) == (-np.inf, -np.inf, -999)
        said = shown("stability", state).texts["log_words"]
        assert said == WORDS.said("log_words", x=1000, pair=pair)
        assert said.count("−∞") == 2
        assert said.count("−999") == 1


def test_dividing_first_fails_where_shifting_first_does_not() -> None:  # material 4
    fails, holds = ["∞", "NaN", "NaN", "NaN"], ["0", "0", "1", "1"]
    assert rows("orders", "") == [fails, holds, holds]
    assert rows("orders", "tiny=1")[0][3] != "NaN"


def test_where_t_rounds_to_0_only_a_branch_takes_the_limit() -> None:
    divided, plain, branch = rows("orders", "tiny=1e-50")
    assert divided == ["∞", "NaN", "NaN", "NaN"]
    assert plain == ["0", "NaN", "NaN", "NaN"]
    assert branch == ["0", "0", "1", "1"]
    assert rows("orders", "tiny=1e-50&dtype=float64")[1] == ["0", "0", "1", "1"]


def test_a_probability_that_is_not_1_is_never_written_as_1() -> None:
    # At T = 0.1, 1 − p is about 2e-5, which four decimals lose.
    link = "h=0&tiny=1e-1&T=0.1"
    p = rows("orders", link)[0][3]
    assert p == probability(lv.softmax(Z, temperature=0.1)[0]) == ">.9995"
    assert rows("losses", link)[1][0] == ">.9995"


def test_200_does_not_break_double_precision() -> None:  # material 4
    found = rows("limits", "")
    assert [row[-1] for row in found] == ["yes", "yes", "no"]
    assert found[2][3] == stage(np.exp(200.0)) == "7.23e+86"
    assert [round(float(str(row[1])), 2) for row in found] == [11.09, 88.72, 709.78]


def test_a_number_between_the_options_leaves_the_default() -> None:
    wrong = {"m": "7", "x": "-1", "tiny": "0"}
    at = visit("stability", **wrong)
    assert troubles(at) == []
    assert {key: at.session_state[key] for key in wrong} == {k: TABLE[k].default for k in wrong}


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
