"""The files that the lesson offers."""

import numpy as np

from logitviz.charts.export import csv

from .controls import SWEEPS
from .state import WhySoftmaxState


def particles_csv(state: WhySoftmaxState) -> str:
    """Write how many particles are on each level after every sweep at T."""
    counts = state.many_particles.counts[state.temperature_index]
    rows = np.column_stack([np.arange(SWEEPS + 1), counts])
    return csv(["sweeps", *(f"level{c}" for c in range(counts.shape[-1]))], rows)


def means_csv(state: WhySoftmaxState) -> str:
    """Write softmax and the best of the others at every mean score."""
    found = state.every_mean
    header = ["mean", "temperature", "entropy", "best_other"]
    classes = [f"p{c}" for c in range(found.probabilities.shape[-1])]
    columns = [found.mean, found.temperature, found.entropy, found.best_entropy]
    return csv([*header, *classes], np.column_stack([*columns, found.probabilities]))
