"""Likelihood and loss of counted classes along each logit, and the logits that fit best."""

from functools import lru_cache

import plotly.graph_objects as go

from logitviz.charts import colours
from logitviz.charts.chart import Chart, Drawn, Shows
from logitviz.charts.formats import amount, logit, percent, whole
from logitviz.charts.layout import NEUTRAL, axis_title, layout

from .controls import COUNTED
from .state import ALONG, WhySoftmaxState

MAX_LOSS = 6.2  # the loss at logit 6 of a class never seen, beside one seen once, is 6.002
RANGE = list(ALONG)


def _curves(index: int) -> dict[str, go.Scatter]:
    """Give a line for every class, the strongest for class `index`."""
    styles = [{"color": NEUTRAL, "width": 1.5}] * COUNTED
    styles[index] = {"color": colours.CLASS, "width": 4}
    return {
        f"class {c}": go.Scatter(x=RANGE, mode="lines", line=style)
        for c, style in enumerate(styles)
    }


def _best(index: int) -> dict[str, go.Scatter]:
    """Mark the best logit of every class by its name, and highlight class `index`."""
    every = go.Scatter(
        mode="markers+text",
        marker={"color": colours.PREDICTED, "size": 8},
        text=[str(c) for c in range(COUNTED)],
        textposition="top center",
        textfont_size=14,
        cliponaxis=False,
    )
    large = {"color": colours.PREDICTED, "size": 15, "symbol": "diamond"}
    return {
        "best of every class": every,
        f"best of class {index}": go.Scatter(mode="markers", marker=large, cliponaxis=False),
    }


def _axis(index: int) -> dict[str, object]:
    return {
        "range": (RANGE[0] - 0.4, RANGE[-1]),  # room for a mark at the lower end
        "title": axis_title(f"logit of class {index} (thin: of another)"),
    }


def likelihood_along_logits(state: WhySoftmaxState) -> Chart:
    """Likelihood along every class's logit, class j highlighted, and the best logits."""
    return _likelihood_along_logits(state.j)


@lru_cache(maxsize=COUNTED)
def _likelihood_along_logits(index: int) -> Chart:
    y = {"range": (0, 1.12), "tickvals": [0, 0.5, 1], "ticktext": ["0", ".5", "best"]}
    axes = layout("How likely the counts are", height=280, x=_axis(index), y=y, margin={"l": 44})
    likelihoods = [Drawn(f"likelihoods[{c}]", span=(0.0, 1.0)) for c in range(COUNTED)]
    shows: Shows = {
        **{f"class {c}": {"y": likelihood} for c, likelihood in enumerate(likelihoods)},
        "best of every class": {"x": "best_places", "y": "best_likelihoods"},
        f"best of class {index}": {"x": "best_place", "y": "best_likelihoods[0]"},
    }
    return Chart("likelihood", _curves(index) | _best(index), axes, shows, describe_counts)


def loss_along_logits(state: WhySoftmaxState) -> Chart:
    """Loss along every class's logit, class j highlighted, and the lowest points."""
    return _loss_along_logits(state.j)


@lru_cache(maxsize=COUNTED)
def _loss_along_logits(index: int) -> Chart:
    dash = {"color": colours.PREDICTED, "dash": "dash", "width": 2}
    floor = {"least loss": go.Scatter(x=[RANGE[0], RANGE[-1]], mode="lines", line=dash)}
    y = {"range": (0, MAX_LOSS), "tickvals": [0, 2, 4, 6]}
    axes = layout("Loss per observation", height=300, x=_axis(index), y=y)
    losses = [Drawn(f"losses[{c}]", span=(0.0, MAX_LOSS)) for c in range(COUNTED)]
    shows: Shows = {
        **{f"class {c}": {"y": loss} for c, loss in enumerate(losses)},
        "least loss": {"y": ("least_loss",) * 2},
        "best of every class": {"x": "best_places", "y": ("least_loss",) * COUNTED},
        f"best of class {index}": {"x": "best_place", "y": "least_loss"},
    }
    return Chart(
        "count_losses", _curves(index) | floor | _best(index), axes, shows, describe_counts
    )


def describe_counts(state: WhySoftmaxState) -> str:
    """Say which logit is best."""
    if not state.total:
        return "No class was seen: all logits fit, and none is better than another."
    index, n = state.j, state.count
    where = (
        f"best is log {whole(n)} = {logit(state.best_logit)}"
        if n
        else "the further down the better, to log 0 = −∞, which is only approached"
    )
    return (
        f"Counts against the logit of class {index}, seen {whole(n)} of {whole(state.total)} "
        f"times: {where}, where softmax gives class {index} {percent(state.best_share)} and "
        f"the loss is lowest, {amount(state.least_loss)} nats per observation."
    )
