"""A logit as a weighted vote: the image, the votes of its pixels, the ten sums, the weights."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go

from logitviz.charts.bars import logit_bars
from logitviz.charts.formats import logit, signed
from logitviz.charts.layout import (
    CLASSES,
    CLEAR,
    DIVERGING,
    FIRST,
    HAND,
    INK,
    NEUTRAL,
    SECOND,
    layout,
)
from logitviz.charts.old_chart import Chart, Numbers, TraceValues, Values, column
from logitviz.core import Analysis
from logitviz.datasets.digits import FULL_INK
from logitviz.lessons.features.strokes import SIDE

STRONGEST = 1.75  # no weight of the student is larger, and no vote: a feature is at most 1
END_OF_AXIS = 11.0
TILES = 2, 5


@dataclass(frozen=True, eq=False)
class Voting:
    """An image with a brush on it, and what its pixels vote; all but the last three may be batches.

    Parameters
    ----------
    ink
        The image as it is under the brush, [..., 64].
    brush
        Upper row, left column and size of the brush, [..., 3].
    votes
        What each pixel adds to the logit of class `index`, [..., 64].
    record
        The ten logits of the image, [..., 10].
    bias
        What the sum of the votes starts from.
    untouched
        The ten logits of the image as it was, [10].
    index
        The class.
    """

    ink: Numbers
    brush: Numbers
    votes: Numbers
    record: Analysis
    bias: float
    untouched: Numbers
    index: int

    @property
    def gains(self) -> Numbers:
        """Sum the votes for the class."""
        return np.asarray(np.maximum(self.votes, 0).sum(axis=-1))

    @property
    def losses(self) -> Numbers:
        """Sum the votes against the class."""
        return np.asarray(np.minimum(self.votes, 0).sum(axis=-1))

    @property
    def logit(self) -> Numbers:
        """Give the logit of the class."""
        return np.asarray(self.record.logits[..., self.index])

    @property
    def change(self) -> Numbers:
        """Give how far that logit is from that of the untouched image."""
        # Rounded, so that adding in another order than the data's author did is no change.
        return np.asarray(np.round(self.logit - self.untouched[self.index], 12))


def _outline(brush: Numbers) -> dict[str, Values]:
    """Draw the brush as a closed square; what lies outside the image is cut off."""
    first = brush[..., :2] - 0.5
    corners = np.clip(np.stack([first, first + brush[..., 2:]], axis=-1), -0.5, SIDE - 0.5)
    low_row, high_row = corners[..., 0, 0], corners[..., 0, 1]
    low, high = corners[..., 1, 0], corners[..., 1, 1]
    return {
        "x": Values(np.stack([low, high, high, low, low], axis=-1)),
        "y": Values(np.stack([low_row, low_row, high_row, high_row, low_row], axis=-1)),
    }


def _pixels(title: str, picture: go.Heatmap, *, height: int) -> go.Figure:
    frame = {"showline": True, "mirror": True, "linecolor": NEUTRAL}
    ticks = frame | {"tickvals": list(range(SIDE)), "showgrid": False, "constrain": "domain"}
    x = ticks | {"range": (-0.55, SIDE - 0.45)}
    y = ticks | {"range": (SIDE - 0.45, -0.55), "scaleanchor": "x"}
    brush = go.Scatter(name="brush", mode="lines", line={"width": 5, "color": HAND})
    margin = {"l": 24, "t": 36, "b": 32, "pad": 0}
    return go.Figure([picture, brush], layout(title, height=height, x=x, y=y, margin=margin))


def _diverging(figure: go.Figure, **more: object) -> go.Figure:
    return figure.update_layout(
        coloraxis={"cmin": -STRONGEST, "cmax": STRONGEST, "colorscale": DIVERGING} | more
    )


def image_map(label: int, *, height: int) -> Chart[Voting]:
    """Draw the image of a digit in ink on paper, with the brush."""

    def skeleton() -> go.Figure:
        scale = [[0, CLEAR], [1, INK]]
        picture = go.Heatmap(
            zmin=0, zmax=FULL_INK, colorscale=scale, showscale=False, xgap=1, ygap=1
        )
        return _pixels(f"A {label}: f = ink / 16", picture, height=height)

    def values(state: Voting) -> Sequence[TraceValues]:
        return {"z": Values(state.ink, rows=SIDE)}, _outline(state.brush)

    return Chart("image", skeleton, values, describe_image, revision=label)


def vote_map(index: int, *, height: int) -> Chart[Voting]:
    """Draw what every pixel adds to the logit of a class; its colours do not rescale."""

    def skeleton() -> go.Figure:
        picture = go.Heatmap(coloraxis="coloraxis", xgap=1, ygap=1)
        figure = _pixels(f"Votes for class {index}: w · f", picture, height=height)
        ink = {"color": INK}
        colorbar = {"thickness": 12, "tickfont": ink, "title": {"text": "vote", "font": ink}}
        return _diverging(
            figure, colorbar=colorbar | {"tickvals": [-1.5, -1, -0.5, 0, 0.5, 1, 1.5]}
        )

    def values(state: Voting) -> Sequence[TraceValues]:
        votes = Values(state.votes, rows=SIDE)
        return {"z": votes}, _outline(state.brush)

    return Chart("votes", skeleton, values, describe_votes, revision=index)


def voted_bars(*, height: int) -> Chart[Voting]:
    """Draw the ten logits, where each was for the untouched image, and which one is chosen."""
    bars = logit_bars(height=height)

    def skeleton() -> go.Figure:
        figure = bars.skeleton()
        each, predicted = figure.data
        each.marker.color = FIRST
        predicted.marker.color = SECOND
        shadow = {"color": NEUTRAL, "opacity": 0.5}
        before = go.Bar(x=list(range(CLASSES)), marker=shadow, width=0.98, name="untouched")
        sign = {"symbol": "triangle-up", "size": 13, "color": INK}
        chosen = go.Scatter(y=[-11.4], mode="markers", marker=sign, name="chosen")
        title = "Logits z (grey: of the untouched image)"
        return go.Figure([before, each, predicted, chosen], figure.layout).update_layout(
            title_text=title
        )

    def values(state: Voting) -> Sequence[TraceValues]:
        each, predicted = bars.values(state.record)
        return (
            {"y": Values(state.untouched)},
            {**each, "y": _within(each["y"])},
            {**predicted, "y": _within(predicted["y"])},
            {"x": Values(column(state.index))},
        )

    return Chart(bars.key, skeleton, values, describe_logits)


def _within(heights: Values) -> Values:
    # A bar beyond the axis ends there; its label says how long it is.
    return Values(np.clip(heights.array, -END_OF_AXIS, END_OF_AXIS))


def weight_map(*, height: int) -> Chart[Numbers]:
    """Draw the ten weight pictures side by side; the state is the weights, [10, 64]."""
    rows, columns = TILES
    step = SIDE + 1

    def skeleton() -> go.Figure:
        picture = go.Heatmap(coloraxis="coloraxis")
        places = [divmod(c, columns) for c in range(CLASSES)]
        names = go.Scatter(
            x=[step * place + (SIDE - 1) / 2 for _, place in places],
            y=[(step + 1) * row - 1.1 for row, _ in places],
            text=[f"class {c}" for c in range(CLASSES)], mode="text", textfont_size=14,
        )  # fmt: skip
        bare = {"tickvals": [], "showgrid": False}
        x = bare | {"range": (-0.6, step * columns - 1.4), "constrain": "domain"}
        y = bare | {"range": ((step + 1) * rows - 1.5, -2), "scaleanchor": "x"}
        y |= {"constraintoward": "top"}
        margin = {"l": 8, "b": 8}
        title = "The 64 weights of each class"
        axes = layout(title, height=height, x=x, y=y, margin=margin)
        return _diverging(go.Figure([picture, names], axes), showscale=False)

    def values(weights: Numbers) -> Sequence[TraceValues]:
        tiles = np.full((rows, step + 1, columns, step), np.nan)
        tiles[:, :SIDE, :, :SIDE] = weights.reshape(rows, columns, SIDE, SIDE).swapaxes(1, 2)
        return ({"z": Values(tiles.reshape(-1), rows=rows * (step + 1))},)

    return Chart("weights", skeleton, values, describe_weights)


def describe_image(state: Voting) -> str:
    """Say what the image shows."""
    row, place, size = (int(v) for v in state.brush)
    return (
        f"An image of 8 by 8 pixels, {np.count_nonzero(state.ink)} of them with ink; a brush of "
        f"{size} by {size} pixels with its upper left corner in row {row}, column {place}."
    )


def describe_votes(state: Voting) -> str:
    """Say how the pixels vote."""
    return (
        f"The votes of the 64 pixels for class {state.index}: {signed(state.gains)} for it and "
        f"{signed(state.losses)} against it; with the bias {signed(state.bias)} its logit is "
        f"{logit(state.logit)}."
    )


def describe_logits(state: Voting) -> str:
    """Say what the ten logits are, and how far the chosen one has moved."""
    z = state.record.logits
    return (
        f"The ten logits of this image, from {logit(z.min())} to {logit(z.max())}; class "
        f"{state.record.prediction} has the largest. That of class {state.index} has changed by "
        f"{signed(state.change)} from the untouched image."
    )


def describe_weights(weights: Numbers) -> str:
    """Say between what the weights lie."""
    return (
        f"Ten pictures of 8 by 8 weights, one for each class, from {logit(weights.min())} to "
        f"{logit(weights.max())}; blue votes for the class, orange against it."
    )
