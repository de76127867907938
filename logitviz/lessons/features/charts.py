"""The image, the votes of its pixels, the ten logits, and the weights."""

from collections.abc import Callable
from functools import partial
from typing import Any, Literal

import numpy as np
import plotly.graph_objects as go

from logitviz.charts import colours
from logitviz.charts.chart import Chart, Compared, Drawn, Numbers, Shown, Written
from logitviz.charts.class_bars import bar, marked_bar
from logitviz.charts.fields import filled
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
from logitviz.charts.words import Words, per_language
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


def image_map(words: Words, state: FeaturesState) -> Chart:
    """Draw the image in ink on paper."""
    return _image_map(words, None if state.blank else int(load_digits().labels[state.digit]))


@per_language(CLASSES + 1)
def _image_map(words: Words, label: int | None) -> Chart:
    scale = [[0, CLEAR], [1, INK]]
    picture = go.Heatmap(zmin=0, zmax=FULL_INK, colorscale=scale, showscale=False, xgap=1, ygap=1)
    title = words["image_title_own"] if label is None else words.said("image_title", label=label)
    return _pixel_map("image", picture, _pixel_axes(title), partial(describe_image, words))


def vote_map(words: Words, state: FeaturesState) -> Chart:
    """Draw what every pixel adds to the logit of class k; the colours do not rescale."""
    return _vote_map(words, state.k)


@per_language(CLASSES)
def _vote_map(words: Words, index: int) -> Chart:
    ink = {"color": INK}
    colorbar = {
        "thickness": 12,
        "tickfont": ink,
        "tickvals": [-1.5, -1, -0.5, 0, 0.5, 1, 1.5],
        "title": {"text": "w · f", "font": ink},
    }
    picture = go.Heatmap(coloraxis="coloraxis", xgap=1, ygap=1)
    title = words.said("votes_title", k=index)
    axes = _pixel_axes(title, coloraxis=VOTES | {"colorbar": colorbar})
    return _pixel_map("votes", picture, axes, partial(filled, words["votes_alt"]))


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


@per_language(1)
def voted_bars(words: Words) -> Chart:
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
    y = LOGIT_AXIS | {"showgrid": False}  # no line runs through the numbers at the bars
    axes = layout(words["logits_title"], height=330, x=class_axis(words["logits_x"]), y=y)
    shows: dict[str, dict[str, Shown]] = {
        "original": {"y": "original_logits"},
        "classes": {"y": _compared("each"), "text": Written(LOGITS, "logit")},
        "predicted": {"x": _compared("place"), "y": _compared("largest")},
        "chosen": {"x": "k"},
    }
    return Chart("logits", traces, axes, shows, partial(describe_voted_logits, words))


def _compared(of: Literal["each", "largest", "place"]) -> Drawn:
    return Drawn(LOGITS, through=Compared(-LONGEST, LONGEST, of))


@per_language(1)
def weight_map(words: Words) -> Chart:
    """Draw the weights of each class as a picture of 8 × 8, in two rows of five."""
    places = [divmod(c, COLUMNS) for c in range(CLASSES)]
    names = go.Scatter(
        x=[WIDE * column + (SIDE - 1) / 2 for _, column in places],
        y=[TALL * row - 1.1 for row, _ in places],
        text=[words.said("class_n", n=c) for c in range(CLASSES)],
        mode="text",
        textfont_size=14,
    )
    bare = {"tickvals": [], "showgrid": False}
    axes = layout(
        words["weights_title"],
        height=400,
        x=bare | {"range": (-0.6, WIDE * COLUMNS - 1.4), "constrain": "domain"},
        y=bare | {"range": (TALL * ROWS - 1.5, -2), "scaleanchor": "x", "constraintoward": "top"},
        margin={"l": 8, "b": 8},
        coloraxis=VOTES | {"showscale": False},
    )
    traces = {"weights": go.Heatmap(coloraxis="coloraxis"), "names": names}
    shows = {"weights": {"z": Drawn("pixel_weights", through=_side_by_side)}}
    return Chart("weights", traces, axes, shows, partial(describe_pixel_weights, words))


def _side_by_side(weights: Numbers) -> Numbers:
    """Put ten pictures [10, 64] into one, with NaN between them."""
    picture = np.full((ROWS, TALL, COLUMNS, WIDE), np.nan)
    picture[:, :SIDE, :, :SIDE] = weights.reshape(ROWS, COLUMNS, SIDE, SIDE).swapaxes(1, 2)
    return picture.reshape(ROWS * TALL, COLUMNS * WIDE)


def describe_image(words: Words, state: FeaturesState) -> str:
    """Say what the image shows."""
    image = state.image
    return words.said("image_alt", inked=np.count_nonzero(image), ink=image.sum())


def describe_voted_logits(words: Words, state: FeaturesState) -> str:
    """Give the range of the ten logits, and how far the logit of class k has moved."""
    z = state.record.logits
    return words.said(
        "logits_alt",
        low=z.min(),
        high=z.max(),
        prediction=state.record.prediction,
        k=state.k,
        change=state.change,
    )


def describe_pixel_weights(words: Words, state: FeaturesState) -> str:
    """Give the range of the weights."""
    weights = state.pixel_weights
    return words.said("weights_alt", low=weights.min(), high=weights.max())
