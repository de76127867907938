"""Heat maps of a batch: its similarities, and their softmax row by row."""

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import plotly.graph_objects as go

from logitviz.charts.chart import Chart, Drawn, Numbers
from logitviz.charts.layout import (
    DIVERGING,
    INK,
    NEUTRAL,
    axis_title,
    class_axis,
    layout,
    signed_scale,
)
from logitviz.charts.pictures import grey_picture, placed
from logitviz.charts.words import Words, per_language
from logitviz.datasets.digits import FULL_INK

from .batch import Batch
from .controls import BATCH_SIZE
from .state import ContrastiveState

PLACES = list(range(BATCH_SIZE))
HEIGHT = 366
EDGE = 1.75  # room for the pictures, in cells
OUTSIDE = -1.12  # their place above the columns
EDGE_LEFT, OUTSIDE_LEFT = 1.3, -0.88  # the same beside the rows, where cells are wider
RISING = [[i / 4, DIVERGING[5 + i][1]] for i in range(5)]
COLOUR_BAR = {
    "thickness": 10,
    "tickfont": {"color": INK},
    "x": 1.0,
    "xpad": 4,
    "y": 0.44,
    "len": 0.9,
}


def anchor_axis(title: str, **options: object) -> dict[str, Any]:
    """Give the axis of anchors, from top to bottom, with room above for pictures."""
    titled = {"title": axis_title(title, 26), "zeroline": False}
    return class_axis("") | {"range": (BATCH_SIZE - 0.4, -EDGE)} | titled | options


def _pictures(batch: Batch) -> list[dict[str, Any]]:
    anchors, copies = (
        [grey_picture(ink, FULL_INK) for ink in images] for images in (batch.anchors, batch.copies)
    )
    left = [placed(picture, x=OUTSIDE_LEFT, y=i) for i, picture in enumerate(anchors)]
    top = [placed(picture, x=i, y=OUTSIDE) for i, picture in enumerate(copies)]
    return left + top


def _diagonal() -> dict[str, Any]:
    """Frame the diagonal: every anchor with its own copy, the target."""
    ends = [(i - 0.46, i + 0.46) for i in PLACES]
    squares = [f"M{low},{low}H{high}V{high}H{low}Z" for low, high in ends]
    return {"type": "path", "path": "".join(squares), "line": {"color": INK, "width": 2}}


def _around_row(anchor: Numbers) -> Numbers:
    return np.asarray(anchor[..., None] + np.array([-0.5, -0.5, 0.5, 0.5, -0.5]))


def _traces(batch: Batch) -> dict[str, Any]:
    sides = [-0.5, BATCH_SIZE - 0.5, BATCH_SIZE - 0.5, -0.5, -0.5]
    ring = {"symbol": "circle-open", "size": 11, "color": INK, "line_width": 2}
    anchors, copies = np.nonzero(batch.false_negatives)
    return {
        "cells": go.Heatmap(x=PLACES, y=PLACES, coloraxis="coloraxis"),
        "anchor": go.Scatter(x=sides, mode="lines", line={"color": NEUTRAL, "width": 4}),
        "false negatives": go.Scatter(
            x=copies.tolist(), y=anchors.tolist(), mode="markers", marker=ring
        ),
    }


def _map(
    words: Words,
    key: str,
    batch: Batch,
    colours: dict[str, Any],
    cells: Drawn,
    alt: Callable[[Words, Any], str],
) -> Chart:
    """Draw a heat map of a batch.

    Parameters
    ----------
    words
        Of the lesson.
    key
        The name of the chart.
    batch
        Its images are drawn at the edges.
    colours
        The range of the cells and their colours.
    cells
        A field [..., N, N].
    alt
        Says what the chart shows.
    """
    x = class_axis(words["copies_and_twins" if batch.false_negatives.any() else "copies_own"])
    axes = layout(
        words[f"{key}_title"],
        height=HEIGHT,
        x=x | {"range": (-EDGE_LEFT, BATCH_SIZE - 0.4), "zeroline": False},
        y=anchor_axis(words["axis_anchor"]),
        shapes=[_diagonal()],
        images=_pictures(batch),
        margin={"l": 56, "r": 6, "t": 30},
        coloraxis=colours | {"colorbar": COLOUR_BAR},
    )
    shows = {"cells": {"z": cells}, "anchor": {"y": Drawn("anchor", through=_around_row)}}
    return Chart(key, _traces(batch), axes, shows, partial(alt, words))


def similarity_map(words: Words, state: ContrastiveState) -> Chart:
    """Heat map of the cosine similarity of every anchor (rows) to every copy (columns)."""
    return _similarity_map(words, state.batch)


@per_language(32)
def _similarity_map(words: Words, batch: Batch) -> Chart:
    colours = {"cmin": -1.0, "cmax": 1.0, "colorscale": signed_scale()}
    cells = Drawn("similarities")
    return _map(words, "similarities", batch, colours, cells, describe_similarities)


def probability_map(words: Words, state: ContrastiveState) -> Chart:
    """Heat map of the softmax of every row divided by τ."""
    return _probability_map(words, state.batch)


@per_language(32)
def _probability_map(words: Words, batch: Batch) -> Chart:
    colours = {"cmin": 0.0, "cmax": 1.0, "colorscale": RISING}
    cells = Drawn("probabilities", span=(0.0, 1.0))
    return _map(words, "pair_probabilities", batch, colours, cells, describe_probability_map)


def describe_similarities(words: Words, state: ContrastiveState) -> str:
    """Describe the similarities of all anchors."""
    s = state.similarities
    return words.said(
        "similarities_alt",
        count=BATCH_SIZE,
        own=_ends(np.diagonal(s)),
        other=_ends(s[~np.eye(BATCH_SIZE, dtype=bool)]),
        found=state.copies_found,
    )


def describe_probability_map(words: Words, state: ContrastiveState) -> str:
    """Describe the softmax of all rows."""
    own = _ends(np.diagonal(state.probabilities))
    return words.said("pair_probabilities_alt", tau=state.tau, own=own, loss=state.mean_loss)


def _ends(numbers: Numbers) -> Numbers:
    """Give the smallest and the largest number."""
    return np.array([numbers.min(), numbers.max()])
