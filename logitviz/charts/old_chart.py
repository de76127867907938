"""A chart is a skeleton that never changes and numbers that do.

The same function gives the numbers for one state (the figure) and for every position of a slider
(the frames of the live link), so what moves under the hand cannot differ from what stands.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike, NDArray

from logitviz.charts.formats import Form, written

State = TypeVar("State")
Numbers = NDArray[np.floating[Any]]


@dataclass(frozen=True, eq=False)
class Values:
    """The numbers of one attribute of one trace, [..., n].

    Parameters
    ----------
    array
        The last axis runs over the points of the trace; axes before it over states.
    format
        Shown as text, not drawn: in this format of `logitviz.charts.formats`, or as words by index.
    rows
        The points form a matrix of so many rows.
    span
        The range over which they are drawn: they are sent to the page in thousandths of it.
        Without one, numbers that are drawn are sent with three decimals.
    scale, shift
        What is drawn is so many times the array, plus this for every point, in every state: traces
        that differ in no more share their numbers.
    """

    array: Numbers
    format: Form | None = None
    rows: int | None = None
    span: tuple[float, float] | None = None
    scale: float = 1.0
    shift: Numbers | None = None

    def plain(self, digits: int | None = None) -> list[object]:
        """Give the values of a single state as Plotly takes them; no NaN or infinity is drawn.

        What is drawn may be rounded to some significant digits.
        """
        shift = 0.0 if self.shift is None else self.shift
        flat = [float(v) for v in self.scale * self.array + shift]
        if self.format:
            return [written(v, self.format) for v in flat]
        if digits:
            flat = [float(f"{v:.{digits}g}") for v in flat]
        drawn: list[object] = [v if np.isfinite(v) else None for v in flat]
        if not self.rows:
            return drawn
        width = len(drawn) // self.rows
        return [drawn[r * width : (r + 1) * width] for r in range(self.rows)]


TraceValues = Mapping[str, Values]


@dataclass(frozen=True, eq=False)
class Chart(Generic[State]):
    """A chart of some state; see the module.

    Parameters
    ----------
    key
        Its name in the page, also the CSS class ``st-key-…`` by which the live link finds it.
    skeleton
        The figure without numbers.
    values
        The numbers of every trace, for one state or a batch of states.
    alt
        What the chart shows, in words, for one state.
    revision
        Whatever the skeleton depends on: while it is the same, so is the skeleton.
    """

    key: str
    skeleton: Callable[[], go.Figure]
    values: Callable[[State], Sequence[TraceValues]]
    alt: Callable[[State], str]
    revision: object = None

    def figure(self, state: State, digits: int | None = None) -> go.Figure:
        """Draw one state, its numbers perhaps rounded to some significant digits."""
        figure = self.skeleton()
        for trace, values in zip(figure.data, self.values(state), strict=False):
            trace.update({name: value.plain(digits) for name, value in values.items()})
        return figure


def column(numbers: ArrayLike) -> Numbers:
    """Make a readout, one number per state, the single point of a trace."""
    return np.asarray(numbers, dtype=np.float64)[..., None]


def both_ends(numbers: ArrayLike) -> Numbers:
    """Make a readout the coordinate of both ends of a line that stands or lies there."""
    return np.repeat(column(numbers), 2, axis=-1)
