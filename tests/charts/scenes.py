"""Every chart in some state, with the states that the sliders lead to, singly and as a batch.

The charts are found in ``scene_main.py`` and in the file ``scenes.py`` of each lesson.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import plotly.graph_objects as go

from logitviz.charts.old_chart import Chart
from tests.charts.scenery import HOSTILE, Gaps, Leaving, Make


@dataclass(frozen=True, eq=False)
class Scene:
    """A chart, a state, and for each slider the states of its positions and their batch."""

    chart: Chart[Any]
    now: Any
    singles: Mapping[str, Sequence[Any]]
    batches: Mapping[str, Any]

    @cached_property
    def figure(self) -> go.Figure:
        """Draw the state, once for all tests that only look at it."""
        return self.chart.figure(self.now)


_LESSONS = sorted((Path(__file__).parents[1] / "lessons").glob("*/scenes.py"))
MODULES = [
    import_module("tests.charts.scene_main"),
    *(import_module(f"tests.lessons.{file.parent.name}.scenes") for file in _LESSONS),
]
CHARTS: dict[str, tuple[Chart[Any], Make]] = {
    name: chart for module in MODULES for name, chart in module.CHARTS.items()
}
GAPS: dict[str, Gaps] = {
    name: gaps for module in MODULES for name, gaps in getattr(module, "GAPS", {}).items()
}
LEAVING: dict[str, Leaving] = {
    name: lines for module in MODULES for name, lines in getattr(module, "LEAVING", {}).items()
}


@cache
def scene(name: str, hostile: str = "the example") -> Scene:
    """Set a chart of `CHARTS` in a state of `HOSTILE`."""
    chart, make = CHARTS[name]
    logits, temperature = HOSTILE[hostile]
    return Scene(chart, **make(np.array(logits), temperature))
