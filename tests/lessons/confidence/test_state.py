"""Two cases against a threshold, and the threshold on real images."""

import math
import re
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray

import logitviz as lv
from logitviz.charts.class_bars import describe_softmax
from logitviz.charts.fields import filled
from logitviz.charts.words import words_of
from logitviz.datasets.digits import load_digits
from logitviz.lessons.confidence.charts import MAX_RISK, case_bars, threshold_curves
from logitviz.lessons.confidence.gallery import caption
from logitviz.lessons.confidence.logits_text import logits_as_text, read_logits
from logitviz.live.elements import ChartElement
from tests.cases import for_each
from tests.charts.scenery import HOSTILE
from tests.lessons.captured import captured

NETS = {"strong": "teacher_logits", "weak": "student_logits"}
nets = for_each("net", NETS)
WORDS = words_of("confidence")
THRESHOLDS = np.round(np.arange(0, 1.005, 0.01), 2)
# Where most confidences lie above, between and below the thresholds.
TEMPERATURES = ("0", "0.05", "0.1", "0.25", "0.5", "1", "2", "5", "20", "inf")
temperatures = for_each("T", TEMPERATURES)
hostile = for_each(("logits", "T"), HOSTILE.values())


def state(**values: Any) -> Any:
    return captured("confidence").state(**values)


# ---- the texts ----


@for_each("text", ["-10 10 0 0 0 0 0 0 0 0", "[4.2, 1, 1, 1, 1, 1, 1, 1, 1, −9.5]"])
def test_a_case_reads_logits_that_fit_the_sliders(text: str) -> None:
    assert_array_equal(read_logits(text), lv.parse_logits(text))


@for_each(
    ("text", "message"),
    [
        ("1 2 3", "expected 10 numbers, got 3"),
        ("1 2 3 x 5 6 7 8 9 10", "item 4, 'x', is not a number"),
        ("11 0 0 0 0 0 0 0 0 0", "outside this range: class 0: 11"),
        ("0 0 inf 0 0 0 0 -inf 0 0", "outside this range: class 2: inf, class 7: −inf"),
        ("1e300 0 0 0 0 0 0 0 0 0", r"outside this range: class 0: 1e\+300"),
        ("", "got nothing"),
    ],
)
def test_a_case_says_what_is_wrong_with_its_text(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        read_logits(text)


def test_logits_written_for_a_link_are_read_back_exactly() -> None:
    values = [1 / 3, -9.99999, 1e-9, math.log(0.85), 0.1 + 0.2, -0.0, 10.0, 3.7261, 5e-324, 2.0]
    assert_array_equal(read_logits(logits_as_text(values)), values)


def test_round_logits_are_written_short() -> None:
    assert logits_as_text([4.2, -1.5, 10.0, 0.0]) == "4.2 -1.5 10 0"


# ---- the cases ----


@hostile
def test_a_case_marks_its_prediction_alone(logits: list[float], T: float) -> None:  # noqa: N803
    for side in "ab":
        one = state(**{side: logits_as_text(logits)}, T=f"{T:g}", d=0.25)
        record = lv.analyse(logits, temperature=T)
        element = ChartElement.of(case_bars(WORDS, side, height=240), one)
        shown = {n: r.plain() for n, r in zip(element.names, element.readings, strict=True)}
        assert_array_equal(shown["classes", "y"], record.probabilities)
        assert shown["predicted", "x"] == [record.prediction]
        assert shown["predicted", "y"] == [record.confidence]
        line = np.array(shown["threshold", "y"], np.float64).reshape(10, 3)
        assert (line[:, [0, 2]] == 0.25).all()
        # The number of a bar reaches from its top to 0.13 above.
        free = (record.probabilities >= 0.25) | (record.probabilities + 0.13 <= 0.25)
        assert_array_equal(np.isnan(line[:, 1]), ~free)
        assert element.owner == f"{side}_bars"
        assert element.chart.layout.title.text == WORDS.said("case_title", case=side.upper())
        softmax = describe_softmax(WORDS, record)
        assert element.alt == WORDS.said("case_alt", case=side.upper(), softmax=softmax)


def test_the_confidence_that_is_needed_is_enough() -> None:
    confidence = state().record_a.confidence
    assert state(d=confidence).automatic_a
    assert not state(d=np.nextafter(confidence, 1)).automatic_a


# ---- the threshold on real images ----


def confidences(net: str, temperature: str) -> NDArray[np.float64]:
    logits = getattr(load_digits(), NETS[net])
    return np.asarray(lv.softmax(logits, temperature=float(temperature)).max(axis=1))


def right(net: str) -> NDArray[np.bool_]:
    digits = load_digits()
    return np.asarray(getattr(digits, NETS[net]).argmax(axis=1) == digits.labels)


@for_each("d", [0.0, 0.25, 0.6, 0.87654, 0.999, 1.0])
@for_each("T", ["0", "0.5", "1", "inf"])
@nets
def test_what_is_decided_is_counted_exactly(net: str, T: str, d: float) -> None:  # noqa: N803
    sure = confidences(net, T) >= d
    found = state(net=net, T=T, d=d)
    assert found.decided == sure.sum()
    assert found.wrong == (sure & ~right(net)).sum()
    assert found.handed_over == 899 - sure.sum()
    assert found.coverage == sure.mean()
    if sure.any():
        assert found.risk == found.wrong / found.decided


def test_a_share_of_nothing_decided_is_no_number() -> None:
    nothing = state(T="inf", d=1.0)
    assert int(nothing.decided) == 0
    assert math.isnan(nothing.risk)
    assert math.isnan(nothing.selective_risk[-1])
    said = threshold_curves(WORDS, height=340).alt(nothing)
    assert said == filled(WORDS["thresholds_alt"], nothing)
    assert "(–)" in said


def test_a_share_of_something_decided_is_a_number() -> None:
    some = state(T="0", d=1.0)
    assert (int(some.decided), int(some.wrong)) == (899, 32)
    assert some.risk == 32 / 899


@temperatures
@nets
def test_the_right_axis_holds_every_share_of_wrong_answers(net: str, T: str) -> None:  # noqa: N803
    assert np.nanmax(state(net=net, T=T).selective_risk) <= MAX_RISK


def test_what_is_wrong_has_an_axis_of_its_own() -> None:
    traces = threshold_curves(WORDS, height=340).traces
    assert {name for name, trace in traces.items() if trace.yaxis == "y2"} == {
        "wrong",
        "wrong at d",
    }


def test_the_title_names_how_many_images_there_are() -> None:
    title = threshold_curves(WORDS, height=340).layout.title.text
    assert title == WORDS.said("thresholds_title", samples=load_digits().labels.size)


@for_each("index", [0, 7, 500])
@nets
def test_a_caption_tells_the_digit_from_what_it_was_read_as(net: str, index: int) -> None:
    logits = getattr(load_digits(), NETS[net])[index]
    label = load_digits().labels[index]
    numbers = re.findall(r"\d[.\d]*", caption(WORDS, net, index))
    confidence = f"{lv.softmax(logits).max():.3f}"
    assert numbers == [str(label), str(logits.argmax()), confidence, "1"]


# ---- calibration ----


@temperatures
@nets
def test_the_sentence_on_calibration_holds_for_the_present_t(net: str, T: str) -> None:  # noqa: N803
    here = state(net=net, T=T)
    mean, share = confidences(net, T).mean(), right(net).mean()
    assert_allclose(here.mean_confidence, mean, rtol=1e-12, atol=0)
    assert here.accuracy == share
    verdict = 0 if mean <= share - 0.005 else 2 if mean >= share + 0.005 else 1
    assert here.mismatch == verdict
    assert bool(here.weak) == (net == "weak")


def test_each_verdict_on_calibration_is_met() -> None:
    assert {int(state(net="strong", T=T).mismatch) for T in ("0", "0.5", "1")} == {0, 1, 2}
