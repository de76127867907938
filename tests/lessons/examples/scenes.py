"""The charts of worked examples, after every number of steps."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from logitviz.charts.old_chart import Chart
from logitviz.datasets.sources import STEPS
from logitviz.lessons.examples.walk_charts import Panel, walk_chart
from logitviz.lessons.examples.worked import example
from tests.charts.scenery import Floats, Make

AT = np.arange(STEPS + 1.0)


def _steps(z: Floats, t: float) -> dict[str, Any]:
    # A worked example has its own numbers; of the state only the number of steps is borrowed.
    now = np.array(float(np.argmax(z) % (STEPS + 1)))
    return {"now": now, "singles": {"at": [np.array(step) for step in AT]}, "batches": {"at": AT}}


# One for each way of drawing: groups of bars, a negative bar, an infinite one, lines, a pattern.
KINDS = ("Three", "Ten", "Overflow")
PANELS = {f"{name}, {panel.key}": panel for name in KINDS for panel in example(name).panels}
CHARTS: dict[str, tuple[Chart[Any], Make]] = {
    name: (walk_chart(panel, height=152), _steps) for name, panel in PANELS.items()
}


def _gaps(panel: Panel) -> Callable[[Any], Mapping[tuple[int, str], NDArray[np.bool_]]]:
    """What is not revealed yet is a gap, and so is a bar without a finite height."""

    def gaps(step: Any) -> dict[tuple[int, str], NDArray[np.bool_]]:
        missing: list[NDArray[np.bool_]] = []
        for series in panel.series:
            later = np.asarray(step)[..., None] < np.asarray(series.when)
            later = np.broadcast_to(later, (*np.shape(step), series.numbers.size))
            endless = np.isinf(series.numbers)
            missing += [later | endless, later] if series.kind == "bars" else [later]
        return {(trace, "y"): mask for trace, mask in enumerate(missing)}

    return gaps


GAPS = {name: _gaps(panel) for name, panel in PANELS.items()}
