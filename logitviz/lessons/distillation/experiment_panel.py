"""The experiment on the page: its button, its progress, its result."""

from dataclasses import dataclass

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from logitviz.datasets.digits import load_digits
from logitviz.live.link import Live
from logitviz.live.session import session

from .accuracies import summarise
from .experiment import Experiment, advance, begin
from .experiment_charts import accuracy_points, gain_points

STEPS_BETWEEN_REPORTS = 20


@dataclass
class ExperimentRun:
    """The last experiment that the visitor has started.

    Parameters
    ----------
    experiment
        As far as it has come; None before its first step.
    running
        Whether it goes on.
    """

    experiment: Experiment | None = None
    running: bool = False


def _run() -> ExperimentRun:
    return session().of(ExperimentRun)


def _start() -> None:
    run = _run()
    run.experiment, run.running = None, True


def _stop() -> None:
    _run().running = False


def experiment_panel(page: Live) -> DeltaGenerator:
    """Draw the button and the last result; give the place for the progress of a run."""
    run, settings = _run(), page.state.experiment_settings
    if run.running and run.experiment is None:
        # Not in the callback of the button: a seed that was typed just before it counts.
        run.experiment = begin(settings)
    if run.experiment and run.experiment.settings != settings:
        run.running = False
    with page.snapshot("experiment"):
        # Streamlit keeps the elements of the last script run until others replace them, and the
        # script runs as long as the experiment: three places replace them at once.
        button, progress, result = st.empty(), st.empty(), st.empty()
        if run.running:
            button.button("Stop", key="stop", on_click=_stop)
        else:
            button.button("Run the experiment", key="run", on_click=_start)
        if run.experiment is None:
            result.caption(page.words["not_run"])
        elif run.experiment.settings != settings:
            result.caption(page.written(page.words["other_settings"], run.experiment))
        elif run.experiment.finished:
            with result.container():
                _draw_result(page, run.experiment)
        elif not run.running:
            result.caption(page.written(page.words["stopped"], run.experiment))
    return progress


def run_experiment(page: Live, progress: DeltaGenerator) -> None:
    """Continue a run to its end, then draw the page again with its result.

    Streamlit ends this script at the next report of progress as soon as the visitor does anything;
    the script run that follows continues the experiment, or finds that it is stopped.
    """
    run = _run()
    if not run.running or run.experiment is None:
        return
    while not run.experiment.finished:
        words = page.written(page.words["progress"], run.experiment)
        progress.progress(run.experiment.share, words)
        run.experiment = advance(run.experiment, STEPS_BETWEEN_REPORTS)
    _stop()
    st.rerun()


def _draw_result(page: Live, experiment: Experiment) -> None:
    found = summarise(np.array(experiment.correct) / load_digits().labels.size)
    st.markdown(page.written(page.words["settings"], experiment))
    left, right = st.columns([3, 2], gap="medium")
    with left:
        page.chart(accuracy_points(found.runs), of=found)
    with right:
        page.chart(gain_points(found.runs), of=found)
    st.markdown(page.written(page.words["gain"], found))
    st.markdown(page.written(page.words["accuracies"], found))
