"""What charts over the temperature have in common."""

from typing import Any

import plotly.graph_objects as go

from .axes import LimitAxis
from .chart import Drawn
from .layout import NEUTRAL

TEMPERATURE_AXIS = LimitAxis(0.028, 36.0, (0.1, 0.2, 0.5, 1, 2, 5, 10, 20))
DASHES = ("solid", "dash", "dot", "dashdot")


def marker_line(height: float = 1.0) -> go.Scatter:
    """Give the line that marks the value of a slider, from 0 to a height."""
    line = {"color": NEUTRAL, "width": 3}
    return go.Scatter(y=[0, height], mode="lines", line=line, showlegend=False)


def marker_dot(**options: Any) -> go.Scatter:
    """Give the marker of the present value on a curve."""
    marker = {"size": 12, "color": NEUTRAL}
    return go.Scatter(mode="markers", marker=marker, showlegend=False, **options)


def at_temperature(field: str, points: int = 1) -> Drawn:
    """Draw some points at the temperature of a field."""
    return Drawn((field,) * points, through=TEMPERATURE_AXIS.coordinate)
