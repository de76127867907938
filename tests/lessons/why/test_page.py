import numpy as np
from numpy.testing import assert_allclose

import logitviz as lv
from logitviz.charts.formats import amount, logit
from tests.lessons.captured import captured
from tests.lessons.shown import drawings, lesson_state, read, shown
from tests.shell.visits import (
    Z,
    charts,
    metrics,
    pick,
    press,
    seen,
    slide,
    table,
    troubles,
    visit,
)


def test_a_count_moves_the_best_logit_and_the_table() -> None:
    at = slide(visit("why"), "n0", 40.0)
    assert metrics(at)["Best logit of class 0"] == "log 40 = 3.689"
    assert metrics(at)["Softmax of the best logits"] == "61.5 % = 40 of 65"
    assert table(at, "live_counted")[1] == ["0", "40", "61.5 %", "3.689", "61.5 %"]


def test_what_the_blue_shape_and_the_seed_mean_is_told() -> None:
    at = seen("why")
    assert "Where it is wider, there are more of them." in at.slider(key="mean").help
    assert "particles" in at.number_input(key="seed").help


def test_the_picked_class_gets_the_slider_and_no_count_changes() -> None:
    at = visit("why")
    before = table(at, "live_counted")
    for index in (0, 3, 4):
        pick(at, "j", index)
        assert at.slider(key=f"n{index}").label == f"Times class {index} was seen"
        assert f"Best logit of class {index}" in metrics(at)
        assert table(at, "live_counted") == before


def test_the_mean_of_softmax_leads_back_to_its_temperature() -> None:
    at = visit("why")
    for temperature in ("0", "0.5", "2", "inf"):
        press(slide(at, "T", temperature), "take_mean")
        assert troubles(at) == []
        assert metrics(at)["T that has this mean"] == logit(float(temperature))
        (strokes,) = charts(at)["best_other"]["data"][1:]
        p = lv.softmax(Z, temperature=float(temperature))
        assert_allclose(strokes["y"], p, rtol=0, atol=1e-12)


def test_all_equal_logits_are_calm() -> None:
    at = visit("why", **{f"z{i}": "2" for i in range(10)})
    for temperature in ("0", "1", "inf"):
        slide(at, "T", temperature)
        assert metrics(at)["T that has this mean"] == "∞"
        assert troubles(press(at, "take_mean")) == []


# What is said in a state, without a visit.


def said(link: str) -> dict[str, str]:
    return dict(shown("why", read(link)).texts)


def test_nothing_seen_is_calm_and_a_broken_count_is_rounded() -> None:
    nothing = said("&".join(f"n{i}=0" for i in range(5)))
    assert (nothing["best_logit"], nothing["best_share"]) == ("log 0 = −∞", "– = 0 of 0")
    assert said("n0=3.7")["best_logit"] == "log 4 = 1.386"


def test_a_first_visit_sees_the_walk_on_its_way() -> None:
    """The hand finishes it: the bars differ by more than chance leaves, at the end they do not."""
    scatter = float(said("")["expected_difference"].removeprefix("± "))
    assert float(said("")["largest_difference"]) > 3 * scatter
    assert float(said("sweeps=60")["largest_difference"]) < scatter


def test_the_temperature_found_is_that_of_the_mean_score() -> None:
    """Material 9, third derivation."""
    for share in (0, 0.3, 0.5, 1):
        mean = np.clip(Z.min() + share * np.ptp(Z), Z.min(), Z.max())
        found, texts = lv.max_entropy(Z, mean), said(f"mean={share}")
        assert texts["mean_temperature"] == logit(found.temperature)
        entropy = amount(lv.entropy(found.probabilities))
        assert texts["entropies"].startswith(f"{entropy} · ")


def test_what_the_best_rival_lacks_is_its_divergence() -> None:
    state = lesson_state("why", read("mean=0.3"))
    rival, softmax = state.same_mean.best, state.same_mean.probabilities
    lacks = lv.entropy(softmax) - lv.entropy(rival)
    assert_allclose(lacks, lv.kl_divergence(rival, softmax), rtol=0, atol=1e-12)
    assert f"lacks {amount(lacks)} nats" in said("mean=0.3")["missing_entropy"]


def test_the_seed_changes_the_walk_and_the_others_and_nothing_else() -> None:
    one, other = (drawings("why", read(link)) for link in ("", "seed=7"))
    for key in ("particles", "best_other", "settling"):
        assert one[key][0]["y"] != other[key][0]["y"]
    assert one["likelihood"] == other["likelihood"]


def test_a_chart_follows_its_sliders_and_no_other() -> None:
    here = captured("why")
    for chart, sliders in (
        ("likelihood", {"n0"}),
        ("count_losses", {"n0"}),
        ("particles", {"T", "sweeps"}),
        ("settling", {"T", "sweeps"}),
        ("entropy_curve", {"T", "sweeps", "mean"}),
        ("best_other", {"mean"}),
    ):
        assert here.element(chart, here.state()).controls & set(here.sliders) == sliders
