"""Maximum likelihood: counted classes along each logit, and the logits that fit them best."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go

from logitviz.charts.formats import amount, logit, percent, whole
from logitviz.charts.layout import FIRST, NEUTRAL, SECOND, layout
from logitviz.charts.old_chart import Chart, Numbers, TraceValues, Values, both_ends, column
from logitviz.core import cross_entropy, softmax

COUNTED = 5  # classes
LOGITS = np.linspace(-3, 6, 91)
MOST = 6.2  # the loss at logit 6 of a class never seen, beside one seen once, is 6.002


@dataclass(frozen=True, eq=False)
class Counting:
    """How often each class was seen, [..., 5], whole numbers; may be a batch."""

    counts: Numbers

    @property
    def total(self) -> Numbers:
        """Give the number of observations."""
        return np.asarray(self.counts.sum(axis=-1))

    @property
    def shares(self) -> Numbers:
        """Give each class's share of the observations; of none, NaN."""
        total = column(self.total)
        return np.where(total > 0, self.counts / np.maximum(total, 1), np.nan)

    @property
    def logits(self) -> Numbers:
        """Give the logits of greatest likelihood: log-counts, −inf for a class never seen."""
        with np.errstate(divide="ignore"):
            return np.asarray(np.log(self.counts))

    @property
    def fitted(self) -> Numbers:
        """Give the softmax of those logits; NaN without an observation."""
        seen = column(self.total) > 0
        p = softmax(np.where(seen, self.logits, 0.0))
        return np.where(seen, p, np.nan)

    def loss(self, logits: Numbers) -> Numbers:
        """Give the loss per observation, [..., n], at some logits [..., n, 5]; without any, 0."""
        seen = column(self.total) > 0
        shares = np.where(seen, self.shares, 1 / COUNTED)[..., None, :]
        given = np.where(seen[..., None], logits, 0.0)
        return np.where(seen, cross_entropy(given, np.broadcast_to(shares, given.shape)), 0.0)

    @property
    def least(self) -> Numbers:
        """Give the loss at the logits of greatest likelihood."""
        return np.asarray(self.loss(self.logits[..., None, :])[..., 0])

    def along(self, index: int) -> Numbers:
        """Give the loss while the logit of one class runs through `LOGITS`, [..., 91]."""
        shape = (*self.counts.shape[:-1], LOGITS.size, COUNTED)
        rows = np.broadcast_to(self.logits[..., None, :], shape).copy()
        rows[..., index] = LOGITS
        return self.loss(rows)

    def likelihood(self, index: int) -> Numbers:
        """Give the likelihood of all observations along one logit, as a share of the best."""
        excess = self.along(index) - column(self.least)
        return np.asarray(np.exp(-column(self.total) * np.maximum(excess, 0)))


def _curves(index: int) -> list[go.Scatter]:
    """Give a line for every class, that of class `index` strongest."""
    styles = [{"color": NEUTRAL, "width": 1.5}] * COUNTED
    styles[index] = {"color": FIRST, "width": 4}
    return [go.Scatter(x=list(LOGITS), mode="lines", line=style) for style in styles]


def _best(index: int) -> tuple[go.Scatter, go.Scatter]:
    """Mark the best logit of every class, named, and that of class `index` once more."""
    small = {"color": SECOND, "size": 8}
    every = go.Scatter(
        mode="markers+text", marker=small, text=[str(c) for c in range(COUNTED)],
        textposition="top center", textfont_size=14, cliponaxis=False,
    )  # fmt: skip
    large = {"color": SECOND, "size": 15, "symbol": "diamond"}
    return every, go.Scatter(mode="markers", marker=large, cliponaxis=False)


def _places(state: Counting) -> Numbers:
    # A logit of −∞ waits at the edge.
    return np.clip(state.logits, LOGITS[0], LOGITS[-1])


def _axis(index: int) -> dict[str, object]:
    return {
        "range": (LOGITS[0] - 0.4, LOGITS[-1]),  # room for a mark at the lower end
        "title": {"text": f"logit of class {index} (thin: of another)", "standoff": 14},
    }


def likelihood_curves(index: int, *, height: int) -> Chart[Counting]:
    """Likelihood along every class's logit, that of class `index` strongest, and the best."""

    def skeleton() -> go.Figure:
        y = {"range": (0, 1.12), "tickvals": [0, 0.5, 1], "ticktext": ["0", ".5", "best"]}
        title = "How likely the counts are"
        axes = layout(title, height=height, x=_axis(index), y=y, margin={"l": 44})
        return go.Figure([*_curves(index), *_best(index)], axes)

    def values(state: Counting) -> Sequence[TraceValues]:
        x = _places(state)
        curves = [{"y": Values(state.likelihood(c), span=(0.0, 1.0))} for c in range(COUNTED)]
        top = np.ones_like(x)
        here = slice(index, index + 1)
        return (
            *curves,
            {"x": Values(x), "y": Values(top)},
            {"x": Values(x[..., here]), "y": Values(top[..., here])},
        )

    def alt(state: Counting) -> str:
        return describe_counting(state, index)

    return Chart("likelihood", skeleton, values, alt, revision=index)


def loss_curves(index: int, *, height: int) -> Chart[Counting]:
    """Loss along every class's logit, that of class `index` strongest, and the lowest points."""

    def skeleton() -> go.Figure:
        dash = {"color": SECOND, "dash": "dash", "width": 2}
        floor = go.Scatter(x=[LOGITS[0], LOGITS[-1]], mode="lines", line=dash)
        y = {"range": (0, MOST), "tickvals": [0, 2, 4, 6]}
        axes = layout("Loss per observation", height=height, x=_axis(index), y=y)
        return go.Figure([*_curves(index), floor, *_best(index)], axes)

    def values(state: Counting) -> Sequence[TraceValues]:
        x, least = _places(state), column(state.least)
        curves = [{"y": Values(state.along(c), span=(0.0, MOST))} for c in range(COUNTED)]
        return (
            *curves,
            {"y": Values(both_ends(state.least))},
            {"x": Values(x), "y": Values(np.repeat(least, COUNTED, axis=-1))},
            {"x": Values(x[..., index : index + 1]), "y": Values(least)},
        )

    def alt(state: Counting) -> str:
        return describe_counting(state, index)

    return Chart("losses", skeleton, values, alt, revision=index)


def describe_counting(state: Counting, index: int) -> str:
    """Say which logit is best."""
    if not state.total:
        return "No class was seen: all logits fit, and none is better than another."
    n = state.counts[index]
    where = (
        f"best is log {whole(n)} = {logit(state.logits[index])}"
        if n
        else "the further down the better, to log 0 = −∞, which is only approached"
    )
    return (
        f"Counts against the logit of class {index}, seen {whole(n)} of {whole(state.total)} "
        f"times: {where}, where softmax gives class {index} {percent(state.fitted[index])} and "
        f"the loss is lowest, {amount(state.least)} nats per observation."
    )
