"""Bars of the naive and of the shifted softmax, side by side."""

from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from logitviz.charts.chart import Chart, Drawn, Shows, Written
from logitviz.charts.class_bars import bar, marked_bar
from logitviz.charts.colours import CLASS, PREDICTED
from logitviz.charts.layout import CLASSES, CLEAR, INK, NEUTRAL, QUARTER_AXIS, class_axis, layout
from logitviz.charts.words import Words, per_language

from .formula import Formula, Outcome

CALCULATIONS = {  # written on the bars, the same in every language
    Outcome.NUMBER: "",
    Outcome.INF_OVER_INF: "NaN<br>∞/∞",
    Outcome.ZERO_OVER_ZERO: "NaN<br>0/0",
    Outcome.OVER_INF: "0<br>x/∞",
    Outcome.NAN: "NaN",
}
HEIGHT = 205


def on_bars(words: Words) -> tuple[str, ...]:
    """Give what stands on a bar for each `Outcome`."""
    named = CALCULATIONS | {Outcome.UNDERFLOW: words["bar_underflow"].replace("\n", "<br>")}
    return tuple(named[outcome] for outcome in Outcome)


@per_language(1)
def naive_bars(words: Words) -> Chart:
    """Bars of the results of the textbook formula, with words instead of NaN."""
    return _bars(words, "naive")


@per_language(1)
def shifted_bars(words: Words) -> Chart:
    """Bars of the results with the maximum subtracted first, on the same axes."""
    return _bars(words, "shifted")


def _bars(words: Words, formula: str) -> Chart:
    """Draw bars of one of the fields `naive` and `shifted` of the state."""
    y = QUARTER_AXIS | {"showgrid": False}  # no line runs through the numbers
    title, labels = words[f"{formula}_title"], on_bars(words)
    axes = layout(title, height=HEIGHT, x=class_axis(""), y=y, margin={"t": 36, "b": 24})
    share = (0.0, 1.0)
    shows: Shows = {
        "classes": {
            "y": f"{formula}.known",
            "text": Written(f"{formula}.steps.probabilities", "probability"),
        },
        "predicted": {"x": f"{formula}.predicted", "y": f"{formula}.largest_known"},
        "broken": {
            "y": Drawn(f"{formula}.broken", span=share),
            "text": Written(f"{formula}.outcomes", labels),
        },
        "underflow": {"y": Drawn(f"{formula}.underflown", span=share)},
    }
    traces = _traces(labels[Outcome.UNDERFLOW])

    def alt(state: Any) -> str:
        return describe_bars(words, title, getattr(state, formula))

    return Chart(formula, traces, axes, shows, alt)


def _traces(underflow: str) -> dict[str, go.Bar]:
    places = list(range(CLASSES))
    inside = {
        "x": places,
        "textposition": "inside",
        "constraintext": "none",
        "textangle": 0,
    }
    return {
        "classes": bar(x=places, textfont_size=13).update(marker_color=CLASS),
        "predicted": marked_bar().update(marker_color=PREDICTED),
        "broken": go.Bar(
            marker={"color": NEUTRAL, "opacity": 0.3},
            textfont={"color": INK, "size": 15},
            insidetextanchor="middle",
            **inside,
        ),
        "underflow": go.Bar(
            marker_color=CLEAR,
            text=[underflow] * CLASSES,
            textfont={"color": INK, "size": 12},
            insidetextanchor="start",
            **inside,
        ),
    }


def _outcome_words(words: Words, outcome: Outcome, where: NDArray[np.bool_]) -> str:
    """Say which classes have an outcome."""
    classes = [str(c) for c in np.flatnonzero(where)]
    name = f"outcome_{outcome.name.lower()}"
    return words.said(name, many=len(classes) > 1, classes=words.listed(classes))


def describe_bars(words: Words, title: str, formula: Formula) -> str:
    """Say what a formula gives, and for which classes it gives no number."""
    outcomes, p = formula.outcomes, formula.known
    said = [
        _outcome_words(words, outcome, outcomes == outcome)
        for outcome in Outcome
        if outcome != Outcome.NUMBER and (outcomes == outcome).any()
    ]
    if not np.isnan(p).all():
        said.append(words.said("outcome_largest", n=np.nanargmax(p), p=np.nanmax(p)))
    found = words.listed(said, "listed_apart")
    dtype = str(formula.steps.probabilities.dtype)
    return words.said("bars_alt", title=title, dtype=dtype, outcomes=found)
