"""What the attributes of traces show of a state. It needs NumPy alone."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
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
        The array is drawn times `scale` plus `shift`. Traces that differ in nothing else
        are sent to the browser once.
    """

    fields: str | tuple[str, ...]
    through: Callable[[Any], Any] | None = None
    span: tuple[float, float] | None = None
    scale: float = 1.0
    shift: tuple[float, ...] | None = None


@dataclass(frozen=True)
class Compared:
    """A function for `Drawn.through` that only compares: the script of the page has it, too.

    Parameters
    ----------
    low, high
        Numbers outside of these ends are drawn at them.
    of
        What is drawn of the numbers [..., n]: ``each`` of them, the ``largest``, or its ``place``,
        the first on a tie.
    """

    low: float
    high: float
    of: Literal["each", "largest", "place"] = "each"

    def __call__(self, numbers: Numbers) -> Numbers:
        """Give what is drawn, [..., n] or [...]."""
        if self.of == "place":
            return np.asarray(numbers.argmax(axis=-1), np.float64)
        chosen = numbers.max(axis=-1) if self.of == "largest" else numbers
        return np.asarray(np.clip(chosen, self.low, self.high))


@dataclass(frozen=True)
class Written:
    """Numbers written beside the points of a trace."""

    field: str
    form: Form


Shown = str | tuple[str, ...] | Drawn | Written  # paths alone are drawn
Shows = Mapping[str, Mapping[str, Shown]]  # by trace and attribute
