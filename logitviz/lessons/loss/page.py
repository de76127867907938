"""Training on one sample: its controls, its states, its words."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from logitviz.charts.old_chart import Numbers
from logitviz.core import gradient_descent, log_softmax, smooth_labels
from logitviz.lessons.loss.training_record import Training
from logitviz.live import old_controls as controls
from logitviz.live.old_link import Link, Parts
from logitviz.live.old_table import CLASSES, SHARE_VALUES, STEPS_DOWN, TABLE, TEMPERATURE_VALUES

JUMPS = {"1 step": 1, "10 steps": 10, "Step 0": -STEPS_DOWN}
STEPS = np.arange(STEPS_DOWN + 1)
RATES = np.round(np.arange(0, (TABLE["eta"].high or 0) + 0.05, 0.1), 1)
READOUTS: dict[str, tuple[str, str, Parts, str]] = {
    "loss": (
        "Loss",
        "{} nats",
        lambda s: [(s.loss, "amount")],
        "The cross-entropy −Σ y log p: for a target without smoothing −log p of its class.",
    ),
    "true_share": (
        "p of the target",
        "{}",
        lambda s: [(s.record.probabilities[..., s.index], "probability")],
        "What the softmax gives to the class that is true.",
    ),
    "true_logit": (
        "Logit after the steps",
        "{}",
        lambda s: [(s.logits[..., s.index], "logit")],
        "That of the target; the slider above sets where it starts, before any step.",
    ),
    "size": (
        "Length of the gradient",
        "{}",
        lambda s: [(s.size, "amount")],
        "The square root of the sum of the squares of (p − y)/T.",
    ),
    "range": (
        "Range of the logits",
        "{}",
        lambda s: [(np.ptp(s.logits, axis=-1), "logit")],
        "From the smallest to the largest logit.",
    ),
}


def _jump(steps: int) -> None:
    taken = controls.whole(st.session_state["n"]) + steps
    st.session_state["n"] = float(min(max(taken, 0), STEPS_DOWN))


def jumps() -> None:
    """Draw a button for one step, for ten, and for the way back."""
    with st.container(horizontal=True, gap="xsmall"):
        for label, steps in JUMPS.items():
            st.button(label, key=f"go_{abs(steps)}", on_click=_jump, args=(steps,))


def states(
    z: NDArray[np.float64], index: int, temperature: float, rate: float, step: int, epsilon: float
) -> tuple[Training, dict[str, Training]]:
    """Train from these logits, and from every position of every slider."""
    y = smooth_labels(index, CLASSES, smoothing=epsilon)
    soft = smooth_labels(index, CLASSES, smoothing=SHARE_VALUES)
    eta, t = np.array([rate]), np.array([temperature])
    starts = {
        "": (z[None], y[None], eta, t),
        "T": (z[None], y[None], eta, TEMPERATURE_VALUES),
        f"z{index}": (controls.moving(z, index), y[None], eta, t),
        "eta": (z[None], y[None], RATES, t),
        "eps": (z[None], soft, eta, t),
    }
    trained = _trained(starts, index, step)
    batch = trained.pop("")
    now = Training(batch.path[0], y, index, batch.temperature[0], batch.step)
    return now, trained | {"n": replace(now, step=STEPS)}


def _trained(
    starts: Mapping[str, tuple[Numbers, ...]], index: int, step: int
) -> dict[str, Training]:
    """Train from batches of logits, targets, rates and temperatures, all of them in one go."""
    counts = [max(map(len, start)) for start in starts.values()]
    columns = [
        np.concatenate(
            [np.repeat(a, n // len(a), axis=0) for n, a in zip(counts, arrays, strict=True)]
        )
        for arrays in zip(*starts.values(), strict=True)
    ]
    z, y, rate, temperature = columns
    path = gradient_descent(z, y, rate=rate, steps=STEPS_DOWN, temperature=temperature)
    ends = np.cumsum(counts)[:-1]
    parts = zip(starts, *(np.split(a, ends) for a in (path, y, temperature)), strict=True)
    return {key: Training(way, true, index, t, np.asarray(step)) for key, way, true, t in parts}


def row(link: Link, now: Training, sweeps: Mapping[str, Training]) -> None:
    """Show the loss, the target, the gradient and the size of the logits."""
    with st.container(key="training"):
        for key, (label, template, parts, meaning) in READOUTS.items():
            link.metric(key, label, template, parts, now, sweeps, help=meaning)


def _likelihood(state: Training) -> list[tuple[Numbers, str]]:
    own = state.record.shifted[..., state.index]
    log_p = log_softmax(state.logits, temperature=state.temperature)
    # What is subtracted: log Σ exp of the shifted logits, the largest of which is 0.
    total = 0.0 - log_p.max(axis=-1)
    return [(own, "stage"), (total, "stage"), (log_p[..., state.index], "stage")]


def likelihood_words(link: Link, now: Training, sweeps: Mapping[str, Training]) -> None:
    """Say how the log-likelihood of the target comes about."""
    link.sentence(
        "likelihood_words",
        f"Counted from the largest logit, log p of class {now.index} = "
        "z/T − log Σ exp(z/T) = {} − {} = {} nats",
        _likelihood, now, sweeps,
    )  # fmt: skip


def rate_words(link: Link, now: Training, sweeps: Mapping[str, Training]) -> None:
    """Say below which learning rate no step can overshoot."""
    link.sentence(
        "rate_words",
        "At this T no rate below 4T² = {} can raise the loss.",
        lambda s: [(4 * s.temperature**2, "stage")],
        now, sweeps,
    )  # fmt: skip


def table(link: Link, now: Training, sweeps: Mapping[str, Training]) -> None:
    """Show logit, p, y, p − y and the gradient of every class."""
    columns = {
        "z": ("logits", "logit"), "p": ("record.probabilities", "probability"),
        "y": ("target", "probability"), "p − y": ("error", "signed"),
        "(p − y)/T": ("gradient", "signed"),
    }  # fmt: skip
    rows = [
        (f"**{label}**", [("{}", _cell(name, form, c)) for c in range(CLASSES)])
        for label, (name, form) in columns.items()
    ]
    link.table("numbers", ["class", *map(str, range(CLASSES))], rows, now, sweeps)


def _cell(name: str, form: str, index: int) -> Parts:
    def parts(state: Training) -> list[tuple[Numbers, str, int]]:
        whole = state.record.probabilities if "." in name else getattr(state, name)
        return [(whole, form, index)]

    return parts
