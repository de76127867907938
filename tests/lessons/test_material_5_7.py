"""Sections 5 to 7 of the material, row by row: page, link and what is seen."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from streamlit.testing.v1 import AppTest

import logitviz as lv
from logitviz.charts.formats import amount, probability, stage
from logitviz.lessons.examples.example import exact
from tests.lessons.material import (
    Material,
    Row,
    as_keys,
    as_text,
    column,
    drawn,
    glossary,
    prose_of,
    rows_below,
)
from tests.shell.visits import Z, alts, charts, metrics, seen, slider_of, table, words

MATERIAL = Material()
row = MATERIAL.row

# ---- section 5: temperature ----


def at_temperature(t: float) -> list[float]:
    e = np.exp((Z - Z.max()) / t)
    return list(e / e.sum())


@row("section 5: p_i = exp(z_i/T) / sum exp(z_j/T)", "temperature")
def with_temperature(at: AppTest) -> None:
    assert r"$p_i = e^{z_i/T} / \sum_j e^{z_j/T}$" in prose_of(at)
    assert_allclose(drawn(at, "probabilities"), lv.softmax(Z), rtol=1e-13)


@row("section 5: T > 1 is smoother and shows relations between classes", "temperature", T="2")
def smoother(at: AppTest) -> None:
    assert_allclose(drawn(at, "probabilities"), at_temperature(2), rtol=1e-13)
    assert float(metrics(at)["Confidence"]) < lv.softmax(Z).max()
    assert "A high T flattens it, so that one sees how the other classes compare" in prose_of(at)


@row("section 5: T < 1 is sharper, towards one-hot", "temperature", T="0.5")
def sharper(at: AppTest) -> None:
    assert_allclose(drawn(at, "probabilities"), at_temperature(0.5), rtol=1e-13)
    assert float(metrics(at)["Confidence"]) > lv.softmax(Z).max()
    assert "in the limit T = 0 one class has it all" in prose_of(at)


@row("section 5: T to 0 is argmax", "temperature", T="0")
def coldest(at: AppTest) -> None:
    assert drawn(at, "probabilities") == [1.0, *[0.0] * 9]
    assert "At T = 0 the winner takes all" in prose_of(at)


@row("section 5: ties share equally at T = 0", "playground", T="0", z5="4.2")
def tie(at: AppTest) -> None:
    assert drawn(at, "probabilities") == [0.5, 0, 0, 0, 0, 0.5, 0, 0, 0, 0]


@row("section 5: T to infinity is uniform, 1/C", "temperature", T="inf")
def hottest(at: AppTest) -> None:
    assert drawn(at, "probabilities") == [1 / 10] * 10
    assert "at T = ∞ all classes are equal" in prose_of(at)


@row("section 5: T never changes which is largest", "temperature")
def order_stays(at: AppTest) -> None:
    curves = np.array([drawn(at, "curves", c) for c in range(10)])
    ranks = np.argsort(-Z)
    assert (np.diff(curves[ranks], axis=0) <= 0).all()
    assert (curves[0] >= curves[1:]).all()
    assert "no class overtakes another" in prose_of(at)


@row("section 5: entropy rises strictly with T", "temperature")
def entropy_rises(at: AppTest) -> None:
    entropies = np.array(drawn(at, "uncertainty", 0))
    assert (np.diff(entropies) > 0).all()
    assert entropies[0] == 0
    assert_allclose(entropies[-1], np.log(10), rtol=1e-14)
    assert "rises strictly with T unless all logits are equal" in prose_of(at)


@row("section 5: equal logits have the same entropy at every T", "temperature",
     **as_keys(np.zeros(10)))  # fmt: skip
def entropy_stands(at: AppTest) -> None:
    assert_allclose(drawn(at, "uncertainty", 0), np.log(10), rtol=1e-14)


def lines(at: AppTest, chart: str, z: np.ndarray) -> None:
    for i, t in enumerate((0.5, 1, 2, 5)):
        line = charts(at)[chart]["data"][i]
        assert (line["name"], line["mode"]) == (f"T = {t}", "lines+markers")
        assert line["x"] == list(range(z.size))
        e = np.exp(z / t)
        assert_allclose(line["y"], e / e.sum(), rtol=1e-13)
        assert f"T = {t}: class 0 at {probability(max(e / e.sum()))}" in alts(at)[chart]


@row("section 5: the figure of z = 2.0, 1.0, 0.1 at T = 0.5, 1, 2, 5", "temperature")
def three_class_figure(at: AppTest) -> None:
    lines(at, "example", np.array([2.0, 1.0, 0.1]))


@row("section 5: the 10-class figure at T = 0.5, 1, 2, 5", "temperature")
def ten_class_figure(at: AppTest) -> None:
    ten = np.array([4.2, 1.8, 0.5, -0.3, 2.7, 3.1, 0.2, -1.5, 1.1, 2.2])
    lines(at, "classic", ten)


@row("section 5: the 10-class vector step by step", "examples", ex="Ten", at="6")
def ten_by_hand(at: AppTest) -> None:
    shown = column(table(at, "live_walked"), "answer", 6)
    first = [at_temperature(t)[0] for t in (1, 0.5, 2, 5)]
    assert shown == [*(exact(p) for p in first), str(int(Z.argmax())), exact(1 / 10)]
    for i, t in enumerate((1, 0.5, 2, 5)):
        assert_allclose(drawn(at, "walk_lines", i), at_temperature(t), rtol=1e-13)


@row("section 5: the Boltzmann distribution at energies -z", "temperature", T="2")
def boltzmann(at: AppTest) -> None:
    assert (
        "Boltzmann distribution of states with energies $E_i = -z_i$ at temperature T"
        in prose_of(at)
    )
    energies = -Z
    weights = np.exp(-energies / 2)
    assert_allclose(drawn(at, "probabilities"), weights / weights.sum(), rtol=1e-13)


# ---- section 6: sigmoid and softmax ----


@row("section 6: the table: input, output, element by element, a distribution", "sigmoid")
def two_kinds(at: AppTest) -> None:
    assert rows_below(at, "element by element") == [
        ["function", "input", "output", "element by element", "outputs form a distribution"],
        ["**sigmoid**", "one logit", "one probability", "yes",
         "no: their sum is anything between 0 and C"],
        ["**softmax**", "all logits", "a vector", "no: coupled", "yes: their sum is 1"],
    ]  # fmt: skip


@row("section 6: C yes/no questions (multi-label), or one with C exclusive answers", "sigmoid")
def questions(at: AppTest) -> None:
    assert "One question with ten answers, or ten separate questions" in prose_of(at)
    assert "(multi-label)" in prose_of(at)
    assert "use softmax where exactly one answer is right" in prose_of(at)
    passing = int((1 / (1 + np.exp(-Z)) >= 0.5).sum())
    assert metrics(at)["Sigmoids ≥ threshold"] == f"{passing} of 10 classes"
    assert metrics(at)["Answer of softmax"] == f"class {Z.argmax()}"


@row("section 6: the sum of sigmoids is anything in (0, C)", "sigmoid", c="-10")
def sums(at: AppTest) -> None:
    for shown, c in ((at, -10), (seen("sigmoid"), 0), (seen("sigmoid", c="10"), 10)):
        total = (1 / (1 + np.exp(-(Z + c)))).sum()
        assert 0 < total < 10
        assert metrics(shown)["Sum of sigmoids"] == amount(total)
        assert metrics(shown)["Sum of softmax"] == "1.000"


@row("section 6: one logit raised: one sigmoid moves, all of softmax", "sigmoid", k="3")
def raised(at: AppTest) -> None:
    up = Z + np.eye(10)[3]
    assert_allclose(drawn(at, "gains", 0, "x"), lv.softmax(up) - lv.softmax(Z), rtol=1e-9)
    moved = np.array(drawn(at, "gains", 1, "x"))
    assert_allclose(moved, lv.sigmoid(up) - lv.sigmoid(Z), atol=1e-14)
    assert np.flatnonzero(moved).tolist() == [3]
    assert "only its own sigmoid bar moves, but all ten softmax bars do" in prose_of(at)


@row("section 6: the Jacobians diag(p) - p p^T and diag(s(1 - s))", "sigmoid")
def jacobians(at: AppTest) -> None:
    p, s = lv.softmax(Z), 1 / (1 + np.exp(-Z))
    coupled, separate = (drawn(at, f"slopes_{kind}", 0, "z") for kind in ("softmax", "sigmoid"))
    assert_allclose(coupled, np.diag(p) - np.outer(p, p), atol=1e-12)
    assert_allclose(separate, np.diag(s * (1 - s)), atol=1e-12)
    assert "diag(p) − p pᵀ for softmax, and only a diagonal, σ(1 − σ), for sigmoid" in prose_of(at)


@row("section 6: a constant added moves every sigmoid, not softmax", "sigmoid", c="5")
def constant(at: AppTest) -> None:
    assert_allclose(drawn(at, "probabilities"), lv.softmax(Z), rtol=1e-13)
    assert_allclose(drawn(at, "sigmoids"), 1 / (1 + np.exp(-(Z + 5))), rtol=1e-13)
    assert "softmax does not change, sigmoid does" in prose_of(at)


@row("section 6: softmax([z1, z2])_1 = sigmoid(z1 - z2)", "sigmoid", u="2.4", v="-0.7")
def two_classes(at: AppTest) -> None:
    first = probability(np.exp(2.4) / (np.exp(2.4) + np.exp(-0.7)))
    assert words(at, "live_pair_words") == f"softmax gives {first}, sigmoid(3.1) gives {first}"
    assert probability(1 / (1 + np.exp(-3.1))) == first


@row("section 7: +1 on a logit multiplies the odds by e", "sigmoid", p="0.6")
def odds(at: AppTest) -> None:
    assert "Adding 1 to a logit multiplies the odds by e." in prose_of(at)
    before, after = stage(0.6 / 0.4), stage(np.e * 0.6 / 0.4)
    expected = f"The odds are {before} to 1. Adding 1 to the logit makes them {after} to 1."
    assert words(at, "live_odds_words") == expected


# ---- section 7: classification confidence ----

SURE = np.array([0.85, 0.03, 0.02, 0.01, 0.01, 0.02, 0.01, 0.01, 0.02, 0.02])
UNSURE = np.array([0.25, 0.22, 0.20, 0.18, 0.05, 0.04, 0.02, 0.01, 0.01, 0.02])
PAIR = {"a": as_text(np.log(SURE)), "b": as_text(np.log(UNSURE))}


@row("section 7: the largest softmax output, not the same as being right", "confidence", **PAIR)
def largest(at: AppTest) -> None:
    assert "Confidence is the largest softmax output" in prose_of(at)
    assert "not how often such an answer is right" in prose_of(at)
    assert "well calibrated" in prose_of(at)
    (help_text,) = [m.help for m in seen("playground").metric if m.label == "Confidence"]
    assert "not whether it is right" in help_text
    assert "sure and wrong" in prose_of(at)


@row("section 7: the pair with confidence 0.85 and 0.25, both class 0", "confidence", **PAIR)
def pair(at: AppTest) -> None:
    for side, p in (("a", SURE), ("b", UNSURE)):
        assert_allclose(p.sum(), 1, rtol=1e-15)
        assert_allclose(drawn(at, f"{side}_bars"), p, rtol=1e-12)
    compared = {cells[0]: cells[1:3] for cells in table(at, "live_compare")[1:]}
    assert compared["Predicted class"] == ["0", "0"]
    assert compared["Confidence"] == [probability(max(p)) for p in (SURE, UNSURE)]
    assert compared["Confidence"] == ["0.850", "0.250"]


@row("section 7: logits for the pair are log p plus any constant", "confidence",
     a=as_text(np.log(SURE) + 3), b=as_text(np.log(UNSURE) - 2))  # fmt: skip
def pair_of_logits(at: AppTest) -> None:
    assert_allclose(drawn(at, "a_bars"), SURE, rtol=1e-12)
    assert_allclose(drawn(at, "b_bars"), UNSURE, rtol=1e-12)
    assert [b.label for b in at.button].count("Load the example pair into A and B") == 2
    by_hand = prose_of(seen("examples", ex="Confidence", at="4"))
    assert "Logits that give these probabilities are log p plus any constant" in by_hand


@row("section 7: governed by the gaps between logits", "confidence", **PAIR)
def gaps(at: AppTest) -> None:
    assert "a wide gap to the runner-up makes a model sure, a narrow one unsure" in prose_of(at)
    assert "one logit far above the rest gives a high confidence" in prose_of(at)
    assert "logits close together a low one" in prose_of(at)
    for key, p in (("ga", SURE), ("gb", UNSURE)):
        first, second = np.sort(p)[:-3:-1]
        assert_allclose(slider_of(at, key).value, np.log(first / second), rtol=1e-12)


@row("section 7: decide automatically, or hand to a person", "confidence", d="0.6", **PAIR)
def decide(at: AppTest) -> None:
    assert words(at, "live_verdict_a") == "Class 0: 0.850 is enough: decide automatically"
    assert words(at, "live_verdict_b") == "Class 0: 0.250 is too little: ask a person"
    assert "hands more images to a person" in prose_of(at)


@row("section 7: margin, entropy from 0 to log C, perplexity from 1 to C", "confidence", **PAIR)
def companions(at: AppTest) -> None:
    compared = {cells[0]: cells[1:3] for cells in table(at, "live_compare")[1:]}
    both = (SURE, UNSURE)
    entropies = [-(p * np.log(p)).sum() for p in both]
    assert compared["Margin"] == [probability(np.sort(p)[-1] - np.sort(p)[-2]) for p in both]
    assert compared["Entropy (nats)"] == [amount(h) for h in entropies]
    assert compared["Effective classes"] == [amount(np.exp(h)) for h in entropies]
    entries = glossary()
    assert entries["Margin"].startswith("the largest probability minus the second largest")
    assert entries["Entropy"].startswith("H = −Σ p log p")
    assert "exp(H), the effective number of classes: from 1 to C" in entries["Perplexity"]


@row("section 7: entropy 0 and log C, perplexity 1 and C at the ends", "temperature", T="inf")
def ends(at: AppTest) -> None:
    hottest, coldest = metrics(at), metrics(seen("temperature", T="0"))
    assert hottest["Entropy"] == f"{amount(np.log(10))} nats · 100.0 %"
    assert hottest["Effective classes"] == amount(10)
    assert (coldest["Entropy"], coldest["Effective classes"]) == ("0 nats · 0.0 %", amount(1))


@row("section 7: the pair step by step", "examples", ex="Confidence", at="6")
def pair_by_hand(at: AppTest) -> None:
    assert drawn(at, "walk_a") == SURE.tolist()
    assert drawn(at, "walk_b") == UNSURE.tolist()
    effective = np.exp(-(UNSURE * np.log(UNSURE)).sum())
    answers = [0.25, 0, 0.82, 0.03, np.log(0.85 / 0.03), effective]
    assert column(table(at, "live_walked"), "answer", 6) == [exact(v) for v in answers]


@pytest.mark.parametrize("shown", MATERIAL, ids=lambda shown: shown.says)
def test_the_material_is_shown(shown: Row) -> None:
    shown.check()


def test_every_section_has_rows() -> None:
    assert MATERIAL.sections == {5, 6, 7}
