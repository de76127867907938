"""The experiment of the distillation page: started, shown, stopped, and never out of date."""

from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from logitviz.charts.formats import fixed, percent, signed
from logitviz.datasets.digits import load_digits
from logitviz.lessons.distillation.experiment_charts import Outcome, accuracy_points, gain_points
from logitviz.lessons.distillation.page import Chosen
from logitviz.lessons.distillation.student import METHODS, Experiment, Setting, advance, begin
from logitviz.live.old_controls import choice, counted
from logitviz.live.old_link import Link, still

BOUT = 20  # steps between two looks at whether somebody wants it to stop
STATE, RUNNING = "_experiment", "_experiment_runs"


def setting(chosen: Chosen) -> Setting:
    """Draw the controls of the experiment; give what it would be run with."""
    left, middle, right = st.columns([3, 2, 2], gap="medium", vertical_alignment="bottom")
    with left:
        labels = int(choice("labels"))
    with middle:
        runs = int(choice("runs"))
    with right:
        seed = counted("seed")
    return Setting(chosen.temperature, chosen.ddof, labels, seed, runs)


def _start() -> None:
    st.session_state.update({STATE: None, RUNNING: True})


def _stop() -> None:
    st.session_state[RUNNING] = False


def show(link: Link, wanted: Setting) -> Any:
    """Draw the button and what came out; give the place for the progress of a run."""
    experiment: Experiment | None = st.session_state.get(STATE)
    running = bool(st.session_state.get(RUNNING))
    if running and experiment is None:  # only now: what was just typed counts
        experiment = st.session_state[STATE] = begin(load_digits(), wanted)
    elif running and experiment and experiment.setting != wanted:
        running = st.session_state[RUNNING] = False  # nobody waits for it any more
    with still("experiment"):
        # While a run lasts, Streamlit leaves what was there before wherever nothing else is put.
        button, place, below = st.empty(), st.empty(), st.empty()
        if running:
            button.button("Stop", key="stop", on_click=_stop)
        else:
            button.button("Run the experiment", key="run", on_click=_start)
        if experiment is None:
            below.caption("Nothing has been run yet.")
        elif experiment.setting != wanted:
            last = words(experiment.setting)
            below.caption(f"The last run was for {last}. Run it again for these.")
        elif experiment.finished:
            with below.container():
                _outcome(link, experiment)
        elif not running:
            below.caption(f"Stopped at {percent(experiment.share)}; a part of it says nothing.")
    return place


def work(place: Any) -> None:
    """Go on with a run, bout by bout, each kept at once; then draw the page with what came out.

    Streamlit ends this script wherever it shows progress as soon as a hand does anything; the next
    run of it goes on where this one was, or finds that it should not.
    """
    if not st.session_state.get(RUNNING):
        return
    digits, experiment = load_digits(), st.session_state[STATE]
    while not experiment.finished:
        name = METHODS[len(experiment.right)].name
        done = f"{100 * experiment.share:.0f} % done"
        place.progress(experiment.share, f"Training … (now: {name}), {done}")
        experiment = st.session_state[STATE] = advance(experiment, digits, BOUT)
    _stop()
    st.rerun()


def words(of: Setting) -> str:
    """Write what an experiment is run with."""
    images = "image" if of.labels == 1 else "images"
    return (
        f"T = {of.temperature:g}, ddof = {of.ddof}, {of.labels} labelled {images} per digit, "
        f"seeds {of.seed} to {of.seed + of.runs - 1}"
    )


def _outcome(link: Link, experiment: Experiment) -> None:
    outcome = Outcome(np.array(experiment.right) / load_digits().labels.size)
    runs = experiment.setting.runs
    st.markdown(f"**{words(experiment.setting)}**")
    left, right = st.columns([3, 2], gap="medium")
    with left:
        link.chart(accuracy_points(runs, height=320), outcome, {})
    with right:
        link.chart(gain_points(runs, height=320), outcome, {})
    st.markdown(comparison(outcome.gain))
    st.markdown(summary(outcome.accuracy))


def summary(accuracy: NDArray[np.floating[Any]]) -> str:
    """Write mean, spread and ends of the accuracies [methods, runs] as a table."""
    lines = ["| | mean | std | lowest | highest |", "|---|---|---|---|---|"]
    for method, row in zip(METHODS, accuracy, strict=True):
        shown = (row.mean(), row.std(ddof=1), row.min(), row.max())
        lines.append(f"| {method.name} | {' | '.join(map(percent, shown))} |")
    return "\n".join(lines)


def comparison(gain: NDArray[np.floating[Any]]) -> str:
    """Say what standardising adds, in points [runs], and whether it stands out from chance."""
    mean, error = float(gain.mean()), float(gain.std(ddof=1) / np.sqrt(gain.size))
    points = f"{signed(mean)} points, standard error {fixed(error, 3)}"
    above = f"above 0 in {np.count_nonzero(gain > 0)} of {gain.size} runs"
    ahead = "Standardising is ahead here" if mean > 0 else "The shared temperature is ahead here"
    verdict = ahead if abs(mean) > 2 * error else "No difference that these runs could show"
    return f"{verdict}: standardised minus shared T is {points}, {above}."
