"""Naive and shifted softmax in one precision, side by side, and how each of them fares."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike, DTypeLike, NDArray

from logitviz.charts.bars import PATTERN
from logitviz.charts.export import csv
from logitviz.charts.formats import probability
from logitviz.charts.layout import CLASSES, CLEAR, INK, NEUTRAL, QUARTER_AXIS, class_axis, layout
from logitviz.charts.old_chart import Chart, Numbers, TraceValues, Values, column
from logitviz.core import Steps, softmax, step_by_step

# How a probability came about that is no honest number: the words that stand in its place.
FATES = ("", "NaN = ∞ / ∞", "NaN = 0 / 0", "0 = x / ∞", "NaN", "underflow")
SPOKEN = (
    "",
    "∞ over ∞, which is no number,",
    "0 over 0, which is no number,",
    "0 from a division by ∞",
    "no number",
    "underflow",
)
INF_OVER_INF, ZERO_OVER_ZERO, OVER_INF, NOT_A_NUMBER, UNDERFLOW = range(1, 6)
SEEN = 0.01  # a difference between two bars that is plainly seen
NAIVE = (
    "Naive works here: both sides agree.",
    "Naive works here, but what underflows is lost.",
    "Naive gives wrong numbers: an exponential this near 0 has few digits.",
    "Naive breaks: every exponential underflows, and 0/0 is NaN.",
    "Naive breaks: the sum overflows, and anything over ∞ is 0.",
    "Naive breaks: exp overflows to ∞, and ∞/∞ is NaN.",
    "Naive breaks: it divides by T = 0.",
    "Naive breaks: a logit is ∞ already, too large for this precision.",
)
SHIFTED = (
    "Shifted: nothing breaks.",
    "Shifted: nothing breaks; underflow is 0 to the last digit there is.",
    "Shifted: no NaN, but logits this large lose digits before any formula.",
    "Shifted breaks too: ∞ − ∞ is NaN. No formula helps a logit of ∞.",
)


@dataclass(frozen=True, eq=False)
class Sides:
    """The same logits through the naive and the shifted formula; may be a batch.

    `meant` is the softmax of the logits as they were before rounding to the precision.
    """

    naive: Steps
    shifted: Steps
    meant: Numbers

    @cached_property
    def naive_fates(self) -> NDArray[np.intp]:
        """Tell how each naive probability came about."""
        return fates(self.naive)

    @cached_property
    def shifted_fates(self) -> NDArray[np.intp]:
        """Tell how each shifted probability came about."""
        return fates(self.shifted)


def both_sides(logits: ArrayLike, temperature: ArrayLike, dtype: DTypeLike) -> Sides:
    """Compute softmax of logits [..., C] both ways in one precision."""
    naive, shifted = (
        step_by_step(logits, temperature=temperature, dtype=dtype, shift=shift)
        for shift in ("never", "before")
    )
    return Sides(naive, shifted, softmax(logits, temperature=temperature))


def underflown(steps: Steps) -> NDArray[np.bool_]:
    """Tell for each exponential whether it is 0 though no limit makes it so."""
    return np.asarray((steps.exponentials == 0) & (column(steps.temperature) != 0))


def fates(steps: Steps) -> NDArray[np.intp]:
    """Tell for each probability how it came about: an index of `FATES`."""
    e, p, total = steps.exponentials, steps.probabilities, steps.total[..., None]
    at_zero = column(steps.temperature) == 0  # there the limit itself is 0
    return np.select(
        [
            np.isnan(p) & np.isinf(e),
            np.isnan(p) & (e == 0) & (total == 0),
            np.isnan(p),
            (p == 0) & np.isinf(total),
            (p == 0) & ~at_zero,
        ],
        [INF_OVER_INF, ZERO_OVER_ZERO, NOT_A_NUMBER, OVER_INF, UNDERFLOW],
        0,
    )


def _apart(p: Numbers, q: Numbers) -> NDArray[np.bool_]:
    return np.asarray((np.abs(p.astype(np.float64) - q) >= SEEN).any(axis=-1))


def naive_verdict(sides: Sides) -> NDArray[np.intp]:
    """Say how the naive formula fares: an index of `NAIVE`."""
    steps = sides.naive
    cases = {
        7: ~np.isfinite(steps.logits).all(axis=-1),
        6: steps.temperature == 0,
        5: np.isinf(steps.exponentials).any(axis=-1),
        4: np.isinf(steps.total),
        3: steps.total == 0,
        2: _apart(steps.probabilities, sides.shifted.probabilities),
        1: (sides.naive_fates == UNDERFLOW).any(axis=-1),
    }
    return np.select(list(cases.values()), list(cases), 0)


def shifted_verdict(sides: Sides) -> NDArray[np.intp]:
    """Say how the shifted formula fares: an index of `SHIFTED`."""
    steps = sides.shifted
    cases = {
        3: np.isnan(steps.probabilities).any(axis=-1),
        2: _apart(steps.probabilities, sides.meant),
        1: (sides.shifted_fates == UNDERFLOW).any(axis=-1),
    }
    return np.select(list(cases.values()), list(cases), 0)


def _bars(key: str, title: str, height: int) -> Chart[Steps]:
    def skeleton() -> go.Figure:
        axes = {"x": class_axis(title=""), "y": QUARTER_AXIS, "margin": {"t": 36, "b": 24}}
        places = list(range(CLASSES))
        plain = {"x": places, "cliponaxis": False, "textangle": 0}
        in_place = {"x": places, "textposition": "inside", "constraintext": "none",
                    "insidetextanchor": "middle", "textangle": -90}  # fmt: skip
        return go.Figure(
            [
                go.Bar(name="class", textposition="outside", textfont_size=13, **plain),
                go.Bar(name="predicted", marker={"pattern": PATTERN, "line_width": 2}),
                go.Bar(
                    name="no number", marker={"color": NEUTRAL, "opacity": 0.3},
                    textfont={"color": INK, "size": 15}, **in_place,
                ),
                go.Bar(
                    name="underflow", marker_color=CLEAR, text=[FATES[UNDERFLOW]] * 10,
                    textfont={"color": INK, "size": 12}, **in_place,
                ),
            ],
            layout(title, height=height, **axes),
        )  # fmt: skip

    def values(steps: Steps) -> Sequence[TraceValues]:
        fate = fates(steps)
        p = steps.probabilities.astype(np.float64)
        broken = (fate > 0) & (fate != UNDERFLOW)
        known = np.where(fate > 0, np.nan, p)
        top = column(np.nan_to_num(p, nan=-1.0).argmax(axis=-1))
        height = np.take_along_axis(known, top.astype(int), axis=-1)
        return (
            {"y": Values(known), "text": Values(p, "probability")},
            {"x": Values(top), "y": Values(np.where(column(broken.any(axis=-1)), np.nan, height))},
            {
                "y": Values(broken.astype(np.float64), span=(0.0, 1.0)),
                "text": Values(fate.astype(np.float64), FATES),
            },
            {"y": Values((fate == UNDERFLOW).astype(np.float64), span=(0.0, 1.0))},
        )

    return Chart(key, skeleton, values, lambda s: describe_bars(title, s))


def naive_bars(*, height: int) -> Chart[Steps]:
    """Bars of what the naive formula gives; what is no number stands as words."""
    return _bars("naive", "Naive: exp(z/T) over its sum", height)


def shifted_bars(*, height: int) -> Chart[Steps]:
    """Bars of what the formula gives with the maximum subtracted first, on the same axes."""
    return _bars("shifted", "Shifted: the maximum subtracted first", height)


def _classes(where: NDArray[np.bool_]) -> str:
    return ", ".join(map(str, np.flatnonzero(where)))


def describe_bars(title: str, steps: Steps) -> str:
    """Say what a side gives, class by class where it is no number."""
    fate = fates(steps)
    broken = [
        f"{word} for class {_classes(fate == i)}"
        for i, word in enumerate(SPOKEN)
        if i and (fate == i).any()
    ]
    if (fate == 0).any():
        p = np.where(fate == 0, steps.probabilities.astype(np.float64), -1)
        broken.append(f"class {p.argmax()} has {probability(p.max())}")
    return f"{title}, in {steps.probabilities.dtype}: {'; '.join(broken)}."


def steps_csv(naive: Steps, shifted: Steps) -> str:
    """Write both ways of computing a softmax in one precision as CSV; inf and nan stay.

    Parameters
    ----------
    naive, shifted : Steps
        Of the same vector.

    Returns
    -------
    str
        A header, then one line per class.
    """
    stages = ("first", "arguments", "exponentials", "probabilities", "log_probabilities", "fused")
    sides = {"naive": naive, "shifted": shifted}
    header = [f"{side}_{name}" for side in sides for name in stages]
    columns = [
        np.asarray(getattr(steps, name), dtype=np.float64)
        for steps in sides.values()
        for name in stages
    ]
    rows = np.column_stack([np.arange(naive.logits.size), naive.logits, *columns])
    return csv(["class", "logit", *header], rows)
