"""Greatest entropy: softmax is the roof over all distributions with the same mean score."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go

from logitviz.charts.formats import amount, logit, percent
from logitviz.charts.layout import CLASSES, FIRST, INK, SECOND, layout
from logitviz.charts.old_chart import Chart, Numbers, TraceValues, Values, column
from logitviz.core import MaxEntropy
from logitviz.lessons.why.particle_charts import against_softmax

TOP = float(np.log(CLASSES))
LEVELS = 40
WIDTH = 0.08  # half of it, as a share of the axis
SIDE = 1.1 * WIDTH


@dataclass(frozen=True, eq=False)
class Rivals:
    """Distributions with one mean score each, [...]: that of most entropy, and others.

    Parameters
    ----------
    share
        The mean score, as a share of the way from the smallest score to the largest.
    mean
        The mean score itself.
    found
        The distribution of greatest entropy.
    entropy
        Its entropy.
    outline
        How many of the others have which entropy, as a closed outline: x and y, [..., 2 L].
    best
        The other distribution of most entropy, [..., C].
    best_entropy
        Its entropy.
    divergence
        Its divergence from the softmax.
    """

    share: Numbers
    mean: Numbers
    found: MaxEntropy
    entropy: Numbers
    outline: tuple[Numbers, Numbers]
    best: Numbers
    best_entropy: Numbers
    divergence: Numbers


@dataclass(frozen=True, eq=False)
class Roof:
    """Mean score and entropy of softmax at every T, of `Rivals`, and of a crowd of particles."""

    roof: tuple[Numbers, Numbers]
    rivals: Rivals
    crowd: tuple[Numbers, Numbers]


def outline(entropies: Numbers, share: Numbers) -> tuple[Numbers, Numbers]:
    """Draw how many of the entropies [..., N] lie where: a shape on both sides of `share`."""
    low, high = entropies.min(axis=-1)[..., None], entropies.max(axis=-1)[..., None]
    reach = np.where(high > low, high - low, 1)
    level = np.minimum((LEVELS * (entropies - low) / reach).astype(int), LEVELS - 1)
    rows = level.reshape(-1, level.shape[-1]) + LEVELS * np.arange(high.size)[:, None]
    counts = np.bincount(rows.ravel(), minlength=LEVELS * high.size)
    counts = counts.reshape(*level.shape[:-1], LEVELS)
    half = np.where(high > low, WIDTH * counts / counts.max(axis=-1, keepdims=True), 0)
    height = low + (high - low) * (np.arange(LEVELS) + 0.5) / LEVELS
    middle = np.asarray(share)[..., None]
    x = np.concatenate([middle + half, (middle - half)[..., ::-1]], axis=-1)
    return x, np.concatenate([height, height[..., ::-1]], axis=-1)


def entropy_roof(samples: int, *, height: int) -> Chart[Roof]:
    """Entropy over the mean score: the roof of softmax, and what lies below it."""

    def skeleton() -> go.Figure:
        roof = go.Scatter(name="softmax", line={"color": SECOND, "width": 4})
        others = go.Scatter(
            name=f"{samples} others", fill="toself", mode="lines", line={"color": FIRST, "width": 1}
        )
        here = {"color": SECOND, "size": 15, "symbol": "diamond"}
        point = go.Scatter(mode="markers", marker=here, cliponaxis=False, showlegend=False)
        ring = {"color": INK, "size": 17, "symbol": "circle-open", "line": {"width": 3}}
        crowd = go.Scatter(name="particles", mode="markers", marker=ring, cliponaxis=False)
        x = {
            "range": (-SIDE, 1 + SIDE),
            "tickvals": [0, 0.5, 1],
            "ticktext": ["least z", "half-way", "greatest z"],
            "title": {"text": "mean score", "standoff": 14},
        }
        y = {
            "range": (-0.06 * TOP, 1.06 * TOP),  # room for the marks at its ends
            "tickvals": [0, 0.5, 1, 1.5, 2, TOP],
            "ticktext": ["0", ".5", "1", "1.5", "2", f"log {CLASSES}"],
        }
        axes = layout(
            "Entropy of softmax and others", height=height, x=x, y=y, margin={"l": 54, "t": 62}
        )
        figure = go.Figure([roof, others, point, crowd], axes)
        legend = {"x": 1, "xanchor": "right", "y": 1.02, "yanchor": "bottom", "orientation": "h"}
        return figure.update_layout(showlegend=True, legend=legend)

    def values(state: Roof) -> Sequence[TraceValues]:
        rivals = state.rivals
        x, y = rivals.outline
        return (
            {"x": Values(state.roof[0]), "y": Values(state.roof[1])},
            {"x": Values(x), "y": Values(y, span=(0.0, TOP))},
            {"x": Values(column(rivals.share)), "y": Values(column(rivals.entropy))},
            {"x": Values(column(state.crowd[0])), "y": Values(column(state.crowd[1]))},
        )

    def alt(state: Roof) -> str:
        return describe_roof(state.rivals, samples)

    return Chart("roof", skeleton, values, alt, revision=samples)


def rival_bars(samples: int, *, height: int) -> Chart[Rivals]:
    """Bars of the other distribution of most entropy, strokes at the softmax."""

    def values(state: Rivals) -> Sequence[TraceValues]:
        return {"y": Values(state.best)}, {"y": Values(state.found.probabilities)}

    def alt(state: Rivals) -> str:
        return (
            f"The best of {samples} other distributions beside softmax; their entropies are "
            f"{amount(state.best_entropy)} and {amount(state.entropy)} nats."
        )

    title, name = "The same mean score twice", f"best of {samples} others"
    return against_softmax("rival", title, name, values, alt, height=height)


def describe_roof(state: Rivals, samples: int) -> str:
    """Say what a mean score leaves open."""
    return (
        f"Entropy over the mean score. At {percent(state.share)} of the way from the least score "
        f"to the greatest softmax at T = {logit(state.found.temperature)} has "
        f"{amount(state.entropy)} nats; of {samples} other distributions with this mean the best "
        f"has {amount(state.best_entropy)}."
    )
