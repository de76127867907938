from types import SimpleNamespace

import numpy as np
import pytest
from numpy.testing import assert_allclose

import logitviz as lv
from logitviz.charts.fields import filled
from logitviz.charts.formats import amount, logit
from logitviz.charts.words import words_of
from tests.cases import for_each
from tests.lessons.captured import everything
from tests.lessons.shown import drawings, lesson_state, read, shown
from tests.shell.test_scopes import unheld
from tests.shell.test_under_the_hand import assert_stands, setting
from tests.shell.visits import (
    Z,
    arrival,
    as_link,
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
)

WORDS = words_of("why")


def label(name: str, j: int = 0) -> str:
    """The label of a read-out while class j is chosen."""
    return filled(WORDS[name].partition(": ")[0], SimpleNamespace(j=j))


def test_a_count_moves_the_best_logit_and_the_table() -> None:
    at = slide(visit("why"), "n0", 40.0)
    assert metrics(at)[label("best_logit")] == "log 40 = 3.689"
    assert metrics(at)[label("best_share")] == "40 of 65 = 61.5 %"
    assert table(at, "live_counted")[1] == ["0", "40", "61.5 %", "3.689", "61.5 %"]


def test_what_the_coloured_shape_and_the_seed_mean_is_told() -> None:
    at = seen("why", reason="Entropy")
    assert at.slider(key="mean").help == WORDS["mean_help"]
    assert at.number_input(key="seed").help == WORDS["others_seed"]
    assert seen("why", reason="Heat").number_input(key="seed").help == WORDS["walk_seed"]


def test_the_picked_class_gets_the_slider_and_no_count_changes() -> None:
    at = visit("why")
    before = table(at, "live_counted")
    for index in (0, 3, 4):
        pick(at, "j", index)
        assert at.slider(key=f"n{index}").label == WORDS.said("control_n", n=index)
        assert label("best_share", index) in metrics(at)
        assert table(at, "live_counted") == before


def test_the_mean_of_softmax_leads_back_to_its_temperature() -> None:
    at = visit("why", reason="Entropy")
    for temperature in ("0", "0.5", "2", "inf"):
        press(slide(at, "T", temperature), "take_mean")
        assert troubles(at) == []
        assert metrics(at)[label("mean_temperature")] == logit(float(temperature))
        (strokes,) = charts(at)["best_other"]["data"][1:]
        p = lv.softmax(Z, temperature=float(temperature))
        assert_allclose(strokes["y"], p, rtol=0, atol=1e-12)


def test_all_equal_logits_are_calm() -> None:
    at = visit("why", reason="Entropy", **{f"z{i}": "2" for i in range(10)})
    for temperature in ("0", "1", "inf"):
        slide(at, "T", temperature)
        assert metrics(at)[label("mean_temperature")] == "∞"
        assert troubles(press(at, "take_mean")) == []


# What is said in a state, without a visit.


def said(link: str) -> dict[str, str]:
    return dict(shown("why", read(link)).texts)


def test_nothing_seen_is_calm_and_a_broken_count_is_rounded() -> None:
    nothing = said("&".join(f"n{i}=0" for i in range(5)))
    assert (nothing["best_logit"], nothing["best_share"]) == ("log 0 = −∞", "0 of 0 = –")
    assert said("n0=3.7")["best_logit"] == "log 4 = 1.386"


def test_a_first_visit_sees_the_walk_on_its_way() -> None:
    """The hand finishes it: the bars differ by more than chance leaves, at the end they do not."""
    heat = said("reason=Heat")
    scatter = float(heat["expected_difference"].removeprefix("± "))
    assert float(heat["largest_difference"]) > 3 * scatter
    assert float(said("reason=Heat&sweeps=60")["largest_difference"]) < scatter


def test_the_temperature_found_is_that_of_the_mean_score() -> None:
    """Material 9, third derivation."""
    for share in (0, 0.3, 0.5, 1):
        mean = np.clip(Z.min() + share * np.ptp(Z), Z.min(), Z.max())
        found, texts = lv.max_entropy(Z, mean), said(f"reason=Entropy&mean={share}")
        assert texts["mean_temperature"] == logit(found.temperature)
        entropy = amount(lv.entropy(found.probabilities))
        assert texts["entropies"].startswith(f"{entropy} · ")


def test_what_the_best_rival_lacks_is_its_divergence() -> None:
    state = lesson_state("why", read("mean=0.3"))
    rival, softmax = state.same_mean.best, state.same_mean.probabilities
    lacks = lv.entropy(softmax) - lv.entropy(rival)
    assert_allclose(lacks, lv.kl_divergence(rival, softmax), rtol=0, atol=1e-12)
    found = SimpleNamespace(entropy=lv.entropy(softmax), divergence=lacks)
    words = WORDS.said("missing_entropy", missing_entropy=lacks, same_mean=found)
    assert said("reason=Entropy&mean=0.3")["missing_entropy"] == words


def test_the_seed_changes_the_walk_and_the_others_and_nothing_else() -> None:
    for reason, keys in (("Likelihood", ()), ("Heat", ("particles", "settling")),
                         ("Entropy", ("best_other",))):  # fmt: skip
        one, other = (drawings("why", read(f"reason={reason}{link}")) for link in ("", "&seed=7"))
        for key in one:
            if key not in ("entropy_curve", *keys):
                assert one[key] == other[key]
        for key in keys:
            assert one[key][0]["y"] != other[key][0]["y"]
            assert one[key][1:] == other[key][1:] or key == "settling"


# One reason at a time.

DRAWN = {
    "Likelihood": {"likelihood", "feature_logits", "feature_probabilities", "count_losses"},
    "Heat": {"particles", "settling"},
    "Entropy": {"entropy_curve", "best_other"},
}
SLIDERS = {"Likelihood": {"n0"}, "Heat": {"T", "sweeps"}, "Entropy": {"T", "mean"}}


@for_each("reason", DRAWN)
def test_a_reason_draws_its_charts_and_its_sliders_and_no_other(reason: str) -> None:
    at = seen("why", reason=reason)
    assert troubles(at) == []
    assert charts(at).keys() == DRAWN[reason]
    assert plan(at).header["controls"].keys() == SLIDERS[reason]


def test_a_link_without_a_reason_opens_the_first() -> None:
    assert charts(seen("why")).keys() == DRAWN["Likelihood"]


@for_each("reason", DRAWN)
def test_the_first_run_of_each_reason_draws_its_picture_alone(reason: str) -> None:
    at = arrival("why", reason=reason).run()
    picture = {"Likelihood": "likelihood", "Heat": "particles", "Entropy": "entropy_curve"}[reason]
    assert charts(at).keys() == plan(at).charts.keys() == {picture}
    assert set(SLIDERS[reason]) <= plan(at).header["controls"].keys()


def test_another_reason_keeps_the_values_of_all_controls() -> None:
    link = {"n3": "9", "j": "3", "sweeps": "12", "mean": "0.3", "T": "2", "seed": "5", "z4": "1"}
    at = visit("why", **link)
    for reason in ("Heat", "Entropy", "Likelihood"):
        pick(at, "reason", reason)
        assert troubles(at) == []
        assert charts(at).keys() == DRAWN[reason]
        assert {key: as_link(at.session_state[key]).removesuffix(".0") for key in link} == link


@for_each(("reason", "slider"), [(r, s) for r in SLIDERS for s in sorted(SLIDERS[r])])
def test_under_the_hand_a_reason_shows_what_stands_after_release(reason: str, slider: str) -> None:
    at = visit("why", reason=reason)
    before = plan(at)
    place, value = setting(at, slider)
    slide(at, slider, value)
    assert troubles(at) == []
    assert_stands(at, before, plan(at), slider, place)


@for_each(("reason", "key", "value"), [("Heat", "seed", "9"), ("Entropy", "seed", "9"),
                                       ("Heat", "T", "0.5"), ("Entropy", "T", "0.5")])  # fmt: skip
def test_nothing_but_live_elements_tells_one_state_of_a_reason_from_another(
    reason: str, key: str, value: str
) -> None:
    assert unheld(seen("why", reason=reason, **{key: value})) == unheld(seen("why", reason=reason))


def test_a_chart_follows_its_sliders_and_no_other() -> None:
    here = everything("why")
    for chart, sliders in (
        ("likelihood", {"n0"}),
        ("feature_logits", {"n0"}),
        ("feature_probabilities", {"n0"}),
        ("count_losses", {"n0"}),
        ("particles", {"T", "sweeps"}),
        ("settling", {"T", "sweeps"}),
        ("entropy_curve", {"T", "mean"}),
        ("best_other", {"mean"}),
    ):
        assert here.element(chart, here.state()).controls & set(here.sliders) == sliders


@pytest.mark.parametrize(
    ("link", "reason"),
    [
        ({"sweeps": "30", "T": "2"}, "Heat"),
        ({"mean": "0.3"}, "Entropy"),
        ({"n2": "9", "T": "2"}, "Likelihood"),
        ({"sweeps": "30", "reason": "Entropy"}, "Entropy"),
    ],
)
def test_an_older_link_opens_the_reason_that_its_keys_are_about(
    link: dict[str, str], reason: str
) -> None:
    at = visit("why", **link)
    assert at.button_group(key="reason").value == reason
    assert troubles(at) == []
