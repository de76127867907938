"""An experiment that was stopped, interrupted or replaced."""

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from streamlit.testing.v1 import AppTest

from logitviz.charts.words import words_of
from logitviz.lessons.distillation.experiment import ExperimentSettings, advance, begin
from logitviz.lessons.distillation.experiment_panel import ExperimentRun
from tests.lessons.distillation.experiments import OUTCOME, captions, expected
from tests.shell.visits import charts, press, troubles, visit


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


def stopped(share: float) -> str:
    """What the page says of a run at T = 1 that was stopped."""
    settings = ExperimentSettings(temperature=1.0)
    return words_of("distillation").said("stopped", settings=settings, share=share)


def test_a_stopped_run_shows_no_result_and_goes_no_further() -> None:
    at = unfinished(visit("distillation", runs="5"), running=False).run()
    assert stopped(0.1) in captions(at)
    assert not OUTCOME & charts(at).keys()
    assert share_done(at) == pytest.approx(0.1)


def test_an_interrupted_run_goes_on_where_it_was() -> None:
    at = unfinished(visit("distillation", runs="5"), running=True).run()
    assert troubles(at) == []
    assert charts(at).keys() >= OUTCOME
    (found,) = run_of(at).results
    whole = expected(ExperimentSettings(1.0, 1, 2, 1, 5))
    assert found.settings == whole.settings
    assert_array_equal(found.accuracy, np.array(whole.correct) / 899)
    assert not run_of(at).running


def test_a_run_whose_setting_has_changed_goes_no_further() -> None:
    at = unfinished(visit("distillation", runs="5", T="2"), running=True).run()
    assert not run_of(at).running
    assert share_done(at) == pytest.approx(0.1)
    assert stopped(0.1) in captions(at)


def test_a_new_run_replaces_a_stopped_one() -> None:
    at = press(unfinished(visit("distillation", runs="5"), running=False).run(), "run")
    assert charts(at).keys() >= OUTCOME
