"""The contrastive page under the hands of its users."""

from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

import logitviz as lv
from logitviz.charts.formats import amount
from logitviz.charts.words import words_of
from logitviz.lessons.contrastive.controls import TAU
from logitviz.live.shared import TEMPERATURE
from tests.lessons.captured import captured
from tests.lessons.contrastive.profile import cosines, drawn
from tests.lessons.shown import drawn_by_name, lesson_state, read
from tests.lessons.shown import shown as wanted
from tests.lessons.state import State
from tests.lessons.table import TABLE, span_of
from tests.shell.visits import (
    charts,
    logits_of,
    pick,
    press,
    seen,
    slide,
    troubles,
    turn,
    visit,
    words,
)

PAGE = "contrastive"
WORDS = words_of(PAGE)


def shown(at: Any, chart: str, trace: int = 0, name: str = "y") -> Any:
    return np.array(charts(at)[chart]["data"][trace][name], dtype=float)


def metric(at: Any, name: str) -> str:
    label = WORDS[name].partition(": ")[0]
    (found,) = [m.value for m in at.metric if m.label == label]
    return str(found)


def said(name: str, link: str) -> str:
    return wanted(PAGE, read(link)).texts[name]


def drawn_by(chart: str, trace: str, link: str) -> Any:
    here = captured(PAGE)
    element = here.element(chart, lesson_state(PAGE, read(link)))
    return np.array(drawn_by_name(element)[trace], float)


def test_the_loss_of_a_row_is_the_cross_entropy_with_its_diagonal_as_target() -> None:
    # Material 11: the positive pair is the target class, the loss the cross-entropy of the row.
    link = "row=4&tau=0.1"
    logits = drawn_by("row_similarities", "classes: y", link) / 0.1
    assert said("anchor_loss", link) == f"{amount(lv.cross_entropy(logits, 4))} nats"
    p = drawn_by("row_probabilities", "classes: y", link)
    assert_allclose(p, lv.softmax(logits), rtol=1e-9, atol=1e-12)


def test_small_tau_leaves_one_negative_and_large_tau_all_nine() -> None:
    # Material 11: small τ looks only at the hardest negatives.
    taus = ("0", "0.02", "0.07", "1", "inf")
    counts = [float(said("effective", f"tau={tau}").split()[0]) for tau in taus]
    assert counts == sorted(counts)
    assert (counts[0], counts[-1]) == (1, 9)
    assert "100.0 %" in said("hardest", "tau=0")


def test_at_the_limits_the_batch_costs_nothing_or_log_10_or_infinitely_much() -> None:
    assert said("mean_loss", "tau=0") == "0 nats"
    assert said("mean_loss", "tau=inf") == "2.303 nats"
    assert int(said("copies_found", "tau=0&far=1").split()[0]) < 10
    assert said("mean_loss", "tau=0&far=1") == "∞ nats"


def test_every_choice_makes_another_batch_or_compares_it_otherwise() -> None:
    at = visit(PAGE)
    assert at.select_slider(key="tau").value == "0.07"  # material 11: τ is often 0.07
    choices: dict[str, str] = {}
    for key, value in (("mix", "at random"), ("emb", "pixels"), ("emb", "learned"), ("far", "1")):
        pick(at, key, value)
        choices[key] = value
        assert troubles(at) == []
        expected = cosines(State(**choices))
        assert_allclose(shown(at, "similarities", 0, "z"), expected, rtol=1e-10, atol=1e-12)


def test_learning_finds_copies_that_pixels_miss() -> None:
    kinds = ("pixels", "centred", "learned")
    found = [int(said("copies_found", f"emb={emb}&far=1").split()[0]) for emb in kinds]
    assert found[2] > max(found[:2])


def test_no_copy_is_pulled_beyond_the_cosines() -> None:
    for pull in (-1, 1):
        s = drawn_by("similarities", "cells: z", f"pull={pull}")
        assert np.abs(s).max() <= 1
        assert (s[8, 8] == 1) == (pull == 1)


def test_the_seed_draws_another_batch_and_its_pictures() -> None:
    one, other = (
        charts(seen(PAGE))["pair_probabilities"],
        charts(seen(PAGE, seed="2"))["pair_probabilities"],
    )
    assert one["layout"]["images"] != other["layout"]["images"]
    at = visit(PAGE)
    at.number_input(key="seed").set_value(2.0).run()
    assert charts(at)["pair_probabilities"] == other


def test_pulling_the_copy_nearer_lowers_the_loss_of_its_anchor_alone() -> None:
    at = slide(seen_row(), "pull", 0.1)
    s = cosines(State(row="3"))
    near = s.copy()
    near[3, 3] += 0.1
    assert_allclose(shown(at, "similarities", 0, "z"), near, rtol=1e-12, atol=1e-14)
    before, after = lv.info_nce(s), lv.info_nce(near)
    assert after[3] < before[3]
    assert_array_equal(np.delete(after, 3), np.delete(before, 3))
    assert metric(at, "anchor_loss") == f"{amount(after[3])} nats"


def seen_row() -> Any:
    return visit(PAGE, row="3")


def test_false_negatives_are_named_where_a_batch_has_them() -> None:
    _, _, labels = drawn(1, "at random", "0.5")
    row = next(i for i in range(10) if (labels == labels[i]).sum() > 1)
    at = seen(PAGE, mix="at random", row=str(row))
    twins = (labels == labels[row]) & (np.arange(10) != row)
    weights = lv.negative_weights(cosines(State(mix="at random", row=str(row))))[row]
    assert words(at, "live_false_negatives") == WORDS.said(
        "false_negatives",
        false_negative_count=twins.sum(),
        false_negative_weight=weights[twins].sum(),
    )
    marks = charts(at)["similarities"]["data"][2]
    pairs = sum(int((labels == label).sum()) - 1 for label in labels)
    assert len(marks["x"]) == pairs
    one_of_each = charts(seen(PAGE))["similarities"]["data"][2]
    assert len(one_of_each.get("x", [])) == 0


@pytest.mark.parametrize("tau", ["0", "0.0105", "inf"])
def test_a_row_goes_to_the_playground_as_ten_logits(tau: str) -> None:
    # Material 3: multiplying all logits by k is the same as temperature 1/k.
    at = press(visit(PAGE, tau=tau, row="2", pull="-0.2"), "load")
    assert troubles(at) == []
    row = cosines(State(row="2", pull=-0.2))[2]
    assert_array_equal(logits_of(at), np.round(10 * row, 4))
    turn(at, "playground").run()
    assert troubles(at) == []
    expected = lv.softmax(row, temperature=float(tau))
    assert_allclose(shown(at, "probabilities"), expected, rtol=1e-3, atol=0)  # of four decimals


def test_every_tau_has_its_t() -> None:
    assert all(f"{10 * float(tau):.4g}" in TEMPERATURE.options for tau in TAU.options)


@pytest.mark.parametrize(
    "link",
    [
        {"tau": "0.0701", "row": "10", "pull": "7", "mix": "x", "emb": "'--", "far": "2"},
        {"tau": "nan", "row": "<b>", "pull": "nan", "mix": "", "emb": "Pixels", "seed": "-1"},
        {"tau": "-1", "row": "-1", "pull": "inf", "far": "nan", "seed": "inf"},
    ],
)
def test_hostile_values_in_the_link_change_nothing(link: dict[str, str]) -> None:
    at = seen(PAGE, **link)
    assert troubles(at) == []
    for key in link:
        # An empty choice presses no button, and the page computes with the default.
        assert at.session_state[key] in (TABLE[key].default, *(span_of(key) or (None,)))
