"""The files that the lesson offers."""

import numpy as np

from logitviz.charts.export import csv, table_csv

from .state import LossState


def logits_csv(state: LossState) -> str:
    """Write every stage from the logits to the probabilities, class by class."""
    return table_csv(state.record)


def steps_csv(state: LossState) -> str:
    """Write the loss and the logits of every step."""
    rows = np.column_stack([np.arange(state.losses.size), state.losses, state.path])
    return csv(["step", "loss", *(f"z{c}" for c in range(state.path.shape[-1]))], rows)
