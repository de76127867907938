"""Heat maps of a batch: its similarities, and their softmax row by row."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np
import plotly.graph_objects as go

from logitviz.charts.chart import Chart, Drawn, Numbers
from logitviz.charts.formats import amount, probability
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


def tau_words(state: ContrastiveState) -> str:
    """Name τ."""
    return f"τ = {float(state.tau):g}"


def anchor_axis(**options: object) -> dict[str, Any]:
    """Give the axis of anchors, from top to bottom, with room above for pictures."""
    title = axis_title("digit (anchor)", 26)
    axis = class_axis() | {"range": (BATCH_SIZE - 0.4, -EDGE), "title": title, "zeroline": False}
    return axis | options


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
    key: str,
    title: str,
    batch: Batch,
    colours: dict[str, Any],
    cells: Drawn,
    alt: Callable[[Any], str],
) -> Chart:
    """Draw a heat map of a batch.

    Parameters
    ----------
    key
        The name of the chart.
    title
        Its title.
    batch
        Its images are drawn at the edges.
    colours
        The range of the cells and their colours.
    cells
        A field [..., N, N].
    alt
        Says what the chart shows.
    """
    others = ", ○ another image of the same digit" if batch.false_negatives.any() else ""
    x = class_axis(title=f"copy (□ its own{others})")
    axes = layout(
        title,
        height=HEIGHT,
        x=x | {"range": (-EDGE_LEFT, BATCH_SIZE - 0.4), "zeroline": False},
        y=anchor_axis(),
        shapes=[_diagonal()],
        images=_pictures(batch),
        margin={"l": 56, "r": 6, "t": 30},
        coloraxis=colours | {"colorbar": COLOUR_BAR},
    )
    row = Drawn("anchor", through=_around_row)
    return Chart(key, _traces(batch), axes, {"cells": {"z": cells}, "anchor": {"y": row}}, alt)


def similarity_map(state: ContrastiveState) -> Chart:
    """Heat map of the cosine similarity of every anchor (rows) to every copy (columns)."""
    return _similarity_map(state.batch)


@lru_cache(maxsize=32)
def _similarity_map(batch: Batch) -> Chart:
    colours = {"cmin": -1.0, "cmax": 1.0, "colorscale": signed_scale()}
    cells = Drawn("similarities")
    return _map("similarities", "Cosine similarities", batch, colours, cells, describe_similarities)


def probability_map(state: ContrastiveState) -> Chart:
    """Heat map of the softmax of every row divided by τ."""
    return _probability_map(state.batch)


@lru_cache(maxsize=32)
def _probability_map(batch: Batch) -> Chart:
    colours = {"cmin": 0.0, "cmax": 1.0, "colorscale": RISING}
    cells = Drawn("probabilities", span=(0.0, 1.0))
    return _map(
        "pair_probabilities",
        "Each row: softmax(similarities / τ)",
        batch,
        colours,
        cells,
        describe_probability_map,
    )


def describe_similarities(state: ContrastiveState) -> str:
    """Describe the similarities of all anchors."""
    s = state.similarities
    positives, negatives = np.diagonal(s), s[~np.eye(BATCH_SIZE, dtype=bool)]
    return (
        f"Cosine similarities of {BATCH_SIZE} anchors and {BATCH_SIZE} copies: to its own copy "
        f"{amount(positives.min())} to {amount(positives.max())}, to another's "
        f"{amount(negatives.min())} to {amount(negatives.max())}. "
        f"{int(state.copies_found)} of {BATCH_SIZE} anchors are most similar to their own."
    )


def describe_probability_map(state: ContrastiveState) -> str:
    """Describe the softmax of all rows."""
    positives = np.diagonal(state.probabilities)
    return (
        f"Softmax of every row at {tau_words(state)}: an anchor gives its own copy "
        f"{probability(positives.min())} to {probability(positives.max())}; mean loss "
        f"{amount(state.mean_loss)} nats."
    )
