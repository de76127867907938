"""Logits that are linear in a feature, and their softmax."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import plotly.graph_objects as go

from logitviz.charts.chart import Chart, Drawn, Numbers, Shows
from logitviz.charts.formats import percent
from logitviz.charts.layout import QUARTER_AXIS, layout

from .controls import COUNTED
from .count_charts import NOTHING, chosen_last, class_line, thick_and_thin
from .counts import FEATURES, LINE_FEATURES
from .state import WhySoftmaxState

LOWEST, HIGHEST = -5.0, 9.0  # the logits run from log 1 − 4 to log 50 + 4
# Where the names of the classes stand: at the ends of straight lines, and where curves are high.
Places = Sequence[tuple[float, str]]
ENDS: Places = ((2.0, "middle right"),) * COUNTED
PEAKS: Places = (
    (1.4, "top left"),
    (0.2, "top center"),
    (-0.6, "top center"),
    (-1.2, "top center"),
    (-1.8, "top right"),
)


def _named(index: int, x: Numbers, places: Places) -> dict[str, go.Scatter]:
    """Give a line for every class, with its name at its place."""
    traces = {}
    for c in chosen_last(index):
        place, side = places[c]
        nearest = int(np.abs(x - place).argmin())
        names = [f" {c} " if i == nearest else "" for i in range(x.size)]
        traces[f"class {c}"] = class_line(
            c,
            index,
            x=list(x),
            mode="lines+text",
            text=names,
            textposition=side,
            cliponaxis=False,
        )
    return traces


def _axis(index: int) -> dict[str, object]:
    return {
        "range": (FEATURES[0], FEATURES[-1]),
        "tickvals": [-2, -1, 0, 1, 2],
        "ticktext": ["−2", "−1", "0", "1", "2"],
        "title": thick_and_thin(index, "feature x"),
    }


def logits_along_feature(state: WhySoftmaxState) -> Chart:
    """Draw the logit of every class over the feature: straight lines."""
    return _logits_along_feature(state.j)


@lru_cache(maxsize=COUNTED)
def _logits_along_feature(index: int) -> Chart:
    y = {"range": (LOWEST, HIGHEST), "tickvals": [-4, 0, 4, 8], "ticktext": ["−4", "0", "4", "8"]}
    axes = layout("Assumed: logits linear in x", height=330, x=_axis(index), y=y, margin={"r": 24})
    shows: Shows = {f"class {c}": {"y": Drawn(f"feature_logits[{c}]")} for c in range(COUNTED)}
    traces = _named(index, LINE_FEATURES, ENDS)
    return Chart("feature_logits", traces, axes, shows, describe_feature_logits)


def probabilities_along_feature(state: WhySoftmaxState) -> Chart:
    """Draw the probability of every class over the feature: softmax of the straight lines."""
    return _probabilities_along_feature(state.j)


@lru_cache(maxsize=COUNTED)
def _probabilities_along_feature(index: int) -> Chart:
    title = "It follows: probabilities are softmax"
    axes = layout(title, height=330, x=_axis(index), y=QUARTER_AXIS)
    shows: Shows = {
        f"class {c}": {"y": Drawn(f"feature_probabilities[{c}]", span=(0.0, 1.0))}
        for c in range(COUNTED)
    }
    traces = _named(index, FEATURES, PEAKS)
    return Chart("feature_probabilities", traces, axes, shows, describe_feature_probabilities)


def describe_feature_logits(state: WhySoftmaxState) -> str:
    """Say what the lines are."""
    if not state.total:
        return NOTHING
    return (
        f"The logits of {COUNTED} classes over a feature x: straight lines, of which each "
        "rises less than the one before it, and which pass through log n at x = 0."
    )


def describe_feature_probabilities(state: WhySoftmaxState) -> str:
    """Say which class leads at both ends."""
    if not state.total:
        return NOTHING
    first, last = state.feature_probabilities[0], state.feature_probabilities[-1]
    left, right = int(first.argmax()), int(last.argmax())
    return (
        f"Softmax of these lines. At x = −2 class {left} leads with {percent(first[left])}, at "
        f"x = 2 class {right} with {percent(last[right])}; at x = 0 stand the shares."
    )
