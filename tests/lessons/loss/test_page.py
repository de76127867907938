from typing import Any

import numpy as np
import pytest
import streamlit as st
from numpy.testing import assert_allclose, assert_array_equal
from streamlit.testing.v1 import AppTest

import logitviz as lv
from logitviz.charts.export import table_csv
from logitviz.charts.formats import amount, logit, probability
from tests.lessons.loss.profile import path_of, target_of, truth
from tests.lessons.state import State
from tests.shell.visits import (
    Z,
    charts,
    metrics,
    pick,
    plan,
    press,
    seen,
    slide,
    table,
    troubles,
    visit,
    words,
)

READOUTS = ("loss", "true_share", "true_logit", "size", "range")
LINKS: list[dict[str, str]] = [
    {},
    {"y": "7"},
    {"eta": "3.3", "n": "4"},
    {"n": "12"},
    {"n": "50", "eta": "10", "eps": "0.3", "T": "0.1"},
    {"eps": "1", "n": "1", "T": "2"},
    {"z5": "3.7261", "z0": "-2"},
    {"T": "0"},
    {"T": "0", "y": "0"},
    {"T": "0", "eps": "0.5", "n": "9"},
    {"T": "inf", "n": "9"},
]
links = pytest.mark.parametrize("link", LINKS, ids=str)


def state_of(link: dict[str, str]) -> State:
    query = "&".join(f"{key}={value}" for key, value in link.items())
    return State.of(f"/?{query}")


@links
def test_the_read_outs_are_those_of_the_core(link: dict[str, str]) -> None:
    # material 8: L = −log p_y
    texts = truth(state_of(link)).texts
    assert metrics(seen("loss", **link)) == {
        "Loss": texts["loss"],
        "p of the target": texts["true_share"],
        "Logit after the steps": texts["true_logit"],
        "Length of the gradient": texts["size"],
        "Range of the logits": texts["range"],
    }


@links
def test_the_sentences_and_the_table_are_those_of_the_core(link: dict[str, str]) -> None:
    at, expected = seen("loss", **link), truth(state_of(link))
    for key in ("likelihood_words", "rate_words"):
        assert words(at, f"live_{key}") == expected.texts[key]
    rows = table(at, "live_numbers")[1:]
    assert [row[1:] for row in rows] == expected.tables["numbers"]


@links
def test_every_bar_line_and_mark_is_that_of_the_core(link: dict[str, str]) -> None:
    drawn, expected = charts(seen("loss", **link)), truth(state_of(link)).charts
    assert set(drawn) == set(expected)
    for key, traces in expected.items():
        for index, trace in traces.items():
            found = drawn[key]["data"][index]
            heights = trace.bars
            if heights is None:
                heights = [y for _, y in trace.line or trace.marks or ()]
                places = [x for x, _ in trace.line or trace.marks or ()]
                assert_allclose(found["x"], places, rtol=1e-12, atol=1e-12)
            assert_allclose(found["y"], heights, rtol=1e-9, atol=1e-12)
            if trace.labels is not None:
                assert list(found["text"]) == list(trace.labels)


@links
def test_nothing_on_the_page_is_not_a_number(link: dict[str, str]) -> None:
    at = seen("loss", **link)
    assert troubles(at) == []
    said = [*metrics(at).values(), *(piece.value for piece in at.markdown)]
    assert not [text for text in said if "nan" in text.lower().split()]


def loss_shown(at: AppTest) -> str:
    return metrics(at)["Loss"]


def loss_after(steps: int) -> str:
    path = lv.gradient_descent(Z, 5, rate=1.0, steps=steps)
    return f"{amount(lv.cross_entropy(path[-1], 5))} nats"


def test_the_buttons_take_one_step_ten_steps_and_all_of_them_back() -> None:
    at = visit("loss")
    assert loss_shown(at) == loss_after(0)
    assert loss_shown(press(at, "1 step")) == loss_after(1)
    assert loss_shown(press(at, "10 steps")) == loss_after(11)
    assert at.slider(key="n").value == 11
    assert loss_shown(press(at, "Step 0")) == loss_after(0)
    assert at.slider(key="n").value == 0


def test_no_button_leads_beyond_the_last_step() -> None:
    at = press(visit("loss", n="45"), "10 steps")
    assert at.slider(key="n").value == 50
    assert press(at, "1 step").slider(key="n").value == 50


def test_a_broken_number_of_steps_counts_as_the_slider_shows_it() -> None:
    assert loss_shown(seen("loss", n="2.5")) == loss_after(3)
    assert press(visit("loss", n="2.5"), "1 step").slider(key="n").value == 4


@pytest.mark.parametrize(
    ("key", "value"), [("T", "2"), ("z5", -4.0), ("eta", 0.3), ("n", 7.0), ("eps", 0.25)]
)
def test_a_slider_leads_where_its_link_leads(key: str, value: Any) -> None:
    at = slide(visit("loss", n="3"), key, value)
    fresh = seen("loss", **({"n": "3"} | {key: str(value)}))
    assert metrics(at) == metrics(fresh)
    assert charts(at) == charts(fresh)


def test_another_target_brings_its_own_slider_and_keeps_all_logits() -> None:
    at = pick(visit("loss", z5="3.3", z7="-2.5"), "y", 7)
    assert at.slider(key="z7").label == "Logit of class 7 before the steps"
    assert at.slider(key="z7").value == -2.5
    assert at.slider(key="z5").value == 3.3
    expected = lv.cross_entropy([*Z[:5], 3.3, Z[6], -2.5, *Z[8:]], 7)
    assert loss_shown(at) == f"{amount(expected)} nats"


def test_training_leaves_the_logits_of_the_playground_where_they_were() -> None:
    at = press(visit("loss"), "10 steps")
    assert [at.slider(key=f"z{i}").value for i in range(10)] == list(Z)


def test_the_target_is_never_more_than_softened() -> None:
    at = seen("loss", eps="0.5")
    frames = charts(at)["predicted"]["data"][2]["y"]
    assert_array_equal(frames, lv.smooth_labels(5, 10, smoothing=0.5))


def test_at_temperature_zero_a_wrong_answer_costs_infinitely_much_and_cannot_learn() -> None:
    at = seen("loss", T="0", n="30")
    assert metrics(at)["Loss"] == "∞ nats"
    assert metrics(at)["Length of the gradient"] == "∞"
    assert metrics(at)["Logit after the steps"] == logit(Z[5])
    assert "∞" in table(at, "live_numbers")[-1]


def test_at_temperature_zero_a_right_answer_costs_nothing() -> None:
    shown = metrics(seen("loss", T="0", y="0"))
    assert (shown["Loss"], shown["Length of the gradient"]) == ("0 nats", "0")


def test_at_infinite_temperature_every_target_costs_log_c_and_nothing_moves() -> None:
    shown = metrics(seen("loss", T="inf", n="30"))
    assert shown["Loss"] == f"{amount(np.log(10))} nats"
    assert shown["p of the target"] == probability(0.1)
    assert (shown["Length of the gradient"], shown["Range of the logits"]) == ("0", "5.7")


def test_the_size_is_that_of_the_gradient_at_its_temperature() -> None:
    # material 8: (p − y)/T
    gradient = (lv.softmax(Z, temperature=4) - np.eye(10)[5]) / 4
    at = seen("loss", T="4")
    assert metrics(at)["Length of the gradient"] == amount(np.sqrt((gradient**2).sum()))


def test_the_file_of_steps_holds_the_whole_path_exactly(monkeypatch: pytest.MonkeyPatch) -> None:
    taken: dict[str, str] = {}

    def offer(label: str, data: str, *_: object, **__: object) -> bool:
        taken[label] = data
        return False

    monkeypatch.setattr(st, "download_button", offer)
    link = {"n": "4", "eta": "3.3", "eps": "0.1"}
    visit("loss", **link)
    path, y = path_of(state_of(link)), target_of(state_of(link))
    lines = [line.split(",") for line in taken["steps.csv"].splitlines()]
    assert lines[0] == ["step", "loss", *(f"z{i}" for i in range(10))]
    losses = lv.cross_entropy(path, y)
    assert_array_equal(np.array(lines[1:], float), np.column_stack([range(51), losses, path]))
    assert taken["logits.csv"] == table_csv(lv.analyse(path[4]))


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
