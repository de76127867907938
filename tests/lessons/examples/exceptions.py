"""Where the charts of the lesson leave gaps: for what is not revealed, or not finite."""

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from logitviz.lessons.examples.example import Panel, Series
from logitviz.lessons.examples.worked import example


def gaps(panel: Panel) -> dict[str, Callable[[Any], Any]]:
    """Where the traces of a panel leave gaps; an infinity is written and not drawn."""

    def later(series: Series, state: Any) -> Any:
        return state.revealed < np.asarray(series.from_step)

    def not_drawn(series: Series, state: Any) -> Any:
        return later(series, state) | np.isinf(series.values)

    def name_later(series: Series, state: Any) -> Any:
        return np.broadcast_to(later(series, state), series.values.shape)[:1]

    names = {f"name {i}": partial(name_later, s) for i, s in enumerate(panel.series)}
    found = names | {f"numbers {i}": partial(later, s) for i, s in enumerate(panel.series)}
    return found | {f"series {i}": partial(not_drawn, s) for i, s in enumerate(panel.series)}


GAPS = {panel.key: gaps(panel) for panel in example("text").panels}
