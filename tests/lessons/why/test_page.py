import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

import logitviz as lv
from logitviz.charts.formats import amount, logit, probability
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


def test_a_count_moves_the_best_logit_and_the_table() -> None:
    at = slide(visit("why"), "n0", 40.0)
    assert metrics(at)["Best logit of class 0"] == "log 40 = 3.689"
    assert metrics(at)["Softmax of the best logits"] == "61.5 % = 40 of 65"
    assert table(at, "live_counted")[1] == ["0", "40", "61.5 %", "3.689", "61.5 %"]


def test_a_first_visit_sees_the_walk_on_its_way() -> None:
    """The hand finishes it: the bars differ by more than chance leaves, at the end they do not."""
    first, last = metrics(seen("why")), metrics(seen("why", sweeps="60"))
    scatter = float(first["Two standard errors"].removeprefix("± "))
    assert float(first["Largest difference"]) > 3 * scatter
    assert float(last["Largest difference"]) < scatter


def test_what_the_blue_shape_and_the_seed_mean_is_told() -> None:
    at = seen("why")
    assert "Where it is wider, there are more of them." in at.slider(key="mean").help
    assert "particles" in at.number_input(key="seed").help


@pytest.mark.parametrize("index", [0, 3, 4])
def test_the_picked_class_gets_the_slider_and_no_count_changes(index: int) -> None:
    before = table(seen("why"), "live_counted")
    at = pick(visit("why"), "j", index)
    assert at.slider(key=f"n{index}").label == f"Times class {index} was seen"
    assert f"Best logit of class {index}" in metrics(at)
    assert table(at, "live_counted") == before


def test_nothing_seen_is_calm() -> None:
    at = seen("why", **{f"n{i}": "0" for i in range(5)})
    assert troubles(at) == []
    assert metrics(at)["Best logit of class 0"] == "log 0 = −∞"
    assert metrics(at)["Softmax of the best logits"] == "– = 0 of 0"


def test_a_count_between_two_whole_numbers_is_rounded() -> None:
    assert metrics(seen("why", n0="3.7"))["Best logit of class 0"] == "log 4 = 1.386"


@pytest.mark.parametrize("sweeps", ["0", "1", "60"])
@pytest.mark.parametrize("temperature", ["0", "1", "inf"])
def test_the_bars_are_a_real_walk(temperature: str, sweeps: str) -> None:
    """Material 9, second derivation; material 5: energies are −z."""
    at = seen("why", T=temperature, sweeps=sweeps, seed="7")
    walk = lv.metropolis(-Z, temperature=float(temperature), particles=1000, sweeps=60, seed=7)
    shares = walk.shares[int(sweeps)]
    bars, strokes = charts(at)["particles"]["data"]
    assert_array_equal(bars["y"], shares)
    p = lv.softmax(Z, temperature=float(temperature))
    assert_allclose(strokes["y"], p, rtol=1e-14, atol=0)
    assert metrics(at)["Largest difference"] == probability(np.abs(shares - p).max())


def test_the_seed_changes_the_walk_and_the_others() -> None:
    one, other = charts(seen("why")), charts(seen("why", seed="7"))
    for key in ("particles", "best_other", "settling"):
        assert one[key]["data"][0]["y"] != other[key]["data"][0]["y"]
    assert one["likelihood"] == other["likelihood"]


@pytest.mark.parametrize("share", ["0", "0.3", "0.5", "1"])
def test_the_temperature_found_is_that_of_the_mean_score(share: str) -> None:
    """Material 9, third derivation."""
    at = seen("why", mean=share)
    mean = np.clip(Z.min() + float(share) * np.ptp(Z), Z.min(), Z.max())
    found = lv.max_entropy(Z, mean)
    assert metrics(at)["T that has this mean"] == logit(found.temperature)
    entropy = amount(lv.entropy(found.probabilities))
    assert metrics(at)["Entropy · best other"].startswith(f"{entropy} · ")


@pytest.mark.parametrize("temperature", ["0", "0.5", "2", "inf"])
def test_the_mean_of_softmax_leads_back_to_its_temperature(temperature: str) -> None:
    at = press(visit("why", T=temperature), "take_mean")
    assert troubles(at) == []
    assert metrics(at)["T that has this mean"] == logit(float(temperature))
    (diamond,) = charts(at)["best_other"]["data"][1:]
    assert_allclose(diamond["y"], lv.softmax(Z, temperature=float(temperature)), rtol=0, atol=1e-12)


def test_what_the_best_rival_lacks_is_its_divergence() -> None:
    at = seen("why", mean="0.3")
    rival, softmax = (np.array(trace["y"]) for trace in charts(at)["best_other"]["data"])
    lacks = lv.entropy(softmax) - lv.entropy(rival)
    assert_allclose(lacks, lv.kl_divergence(rival, softmax), rtol=0, atol=1e-12)
    assert f"lacks {amount(lacks)} nats" in words(at, "live_missing_entropy")


@pytest.mark.parametrize("temperature", ["0", "1", "inf"])
def test_all_equal_logits_are_calm(temperature: str) -> None:
    at = visit("why", T=temperature, **{f"z{i}": "2" for i in range(10)})
    assert troubles(at) == []
    assert metrics(at)["T that has this mean"] == "∞"
    assert troubles(press(at, "take_mean")) == []


def test_the_logits_of_the_playground_are_levels_and_scores() -> None:
    at = seen("why", z7="6", T="0.5")
    z = Z.copy()
    z[7] = 6
    assert_allclose(
        charts(at)["particles"]["data"][1]["y"], lv.softmax(z, temperature=0.5), rtol=1e-14, atol=0
    )


@pytest.mark.parametrize(
    ("chart", "sliders"),
    [
        ("likelihood", {"n0"}),
        ("count_losses", {"n0"}),
        ("particles", {"T", "sweeps"}),
        ("settling", {"T", "sweeps"}),
        ("entropy_curve", {"T", "sweeps", "mean"}),
        ("best_other", {"mean"}),
    ],
)
def test_a_chart_follows_its_sliders_and_no_other(chart: str, sliders: set[str]) -> None:
    sent = plan(seen("why"))
    moving = {
        control
        for ref, *_ in sent.attributes(chart).values()
        for control in ("n0", "T", "sweeps", "mean")
        if sent.follows(ref, control)
    }
    assert moving == sliders
