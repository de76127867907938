"""Bars of the ten words: before and after the steps, and how often each was drawn."""

from functools import partial
from typing import Any

import plotly.graph_objects as go

from logitviz.charts.chart import Chart, Shows, Written
from logitviz.charts.colours import CLASS
from logitviz.charts.layout import (
    BELOW_TITLE,
    CLASSES,
    CLEAR,
    INK,
    NEUTRAL,
    QUARTER_AXIS,
    layout,
)
from logitviz.charts.words import Words, per_language
from logitviz.core.truncation import STEPS

from .controls import NAMES, ORDERS
from .sentences import sentence_of
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


def _steps(words: Words) -> dict[str, Any]:
    """Give bars after a step within frames of those before it; what is cut is crossed out."""
    frame = {"color": CLEAR, "line": {"color": INK, "width": 1.5}}
    crossed = {"color": CLEAR, "line": {"color": INK, "width": 1.5}, "pattern": CUT}
    return {
        "after": row_bar(y=PLACES, marker_color=CLASS, width=0.5, name=words["curve_after"]),
        "before": row_bar(y=PLACES, marker=frame, width=0.84, name=words["curve_before"]),
        "cut": row_bar(y=PLACES, marker=crossed, width=0.84, showlegend=False),
        "numbers": numbers(),
        "cut words": numbers(),
    }


def candidates(words: Words, state: SamplingState) -> Chart:
    """Bars of what is drawn from, within those of the model, and the word that was drawn."""
    return _candidates(words, state.sent)


@per_language(8)
def _candidates(words: Words, name: str) -> Chart:
    box = {"color": CLEAR, "line": {"color": INK, "width": 3}}
    drawn = row_bar(x=[1], marker=box, width=1, name=words["curve_drawn"])
    title, labels = words["candidates_title"], sentence_of(words, name).labels
    axes = word_layout(title, labels, 345, legend=BELOW_TITLE, margin={"t": 52, "r": 62})
    shows: Shows = {
        "before": {"x": "model"},
        "after": {"x": "probabilities"},
        "cut": {"x": "model_of_cut"},
        "numbers": {"text": Written("chain.step5.left", "optional")},
        "cut words": {"text": Written("cut_by", CUT_WORDS)},
        "drawn": {"y": "drawn"},
    }
    alt = partial(describe_candidates, words)
    return Chart("candidates", _steps(words) | {"drawn": drawn}, axes, shows, alt)


def describe_candidates(words: Words, state: SamplingState) -> str:
    """Say what is drawn from, and which word was drawn."""
    sentence = sentence_of(words, state.sent)
    return words.said(
        "candidates_alt",
        start=sentence.start,
        T=state.T,
        left=state.left_count,
        count=CLASSES,
        largest=state.top_share,
        drawn=sentence.words[int(state.drawn)],
    )


def step_bars(words: Words, state: SamplingState, place: int) -> Chart:
    """Bars before and after one step: the bias, or one of the four in their order."""
    return _step_bars(words, place, ORDERS[state.order], state.sent)


@per_language(128)
def _step_bars(words: Words, place: int, order: tuple[str, ...], sentence: str) -> Chart:
    name = words["step_bias"] if place == 0 else NAMES[order[place - 1]]
    before = f"chain.step{place}.after" if place else "model"
    here = f"chain.step{place + 1}"
    x = {"tickvals": [0, 0.5, 1], "ticktext": ["0", ".5", "1"]}
    title = words.said("step_title", n=place + 1, name=name)
    axes = word_layout(title, sentence_of(words, sentence).labels, 250, x=x, margin={"t": 34})
    shows: Shows = {
        "before": {"x": before},
        "after": {"x": f"{here}.after"},
        "cut": {"x": f"{here}.cut"},
        "numbers": {"text": Written(f"{here}.left", "optional")},
        "cut words": {"text": Written(f"{here}.gone", ("", CROSS))},
    }
    alt = partial(describe_step, words, place, name)
    return Chart(f"step{place + 1}", _steps(words), axes, shows, alt)


def describe_step(words: Words, place: int, name: str, state: SamplingState) -> str:
    """Say what a step leaves."""
    step = state.chain[place]
    return words.said(
        "step_alt",
        n=place + 1,
        name=name,
        cut=(step.cut > 0).sum(),
        count=CLASSES,
        largest=step.after.max(),
    )


def count_bars(words: Words, state: SamplingState) -> Chart:
    """Bars of the shares of all draws, and the probabilities with one standard error."""
    return _count_bars(words, state.sent)


@per_language(8)
def _count_bars(words: Words, name: str) -> Chart:
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
        name=words["curve_error"],
        connectgaps=False,
        cliponaxis=False,
    )
    traces = {
        "shares": row_bar(y=PLACES, marker_color=CLASS, width=0.7, name=words["curve_shares"]),
        "expected": whiskers,
        "counts": numbers(),
    }
    title, labels = words["counts_title"], sentence_of(words, name).labels
    axes = word_layout(title, labels, 340, legend=BELOW_TITLE, margin={"t": 56})
    shows: Shows = {
        "shares": {"x": "shares"},
        "expected": {"x": "whiskers", "y": "whisker_rows"},
        "counts": {"text": Written("counts", "whole")},
    }
    return Chart("counts", traces, axes, shows, partial(describe_counts, words))


def describe_counts(words: Words, state: SamplingState) -> str:
    """Say how often the most probable word was drawn, and how often that is expected."""
    n, top = state.draws, int(state.top)
    return words.said(
        "counts_alt",
        word=sentence_of(words, state.sent).words[top],
        count=state.counts[top],
        draws=n,
        expected=n * state.probabilities[top],
        error=n * state.errors[top],
        within=state.within,
        left=state.left_count,
    )
