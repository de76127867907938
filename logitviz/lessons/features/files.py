"""The file of votes that the lesson offers."""

import numpy as np

from logitviz.charts.export import csv

from .state import FeaturesState
from .strokes import SIDE


def votes_csv(state: FeaturesState) -> str:
    """Write the ink of every pixel, and what it adds to the logit of class k, row by row."""
    row, column = np.indices((SIDE, SIDE))
    columns = (row, column, state.image, state.votes)
    return csv(["row", "column", "ink", "vote"], np.stack(columns, axis=-1).reshape(-1, 4))
