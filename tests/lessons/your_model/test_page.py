"""The page with a visitor's own file, through AppTest."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from functools import cache
from typing import Any
from unittest import mock

import numpy as np
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

import logitviz as lv
from logitviz.charts.formats import logit, percent, probability
from logitviz.charts.words import languages, words_of
from logitviz.lessons.your_model import upload_panel
from logitviz.lessons.your_model.best_button import nearest_option
from logitviz.lessons.your_model.folds import folds
from logitviz.live.session import KEY
from logitviz.shell import page as shell
from tests.cases import for_each
from tests.lessons.shown import lesson_state, read
from tests.lessons.state import State
from tests.lessons.your_model.made import WORDS
from tests.scores.files import csv, example, npy, npz, refused_files, sample_files
from tests.shell.visits import (
    metrics,
    pick,
    press,
    seen,
    slide,
    table,
    troubles,
    turn,
    unescaped,
    visit,
    within,
    words,
)

LOGITS, LABELS = example()
READOUTS = ("accuracy", "mean", "ece", "nll", "brier", "best")
ROWS = ("measure_nll", "measure_ece", "measure_brier")


def label(name: str) -> str:
    """What stands beside a read-out."""
    return WORDS[name].partition(": ")[0]


def drop(at: AppTest, name: str, data: bytes, box: str = "scores") -> AppTest:
    """Drop a file into the box for scores or for labels."""
    (found,) = [b for b in at.file_uploader if str(b.key).startswith(f"{box}_file-")]
    return found.set_value((name, data, "application/octet-stream")).run()


@cache
def own() -> AppTest:
    """A visit with a file, for tests that only look at it."""
    return drop(visit("your_model"), "mine.npz", npz(logits=LOGITS, labels=LABELS))


def said(at: AppTest) -> str:
    return unescaped("\n".join(str(box.value) for box in at.error))


def notes(at: AppTest) -> str:
    return unescaped("\n".join(str(piece.value) for piece in within(at, "understood").markdown))


def test_a_file_is_judged_on_the_half_that_t_is_not_fitted_on() -> None:
    at = own()
    assert troubles(at) == []
    assert at.query_params["model"] == "your file"
    ((fitted, judged),) = folds(len(LABELS), "halves", 1)
    z, y = LOGITS[judged], LABELS[judged]
    shown = metrics(at)
    shown = {name: shown[label(name)] for name in READOUTS}
    assert shown["accuracy"] == percent((z.argmax(axis=1) == y).mean())
    assert shown["mean"] == percent(lv.confidence(lv.softmax(z)).mean())
    assert shown["ece"] == probability(lv.expected_calibration_error(z, y))
    assert float(shown["nll"]) == pytest.approx(lv.negative_log_likelihood(z, y), abs=5e-4)
    assert float(shown["brier"]) == pytest.approx(lv.brier_score(z, y), abs=5e-4)
    best = lv.fit_temperature(LOGITS[fitted], LABELS[fitted]).temperature
    assert float(shown["best"]) == pytest.approx(best, abs=5e-4)


def test_no_file_is_lost_where_another_run_begins_before_it_is_read() -> None:
    spinner, interrupts = st.spinner, iter([True, False, True, False])  # Streamlit can at any call

    def interrupted(text: str) -> AbstractContextManager[None]:
        if next(interrupts):
            st.rerun()
        return spinner(text)

    with mock.patch.object(st, "spinner", interrupted):
        at = drop(visit("your_model"), "scores.npy", npy(LOGITS))
        drop(at, "labels.npy", npy(LABELS), "labels")
    assert next(interrupts, None) is None
    assert troubles(at) == []
    assert metrics(at)[label("accuracy")] == metrics(own())[label("accuracy")]


def test_the_page_says_what_it_understood_before_any_figure() -> None:
    at = own()
    found = notes(at)
    for each in ("mine.npz", *lv.read_scores(npz(logits=LOGITS, labels=LABELS)).notes):
        assert each in found
    places = [str(getattr(node, "key", "")) for node in at.main]
    assert places.index("understood") < places.index("reliability")


@for_each("language", languages())
def test_a_file_is_understood_in_every_language(language: str) -> None:
    spoken = words_of("your_model", language)
    at = drop(visit("your_model", lang=language), "mine.npz", npz(logits=LOGITS, labels=LABELS + 1))
    assert not at.exception
    (remedy,) = [b for b in at.button if b.label == spoken["remedy_from_one"]]
    remedy.click().run()
    assert troubles(at) == []
    scores = lv.read_scores(npz(logits=LOGITS, labels=LABELS + 1), labels_from=1)
    shown = notes(at)
    assert all(spoken.error(note) in shown for note in scores.notes)
    kind = at.selectbox(key="kind")
    assert kind.label == spoken["control_kind"]
    assert kind.options == [
        spoken[f"option_kind_{name}"] for name in ("logits", "probabilities", "log_probabilities")
    ]
    assert [w.value for w in at.warning] == [spoken.said("few", samples=60)] * 6
    numbers = [sorted(metrics(each).values()) for each in (at, own())]
    assert numbers[0] == numbers[1]


def test_whatever_only_python_can_draw_has_a_name_for_the_panel_present() -> None:
    drawn = {*own().session_state[KEY].snapshots} - {"data"}
    assert {"file", "few_first", "few_wrong_rows", "chance", "programs"} <= drawn
    assert {f"part_{name}" for name in drawn} <= WORDS.keys()


@for_each("language", languages())
def test_the_report_of_a_page_is_in_its_language(language: str) -> None:
    offered = list[Mapping[str, Callable[[Any], str]]]()
    with mock.patch.object(shell, "downloads", lambda _, files, panel: offered.append(files)):
        at = visit("your_model", lang=language)
    state = lesson_state("your_model", State())
    report = offered[0]["report_html"](state)
    assert report.startswith(f'<!doctype html>\n<html lang="{language}">')
    best = state.assessment.best.temperature
    text = words_of("your_model", language).said(
        "go_to_best", option=nearest_option(best), best=best
    )
    assert text in [button.label for button in at.button]


def test_every_kind_of_file_gives_the_same_figures() -> None:
    wanted = metrics(own())
    for name, data in sample_files().items():
        at = drop(visit("your_model"), name, data)
        assert troubles(at) == [], name
        assert metrics(at) == wanted, name


@for_each("name", list(refused_files()))
def test_a_file_that_is_refused_leaves_the_page_as_it_was(name: str) -> None:
    data, words_ = refused_files()[name]
    before = seen("your_model")
    at = drop(visit("your_model"), name, data)
    assert not at.exception
    assert words_ in said(at)
    assert name in said(at)
    assert metrics(at) == metrics(before)


def test_a_file_that_is_refused_leaves_the_file_before_it() -> None:
    at = drop(visit("your_model"), "mine.npz", npz(logits=LOGITS, labels=LABELS))
    drop(at, "scores.pkl", refused_files()["scores.pkl"][0])
    with pytest.raises(lv.UnreadableScores) as refusal:
        lv.read_scores(refused_files()["scores.pkl"][0])
    wanted = {"name": "scores.pkl", "error": str(refusal.value), "kept": "mine.npz"}
    assert said(at) == WORDS.said("refused_kept", **wanted)
    assert metrics(at) == metrics(own())
    slide(at, "T", "2")
    assert "mine.npz" in notes(at)


def test_labels_come_from_a_second_file() -> None:
    at = drop(visit("your_model"), "mine.npz", npz(logits=LOGITS))
    assert "holds no labels" in notes(at)
    assert metrics(at) == metrics(seen("your_model"))
    drop(at, "labels.txt", "\n".join(map(str, LABELS)).encode(), "labels")
    assert troubles(at) == []
    assert metrics(at) == metrics(own())


def test_labels_that_do_not_fit_are_refused_and_others_may_follow() -> None:
    at = drop(visit("your_model"), "mine.npz", npz(logits=LOGITS))
    drop(at, "labels.txt", b"0\n1\n2", "labels")
    assert "120" in said(at)
    assert "3" in said(at)
    drop(at, "labels.txt", "\n".join(map(str, LABELS)).encode(), "labels")
    assert metrics(at) == metrics(own())


@pytest.mark.parametrize(
    ("labels", "button", "rows"),
    [
        (np.where(np.arange(120) < 4, -100, LABELS), "remedy_ignored", 116),
        (LABELS + 1, "remedy_from_one", 120),
    ],
)
def test_one_button_mends_labels(labels: object, button: str, rows: int) -> None:
    at = drop(visit("your_model"), "mine.npz", npz(logits=LOGITS, labels=labels))  # type: ignore[arg-type]
    assert said(at)
    press(at, WORDS[button])
    assert troubles(at) == []
    assert f"{rows} rows" in notes(at)
    assert at.query_params["model"] == "your file"


def test_the_kind_of_the_numbers_can_be_switched() -> None:
    p = lv.softmax(LOGITS)
    at = drop(visit("your_model"), "p.csv", csv(p, LABELS, names=("0", "1", "2", "label")))
    assert metrics(at)[label("nll")] == metrics(own())[label("nll")]
    at.selectbox(key="kind").set_value("logits").run()
    assert metrics(at)[label("nll")] != metrics(own())[label("nll")]
    at.selectbox(key="kind").set_value("log-probabilities").run()
    assert "log-probabilities" in said(at)
    assert at.selectbox(key="kind").value == "logits"  # as it was


def test_a_forgotten_file_is_gone() -> None:
    at = drop(visit("your_model"), "mine.npz", npz(logits=LOGITS, labels=LABELS))
    press(at, WORDS["forget"])
    assert metrics(at) == metrics(seen("your_model"))
    pick(at, "model", "your file")
    assert at.info[0].value == WORDS["no_file"]


def test_a_file_stays_while_other_pages_are_read() -> None:
    at = drop(visit("your_model"), "mine.npz", npz(logits=LOGITS, labels=LABELS))
    turn(turn(at, "temperature"), "your_model")
    assert metrics(at) == metrics(own())


def test_a_link_with_a_file_says_that_it_is_not_here() -> None:
    at = visit("your_model", model="your file")
    assert at.info[0].value == WORDS["no_file"]
    assert not metrics(at)
    pick(at, "model", "strong")
    assert metrics(at) == metrics(seen("your_model"))


def test_few_rows_are_warned_of_beside_every_figure() -> None:
    at = own()  # 60 rows are judged
    assert [str(w.value) for w in at.warning] == [WORDS.said("few", samples=60)] * 6
    assert not seen("your_model").warning


def test_the_best_t_is_one_press_away() -> None:
    at = visit("your_model", model="overconfident")
    press(at, "go_to_best")
    assert at.select_slider(key="T").value == "3.4"
    assert metrics(at)[label("best")] == "3.442"


def test_both_halves_stand_in_the_table() -> None:
    at = seen("your_model", model="weak", judge="each half in turn")
    names = [row[0] for row in table(at, "live_measures")]
    assert names == [WORDS[name] for name in ("head_measure", *ROWS)]
    fits = lesson_state("your_model", read("model=weak&judge=each+half+in+turn")).assessment.fits
    first, second = (logit(fit.temperature) for fit in fits)
    wanted = WORDS.said("folds", first=first, second=second)
    assert wanted in [caption.value for caption in at.caption]


def test_a_file_that_takes_long_shows_its_progress_and_can_be_left(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(upload_panel, "FIRST_WAIT", 0.0)
    monkeypatch.setattr(upload_panel, "NEXT_WAIT", 0.0)
    at = drop(visit("your_model"), "mine.npz", npz(logits=LOGITS, labels=LABELS))
    assert not metrics(at)  # no figure of another state stands there meanwhile
    press(at, WORDS["cancel"])
    assert at.query_params.get("model", ["strong"]) in ("strong", ["strong"])
    assert metrics(at) == metrics(seen("your_model"))
    monkeypatch.setattr(upload_panel, "FIRST_WAIT", 100.0)
    pick(at, "model", "your file")
    assert metrics(at) == metrics(own())


def test_names_from_a_file_are_shown_as_they_are() -> None:
    names = ("<b>*cat*</b>", "$x$", "https://example.org")
    at = drop(visit("your_model"), "*a*.csv", csv(LOGITS, LABELS, names=(*names, "label")))
    assert "*a*.csv" in notes(at)
    (frame,) = [d.value for d in at.dataframe if WORDS["head_gap"] in d.value]
    assert set(frame[WORDS["head_predicted"]]) <= set(names)
    assert "<b>" not in words(at, "understood")


def test_after_a_hopeless_file_the_switch_is_for_the_file_that_is_seen() -> None:
    at = drop(visit("your_model"), "mine.npz", npz(logits=lv.softmax(LOGITS), labels=LABELS))
    drop(at, "scores.pkl", refused_files()["scores.pkl"][0])
    at.selectbox(key="kind").set_value("logits").run()
    assert said(at) == ""
    assert metrics(at)[label("nll")] != metrics(own())[label("nll")]
    assert at.selectbox(key="kind").value == "logits"
