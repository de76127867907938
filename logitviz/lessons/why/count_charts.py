"""Likelihood of counted classes along each probability, and loss along each logit."""

from functools import lru_cache
from typing import Any

import plotly.graph_objects as go

from logitviz.charts import colours
from logitviz.charts.chart import Chart, Drawn, Numbers, Shows
from logitviz.charts.formats import amount, logit, percent, whole
from logitviz.charts.layout import CLEAR, INK, NEUTRAL, axis_title, layout

from .controls import COUNTED
from .counts import ALONG, PROBABILITIES
from .state import WhySoftmaxState

MAX_LOSS = 6.2  # the loss at logit 6 of a class never seen, beside one seen once, is 6.002
BELOW = -1.5  # room for the names of the classes below the lowest points


def class_line(c: int, index: int, **options: Any) -> go.Scatter:
    """Give a line of class c: thick for class `index`, thin for the others."""
    styles = {"color": NEUTRAL, "width": 1.5}, {"color": colours.CLASS, "width": 4}
    return go.Scatter(line=styles[c == index], textfont={"color": INK, "size": 14}, **options)


def thick_and_thin(index: int, what: str) -> dict[str, Any]:
    """Give the title of an axis that says which line is whose."""
    return axis_title(f"{what} (thick: class {index}, thin: the others)")


def chosen_last(index: int) -> list[int]:
    """List the classes in the order in which they are drawn: `index` lies over the others."""
    return [*(c for c in range(COUNTED) if c != index), index]


def _curves(index: int, x: Numbers) -> dict[str, go.Scatter]:
    return {f"class {c}": class_line(c, index, x=list(x), mode="lines") for c in chosen_last(index)}


def _best(index: int, names: str) -> dict[str, go.Scatter]:
    """Mark the best place of every class by its name, and highlight class `index`.

    Its name stands in a row of its own, so that it covers no other where two places are the same.
    """
    common = {"mode": "markers+text", "textposition": names, "cliponaxis": False}
    common |= {"textfont": {"color": INK, "size": 14}}
    others = ["" if c == index else str(c) for c in range(COUNTED)]
    rows = (f"class {index}", " ") if names.startswith("top") else (" ", f"class {index}")
    large = {"color": colours.CLASS, "size": 15, "symbol": "diamond"}
    return {
        "best of every class": go.Scatter(
            marker={"color": NEUTRAL, "size": 8}, text=others, **common
        ),
        f"best of class {index}": go.Scatter(marker=large, text=["<br>".join(rows)], **common),
    }


def likelihood_along_probabilities(state: WhySoftmaxState) -> Chart:
    """Likelihood along every class's probability, class j highlighted, and the best of each."""
    return _likelihood_along_probabilities(state.j)


@lru_cache(maxsize=COUNTED)
def _likelihood_along_probabilities(index: int) -> Chart:
    x = {
        "range": (0, 1),
        "tickvals": [0, 0.25, 0.5, 0.75, 1],
        "ticktext": ["0", ".25", ".5", ".75", "1"],
        "title": thick_and_thin(index, "probability of a class"),
    }
    y = {"range": (0, 1.2), "tickvals": [0, 0.5, 1], "ticktext": ["0", "half", "most"]}
    axes = layout(
        "Likelihood of the counts, relative to its maximum", height=400, x=x, y=y, margin={"l": 46}
    )
    likelihoods = [Drawn(f"likelihoods[{c}]", span=(0.0, 1.0)) for c in range(COUNTED)]
    shows: Shows = {
        **{f"class {c}": {"y": likelihood} for c, likelihood in enumerate(likelihoods)},
        "best of every class": {"x": "best_places", "y": "best_likelihoods"},
        f"best of class {index}": {"x": "best_place", "y": "best_likelihood"},
    }
    traces = _curves(index, PROBABILITIES) | _best(index, "top center")
    return Chart("likelihood", traces, axes, shows, describe_likelihood)


def loss_along_logits(state: WhySoftmaxState) -> Chart:
    """Loss along every class's logit, class j highlighted, and the lowest points."""
    return _loss_along_logits(state.j)


@lru_cache(maxsize=COUNTED)
def _loss_along_logits(index: int) -> Chart:
    ends = [ALONG[0] - 0.4, ALONG[-1]]  # room for a mark at the lower end
    floor = go.Scatter(
        x=ends,
        mode="lines+markers+text",
        line={"color": INK, "dash": "dash", "width": 2},
        marker={"color": CLEAR, "size": 12},  # keeps the words off the line
        text=["", "entropy H"],
        textposition="bottom left",
        textfont={"color": INK, "size": 13},
    )
    x = {"range": ends, "title": thick_and_thin(index, "logit of a class")}
    y = {"range": (BELOW, MAX_LOSS), "tickvals": [0, 2, 4, 6]}
    axes = layout("Loss per observation = entropy + divergence", height=330, x=x, y=y)
    losses = [Drawn(f"losses[{c}]", span=(0.0, MAX_LOSS)) for c in range(COUNTED)]
    shows: Shows = {
        **{f"class {c}": {"y": loss} for c, loss in enumerate(losses)},
        "least loss": {"y": ("least_loss",) * 2},
        "best of every class": {"x": "logit_places", "y": ("least_loss",) * COUNTED},
        f"best of class {index}": {"x": "logit_place", "y": "least_loss"},
    }
    traces = _curves(index, ALONG) | {"least loss": floor} | _best(index, "bottom center")
    return Chart("count_losses", traces, axes, shows, describe_losses)


NOTHING = "No class was seen, so no choice is more likely than another."


def describe_likelihood(state: WhySoftmaxState) -> str:
    """Say which probability makes the counts most likely."""
    if not state.total:
        return NOTHING
    return (
        f"Likelihood of the counts over the probability of a class. For class {state.j}, seen "
        f"{whole(state.count)} of {whole(state.total)} times, it is greatest at its share, "
        f"{percent(state.share)}."
    )


def describe_losses(state: WhySoftmaxState) -> str:
    """Say which logit has the lowest loss."""
    if not state.total:
        return NOTHING
    index, n = state.j, state.count
    where = (
        f"lowest at log {whole(n)} = {logit(state.best_logit)}"
        if n
        else "the lower the further down, to log 0 = −∞, which is only approached"
    )
    return (
        f"Loss over the logit of class {index}, seen {whole(n)} of {whole(state.total)} times: "
        f"{where}. The least loss is the entropy of the shares, {amount(state.least_loss)} nats "
        f"per observation."
    )
