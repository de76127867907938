"""Sigmoid against softmax: what one logit changes, the Jacobians, two classes, the logit."""

from dataclasses import replace
from functools import lru_cache, partial

import numpy as np
import plotly.graph_objects as go

from logitviz.charts import colours
from logitviz.charts.axes import within
from logitviz.charts.chart import Chart, Drawn, Numbers, Shown, Shows, Written
from logitviz.charts.class_bars import (
    marked_bars,
    probability_bars,
    temperature_words,
    with_threshold,
)
from logitviz.charts.formats import amount, logit, probability, signed
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
    words = f'<br><span style="font-size: 0.8em; font-weight: 400">hatched: {hatched}</span>'
    return go.Layout(axes).update(title_text=axes.title.text + words, title_y=0.955, margin_t=66)


@lru_cache(maxsize=1)
def softmax_bars() -> Chart:
    """Bars of softmax; the one answer stands out."""
    bars = probability_bars(title="Softmax: one question, ten answers", height=HEIGHT)
    return replace(bars, layout=_explained(bars.layout, "the answer, the largest of all"))


@lru_cache(maxsize=1)
def sigmoid_bars() -> Chart:
    """Bars of ten separate sigmoids; those that reach the threshold stand out.

    Their numbers are drawn over the line of the threshold, which they interrupt.
    """
    title = "Sigmoid: ten separate questions"
    axes = layout(title, height=HEIGHT, x=class_axis(), y=QUARTER_AXIS)
    heights = Written("record.sigmoids", "probability")
    bars = marked_bars("sigmoids", axes, heights, "passing_sigmoids", describe_sigmoids)
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
        layout=_explained(axes, "yes, at or above the threshold"),
        shows=shows,
    )


def gain_bars(state: SigmoidState) -> Chart:
    """Bars of the change of every output of both functions if the logit of class k is raised."""
    return _gain_bars(state.k)


@lru_cache(maxsize=CLASSES)
def _gain_bars(index: int) -> Chart:
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
    axis = class_axis()
    downwards = axis | {"range": axis["range"][::-1], "title": axis_title("class")}
    axes = layout(
        f"Effect of adding {RISE:g} to the logit of class {index}",
        height=430,
        x={
            "range": (-1, 1),
            "tickvals": [-1, -0.5, 0, 0.5, 1],
            "ticktext": ["−1", "−.5", "0", "+.5", "+1"],
            "zeroline": True,
            "title": axis_title("change of the output"),
        },
        y=downwards,
        margin={"l": 46},
        legend=TOP_RIGHT,
    )
    shows: dict[str, dict[str, Shown]] = {
        kind: {"x": f"{kind}_gains", "text": Written(f"{kind}_gains", "signed")} for kind in traces
    }
    return Chart("gains", traces, axes, shows, describe_gains)


@lru_cache(maxsize=2)
def slope_map(kind: str) -> Chart:
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
    y = class_axis(title="output i") | {"autorange": "reversed"}
    del y["range"]
    ink = {"color": INK}
    scale = {
        "cmin": -STEEPEST,
        "cmax": STEEPEST,
        "colorscale": signed_scale(),
        "colorbar": {"thickness": 12, "tickfont": ink, "title": {"text": "slope", "font": ink}},
    }
    axes = layout(
        f"Slopes of {kind}, per z/T",
        height=430,
        x=class_axis(title="z/T of class j"),
        y=y,
        margin={"l": 46},
        coloraxis=scale,
    )
    shows = {"slopes": {"z": Drawn(f"{kind}_slopes", span=(-STEEPEST, STEEPEST))}}
    alt = partial(describe_slopes, kind)
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


@lru_cache(maxsize=1)
def pair_curve() -> Chart:
    """Draw the first of two softmax outputs on the sigmoid of the difference of the logits."""
    x = {"range": (-20.5, 20.5), "title": axis_title("z₁ − z₂")}
    axes = layout("Softmax of two logits = sigmoid(z₁ − z₂)", height=300, x=x, y=QUARTER_AXIS)
    first = "pair.probabilities[0]"
    point: dict[str, Shown] = {
        "x": "difference",
        "y": first,
        "text": Written(first, "probability"),
    }
    curve = _curve(DIFFERENCE_GRID, sigmoid(DIFFERENCE_GRID))
    return Chart("pair", curve, axes, {"point": point}, describe_pair)


@lru_cache(maxsize=1)
def logit_curve() -> Chart:
    """Draw the logit over the probability, with a point at p."""
    x = {"range": (0, 1), "title": axis_title("probability p")}
    y = {"range": (-MAX_LOGIT, MAX_LOGIT), "tickvals": [-8, -4, 0, 4, 8], "zeroline": True}
    title = "logit(p) = log(p / (1 − p))"
    axes = layout(title, height=300, x=x, y=y, margin={"r": 60})
    point: dict[str, Shown] = {
        "x": "p",
        "y": Drawn("logit_of_p", through=WITHIN_AXIS),
        "text": Written("logit_of_p", "logit"),
    }
    return Chart(
        "logit", _curve(sigmoid(LOGIT_GRID), LOGIT_GRID), axes, {"point": point}, describe_logit
    )


@lru_cache(maxsize=1)
def inverse_curve() -> Chart:
    """Draw the sigmoid, inverse of the logit, with a point at the logit of p."""
    x = {"range": (-MAX_LOGIT, MAX_LOGIT), "title": axis_title("logit z")}
    axes = layout("sigmoid(z) leads back to p", height=300, x=x, y=QUARTER_AXIS)
    point: dict[str, Shown] = {
        "x": Drawn("logit_of_p", through=WITHIN_AXIS),
        "y": "sigmoid_of_logit",
        "text": Written("sigmoid_of_logit", "probability"),
    }
    curve = _curve(LOGIT_GRID, sigmoid(LOGIT_GRID))
    return Chart("inverse", curve, axes, {"point": point}, describe_inverse)


def describe_sigmoids(state: SigmoidState) -> str:
    """Say what the sigmoid bars show."""
    passing = np.flatnonzero(state.record.sigmoids >= state.t)
    return (
        f"Sigmoid of every logit at {temperature_words(state.record.temperature)}: the sum is "
        f"{amount(state.sigmoid_sum)}; at or above the threshold {probability(state.t)}: "
        f"{', '.join(map(str, passing)) or 'none'}."
    )


def describe_gains(state: SigmoidState) -> str:
    """Say what raising the logit of class k changes."""
    index, together, separate = state.k, state.softmax_gains, state.sigmoid_gains
    return (
        f"Raising the logit of class {index} by {amount(RISE)}: softmax gives class {index} "
        f"{signed(together[index])} and takes as much from the others; sigmoid moves "
        f"{np.count_nonzero(separate)} output, by {signed(separate[index])}."
    )


def describe_slopes(kind: str, state: SigmoidState) -> str:
    """Give the range of the slopes of `kind`."""
    slopes: Numbers = getattr(state, f"{kind}_slopes")
    off_diagonal = slopes[~np.eye(CLASSES, dtype=bool)]
    return (
        f"Slopes of the ten outputs of {kind} per unit of each z/T: on the diagonal up to "
        f"{signed(slopes.max())}, beside it down to {signed(off_diagonal.min())}."
    )


def describe_pair(state: SigmoidState) -> str:
    """Say where on the sigmoid the first of two softmax outputs lies."""
    return (
        f"The sigmoid curve; at z1 - z2 = {logit(state.difference)} the first softmax "
        f"output {probability(state.pair.probabilities[0])} lies on it."
    )


def describe_logit(state: SigmoidState) -> str:
    """Say what the logit of p is."""
    return f"The logit function; logit({state.p:g}) is {logit(state.logit_of_p)}."


def describe_inverse(state: SigmoidState) -> str:
    """Say that the sigmoid leads back to p."""
    z = logit(state.logit_of_p)
    return f"The sigmoid function; sigmoid({z}) is {state.p:g} again."
