"""Bars of the ten words: before and after the steps, and how often each was drawn."""

from functools import lru_cache, partial
from typing import Any

import plotly.graph_objects as go

from logitviz.charts.chart import Chart, Shows, Written
from logitviz.charts.class_bars import temperature_words
from logitviz.charts.colours import CLASS
from logitviz.charts.formats import hundredths, probability
from logitviz.charts.layout import (
    BELOW_TITLE,
    CLASSES,
    CLEAR,
    INK,
    NEUTRAL,
    QUARTER_AXIS,
    layout,
)
from logitviz.core.truncation import STEPS

from .controls import NAMES, ORDERS
from .state import SamplingState

PLACES = list(range(CLASSES))
CUT = {"shape": "x", "size": 7, "solidity": 0.3, "fgcolor": NEUTRAL, "fillmode": "overlay"}
ROOM_FOR_WORDS, ROOM_FOR_NUMBERS = 82, 46  # pixels
CROSS = "✕"
CUT_WORDS = ("", f"T = 0 {CROSS}", *(f"{NAMES[step]} {CROSS}" for step in STEPS[1:]))


def words_axis(labels: tuple[str, ...]) -> dict[str, Any]:
    """Put the words below each other, the first at the top."""
    ticks = {"tickvals": PLACES, "ticktext": labels, "showgrid": False}
    return ticks | {"range": (CLASSES - 0.5, -0.5)}


def word_layout(title: str, labels: tuple[str, ...], height: int, **options: Any) -> go.Layout:
    """Give the layout of a chart with one row for each word; shares run from 0 to 1."""
    margin = {"l": ROOM_FOR_WORDS, "r": ROOM_FOR_NUMBERS, "b": 24} | options.pop("margin", {})
    x = QUARTER_AXIS | options.pop("x", {})
    return layout(title, height=height, x=x, y=words_axis(labels), margin=margin, **options)


def row_bar(**options: Any) -> go.Bar:
    """Give bars that lie beside the words."""
    return go.Bar(orientation="h", **options)


def numbers() -> go.Bar:
    """Give words or numbers at the right end of every row, as those of unseen bars.

    Plotly never draws the label of a point that was empty at first, but it does that of a bar.
    """
    return row_bar(
        x=[1] * CLASSES,
        y=PLACES,
        marker_color=CLEAR,
        textposition="outside",
        textangle=0,
        constraintext="none",
        textfont={"color": INK, "size": 12},
        cliponaxis=False,
        showlegend=False,
    )


def _steps() -> dict[str, Any]:
    """Give bars after a step within frames of those before it; what is cut is crossed out."""
    frame = {"color": CLEAR, "line": {"color": INK, "width": 1.5}}
    crossed = {"color": CLEAR, "line": {"color": INK, "width": 1.5}, "pattern": CUT}
    return {
        "after": row_bar(y=PLACES, marker_color=CLASS, width=0.5, name="after"),
        "before": row_bar(y=PLACES, marker=frame, width=0.84, name="before"),
        "cut": row_bar(y=PLACES, marker=crossed, width=0.84, showlegend=False),
        "numbers": numbers(),
        "cut words": numbers(),
    }


def candidates(state: SamplingState) -> Chart:
    """Bars of what is drawn from, within those of the model, and the word that was drawn."""
    return _candidates(state.sentence.labels)


@lru_cache(maxsize=8)
def _candidates(labels: tuple[str, ...]) -> Chart:
    box = {"color": CLEAR, "line": {"color": INK, "width": 3}}
    traces = _steps() | {"drawn": row_bar(x=[1], marker=box, width=1, name="drawn")}
    axes = word_layout("Ten candidates", labels, 345, legend=BELOW_TITLE, margin={"t": 52, "r": 62})
    shows: Shows = {
        "before": {"x": "model"},
        "after": {"x": "probabilities"},
        "cut": {"x": "model_of_cut"},
        "numbers": {"text": Written("chain.step5.left", "optional")},
        "cut words": {"text": Written("cut_by", CUT_WORDS)},
        "drawn": {"y": "drawn"},
    }
    return Chart("candidates", traces, axes, shows, describe_candidates)


def describe_candidates(state: SamplingState) -> str:
    """Say what is drawn from, and which word was drawn."""
    words = state.sentence.words
    return (
        f"Ten candidates after “{state.sentence.start}” at {temperature_words(state.T)}: "
        f"{int(state.left_count)} of 10 left, the largest probability is "
        f"{probability(state.top_share)}; {words[int(state.drawn)]} was drawn."
    )


def step_bars(place: int, state: SamplingState) -> Chart:
    """Bars before and after one step: the bias, or one of the four in their order."""
    return _step_bars(place, ORDERS[state.order], state.sentence.labels)


@lru_cache(maxsize=128)
def _step_bars(place: int, order: tuple[str, ...], labels: tuple[str, ...]) -> Chart:
    name = "bias" if place == 0 else NAMES[order[place - 1]]
    before = f"chain.step{place}.after" if place else "model"
    here = f"chain.step{place + 1}"
    x = {"tickvals": [0, 0.5, 1], "ticktext": ["0", ".5", "1"]}
    axes = word_layout(f"{place + 1}. {name}", labels, 250, x=x, margin={"t": 34})
    shows: Shows = {
        "before": {"x": before},
        "after": {"x": f"{here}.after"},
        "cut": {"x": f"{here}.cut"},
        "numbers": {"text": Written(f"{here}.left", "optional")},
        "cut words": {"text": Written(f"{here}.gone", ("", CROSS))},
    }
    alt = partial(describe_step, place, name)
    return Chart(f"step{place + 1}", _steps(), axes, shows, alt)


def describe_step(place: int, name: str, state: SamplingState) -> str:
    """Say what a step leaves."""
    step = state.chain[place]
    cut = int((step.cut > 0).sum())
    return (
        f"Step {place + 1}, {name}: it cuts {cut} of 10; the largest probability is "
        f"{probability(step.after.max())}."
    )


def count_bars(state: SamplingState) -> Chart:
    """Bars of the shares of all draws, and the probabilities with one standard error."""
    return _count_bars(state.sentence.labels)


@lru_cache(maxsize=8)
def _count_bars(labels: tuple[str, ...]) -> Chart:
    marker = {
        "symbol": ["diamond", "line-ns-open", "line-ns-open", "circle"] * CLASSES,
        "size": [6, 10, 10, 1] * CLASSES,
        "color": INK,
        "opacity": 1,  # with sizes of their own, markers would be translucent
        "line": {"color": INK, "width": [0, 1.5, 1.5, 0] * CLASSES},
    }
    whiskers = go.Scatter(
        mode="lines+markers",
        line={"color": INK, "width": 1.5},
        marker=marker,
        name="p ± one standard error",
        connectgaps=False,
        cliponaxis=False,
    )
    traces = {
        "shares": row_bar(y=PLACES, marker_color=CLASS, width=0.7, name="share of the draws"),
        "expected": whiskers,
        "counts": numbers(),
    }
    axes = word_layout(
        "How often each word was drawn", labels, 340, legend=BELOW_TITLE, margin={"t": 56}
    )
    shows: Shows = {
        "shares": {"x": "shares"},
        "expected": {"x": "whiskers", "y": "whisker_rows"},
        "counts": {"text": Written("counts", "whole")},
    }
    return Chart("counts", traces, axes, shows, describe_counts)


def describe_counts(state: SamplingState) -> str:
    """Say how often the most probable word was drawn, and how often that is expected."""
    p, top = state.probabilities, int(state.top)
    n, word = state.draws, state.sentence.words[top]
    return (
        f"Draws of {word}: {int(state.counts[top])} of {n}, expected {hundredths(n * p[top])} ± "
        f"{hundredths(n * state.errors[top])}. Words within one standard error: "
        f"{int(state.within)} of {int(state.left_count)}."
    )
