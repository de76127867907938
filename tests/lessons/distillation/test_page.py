"""The distillation page: its switches, the real pairs, the experiment."""

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose
from numpy.typing import NDArray
from streamlit.testing.v1 import AppTest

import logitviz as lv
from logitviz.charts.fields import filled
from logitviz.charts.formats import percent
from logitviz.charts.words import words_of
from logitviz.datasets.digits import load_digits
from logitviz.datasets.sources import TOY_STUDENTS, TOY_TEACHER
from logitviz.lessons.distillation.accuracies import summarise
from logitviz.lessons.distillation.experiment import ExperimentSettings
from logitviz.lessons.distillation.experiment_panel import (
    MOST_RESULTS,
    TEMPERATURES,
    ExperimentRun,
)
from logitviz.live.shared import SEED, TEMPERATURE
from tests.lessons.captured import captured
from tests.lessons.distillation.experiments import OUTCOME, captions, expected
from tests.lessons.shown import read, shown
from tests.shell.visits import charts, pick, plan, press, seen, slide, table, troubles, visit, words

Floats = NDArray[np.float64]
WORDS = words_of("distillation")
NEITHER, SHARED, STANDARDISED = 0, 1, 2  # as the method that is ahead
S1, S2 = 1, 2  # as the one that is preferred; 0 is neither


def markdown(at: AppTest) -> str:
    return "\n".join(piece.value for piece in at.markdown)


def said(name: str, link: str) -> str:
    return shown("distillation", read(link)).texts[name]


def verdict(preferred: int, *loss: float) -> str:
    """The sentence that says which student the loss prefers."""
    return WORDS.said("verdict", toy=SimpleNamespace(preferred=preferred, loss=loss))


def test_the_paper_s_numbers_stand_on_the_page() -> None:
    # Material 10: 0.1749 against 0.3457 shared, 0.0995 standardised, 0.1347 with ddof = 0.
    assert said("verdict", "") == verdict(S1, 0.1749, 0.3457)
    for ddof, loss in (("1", 0.0995), ("0", 0.1347)):
        assert said("verdict", f"kd=standardised&ddof={ddof}") == verdict(S2, loss, 1e-9)


def test_the_verdict_turns_over_where_the_page_says() -> None:
    assert said("turn", "") == WORDS.said("turn", losses_cross=1, crossing=0.355)
    for temperature, preferred in ((0.34, S2), (0.36, S1)):
        loss = lv.distillation_loss(TOY_TEACHER, TOY_STUDENTS, temperature=temperature)
        assert said("verdict", f"T={temperature}") == verdict(preferred, *loss)


def test_the_means_are_those_of_every_image() -> None:
    digits = load_digits()
    agree = (digits.teacher_logits.argmax(axis=1) == digits.student_logits.argmax(axis=1)).mean()
    (_, student) = shown("distillation", read("")).tables["average"]
    assert student[0] == f"{100 * agree:.1f} %"


def test_scaling_the_students_moves_a_shared_loss_and_no_standardised_one() -> None:
    # Material 10: relations, not absolute size.
    for kind, moves in (("shared", True), ("standardised", False)):
        state = captured("distillation").state(kd=kind)
        losses = captured("distillation").moved(state, "s").toy.loss
        assert (float(np.ptp(losses[..., 0])) > 0.1) == moves
        assert (float(np.ptp(losses[..., 0])) < 1e-6) != moves


def test_every_switch_is_taken_and_stays_in_the_link() -> None:
    at = pick(visit("distillation"), "kd", "separate")
    for key, choice in (("ddof", 0), ("labels", 5), ("runs", 20)):
        at.button_group(key=key).set_value(choice)
    for key, step in (("T", "2"), ("s", "0.5"), ("ts", "4")):
        at.select_slider(key=key).set_value(step)
    for key, number in (("digit", 15), ("seed", 40)):
        at.number_input(key=key).set_value(number)
    assert troubles(at.run()) == []
    assert {key: at.session_state[key] for key in ("ddof", "labels", "runs", "digit", "seed")} == {
        "ddof": 0, "labels": 5, "runs": 20, "digit": 15, "seed": 40,
    }  # fmt: skip
    wanted = shown("distillation", read("T=2&s=0.5&ts=4&kd=separate&ddof=0&digit=15"))
    assert words(at, "live_verdict") == wanted.texts["verdict"]
    pair = [[cell or "–" for cell in row] for row in wanted.tables["pair"]]
    assert [row[1:] for row in table(at, "live_pair")[1:]] == pair


def test_the_students_temperature_is_there_only_where_it_counts_and_is_kept() -> None:
    at = visit("distillation", kd="separate", ts="4")
    assert set(plan(at).header["controls"]) == {"T", "s", "ts"}
    pick(at, "kd", "shared")
    assert set(plan(at).header["controls"]) == {"T", "s"}
    assert at.session_state["ts"] == "4"
    pick(at, "kd", "separate")
    assert at.select_slider(key="ts").value == "4"


def test_the_authors_figures_are_there_and_marked_as_theirs() -> None:
    # Material 10: reported accuracies, quoted as the authors' figures, never as ours.
    text = markdown(seen("distillation"))
    for data, teacher, student, shared, standardised in (
        ("CIFAR-100", "ResNet32x4", "ResNet8x4", 73.33, 76.62),
        ("CIFAR-100", "VGG13", "VGG8", 72.98, 74.36),
        ("CIFAR-100", "WRN40-2", "WRN40-1", 73.54, 74.37),
        ("CIFAR-100", "ResNet50", "MobileNetV2", 67.35, 69.02),
        ("ImageNet", "ResNet34", "ResNet18", 71.03, 71.42),
        ("ImageNet", "ResNet50", "MobileNetV1", 70.50, 72.18),
    ):
        gain = f"{standardised - shared:+.2f}"
        row = f"| {data} | {teacher} | {student} | {shared:.2f} | {standardised:.2f} | {gain} |"
        assert row in text
    assert WORDS["authors"] in text


# ---- the experiment ----


@pytest.fixture(scope="module")
def run() -> AppTest:
    """A page after a short experiment; tests of it change nothing."""
    return press(visit("distillation", runs="5", labels="1", seed="3", T="0.5"), "run")


def test_before_a_run_nothing_is_shown() -> None:
    at = seen("distillation")
    assert not OUTCOME & charts(at).keys()
    assert WORDS["not_run"] in captions(at)


def test_a_result_shows_the_mean_accuracies_and_every_run_s_gain(run: AppTest) -> None:
    assert troubles(run) == []
    right = expected(ExperimentSettings(0.5, 1, 1, 3, 5)).correct
    for method, row in enumerate(right):
        points = charts(run)["accuracy"]["data"][2 * method + 1]["y"]
        assert_allclose(points, [row.mean() / 899], rtol=1e-14, atol=0)
    gains = charts(run)["gain"]["data"][0]["y"]
    assert_allclose(gains, 100 * (right[2] - right[1]) / 899, rtol=1e-12, atol=1e-12)


def test_a_result_carries_its_settings_and_its_spread(run: AppTest) -> None:
    text = markdown(run)
    correct = np.array(expected(ExperimentSettings(0.5, 1, 1, 3, 5)).correct) / 899
    cells = [f"{percent(row.mean())} ± {percent(row.std(ddof=1) / np.sqrt(5))}" for row in correct]
    assert f"| 0.5 | 1 | C − 1 | 3 to 7 | {' | '.join(cells)} | +" in text
    assert sentence(100 * (correct[2] - correct[1]), 0.5) in text
    assert summarise(ExperimentSettings(0.5), correct).method_ahead == STANDARDISED


def results(at: AppTest) -> list[str]:
    """The first column of the table of results: the temperatures."""
    tables = [m.value for m in at.markdown if m.value.startswith(WORDS["results"])]
    return [line.split("|")[1].strip() for text in tables for line in text.splitlines()[2:]]


def test_results_stay_side_by_side_when_another_t_is_run() -> None:
    at = press(visit("distillation", runs="5", labels="1", T="0.5"), "run")
    first = charts(at)["gain"]["data"][2]
    at = press(choose(at, "10"), "run")
    assert troubles(at) == []
    assert results(at) == ["0.5", "10"]
    gains = charts(at)["gain"]["data"][2]
    assert (gains["x"], gains["y"][0]) == ([0.5, 10], first["y"][0])
    assert gains["y"][1] < 0 < gains["y"][0]
    for key, value in (("labels", 2), ("ddof", 0), ("runs", 10), ("kd", "standardised")):
        pick(at, key, value)
        assert results(at) == ["0.5", "10"]
    slide(at, "s", "2")
    assert charts(at)["gain"]["data"][2]["y"] == gains["y"]


def choose(at: AppTest, temperature: str) -> AppTest:
    """Press a temperature beside the experiment."""
    return at.button_group(key="experiment_T").set_value(temperature).run()


def test_the_t_beside_the_experiment_is_the_t_of_the_page() -> None:
    at = choose(visit("distillation"), "5")
    assert at.session_state["T"] == "5"
    slide(at, "T", "2")
    assert at.button_group(key="experiment_T").value == "2"
    slide(at, "T", "1.5")
    assert at.button_group(key="experiment_T").value is None
    label = WORDS.said("experiment_T", now="1.5")
    assert label in [group.label for group in at.button_group]
    assert troubles(choose(at, "0.5")) == []
    assert at.session_state["T"] == "0.5"


def test_every_temperature_beside_the_experiment_is_one_of_the_slider() -> None:
    assert set(TEMPERATURES) <= set(TEMPERATURE.options)


def test_the_results_can_be_cleared() -> None:
    at = press(visit("distillation", runs="5", labels="1"), "run")
    assert charts(at).keys() >= OUTCOME
    press(at, "clear")
    assert troubles(at) == []
    assert not OUTCOME & charts(at).keys()
    assert WORDS["not_run"] in captions(at)
    assert "clear" not in [button.key for button in at.button]


def test_an_equal_run_is_kept_once_and_the_oldest_of_too_many_is_forgotten() -> None:
    run = ExperimentRun()
    found = [
        summarise(ExperimentSettings(seed=seed), np.zeros((3, 10))) for seed in range(MOST_RESULTS)
    ]
    for each in (*found, found[0]):
        run.keep(each)
    assert run.results == [*found[1:], found[0]]
    run.keep(summarise(ExperimentSettings(seed=99), np.zeros((3, 10))))
    assert [each.settings.seed for each in run.results][:1] == [2]
    assert len(run.results) == MOST_RESULTS


def sentence(gain: Floats, temperature: float = 1.0) -> str:
    """The sentence about gains in percentage points."""
    accuracy = np.stack([np.zeros_like(gain), np.zeros_like(gain), gain / 100])
    found = summarise(ExperimentSettings(temperature), accuracy)
    return filled(WORDS["gain"], found)


def outcome(method_ahead: int, sign: str, size: float, **numbers: float) -> str:
    """The same sentence, from what it must say."""
    values: dict[str, Any] = {"settings": ExperimentSettings(1.0), "runs": 3, **numbers}
    positive = sign == "+"
    return WORDS.said("gain", method_ahead=method_ahead, positive=positive, size=size, **values)


def test_the_words_of_a_comparison_follow_the_numbers() -> None:
    ahead = sentence(np.array([1.0, 1.2, 0.9]))
    behind = sentence(-np.array([1.0, 1.2, 0.9]))
    neither = sentence(np.array([1.0, -1.2, 0.1]))
    assert ahead == outcome(STANDARDISED, "+", 1.03, gain_error=0.09, runs_ahead=3)
    assert behind == outcome(SHARED, "−", 1.03, gain_error=0.09, runs_ahead=0)
    assert neither == outcome(NEITHER, "−", 0.03, gain_error=0.64, runs_ahead=2)
    assert sentence(np.zeros(5)) == outcome(NEITHER, "+", 0, gain_error=0, runs_ahead=0, runs=5)


def test_the_seeds_of_the_last_link_still_run() -> None:
    high = SEED.high
    at = press(visit("distillation", seed=str(high), runs="5", T="0"), "run")
    assert troubles(at) == []
    assert charts(at).keys() >= OUTCOME
