"""A chart: a figure with named traces, and which fields of a state each trace shows.

A field is named by its path in the state, such as ``record.probabilities``; ``[3]`` behind it
takes the fourth of its last axis. The same names give the numbers of one state (the figure) and
those of all positions of a slider (the live link).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from .formats import Form

Numbers = NDArray[np.floating[Any]]


@dataclass(frozen=True)
class Drawn:
    """Numbers that Plotly draws.

    Parameters
    ----------
    fields
        The path of a field; several paths give one point each.
    through
        A function of the field's array [..., n] that gives the array to draw.
    span
        The range over which it is drawn: the page gets the numbers in 500ths of it. Without one,
        the page gets three decimals.
    scale, shift
        So many times the array plus this is drawn. Traces that differ in no more share numbers.
    """

    fields: str | tuple[str, ...]
    through: Callable[[Any], Any] | None = None
    span: tuple[float, float] | None = None
    scale: float = 1.0
    shift: Numbers | None = None


@dataclass(frozen=True)
class Written:
    """Numbers that stand beside the points of a trace, as text in a format."""

    field: str
    format: Form


Shown = str | tuple[str, ...] | Drawn | Written
Traces = Mapping[str, Mapping[str, Shown]]


@dataclass(frozen=True, eq=False)
class Chart:
    """A chart of a state.

    Parameters
    ----------
    key
        Its name on the page, also the CSS class ``st-key-…`` by which the live link finds it.
    traces
        Gives the traces without numbers, by their names.
    layout
        Gives the layout.
    shows
        For each trace that shows numbers of the state: its attributes, such as ``y``, and what
        each shows. A path alone is drawn.
    alt
        Says what the chart shows, for one state.
    revision
        Whatever traces and layout depend on: while it stays the same, so do they.
    """

    key: str
    traces: Callable[[], Mapping[str, Any]]
    layout: Callable[[], go.Layout]
    shows: Traces
    alt: Callable[[Any], str]
    revision: object = None

    def figure(self) -> go.Figure:
        """Draw traces and layout, without the numbers of a state."""
        return go.Figure(list(self.traces().values()), self.layout())
