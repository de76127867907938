"""Sigmoid against softmax: what one logit moves, the Jacobians, two classes, the logit."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go

from logitviz.charts.bars import PATTERN
from logitviz.charts.formats import amount, probability, signed
from logitviz.charts.formats import logit as logit_text
from logitviz.charts.layout import CLASSES, DIVERGING, INK, QUARTER_AXIS, class_axis, layout
from logitviz.charts.old_chart import Chart, Numbers, TraceValues, Values, column
from logitviz.core import Analysis, logit, sigmoid

NUDGE = 1.0
CURVE = np.linspace(-8, 8, 161)


@dataclass(frozen=True, eq=False)
class Nudge:
    """The same logits before and after one of them was raised by `NUDGE`."""

    index: int
    before: Analysis
    after: Analysis


def nudge_bars(index: int, *, height: int) -> Chart[Nudge]:
    """Draw what raising one logit changes in every output of softmax and of sigmoid."""

    def skeleton() -> go.Figure:
        common = {"width": 0.4, "textposition": "outside", "textfont_size": 11}
        common |= {"textangle": -90, "constraintext": "none", "cliponaxis": False}
        places = np.arange(CLASSES)
        softmax = go.Bar(name="softmax", x=list(places - 0.2), **common)
        separate = go.Bar(name="sigmoid", x=list(places + 0.2), **common, marker_pattern=PATTERN)
        y = {"range": (-1, 1), "tickvals": [-1, -0.5, 0, 0.5, 1], "zeroline": True}
        title = f"What +{NUDGE:g} on the logit of class {index} changes"
        figure = go.Figure([softmax, separate], layout(title, height=height, x=class_axis(), y=y))
        legend = {"x": 0.98, "y": 0.98, "xanchor": "right", "orientation": "h"}
        return figure.update_layout(showlegend=True, legend=legend)

    def values(state: Nudge) -> Sequence[TraceValues]:
        together = state.after.probabilities - state.before.probabilities
        separate = state.after.sigmoids - state.before.sigmoids
        return [{"y": Values(y), "text": Values(y, "signed")} for y in (together, separate)]

    return Chart("nudge", skeleton, values, describe_nudge, revision=index)


def softmax_slopes(record: Analysis) -> Numbers:
    """Slope of every probability per unit of z/T: diag(p) − p pᵀ, [..., C, C].

    It is T times `logitviz.core.softmax_jacobian`, and finite at every T.
    """
    p = record.probabilities
    return np.asarray(p[..., :, None] * (np.eye(CLASSES) - p[..., None, :]))


def sigmoid_slopes(record: Analysis) -> Numbers:
    """Slope of every sigmoid per unit of z/T: diag(σ(1 − σ)), [..., C, C]."""
    s = record.sigmoids
    return np.asarray((s * (1 - s))[..., None] * np.eye(CLASSES))


def slope_map(kind: str, *, height: int) -> Chart[Analysis]:
    """Heat map of the Jacobian of softmax or sigmoid; its colours do not rescale."""
    slopes = {"softmax": softmax_slopes, "sigmoid": sigmoid_slopes}[kind]

    def skeleton() -> go.Figure:
        picture = go.Heatmap(
            x=list(range(CLASSES)), y=list(range(CLASSES)), zmin=-0.25, zmax=0.25, xgap=1, ygap=1,
            coloraxis="coloraxis",
        )  # fmt: skip
        y = class_axis(title="output i") | {"autorange": "reversed"}
        y.pop("range")
        axes = layout(
            f"Slopes of {kind}, per z/T", height=height, x=class_axis(title="z/T of class j"), y=y,
            margin={"l": 46},
        )  # fmt: skip
        figure = go.Figure([picture], axes)
        ink = {"color": INK}
        colorbar = {"thickness": 12, "tickfont": ink, "title": {"text": "slope", "font": ink}}
        bar = {"cmin": -0.25, "cmax": 0.25, "colorscale": DIVERGING, "colorbar": colorbar}
        return figure.update_layout(coloraxis=bar)

    def values(record: Analysis) -> Sequence[TraceValues]:
        matrix = slopes(record)
        flat = matrix.reshape(*matrix.shape[:-2], CLASSES * CLASSES)
        return ({"z": Values(flat, rows=CLASSES, span=(-0.25, 0.25))},)

    def alt(record: Analysis) -> str:
        matrix = slopes(record)
        off = matrix - np.diag(np.diag(matrix))
        return (
            f"Slopes of the ten outputs of {kind} per unit of each z/T: on the diagonal "
            f"up to {signed(matrix.max())}, beside it down to {signed(off.min())}."
        )

    return Chart(f"slopes_{kind}", skeleton, values, alt)


@dataclass(frozen=True, eq=False)
class Pair:
    """Two logits; the fields may be batches."""

    record: Analysis

    @property
    def difference(self) -> Numbers:
        """Give the first logit minus the second."""
        return np.asarray(self.record.logits[..., 0] - self.record.logits[..., 1])


def pair_curve(*, height: int) -> Chart[Pair]:
    """Draw the first of two softmax outputs on the sigmoid of the difference."""
    reach = 2.5 * CURVE  # the sliders' largest difference

    def skeleton() -> go.Figure:
        curve = go.Scatter(x=list(reach), y=list(sigmoid(reach)), line_width=3, name="sigmoid")
        point = go.Scatter(
            mode="markers+text", marker={"size": 16}, textposition="top left", cliponaxis=False,
            textfont_size=15,
        )  # fmt: skip
        x = {"range": (-20.5, 20.5), "title": {"text": "z₁ − z₂", "standoff": 14}}
        title = "softmax of two = sigmoid(z₁ − z₂)"
        axes = layout(title, height=height, x=x, y=QUARTER_AXIS)
        return go.Figure([curve, point], axes)

    def values(pair: Pair) -> Sequence[TraceValues]:
        first = pair.record.probabilities[..., :1]
        point = {
            "x": Values(pair.difference[..., None]),
            "y": Values(first),
            "text": Values(first, "probability"),
        }
        return {}, point

    def alt(pair: Pair) -> str:
        return (
            f"The sigmoid curve; at z1 - z2 = {logit_text(float(pair.difference))} the first "
            f"softmax output {probability(pair.record.probabilities[0])} lies on it."
        )

    return Chart("pair", skeleton, values, alt)


def logit_curves(*, height: int) -> Chart[Numbers]:
    """Draw the logit function; the state is a probability."""
    shares = sigmoid(CURVE)

    def skeleton() -> go.Figure:
        curve = go.Scatter(x=list(shares), y=list(CURVE), line_width=3)
        point = go.Scatter(
            mode="markers+text", marker={"size": 16}, textposition="top left",
            textfont_size=15, cliponaxis=False,
        )  # fmt: skip
        y = {"range": (-8, 8), "tickvals": [-8, -4, 0, 4, 8], "zeroline": True}
        x = {"range": (0, 1), "title": {"text": "probability p", "standoff": 14}}
        title = "logit(p) = log p − log(1 − p)"
        axes = layout(title, height=height, x=x, y=y, margin={"r": 60})
        return go.Figure([curve, point], axes)

    def values(p: Numbers) -> Sequence[TraceValues]:
        z = column(logit(p))
        # Beyond the axis (at p = 0 and p = 1 infinitely far) the point waits at the edge; its
        # label says where it belongs.
        point = {
            "x": Values(column(p)),
            "y": Values(np.clip(z, -8, 8)),
            "text": Values(z, "logit"),
        }
        return {}, point

    def alt(p: Numbers) -> str:
        return f"The logit function; logit({float(p):g}) is {logit_text(float(logit(p)))}."

    return Chart("logit", skeleton, values, alt)


def inverse_curve(*, height: int) -> Chart[Numbers]:
    """Draw the sigmoid, inverse of the logit; the state is a probability."""

    def skeleton() -> go.Figure:
        curve = go.Scatter(x=list(CURVE), y=list(sigmoid(CURVE)), line_width=3)
        point = go.Scatter(
            mode="markers+text", marker={"size": 16}, textposition="top left", textfont_size=15,
            cliponaxis=False,
        )  # fmt: skip
        x = {"range": (-8, 8), "title": {"text": "logit z", "standoff": 14}}
        axes = layout("sigmoid(z) undoes it", height=height, x=x, y=QUARTER_AXIS)
        return go.Figure([curve, point], axes)

    def values(p: Numbers) -> Sequence[TraceValues]:
        z = logit(p)
        back = column(sigmoid(z))
        point = {
            "x": Values(column(np.clip(z, -8, 8))),
            "y": Values(back),
            "text": Values(back, "probability"),
        }
        return {}, point

    def alt(p: Numbers) -> str:
        z = float(logit(p))
        return f"The sigmoid function; sigmoid({logit_text(z)}) is {float(p):g} again."

    return Chart("inverse", skeleton, values, alt)


def describe_nudge(state: Nudge) -> str:
    """Say what the nudge changes."""
    together = state.after.probabilities - state.before.probabilities
    separate = state.after.sigmoids - state.before.sigmoids
    moved = np.count_nonzero(separate)
    return (
        f"Raising the logit of class {state.index} by {amount(NUDGE)}: softmax gives class "
        f"{state.index} {signed(together[state.index])} and takes as much from the others; "
        f"sigmoid moves {moved} output, by {signed(separate[state.index])}."
    )
