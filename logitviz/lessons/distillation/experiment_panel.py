"""The experiment on the page: its temperature, its button, its progress, its results."""

from dataclasses import dataclass, field

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from logitviz.live.link import Live
from logitviz.live.session import session

from .accuracies import Accuracies, result, side_by_side
from .experiment import Experiment, advance, begin
from .experiment_charts import accuracies_over_temperature, gain_over_temperature

STEPS_BETWEEN_REPORTS = 20
TEMPERATURES = ("0.5", "1", "2", "5", "10")
AT = "experiment_T"  # the key of their buttons
MOST_RESULTS = 12


@dataclass
class ExperimentRun:
    """The experiments of a visitor.

    Parameters
    ----------
    experiment
        The last one that was started, as far as it has come; None before its first step, and when
        it is finished.
    running
        Whether it goes on.
    results
        Of those that are finished, the oldest first.
    """

    experiment: Experiment | None = None
    running: bool = False
    results: list[Accuracies] = field(default_factory=list)

    def keep(self, found: Accuracies) -> None:
        """Add a result; an equal experiment and those that are too many are forgotten."""
        others = [each for each in self.results if each.settings != found.settings]
        self.results = [*others, found][-MOST_RESULTS:]


def _run() -> ExperimentRun:
    return session().of(ExperimentRun)


def _start() -> None:
    run = _run()
    run.experiment, run.running = None, True


def _stop() -> None:
    _run().running = False


def _forget() -> None:
    run = _run()
    run.results, run.experiment, run.running = [], None, False


def _take_temperature() -> None:
    chosen = st.session_state[AT]
    if chosen is not None:
        st.session_state["T"] = chosen


def temperature_choice(page: Live) -> None:
    """Draw buttons that set the T of the page: its slider is far above."""
    here = st.session_state["T"]
    st.session_state[AT] = here if here in TEMPERATURES else None
    with page.snapshot("temperature", "T"):
        label = page.words.said("experiment_T", now=here)
        st.segmented_control(label, TEMPERATURES, key=AT, on_change=_take_temperature)


def experiment_panel(page: Live) -> DeltaGenerator:
    """Draw the button and the results; give the place for the progress of a run."""
    run, settings = _run(), page.state.experiment_settings
    if run.running and run.experiment is None:
        # Not in the callback of the button: a seed that was typed just before it counts.
        run.experiment = begin(settings)
    if run.experiment and run.experiment.settings != settings:
        run.running = False
    with page.snapshot("experiment"), st.container(horizontal=True):
        # Streamlit keeps the elements of the last script run until others replace them, and the
        # script runs as long as the experiment: these places replace them at once.
        button, clear = st.empty(), st.empty()
        if run.running:
            button.button(page.words["stop"], key="stop", on_click=_stop)
        else:
            button.button(page.words["button_run"], key="run", on_click=_start)
        if run.results and not run.running:
            clear.button(page.words["button_clear"], key="clear", on_click=_forget)
    progress, note, results = st.empty(), st.empty(), st.empty()
    if run.experiment and not run.running:
        note.caption(page.written(page.words["stopped"], run.experiment))
    elif not run.results and not run.running:
        note.caption(page.words["not_run"])
    if run.results:
        with results.container():
            _draw_results(page, run.results)
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
    run.keep(result(run.experiment))
    run.experiment, run.running = None, False
    st.rerun()


def _draw_results(page: Live, results: list[Accuracies]) -> None:
    found = side_by_side(results)
    st.markdown(page.written(page.words["gain"], results[-1]))
    left, right = st.columns(2, gap="medium")
    with left:
        page.chart(accuracies_over_temperature(page.words, found.temperatures), of=found)
    with right:
        page.chart(gain_over_temperature(page.words, found.temperatures, found.runs), of=found)
    rows = (page.written(page.words["result"], each) for each in results)
    st.markdown("\n".join([page.words["results"], *rows]))
