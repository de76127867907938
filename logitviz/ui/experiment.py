"""The experiment of the distillation page: started, shown, stopped, and never out of date."""

from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from logitviz.charts.imitation import Outcome, outcome_points
from logitviz.charts.text import percent
from logitviz.core.digits import load_digits
from logitviz.core.student import METHODS, Experiment, Setting, advance, begin

from .controls import choice, counted
from .imitation import Chosen
from .live import Link, still

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


def _start(wanted: Setting) -> None:
    st.session_state[STATE] = begin(load_digits(), wanted)
    st.session_state[RUNNING] = True


def _stop() -> None:
    st.session_state[RUNNING] = False


def show(link: Link, wanted: Setting) -> Any:
    """Draw the button and what came out; give the place for the progress of a run."""
    experiment: Experiment | None = st.session_state.get(STATE)
    if experiment and experiment.setting != wanted:
        _stop()  # nobody waits for it any more
    running = bool(st.session_state.get(RUNNING))
    with still("experiment"):
        st.button("Run the experiment", key="run", disabled=running,
            on_click=_start, args=(wanted,),
        )  # fmt: skip
        place = st.empty()
        if running:
            st.button("Stop", key="stop", on_click=_stop)
        elif experiment is None:
            st.caption("Nothing has been run yet.")
        elif experiment.setting != wanted:
            st.caption(f"The last run was for {words(experiment.setting)}. Run it for these.")
        elif not experiment.finished:
            st.caption(f"Stopped at {percent(experiment.share)}; a part of it says nothing.")
        else:
            _outcome(link, experiment)
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
        place.progress(experiment.share, f"{name}: {percent(experiment.share)} of all")
        experiment = st.session_state[STATE] = advance(experiment, digits, BOUT)
    _stop()
    st.rerun()


def words(of: Setting) -> str:
    """Write what an experiment is run with."""
    return (
        f"T = {of.temperature:g}, C − {of.ddof}, {of.labels} labelled images per digit, "
        f"seeds {of.seed} to {of.seed + of.runs - 1}"
    )


def _outcome(link: Link, experiment: Experiment) -> None:
    accuracy = np.array(experiment.right) / load_digits().labels.size
    st.markdown(f"**{words(experiment.setting)}**")
    left, right = st.columns([3, 2], gap="medium")
    with left:
        chart = outcome_points(experiment.setting.runs, height=340)
        link.chart(chart, Outcome(accuracy), {})
    with right:
        st.markdown(summary(accuracy))
        st.markdown(comparison(accuracy))


def summary(accuracy: NDArray[np.float64]) -> str:
    """Write mean, spread and ends of the accuracies [methods, runs] as a table."""
    lines = ["| | mean | std | lowest | highest |", "|---|---|---|---|---|"]
    for method, row in zip(METHODS, accuracy, strict=True):
        shown = (row.mean(), row.std(ddof=1), row.min(), row.max())
        lines.append(f"| {method.name} | {' | '.join(map(percent, shown))} |")
    return "\n".join(lines)


def comparison(accuracy: NDArray[np.float64]) -> str:
    """Say what standardising adds to a shared temperature, run by run, and whether it shows."""
    gain = accuracy[2] - accuracy[1]
    error = gain.std(ddof=1) / np.sqrt(gain.size)
    points = f"{100 * gain.mean():+.1f} points (standard error {100 * error:.1f})".replace("-", "−")
    better = f"better in {np.count_nonzero(gain > 0)} of {gain.size} runs"
    clear = abs(gain.mean()) > 2 * error
    verdict = (
        "No difference that these runs could show."
        if not clear
        else "Standardising is ahead here."
        if gain.mean() > 0
        else "The shared temperature is ahead here."
    )
    return f"Standardised against shared T, run by run: {points}, {better}. **{verdict}**"
