"""The image, the votes of its pixels, the ten logits, and the weights."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any, Literal

import numpy as np
import plotly.graph_objects as go

from logitviz.charts import colours
from logitviz.charts.chart import Chart, Compared, Drawn, Numbers, Shown, Written
from logitviz.charts.class_bars import bar, marked_bar
from logitviz.charts.formats import logit, signed, whole
from logitviz.charts.layout import (
    CLASSES,
    CLEAR,
    INK,
    LOGIT_AXIS,
    NEUTRAL,
    class_axis,
    layout,
    signed_scale,
)
from logitviz.datasets.digits import FULL_INK, load_digits

from .state import FeaturesState
from .strokes import SIDE

STRONGEST = 1.75  # the largest weight of the student is smaller, and so is every vote
LONGEST = 11.0  # a bar beyond the axis of logits ends here; its label says how long it is
LOGITS = "record.logits"
ROWS, COLUMNS = 2, 5  # of the pictures of weights
TALL, WIDE = SIDE + 2, SIDE + 1  # a picture with the space below and beside it
# Votes are weak: half of those of ink are below an eighth of the strongest.
VOTES = {"cmin": -STRONGEST, "cmax": STRONGEST, "colorscale": signed_scale(2)}


def image_map(state: FeaturesState) -> Chart:
    """Draw the image in ink on paper."""
    return _image_map(None if state.blank else int(load_digits().labels[state.digit]))


@lru_cache(maxsize=CLASSES + 1)
def _image_map(label: int | None) -> Chart:
    scale = [[0, CLEAR], [1, INK]]
    picture = go.Heatmap(zmin=0, zmax=FULL_INK, colorscale=scale, showscale=False, xgap=1, ygap=1)
    name = "Your own digit" if label is None else f"A handwritten {label}"
    return _pixel_map("image", picture, _pixel_axes(f"{name}: f = ink / 16"), describe_image)


def vote_map(state: FeaturesState) -> Chart:
    """Draw what every pixel adds to the logit of class k; the colours do not rescale."""
    return _vote_map(state.k)


@lru_cache(maxsize=CLASSES)
def _vote_map(index: int) -> Chart:
    ink = {"color": INK}
    colorbar = {
        "thickness": 12,
        "tickfont": ink,
        "tickvals": [-1.5, -1, -0.5, 0, 0.5, 1, 1.5],
        "title": {"text": "w · f", "font": ink},
    }
    picture = go.Heatmap(coloraxis="coloraxis", xgap=1, ygap=1)
    title = f"Votes for (blue), against (red) class {index}"
    axes = _pixel_axes(title, coloraxis=VOTES | {"colorbar": colorbar})
    return _pixel_map("votes", picture, axes, describe_votes)


def _pixel_axes(title: str, **more: Any) -> go.Layout:
    frame = {"showline": True, "mirror": True, "linecolor": NEUTRAL}
    ticks = frame | {"tickvals": list(range(SIDE)), "showgrid": False, "constrain": "domain"}
    x = ticks | {"range": (-0.55, SIDE - 0.45)}
    y = ticks | {"range": (SIDE - 0.45, -0.55), "scaleanchor": "x", "constraintoward": "top"}
    margin = {"l": 24, "t": 36, "b": 32, "pad": 0}
    return layout(title, height=330, x=x, y=y, margin=margin, **more)


def _pixel_map(
    field: str, picture: go.Heatmap, axes: go.Layout, alt: Callable[[Any], str]
) -> Chart:
    """Draw a field of 8 × 8 numbers, which also names the chart."""
    return Chart(field, {"pixels": picture}, axes, {"pixels": {"z": field}}, alt)


@lru_cache(maxsize=1)
def voted_bars() -> Chart:
    """Draw the ten logits over those of the original image, and mark the chosen class."""
    classes = list(range(CLASSES))
    shadow = {"color": NEUTRAL, "opacity": 0.5}
    sign = {"symbol": "triangle-up", "size": 13, "color": INK}
    traces = {
        "original": go.Bar(x=classes, marker=shadow, width=0.98),
        "classes": bar(x=classes, textfont_size=13, marker_color=colours.CLASS),
        "predicted": marked_bar(marker_color=colours.PREDICTED),
        "chosen": go.Scatter(y=[-11.4], mode="markers", marker=sign),
    }
    legend = "class · hatched: predicted · grey: original · ▲ votes"
    y = LOGIT_AXIS | {"showgrid": False}  # no line runs through the numbers at the bars
    axes = layout("Ten logits z", height=330, x=class_axis(title=legend), y=y)
    shows: dict[str, dict[str, Shown]] = {
        "original": {"y": "original_logits"},
        "classes": {"y": _compared("each"), "text": Written(LOGITS, "logit")},
        "predicted": {"x": _compared("place"), "y": _compared("largest")},
        "chosen": {"x": "k"},
    }
    return Chart("logits", traces, axes, shows, describe_voted_logits)


def _compared(of: Literal["each", "largest", "place"]) -> Drawn:
    return Drawn(LOGITS, through=Compared(-LONGEST, LONGEST, of))


@lru_cache(maxsize=1)
def weight_map() -> Chart:
    """Draw the weights of each class as a picture of 8 × 8, in two rows of five."""
    places = [divmod(c, COLUMNS) for c in range(CLASSES)]
    names = go.Scatter(
        x=[WIDE * column + (SIDE - 1) / 2 for _, column in places],
        y=[TALL * row - 1.1 for row, _ in places],
        text=[f"class {c}" for c in range(CLASSES)],
        mode="text",
        textfont_size=14,
    )
    bare = {"tickvals": [], "showgrid": False}
    axes = layout(
        "The 64 weights of each class",
        height=400,
        x=bare | {"range": (-0.6, WIDE * COLUMNS - 1.4), "constrain": "domain"},
        y=bare | {"range": (TALL * ROWS - 1.5, -2), "scaleanchor": "x", "constraintoward": "top"},
        margin={"l": 8, "b": 8},
        coloraxis=VOTES | {"showscale": False},
    )
    traces = {"weights": go.Heatmap(coloraxis="coloraxis"), "names": names}
    shows = {"weights": {"z": Drawn("pixel_weights", through=_side_by_side)}}
    return Chart("weights", traces, axes, shows, describe_pixel_weights)


def _side_by_side(weights: Numbers) -> Numbers:
    """Put ten pictures [10, 64] into one, with NaN between them."""
    picture = np.full((ROWS, TALL, COLUMNS, WIDE), np.nan)
    picture[:, :SIDE, :, :SIDE] = weights.reshape(ROWS, COLUMNS, SIDE, SIDE).swapaxes(1, 2)
    return picture.reshape(ROWS * TALL, COLUMNS * WIDE)


def describe_image(state: FeaturesState) -> str:
    """Say what the image shows."""
    return (
        f"An image of 8 by 8 pixels, {np.count_nonzero(state.image)} of them with ink, "
        f"{whole(state.image.sum())} units in all."
    )


def describe_votes(state: FeaturesState) -> str:
    """Say how the pixels vote."""
    return (
        f"The votes of the 64 pixels for class {state.k}: {signed(state.votes_for)} for it and "
        f"{signed(state.votes_against)} against it; with the bias {signed(state.bias)} its logit "
        f"is {logit(state.logit)}."
    )


def describe_voted_logits(state: FeaturesState) -> str:
    """Give the range of the ten logits, and how far the logit of class k has moved."""
    z = state.record.logits
    return (
        f"The ten logits of this image, from {logit(z.min())} to {logit(z.max())}; class "
        f"{state.record.prediction} has the largest. That of class {state.k} has changed by "
        f"{signed(state.change)} from the original image."
    )


def describe_pixel_weights(state: FeaturesState) -> str:
    """Give the range of the weights."""
    weights = state.pixel_weights
    return (
        f"Ten pictures of 8 by 8 weights, one for each class, from {logit(weights.min())} to "
        f"{logit(weights.max())}; blue votes for the class, red against it."
    )
