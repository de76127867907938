"""Sigmoid against softmax: what one logit changes, the Jacobians, two classes, the logit."""

from dataclasses import replace
from functools import partial

import numpy as np
import plotly.graph_objects as go

from logitviz.charts import colours
from logitviz.charts.axes import within
from logitviz.charts.chart import Chart, Drawn, Numbers, Shown, Shows, Written
from logitviz.charts.class_bars import marked_bars, probability_bars, with_threshold
from logitviz.charts.fields import filled
from logitviz.charts.layout import (
    CLASSES,
    CLEAR,
    INK,
    NEUTRAL,
    QUARTER_AXIS,
    TOP_RIGHT,
    axis_title,
    class_axis,
    layout,
    signed_scale,
)
from logitviz.charts.words import Words, per_language
from logitviz.core import sigmoid

from .state import RISE, SigmoidState

MAX_LOGIT = 8.0  # the axes of logits end here, and at minus this
LOGIT_GRID = np.linspace(-MAX_LOGIT, MAX_LOGIT, 161)
DIFFERENCE_GRID = 2.5 * LOGIT_GRID  # as far as two sliders can differ
WITHIN_AXIS = within(-MAX_LOGIT, MAX_LOGIT)  # the logits of 0 and 1 are infinite
HEIGHT = 310  # of the two charts of the first screen
STEEPEST = 0.25  # the largest slope of sigmoid and of softmax


def _explained(axes: go.Layout, hatched: str) -> go.Layout:
    """Say below the title of bars what hatched ones are."""
    below = f'<br><span style="font-size: 0.8em; font-weight: 400">{hatched}</span>'
    return go.Layout(axes).update(
        title_text=axes.title.text + below, title_y=1, title_pad_t=15, margin_t=66
    )


@per_language(1)
def softmax_bars(words: Words) -> Chart:
    """Bars of softmax; the one answer stands out."""
    bars = probability_bars(words, title=words["probabilities_title"], height=HEIGHT)
    return replace(bars, layout=_explained(bars.layout, words["probabilities_hatched"]))


@per_language(1)
def sigmoid_bars(words: Words) -> Chart:
    """Bars of ten separate sigmoids; those that reach the threshold stand out.

    Their numbers are drawn over the line of the threshold, which they interrupt.
    """
    x = class_axis(words["axis_class"])
    axes = layout(words["sigmoids_title"], height=HEIGHT, x=x, y=QUARTER_AXIS)
    heights = Written("record.sigmoids", "probability")
    alt = partial(_describe_sigmoids, words)
    bars = marked_bars("sigmoids", axes, heights, "passing_sigmoids", alt)
    lined = with_threshold(bars, "t")
    numbers = go.Scatter(
        x=list(range(CLASSES)),
        mode="markers+text",
        marker={"color": CLEAR, "size": 8},  # keeps the numbers off the bars
        textposition="top center",
        textfont={"color": INK, "size": 13},
        cliponaxis=False,
    )
    bare = go.Bar(x=list(range(CLASSES)), marker_color=colours.CLASS)
    shows: Shows = {
        **lined.shows,
        "classes": {"y": heights.field},
        "numbers": {"y": heights.field, "text": heights},
    }
    return replace(
        lined,
        traces={**lined.traces, "classes": bare, "numbers": numbers},
        layout=_explained(axes, words["sigmoids_hatched"]),
        shows=shows,
    )


def gain_bars(words: Words, state: SigmoidState) -> Chart:
    """Bars of the change of every output of both functions if the logit of class k is raised."""
    return _gain_bars(words, state.k)


@per_language(CLASSES)
def _gain_bars(words: Words, index: int) -> Chart:
    """Draw them lying, class below class, so that their numbers lie too."""
    common = {"orientation": "h", "width": 0.4, "textposition": "outside", "textfont_size": 11}
    common |= {"textangle": 0, "constraintext": "none", "cliponaxis": False}
    places = np.arange(CLASSES)
    traces = {
        "softmax": go.Bar(
            name="softmax", y=list(places - 0.2), marker_color=colours.CLASS, **common
        ),
        "sigmoid": go.Bar(name="sigmoid", y=list(places + 0.2), marker_color=NEUTRAL, **common),
    }
    axis = class_axis(words["axis_class"])
    downwards = axis | {"range": axis["range"][::-1]}
    axes = layout(
        words.said("gains_title", rise=RISE, k=index),
        height=430,
        x={
            "range": (-1, 1),
            "tickvals": [-1, -0.5, 0, 0.5, 1],
            "ticktext": ["−1", "−.5", "0", "+.5", "+1"],
            "zeroline": True,
            "title": axis_title(words["gains_x"]),
        },
        y=downwards,
        margin={"l": 46},
        legend=TOP_RIGHT,
    )
    shows: dict[str, dict[str, Shown]] = {
        kind: {"x": f"{kind}_gains", "text": Written(f"{kind}_gains", "signed")} for kind in traces
    }
    return Chart("gains", traces, axes, shows, partial(_describe_gains, words))


@per_language(2)
def slope_map(words: Words, kind: str) -> Chart:
    """Heat map of the Jacobian of `kind`, softmax or sigmoid; its colours do not rescale."""
    classes = list(range(CLASSES))
    picture = go.Heatmap(
        x=classes,
        y=classes,
        zmin=-STEEPEST,
        zmax=STEEPEST,
        xgap=1,
        ygap=1,
        coloraxis="coloraxis",
    )
    y = class_axis(words["slopes_y"]) | {"autorange": "reversed"}
    del y["range"]
    ink = {"color": INK}
    scale = {
        "cmin": -STEEPEST,
        "cmax": STEEPEST,
        "colorscale": signed_scale(),
        "colorbar": {
            "thickness": 12,
            "tickfont": ink,
            "title": {"text": words["slope"], "font": ink},
        },
    }
    axes = layout(
        words[f"slopes_{kind}_title"],
        height=430,
        x=class_axis(words["slopes_x"]),
        y=y,
        margin={"l": 46},
        coloraxis=scale,
    )
    shows = {"slopes": {"z": Drawn(f"{kind}_slopes", span=(-STEEPEST, STEEPEST))}}
    alt = partial(_describe_slopes, words, kind)
    return Chart(f"slopes_{kind}", {"slopes": picture}, axes, shows, alt)


def _curve(x: Numbers, y: Numbers) -> dict[str, go.Scatter]:
    """Give a curve, and a point on it with its number."""
    point = go.Scatter(
        mode="markers+text",
        marker={"size": 16, "color": colours.CLASS},
        textposition="top left",
        textfont={"color": INK, "size": 15},
        cliponaxis=False,
    )
    line = {"color": NEUTRAL, "width": 3}
    return {"curve": go.Scatter(x=list(x), y=list(y), mode="lines", line=line), "point": point}


@per_language(1)
def pair_curve(words: Words) -> Chart:
    """Draw the first of two softmax outputs on the sigmoid of the difference of the logits."""
    x = {"range": (-20.5, 20.5), "title": axis_title("z₁ − z₂")}
    axes = layout(words["pair_title"], height=300, x=x, y=QUARTER_AXIS)
    first = "pair.probabilities[0]"
    point: dict[str, Shown] = {
        "x": "difference",
        "y": first,
        "text": Written(first, "probability"),
    }
    curve = _curve(DIFFERENCE_GRID, sigmoid(DIFFERENCE_GRID))
    return Chart("pair", curve, axes, {"point": point}, partial(filled, words["pair_alt"]))


@per_language(1)
def logit_curve(words: Words) -> Chart:
    """Draw the logit over the probability, with a point at p."""
    x = {"range": (0, 1), "title": axis_title(words["logit_x"])}
    y = {"range": (-MAX_LOGIT, MAX_LOGIT), "tickvals": [-8, -4, 0, 4, 8], "zeroline": True}
    title = "logit(p) = log(p / (1 − p))"
    axes = layout(title, height=300, x=x, y=y, margin={"r": 60})
    point: dict[str, Shown] = {
        "x": "p",
        "y": Drawn("logit_of_p", through=WITHIN_AXIS),
        "text": Written("logit_of_p", "logit"),
    }
    curve = _curve(sigmoid(LOGIT_GRID), LOGIT_GRID)
    return Chart("logit", curve, axes, {"point": point}, partial(filled, words["logit_alt"]))


@per_language(1)
def inverse_curve(words: Words) -> Chart:
    """Draw the sigmoid, inverse of the logit, with a point at the logit of p."""
    x = {"range": (-MAX_LOGIT, MAX_LOGIT), "title": axis_title(words["inverse_x"])}
    axes = layout(words["inverse_title"], height=300, x=x, y=QUARTER_AXIS)
    point: dict[str, Shown] = {
        "x": Drawn("logit_of_p", through=WITHIN_AXIS),
        "y": "sigmoid_of_logit",
        "text": Written("sigmoid_of_logit", "probability"),
    }
    curve = _curve(LOGIT_GRID, sigmoid(LOGIT_GRID))
    return Chart("inverse", curve, axes, {"point": point}, partial(filled, words["inverse_alt"]))


def _describe_sigmoids(words: Words, state: SigmoidState) -> str:
    """Say what the sigmoid bars show."""
    passing = np.flatnonzero(state.record.sigmoids >= state.t)
    if not passing.size:
        return filled(words["sigmoids_alt_none"], state)
    return words.said("sigmoids_alt", state=state, classes=words.listed(map(str, passing)))


def _describe_gains(words: Words, state: SigmoidState) -> str:
    """Say what raising the logit of class k changes."""
    return words.said(
        "gains_alt",
        rise=RISE,
        k=state.k,
        together=state.softmax_gains[state.k],
        separate=state.sigmoid_gains[state.k],
        moved=np.count_nonzero(state.sigmoid_gains),
    )


def _describe_slopes(words: Words, kind: str, state: SigmoidState) -> str:
    """Give the range of the slopes of `kind`."""
    slopes: Numbers = getattr(state, f"{kind}_slopes")
    off_diagonal = slopes[~np.eye(CLASSES, dtype=bool)]
    return words.said(f"slopes_{kind}_alt", most=slopes.max(), least=off_diagonal.min())
