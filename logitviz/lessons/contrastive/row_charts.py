"""The row of the chosen anchor: its similarities as logits, and the weights of its negatives."""

from functools import partial
from typing import Any

import plotly.graph_objects as go

from logitviz.charts import colours
from logitviz.charts.chart import Chart, Shows, Written
from logitviz.charts.class_bars import PATTERN, bar
from logitviz.charts.fields import filled
from logitviz.charts.layout import BESIDE_TITLE, CLEAR, INK, QUARTER_AXIS, class_axis, layout
from logitviz.charts.pictures import grey_picture, placed
from logitviz.charts.words import Words, per_language
from logitviz.datasets.digits import FULL_INK

from .batch import Batch
from .map_charts import HEIGHT, PLACES
from .state import ContrastiveState

COSINE_AXIS = {"range": (-1.15, 1.15), "tickvals": [-1, -0.5, 0, 0.5, 1], "zeroline": True}
TOP, PICTURE_PLACE, PICTURE_HEIGHT = 1.4, 1.27, 0.22  # of the axis of probabilities
LEGEND_BELOW_TITLE = BESIDE_TITLE | {"x": 0, "xanchor": "left", "y": 0.92}
ABOVE_BARS = 66  # room for title and legend


def _axes(words: Words, key: str, height: int, y: dict[str, Any], **options: object) -> go.Layout:
    title, x = words[f"{key}_title"], class_axis(words["axis_copy"])
    legend, margin = LEGEND_BELOW_TITLE, {"t": ABOVE_BARS}
    return layout(title, height=height, x=x, y=y, legend=legend, margin=margin, **options)


def _copies(**options: Any) -> go.Bar:
    return bar(x=PLACES, marker_color=colours.CLASS, textfont_size=13, showlegend=False, **options)


def _traces(words: Words) -> dict[str, Any]:
    """Give bars of all copies; the most similar one stands out, a frame is around the own one."""
    predicted = {"color": colours.PREDICTED, "pattern": PATTERN, "line_width": 2}
    frame = {"color": CLEAR, "line": {"color": INK, "width": 3}}
    return {
        "classes": _copies(),
        "predicted": go.Bar(name=words["bars_predicted"], marker=predicted),
        "own copy": go.Bar(name=words["bars_own"], marker=frame),
    }


def _shows(quantity: str, one: str, form: str) -> Shows:
    """Say which fields of the chosen row the traces show: many similarities, one similarity."""
    field = f"anchor_{quantity}"
    return {
        "classes": {"y": field, "text": Written(field, form)},
        "predicted": {"x": "predicted_copy", "y": f"predicted_{one}"},
        "own copy": {"x": "anchor", "y": f"own_{one}"},
    }


@per_language(1)
def row_similarities(words: Words) -> Chart:
    """Bars of the chosen anchor's similarities."""
    axes = _axes(words, "row_similarities", 320, COSINE_AXIS)
    shows = _shows("similarities", "similarity", "amount")
    alt = partial(describe_row, words)
    return Chart("row_similarities", _traces(words), axes, shows, alt)


def row_probabilities(words: Words, state: ContrastiveState) -> Chart:
    """Bars of the chosen row's softmax, below the pictures of the copies."""
    return _row_probabilities(words, state.batch)


@per_language(32)
def _row_probabilities(words: Words, batch: Batch) -> Chart:
    pictures = [
        placed(grey_picture(ink, FULL_INK), x=i, y=PICTURE_PLACE) | {"sizey": PICTURE_HEIGHT}
        for i, ink in enumerate(batch.copies)
    ]
    y = QUARTER_AXIS | {"range": (0, TOP)}
    axes = _axes(words, "row_probabilities", HEIGHT, y, images=pictures)
    shows = _shows("probabilities", "probability", "probability")
    alt = partial(filled, words["row_probabilities_alt"])
    return Chart("row_probabilities", _traces(words), axes, shows, alt)


@per_language(1)
def row_weights(words: Words) -> Chart:
    """Bars of each negative's share of the gradient; those of false negatives are marked."""
    axes = _axes(words, "row_weights", 320, QUARTER_AXIS)
    weights = Written("anchor_weights", "probability")
    hatched = {"color": CLEAR, "pattern": PATTERN | {"fgcolor": INK, "solidity": 0.4}}
    marked = go.Bar(x=PLACES, name=words["bars_twins"], marker=hatched)
    traces = {"classes": _copies(), "marked": marked}
    shows: Shows = {
        "classes": {"y": "anchor_weights", "text": weights},
        "marked": {"y": "false_negative_weights"},
    }
    return Chart("row_weights", traces, axes, shows, partial(filled, words["row_weights_alt"]))


def describe_row(words: Words, state: ContrastiveState) -> str:
    """Describe the similarities of the chosen anchor."""
    others = state.anchor_similarities[~state.positive]
    return words.said(
        "row_similarities_alt",
        anchor=state.anchor,
        own=state.own_similarity,
        low=others.min(),
        high=others.max(),
    )
