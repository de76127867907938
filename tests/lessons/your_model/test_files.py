"""The files to take away hold the numbers of the state, and can be read whatever names hold."""

import csv
import doctest
import io
import json
from typing import Any

import numpy as np
from numpy.testing import assert_allclose, assert_array_equal

import logitviz as lv
from logitviz.core._lib.samples import Samples
from logitviz.lessons.your_model import files as module
from logitviz.lessons.your_model.answers import answers
from logitviz.lessons.your_model.assessing import LabelledLogits
from logitviz.lessons.your_model.assessment import TEMPERATURES
from logitviz.lessons.your_model.files import (
    answers_csv,
    figures_json,
    files,
    reliability_csv,
    temperatures_csv,
)
from logitviz.lessons.your_model.state import YourModelState
from tests.cases import for_each
from tests.lessons.your_model.made import WORDS, built_in, of_data

NAMES = ("a,b", 'the "first"', "two\nlines", "one\rtwo", "two\r\nlines", " blank ", "", "é ∞")
ROUNDING = 1e-12  # of a mean over the rows of a bin
STATES: list[dict[str, Any]] = [
    {},
    {"model": "weak", "binby": "mass", "T": np.inf, "judge": "cross"},
    {"model": "overconfident", "T": 0.0, "bins": 5},
    {"model": "overconfident", "T": 3.4, "bins": 20, "judge": "same"},
]


def rows_of(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


def numbers(text: str) -> tuple[list[str], Any]:
    head, *rows = rows_of(text)
    return head, np.array(rows, np.float64)


def refuse(literal: str) -> None:
    raise AssertionError(f"{literal} is no JSON")


def read_json(text: str) -> Any:
    return json.loads(text, parse_constant=refuse)


def known(values: Any) -> list[float | str | None]:
    """As in JSON: null for NaN, a text for an infinity."""
    each = np.asarray(values).tolist()
    return [None if np.isnan(v) else "inf" if np.isinf(v) else v for v in each]


def named() -> YourModelState:
    """A state whose classes have names that are hard to write, and are all predicted."""
    labels = np.arange(80) % len(NAMES)
    logits = 2.0 * np.eye(len(NAMES))[(labels + (np.arange(80) % 5 == 0)) % len(NAMES)]
    samples = Samples.of(logits, labels)
    return of_data(
        LabelledLogits(samples, NAMES, np.arange(80), NAMES[2], NAMES), judge="same", seed=1
    )


@for_each("values", STATES)
def test_the_measures_at_every_temperature_are_those_of_the_state(values: dict[str, Any]) -> None:
    state = built_in(**values)
    head, found = numbers(temperatures_csv(state))
    assert head == ["temperature", "nll", "ece", "mce", "brier", "mean_confidence"]
    wanted = (TEMPERATURES, state.loss_curve, state.error_curve, state.reliabilities.mce)
    assert_array_equal(found[:, :4].T, wanted)
    moved = state.replaced({"T": TEMPERATURES})
    assert_array_equal(found[:, 4:].T, [moved.brier, moved.mean_confidence])


@for_each("values", STATES)
def test_the_bins_with_rows_are_those_of_the_state(values: dict[str, Any]) -> None:
    state = built_in(**values)
    head, found = numbers(reliability_csv(state))
    assert head[:5] == ["lower", "upper", "count", "confidence", "accuracy"]
    assert head[5:] == ["low", "high", "temperature"]
    held = state.bin_count > 0
    columns = dict(zip(head, found.T, strict=True))
    for name in ("count", "confidence", "accuracy"):
        assert_array_equal(columns[name], getattr(state, f"bin_{name}")[held])
    assert columns["count"].sum() == state.samples
    assert (columns["lower"] <= columns["confidence"] + ROUNDING).all()
    assert (columns["confidence"] <= columns["upper"] + ROUNDING).all()
    right = np.rint(columns["accuracy"] * columns["count"])
    wanted = lv.wilson_interval(right, columns["count"])
    assert_array_equal([columns["low"], columns["high"]], wanted)
    assert (columns["temperature"] == float(state.T)).all()


@for_each("values", STATES)
def test_the_predicted_classes_are_those_of_the_state(values: dict[str, Any]) -> None:
    state = built_in(**values)
    head, *rows = rows_of(answers_csv(state))
    assert head == ["predicted", "count", "accuracy", "confidence", "gap"]
    found = answers(state.assessment, int(state.temperature_index))
    assert [row[0] for row in rows] == [state.assessment.names[c] for c in found.classes]
    columns = np.array([row[1:] for row in rows], np.float64).T
    assert_array_equal(columns, [found.count, found.accuracy, found.confidence, found.gap])


def test_names_with_commas_quotes_and_ends_of_lines_are_read_back_as_they_were() -> None:
    state = named()
    _, *rows = rows_of(answers_csv(state))
    assert sorted(row[0] for row in rows) == sorted(NAMES)
    assert {len(row) for row in rows} == {5}
    found = read_json(figures_json(state))
    assert (found["title"], tuple(found["notes"])) == (NAMES[2], NAMES)


@for_each("values", STATES)
def test_the_json_holds_the_figures_inf_as_text_and_nan_as_null(
    values: dict[str, Any],
) -> None:
    state = built_in(**values)
    found = read_json(figures_json(state))
    assert found["rows_judged"] == state.samples
    assert found["accuracy"] == float(state.accuracy)
    assert found["best"]["temperature"] == float(state.best)
    assert [fit["temperature"] for fit in found["fits"]] == [
        fit.temperature for fit in state.assessment.fits
    ]
    assert [found["temperature"]] == known([state.T])
    assert found["temperatures"]["temperature"] == known(TEMPERATURES)
    assert found["temperatures"]["nll"] == known(state.loss_curve)
    assert found["temperatures"]["ece"] == known(state.error_curve)
    assert [*found["bins"]] == ["lower", "upper", "count", "confidence", "accuracy"]
    for name, each in found["bins"].items():
        assert each == known(getattr(state, f"bin_{name}"))
    assert {type(count) for count in found["bins"]["count"]} == {int}
    both = {"fitted": state.fit_measures, "judged": state.judged_measures}
    assert found["before_and_after"] == {
        f"{side}_{key}": known(values)
        for side, each in both.items()
        for key, values in (("loss", each.nll), ("error", each.ece), ("brier", each.brier))
    }


def test_at_t_zero_a_loss_is_infinite_and_written_as_a_text() -> None:
    state = built_in(model="overconfident", T=0.0)
    assert np.isinf(state.log_loss)
    assert read_json(figures_json(state))["temperatures"]["nll"][0] == "inf"
    _, found = numbers(temperatures_csv(state))
    assert found[0, 1] == np.inf


def test_an_infinite_temperature_is_a_text_that_python_reads() -> None:
    """Labels that the logits say nothing about: the best T is infinite, and so is the slider's."""
    samples = Samples.of(np.array([[2.0, 0.0]] * 20), np.arange(20) % 2)
    data = LabelledLogits(samples, ("a", "b"), np.arange(20), "chance")
    found = read_json(figures_json(of_data(data, judge="same", T=np.inf)))
    assert found["best"]["status"] == "infinite"
    assert float(found["best"]["temperature"]) == float(found["temperature"]) == np.inf
    assert found["temperatures"]["temperature"][-1] == "inf"


def test_a_bin_without_rows_has_edges_and_null_for_its_means() -> None:
    bins = read_json(figures_json(named()))["bins"]
    place = bins["count"].index(0)
    assert (bins["confidence"][place], bins["accuracy"][place]) == (None, None)
    assert_allclose(bins["upper"][place] - bins["lower"][place], 1 / 15, rtol=1e-12, atol=0)


def of_names(*names: str) -> YourModelState:
    """Classes with these names and as many rows; the last two are never predicted."""
    labels = np.arange(len(names))
    logits = 2.0 * np.eye(len(names))[labels % (len(names) - 2)]
    data = LabelledLogits(Samples.of(logits, labels), names, labels, "names")
    return of_data(data, judge="same")


def test_classes_that_are_never_predicted_come_last_with_a_count_of_zero() -> None:
    _, *rows = rows_of(answers_csv(of_names("cat", "dog", "emu", "fox")))
    assert [row[0] for row in rows[:2]] == ["cat", "dog"]
    assert [row[1] for row in rows[:2]] == ["2", "2"]
    assert rows[2:] == [["emu", "0", "", "", ""], ["fox", "0", "", "", ""]]


def test_no_name_is_a_formula_for_a_spreadsheet_and_different_names_stay_different() -> None:
    formulas = ("=1+1", "+A1", "-A1", "@SUM(A1)", "\t=1", "\r=1", "-1e", "=cmd|' /C calc'!A0")
    harmless = ("cat", "-1", "+2", "-0.5", "-0,5", "", "a=b", " x")
    names = (*formulas, *harmless, "'=1+1", "=never", "'never")
    _, *rows = rows_of(answers_csv(of_names(*names)))
    cells = {row[0] for row in rows}
    assert len(cells) == len(names)
    assert {f"'{name}" for name in formulas} <= cells
    assert set(harmless) <= cells
    assert {"''=1+1", "'=never", "''never"} <= cells
    assert sorted(cell.removeprefix("'") for cell in cells) == sorted(names)


def test_the_examples_are_true() -> None:
    found = doctest.testmod(module)
    assert (found.attempted > 0, found.failed) == (True, 0)


def test_every_file_can_be_sent() -> None:
    for write in files(WORDS).values():
        assert write(named()).encode()
