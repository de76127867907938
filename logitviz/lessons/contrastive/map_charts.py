"""The similarities of a batch, their softmax row by row, and the loss of every anchor beside."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from logitviz.charts.bars import PATTERN
from logitviz.charts.formats import SMALLEST, amount, probability
from logitviz.charts.layout import CLASSES, CLEAR, DIVERGING, INK, NEUTRAL, class_axis, layout
from logitviz.charts.old_chart import Chart, Numbers, TraceValues, Values, column
from logitviz.charts.pictures import enlarged, placed
from logitviz.datasets.digits import FULL_INK
from logitviz.lessons.contrastive.batch_state import MOST, UNSURE, Batch, Contrast, tau_words

EDGE = 1.75  # room for the pictures, in cells
ABOVE = -1.12  # where they stand
# From nothing, which is what is written as <.0005 and has no colour, to all.
RISING = [
    [0, CLEAR], [SMALLEST, CLEAR], [SMALLEST, DIVERGING[5][1]],
    *([i / 4, DIVERGING[5 + i][1]] for i in range(1, 5)),
]  # fmt: skip
CUTS = (3.3, 3.5)  # nats: where two strokes cut a bar that is longer than the axis


def _edges(batch: Batch) -> list[dict[str, Any]]:
    left = [placed(enlarged(ink, FULL_INK), x=ABOVE, y=i) for i, ink in enumerate(batch.anchors)]
    top = [placed(enlarged(ink, FULL_INK), x=i, y=ABOVE) for i, ink in enumerate(batch.copies)]
    return left + top


def _axes() -> tuple[dict[str, Any], dict[str, Any]]:
    places = class_axis(title="copy: place in the batch")
    x = places | {"range": (-EDGE, CLASSES - 0.4), "zeroline": False}
    y = places | {
        "range": (CLASSES - 0.4, -EDGE),
        "title": {"text": "anchor: place in the batch", "standoff": 26},
    }
    return x, y


def _targets() -> dict[str, Any]:
    """Frame the diagonal, where every anchor meets its own copy."""
    ends = [(i - 0.46, i + 0.46) for i in range(CLASSES)]
    squares = [f"M{low},{low}H{high}V{high}H{low}Z" for low, high in ends]
    return {"type": "path", "path": "".join(squares), "line": {"color": INK, "width": 2}}


def _map(
    key: str, title: str, batch: Batch, scale: dict[str, Any],
    matrix: Callable[[Contrast], Numbers], alt: Callable[[Contrast], str], height: int,
) -> Chart[Contrast]:  # fmt: skip
    places = list(range(CLASSES))
    twins = np.argwhere(batch.twins)

    def skeleton() -> go.Figure:
        cells = go.Heatmap(x=places, y=places, coloraxis="coloraxis")
        around = [-0.5, CLASSES - 0.5, CLASSES - 0.5, -0.5, -0.5]
        row = go.Scatter(x=around, mode="lines", line={"color": NEUTRAL, "width": 4})
        same = go.Scatter(
            x=[int(j) for _, j in twins], y=[int(i) for i, _ in twins], mode="markers",
            marker={"symbol": "circle-open", "size": 11, "color": INK, "line_width": 2},
        )  # fmt: skip
        x, y = _axes()
        axes = layout(
            title, height=height, x=x, y=y, shapes=[_targets()], images=_edges(batch),
            margin={"l": 56, "r": 6, "t": 30},
        )  # fmt: skip
        bar = {
            "thickness": 10,
            "tickfont": {"color": INK},
            "x": 1.0,
            "xpad": 4,
            "y": 0.44,
            "len": 0.9,
        }
        return go.Figure([cells, row, same], axes).update_layout(
            coloraxis=scale | {"colorbar": bar}
        )

    def values(state: Contrast) -> Sequence[TraceValues]:
        cells = matrix(state)
        flat = cells.reshape(*cells.shape[:-2], CLASSES * CLASSES)
        corners = column(state.row) + np.array([-0.5, -0.5, 0.5, 0.5, -0.5])
        span = None if scale["cmin"] < 0 else (0.0, 1.0)  # cosines need more digits than a share
        return {"z": Values(flat, rows=CLASSES, span=span)}, {"y": Values(corners)}

    drawn = (batch.anchors.tobytes(), batch.copies.tobytes())
    return Chart(key, skeleton, values, alt, revision=drawn)


def similarity_map(batch: Batch, *, height: int) -> Chart[Contrast]:
    """Heat map of the cosine similarity of every anchor (rows) to every copy (columns)."""
    scale = {"cmin": -1.0, "cmax": 1.0, "colorscale": DIVERGING}
    return _map(
        "similarities", "Cosine similarities", batch, scale, lambda s: s.similarities,
        describe_similarities, height,
    )  # fmt: skip


def match_map(batch: Batch, *, height: int) -> Chart[Contrast]:
    """Heat map of the softmax of every row divided by τ."""
    scale = {"cmin": 0.0, "cmax": 1.0, "colorscale": RISING}
    return _map(
        "matches", "Each row: softmax(row / τ)", batch, scale, lambda s: s.probabilities,
        describe_matches, height,
    )  # fmt: skip


def _cuts() -> go.Scatter:
    """Two strokes, pale as the page, across every bar that goes on beyond the axis."""
    stroke = {"symbol": "line-ne-open", "size": 17, "color": DIVERGING[5][1], "line_width": 4}
    return go.Scatter(
        name="cut", x=np.repeat(CUTS, CLASSES + 1).tolist(), mode="markers", marker=stroke
    )


def _loss_axes(height: int) -> go.Layout:
    unsure = {
        "type": "line", "x0": UNSURE, "x1": UNSURE, "y0": -EDGE, "y1": CLASSES - 0.4,
        "line": {"color": NEUTRAL, "dash": "dot", "width": 1.5}, "layer": "below",
    }  # fmt: skip
    _, y = _axes()
    named = {
        "tickvals": [ABOVE, *range(CLASSES)], "ticktext": ["mean", *range(CLASSES)],
        "title": {},
    }  # fmt: skip
    x = {
        "range": (0, MOST), "tickvals": [0, 1, UNSURE, MOST], "zeroline": True,
        "ticktext": ["0", "1", f"log {CLASSES}", f"≥{MOST:g}"],
        "title": {"text": "loss in nats", "standoff": 14},
    }  # fmt: skip
    return layout(
        "Loss: −log of the diagonal", height=height, x=x, y=y | named,
        shapes=[unsure], margin={"l": 44, "r": 46, "t": 30},
    )  # fmt: skip


def loss_bars(*, height: int) -> Chart[Contrast]:
    """Lying bars, beside the rows of the maps: the loss of every anchor, and their mean."""

    def skeleton() -> go.Figure:
        lying = {"orientation": "h", "cliponaxis": False}
        rows = go.Bar(
            name="loss", y=list(range(CLASSES)), textposition="outside", textfont_size=13, **lying
        )
        chosen = go.Bar(name="chosen", marker={"pattern": PATTERN, "line_width": 2}, **lying)
        mean = go.Bar(
            name="mean", y=[ABOVE], textposition="outside", textfont_size=13, width=0.8,
            marker_color=NEUTRAL, **lying,
        )  # fmt: skip
        return go.Figure([rows, chosen, mean, _cuts()], _loss_axes(height))

    def values(state: Contrast) -> Sequence[TraceValues]:
        longer = np.concatenate([state.losses > MOST, column(state.mean_loss) > MOST], axis=-1)
        shown = np.minimum(state.losses, MOST)
        here = column(state.of_row(shown))
        mean = column(state.mean_loss)
        return (
            {"x": Values(shown), "text": Values(state.losses, "amount")},
            {"x": Values(here), "y": Values(column(state.row))},
            {"x": Values(np.minimum(mean, MOST)), "text": Values(mean, "amount")},
            {"y": Values(np.tile(np.where(longer, [*range(CLASSES), ABOVE], np.nan), len(CUTS)))},
        )

    return Chart("losses", skeleton, values, describe_losses)


def describe_similarities(state: Contrast) -> str:
    """Say what the similarities are."""
    s = state.similarities
    pairs = np.diagonal(s)
    others = s[~np.eye(CLASSES, dtype=bool)]
    return (
        f"Cosine similarities of {CLASSES} anchors and {CLASSES} copies: to its own copy "
        f"{amount(pairs.min())} to {amount(pairs.max())}, to another's "
        f"{amount(others.min())} to {amount(others.max())}. "
        f"{int(state.found)} of {CLASSES} anchors are most similar to their own."
    )


def describe_matches(state: Contrast) -> str:
    """Say what softmax makes of the rows."""
    own = np.diagonal(state.probabilities)
    return (
        f"Softmax of every row at {tau_words(state)}: an anchor gives its own copy "
        f"{probability(own.min())} to {probability(own.max())}; mean loss "
        f"{amount(state.mean_loss)} nats."
    )


def describe_losses(state: Contrast) -> str:
    """Say what the losses are."""
    return (
        f"Loss of every anchor at {tau_words(state)}: mean {amount(state.mean_loss)} nats, anchor "
        f"{int(state.row)} {amount(state.of_row(state.losses))}; {amount(UNSURE)} is log {CLASSES}."
    )
