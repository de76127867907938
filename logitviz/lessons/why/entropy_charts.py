"""Softmax has the greatest entropy of all distributions with the same mean score."""

from functools import lru_cache

import plotly.graph_objects as go

from logitviz.charts import colours
from logitviz.charts.chart import Chart, Drawn, Shows
from logitviz.charts.formats import amount, logit, percent
from logitviz.charts.layout import CLASSES, INK, MAX_ENTROPY, axis_title, layout

from .particle_charts import bars_and_softmax, distribution_axes
from .same_mean import HALF_WIDTH, LEVELS
from .state import OTHERS, WhySoftmaxState

ROOM_BESIDE = 1.1 * HALF_WIDTH  # room beside the axis for the outline at its ends


def _traces() -> dict[str, go.Scatter]:
    words = {"color": INK, "size": 14}
    return {
        "softmax": go.Scatter(mode="lines", line={"color": INK, "width": 3}),
        "others": go.Scatter(
            fill="toself",
            mode="lines+text",
            line={"color": colours.ENTROPY, "width": 1},
            text=[f"<br>{OTHERS} others", *[""] * (2 * LEVELS - 1)],
            textposition="bottom center",
            textfont=words,
            cliponaxis=False,
        ),
        "softmax at T": go.Scatter(
            mode="markers+text",
            marker={"color": INK, "size": 26, "symbol": "circle-open", "line": {"width": 3}},
            text=["at T"],
            textposition="top right",
            textfont=words,
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
            text=["softmax: the most entropy for every mean score"],
            textposition="top center",
            textfont=words,
            cliponaxis=False,
        ),
    }


@lru_cache(maxsize=1)
def entropy_curve() -> Chart:
    """Entropy over the mean score: the curve of softmax, and other distributions below it."""
    x = {
        "range": (-ROOM_BESIDE, 1 + ROOM_BESIDE),
        "tickvals": [0, 0.5, 1],
        "ticktext": ["least z", "halfway", "greatest z"],
        "title": axis_title("mean score"),
    }
    y = {
        "range": (-0.18 * MAX_ENTROPY, 1.28 * MAX_ENTROPY),  # room for words at both ends
        "tickvals": [0, 0.5, 1, 1.5, 2, MAX_ENTROPY],
        "ticktext": ["0", ".5", "1", "1.5", "2", f"log {CLASSES}"],
    }
    title = "Entropy in nats, over the mean score"
    axes = layout(title, height=400, x=x, y=y, margin={"l": 54, "r": 24})
    outline = Drawn("same_mean.outline_entropies", span=(0.0, MAX_ENTROPY))
    shows: Shows = {
        "softmax": {"x": "curve_shares", "y": "curve_entropy"},
        "others": {"x": "same_mean.outline_shares", "y": outline},
        "chosen mean": {"x": "same_mean.share", "y": "same_mean.entropy"},
        "softmax at T": {"x": "share_at_temperature", "y": "record.entropy"},
        "name": {"x": "average_share"},
    }
    pulls = {"softmax at T": ("T",)}
    return Chart("entropy_curve", _traces(), axes, shows, describe_entropy, pulls)


@lru_cache(maxsize=1)
def best_other_bars() -> Chart:
    """Bars of the other distribution of greatest entropy, strokes at softmax."""
    axes = distribution_axes("Two distributions with this mean score", 330)
    fields = ("same_mean.best", "same_mean.probabilities")
    return bars_and_softmax(
        "best_other", axes, f"best of {OTHERS} others", fields, describe_best_other
    )


def describe_best_other(state: WhySoftmaxState) -> str:
    """Say how far the best of the others is from softmax."""
    found = state.same_mean
    return (
        f"The best of {OTHERS} other distributions beside softmax; their entropies are "
        f"{amount(found.best_entropy)} and {amount(found.entropy)} nats."
    )


def describe_entropy(state: WhySoftmaxState) -> str:
    """Say which entropies distributions with the mean score have."""
    found = state.same_mean
    return (
        f"Entropy over the mean score. At {percent(found.share)} of the way from the least score "
        f"to the greatest softmax at T = {logit(found.temperature)} has "
        f"{amount(found.entropy)} nats; of {OTHERS} other distributions with this mean the best "
        f"has {amount(found.best_entropy)}."
    )
