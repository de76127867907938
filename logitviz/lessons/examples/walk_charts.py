"""Worked examples: questions with exact answers, and charts that grow with what is revealed."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike, NDArray

from logitviz.charts.bars import PATTERN
from logitviz.charts.formats import FORMATS
from logitviz.charts.layout import SECOND, class_axis, layout
from logitviz.charts.old_chart import Chart, Numbers, TraceValues, Values, column
from logitviz.core import logsumexp


@dataclass(frozen=True)
class Step:
    """A question and its answer.

    Parameters
    ----------
    name
        Its piece of the prose.
    value
        The exact answer; of a choice, the index of what is right.
    tolerance
        How far off a typed number may be and still count as right; None for a choice.
    printed
        The sources' figures for it, as they print them.
    """

    name: str
    value: float
    tolerance: float | None = None
    printed: tuple[str, ...] = ()

    @property
    def slips(self) -> tuple[str, ...]:
        """Name the printed figures that are no rounding of the exact one."""
        return tuple(text for text in self.printed if not rounds_to(self.value, text))

    def right(self, guess: float) -> bool:
        """Judge a guess; infinities must be met exactly."""
        if self.tolerance is None or not math.isfinite(self.value):
            return guess == self.value
        return abs(guess - self.value) <= self.tolerance * (1 + 1e-9)


def rounds_to(value: float, printed: str) -> bool:
    """Whether a printed figure is `value` to as many decimals as it shows."""
    text = printed.replace("−", "-")
    decimals = len(text.partition(".")[2])
    return abs(float(text) - value) <= 0.5 * 10.0**-decimals * (1 + 1e-9)


def exact(value: float) -> str:
    """Write six significant digits, of next to nothing three."""
    if not math.isfinite(value):
        return FORMATS["logit"](value)
    digits = 3 if 0 < abs(value) < 1e-6 else 6  # what rounding has left is not worth more
    return f"{value:.{digits}g}".replace("-", "−")


@dataclass(frozen=True, eq=False)
class Series:
    """Numbers [n], each shown from its own step on.

    Parameters
    ----------
    y
        What is drawn; an infinity only as words, at the edge.
    when
        The step from which each is shown, 0 for what is given: one for all, or [n].
    kind
        Bars with their numbers, the numbers alone, a pattern on one bar, or a line.
    name
        In the legend; empty for none.
    at
        The places on the class axis; 0 to n − 1 by default.
    form
        How the numbers at the bars are written; empty for bars without.
    width
        Of a bar; a place is 1 wide.
    dash
        Of a line.
    """

    y: ArrayLike
    when: ArrayLike
    kind: Literal["bars", "words", "chosen", "line"] = "bars"
    name: str = ""
    at: Sequence[float] | None = None
    form: str = "amount"
    width: float = 0.8
    dash: str = "solid"

    @property
    def numbers(self) -> NDArray[np.float64]:
        """Give `y` as an array."""
        return np.asarray(self.y, dtype=np.float64)

    @property
    def places(self) -> list[float]:
        """Give the places on the class axis."""
        return list(range(self.numbers.size)) if self.at is None else list(self.at)

    def shown(self, step: Numbers) -> Numbers:
        """Give the numbers after so many steps, [..., n], NaN for what is still to come."""
        return np.where(column(step) >= np.asarray(self.when), self.numbers, np.nan)


@dataclass(frozen=True, eq=False)
class Panel:
    """One of an example's charts."""

    key: str
    title: str
    names: tuple[str, ...]
    reach: tuple[float, float]
    series: tuple[Series, ...]


@dataclass(frozen=True, eq=False)
class Example:
    """A worked example: what is asked, what is drawn, what the prose may quote."""

    steps: tuple[Step, ...]
    panels: tuple[Panel, ...]
    facts: Mapping[str, str] = field(default_factory=dict)
    logits: tuple[float, ...] = ()
    image: int | None = None


def _traces(series: Series, size: int) -> tuple[go.Bar | go.Scatter, ...]:
    named = {"name": series.name, "showlegend": bool(series.name), "x": series.places}
    if series.kind == "line":
        return (
            go.Scatter(
                **named,
                mode="lines+markers",
                line={"width": 2.5, "dash": series.dash},
                marker_size=8,
            ),
        )
    if series.kind == "chosen":
        marked = {"color": SECOND, "pattern": PATTERN, "line_width": 2}
        return (go.Bar(**named, width=series.width, marker=marked),)
    bars = go.Bar(**named, width=series.width)
    if not series.form:
        return (bars,)
    words = go.Scatter(
        x=series.places, mode="text", textposition="top center", cliponaxis=False,
        showlegend=False, textfont_size=size,
    )  # fmt: skip
    return (words,) if series.kind == "words" else (bars, words)


def _values(series: Series, panel: Panel, step: Numbers) -> tuple[TraceValues, ...]:
    y = series.shown(step)
    with np.errstate(invalid="ignore"):
        inside = np.clip(y, *panel.reach)
    heights = {"y": Values(np.where(np.isfinite(y), inside, np.nan))}
    if series.kind in ("chosen", "line") or not series.form:
        return (heights,)
    tops = np.where(np.isnan(y), np.nan, np.maximum(inside, 0.0))
    words = {"y": Values(tops), "text": Values(series.numbers, series.form)}
    return (words,) if series.kind == "words" else (heights, words)


def _said(series: Series, panel: Panel, step: Numbers) -> str:
    y, write = series.shown(step), FORMATS[series.form or "logit"]
    known = np.flatnonzero(~np.isnan(y))
    names = [panel.names[round(place)] for place in series.places]
    if series.kind == "words" or not known.size:
        return ""
    if series.kind == "chosen":
        return f"predicted {names[0]}"
    if series.kind == "line":
        known = known[[np.argmax(y[known])]]
    told = ", ".join(f"{names[i]} {write(y[i])}" for i in known)
    prefix = f"{series.name}: " if series.name else ""
    return prefix + ("largest " if series.kind == "line" else "") + told


def describe(panel: Panel, step: Numbers) -> str:
    """Say what the panel shows by now; nothing of what is to come."""
    told = [words for series in panel.series if (words := _said(series, panel, step))]
    return f"{panel.title}: {'; '.join(told) or 'not yet revealed'}."


def walk_chart(panel: Panel, *, height: int) -> Chart[Numbers]:
    """Draw a panel; the state is how many steps are revealed."""
    size = 13 if len(panel.names) < 8 else 10
    lines = all(series.kind == "line" for series in panel.series)

    def skeleton() -> go.Figure:
        x = class_axis(tuple(range(len(panel.names)))) | {
            "ticktext": list(panel.names),
            "title": {"text": ""},
        }
        y = {"range": panel.reach, "zeroline": True, "nticks": 4}
        margin = {"t": 32, "b": 28, "l": 40}
        traces = [trace for series in panel.series for trace in _traces(series, size)]
        figure = go.Figure(traces, layout(panel.title, height=height, x=x, y=y, margin=margin))
        if any(series.name for series in panel.series):
            legend = {"x": 1, "xanchor": "right", "y": 1, "yanchor": "top"}
            row = {} if lines else {"orientation": "h", "y": 1.16}
            figure.update_layout(showlegend=True, legend=legend | row)
        return figure

    def values(step: Numbers) -> Sequence[TraceValues]:
        return [part for series in panel.series for part in _values(series, panel, step)]

    drawn = (panel.title, panel.names, panel.reach)
    return Chart(panel.key, skeleton, values, lambda step: describe(panel, step), revision=drawn)


def exps(values: ArrayLike) -> NDArray[np.float64]:
    """Give the textbook's exponentials."""
    return np.asarray(np.exp(np.asarray(values, dtype=np.float64)))


def total(logits: ArrayLike) -> float:
    """Give the sum of the exponentials."""
    return float(np.exp(logsumexp(logits)))


def row(values: ArrayLike) -> str:
    """Write a vector as the prose quotes it."""
    return "[" + ", ".join(FORMATS["logit"](v) for v in np.asarray(values).ravel()) + "]"


def shares(values: ArrayLike) -> str:
    """Write probabilities with five decimals."""
    return "[" + ", ".join(f"{v:.5f}" for v in np.asarray(values)) + "]"


def facts(**quoted: float | str) -> dict[str, str]:
    """Write what the prose may quote."""
    return {k: v if isinstance(v, str) else exact(v) for k, v in quoted.items()}


def chosen(values: ArrayLike, top: int, when: int) -> Series:
    """Mark the predicted class on its bar."""
    return Series(np.asarray(values)[[top]], when, "chosen", at=(top,))
