"""Coordinates on logarithmic axes, and of numbers that do not fit on an axis."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from .chart import Numbers
from .layout import axis_title


def clipped_log10(sizes: ArrayLike, least: float, most: float) -> Numbers:
    """Give the logarithms of sizes on an axis of powers of ten, at its ends for those beyond it."""
    return np.log10(np.clip(np.asarray(sizes, dtype=np.float64), 10.0**least, 10.0**most))


def up_to_twice(most: float) -> Any:
    """Give a function that lets a curve leave an axis from 0 to `most`, up to twice that."""
    return partial(np.minimum, 2 * most)


def at_most(most: float) -> Any:
    """Give a function that draws numbers above `most` at `most`."""
    return partial(np.minimum, most)


def at_least(least: float) -> Any:
    """Give a function that draws numbers below `least` at `least`."""
    return partial(np.maximum, least)


def within(low: float, high: float) -> Any:
    """Give a function that draws numbers outside of an axis at its ends."""
    return partial(np.clip, a_min=low, a_max=high)


@dataclass(frozen=True)
class LimitAxis:
    """A logarithmic axis that has the limits 0 and infinity too.

    Parameters
    ----------
    zero, infinity
        The coordinates of the two limits, beyond those of all other values.
    ticks
        The values with a tick, besides the limits.
    """

    zero: float
    infinity: float
    ticks: Sequence[float]

    def coordinate(self, temperature: ArrayLike) -> Numbers:
        """Give the coordinate of a temperature on the axis."""
        t = np.asarray(temperature, dtype=np.float64)
        return np.where(t == 0, self.zero, np.where(np.isinf(t), self.infinity, t))

    def settings(self, title: str) -> dict[str, object]:
        """Write it as Plotly takes it, under a title."""
        return {
            "type": "log",
            "range": [np.log10(self.zero) - 0.05, np.log10(self.infinity) + 0.05],
            "tickvals": [self.zero, *self.ticks, self.infinity],
            "ticktext": ["0", *(f"{t:g}" for t in self.ticks), "∞"],
            "title": axis_title(title),
        }
