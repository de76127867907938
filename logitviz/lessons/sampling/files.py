"""The files that the lesson offers."""

import numpy as np

from logitviz.charts.export import csv_text

from .state import MARKS, SamplingState


def words_csv(state: SamplingState) -> str:
    """Write logit, probabilities after every step, count, expectation and error of every word."""
    stages = [step.after for step in state.chain]
    n = state.draws
    columns = (np.arange(10), state.logits, state.model, *stages, state.counts,
               n * state.probabilities, n * state.errors)  # fmt: skip
    names = [f"after_step{i}" for i in range(1, 6)]
    head = ["word", "logit", "softmax", *names, "count", "expected", "standard_deviation"]
    return csv_text(head, np.column_stack(columns))


def draws_csv(state: SamplingState) -> str:
    """Write the number of the word of every draw."""
    numbers = np.arange(1, MARKS[-1] + 1)
    return csv_text(["draw", "word"], np.column_stack([numbers, state.winners]))
