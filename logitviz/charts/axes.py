"""Logarithmic axes: of temperatures, with a place for 0 and infinity, and of powers of ten."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from .chart import Numbers


def powers(sizes: ArrayLike, least: float, most: float) -> Numbers:
    """Place sizes on an axis of powers of ten; what lies beyond waits at its ends."""
    return np.log10(np.clip(np.asarray(sizes, dtype=np.float64), 10.0**least, 10.0**most))


@dataclass(frozen=True)
class LimitAxis:
    """A logarithmic axis.

    Parameters
    ----------
    title
        What it shows.
    zero, infinity
        Where on it the two limits stand, beyond all other values.
    ticks
        The values that are named, besides the limits.
    """

    title: str
    zero: float
    infinity: float
    ticks: Sequence[float]

    def place(self, temperature: ArrayLike) -> Numbers:
        """Give the place of a temperature on the axis."""
        t = np.asarray(temperature, dtype=np.float64)
        return np.where(t == 0, self.zero, np.where(np.isinf(t), self.infinity, t))

    def settings(self) -> dict[str, object]:
        """Write it as Plotly takes it."""
        return {
            "type": "log",
            "range": [np.log10(self.zero) - 0.05, np.log10(self.infinity) + 0.05],
            "tickvals": [self.zero, *self.ticks, self.infinity],
            "ticktext": ["0", *(f"{t:g}" for t in self.ticks), "∞"],
            "title": {"text": self.title, "standoff": 14},
        }
