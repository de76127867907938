"""Bars of the naive and of the shifted softmax, side by side."""

from functools import lru_cache

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from logitviz.charts.chart import Chart, Drawn, Shows, Written
from logitviz.charts.class_bars import bar, marked_bar
from logitviz.charts.colours import CLASS, PREDICTED
from logitviz.charts.formats import probability
from logitviz.charts.layout import CLASSES, CLEAR, INK, NEUTRAL, QUARTER_AXIS, class_axis, layout

from .formula import Formula, Outcome

OUTCOME_WORDS = {  # on the bar, and in the alternative text
    Outcome.NUMBER: ("", ""),
    Outcome.INF_OVER_INF: ("NaN<br>∞/∞", "∞ over ∞, which is no number,"),
    Outcome.ZERO_OVER_ZERO: ("NaN<br>0/0", "0 over 0, which is no number,"),
    Outcome.OVER_INF: ("0<br>x/∞", "0 from a division by ∞"),
    Outcome.NAN: ("NaN", "no number"),
    Outcome.UNDERFLOW: ("under-<br>flow", "underflow"),
}
HEIGHT = 205
ON_BARS = tuple(short for short, _ in OUTCOME_WORDS.values())


@lru_cache(maxsize=1)
def naive_bars() -> Chart:
    """Bars of the results of the textbook formula, with words instead of NaN."""
    return _bars("naive", "Textbook: exp(z/T) / its sum")


@lru_cache(maxsize=1)
def shifted_bars() -> Chart:
    """Bars of the results with the maximum subtracted first, on the same axes."""
    return _bars("shifted", "Shifted: exp((z − max z)/T) / its sum")


def _bars(formula: str, title: str) -> Chart:
    """Draw bars of one of the fields `naive` and `shifted` of the state."""
    y = QUARTER_AXIS | {"showgrid": False}  # no line runs through the numbers
    axes = layout(title, height=HEIGHT, x=class_axis(title=""), y=y, margin={"t": 36, "b": 24})
    share = (0.0, 1.0)
    shows: Shows = {
        "classes": {
            "y": f"{formula}.known",
            "text": Written(f"{formula}.steps.probabilities", "probability"),
        },
        "predicted": {"x": f"{formula}.predicted", "y": f"{formula}.largest_known"},
        "broken": {
            "y": Drawn(f"{formula}.broken", span=share),
            "text": Written(f"{formula}.outcomes", ON_BARS),
        },
        "underflow": {"y": Drawn(f"{formula}.underflown", span=share)},
    }
    return Chart(
        formula, _traces(), axes, shows, lambda s: describe_bars(title, getattr(s, formula))
    )


def _traces() -> dict[str, go.Bar]:
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
            text=[ON_BARS[Outcome.UNDERFLOW]] * CLASSES,
            textfont={"color": INK, "size": 12},
            insidetextanchor="start",
            **inside,
        ),
    }


def _classes(where: NDArray[np.bool_]) -> str:
    found = ", ".join(map(str, np.flatnonzero(where)))
    return f"class {found}" if np.count_nonzero(where) == 1 else f"classes {found}"


def describe_bars(title: str, formula: Formula) -> str:
    """Say what a formula gives, and for which classes it gives no number."""
    outcomes, p = formula.outcomes, formula.known
    said = [
        f"{words} for {_classes(outcomes == outcome)}"
        for outcome, (_, words) in OUTCOME_WORDS.items()
        if outcome != Outcome.NUMBER and (outcomes == outcome).any()
    ]
    if not np.isnan(p).all():
        said.append(f"class {np.nanargmax(p)} has {probability(np.nanmax(p))}")
    return f"{title}, in {formula.steps.probabilities.dtype}: {'; '.join(said)}."
