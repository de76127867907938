"""The loss of every anchor; loss and effective number of negatives over τ."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np
import plotly.graph_objects as go

from logitviz.charts.axes import LimitAxis, at_most, up_to_twice
from logitviz.charts.chart import Chart, Drawn, Numbers, Shows, Written
from logitviz.charts.class_bars import marked_bar
from logitviz.charts.formats import amount
from logitviz.charts.layout import DIVERGING, DOTTED, NEUTRAL, UNIFORM, axis_title, layout
from logitviz.charts.over_temperature import marker_dot, marker_line

from .controls import BATCH_SIZE, CURVE_TAUS
from .map_charts import EDGE, HEIGHT, OUTSIDE, PLACES, anchor_axis, tau_words
from .state import ContrastiveState

MAX_LOSS = 4.0  # nats, where the axis ends; a longer bar is cut, its label says how long it is
CUTS = (3.3, 3.5)  # nats: the places of two strokes across a bar that is longer
GUESSING = float(np.log(BATCH_SIZE))  # the loss of an anchor that is equally similar to all copies
LOSS_TICKS = {
    "tickvals": [0, 1, GUESSING, MAX_LOSS],
    "ticktext": ["0", "1", f"log {BATCH_SIZE}", f"≥{MAX_LOSS:g}"],
}
TAU_AXIS = LimitAxis("temperature τ", 0.006, 1.7, (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1))


def _rows_of_long_bars(losses: Numbers) -> Numbers:
    """Give the places of the bars that are longer than the axis, for each of the two strokes."""
    rows = np.where(losses > MAX_LOSS, [*PLACES, OUTSIDE], np.nan)
    return np.concatenate([rows] * len(CUTS), axis=-1)


def _horizontal_bar(**options: Any) -> go.Bar:
    return go.Bar(orientation="h", cliponaxis=False, **options)


@lru_cache(maxsize=1)
def anchor_losses() -> Chart:
    """Horizontal bars beside the rows of the maps: every anchor's loss, and their mean above."""
    numbers = {"textposition": "outside", "textfont_size": 13}
    stroke = {"symbol": "line-ne-open", "size": 17, "color": DIVERGING[5][1], "line_width": 4}
    strokes = [cut for cut in CUTS for _ in (*PLACES, OUTSIDE)]
    traces = {
        "anchors": _horizontal_bar(y=PLACES, **numbers),
        "chosen anchor": marked_bar(orientation="h", cliponaxis=False),
        "mean": _horizontal_bar(y=[OUTSIDE], width=0.8, marker_color=NEUTRAL, **numbers),
        "cuts": go.Scatter(x=strokes, mode="markers", marker=stroke),
    }
    guessing = DOTTED | {"x0": GUESSING, "x1": GUESSING, "y0": -EDGE, "y1": BATCH_SIZE - 0.4}
    title = axis_title("loss in nats")
    axes = layout(
        "Loss: −log of the diagonal",
        height=HEIGHT,
        x={"range": (0, MAX_LOSS), "zeroline": True, "title": title} | LOSS_TICKS,
        y=anchor_axis(tickvals=[OUTSIDE, *PLACES], ticktext=["mean", *PLACES], title={}),
        shapes=[guessing],
        margin={"l": 44, "r": 46, "t": 30},
    )
    in_frame = at_most(MAX_LOSS)
    every = (*(f"losses[{i}]" for i in PLACES), "mean_loss")
    shows: Shows = {
        "anchors": {"x": Drawn("losses", through=in_frame), "text": Written("losses", "amount")},
        "chosen anchor": {"x": Drawn("anchor_loss", through=in_frame), "y": "anchor"},
        "mean": {
            "x": Drawn("mean_loss", through=in_frame),
            "text": Written("mean_loss", "amount"),
        },
        "cuts": {"y": Drawn(every, through=_rows_of_long_bars)},
    }
    return Chart("anchor_losses", traces, axes, shows, describe_anchor_losses)


def _over_tau(
    key: str, axes: go.Layout, quantity: str, top: float, alt: Callable[[Any], str]
) -> Chart:
    """Draw a quantity over τ: its mean over the batch, and that of the chosen anchor.

    Parameters
    ----------
    key
        The name of the chart.
    axes
        Its layout.
    quantity
        What it is called in the state: the fields ``mean_loss``, ``mean_loss_over_tau``,
        ``anchor_loss`` and ``anchor_loss_over_tau`` are of the quantity ``loss``.
    top
        The upper end of the axis.
    alt
        Says what the chart shows.
    """
    places = list(TAU_AXIS.coordinate(CURVE_TAUS))

    def curve(name: str, dash: str) -> go.Scatter:
        return go.Scatter(x=places, name=name, mode="lines", line={"width": 3.5, "dash": dash})

    traces = {
        "mean": curve("mean of the batch", "solid"),
        "anchor": curve("this anchor", "dash"),
        "τ": marker_line(top),
        "mean at τ": marker_dot(cliponaxis=False),
        "anchor at τ": marker_dot(cliponaxis=False),
    }
    here = Drawn("tau", through=TAU_AXIS.coordinate)
    shows: dict[str, Any] = {"τ": {"x": Drawn(("tau", "tau"), through=TAU_AXIS.coordinate)}}
    for name in ("mean", "anchor"):
        line = Drawn(f"{name}_{quantity}_over_tau", through=up_to_twice(top), span=(0.0, top))
        shows[name] = {"y": line}
        shows[f"{name} at τ"] = {
            "x": here,
            "y": Drawn(f"{name}_{quantity}", through=at_most(top)),
        }
    return Chart(key, traces, axes, shows, alt)


def _tau_axes(title: str, y: dict[str, Any], reference: float, legend: float) -> go.Layout:
    """Give the axes of a chart over τ, with a line at a reference and a legend below a height."""
    return layout(
        title,
        height=330,
        x=TAU_AXIS.settings(),
        y=y,
        shapes=[UNIFORM | {"y0": reference, "y1": reference}],
        legend={"x": 0.98, "xanchor": "right", "y": legend},
    )


@lru_cache(maxsize=1)
def loss_over_tau() -> Chart:
    """Loss of the batch and of the chosen anchor over τ, against that of guessing."""
    y = LOSS_TICKS | {"range": (0, MAX_LOSS)}
    axes = _tau_axes("Loss over τ, in nats", y, GUESSING, 0.98)
    return _over_tau("loss_over_tau", axes, "loss", MAX_LOSS, describe_loss_over_tau)


@lru_cache(maxsize=1)
def negatives_over_tau() -> Chart:
    """Effective number of negatives over τ, on average and of the chosen anchor."""
    most = BATCH_SIZE - 1
    top = most + 0.5
    y = {"tickvals": [1, 3, 5, 7, most], "range": (0, top)}
    axes = _tau_axes("Effective number of negatives", y, most, 0.25)
    return _over_tau(
        "negatives_over_tau", axes, "effective_negatives", top, describe_negatives_over_tau
    )


def describe_anchor_losses(state: ContrastiveState) -> str:
    """Describe the losses of all anchors."""
    return (
        f"Loss of every anchor at {tau_words(state)}: mean {amount(state.mean_loss)} nats, anchor "
        f"{state.anchor} {amount(state.anchor_loss)}; {amount(GUESSING)} is log {BATCH_SIZE}."
    )


def describe_loss_over_tau(state: ContrastiveState) -> str:
    """Describe the curves of the loss over τ."""
    return (
        f"Loss over the temperature, to log {BATCH_SIZE} = {amount(GUESSING)} at τ = infinity. At "
        f"{tau_words(state)}: mean {amount(state.mean_loss)}, anchor {state.anchor} "
        f"{amount(state.anchor_loss)} nats."
    )


def describe_negatives_over_tau(state: ContrastiveState) -> str:
    """Describe the curves of the effective number of negatives."""
    return (
        f"Effective number of negatives over the temperature, from 1 at τ = 0 to {BATCH_SIZE - 1} "
        f"at τ = infinity. At {tau_words(state)}: anchor {state.anchor} has "
        f"{amount(state.anchor_effective_negatives)}."
    )
