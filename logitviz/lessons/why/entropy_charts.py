"""Softmax has the greatest entropy of all distributions with the same mean score."""

from functools import partial

import plotly.graph_objects as go

from logitviz.charts import colours
from logitviz.charts.chart import Chart, Drawn, Shows
from logitviz.charts.layout import CLASSES, INK, MAX_ENTROPY, axis_title, layout
from logitviz.charts.words import Words, per_language

from .particle_charts import bars_and_softmax, distribution_axes
from .same_mean import HALF_WIDTH, LEVELS
from .state import OTHERS, WhySoftmaxState

ROOM_BESIDE = 1.1 * HALF_WIDTH  # room beside the axis for the outline at its ends


def _traces(words: Words) -> dict[str, go.Scatter]:
    others = words.said("curve_others", count=OTHERS)
    font = {"color": INK, "size": 14}
    return {
        "softmax": go.Scatter(mode="lines", line={"color": INK, "width": 3}),
        "others": go.Scatter(
            fill="toself",
            mode="lines+text",
            line={"color": colours.ENTROPY, "width": 1},
            text=[f"<br>{others}", *[""] * (2 * LEVELS - 1)],
            textposition="bottom center",
            textfont=font,
            cliponaxis=False,
        ),
        "softmax at T": go.Scatter(
            mode="markers+text",
            marker={"color": INK, "size": 26, "symbol": "circle-open", "line": {"width": 3}},
            text=[words["mark_at_T"]],
            textposition="top right",
            textfont=font,
            cliponaxis=False,
        ),
        "chosen mean": go.Scatter(
            mode="markers",
            marker={"color": INK, "size": 15, "symbol": "diamond"},
            cliponaxis=False,
        ),
        "name": go.Scatter(
            y=[1.17 * MAX_ENTROPY],
            mode="text",
            text=[words["curve_softmax"]],
            textposition="top center",
            textfont=font,
            cliponaxis=False,
        ),
    }


@per_language(1)
def entropy_curve(words: Words) -> Chart:
    """Entropy over the mean score: the curve of softmax, and other distributions below it."""
    x = {
        "range": (-ROOM_BESIDE, 1 + ROOM_BESIDE),
        "tickvals": [0, 0.5, 1],
        "ticktext": [words[f"tick_{name}"] for name in ("least", "halfway", "greatest")],
        "title": axis_title(words["axis_mean"]),
    }
    y = {
        "range": (-0.18 * MAX_ENTROPY, 1.28 * MAX_ENTROPY),  # room for words at both ends
        "tickvals": [0, 0.5, 1, 1.5, 2, MAX_ENTROPY],
        "ticktext": ["0", ".5", "1", "1.5", "2", f"log {CLASSES}"],
    }
    axes = layout(words["entropy_curve_title"], height=400, x=x, y=y, margin={"l": 54, "r": 24})
    outline = Drawn("same_mean.outline_entropies", span=(0.0, MAX_ENTROPY))
    shows: Shows = {
        "softmax": {"x": "curve_shares", "y": "curve_entropy"},
        "others": {"x": "same_mean.outline_shares", "y": outline},
        "chosen mean": {"x": "same_mean.share", "y": "same_mean.entropy"},
        "softmax at T": {"x": "share_at_temperature", "y": "record.entropy"},
        "name": {"x": "average_share"},
    }
    pulls = {"softmax at T": ("T",)}
    alt = partial(describe_entropy, words)
    return Chart("entropy_curve", _traces(words), axes, shows, alt, pulls)


@per_language(1)
def best_other_bars(words: Words) -> Chart:
    """Bars of the other distribution of greatest entropy, strokes at softmax."""
    axes = distribution_axes(words, words["best_other_title"], 330)
    fields = ("same_mean.best", "same_mean.probabilities")
    name, alt = words.said("bars_best", count=OTHERS), partial(_describe_best_other, words)
    return bars_and_softmax("best_other", axes, name, fields, alt)


def _describe_best_other(words: Words, state: WhySoftmaxState) -> str:
    """Say how far the best of the others is from softmax."""
    return words.said("best_other_alt", found=state.same_mean, count=OTHERS)


def describe_entropy(words: Words, state: WhySoftmaxState) -> str:
    """Say which entropies distributions with the mean score have."""
    return words.said("entropy_curve_alt", found=state.same_mean, count=OTHERS)
