"""A teacher and its students: soft labels side by side, and losses over T."""

from collections.abc import Mapping, Sequence
from functools import partial

import numpy as np
import plotly.graph_objects as go

from logitviz.charts import colours
from logitviz.charts.axes import at_most, up_to_twice
from logitviz.charts.chart import Chart, Drawn, Numbers, Shown, Shows, Written
from logitviz.charts.class_bars import PATTERN
from logitviz.charts.fields import filled
from logitviz.charts.layout import (
    BESIDE_TITLE,
    CLEAR,
    DIVERGING,
    INK,
    NEUTRAL,
    QUARTER_AXIS,
    class_axis,
    layout,
)
from logitviz.charts.over_temperature import TEMPERATURE_AXIS, at_temperature, marker_line
from logitviz.charts.words import Words, per_language
from logitviz.datasets.sources import TOY_CLASSES
from logitviz.live.shared import CLASSES, CURVE_TEMPERATURES

# The models of a chart by the names of their traces, with the pieces of words that name them.
TOY_MODELS = {"teacher": "model_teacher", "S1, wrong": "model_s1", "S2, right": "model_s2"}
PAIR_MODELS = {"teacher": "model_teacher", "student": "model_student"}
STUDENTS = ("S1", "S2")  # their names in every language
DIGITS = [str(c) for c in range(CLASSES)]
HEIGHT = 300
BARS_WIDTH = 0.84  # the width of all bars of a class; a class has the width 1
MANY = 12  # the numbers of more bars than these are smaller
MAX_LOSS = 0.6  # nats: the losses of the toy case at scale 1 reach 0.51
MARKERS = (17, 10)  # sizes: both markers are visible also at the same place
ABOVE_BARS = 46  # room for the numbers of the highest bars
COLOURS = {
    "teacher": colours.TEACHER,
    "S1, wrong": colours.STUDENT_1,
    "S2, right": colours.STUDENT_2,
    "S1": colours.STUDENT_1,
    "S2": colours.STUDENT_2,
    "student": NEUTRAL,
}
LABEL_GAP = 0.05  # nats: two names at the ends of their curves stand at least so far apart


@per_language(1)
def toy_labels(words: Words) -> Chart:
    """Bars of the soft labels of the toy case."""
    classes = [words[f"class_{name}"] for name in TOY_CLASSES]
    return _label_bars(words, "labels_toy", "toy", TOY_MODELS, classes)


@per_language(1)
def digit_labels(words: Words) -> Chart:
    """Bars of the soft labels of both classifiers."""
    return _label_bars(words, "labels_digit", "pair", PAIR_MODELS, DIGITS)


def _label_bars(
    words: Words, key: str, record: str, models: Mapping[str, str], classes: Sequence[str]
) -> Chart:
    """Bars of the soft labels of all models, class by class; the predicted one is hatched."""
    small = len(models) * len(classes) > MANY
    offsets = (np.arange(len(models)) - (len(models) - 1) / 2) * BARS_WIDTH / len(models)
    axes = layout(
        words["labels_title"],
        height=HEIGHT,
        x=class_axis("", tuple(range(len(classes)))) | {"ticktext": list(classes)},
        y=QUARTER_AXIS,
        margin={"b": 28, "t": ABOVE_BARS},
        legend=BESIDE_TITLE,
    )
    labels = [f"{record}.labels_of_model[{i}]" for i in range(len(models))]
    bars: Shows = {
        name: {"y": field, "text": Written(field, "probability")}
        for name, field in zip(models, labels, strict=True)
    }
    predicted = Drawn(f"{record}.prediction", shift=tuple(offsets))
    shows: Shows = {**bars, "predicted": {"x": predicted, "y": f"{record}.confidence"}}
    return Chart(
        key,
        _bars(words, models, np.arange(len(classes)) + offsets[:, None], 11 if small else 12),
        axes,
        shows,
        partial(filled, words[f"{key}_alt"]),
    )


def _bars(words: Words, models: Mapping[str, str], places: Numbers, size: int) -> dict[str, go.Bar]:
    """Give bars for each model at its places [M, C], and hatched ones without a place."""
    width = BARS_WIDTH / len(models) * 0.94
    bars = {
        name: go.Bar(
            name=words[piece],
            x=list(place),
            width=width,
            marker_color=COLOURS[name],
            textposition="outside",
            textangle=0,
            textfont_size=size,
            cliponaxis=False,
            constraintext="none",
        )
        for (name, piece), place in zip(models.items(), places, strict=True)
    }
    hatched = {
        "color": CLEAR,
        "line": {"color": INK, "width": 2},
        # The faintest colour of the theme: it is seen on every bar.
        "pattern": PATTERN | {"fgcolor": DIVERGING[5][1]},
    }
    return bars | {"predicted": go.Bar(name=words["bars_predicted"], width=width, marker=hatched)}


@per_language(1)
def student_losses(words: Words) -> Chart:
    """Every student's loss over logarithmic T, with markers at the chosen T.

    A curve leaves the frame where it does not fit on the axis; its marker stays at the edge.
    """
    place = list(TEMPERATURE_AXIS.coordinate(CURVE_TEMPERATURES))
    styles = list(zip(STUDENTS, ("dash", "solid"), MARKERS, strict=True))
    curves = {
        name: go.Scatter(
            x=place, mode="lines", line={"color": COLOURS[name], "width": 4, "dash": dash}
        )
        for name, dash, _ in styles
    }
    markers = {
        f"{name} at T": go.Scatter(
            mode="markers", cliponaxis=False, marker={"size": size, "color": COLOURS[name]}
        )
        for name, _, size in styles
    }
    names = {f"name of {name}": _name_at_the_end(name, place[-1]) for name in STUDENTS}
    ticks = [0, 0.1, 0.2, 0.3, 0.4, 0.5, MAX_LOSS]
    tick_texts = [f"{t:g}" for t in ticks[:-1]] + [f"≥{MAX_LOSS:g}"]
    axes = layout(
        words["student_losses_title"],
        height=HEIGHT,
        x=TEMPERATURE_AXIS.settings(words["axis_temperature"]),
        y={"range": (0, MAX_LOSS), "tickvals": ticks, "ticktext": tick_texts},
        margin={"t": ABOVE_BARS, "r": 40},
    )
    cut, at_edge = up_to_twice(MAX_LOSS), at_most(MAX_LOSS)
    shows: dict[str, Mapping[str, Shown]] = {"T": {"x": at_temperature("T", 2)}}
    for i, name in enumerate(STUDENTS):
        shows[name] = {"y": Drawn(f"toy_losses[{i}]", through=cut, span=(0.0, MAX_LOSS))}
        loss = Drawn(f"toy.loss[{i}]", through=at_edge)
        shows[f"{name} at T"] = {"x": at_temperature("T"), "y": loss}
        shows[f"name of {name}"] = {"y": Drawn("toy_losses", through=_PLACES_OF_NAMES[i])}
    traces = {"T": marker_line(MAX_LOSS), **curves, **markers, **names}
    alt = partial(filled, words["student_losses_alt"])
    return Chart("student_losses", traces, axes, shows, alt, {"T": ("T",)})


def _name_at_the_end(name: str, end: float) -> go.Scatter:
    """Give the name of a student beside the end of its curve."""
    return go.Scatter(
        x=[end],
        mode="text",
        text=[3 * "\N{NO-BREAK SPACE}" + name],  # as wide as half a marker
        textposition="middle right",
        textfont={"color": COLOURS[name], "size": 15},
        cliponaxis=False,
    )


def _place_of_name(losses: Numbers, student: int) -> Numbers:
    """Place the name of a student beside the end of its curve and apart from the other's."""
    ends = np.minimum(losses[..., -1, :], MAX_LOSS)
    low, high = ends.min(axis=-1), ends.max(axis=-1)
    apart = np.maximum(LABEL_GAP - (high - low), 0) / 2
    middle = np.clip((low + high) / 2, LABEL_GAP / 2, MAX_LOSS - LABEL_GAP / 2)
    low, high = (
        np.where(apart > 0, middle + way * LABEL_GAP / 2, end)
        for way, end in ((-1, low), (1, high))
    )
    upper = np.where(ends[..., 0] > ends[..., 1], 0, 1)
    return np.asarray(np.where(upper == student, high, low)[..., None])


_PLACES_OF_NAMES = [partial(_place_of_name, student=i) for i in range(len(STUDENTS))]
