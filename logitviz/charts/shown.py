"""What the attributes of traces show of a state. It needs NumPy alone."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

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
class Written:
    """Numbers written beside the points of a trace."""

    field: str
    form: Form


Shown = str | tuple[str, ...] | Drawn | Written  # paths alone are drawn
Shows = Mapping[str, Mapping[str, Shown]]  # by trace and attribute
