"""A chart: a figure with named traces, and which fields of a state each trace shows.

A field is named by its path in the state, such as ``record.probabilities``; ``[3]`` after it
takes the fourth entry of its last axis. The same names give the numbers of one state (the figure)
and those of all positions of a slider (the live link).

A function that makes a chart should keep what it made (`functools.lru_cache`): a chart is the same
for every visitor, and building its figure is slow.
"""

import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import plotly.graph_objects as go
import plotly.io as pio

from .shown import Compared as Compared
from .shown import Drawn as Drawn
from .shown import Numbers as Numbers
from .shown import Shown as Shown
from .shown import Shows as Shows
from .shown import Written as Written


@dataclass(frozen=True, eq=False)
class Chart:
    """A chart of a state.

    Parameters
    ----------
    key
        Its name on the page, also the CSS class ``st-key-…`` by which the live link finds it.
    traces
        The traces, without the numbers of a state, by their names.
    layout
        The layout.
    shows
        For each trace that shows numbers of the state: its attributes, such as ``y``, and what
        each of them shows.
    alt
        Says what the chart shows, for one state.
    pulls
        For each trace whose points can be pulled, bars along their length and markers along the
        horizontal axis: the keys of the sliders that move, one for each point, or one for all.
    """

    key: str
    traces: Mapping[str, Any]
    layout: go.Layout
    shows: Shows
    alt: Callable[[Any], str]
    pulls: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Check the names of the traces."""
        if unknown := (self.shows.keys() | self.pulls.keys()) - self.traces.keys():
            raise ValueError(f"chart {self.key} has no trace {', '.join(sorted(unknown))}")

    @property
    def figure(self) -> go.Figure:
        """Draw traces and layout, without the numbers of a state."""
        return go.Figure(list(self.traces.values()), self.layout)

    @cached_property
    def digest(self) -> str:
        """Give a checksum of the figure, the same in every process."""
        return f"{zlib.crc32((pio.to_json(self.figure, validate=False) or '').encode()):08x}"
