"""What charts over the temperature have in common."""

from functools import partial
from typing import Any

import numpy as np
import plotly.graph_objects as go

from .axes import LimitAxis
from .chart import Drawn, Numbers
from .layout import NEUTRAL

TEMPERATURE_AXIS = LimitAxis("temperature T", 0.028, 36.0, (0.1, 0.25, 0.5, 1, 2, 5, 10, 20))
DASHES = ("solid", "dash", "dot", "dashdot")


def marker_line(height: float = 1.0) -> go.Scatter:
    """Give the line that marks where a slider stands, from 0 to a height."""
    line = {"color": NEUTRAL, "width": 3}
    return go.Scatter(y=[0, height], mode="lines", line=line, showlegend=False)


def at_temperature(field: str, points: int = 1) -> Drawn:
    """Draw so many points at the temperature of a field."""
    return Drawn((field,) * points, through=TEMPERATURE_AXIS.place)


def beyond(most: float) -> Any:
    """Give a function that draws what leaves an axis from 0 to `most` up to twice that."""

    def cut(numbers: Numbers) -> Numbers:
        return np.minimum(numbers, 2 * most)

    return cut


def at_most(most: float) -> Any:
    """Give a function that keeps points within an axis: those beyond `most` are drawn there."""
    return partial(np.minimum, most)
