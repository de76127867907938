"""Curves over the temperature: probabilities, entropy, confidence; and the sources' figure."""

from functools import partial
from typing import Any

import plotly.graph_objects as go

from logitviz.charts import colours
from logitviz.charts.chart import Chart, Drawn, Numbers, Shown, Shows, Written
from logitviz.charts.class_bars import tied
from logitviz.charts.fields import filled
from logitviz.charts.layout import (
    CLASSES,
    INK,
    MAX_ENTROPY,
    SHARE_AXIS,
    UNIFORM,
    class_axis,
    layout,
    right_axis,
)
from logitviz.charts.over_temperature import (
    DASHES,
    TEMPERATURE_AXIS,
    at_temperature,
    marker_dot,
    marker_line,
)
from logitviz.charts.words import Words, per_language
from logitviz.live.shared import CLASSIC_TEMPERATURES, CURVE_TEMPERATURES

PLACES = list(TEMPERATURE_AXIS.coordinate(CURVE_TEMPERATURES))
SYMBOLS = ("circle", "square", "diamond", "triangle-up")
LABEL = {"size": 13, "color": INK}
NO_LABEL = "\u2009"  # Plotly removes an empty text for good, so that it could not come back
# Labels of points, with a space between label and point.
THIN_LABELS = (*(f" {c}" for c in range(CLASSES)), NO_LABEL)
TEMPERATURE_LABELS = (*(f"T = {t:g}  " for t in CLASSIC_TEMPERATURES), NO_LABEL)


def _curve(name: str, colour: str, width: float, **options: Any) -> go.Scatter:
    line = {"width": width, "color": colour}
    return go.Scatter(x=PLACES, name=name, mode="lines", line=line, **options)


@per_language(2)
def probability_curves(words: Words, *, height: int) -> Chart:
    """Every class's probability over logarithmic T, with the numbers of the classes at T.

    The curve of the predicted class, which is the confidence, and that of class k are thick.
    """
    classes = {f"class {c}": words.said("class_n", n=c) for c in range(CLASSES)}
    thick_labels = (*(f"\u2009{label}" for label in classes.values()), NO_LABEL)
    traces = {
        **{
            name: _curve(label, colours.CLASS, 1.5, hovertemplate=f"{label}<extra></extra>")
            for name, label in classes.items()
        },
        "chosen": _curve("chosen", colours.CLASS, 4, hoverinfo="skip"),
        "predicted": _curve("predicted", colours.PREDICTED, 4, hoverinfo="skip"),
        "T": marker_line().update(hoverinfo="skip"),
        "at T": _labels("middle", marker={"size": 7, "color": INK}, hoverinfo="skip"),
        "above at T": _labels("top", marker={"size": 1, "color": INK}, hoverinfo="skip"),
    }
    axes = layout(
        words["curves_title"],
        height=height,
        x=TEMPERATURE_AXIS.settings(words["axis_temperature"]),
        y=SHARE_AXIS,
        margin={"r": 60},
    ).update(hovermode="closest")  # a curve says its class; its numbers are on the axis
    shows: dict[str, dict[str, Shown]] = {
        name: {"y": _share(f"curves.probabilities[{c}]")} for c, name in enumerate(classes)
    }
    shows["chosen"] = {"y": _share("chosen_curve")}
    shows["predicted"] = {"y": _share("curves.confidence")}
    shows["T"] = {"x": at_temperature("T", 2)}
    at_t: dict[str, Shown] = {"x": at_temperature("T", CLASSES), "y": "record.probabilities"}
    shows["at T"] = at_t | {"text": Written("thin_labels", THIN_LABELS)}
    shows["above at T"] = at_t | {"text": Written("thick_labels", thick_labels)}
    return Chart("curves", traces, axes, shows, partial(_describe_curves, words), {"T": ("T",)})


def _labels(side: str, **options: Any) -> go.Scatter:
    """Give points with labels on the right of them."""
    return go.Scatter(
        mode="markers+text",
        textposition=f"{side} right",
        textfont=LABEL,
        cliponaxis=False,
        **options,
    )


def _share(field: str) -> Drawn:
    return Drawn(field, span=(0.0, 1.0))


@per_language(2)
def uncertainty_curves(words: Words, *, height: int) -> Chart:
    """Confidence (left axis, 0 to 1) and entropy (right axis, 0 to log C) over logarithmic T."""
    traces = {
        "entropy": _curve("entropy", colours.ENTROPY, 3.5, yaxis="y2"),
        "confidence": _curve("confidence", colours.PREDICTED, 3.5),
        "T": marker_line(),
        "entropy at T": marker_dot(yaxis="y2").update(marker_color=colours.ENTROPY),
        "confidence at T": marker_dot().update(marker_color=colours.PREDICTED),
    }
    nats = right_axis(
        range=[0, MAX_ENTROPY],
        tickvals=[0, 0.5, 1, 1.5, 2, MAX_ENTROPY],
        ticktext=["0", "0.5", "1", "1.5", words["two_nats"], f"log {CLASSES}"],
    )
    axes = layout(
        words["uncertainty_title"],
        height=height,
        x=TEMPERATURE_AXIS.settings(words["axis_temperature"]),
        y=SHARE_AXIS,
        yaxis2=nats,
        shapes=[UNIFORM],
        margin={"r": 66},
        annotations=[
            _name(words["curve_confidence"], colours.PREDICTED, "left"),
            _name(words["curve_entropy"], colours.ENTROPY, "right"),
        ],
    )
    shows: Shows = {
        "entropy": {"y": Drawn("curves.entropy", span=(0.0, MAX_ENTROPY))},
        "confidence": {"y": _share("curves.confidence")},
        "T": {"x": at_temperature("T", 2)},
        "entropy at T": {"x": at_temperature("T"), "y": ("record.entropy",)},
        "confidence at T": {"x": at_temperature("T"), "y": ("record.confidence",)},
    }
    alt = partial(filled, words["uncertainty_alt"])
    return Chart("uncertainty", traces, axes, shows, alt, {"T": ("T",)})


def _name(text: str, colour: str, side: str) -> dict[str, Any]:
    """Name a curve below its largest value: at T = 0 on the left, at T = ∞ on the right."""
    return {
        "text": f"<b>{text}</b>",
        "font": {"color": colour},
        "xref": "paper",
        "x": 0.02 if side == "left" else 0.98,
        "xanchor": side,
        "y": 0.98,
        "yanchor": "top",
        "showarrow": False,
    }


@per_language(2)
def classic_figure(words: Words, key: str, field: str, classes: int, *, height: int) -> Chart:
    """Probabilities at T = 0.5, 1, 2, 5 as lines with markers over the class index."""
    styles = zip(CLASSIC_TEMPERATURES, DASHES, SYMBOLS, strict=True)
    lines = {
        f"T = {t:g}": go.Scatter(
            x=list(range(classes)),
            name=f"T = {t:g}",
            mode="lines+markers",
            line={"dash": dash, "width": 2, "color": INK},
            marker={"symbol": symbol, "size": 9, "color": INK},
        )
        for t, dash, symbol in styles
    }
    names = go.Scatter(mode="text", textposition="middle left", textfont=LABEL, cliponaxis=False)
    axis = class_axis(words["axis_class"], tuple(range(classes)))
    room = {"range": [-0.16 * classes, classes - 0.6]}  # for labels on the left of class 0
    axes = layout(words[f"{key}_title"], height=height, x=axis | room, y=SHARE_AXIS)
    shows: dict[str, dict[str, Shown]] = {
        name: {"y": Drawn(f"{field}.probabilities", through=partial(_row, row))}
        for row, name in enumerate(lines)
    }
    shows["names"] = {
        "x": f"{field}.prediction",
        "y": f"{field}.confidence",
        "text": Written(f"{field}_labels", TEMPERATURE_LABELS),
    }
    traces = {**lines, "names": names}
    return Chart(key, traces, axes, shows, partial(filled, words[f"{key}_alt"]))


def _row(row: int, matrix: Numbers) -> Numbers:
    return matrix[..., row, :]


def _describe_curves(words: Words, state: Any) -> str:
    shared = tied(state.record.probabilities)
    name = "curves_alt_tied" if shared > 1 else "curves_alt"
    return words.said(name, record=state.record, tied=shared)
