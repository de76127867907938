"""The words of the worked examples, and what is made of a typed prediction."""

import re

import numpy as np
import pytest

import logitviz as lv
from logitviz.charts.words import Words, file_of, languages, pieces, words_of
from logitviz.datasets import sources as examples
from logitviz.datasets.sources import EXAMPLES
from logitviz.lessons import examples as lesson
from logitviz.lessons.examples.answers import NotANumberError, read_number
from logitviz.lessons.examples.files import steps_csv
from logitviz.lessons.examples.step_texts import StepTexts, answer, printed, step_texts
from logitviz.lessons.examples.worked import example
from tests.cases import for_each
from tests.lessons.captured import state_of
from tests.lessons.examples.profile import CLAIMS

WORDS = words_of("examples")
OWN = pieces(file_of("examples", "en"))
STEPS = [(name, i) for name in EXAMPLES for i in range(examples.STEPS)]
every = for_each(("name", "index"), STEPS)


def texts(name: str, index: int, words: Words = WORDS) -> StepTexts:
    return step_texts(words, name, example(name).steps[index].name)


def test_every_piece_of_the_prose_is_shown() -> None:
    steps = {f"{n}_{s.name}" for n in EXAMPLES for s in example(n).steps}
    opening = {f"{n}_{piece}" for n in EXAMPLES for piece in ("title", "start")}
    assert {name for name in OWN if name.partition("_")[0] in EXAMPLES} == steps | opening
    named = {name for name in OWN if name.startswith("option_ex_")}
    assert named == {f"option_ex_{n}" for n in EXAMPLES}


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
    for language in languages():
        words = texts(name, index, words_of("examples", language))
        for text in (words.label, words.question, words.remark, *words.choices):
            assert "\n" not in text
            assert not re.search(r"[*_`$#<>\\{}|~]|\]\(|:\w+:|^\d+\. ", text), text


@every
def test_a_question_does_not_tell_its_answer(name: str, index: int) -> None:
    step, words = example(name).steps[index], texts(name, index)
    given = {("ten", "leads"), ("confidence", "hesitant")}  # to be read from a chart
    if step.tolerance is not None and step.value > 10 and (name, step.name) not in given:
        assert answer(WORDS, name, step) not in words.question


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
    titles = [OWN[f"{name}_title"] for name in EXAMPLES]
    assert len(set(titles)) == len(EXAMPLES)
    assert all("\n" not in title and len(title) <= 62 for title in titles)


def test_every_start_is_one_paragraph() -> None:
    for name in EXAMPLES:
        assert "\n" not in OWN[f"{name}_start"]


def test_the_sentence_of_the_text_example_is_that_of_the_sources() -> None:
    """Material 3: the model calls this sentence News."""
    truth = texts("text", 5)
    assert "“The new smartphone has amazing features.”" in truth.question
    assert answer(WORDS, "text", example("text").steps[5]) == "No"
    classes = tuple(OWN[f"class_{name}"] for name in examples.TEXT_CLASSES)
    assert texts("text", 0).choices == classes


def test_a_class_has_one_word_wherever_it_is_named() -> None:
    for language in languages():
        words = words_of("examples", language)
        for example_name, names in (
            ("text", examples.TEXT_CLASSES),
            ("distillation", examples.TOY_CLASSES),
        ):
            first = example(example_name).steps[0]
            wanted = tuple(words[f"class_{name}"] for name in names)
            assert step_texts(words, example_name, first.name).choices == wanted


def test_the_erratum_is_named_beside_the_exact_value() -> None:
    """Material 3: 0.65 and 0.11 against 0.65900 and 0.09857."""
    first, last = example("text").steps[3:5]
    assert answer(WORDS, "text", first) == "0.659001"
    assert printed(WORDS, "text", first) == "0.66, 0.65 (slip)"
    assert answer(WORDS, "text", last) == "0.0985659"
    assert printed(WORDS, "text", last) == "0.10, 0.11 (slip)"
    assert "It is 0.65900." in texts("text", 3).remark
    assert "[0.65900, 0.24243, 0.09857]" in texts("text", 4).remark


def test_the_slips_of_the_features_are_named() -> None:
    """Material 2: exponentials 1.41 and 11.14, which are 1.40 and 11.13."""
    step = example("features").steps[4]
    assert printed(WORDS, "features", step) == "11.14 (slip)"
    assert "the source prints 1.41, but the exact value is 1.40495" in texts("features", 4).remark


def test_the_toy_case_names_what_the_paper_s_figure_follows() -> None:
    """Material 10: ddof = 0 gives 0.1347, the figure follows the code (ddof = 1)."""
    assert "0.134699" in texts("distillation", 5).remark


def test_the_image_example_names_the_slip_about_decisions() -> None:
    """Material, slips: the largest logit is the prediction, so it decides, without softmax."""
    z = np.array(example("image").logits)
    assert example("image").steps[4].value == lv.predict(z) == lv.predict(lv.softmax(z))
    remark = texts("image", 4).remark
    assert "logits cannot be used directly for a decision. That is a slip" in remark


def test_the_claim_of_the_demo_is_called_a_slip() -> None:
    """Material 4: exp(200) ≈ 7.2e86 does not overflow in double precision."""
    assert "7.22597e+86" in texts("overflow", 5).remark


@for_each("claim", CLAIMS)
def test_a_claim_is_still_made(claim: str) -> None:
    piece, _, phrase = claim.partition(": ")
    assert phrase in OWN[piece]


def test_every_fact_is_quoted_and_every_quotation_is_a_fact() -> None:
    for name in EXAMPLES:
        said = " ".join(t for key, t in OWN.items() if key.startswith(f"{name}_"))
        assert set(re.findall(r"\{(\w+)\}", said)) == set(example(name).facts), name


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
    ("text", "piece", "quoted"),
    [
        ("", "typed_nothing", "''"),
        ("  ", "typed_nothing", "''"),
        ("%", "typed_other", "'%'"),
        ("abc", "typed_other", "'abc'"),
        ("nan", "typed_other", "'nan'"),
        ("1e999", "typed_large", "'1e999'"),
        ("−1e999 %", "typed_large", "'−1e999 %'"),
        ("0,66", "typed_comma", "'0,66'"),
        ("1,000", "typed_comma", "'1,000'"),
        ("−0,5 %", "typed_comma", "'−0,5 %'"),
        ("1 2", "typed_other", "'1 2'"),
        ("__import__('os')", "typed_other", "\"__import__('os')\""),
        ("9" * 20_000, "typed_large", f"'{'9' * 39}…'"),
    ],
)
def test_what_is_no_number_is_quoted_with_what_is_allowed(
    text: str, piece: str, quoted: str
) -> None:
    with pytest.raises(NotANumberError) as caught:
        read_number(text)
    assert (caught.value.piece, caught.value.text) == (piece, quoted)
    assert ("{text}" in OWN[piece]) == bool(text.strip())


def test_the_file_holds_what_is_revealed_and_nothing_ahead() -> None:
    lines = steps_csv(WORDS, state_of(lesson, ex="Text", at=4.0)).splitlines()
    assert lines[0] == "example,step,question,exact,printed"
    assert [line.split(",")[1] for line in lines[1:]] == ["1", "2", "3", "4"]
    assert lines[1] == "Text,1,predicted class,News,News"
    assert lines[2].endswith(f",{np.exp(2.0)!r},7.39".replace("np.float64(", "").replace(")", ""))
    assert len(steps_csv(WORDS, state_of(lesson, ex="Ten")).splitlines()) == 1
