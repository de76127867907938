"""The files that the lesson offers."""

import numpy as np

from logitviz.charts.export import csv

from .controls import CURVE_TAUS
from .state import ContrastiveState


def batch_csv(state: ContrastiveState) -> str:
    """Write the similarity, the probability and the weight of every anchor and copy."""
    anchors, copies = np.indices(state.similarities.shape)
    columns = (anchors, copies, state.similarities, state.probabilities, state.weights)
    rows = np.column_stack([numbers.ravel() for numbers in columns])
    return csv(["anchor", "copy", "similarity", "probability", "weight"], rows)


def taus_csv(state: ContrastiveState) -> str:
    """Write the loss of the batch and of every anchor at every τ of the curves."""
    anchors = (f"loss{i}" for i in range(state.losses.size))
    rows = np.column_stack([CURVE_TAUS, state.mean_loss_over_tau, state.losses_over_tau])
    return csv(["tau", "mean_loss", *anchors], rows)
