"""The distillation page: its switches, the real pairs, the experiment."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray
from streamlit.testing.v1 import AppTest

from logitviz.datasets.digits import load_digits
from logitviz.lessons.distillation.accuracies import summarise
from logitviz.lessons.distillation.experiment import Experiment, ExperimentSettings, advance, begin
from logitviz.lessons.distillation.experiment_panel import ExperimentRun
from logitviz.live.fields import template
from logitviz.live.prose import prose
from logitviz.live.shared import SEED
from tests.lessons.captured import captured
from tests.lessons.shown import read, shown
from tests.shell.visits import charts, pick, plan, press, seen, slide, table, troubles, visit, words

Floats = NDArray[np.float64]
OUTCOME = {"accuracy", "gain"}


def captions(at: AppTest) -> str:
    return "\n".join(caption.value for caption in at.caption)


def markdown(at: AppTest) -> str:
    return "\n".join(piece.value for piece in at.markdown)


def expected(settings: ExperimentSettings) -> Experiment:
    experiment = begin(settings)
    while not experiment.finished:
        experiment = advance(experiment, 300)
    return experiment


def said(name: str, link: str) -> str:
    return shown("distillation", read(link)).texts[name]


def test_the_paper_s_numbers_stand_on_the_page() -> None:
    # Material 10: 0.1749 against 0.3457 shared, 0.0995 standardised, 0.1347 with ddof = 0.
    assert said("verdict", "").startswith("Loss of S1 0.175, of S2 0.346.")
    for ddof, number in (("1", "0.100"), ("0", "0.135")):
        assert said("verdict", f"kd=standardised&ddof={ddof}") == (
            f"Loss of S1 {number}, of S2 <.0005. Preferred: S2, which is right."
        )


def test_the_verdict_turns_over_where_the_page_says() -> None:
    assert said("turn", "") == "The verdict first turns over at T = 0.355."
    assert "Preferred: S2, which is right" in said("verdict", "T=0.34")
    assert "Preferred: S1, which is wrong" in said("verdict", "T=0.36")


def test_the_means_are_those_of_every_image() -> None:
    digits = load_digits()
    agree = (digits.teacher_logits.argmax(axis=1) == digits.student_logits.argmax(axis=1)).mean()
    (_, student) = shown("distillation", read("")).tables["average"]
    assert student[1] == f"{100 * agree:.1f} %"


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
    pair = [[cell or "" for cell in row] for row in wanted.tables["pair"]]
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
    assert "the authors' figures, not measured here" in text


# ---- the experiment ----


@pytest.fixture(scope="module")
def run() -> AppTest:
    """A page after a short experiment; tests of it change nothing."""
    return press(visit("distillation", runs="5", labels="1", seed="3", T="0.5"), "run")


def test_before_a_run_nothing_is_shown() -> None:
    at = seen("distillation")
    assert not OUTCOME & charts(at).keys()
    assert "Nothing has been run yet." in captions(at)


def test_a_run_shows_every_run_s_accuracy(run: AppTest) -> None:
    assert troubles(run) == []
    right = expected(ExperimentSettings(0.5, 1, 1, 3, 5)).correct
    for method, row in enumerate(right):
        points = charts(run)["accuracy"]["data"][5 + method]["y"]
        assert_allclose(points, row / 899, rtol=1e-15, atol=0)
    gains = charts(run)["gain"]["data"][0]["y"]
    assert_allclose(gains, 100 * (right[2] - right[1]) / 899, rtol=1e-12, atol=1e-12)


def test_a_result_carries_its_settings_and_its_spread(run: AppTest) -> None:
    text = markdown(run)
    assert "**T = 0.5, ddof = 1, 1 labelled image per digit, seeds 3 to 7**" in text
    assert "| | mean | std | lowest | highest |" in text
    correct = expected(ExperimentSettings(0.5, 1, 1, 3, 5)).correct
    assert sentence(100 * (correct[2] - correct[1]) / 899) in text
    assert "Standardising is ahead here" in text


def test_another_setting_hides_the_result_until_it_is_the_same_again() -> None:
    at = press(visit("distillation", runs="5", labels="1"), "run")
    before = charts(at)["accuracy"]
    for key, value in (("labels", 2), ("ddof", 0), ("runs", 10)):
        old = at.session_state[key]
        pick(at, key, value)
        assert not OUTCOME & charts(at).keys()
        assert "The last run was for T = 1, ddof = 1, 1 labelled" in captions(at)
        pick(at, key, old)
        assert charts(at).keys() >= OUTCOME
    slide(at, "s", "2")  # does not enter the experiment
    assert charts(at)["accuracy"] == before


def run_of(at: AppTest) -> ExperimentRun:
    """What the session remembers of the experiment."""
    found: ExperimentRun = at.session_state["logitviz"].of(ExperimentRun)
    return found


def share_done(at: AppTest) -> float:
    experiment = run_of(at).experiment
    assert experiment is not None
    return experiment.share


def unfinished(at: AppTest, *, running: bool) -> AppTest:
    """Put a page where a hand has interrupted an experiment."""
    settings = ExperimentSettings(1.0, 1, 2, 1, 5)
    run = run_of(at)
    run.experiment = advance(begin(settings), 90)
    run.running = running
    return at


def test_a_stopped_run_shows_no_result_and_goes_no_further() -> None:
    at = unfinished(visit("distillation", runs="5"), running=False).run()
    assert "Stopped at 10.0 %" in captions(at)
    assert not OUTCOME & charts(at).keys()
    assert share_done(at) == pytest.approx(0.1)


def test_an_interrupted_run_goes_on_where_it_was() -> None:
    at = unfinished(visit("distillation", runs="5"), running=True).run()
    assert troubles(at) == []
    assert charts(at).keys() >= OUTCOME
    experiment = run_of(at).experiment
    assert experiment is not None
    assert_array_equal(experiment.correct, expected(ExperimentSettings(1.0, 1, 2, 1, 5)).correct)
    assert not run_of(at).running


def test_a_run_whose_setting_has_changed_goes_no_further() -> None:
    at = unfinished(visit("distillation", runs="5", T="2"), running=True).run()
    assert not run_of(at).running
    assert share_done(at) == pytest.approx(0.1)
    assert "The last run was for T = 1" in captions(at)


def test_a_new_run_replaces_a_stopped_one() -> None:
    at = press(unfinished(visit("distillation", runs="5"), running=False).run(), "run")
    assert charts(at).keys() >= OUTCOME


def sentence(gain: Floats) -> str:
    """The sentence about gains in percentage points."""
    accuracy = np.stack([np.zeros_like(gain), np.zeros_like(gain), gain / 100])
    found = summarise(accuracy)
    text = template(prose("distillation")["gain"])
    return text.fill([part.row(found) for part in text.parts])


def test_the_words_of_a_comparison_follow_the_numbers() -> None:
    ahead = sentence(np.array([1.0, 1.2, 0.9]))
    behind = sentence(-np.array([1.0, 1.2, 0.9]))
    neither = sentence(np.array([1.0, -1.2, 0.1]))
    assert ahead.startswith(
        "Standardising is ahead here: standardised minus shared T is +1.033 points"
    )
    assert behind.startswith("The shared temperature is ahead here")
    assert "−1.033 points, standard error 0.088, above 0 in 0 of 3 runs" in behind
    assert neither.startswith("No difference that these runs could show")
    assert sentence(np.zeros(5)).startswith("No difference")


def test_the_seeds_of_the_last_link_still_run() -> None:
    high = SEED.high
    at = press(visit("distillation", seed=str(high), runs="5", T="0"), "run")
    assert troubles(at) == []
    assert charts(at).keys() >= OUTCOME
