from collections.abc import Callable

import numpy as np
import pytest
import streamlit as st
from numpy.testing import assert_array_equal
from streamlit.testing.v1 import AppTest

import logitviz as lv
from logitviz.charts.export import table_csv
from logitviz.charts.formats import amount, logit, probability
from logitviz.charts.words import words_of
from tests.lessons.loss.profile import path_of, target_of
from tests.lessons.shown import lesson_state, read, shown
from tests.shell.visits import (
    Z,
    metrics,
    pick,
    plan,
    press,
    seen,
    visit,
)

WORDS = words_of("loss")
READOUTS = ("loss", "true_share", "true_logit", "size", "range")


def loss_shown(at: AppTest) -> str:
    return metrics(at)[WORDS["loss"].partition(":")[0]]


def loss_after(steps: int) -> str:
    path = lv.gradient_descent(Z, 5, rate=1.0, steps=steps)
    return f"{amount(lv.cross_entropy(path[-1], 5))} nats"


def test_the_buttons_take_one_step_ten_steps_and_all_of_them_back() -> None:
    at = visit("loss")
    assert loss_shown(at) == loss_after(0)
    assert loss_shown(press(at, "go_1")) == loss_after(1)
    assert loss_shown(press(at, "go_10")) == loss_after(11)
    assert at.slider(key="n").value == 11
    assert loss_shown(press(at, "go_50")) == loss_after(0)
    assert at.slider(key="n").value == 0


def test_no_button_leads_beyond_the_last_step() -> None:
    at = press(visit("loss", n="45"), "go_10")
    assert at.slider(key="n").value == 50
    assert press(at, "go_1").slider(key="n").value == 50


def test_a_broken_number_of_steps_counts_as_the_slider_shows_it() -> None:
    assert loss_shown(seen("loss", n="2.5")) == loss_after(3)
    assert press(visit("loss", n="2.5"), "go_1").slider(key="n").value == 4


def test_another_target_brings_its_own_slider_and_keeps_all_logits() -> None:
    at = pick(visit("loss", z5="3.3", z7="-2.5"), "y", 7)
    assert at.slider(key="z7").label == WORDS.said("control_z", n=7)
    assert at.slider(key="z7").value == -2.5
    assert at.slider(key="z5").value == 3.3
    expected = lv.cross_entropy([*Z[:5], 3.3, Z[6], -2.5, *Z[8:]], 7)
    assert loss_shown(at) == f"{amount(expected)} nats"


def test_training_leaves_the_logits_of_the_playground_where_they_were() -> None:
    at = press(visit("loss"), "go_10")
    assert [at.slider(key=f"z{i}").value for i in range(10)] == list(Z)


def test_the_file_of_steps_holds_the_whole_path_exactly(monkeypatch: pytest.MonkeyPatch) -> None:
    taken: dict[str, str] = {}

    def offer(label: str, data: Callable[[], str], *_: object, **__: object) -> bool:
        taken[label] = data()
        return False

    monkeypatch.setattr(st, "download_button", offer)
    visit("loss", n="4", eta="3.3", eps="0.1")
    state = read("n=4&eta=3.3&eps=0.1")
    path, y = path_of(state), target_of(state)
    lines = [line.split(",") for line in taken["steps.csv"].splitlines()]
    assert lines[0] == ["step", "loss", *(f"z{i}" for i in range(10))]
    losses = lv.cross_entropy(path, y[None])
    assert_array_equal(np.array(lines[1:], float), np.column_stack([range(51), losses, path]))
    assert taken["logits.csv"] == table_csv(lv.analyse(path[4]))


def said(link: str) -> dict[str, str]:
    return dict(shown("loss", read(link)).texts)


def test_at_temperature_zero_a_wrong_answer_costs_infinitely_much_and_a_right_one_nothing() -> None:
    wrong, right = said("T=0&n=30"), said("T=0&y=0")
    assert (wrong["loss"], wrong["size"], wrong["true_logit"]) == ("∞ nats", "∞", logit(Z[5]))
    assert (right["loss"], right["size"]) == ("0 nats", "0")
    assert "∞" in shown("loss", read("T=0&n=30")).tables["numbers"][-1]


def test_at_infinite_temperature_every_target_costs_log_c_and_nothing_moves() -> None:
    texts = said("T=inf&n=30")
    assert (texts["loss"], texts["true_share"]) == (f"{amount(np.log(10))} nats", probability(0.1))
    assert (texts["size"], texts["range"]) == ("0", "5.7")


def test_no_sentence_or_read_out_holds_what_is_no_number() -> None:
    for link in ("T=0", "T=0&y=0", "T=0&eps=0.5&n=9", "T=inf&n=9", "n=50&eta=10&eps=0.3&T=0.1"):
        assert not [text for text in said(link).values() if "nan" in text.lower().split()]


def test_a_rate_above_the_limit_is_said_to_oscillate_where_it_does() -> None:
    found = (lesson_state("loss", read(link)) for link in ("eta=4", "eps=0.5&eta=10", "T=0"))
    said_of = [(each.rate_case, each.safe_rate, each.rises) for each in found]
    assert said_of == [(0, 4, 0), (1, 4, 25), (2, 0, 0)]  # in words.txt they are sentences


def test_the_best_gap_is_finite_with_label_smoothing_only() -> None:  # material 8
    found = (lesson_state("loss", read(link)) for link in ("", "eps=0.1", "eps=1"))
    gaps = [(bool(each.smoothed), amount(each.best_gap)) for each in found]
    assert gaps == [(False, "∞"), (True, "4.511"), (True, "0")]  # in words.txt they are sentences


# A training that oscillates: its numbers do not compress.
OSCILLATING = {"T": "0.36", "eta": "5", "n": "32", "eps": "0.83", "y": "2"}


def test_where_a_training_oscillates_bars_and_readouts_follow_and_what_is_below_waits() -> None:
    decoded = plan(seen("loss", **OSCILLATING))
    assert decoded.size <= 30_000
    groups = decoded.header["groups"]
    following = [decoded.charts["predicted"], decoded.charts["error"]] + [
        text
        for text in decoded.texts
        if any(f"live_{key} " in text["selector"] for key in READOUTS)
    ]
    assert len(following) == 2 + len(READOUTS)
    for entry in following:
        assert set(groups[entry["group"]]["rows"]) == set(decoded.header["controls"])
    waiting = decoded.charts["gradient_size"]
    assert "z2" in groups[waiting["group"]]["controls"]
    assert "z2" not in groups[waiting["group"]]["rows"]
