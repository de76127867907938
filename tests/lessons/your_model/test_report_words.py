"""Words of the report and of the table: one row, one bin, classes that are never predicted."""

import re

import numpy as np

from logitviz.core._lib.samples import Samples
from logitviz.lessons.your_model.assessing import LabelledLogits
from logitviz.lessons.your_model.report import report_html
from logitviz.lessons.your_model.report_state import AT_BEST, exactly
from logitviz.lessons.your_model.state import YourModelState
from logitviz.lessons.your_model.text_report import report_text
from tests.cases import for_each
from tests.lessons.your_model.made import built_in, of_data
from tests.lessons.your_model.test_report import read, strong

NO_ROWS = LabelledLogits(Samples.of([[0.0, 1.0]], [0]), ("a", "b"), np.arange(1), "a file")


def of_two_rows(bins: int = 15) -> YourModelState:
    """One row of the fit and one judged row; only the class "yes" is ever predicted."""
    samples = Samples.of(np.array([[0.0, 1.0, -1.0]] * 2), np.array([0, 1]))
    data = LabelledLogits(samples, ["no", "yes", "<b>"], np.arange(2), "two.npz")
    return of_data(data, bins=bins)


def test_one_row_is_one_row_in_words() -> None:
    state = of_two_rows()
    found, printed = read(report_html(state)), report_text(NO_ROWS, state)
    assert ["", "1 row of the fit", "1 judged row"] in found.rows
    assert "1 row of the fit" in printed
    assert "1 judged row" in printed
    for text in (found.text, printed):
        assert "Only 1 row was judged" in text
        assert not re.search(r"\b1 (\w+ )?rows\b", text)


@for_each("strategy", ["width", "count"])
def test_one_bin_is_one_bin_in_words(strategy: str) -> None:
    state = built_in(bins=1, binby=strategy)
    assert "ECE has a single bin." in report_text(NO_ROWS, state)


def test_classes_that_are_never_predicted_are_named() -> None:
    assert "Never predicted in the judged rows: no, <b>." in read(report_html(of_two_rows())).text
    assert "Never predicted" not in read(strong()).text


def test_of_many_classes_that_are_never_predicted_some_are_named_and_the_rest_counted() -> None:
    samples = Samples.of(np.eye(150)[[0, 1] * 4], np.array([0, 1] * 4))
    data = LabelledLogits(samples, [f"class {c}" for c in range(150)], np.arange(8), "few.npz")
    text = read(report_html(of_data(data, judge="same rows"))).text
    assert "class 2, class 3, " in text
    assert "class 101 and 48 more." in text


def test_what_is_decided_is_said_in_numbers() -> None:
    state = exactly(built_in(d=0.9), AT_BEST)
    decided, wrong = int(state.decided), int(state.wrong)
    assert 0 < wrong < decided < state.samples
    text = read(report_html(built_in(d=0.9))).text
    assert f"rows decided: {decided} of {state.samples}, of which wrong: {wrong}." in text
    right = int(state.handed_over_right)
    assert f"passed to a person: {state.samples - decided}, of which right" in text
    assert f"checked for nothing: {right}." in text
