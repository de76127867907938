"""The words of the worked examples, and what is made of a typed prediction."""

import re
from collections.abc import Callable

import numpy as np
import pytest

import logitviz as lv
from logitviz.charts.words import words_of
from logitviz.datasets import sources as examples
from logitviz.datasets.sources import EXAMPLES
from logitviz.lessons import examples as lesson
from logitviz.lessons.examples.answers import read_number
from logitviz.lessons.examples.files import steps_csv
from logitviz.lessons.examples.step_texts import StepTexts, answer, printed, step_texts
from logitviz.lessons.examples.worked import example
from tests.cases import for_each
from tests.lessons.captured import state_of

STEPS = [(name, i) for name in EXAMPLES for i in range(examples.STEPS)]
every = for_each(("name", "index"), STEPS)


def texts(name: str, index: int) -> StepTexts:
    return step_texts(name, example(name).steps[index].name)


def test_every_piece_of_the_prose_is_shown() -> None:
    pieces = {f"{n.lower()}_{s.name}" for n in EXAMPLES for s in example(n).steps}
    opening = {f"{n.lower()}_{piece}" for n in EXAMPLES for piece in ("topic", "title", "start")}
    assert set(words_of("examples")) == pieces | opening | {"end"}


@every
def test_a_step_has_a_short_label_a_question_and_a_remark(name: str, index: int) -> None:
    words = texts(name, index)
    assert len(words.label) <= 22
    assert re.search(r"\?|\.$", words.question)
    assert "?" in words.question
    assert words.remark.endswith(".")
    assert len(words.question) <= 200
    assert len(words.remark) <= 200


@every
def test_a_step_offers_choices_or_wants_a_number(name: str, index: int) -> None:
    step, words = example(name).steps[index], texts(name, index)
    if step.tolerance is None:
        assert len(set(words.choices)) == len(words.choices) >= 2
        assert step.value in range(len(words.choices))
    else:
        assert words.choices == ()


@every
def test_the_words_are_plain_text_that_the_live_link_can_write(name: str, index: int) -> None:
    words = texts(name, index)
    for text in (words.label, words.question, words.remark, *words.choices):
        assert "\n" not in text
        assert not re.search(r"[*_`$#<>\\{}|~]|\]\(|:\w+:|^\d+\. ", text), text


@every
def test_a_question_does_not_tell_its_answer(name: str, index: int) -> None:
    step, words = example(name).steps[index], texts(name, index)
    given = {("Ten", "leads"), ("Confidence", "hesitant")}  # to be read from a chart
    if step.tolerance is not None and step.value > 10 and (name, step.name) not in given:
        assert answer(name, step) not in words.question


@every
def test_no_remark_tells_the_answer_of_a_later_step(name: str, index: int) -> None:
    known = [float(step.value) for step in example(name).steps[: index + 1]]
    for later in example(name).steps[index + 1 :]:
        if later.tolerance is None or any(np.isclose(later.value, v, rtol=1e-3) for v in known):
            continue  # a choice, or what is known already
        shown = {f"{later.value:.{digits}f}" for digits in (2, 3, 4)}
        text = texts(name, index).remark
        assert not [figure for figure in shown if re.search(rf"(?<![\d.−]){figure}", text)], later


def test_a_title_is_short_and_no_two_examples_share_one() -> None:
    titles = [words_of("examples")[f"{name.lower()}_title"] for name in EXAMPLES]
    assert len(set(titles)) == len(EXAMPLES)
    assert all("\n" not in title and len(title) <= 62 for title in titles)


def test_every_start_is_one_paragraph() -> None:
    for name in EXAMPLES:
        assert "\n" not in words_of("examples")[f"{name.lower()}_start"]


def test_the_sentence_of_the_text_example_is_that_of_the_sources() -> None:
    """Material 3: the model calls this sentence News."""
    truth = texts("Text", 5)
    assert "“The new smartphone has amazing features.”" in truth.question
    assert answer("Text", example("Text").steps[5]) == "No"
    assert texts("Text", 0).choices == examples.TEXT_CLASSES


def test_the_erratum_is_named_beside_the_exact_value() -> None:
    """Material 3: 0.65 and 0.11 against 0.65900 and 0.09857."""
    first, last = example("Text").steps[3:5]
    assert (answer("Text", first), printed(first)) == ("0.659001", "0.66, 0.65 (slip)")
    assert (answer("Text", last), printed(last)) == ("0.0985659", "0.10, 0.11 (slip)")
    assert "It is 0.65900." in texts("Text", 3).remark
    assert "[0.65900, 0.24243, 0.09857]" in texts("Text", 4).remark


def test_the_slips_of_the_features_are_named() -> None:
    """Material 2: exponentials 1.41 and 11.14, which are 1.40 and 11.13."""
    step = example("Features").steps[4]
    assert printed(step) == "11.14 (slip)"
    assert "the source prints 1.41, but the exact value is 1.40495" in texts("Features", 4).remark


def test_the_toy_case_names_what_the_paper_s_figure_follows() -> None:
    """Material 10: ddof = 0 gives 0.1347, the figure follows the code (ddof = 1)."""
    assert "0.134699" in texts("Distillation", 5).remark


def test_the_image_example_names_the_slip_about_decisions() -> None:
    """Material, slips: the largest logit is the prediction, so it decides, without softmax."""
    z = np.array(example("Image").logits)
    assert example("Image").steps[4].value == lv.predict(z) == lv.predict(lv.softmax(z))
    remark = texts("Image", 4).remark
    assert "logits cannot be used directly for a decision. That is a slip" in remark


def test_the_claim_of_the_demo_is_called_a_slip() -> None:
    """Material 4: exp(200) ≈ 7.2e86 does not overflow in double precision."""
    assert "7.22597e+86" in texts("Overflow", 5).remark


# ---- a computation behind every number of the prose that is not put in from the core ----


def softmax_of(t: float) -> float:
    return float(lv.softmax(examples.TEN_CLASSES, temperature=t)[0])


CLAIMS: dict[str, Callable[[], bool]] = {
    "class 0": lambda: int(lv.predict(examples.TEN_CLASSES)) == 0,
    "class 1": lambda: len(examples.THREE_LOGITS) == 3,
    "class 2": lambda: len(examples.THREE_LOGITS) == 3,
    "z + 5": lambda: bool(
        np.isclose(
            example("Three").steps[4].value,
            lv.softmax(np.array(examples.THREE_LOGITS) + 5)[0],
            rtol=1e-14,
            atol=0,
        )
    ),
    "2z": lambda: bool(
        np.isclose(
            example("Three").steps[5].value,
            lv.softmax(examples.THREE_LOGITS, temperature=0.5)[0],
            rtol=1e-14,
            atol=0,
        )
    ),
    "prints 1.41": lambda: f"{np.exp(0.34):.2f}" == "1.40",
    "T = 1": lambda: example("Ten").steps[0].value == softmax_of(1),
    "T = ½": lambda: example("Ten").steps[1].value == softmax_of(0.5),
    "T = 2": lambda: example("Ten").steps[2].value == softmax_of(2),
    "T = 5": lambda: example("Ten").steps[3].value == softmax_of(5),
    "logit(0.5)": lambda: example("Logit").steps[0].value == lv.logit(0.5) == 0,
    "logit(0.8)": lambda: example("Logit").steps[2].value == lv.logit(0.8),
    "logit(1)": lambda: bool(np.isinf(lv.logit(1.0))),
    "exp(1000)": lambda: examples.OVERFLOW_LOGITS[0] == 1000,
    "±200": lambda: float(lv.exp_limits("float64").largest) > 200,
    "S1": lambda: int(lv.predict(examples.TOY_STUDENTS[0])) == 2,
    "S2": lambda: int(lv.predict(examples.TOY_STUDENTS[1])) == 1,
    "C − 1": lambda: bool(
        np.isclose(
            example("Distillation").steps[5].value,
            lv.distillation_loss(
                examples.TOY_TEACHER, examples.TOY_STUDENTS[0], temperature=1.0, standardize=True,
                ddof=1,
            ),
            rtol=1e-14, atol=0,
        )
    ),
    # Numbers in words.
    "only a little more than one unit above that of class {second}": lambda: (
        1 < np.diff(np.sort(examples.TEN_CLASSES)[-2:])[0] < 1.2 and 0.5 < softmax_of(1) < 0.55
    ),
    "Here a lead of 1.4 gives class 0 about three quarters": lambda: bool(
        np.isclose(np.diff(np.sort(examples.THREE_LOGITS))[-1], 1.4, rtol=1e-12, atol=0) and
        abs(lv.softmax(examples.THREE_LOGITS)[0] - 0.75) < 0.01
        and np.diff(np.sort(examples.THREE_LOGITS)[-2:])[0] < 2
    ),
    "class 0 has more than half of all probability": lambda: softmax_of(1) > 0.5,
    "Doubling all logits does the same as halving the temperature": lambda: bool(
        np.allclose(
            lv.softmax(2 * np.array(examples.THREE_LOGITS)),
            lv.softmax(examples.THREE_LOGITS, temperature=0.5),
            rtol=1e-14, atol=0,
        )
    ),
    "The largest number in double precision has three hundred and nine": lambda: (
        len(str(int(np.finfo(np.float64).max))) == 309
    ),
    "more than four hundred digits": lambda: 1000 / np.log(10) > 400,
    "The right answer is one, to more than four hundred decimals": lambda: (
        float(lv.log_softmax(examples.OVERFLOW_LOGITS)[1]) / np.log(10) < -400
    ),
    "The second and the third feature vote for it more than for any other class": lambda: bool(
        (np.argmax(np.multiply(examples.WEIGHTS, examples.FEATURES)[:, 1:], axis=0) == 2).all()
    ),
    "its bias is the largest": lambda: int(np.argmax(examples.BIASES)) == 2,
    "too small to change the three decimals": lambda: bool(
        np.allclose(
            np.array([1.65, 1.41, 11.14]) / (1.65 + 1.41 + 11.14), [0.116, 0.099, 0.785],
            rtol=0, atol=0.0005,
        )
    ),
    "the ten probabilities now lie between {least} and {lead}": lambda: (
        example("Ten").facts["lead"] == f"{softmax_of(5):.3f}" == "0.166"
        and example("Ten").facts["least"] == "0.053"
        and np.round(lv.softmax(examples.TEN_CLASSES, temperature=5.0).min(), 3) == 0.053
    ),
    "Class 0 leads at every temperature": lambda: all(
        int(lv.predict(lv.softmax(examples.TEN_CLASSES, temperature=t))) == 0
        for t in (0, 0.05, 0.5, 1, 5, 100)
    ),
    "Every class keeps its rank": lambda: bool(
        (np.argsort(lv.softmax(examples.TEN_CLASSES, temperature=5.0))
         == np.argsort(examples.TEN_CLASSES)).all()
    ),
    "logits of the wrong size cost more here than a wrong answer": lambda: (
        example("Distillation").steps[3].value > example("Distillation").steps[2].value
    ),
    "The true probability is not zero, but too small for double precision": lambda: (
        np.isfinite(float(lv.log_softmax(examples.OVERFLOW_LOGITS)[1]))
        and float(np.exp(lv.log_softmax(examples.OVERFLOW_LOGITS)[1])) == 0
    ),
    "exactly the teacher's order of classes; its logits are a tenth": lambda: bool(
        np.allclose(
            np.array(examples.TOY_STUDENTS[1]) * 10, examples.TOY_TEACHER, rtol=1e-12, atol=0
        )
    ),
    "its three figures still add up to one": lambda: round(0.65 + 0.24 + 0.11, 10) == 1,
}  # fmt: skip


@for_each("phrase", CLAIMS)
def test_a_claim_of_the_steps_is_true_and_still_made(phrase: str) -> None:
    assert CLAIMS[phrase]()
    assert phrase in " ".join(words_of("examples").values())


def test_no_number_of_the_steps_is_left_without_a_claim() -> None:
    text = re.sub(r"\{\w+\}", "", " ".join(words_of("examples").values()))
    for phrase in sorted(CLAIMS, key=len, reverse=True):
        text = text.replace(phrase, "")
    assert re.findall(r"\S*[0-9]\S*", text) == []


def test_every_fact_is_quoted_and_every_quotation_is_a_fact() -> None:
    for name in EXAMPLES:
        pieces = " ".join(
            t for key, t in words_of("examples").items() if key.startswith(name.lower())
        )
        assert set(re.findall(r"\{(\w+)\}", pieces)) == set(example(name).facts), name


# ---- what is typed ----


@for_each(
    ("text", "value"),
    [
        ("0.66", 0.66), (" 7.39 ", 7.39), ("−999", -999), ("-999", -999), ("+1", 1), ("1e3", 1000),
        (".5", 0.5), ("66 %", 0.66), ("66%", 0.66), ("-5 %", -0.05), ("∞", np.inf), ("inf", np.inf),
        ("−∞", -np.inf), ("0", 0), ("np.float64(2.5)", 2.5), ("[0.66]", 0.66),
    ],
)  # fmt: skip
def test_a_number_is_read_as_it_is_written(text: str, value: float) -> None:
    assert read_number(text) == pytest.approx(value, rel=1e-15, abs=0)


@for_each(
    ("text", "message"),
    [
        ("", "Nothing was typed: type a number"),
        ("  ", "Nothing was typed: type a number"),
        ("%", "'%' is not a number: type one"),
        ("abc", "'abc' is not a number: type one"),
        ("nan", "'nan' is not a number: type one"),
        ("1e999", "'1e999' is too large: type a number within ±1.8e308"),
        ("−1e999 %", "'−1e999 %' is too large: type a number within ±1.8e308"),
        ("0,66", "'0,66' has a comma: write decimals with a point"),
        ("1,000", "'1,000' has a comma: write decimals with a point"),
        ("−0,5 %", "'−0,5 %' has a comma: write decimals with a point"),
        ("1 2", "'1 2' is not a number: type one"),
        ("__import__('os')", "\"__import__('os')\" is not a number: type one"),
        ("9" * 20_000, f"'{'9' * 39}…' is too large: type a number"),
    ],
)
def test_what_is_no_number_is_named_with_what_is_allowed(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=re.escape(message)):
        read_number(text)


def test_the_file_holds_what_is_revealed_and_nothing_ahead() -> None:
    lines = steps_csv(state_of(lesson, ex="Text", at=4.0)).splitlines()
    assert lines[0] == "example,step,question,exact,printed"
    assert [line.split(",")[1] for line in lines[1:]] == ["1", "2", "3", "4"]
    assert lines[1] == "Text,1,predicted class,News,News"
    assert lines[2].endswith(f",{np.exp(2.0)!r},7.39".replace("np.float64(", "").replace(")", ""))
    assert len(steps_csv(state_of(lesson, ex="Ten")).splitlines()) == 1
