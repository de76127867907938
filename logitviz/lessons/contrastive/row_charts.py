"""The row of the chosen anchor: its similarities as logits, and the weights of its negatives."""

from functools import lru_cache
from typing import Any

import plotly.graph_objects as go

from logitviz.charts.chart import Chart, Written
from logitviz.charts.class_bars import marked_bars
from logitviz.charts.formats import amount, probability
from logitviz.charts.layout import QUARTER_AXIS, SHARE_AXIS, UNIFORM, class_axis, layout

from .controls import BATCH_SIZE
from .map_charts import tau_words
from .state import ContrastiveState

COSINE_AXIS = {"range": (-1.15, 1.15), "tickvals": [-1, -0.5, 0, 0.5, 1], "zeroline": True}


def _axes(title: str, y: dict[str, Any], **options: object) -> go.Layout:
    x = class_axis(title="copy: place in the batch")
    return layout(title, height=300, x=x, y=y, **options)


@lru_cache(maxsize=1)
def row_similarities() -> Chart:
    """Bars of the chosen anchor's similarities; that to its own copy is marked."""
    axes = _axes("Ten similarities: ten logits", COSINE_AXIS)
    copies = Written("anchor_similarities", "amount")
    return marked_bars("row_similarities", axes, copies, "positive_similarities", describe_row)


@lru_cache(maxsize=1)
def row_probabilities() -> Chart:
    """Bars of the chosen row's softmax; that of the anchor's own copy is marked."""
    axes = _axes("Divided by τ, through softmax", SHARE_AXIS, shapes=[UNIFORM])
    copies = Written("anchor_probabilities", "probability")
    alt = describe_probabilities
    return marked_bars("row_probabilities", axes, copies, "positive_probabilities", alt)


@lru_cache(maxsize=1)
def row_weights() -> Chart:
    """Bars of each negative's share of the gradient; those of false negatives are marked."""
    axes = _axes("Who is pushed away: share of the gradient", QUARTER_AXIS)
    copies = Written("anchor_weights", "probability")
    return marked_bars(
        "row_weights", axes, copies, "false_negative_weights", describe_negative_weights
    )


def describe_row(state: ContrastiveState) -> str:
    """Describe the similarities of the chosen anchor."""
    s, positive = state.anchor_similarities, state.positive
    return (
        f"Anchor {state.anchor}: similarity {amount(s[state.anchor])} to its own copy, "
        f"{amount(s[~positive].min())} to {amount(s[~positive].max())} to the others."
    )


def describe_probabilities(state: ContrastiveState) -> str:
    """Describe the softmax of the chosen row."""
    p = state.anchor_probabilities
    return (
        f"Softmax of anchor {state.anchor}'s similarities at {tau_words(state)}: its own copy "
        f"has {probability(p[state.anchor])}, the largest is copy {p.argmax()} with "
        f"{probability(p.max())}."
    )


def describe_negative_weights(state: ContrastiveState) -> str:
    """Say which negatives have the largest shares of the gradient."""
    w = state.anchor_weights
    return (
        f"Share of every negative of anchor {state.anchor} in the push at {tau_words(state)}: "
        f"copy {w.argmax()} has {probability(w.max())}; effectively "
        f"{amount(state.anchor_effective_negatives)} negatives of {BATCH_SIZE - 1}."
    )
