"""The loss of every anchor; loss and effective number of negatives over τ."""

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import plotly.graph_objects as go

from logitviz.charts.axes import LimitAxis, at_most, up_to_twice
from logitviz.charts.chart import Chart, Drawn, Numbers, Shows, Written
from logitviz.charts.fields import filled
from logitviz.charts.layout import CLEAR, DIVERGING, INK, NEUTRAL, UNIFORM, axis_title, layout
from logitviz.charts.over_temperature import marker_line
from logitviz.charts.words import Words, per_language

from .controls import BATCH_SIZE, CURVE_TAUS
from .map_charts import HEIGHT, OUTSIDE, PLACES, anchor_axis

MAX_LOSS = 4.0  # nats, where the axis ends; a longer bar is cut, its label says how long it is
CUTS = (3.3, 3.5)  # nats: the places of two strokes across a bar that is longer
GUESSING = float(np.log(BATCH_SIZE))  # the loss of an anchor that is equally similar to all copies
LOSS_TICKS = {
    "tickvals": [0, 1, GUESSING, MAX_LOSS],
    "ticktext": ["0", "1", f"log {BATCH_SIZE}", f"≥{MAX_LOSS:g}"],
}
NAMES = ("curve_mean", "curve_digit")  # pieces of words
PADDING = "\N{NO-BREAK SPACE}" * 3  # between a name and its dot
ROOM_FOR_NAMES = (0.022, 0.42)  # values of τ: names that stand there are within the frame
TAU_AXIS = LimitAxis(0.006, 1.7, (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1))


def _rows_of_long_bars(losses: Numbers) -> Numbers:
    """Give the places of the bars that are longer than the axis, for each of the two strokes."""
    rows = np.where(losses > MAX_LOSS, [*PLACES, OUTSIDE], np.nan)
    return np.concatenate([rows] * len(CUTS), axis=-1)


def _horizontal_bar(**options: Any) -> go.Bar:
    return go.Bar(orientation="h", cliponaxis=False, **options)


@per_language(1)
def anchor_losses(words: Words) -> Chart:
    """Horizontal bars beside the rows of the maps: every anchor's loss, and their mean above."""
    numbers = {"textposition": "outside", "textfont_size": 13}
    outlined = {"color": CLEAR, "line": {"color": INK, "width": 2}}
    stroke = {"symbol": "line-ne-open", "size": 17, "color": DIVERGING[5][1], "line_width": 4}
    strokes = [cut for cut in CUTS for _ in (*PLACES, OUTSIDE)]
    traces = {
        "anchors": _horizontal_bar(y=PLACES, marker_color=NEUTRAL, **numbers),
        "chosen anchor": _horizontal_bar(marker_color=INK),
        "mean": _horizontal_bar(y=[OUTSIDE], width=0.8, marker=outlined, **numbers),
        "cuts": go.Scatter(x=strokes, mode="markers", marker=stroke),
    }
    title = axis_title(words["axis_loss"])
    axes = layout(
        words["anchor_losses_title"],
        height=HEIGHT,
        x={"range": (0, MAX_LOSS), "zeroline": True, "title": title} | LOSS_TICKS,
        y=anchor_axis("", tickvals=[OUTSIDE, *PLACES], ticktext=[words["tick_mean"], *PLACES]),
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
    alt = partial(filled, words["anchor_losses_alt"])
    return Chart("anchor_losses", traces, axes, shows, alt)


def _over_tau(words: Words, key: str, axes: go.Layout, quantity: str, top: float) -> Chart:
    """Draw a quantity over τ: its mean over the batch, and that of the chosen anchor.

    Parameters
    ----------
    words
        Of the lesson.
    key
        The name of the chart.
    axes
        Its layout.
    quantity
        What it is called in the state: the fields ``mean_loss``, ``mean_loss_over_tau``,
        ``anchor_loss`` and ``anchor_loss_over_tau`` are of the quantity ``loss``.
    top
        The upper end of the axis.
    """
    places = list(TAU_AXIS.coordinate(CURVE_TAUS))

    traces: dict[str, Any] = {"τ": marker_line(top)}
    for name, colour, dash in (("mean", NEUTRAL, "solid"), ("anchor", INK, "dash")):
        style = {"width": 3.5, "dash": dash, "color": colour}
        traces[name] = go.Scatter(x=places, mode="lines", line=style)
        marker = {"size": 12, "color": colour}
        traces[f"{name} at τ"] = go.Scatter(mode="markers", marker=marker, cliponaxis=False)
    traces |= {"upper name": _name("top left"), "lower name": _name("bottom right")}
    here = Drawn("tau", through=TAU_AXIS.coordinate)
    shows: dict[str, Any] = {"τ": {"x": Drawn(("tau", "tau"), through=TAU_AXIS.coordinate)}}
    for name in ("mean", "anchor"):
        line = Drawn(f"{name}_{quantity}_over_tau", through=up_to_twice(top), span=(0.0, top))
        shows[name] = {"y": line}
        shows[f"{name} at τ"] = {
            "x": here,
            "y": Drawn(f"{name}_{quantity}", through=at_most(top)),
        }
    both = (f"mean_{quantity}", f"anchor_{quantity}")
    names = [words[piece] for piece in NAMES]
    above, below = tuple(n + PADDING for n in names), tuple(PADDING + n for n in names[::-1])
    for name, inner, texts in (("upper", np.max, above), ("lower", np.min, below)):
        shows[f"{name} name"] = {
            "x": Drawn("tau", through=_place_of_names),
            "y": Drawn(both, through=partial(_one_of, choose=inner, most=top)),
            "text": Written(f"anchor_above_{quantity}", texts),
        }
    alt = partial(filled, words[f"{key}_alt"])
    return Chart(key, traces, axes, shows, alt, {"τ": ("tau",)})


def _name(position: str) -> go.Scatter:
    """Give the name of a curve beside its dot."""
    font = {"color": INK, "size": 13}
    return go.Scatter(mode="text", textposition=position, textfont=font, cliponaxis=False)


def _place_of_names(tau: Numbers) -> Numbers:
    """Place both names beside the dots, within the frame."""
    return np.clip(TAU_AXIS.coordinate(tau), *ROOM_FOR_NAMES)


def _one_of(both: Numbers, choose: Callable[..., Any], most: float) -> Numbers:
    """Give the higher or the lower of two dots [..., 2] as one point."""
    return np.asarray(np.minimum(choose(both, axis=-1, keepdims=True), most))


def _tau_axes(words: Words, key: str, y: dict[str, Any], reference: float) -> go.Layout:
    """Give the axes of a chart over τ, with a line at a reference."""
    return layout(
        words.said(f"{key}_title", count=BATCH_SIZE),
        height=330,
        x=TAU_AXIS.settings(words["axis_tau"]),
        y=y,
        shapes=[UNIFORM | {"y0": reference, "y1": reference}],
    )


@per_language(1)
def loss_over_tau(words: Words) -> Chart:
    """Loss of the batch and of the chosen anchor over τ, against that of guessing."""
    y = LOSS_TICKS | {"range": (0, MAX_LOSS)}
    axes = _tau_axes(words, "loss_over_tau", y, GUESSING)
    return _over_tau(words, "loss_over_tau", axes, "loss", MAX_LOSS)


@per_language(1)
def negatives_over_tau(words: Words) -> Chart:
    """Effective number of negatives over τ, on average and of the chosen anchor."""
    most = BATCH_SIZE - 1
    top = most + 0.5
    y = {"tickvals": [1, 3, 5, 7, most], "range": (0, top)}
    axes = _tau_axes(words, "negatives_over_tau", y, most)
    return _over_tau(words, "negatives_over_tau", axes, "effective_negatives", top)
