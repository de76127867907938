"""Gumbel-max: the noisy logits of one draw, and the share of a word as the draws go on."""

from functools import partial
from typing import Any

import numpy as np
import plotly.graph_objects as go

from logitviz.charts.axes import within
from logitviz.charts.chart import Chart, Drawn, Shows
from logitviz.charts.colours import CLASS, PREDICTED
from logitviz.charts.formats import logit
from logitviz.charts.layout import (
    BELOW_TITLE,
    CLASSES,
    INK,
    NEUTRAL,
    QUARTER_AXIS,
    axis_title,
    layout,
)
from logitviz.charts.words import Words, per_language

from .bars import PLACES, word_layout
from .sentences import sentence_of
from .state import MARKS, SamplingState

LOWEST, HIGHEST = -12.0, 8.0  # where the axis ends; what lies lower is drawn there
COUNTED = {"size": 14, "color": CLASS, "line": {"color": INK, "width": 2}}
POINTS_PER_WORD = 3  #  z/T, z/T + g, and a gap


def noisy_logits(words: Words, state: SamplingState) -> Chart:
    """Draw a line from z/T to z/T + g for every word, and mark the largest."""
    return _noisy_logits(words, state.sent)


@per_language(8)
def _noisy_logits(words: Words, name: str) -> Chart:
    rows = [row if point < 2 else None for row in PLACES for point in range(POINTS_PER_WORD)]
    marker = {
        "symbol": ["circle-open", "circle", "circle"] * CLASSES,
        "size": [9, 11, 1] * CLASSES,
        "color": CLASS,
        "line": {"color": CLASS, "width": 2},
    }
    jumps = go.Scatter(
        y=rows,
        mode="lines+markers",
        line={"color": CLASS, "width": 2},
        marker=marker,
        name="z/T → z/T + g",
    )
    star = {"symbol": "star", "size": 18, "color": PREDICTED, "line": {"color": INK, "width": 1.5}}
    traces = {
        "jumps": jumps,
        "largest": go.Scatter(mode="markers", marker=star, name=words["curve_largest"]),
    }
    ticks = list(range(int(LOWEST), int(HIGHEST) + 1, 4))
    x = {
        "range": (LOWEST - 0.5, HIGHEST + 0.5),
        "tickvals": ticks,
        "ticktext": [f"≤{LOWEST:g}".replace("-", "−"), *(logit(tick) for tick in ticks[1:])],
        "title": axis_title(words["noisy_x"], 6),
    }
    title, labels = words["noisy_title"], sentence_of(words, name).labels
    margin = {"t": 56, "r": 14, "b": 48}
    axes = word_layout(title, labels, 340, x=x, legend=BELOW_TITLE, margin=margin)
    in_frame = within(LOWEST, HIGHEST)
    shows: Shows = {
        "jumps": {"x": Drawn("jumps", through=in_frame)},
        "largest": {"x": Drawn("largest", through=in_frame), "y": "drawn"},
    }
    return Chart("noisy", traces, axes, shows, partial(describe_noise, words))


def describe_noise(words: Words, state: SamplingState) -> str:
    """Say which noisy logit is the largest."""
    candidates = sentence_of(words, state.sent).words
    return words.said(
        "noisy_alt_tied" if state.ties else "noisy_alt",
        n=state.number + 1,
        drawn=candidates[int(state.drawn)],
        largest=state.largest,
        top=candidates[int(state.top)],
    )


def _line(dash: str, **options: Any) -> go.Scatter:
    style = {"color": NEUTRAL, "dash": dash, "width": 2}
    return go.Scatter(mode="lines", line=style, **options)


def share_curve(words: Words, state: SamplingState) -> Chart:
    """Draw the share of the chosen word over the number of draws, and its probability."""
    return _share_curve(words, sentence_of(words, state.sent).words[state.k])


@per_language(64)
def _share_curve(words: Words, word: str) -> Chart:
    n = MARKS.tolist()
    traces = {
        "share": go.Scatter(
            x=n,
            mode="lines+markers",
            line={"color": CLASS, "width": 3},
            marker={"size": 6},
            name=words["curve_share"],
            cliponaxis=False,
        ),
        "counted": go.Scatter(
            mode="markers", marker=COUNTED, name=words["curve_counted"], cliponaxis=False
        ),
        "p": _line("dash", x=[1, n[-1]], name="p"),
        "below": _line("dot", x=n, name=words["curve_error"]),
        "above": _line("dot", x=n, showlegend=False),
    }
    x = {
        "type": "log",
        "range": (-0.05, np.log10(n[-1]) + 0.05),
        "tickvals": [1, 10, 100, 1000],
        "title": axis_title(words["share_x"]),
    }
    title, margin = words.said("share_title", word=word), {"t": 66}
    axes = layout(title, height=340, x=x, y=QUARTER_AXIS, legend=BELOW_TITLE, margin=margin)
    shows: Shows = {
        "share": {"y": Drawn("word_shares", span=(0.0, 1.0))},
        "counted": {"x": "draws", "y": "word_share"},
        "p": {"y": ("word_probability", "word_probability")},
        "below": {"y": Drawn("word_low", span=(0.0, 1.0))},
        "above": {"y": Drawn("word_high", span=(0.0, 1.0))},
    }
    return Chart("share", traces, axes, shows, partial(describe_share, words))


def describe_share(words: Words, state: SamplingState) -> str:
    """Say where the share ends, and where it should."""
    return words.said(
        "share_alt",
        word=sentence_of(words, state.sent).words[state.k],
        most=MARKS[-1],
        end=state.word_shares[-1],
        draws=state.draws,
        share=state.word_share,
        p=state.word_probability,
    )
