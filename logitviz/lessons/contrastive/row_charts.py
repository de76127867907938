"""One row of a batch: ten similarities as ten logits, and which negatives carry the weight."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from logitviz.charts.axes import LimitAxis
from logitviz.charts.bars import PATTERN
from logitviz.charts.curves import hand, leaving
from logitviz.charts.formats import amount, probability
from logitviz.charts.layout import (
    CLASSES,
    NEUTRAL,
    QUARTER_AXIS,
    SHARE_AXIS,
    UNIFORM,
    class_axis,
    layout,
)
from logitviz.charts.old_chart import Chart, Numbers, TraceValues, Values, both_ends, column
from logitviz.lessons.contrastive.batch_state import MOST, UNSURE, Batch, Contrast, tau_words

AXIS = LimitAxis("temperature τ", 0.006, 1.7, (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1))
COSINE_AXIS = {"range": (-1.15, 1.15), "tickvals": [-1, -0.5, 0, 0.5, 1], "zeroline": True}
Marked = Callable[[Contrast], NDArray[np.bool_]]


def _row_bars(
    key: str, title: str, y: dict[str, Any], height: int, number: str,
    matrix: Callable[[Contrast], Numbers], marked: Marked, alt: Callable[[Contrast], str],
    more: Mapping[str, object],
) -> Chart[Contrast]:  # fmt: skip
    def skeleton() -> go.Figure:
        places = list(range(CLASSES))
        candidates = go.Bar(
            name="candidate", x=places, cliponaxis=False, textposition="outside", textangle=0,
            textfont_size=13,
        )  # fmt: skip
        chosen = go.Bar(name="marked", x=places, marker={"pattern": PATTERN, "line_width": 2})
        axes = layout(
            title, height=height, x=class_axis(title="copy: place in the batch"), y=y, **more
        )
        return go.Figure([candidates, chosen], axes)

    def values(state: Contrast) -> Sequence[TraceValues]:
        heights = state.of_row(matrix(state))
        return (
            {"y": Values(heights), "text": Values(heights, number)},
            {"y": Values(np.where(marked(state), heights, 0.0))},
        )

    return Chart(key, skeleton, values, alt, revision=key)


def _positive(state: Contrast) -> NDArray[np.bool_]:
    return np.asarray(np.arange(CLASSES) == column(state.row))


def row_similarities(*, height: int) -> Chart[Contrast]:
    """Bars of the chosen row's similarities; its positive stands out."""
    return _row_bars(
        "row_similarities", "Ten similarities: ten logits", COSINE_AXIS, height, "amount",
        lambda s: s.similarities, _positive, describe_row, {},
    )  # fmt: skip


def row_probabilities(*, height: int) -> Chart[Contrast]:
    """Bars of the chosen row's softmax; its positive stands out."""
    return _row_bars(
        "row_probabilities", "Divided by τ, through softmax", SHARE_AXIS, height, "probability",
        lambda s: s.probabilities, _positive, describe_probabilities, {"shapes": [UNIFORM]},
    )  # fmt: skip


def row_weights(batch: Batch, *, height: int) -> Chart[Contrast]:
    """Bars of the chosen row's negatives by their share of the push; false ones stand out."""
    return _row_bars(
        "row_weights", "Who is pushed away: share of the gradient", QUARTER_AXIS, height,
        "probability", lambda s: s.weights, lambda s: batch.twins[s.row],
        describe_weights, {},
    )  # fmt: skip


@dataclass(frozen=True, eq=False)
class Fate:
    """A batch at the chosen τ, and the same similarities over all τ, an axis just before rows."""

    at: Contrast
    over: Contrast


def _over_tau(
    key: str, title: str, taus: Numbers, top: float, ticks: Mapping[str, object], height: int,
    curves: Mapping[str, Callable[[Contrast], Numbers]], alt: Callable[[Fate], str],
    reference: float, low: float,
) -> Chart[Fate]:  # fmt: skip
    def skeleton() -> go.Figure:
        lines = [
            go.Scatter(
                x=list(AXIS.place(taus)), name=name, mode="lines", line={"width": 3.5, "dash": d}
            )
            for name, d in zip(curves, ("solid", "dash"), strict=True)
        ]
        dots = [
            go.Scatter(
                mode="markers", marker={"size": 12, "color": NEUTRAL}, showlegend=False,
                cliponaxis=False,
            )
            for _ in curves
        ]  # fmt: skip
        line = {**UNIFORM, "y0": reference, "y1": reference}
        y = {**ticks, "range": (0, top)}
        axes = layout(title, height=height, x=AXIS.settings(), y=y, shapes=[line])
        legend = {"x": 0.98, "xanchor": "right", "y": low}
        figure = go.Figure([*lines, hand(top), *dots], axes)
        return figure.update_layout(showlegend=True, legend=legend)

    def values(state: Fate) -> Sequence[TraceValues]:
        x = column(AXIS.place(state.at.tau))
        lines = [{"y": leaving(of(state.over), top)} for of in curves.values()]
        dots = [
            {"x": Values(x), "y": Values(column(np.minimum(of(state.at), top)))}
            for of in curves.values()
        ]
        return *lines, {"x": Values(both_ends(AXIS.place(state.at.tau)))}, *dots

    return Chart(key, skeleton, values, alt)


def loss_curves(taus: Numbers, *, height: int) -> Chart[Fate]:
    """Draw the loss of the batch and of the chosen row over τ, against log N."""
    names = ["0", "1", f"log {CLASSES}", f"≥{MOST:g}"]
    ticks = {"tickvals": [0, 1, UNSURE, MOST], "ticktext": names}
    return _over_tau(
        "loss_over_tau", "Loss over τ, in nats", taus, MOST, ticks, height,
        {"mean of the batch": lambda s: s.mean_loss, "this anchor": lambda s: s.of_row(s.losses)},
        describe_loss_curves, UNSURE, 0.98,
    )  # fmt: skip


def negative_curves(taus: Numbers, *, height: int) -> Chart[Fate]:
    """Draw the effective number of negatives over τ, of the chosen row and on average."""
    return _over_tau(
        "negatives_over_tau", "Effective number of negatives", taus,
        CLASSES - 0.5, {"tickvals": [1, 3, 5, 7, CLASSES - 1]}, height,
        {
            "mean of the batch": lambda s: s.negatives.mean(axis=-1),
            "this anchor": lambda s: s.of_row(s.negatives),
        },
        describe_negatives, CLASSES - 1, 0.25,
    )  # fmt: skip


def describe_row(state: Contrast) -> str:
    """Say what the chosen row's similarities are."""
    s = state.of_row(state.similarities)
    row = int(state.row)
    others = np.delete(s, row)
    return (
        f"Anchor {row}: similarity {amount(s[row])} to its own copy, {amount(others.min())} to "
        f"{amount(others.max())} to the others."
    )


def describe_probabilities(state: Contrast) -> str:
    """Say what softmax makes of the chosen row."""
    p = state.of_row(state.probabilities)
    return (
        f"Softmax of anchor {int(state.row)}'s similarities at {tau_words(state)}: its own copy "
        f"has {probability(p[int(state.row)])}, the largest is copy {int(p.argmax())} with "
        f"{probability(p.max())}."
    )


def describe_weights(state: Contrast) -> str:
    """Say which negatives carry the weight."""
    w = state.of_row(state.weights)
    return (
        f"Share of every negative of anchor {int(state.row)} in the push at {tau_words(state)}: "
        f"copy {int(w.argmax())} has {probability(w.max())}; effectively "
        f"{amount(state.of_row(state.negatives))} negatives of {CLASSES - 1}."
    )


def describe_loss_curves(state: Fate) -> str:
    """Say what the loss does over τ."""
    at = state.at
    return (
        f"Loss over the temperature, to log {CLASSES} = {amount(UNSURE)} at τ = infinity. At "
        f"{tau_words(at)}: mean {amount(at.mean_loss)}, anchor {int(at.row)} "
        f"{amount(at.of_row(at.losses))} nats."
    )


def describe_negatives(state: Fate) -> str:
    """Say how many negatives count."""
    at = state.at
    return (
        f"Effective number of negatives over the temperature, from 1 at τ = 0 to {CLASSES - 1} at "
        f"τ = infinity. At {tau_words(at)}: anchor {int(at.row)} has "
        f"{amount(at.of_row(at.negatives))}."
    )
