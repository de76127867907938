"""Likelihood of counted classes along each probability, and loss along each logit."""

from functools import partial
from typing import Any

import plotly.graph_objects as go

from logitviz.charts import colours
from logitviz.charts.chart import Chart, Drawn, Numbers, Shows
from logitviz.charts.fields import filled
from logitviz.charts.layout import CLEAR, INK, NEUTRAL, axis_title, layout
from logitviz.charts.words import Words, per_language

from .controls import COUNTED
from .counts import ALONG, PROBABILITIES
from .state import WhySoftmaxState

MAX_LOSS = 6.2  # the loss at logit 6 of a class never seen, beside one seen once, is 6.002
BELOW = -1.5  # room for the names of the classes below the lowest points


def class_line(c: int, index: int, **options: Any) -> go.Scatter:
    """Give a line of class c: thick for class `index`, thin for the others."""
    styles = {"color": NEUTRAL, "width": 1.5}, {"color": colours.CLASS, "width": 4}
    return go.Scatter(line=styles[c == index], textfont={"color": INK, "size": 14}, **options)


def chosen_last(index: int) -> list[int]:
    """List the classes in the order in which they are drawn: `index` lies over the others."""
    return [*(c for c in range(COUNTED) if c != index), index]


def _curves(index: int, x: Numbers) -> dict[str, go.Scatter]:
    return {f"class {c}": class_line(c, index, x=list(x), mode="lines") for c in chosen_last(index)}


def _best(words: Words, index: int, names: str) -> dict[str, go.Scatter]:
    """Mark the best place of every class by its name, and highlight class `index`.

    Its name stands in a row of its own, so that it covers no other where two places are the same.
    """
    common = {"mode": "markers+text", "textposition": names, "cliponaxis": False}
    common |= {"textfont": {"color": INK, "size": 14}}
    others = ["" if c == index else str(c) for c in range(COUNTED)]
    chosen = words.said("class_n", n=index)
    rows = (chosen, " ") if names.startswith("top") else (" ", chosen)
    large = {"color": colours.CLASS, "size": 15, "symbol": "diamond"}
    return {
        "best of every class": go.Scatter(
            marker={"color": NEUTRAL, "size": 8}, text=others, **common
        ),
        f"best of class {index}": go.Scatter(marker=large, text=["<br>".join(rows)], **common),
    }


def likelihood_along_probabilities(words: Words, state: WhySoftmaxState) -> Chart:
    """Likelihood along every class's probability, class j highlighted, and the best of each."""
    return _likelihood_along_probabilities(words, state.j)


@per_language(COUNTED)
def _likelihood_along_probabilities(words: Words, index: int) -> Chart:
    x = {
        "range": (0, 1),
        "tickvals": [0, 0.25, 0.5, 0.75, 1],
        "ticktext": ["0", ".25", ".5", ".75", "1"],
        "title": axis_title(words.said("axis_probability", n=index)),
    }
    y = {
        "range": (0, 1.2),
        "tickvals": [0, 0.5, 1],
        "ticktext": ["0", words["tick_half"], words["tick_most"]],
    }
    axes = layout(words["likelihood_title"], height=400, x=x, y=y, margin={"l": 46})
    likelihoods = [Drawn(f"likelihoods[{c}]", span=(0.0, 1.0)) for c in range(COUNTED)]
    shows: Shows = {
        **{f"class {c}": {"y": likelihood} for c, likelihood in enumerate(likelihoods)},
        "best of every class": {"x": "best_places", "y": "best_likelihoods"},
        f"best of class {index}": {"x": "best_place", "y": "best_likelihood"},
    }
    traces = _curves(index, PROBABILITIES) | _best(words, index, "top center")
    return Chart("likelihood", traces, axes, shows, partial(describe_likelihood, words))


def loss_along_logits(words: Words, state: WhySoftmaxState) -> Chart:
    """Loss along every class's logit, class j highlighted, and the lowest points."""
    return _loss_along_logits(words, state.j)


@per_language(COUNTED)
def _loss_along_logits(words: Words, index: int) -> Chart:
    ends = [ALONG[0] - 0.4, ALONG[-1]]  # room for a mark at the lower end
    floor = go.Scatter(
        x=ends,
        mode="lines+markers+text",
        line={"color": INK, "dash": "dash", "width": 2},
        marker={"color": CLEAR, "size": 12},  # keeps the words off the line
        text=["", words["curve_least"]],
        textposition="bottom left",
        textfont={"color": INK, "size": 13},
    )
    x = {"range": ends, "title": axis_title(words.said("axis_logit", n=index))}
    y = {"range": (BELOW, MAX_LOSS), "tickvals": [0, 2, 4, 6]}
    axes = layout(words["count_losses_title"], height=330, x=x, y=y)
    losses = [Drawn(f"losses[{c}]", span=(0.0, MAX_LOSS)) for c in range(COUNTED)]
    shows: Shows = {
        **{f"class {c}": {"y": loss} for c, loss in enumerate(losses)},
        "least loss": {"y": ("least_loss",) * 2},
        "best of every class": {"x": "logit_places", "y": ("least_loss",) * COUNTED},
        f"best of class {index}": {"x": "logit_place", "y": "least_loss"},
    }
    traces = _curves(index, ALONG) | {"least loss": floor} | _best(words, index, "bottom center")
    return Chart("count_losses", traces, axes, shows, partial(describe_losses, words))


def described(words: Words, name: str, state: WhySoftmaxState) -> str:
    """Write a piece about a state; where no class was seen, say that instead."""
    return filled(words[name if state.total else "nothing_seen"], state)


def describe_likelihood(words: Words, state: WhySoftmaxState) -> str:
    """Say which probability makes the counts most likely."""
    return described(words, "likelihood_alt", state)


def describe_losses(words: Words, state: WhySoftmaxState) -> str:
    """Say which logit has the lowest loss."""
    return described(words, "count_losses_alt" if state.count else "count_losses_alt_unseen", state)
