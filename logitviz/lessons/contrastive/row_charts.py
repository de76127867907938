"""The row of the chosen anchor: its similarities as logits, and the weights of its negatives."""

from functools import lru_cache
from typing import Any

import plotly.graph_objects as go

from logitviz.charts import colours
from logitviz.charts.chart import Chart, Shows, Written
from logitviz.charts.class_bars import PATTERN, bar
from logitviz.charts.formats import amount, probability
from logitviz.charts.layout import BESIDE_TITLE, CLEAR, INK, QUARTER_AXIS, class_axis, layout
from logitviz.charts.pictures import grey_picture, placed
from logitviz.datasets.digits import FULL_INK

from .batch import Batch
from .controls import BATCH_SIZE
from .map_charts import HEIGHT, PLACES, tau_words
from .state import ContrastiveState

COSINE_AXIS = {"range": (-1.15, 1.15), "tickvals": [-1, -0.5, 0, 0.5, 1], "zeroline": True}
TOP, PICTURE_PLACE, PICTURE_HEIGHT = 1.4, 1.27, 0.22  # of the axis of probabilities
LEGEND_BELOW_TITLE = BESIDE_TITLE | {"x": 0, "xanchor": "left", "y": 0.92}
ABOVE_BARS = 66  # room for title and legend


def _axes(title: str, height: int, y: dict[str, Any], **options: object) -> go.Layout:
    x = class_axis(title="copy")
    legend, margin = LEGEND_BELOW_TITLE, {"t": ABOVE_BARS}
    return layout(title, height=height, x=x, y=y, legend=legend, margin=margin, **options)


def _copies(**options: Any) -> go.Bar:
    return bar(x=PLACES, marker_color=colours.CLASS, textfont_size=13, showlegend=False, **options)


def _traces() -> dict[str, Any]:
    """Give bars of all copies; the most similar one stands out, a frame is around the own one."""
    predicted = {"color": colours.PREDICTED, "pattern": PATTERN, "line_width": 2}
    frame = {"color": CLEAR, "line": {"color": INK, "width": 3}}
    return {
        "classes": _copies(),
        "predicted": go.Bar(name="most similar copy", marker=predicted),
        "own copy": go.Bar(name="its own copy", marker=frame),
    }


def _shows(quantity: str, one: str, form: str) -> Shows:
    """Say which fields of the chosen row the traces show: many similarities, one similarity."""
    field = f"anchor_{quantity}"
    return {
        "classes": {"y": field, "text": Written(field, form)},
        "predicted": {"x": "predicted_copy", "y": f"predicted_{one}"},
        "own copy": {"x": "anchor", "y": f"own_{one}"},
    }


@lru_cache(maxsize=1)
def row_similarities() -> Chart:
    """Bars of the chosen anchor's similarities."""
    axes = _axes("Ten similarities: ten logits", 320, COSINE_AXIS)
    shows = _shows("similarities", "similarity", "amount")
    return Chart("row_similarities", _traces(), axes, shows, describe_row)


def row_probabilities(state: ContrastiveState) -> Chart:
    """Bars of the chosen row's softmax, below the pictures of the copies."""
    return _row_probabilities(state.batch)


@lru_cache(maxsize=32)
def _row_probabilities(batch: Batch) -> Chart:
    pictures = [
        placed(grey_picture(ink, FULL_INK), x=i, y=PICTURE_PLACE) | {"sizey": PICTURE_HEIGHT}
        for i, ink in enumerate(batch.copies)
    ]
    y = QUARTER_AXIS | {"range": (0, TOP)}
    axes = _axes("The chosen digit: which copy is its own?", HEIGHT, y, images=pictures)
    shows = _shows("probabilities", "probability", "probability")
    return Chart("row_probabilities", _traces(), axes, shows, describe_probabilities)


@lru_cache(maxsize=1)
def row_weights() -> Chart:
    """Bars of each negative's share of the gradient; those of false negatives are marked."""
    axes = _axes("Which copies push the digit away, and how much", 320, QUARTER_AXIS)
    weights = Written("anchor_weights", "probability")
    hatched = {"color": CLEAR, "pattern": PATTERN | {"fgcolor": INK, "solidity": 0.4}}
    name = "another image of the same digit (false negative)"
    traces = {"classes": _copies(), "marked": go.Bar(x=PLACES, name=name, marker=hatched)}
    shows: Shows = {
        "classes": {"y": "anchor_weights", "text": weights},
        "marked": {"y": "false_negative_weights"},
    }
    return Chart("row_weights", traces, axes, shows, describe_negative_weights)


def describe_row(state: ContrastiveState) -> str:
    """Describe the similarities of the chosen anchor."""
    s, positive = state.anchor_similarities, state.positive
    return (
        f"Row {state.anchor}: similarity {amount(s[state.anchor])} to its own copy, "
        f"{amount(s[~positive].min())} to {amount(s[~positive].max())} to the others."
    )


def describe_probabilities(state: ContrastiveState) -> str:
    """Describe the softmax of the chosen row."""
    p = state.anchor_probabilities
    return (
        f"Softmax of the similarities of row {state.anchor} at {tau_words(state)}: its own copy "
        f"has {probability(p[state.anchor])}; copy {p.argmax()} has the most, "
        f"{probability(p.max())}."
    )


def describe_negative_weights(state: ContrastiveState) -> str:
    """Say which negatives have the largest shares of the gradient."""
    w = state.anchor_weights
    return (
        f"Share of every negative in the push of row {state.anchor} at {tau_words(state)}: "
        f"copy {w.argmax()} has {probability(w.max())}; effectively "
        f"{amount(state.anchor_effective_negatives)} negatives of {BATCH_SIZE - 1} share it."
    )
