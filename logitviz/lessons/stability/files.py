"""The file that the lesson offers."""

import numpy as np

from logitviz.charts.export import csv

from .state import StabilityState

STAGES = ("first", "arguments", "exponentials", "probabilities", "log_probabilities", "fused")


def steps_csv(state: StabilityState) -> str:
    """Write every stage of both formulas, one line per class; inf and nan stay."""
    formulas = {"naive": state.naive.steps, "shifted": state.shifted.steps}
    header = ["class", "logit"]
    columns = [np.arange(state.logits.size), formulas["naive"].logits]
    for name, steps in formulas.items():
        header += [f"{name}_{stage}" for stage in STAGES]
        columns += [getattr(steps, stage) for stage in STAGES]
    return csv(header, np.column_stack([np.asarray(c, np.float64) for c in columns]))
