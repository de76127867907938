"""A teacher and its students: soft labels side by side, and losses over T."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go

from logitviz.charts.bars import PATTERN, temperature_words
from logitviz.charts.curves import hand, leaving, place, temperature_axis, upright
from logitviz.charts.export import csv
from logitviz.charts.formats import amount, probability
from logitviz.charts.layout import CLEAR, COLOURS, INK, NEUTRAL, QUARTER_AXIS, class_axis, layout
from logitviz.charts.old_chart import Chart, Numbers, TraceValues, Values, column
from logitviz.lessons.distillation.comparison import Imitation

ROOM = 0.84  # of the place of a class, for the bars of all models
UPRIGHT = 12  # so many numbers stand side by side without lying down
MOST = 0.6  # nats: the losses of the toy case at scale 1 reach 0.51
# In the row of the title, clear of whatever reaches the end of the axis.
ABOVE = {
    "x": 1, "xanchor": "right", "yref": "container", "y": 0.99, "yanchor": "top",
    "orientation": "h", "font": {"color": INK, "size": 12},
}  # fmt: skip
BESIDE = (17, 10)  # marks of two students at the same place are both seen
UNDER_TITLE, FOR_LYING = 46, 60  # room for the numbers of the highest bars


def label_bars(
    key: str, title: str, models: Sequence[str], classes: Sequence[str], *, height: int
) -> Chart[Imitation]:
    """Bars of the soft labels of all models, class by class; the predicted one is hatched."""
    width = ROOM / len(models)
    angle = 0 if len(models) * len(classes) <= UPRIGHT else -90
    room = FOR_LYING if angle else UNDER_TITLE
    offsets = (np.arange(len(models)) - (len(models) - 1) / 2) * width
    places = np.arange(len(classes))

    def skeleton() -> go.Figure:
        own = [
            go.Bar(
                name=name, x=list(places + offset), width=width * 0.94, marker_color=COLOURS[i],
                textposition="outside", textangle=angle, textfont_size=12, cliponaxis=False,
                constraintext="none",
            )
            for i, (name, offset) in enumerate(zip(models, offsets, strict=True))
        ]  # fmt: skip
        line = {"color": NEUTRAL, "width": 2}
        predicted = go.Bar(
            width=width * 0.94, showlegend=False,
            marker={"color": CLEAR, "line": line, "pattern": PATTERN | {"fgcolor": NEUTRAL}},
        )  # fmt: skip
        axis = class_axis(tuple(places), "") | {"ticktext": list(classes)}
        axes = layout(title, height=height, x=axis, y=QUARTER_AXIS, margin={"b": 28, "t": room})
        figure = go.Figure([*own, predicted], axes)
        return figure.update_layout(showlegend=True, legend=ABOVE)

    def values(state: Imitation) -> Sequence[TraceValues]:
        labels, chosen = state.soft_labels, np.asarray(state.prediction)
        own = [labels[..., i, :] for i in range(len(models))]
        top = np.take_along_axis(labels, chosen[..., None], axis=-1)[..., 0]
        bars = [{"y": Values(y), "text": Values(y, "probability")} for y in own]
        return *bars, {"x": Values(chosen + offsets), "y": Values(top)}

    def alt(state: Imitation) -> str:
        said = (
            f"{name} {classes[c]} with {probability(p)}"
            for name, c, p in zip(models, state.prediction, state.confidence, strict=True)
        )
        return f"Soft labels at {temperature_words(state.temperature)}: {', '.join(said)}."

    return Chart(key, skeleton, values, alt, revision=title)


@dataclass(frozen=True, eq=False)
class Verdict:
    """Losses at the chosen temperature, and over all temperatures, [..., S, M − 1]."""

    at: Imitation
    losses: Numbers


def loss_curves(temperatures: Numbers, students: Sequence[str], *, height: int) -> Chart[Verdict]:
    """Every student's loss over logarithmic T, with markers at the chosen T.

    A curve leaves the frame where it does not fit on the axis; its mark waits at the edge.
    """

    def skeleton() -> go.Figure:
        lines = [
            go.Scatter(
                x=list(place(temperatures)), name=name, mode="lines",
                line={"color": COLOURS[i + 1], "width": 4, "dash": ("dash", "solid")[i % 2]},
            )
            for i, name in enumerate(students)
        ]  # fmt: skip
        marks = [
            go.Scatter(
                mode="markers", showlegend=False, cliponaxis=False,
                marker={"size": BESIDE[i % 2], "color": COLOURS[i + 1]},
            )
            for i, _ in enumerate(students)
        ]  # fmt: skip
        ticks = [0, 0.1, 0.2, 0.3, 0.4, 0.5, MOST]
        names = [f"{t:g}" for t in ticks[:-1]] + [f"≥{MOST:g}"]
        y = {"range": (0, MOST), "tickvals": ticks, "ticktext": names}
        axes = layout(
            "T² · KL over T: less is better", height=height, x=temperature_axis(), y=y,
            margin={"t": UNDER_TITLE},
        )  # fmt: skip
        figure = go.Figure([hand(MOST), *lines, *marks], axes)
        return figure.update_layout(showlegend=True, legend=ABOVE)

    def values(state: Verdict) -> Sequence[TraceValues]:
        x = Values(column(place(state.at.temperature)))
        here = np.minimum(state.at.loss, MOST)
        lines = [{"y": leaving(state.losses[..., i], MOST)} for i, _ in enumerate(students)]
        marks = [{"x": x, "y": Values(column(here[..., i]))} for i, _ in enumerate(students)]
        return upright(state.at.temperature), *lines, *marks

    def alt(state: Verdict) -> str:
        pairs = zip(students, state.at.loss, strict=True)
        said = ", ".join(f"{name} {amount(loss)}" for name, loss in pairs)
        return (
            f"T squared times KL over T; at {temperature_words(state.at.temperature)}: {said} nats."
        )

    return Chart("losses", skeleton, values, alt)


def losses_csv(temperatures: Numbers, losses: Numbers, students: Sequence[str]) -> str:
    """Write the losses [S, students] of some students over T as CSV, a line per temperature."""
    return csv(["temperature", *students], np.column_stack([temperatures, losses]))
