"""Readouts of the sigmoid page."""

from collections.abc import Mapping

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from logitviz.charts.bars import Against
from logitviz.charts.old_chart import Numbers, column
from logitviz.core import Analysis, analyse, logit, sigmoid
from logitviz.lessons.sigmoid.charts import NUDGE, Nudge, Pair
from logitviz.live.old_link import Link, Parts
from logitviz.live.old_table import LOGIT_VALUES

TITLE = "Softmax: one question, ten answers"
SUMS: dict[str, tuple[str, str, Parts]] = {
    "sum_softmax": (
        "Sum of softmax",
        "{}",
        lambda s: [(s.record.probabilities.sum(axis=-1), "amount")],
    ),
    "argmax": ("The one answer", "class {}", lambda s: [(s.record.prediction, "whole")]),
    "sum_sigmoid": (
        "Sum of sigmoids",
        "{}",
        lambda s: [(s.record.sigmoids.sum(axis=-1), "amount")],
    ),
    "passing": (
        "Yes at the threshold",
        "{} of 10 classes",
        lambda s: [((s.record.sigmoids >= column(s.threshold)).sum(axis=-1), "whole")],
    ),
}


def sums(link: Link, state: Against, sweeps: Mapping[str, Against]) -> None:
    """Show the sum of each side, the argmax, and how many classes pass."""
    with st.container(key="sums"):
        for key, (label, template, parts) in SUMS.items():
            link.metric(key, label, template, parts, state, sweeps)


def nudged(index: int, record: Analysis) -> Nudge:
    """Raise one logit of a record, which may be a batch."""
    step = NUDGE * np.eye(record.logits.shape[-1])[index]
    return Nudge(index, record, analyse(record.logits + step, temperature=record.temperature))


def pairs(u: float, v: float) -> tuple[Pair, dict[str, Pair]]:
    """Analyse two logits as they are, and at every position of either slider."""
    first = np.stack([LOGIT_VALUES, np.full(LOGIT_VALUES.size, v)], axis=-1)
    second = np.stack([np.full(LOGIT_VALUES.size, u), LOGIT_VALUES], axis=-1)
    return Pair(analyse([u, v])), {"u": Pair(analyse(first)), "v": Pair(analyse(second))}


def pair_words(link: Link, pair: Pair, sweeps: Mapping[str, Pair]) -> None:
    """Say that softmax of two is the sigmoid of their difference, with the numbers."""

    def parts(state: Pair) -> list[tuple[Numbers, str]]:
        first, second = state.record.probabilities[..., 0], sigmoid(state.difference)
        return [(first, "probability"), (state.difference, "logit"), (second, "probability")]

    link.sentence("pair_words", "softmax gives {}, sigmoid({}) gives {}", parts, pair, sweeps)


def logit_words(
    link: Link, p: NDArray[np.float64], sweeps: Mapping[str, NDArray[np.float64]]
) -> None:
    """Say what the logit of a probability is, and that the sigmoid leads back."""
    link.sentence(
        "logit_words",
        "logit({}) = {}, and sigmoid({}) = {}",
        lambda q: [
            (q, "probability"),
            (logit(q), "logit"),
            (logit(q), "logit"),
            (sigmoid(logit(q)), "probability"),
        ],
        p,
        sweeps,
    )  # fmt: skip
