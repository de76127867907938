"""Logits that are linear in a feature, and their softmax."""

from collections.abc import Sequence
from functools import partial

import numpy as np
import plotly.graph_objects as go

from logitviz.charts.chart import Chart, Drawn, Numbers, Shows
from logitviz.charts.layout import QUARTER_AXIS, axis_title, layout
from logitviz.charts.words import Words, per_language

from .controls import COUNTED
from .count_charts import chosen_last, class_line
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


def _axis(words: Words, index: int) -> dict[str, object]:
    return {
        "range": (FEATURES[0], FEATURES[-1]),
        "tickvals": [-2, -1, 0, 1, 2],
        "ticktext": ["−2", "−1", "0", "1", "2"],
        "title": axis_title(words.said("axis_feature", n=index)),
    }


def logits_along_feature(words: Words, state: WhySoftmaxState) -> Chart:
    """Draw the logit of every class over the feature: straight lines."""
    return _logits_along_feature(words, state.j)


@per_language(COUNTED)
def _logits_along_feature(words: Words, index: int) -> Chart:
    y = {"range": (LOWEST, HIGHEST), "tickvals": [-4, 0, 4, 8], "ticktext": ["−4", "0", "4", "8"]}
    x, title = _axis(words, index), words["feature_logits_title"]
    axes = layout(title, height=330, x=x, y=y, margin={"r": 24})
    shows: Shows = {f"class {c}": {"y": Drawn(f"feature_logits[{c}]")} for c in range(COUNTED)}
    traces = _named(index, LINE_FEATURES, ENDS)
    alt = partial(_describe_feature_logits, words)
    return Chart("feature_logits", traces, axes, shows, alt)


def probabilities_along_feature(words: Words, state: WhySoftmaxState) -> Chart:
    """Draw the probability of every class over the feature: softmax of the straight lines."""
    return _probabilities_along_feature(words, state.j)


@per_language(COUNTED)
def _probabilities_along_feature(words: Words, index: int) -> Chart:
    title = words["feature_probabilities_title"]
    axes = layout(title, height=330, x=_axis(words, index), y=QUARTER_AXIS)
    shows: Shows = {
        f"class {c}": {"y": Drawn(f"feature_probabilities[{c}]", span=(0.0, 1.0))}
        for c in range(COUNTED)
    }
    traces = _named(index, FEATURES, PEAKS)
    alt = partial(_describe_feature_probabilities, words)
    return Chart("feature_probabilities", traces, axes, shows, alt)


def _describe_feature_logits(words: Words, state: WhySoftmaxState) -> str:
    """Say what the lines are."""
    return words.said("feature_logits_alt" if state.total else "nothing_seen", count=COUNTED)


def _describe_feature_probabilities(words: Words, state: WhySoftmaxState) -> str:
    """Say which class leads at both ends."""
    first, last = state.feature_probabilities[0], state.feature_probabilities[-1]
    return words.said(
        "feature_probabilities_alt" if state.total else "nothing_seen",
        low=FEATURES[0],
        high=FEATURES[-1],
        left=first.argmax(),
        left_share=first.max(),
        right=last.argmax(),
        right_share=last.max(),
    )
