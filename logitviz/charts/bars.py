"""Bars over the classes: logits, softmax, sigmoid."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import SupportsFloat

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from logitviz.charts.formats import amount, logit, probability
from logitviz.core import Analysis

from .layout import (
    CLASSES,
    LOGIT_AXIS,
    NEUTRAL,
    QUARTER_AXIS,
    SHARE_AXIS,
    UNIFORM,
    class_axis,
    layout,
)
from .old_chart import Chart, Numbers, TraceValues, Values, both_ends, column

Order = tuple[int, ...]
Marked = Callable[["Against"], NDArray[np.bool_]]
NATURAL: Order = tuple(range(CLASSES))
PATTERN = {"shape": "/", "size": 7, "solidity": 0.25, "fillmode": "overlay"}


def _bar(name: str, **more: object) -> go.Bar:
    return go.Bar(name=name, cliponaxis=False, textposition="outside", textangle=0, **more)


def _places(order: Order) -> Numbers:
    return np.argsort(order).astype(np.float64)


def _predicted(record: Analysis, heights: Numbers, order: Order) -> TraceValues:
    chosen = column(record.prediction)
    height = np.take_along_axis(heights, chosen.astype(int), axis=-1)
    return {"x": Values(_places(order)[chosen.astype(int)]), "y": Values(height)}


def _class_bars(
    key: str,
    figure_layout: Callable[[], go.Layout],
    heights: Callable[[Analysis], Numbers],
    number: str,
    alt: Callable[[Analysis], str],
    order: Order,
) -> Chart[Analysis]:
    def skeleton() -> go.Figure:
        classes = _bar("class", x=list(_places(order)), textfont_size=13)
        predicted = go.Bar(name="predicted", marker={"pattern": PATTERN, "line_width": 2})
        return go.Figure([classes, predicted], figure_layout())

    def values(record: Analysis) -> Sequence[TraceValues]:
        y = heights(record)
        return {"y": Values(y), "text": Values(y, number)}, _predicted(record, y, order)

    return Chart(key, skeleton, values, alt, revision=(order, key))


def logit_bars(order: Order = NATURAL, *, height: int = 300) -> Chart[Analysis]:
    """Bars of the ten logits on the sliders' fixed range."""

    def figure_layout() -> go.Layout:
        return layout("Logits z", height=height, x=class_axis(order), y=LOGIT_AXIS)

    return _class_bars("logits", figure_layout, lambda r: r.logits, "logit", describe_logits, order)


def probability_bars(
    order: Order = NATURAL, *, key: str = "probabilities", title: str = "Softmax probabilities",
    height: int = 300, describe: Callable[[Analysis], str] | None = None,
) -> Chart[Analysis]:  # fmt: skip
    """Bars of the softmax probabilities on a fixed axis from 0 to 1."""

    def figure_layout() -> go.Layout:
        return layout(title, height=height, x=class_axis(order), y=SHARE_AXIS, shapes=[UNIFORM])

    return _class_bars(
        key, figure_layout, lambda r: r.probabilities, "probability",
        describe or describe_softmax, order,
    )  # fmt: skip


@dataclass(frozen=True, eq=False)
class Against:
    """A record and a threshold; either may be a batch."""

    record: Analysis
    threshold: Numbers


def _against(
    key: str, title: str, heights: Callable[[Analysis], Numbers], marked: Marked,
    alt: Callable[[Against], str], height: int,
) -> Chart[Against]:  # fmt: skip
    def skeleton() -> go.Figure:
        places = list(range(CLASSES))
        classes = _bar("class", x=places, textfont_size=13)
        chosen = go.Bar(name="chosen", x=places, marker={"pattern": PATTERN, "line_width": 2})
        line = {"color": NEUTRAL, "dash": "dash", "width": 2.5}
        threshold = go.Scatter(name="threshold", x=[-0.6, CLASSES - 0.4], mode="lines", line=line)
        axes = layout(title, height=height, x=class_axis(), y=QUARTER_AXIS)
        return go.Figure([classes, chosen, threshold], axes)

    def values(state: Against) -> Sequence[TraceValues]:
        y = heights(state.record)
        return (
            {"y": Values(y), "text": Values(y, "probability")},
            {"y": Values(np.where(marked(state), y, 0.0))},
            {"y": Values(both_ends(state.threshold))},
        )

    return Chart(key, skeleton, values, alt, revision=title)


def sigmoid_bars(*, height: int = 300) -> Chart[Against]:
    """Bars of ten separate sigmoids; those that reach the threshold stand out."""
    return _against(
        "sigmoids", "Sigmoid: ten separate questions", lambda r: r.sigmoids,
        lambda s: s.record.sigmoids >= column(s.threshold),
        lambda s: describe_sigmoids(s.record, s.threshold), height,
    )  # fmt: skip


def case_bars(side: str, *, height: int = 300) -> Chart[Against]:
    """Bars of the probabilities of case A or B against a threshold for the confidence."""
    return _against(
        f"{side.lower()}_bars", f"Case {side}", lambda r: r.probabilities,
        lambda s: np.arange(CLASSES) == column(s.record.prediction),
        lambda s: f"Case {side}. {describe_softmax(s.record)}", height,
    )  # fmt: skip


def temperature_words(temperature: SupportsFloat) -> str:
    """Name a temperature."""
    return f"T = {float(temperature):g}"


def leader(record: Analysis) -> str:
    """Name the class that leads, or how many share the lead."""
    tied = np.count_nonzero(record.probabilities == record.probabilities.max())
    return (
        f"{tied} classes share the lead with"
        if tied > 1
        else f"class {record.prediction} leads with"
    )


def _winner(record: Analysis) -> str:
    tied = np.count_nonzero(record.logits == record.logits.max())
    return f"{tied} classes have" if tied > 1 else f"class {record.prediction} has"


def describe_logits(record: Analysis) -> str:
    """Say what the logit bars show."""
    low, high = record.logits.min(), record.logits.max()
    return (
        f"Logits of {record.logits.size} classes from {logit(low)} to {logit(high)}; "
        f"{_winner(record)} the largest."
    )


def describe_softmax(record: Analysis) -> str:
    """Say what the probability bars show."""
    most = np.log(record.logits.size)
    return (
        f"Softmax at {temperature_words(record.temperature)}: {leader(record)} "
        f"{probability(record.confidence)}, entropy {amount(record.entropy)} nats "
        f"of at most {amount(most)}."
    )


def describe_sigmoids(record: Analysis, threshold: Numbers) -> str:
    """Say what the sigmoid bars show."""
    passing = np.flatnonzero(record.sigmoids >= threshold)
    named = ", ".join(map(str, passing)) or "none"
    return (
        f"Sigmoid of every logit at {temperature_words(record.temperature)}: the sum is "
        f"{amount(record.sigmoids.sum())}; at or above the threshold {probability(threshold)}: "
        f"{named}."
    )
