"""The file that the lesson offers."""

import numpy as np

from logitviz.charts.export import csv
from logitviz.live.shared import CURVE_TEMPERATURES

from .charts import STUDENTS
from .state import DistillationState


def losses_csv(state: DistillationState) -> str:
    """Write the losses of both students of the toy case, a line for each temperature."""
    rows = np.column_stack([CURVE_TEMPERATURES, state.toy_losses])
    return csv(["temperature", *STUDENTS], rows)
