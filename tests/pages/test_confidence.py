from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray
from streamlit.testing.v1 import AppTest

import logitviz as lv
from logitviz.charts.text import amount, percent, probability, signed, whole
from logitviz.core.digits import load_digits, showcase
from logitviz.core.examples import CONFIDENT_SHARES, HESITANT_SHARES
from logitviz.ui.state import CONFIDENT, HESITANT, TABLE
from tests.pages.visits import (
    Z,
    charts,
    elements,
    pick,
    press,
    seen,
    slide,
    table,
    troubles,
    unescaped,
    visit,
    words,
)

SIDES = ("a", "b")
DEFAULTS = {"a": np.array(CONFIDENT), "b": np.array(HESITANT)}
NETS = {"strong": "teacher_logits", "weak": "student_logits"}
sides = pytest.mark.parametrize("side", SIDES)


def logits_of(at: AppTest, side: str) -> NDArray[np.float64]:
    return lv.parse_logits(str(at.text_input(key=side).value), count=10)


def write(at: AppTest, side: str, text: str) -> AppTest:
    return at.text_input(key=side).set_value(text).run()


def records(at: AppTest, temperature: float = 1.0) -> dict[str, lv.Analysis]:
    return {side: lv.analyse(logits_of(at, side), temperature=temperature) for side in SIDES}


def verdict(record: lv.Analysis, threshold: float) -> str:
    decision = "decide automatically" if record.confidence >= threshold else "ask a person"
    return f"Class {record.prediction} with {probability(record.confidence)}: {decision}"


def holds(at: AppTest, temperature: float = 1.0, threshold: float = 0.6) -> None:
    """Boxes, bars, verdicts and the table of read-outs show one and the same state."""
    for side, record in records(at, temperature).items():
        bars = charts(at)[f"{side}_bars"]["data"]
        assert_allclose(bars[0]["y"], record.probabilities, rtol=1e-14, atol=0)
        assert bars[2]["y"] == [threshold, threshold]
        assert words(at, f"live_verdict_{side}") == verdict(record, threshold)
    a, b = records(at, temperature).values()
    _, *rows = table(at, "live_compare")
    assert rows == [
        ["Predicted class", whole(a.prediction), whole(b.prediction), ""],
        *(
            [label, form(getattr(a, name)), form(getattr(b, name)),
             signed(getattr(a, name) - getattr(b, name))]
            for label, name, form in [
                ("Confidence", "confidence", probability),
                ("Margin", "margin", probability),
                ("Entropy", "entropy", amount),
                ("Effective classes", "perplexity", amount),
            ]
        ),
    ]  # fmt: skip


def test_a_is_sure_and_b_is_not_of_the_same_class() -> None:
    at = seen("confidence")
    holds(at)
    a, b = records(at).values()
    assert a.prediction == b.prediction
    assert a.confidence > 0.6 > b.confidence


@pytest.mark.parametrize("temperature", ["0", "0.5", "inf"])
def test_one_temperature_acts_on_both_cases(temperature: str) -> None:
    at = slide(visit("confidence"), "T", temperature)
    assert troubles(at) == []
    holds(at, float(temperature))


@pytest.mark.parametrize("threshold", [0.0, 0.25, 0.93, 1.0])
def test_the_threshold_decides_what_happens_to_both(threshold: float) -> None:
    at = slide(visit("confidence"), "d", threshold)
    holds(at, 1.0, threshold)


def test_certainty_itself_is_decided_at_a_threshold_of_1() -> None:
    at = seen("confidence", T="0", d="1")
    assert words(at, "live_verdict_a").endswith(": decide automatically")


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
    assert "tensor" not in str(at.text_input(key=side).value)
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
    at.text_input(key=other).set_value(TABLE[other].default)
    before = charts(seen("confidence"))
    write(at, side, text)
    (complaint,) = troubles(at)
    assert complaint.startswith(f"Logits of {side.upper()}: ")
    assert reason in unescaped(complaint)
    assert complaint.endswith(" The bars show the last good ones.")
    assert at.text_input(key=side).value == text
    assert charts(at) == before


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
        assert_allclose(bars, shares, rtol=1e-12, atol=0)
    holds(at)


def test_the_pair_of_the_sources_has_the_printed_confidences() -> None:
    at = press(visit("confidence"), "pair_a")
    assert words(at, "live_verdict_a").startswith("Class 0 with 0.850")
    assert words(at, "live_verdict_b").startswith("Class 0 with 0.250")


# ---- the sliders of a case ----


@pytest.mark.parametrize("gap", [0.0, 2.5, 6.0])
@sides
def test_the_gap_slider_sets_the_distance_to_the_runner_up(side: str, gap: float) -> None:
    at = slide(visit("confidence"), f"g{side}", gap)
    top, second, *_ = sorted(logits_of(at, side), reverse=True)
    assert_allclose(top - second, gap, rtol=0, atol=1e-9)
    assert second == sorted(DEFAULTS[side], reverse=True)[1]
    holds(at)


@sides
def test_the_gap_slider_shows_the_gap_of_the_text(side: str) -> None:
    at = write(visit("confidence"), side, "0 0 7.5 0 0 3.25 0 0 0 0")
    slider = at.slider(key=f"g{side}")
    assert slider.value == 4.25
    assert "class 2" in slider.label


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
def test_a_gap_at_the_edge_is_no_trouble(side: str, text: str) -> None:
    at = seen("confidence", **{side: text})
    assert troubles(at) == []
    holds(at)


@edges
def test_the_gap_slider_can_be_drawn_to_both_ends(side: str, text: str) -> None:
    at = visit("confidence", **{side: text})
    slider = at.slider(key=f"g{side}")
    for end in () if slider.disabled else (slider.max, slider.min):
        slide(at, f"g{side}", end)
        assert troubles(at) == []
        holds(at)


@pytest.mark.parametrize(("index", "value"), [(0, -10.0), (0, 10.0), (7, 0.0)])
@sides
def test_the_logit_slider_moves_the_picked_class_alone(side: str, index: int, value: float) -> None:
    at = visit("confidence", **{f"k{side}": str(index)})
    slide(at, f"z{side}", value)
    expected = DEFAULTS[side].copy()
    expected[index] = value
    assert_array_equal(logits_of(at, side), expected)
    holds(at)


@sides
def test_picking_a_class_shows_its_logit_and_changes_nothing(side: str) -> None:
    at = visit("confidence")
    before = charts(at)
    at.selectbox(key=f"k{side}").set_value(7).run()
    assert at.slider(key=f"z{side}").value == DEFAULTS[side][7]
    assert charts(at) == before


# ---- the digits ----


def counts(net: str, temperature: float, threshold: float) -> tuple[int, int]:
    digits = load_digits()
    logits = getattr(digits, NETS[net])
    decided = lv.softmax(logits, temperature=temperature).max(axis=1) >= threshold
    return int(decided.sum()), int((decided & (logits.argmax(axis=1) != digits.labels)).sum())


@pytest.mark.parametrize(
    ("temperature", "threshold"), [("1", "0.6"), ("0", "1"), ("0.5", "0.97"), ("inf", "0.11")]
)
@pytest.mark.parametrize("net", NETS)
def test_the_words_on_the_digits_are_counted(net: str, temperature: str, threshold: str) -> None:
    at = seen("confidence", net=net, T=temperature, d=threshold)
    decided, wrong = counts(net, float(temperature), float(threshold))
    assert words(at, "live_deciding_words") == (
        f"Decided automatically: {decided} of 899. Wrong among these: {wrong} "
        f"({percent(wrong / decided) if decided else '–'}). Handed to a person: {899 - decided}."
    )


@pytest.mark.parametrize("net", NETS)
def test_choosing_a_classifier_changes_its_curve_and_its_pictures(net: str) -> None:
    at = pick(visit("confidence"), "net", net)
    assert troubles(at) == []
    decided, _ = counts(net, 1.0, 0.6)
    assert charts(at)["deciding"]["data"][3]["y"] == [decided / 899]
    first = expected_showcase(net)[0]
    assert_array_equal(
        logits_of(pick(at, "pick_a", first), "a"), getattr(load_digits(), NETS[net])[first]
    )


def expected_showcase(net: str) -> list[int]:
    digits = load_digits()
    chosen = showcase(getattr(digits, NETS[net]), digits.labels, 2)
    return [
        *chosen.most_confident_right, *chosen.least_confident_right,
        *chosen.most_confident_wrong, *chosen.least_confident_wrong,
    ]  # fmt: skip


def shown(at: AppTest, side: str = "a") -> list[int]:
    """The images that a case may take, by the numbers of their buttons."""
    group = at.button_group(key=f"pick_{side}")
    assert group.options == [str(n) for n in range(1, 9)]
    return expected_showcase(str(at.button_group(key="net").value))


@pytest.mark.parametrize("net", NETS)
def test_every_kind_of_answer_is_shown(net: str) -> None:
    at = seen("confidence", net=net)
    titles = [m.value for m in at.markdown]
    for kind in ("sure and right", "unsure and right", "sure and wrong", "unsure and wrong"):
        assert f"**{kind}**" in titles


@pytest.mark.parametrize("net", NETS)
def test_every_picture_says_the_digit_the_answer_and_its_confidence(net: str) -> None:
    digits, at = load_digits(), seen("confidence", net=net)
    captions = [caption for image in elements(at, "image") for caption in image.captions]
    for number, index in enumerate(expected_showcase(net), 1):
        p = lv.softmax(getattr(digits, NETS[net])[index])
        words = f"{digits.labels[index]} read as {p.argmax()}, {probability(p.max())} at T = 1"
        assert f"**{number}** · {words}" in captions


@sides
def test_a_picked_picture_gives_its_ten_logits(side: str) -> None:
    at = visit("confidence")
    for index in shown(at)[:: 1 if side == "a" else 3]:
        pick(at, f"pick_{side}", index)
        assert troubles(at) == []
        assert_array_equal(logits_of(at, side), load_digits().teacher_logits[index])
        assert at.button_group(key=f"pick_{side}").value == index
        holds(at)


@sides
def test_a_picture_is_no_longer_picked_when_the_case_moves_away(side: str) -> None:
    at = pick(visit("confidence"), f"pick_{side}", expected_showcase("strong")[4])
    slide(at, f"g{side}", 0.5)
    assert at.button_group(key=f"pick_{side}").value is None


@sides
def test_pressing_a_picked_picture_again_changes_nothing(side: str) -> None:
    index = expected_showcase("strong")[2]
    at = pick(visit("confidence"), f"pick_{side}", index)
    before = logits_of(at, side)
    pick(at, f"pick_{side}", None)
    assert_array_equal(logits_of(at, side), before)
    assert at.button_group(key=f"pick_{side}").value == index


@sides
def test_a_picked_picture_stands_between_the_cases(side: str) -> None:
    at = visit("confidence", net="weak")
    before = len(elements(at, "image"))
    pick(at, f"pick_{side}", shown(at)[0])
    assert len(elements(at, "image")) == before + 1


@pytest.mark.parametrize(("side", "net"), [("a", "strong"), ("b", "weak")])
def test_the_gap_of_a_picked_picture_can_be_drawn_to_its_end(side: str, net: str) -> None:
    at = visit("confidence", net=net)
    for index in shown(at)[::3]:
        pick(at, f"pick_{side}", index)
        slide(at, f"g{side}", at.slider(key=f"g{side}").max)
        assert troubles(at) == []
        assert max(logits_of(at, side)) <= 10


def test_the_licence_of_the_pictures_is_shown() -> None:
    text: Any = "\n".join(m.value for m in seen("confidence").markdown)
    assert "Alpaydin and Kaynak" in text
    assert "CC BY 4.0" in text
