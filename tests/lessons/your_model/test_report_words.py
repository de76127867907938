"""Words of the report and of the table: one row, one bin, classes that are never predicted."""

import re

import numpy as np
import pytest

from logitviz.charts.fields import filled
from logitviz.charts.words import languages, words_of
from logitviz.core._lib.samples import Samples
from logitviz.lessons.your_model.assessing import LabelledLogits
from logitviz.lessons.your_model.assessment import Measures
from logitviz.lessons.your_model.report import report_html
from logitviz.lessons.your_model.report_state import AT_BEST, exactly
from logitviz.lessons.your_model.state import YourModelState
from logitviz.lessons.your_model.text_report import columns_of, report_text
from tests.cases import for_each
from tests.lessons.your_model.made import WORDS, built_in, of_data
from tests.lessons.your_model.test_report import read, strong

NO_ROWS = LabelledLogits(Samples.of([[0.0, 1.0]], [0]), ("a", "b"), np.arange(1), "a file")


def of_two_rows(bins: int = 15) -> YourModelState:
    """One row of the fit and one judged row; only the class "yes" is ever predicted."""
    samples = Samples.of(np.array([[0.0, 1.0, -1.0]] * 2), np.array([0, 1]))
    data = LabelledLogits(samples, ["no", "yes", "<b>"], np.arange(2), "two.npz")
    return of_data(data, bins=bins)


def test_one_row_is_one_row_in_words() -> None:
    state = of_two_rows()
    found = read(report_html(WORDS, state))
    printed = report_text(WORDS, NO_ROWS, state)
    heads = [WORDS.said(f"rows_{name}_one", count=1) for name in ("fitted", "judged")]
    assert ["", *heads] in found.rows
    assert all(head in printed for head in heads)
    for text in (found.text, printed):
        assert WORDS.said("few_one", samples=1) in text
        assert not re.search(r"\b1 (\w+ )?rows\b", text)


@for_each("strategy", ["width", "mass"])
def test_one_bin_is_one_bin_in_words(strategy: str) -> None:
    state = built_in(bins=1, binby=strategy)
    assert WORDS[f"bins_{strategy}_one"] in report_text(WORDS, NO_ROWS, state)


def test_classes_that_are_never_predicted_are_named() -> None:
    text = read(report_html(WORDS, of_two_rows())).text
    assert WORDS.said("report_never", classes="no, <b>") in text
    start, _, _ = WORDS["report_never"].partition("{")
    assert start in text
    assert start not in read(strong()).text


def test_of_many_classes_that_are_never_predicted_some_are_named_and_the_rest_counted() -> None:
    samples = Samples.of(np.eye(150)[[0, 1] * 4], np.array([0, 1] * 4))
    data = LabelledLogits(samples, [f"class {c}" for c in range(150)], np.arange(8), "few.npz")
    text = read(report_html(WORDS, of_data(data, judge="same"))).text
    named = ", ".join(f"class {c}" for c in range(2, 102))
    assert WORDS.said("report_never_more", classes=named, more=48) in text


def test_what_is_decided_is_said_in_numbers() -> None:
    state = exactly(built_in(d=0.9), AT_BEST)
    decided, wrong = int(state.decided), int(state.wrong)
    assert 0 < wrong < decided < state.samples
    text = read(report_html(WORDS, built_in(d=0.9))).text
    said = filled(WORDS["report_decided"], state)
    assert said in text
    right = int(state.handed_over_right)
    numbers = (decided, state.samples, wrong, state.samples - decided, right)
    assert re.findall(r"\b\d+\b(?!\.\d)", said.partition("0.9")[2]) == [*map(str, numbers)]


@pytest.mark.parametrize("language", languages())
def test_the_columns_of_the_table_end_below_each_other_in_every_language(language: str) -> None:
    words = words_of("your_model", language)
    for judge in ("halves", "same"):
        lines = report_text(words, NO_ROWS, built_in(judge=judge)).split("\n\n")[1].splitlines()
        assert len({columns_of(line) for line in lines}) == 1
        assert len(lines) == 2 + len(Measures._fields)


def test_the_table_in_another_language_has_the_same_numbers() -> None:
    state = built_in(judge="cross")
    each = [report_text(words_of("your_model", name), NO_ROWS, state) for name in languages()]
    found = [sorted(re.findall(r"\d+(?:\.\d+)?", text)) for text in each]
    assert all(numbers == found[0] for numbers in found)
    assert len({*each}) == len(languages())
