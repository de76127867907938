import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from streamlit.testing.v1 import AppTest

from logitviz.charts.formats import probability
from logitviz.charts.words import languages, words_of
from logitviz.datasets.sources import CONFIDENT_SHARES, HESITANT_SHARES
from logitviz.live.shared import CONFIDENT_LOGITS, HESITANT_LOGITS, HIGHEST, LOWEST
from tests.lessons.captured import captured
from tests.lessons.confidence.two_cases import WORDS, holds, logits_of, records, sides, verdict
from tests.shell.visits import (
    Z,
    charts,
    panel_of,
    plan,
    press,
    seen,
    slide,
    slider_of,
    troubles,
    unescaped,
    visit,
    words,
)

DEFAULTS = {"a": np.array(CONFIDENT_LOGITS), "b": np.array(HESITANT_LOGITS)}


def write(at: AppTest, side: str, text: str) -> AppTest:
    """Type a text into the box of a case."""
    (box,) = (box for box in at.text_input if str(box.key).startswith(f"{side}-"))
    return box.set_value(text).run()


def test_a_is_sure_and_b_is_not_of_the_same_class() -> None:
    at = seen("confidence")
    holds(at)
    a, b = records(at).values()
    assert a.prediction == b.prediction
    assert a.confidence > 0.6 > b.confidence


def test_certainty_itself_is_decided_at_a_threshold_of_1() -> None:
    at = seen("confidence", T="0", d="1")
    assert words(at, "live_verdict_a") == verdict("a", records(at, 0.0)["a"], 1.0)
    assert records(at, 0.0)["a"].confidence == 1


# ---- the text boxes ----


@pytest.fixture(scope="module")
def untouched() -> AppTest:
    return visit("confidence")


@sides
def test_a_text_sets_the_logits_of_its_case_alone(side: str) -> None:
    at = write(visit("confidence"), side, "[1, 2, 3, 4, 5, 6, 7, 8, 9.5, −10]")
    assert troubles(at) == []
    assert_array_equal(logits_of(at, side), [1, 2, 3, 4, 5, 6, 7, 8, 9.5, -10])
    other = "b" if side == "a" else "a"
    assert_array_equal(logits_of(at, other), DEFAULTS[other])
    holds(at)


@sides
def test_a_text_from_pytorch_is_tidied(side: str) -> None:
    text = "tensor([[1., 2., 3., 4., 5., 6., 7., 8., 9., -1.]], device='cuda:0')"
    at = write(visit("confidence"), side, text)
    assert "tensor" not in "".join(str(box.value) for box in at.text_input)
    assert_array_equal(logits_of(at, side), [*range(1, 10), -1])


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("1 2 3", "expected 10 numbers, got 3"),
        ("1 2 x 4 5 6 7 8 9 10", "item 3, 'x', is not a number"),
        ("11 0 0 0 0 0 0 0 0 0", "class 0: 11"),
        ("inf 0 0 0 0 0 0 0 0 0", "class 0: inf"),
        ("", "got nothing"),
    ],
)
@sides
def test_a_wrong_text_is_named_and_the_bars_stay(
    untouched: AppTest, side: str, text: str, reason: str
) -> None:
    at, other = untouched, "b" if side == "a" else "a"
    at.text_input(key=other).set_value(captured("confidence").controls[other].default)
    before = charts(seen("confidence"))
    write(at, side, text)
    (complaint,) = troubles(at)
    box = WORDS[f"control_{side}"]
    assert set(panel_of(at, "error")) == {None, box}
    before_it, after_it = WORDS.said("logits_wrong", box=box, error="…").split("…")
    assert complaint.startswith(before_it)
    assert reason in unescaped(complaint)
    assert complaint.endswith(after_it)
    assert at.text_input(key=side).value == text
    assert charts(at) == before


@pytest.mark.parametrize("language", languages())
def test_every_language_names_the_classes_whose_logits_are_out_of_range(language: str) -> None:
    here = words_of("confidence", language)
    misfits = here.listed(here.said("misfit", n=n, z=z) for n, z in ((0, "11"), (2, "−inf")))
    said = here.said("outside", low=LOWEST, high=HIGHEST, misfits=misfits)
    (complaint,) = troubles(visit("confidence", lang=language, a="11 0 -inf 0 0 0 0 0 0 0"))
    expected = here.said("logits_wrong", box=here["control_a"], error=said)
    assert unescaped(complaint) == expected


@sides
def test_the_bars_stay_where_they_were_before_the_wrong_text(side: str) -> None:
    at = write(visit("confidence"), side, "9 8 7 6 5 4 3 2 1 0")
    before = charts(at)
    write(at, side, "nonsense")
    slide(at, "d", 0.6)
    assert charts(at) == before


@sides
def test_a_mended_text_is_taken(side: str) -> None:
    at = write(visit("confidence"), side, "nonsense")
    write(at, side, "9 8 7 6 5 4 3 2 1 0")
    assert troubles(at) == []
    holds(at)


@sides
def test_the_logits_of_the_playground_can_be_taken(side: str) -> None:
    at = press(visit("confidence", z0="3.7261"), f"take_{side}")
    assert_array_equal(logits_of(at, side), [3.7261, *Z[1:]])
    holds(at)


@sides
def test_the_pair_of_the_sources_comes_through_log_p(side: str) -> None:
    at = press(visit("confidence"), f"pair_{side}")
    assert troubles(at) == []
    for which, shares in (("a", CONFIDENT_SHARES), ("b", HESITANT_SHARES)):
        bars = charts(at)[f"{which}_bars"]["data"][0]["y"]
        assert_allclose(bars, shares, rtol=1e-4, atol=0)  # logits of four decimals
    holds(at)
    a, b = records(at).values()
    shown = [probability(record.confidence) for record in (a, b)]
    assert shown == ["0.850", "0.250"]  # as the sources print it; `holds` looks at the verdicts
    assert a.prediction == b.prediction == 0


# ---- the sliders of a case ----


@sides
def test_the_gap_slider_sets_the_distance_to_the_runner_up(side: str) -> None:
    at = visit("confidence")
    for gap in (0.0, 2.5, 6.0):
        slide(at, f"g{side}", gap)
        top, second, *_ = sorted(logits_of(at, side), reverse=True)
        assert_allclose(top - second, gap, rtol=0, atol=1e-9)
        assert second == sorted(DEFAULTS[side], reverse=True)[1]
        holds(at)


@sides
def test_the_gap_slider_shows_the_gap_of_the_text(side: str) -> None:
    at = write(visit("confidence"), side, "0 0 7.5 0 0 3.25 0 0 0 0")
    slider = slider_of(at, f"g{side}")
    assert slider.value == 4.25
    assert list(slider.proto.default) == [4.25]  # for a browser that sees only a later run
    assert slider.label == WORDS.said("control_gap", n=2)


EDGES = {
    "the largest gap there is": "10 -10 -10 -10 -10 -10 -10 -10 -10 -10",
    "a runner-up between the steps": "10 0.07 0 0 0 0 0 0 0 0",
    "a runner-up just below the end": "10 9.97 0 0 0 0 0 0 0 0",
    "a tie at the end": "10 10 0 0 0 0 0 0 0 0",
    "a tie at the start": "-10 -10 -10 -10 -10 -10 -10 -10 -10 -10",
    "both between the steps": "9.9999 -9.93 -10 -10 -10 -10 -10 -10 -10 -10",
}


edges = pytest.mark.parametrize(
    ("side", "text"), list(zip("ababab", EDGES.values(), strict=True)), ids=EDGES.keys()
)


@edges
def test_the_gap_slider_can_be_drawn_to_both_ends(side: str, text: str) -> None:
    at = visit("confidence", **{side: text})
    assert troubles(at) == []
    holds(at)
    slider = slider_of(at, f"g{side}")
    for end in () if slider.disabled else (slider.max, slider.min):
        slide(at, f"g{side}", end)
        assert troubles(at) == []
        holds(at)


@sides
def test_the_logit_slider_moves_the_picked_class_alone(side: str) -> None:
    at, expected = visit("confidence"), DEFAULTS[side].copy()
    for index, value in ((0, -10.0), (0, 10.0), (7, 0.0)):
        at.selectbox(key=f"k{side}").set_value(index).run()
        slide(at, f"z{side}", value)
        expected[index] = value
        assert_array_equal(logits_of(at, side), expected)
        holds(at)


@sides
def test_a_slider_can_be_moved_back_to_where_another_took_it_from(side: str) -> None:
    at = visit("confidence")
    old, start = (float(str(slider_of(at, f"{moved}{side}").value)) for moved in "zg")
    slide(slide(at, f"g{side}", start + 0.5), f"z{side}", old)
    assert logits_of(at, side)[0] == pytest.approx(old)
    at.selectbox(key=f"k{side}").set_value(3).run()
    slide(at, f"z{side}", old)
    assert logits_of(at, side)[3] == pytest.approx(old)
    holds(at)


@sides
def test_picking_a_class_shows_its_logit_and_changes_nothing(side: str) -> None:
    at = visit("confidence")
    before = charts(at)
    at.selectbox(key=f"k{side}").set_value(7).run()
    assert slider_of(at, f"z{side}").value == DEFAULTS[side][7]
    assert charts(at) == before


def test_a_gap_at_its_end_is_no_longer_than_its_slider() -> None:
    at = visit("confidence", a="10 6.6 0 0 0 0 0 0 0 0")  # as floats, 10 - 6.6 is above 3.4
    assert troubles(at) == []
    assert slider_of(at, "ga").value == 3.4


@pytest.mark.parametrize(
    ("before", "after", "gap"),
    [
        ("5 3 0 0 0 0 0 0 0 0", "5 3 7 0 0 0 0 0 0 0", 2.0),
        ("9.9 3.3 0 0 0 0 0 0 0 0", "10 3.4 0 0 0 0 0 0 0 0", 6.6),
    ],
)
def test_the_same_gap_above_another_runner_up_is_shown_again(
    before: str, after: str, gap: float
) -> None:
    at = visit("confidence", a=before)
    assert slider_of(at, "ga").value == pytest.approx(gap)
    write(at, "a", after)
    assert slider_of(at, "ga").value == pytest.approx(gap)
    assert plan(at).header["controls"]["ga"] == pytest.approx(gap)
