"""Teacher and students of the distillation page: its controls, and the toy case."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray
from streamlit.delta_generator import DeltaGenerator

from logitviz.charts.formats import Form
from logitviz.datasets.sources import AUTHORS_ACCURACIES, TOY_CLASSES, TOY_STUDENTS, TOY_TEACHER
from logitviz.lessons.distillation.charts import Verdict
from logitviz.lessons.distillation.comparison import Imitation, Way, imitate, turning_temperature
from logitviz.live.old_controls import carry, choice, stepped
from logitviz.live.old_controls import temperature as temperature_slider
from logitviz.live.old_link import Link, Parts
from logitviz.live.old_table import (
    CURVE_TEMPERATURES,
    FINITE_TEMPERATURES,
    SCALES,
    TEMPERATURE_VALUES,
)

Floats = NDArray[np.float64]
TOY = np.array([TOY_TEACHER, *TOY_STUDENTS])
OVER = CURVE_TEMPERATURES.size
TOY_NAMES = ("teacher", "S1, wrong", "S2, right")
SCOPES = dict.fromkeys(("labels", "runs", "seed"), ()) | {"digit": ("labels_digit", "pair")}
STUDENTS = ("S1", "S2")
DDOF = (
    "The standard deviation divides by C − ddof. The code of Sun et al. (CVPR 2024), who propose "
    "to standardise, takes 1, their paper 0."
)
NEVER = "The verdict is the same at every T from 0.05 to 20."
PREFERENCES = ("neither", "S1, which is wrong", "S2, which is right")
OTHER_PREFERENCES = (
    "prefers neither", "prefers S1, which is wrong", "prefers S2, which is right",
)  # fmt: skip
SCALE_VALUES = np.array([float(s) for s in SCALES])
STUDENT_TEMPERATURES = np.array([float(t) for t in FINITE_TEMPERATURES])


@dataclass(frozen=True)
class Chosen:
    """What the controls of the page say."""

    temperature: float
    kind: str
    ddof: int
    student_temperature: float
    scale: float

    def way(self, student_temperature: Any = None) -> Way:
        """Give the way of comparing; another students' temperature may be put in."""
        theirs = self.student_temperature if student_temperature is None else student_temperature
        return Way(
            theirs if self.kind == "separate" else None, self.kind == "standardised", self.ddof
        )

    @property
    def sliders(self) -> list[str]:
        """List the sliders on the page."""
        return ["T", "s", *(["ts"] if self.kind == "separate" else [])]


def controls(unseen: DeltaGenerator) -> Chosen:
    """Draw the switches of the page; the style sheet puts them in a row."""
    with st.container(key="comparing"):
        temperature, scale = float(temperature_slider()), float(stepped("s"))
        kind, ddof = str(choice("kd")), int(choice("ddof", help=DDOF))
        if kind == "separate":
            return Chosen(temperature, kind, ddof, float(stepped("ts")), scale)
    carry(["ts"], unseen)
    return Chosen(temperature, kind, ddof, 1.0, scale)  # whatever T_s is, it counts for nothing


def scaled(models: Floats, scale: Any) -> Floats:
    """Multiply the students' logits [..., M, C]; a scale for each state."""
    factor = np.asarray(scale, dtype=np.float64)[..., None, None]
    students = np.broadcast_to(np.arange(models.shape[-2]) > 0, models.shape[-2:][::-1]).T
    return np.asarray(np.where(students, models * factor, models))


def now(models: Floats, chosen: Chosen) -> Imitation:
    """Compare the models as the controls say."""
    return imitate(scaled(models, chosen.scale), chosen.way(), temperature=chosen.temperature)


def everywhere(models: Floats, chosen: Chosen) -> dict[str, Imitation]:
    """Compare the models at every position of every slider."""
    present = scaled(models, chosen.scale)

    def repeated(positions: Floats) -> Floats:
        return np.broadcast_to(present, (positions.size, *present.shape))

    sweeps = {
        "T": imitate(repeated(TEMPERATURE_VALUES), chosen.way(), temperature=TEMPERATURE_VALUES),
        "s": imitate(scaled(models, SCALE_VALUES), chosen.way(), temperature=chosen.temperature),
    }
    if chosen.kind == "separate":
        sweeps["ts"] = imitate(
            repeated(STUDENT_TEMPERATURES),
            chosen.way(STUDENT_TEMPERATURES),
            temperature=chosen.temperature,
        )
    return sweeps


def toy_verdict(
    chosen: Chosen, state: Imitation, at: Mapping[str, Imitation]
) -> tuple[Verdict, dict[str, Verdict]]:
    """Compare the students of the toy case at all temperatures, for every slider."""

    def losses(models: Floats, way: Way) -> Floats:
        rows = np.broadcast_to(models[..., None, :, :], (*models.shape[:-2], OVER, *TOY.shape))
        return imitate(rows, way, temperature=CURVE_TEMPERATURES).loss

    present, way = scaled(TOY, chosen.scale), chosen.way()
    over = losses(present, way)
    sweeps = {"T": Verdict(at["T"], over)}
    sweeps["s"] = Verdict(at["s"], losses(scaled(TOY, SCALE_VALUES), way))
    if "ts" in at:
        repeated = np.broadcast_to(present, (STUDENT_TEMPERATURES.size, *TOY.shape))
        each = chosen.way(STUDENT_TEMPERATURES[:, None])
        sweeps["ts"] = Verdict(at["ts"], losses(repeated, each))
    return Verdict(state, over), sweeps


@lru_cache(maxsize=256)
def turns(chosen: Chosen) -> tuple[Floats, dict[str, Floats]]:
    """Find where the verdict on the toy case turns over, now and under every slider."""
    present, way = scaled(TOY, chosen.scale), chosen.way()
    here = np.asarray(turning_temperature(present, way), np.float64)
    found = {"s": np.asarray(turning_temperature(scaled(TOY, SCALE_VALUES), way), np.float64)}
    if chosen.kind == "separate":
        repeated = np.broadcast_to(present, (STUDENT_TEMPERATURES.size, *TOY.shape))
        turning = turning_temperature(repeated, chosen.way(STUDENT_TEMPERATURES))
        found["ts"] = np.asarray(turning, np.float64)
    return here, found


def _judged(record: Imitation, words: Sequence[str]) -> Sequence[tuple[Any, Form, int]]:
    preferred = record.preferred.astype(np.float64)[..., None]
    return [(record.loss, "amount", 0), (record.loss, "amount", 1), (preferred, words, 0)]


def verdict_words(link: Link, state: Imitation, sweeps: Mapping[str, Imitation]) -> None:
    """Say which student the loss prefers."""
    link.sentence(
        "verdict",
        "Loss of S1 {}, of S2 {}. Preferred: {}.",
        lambda r: _judged(r, PREFERENCES),
        state,
        sweeps,
    )


def other_verdict(link: Link, chosen: Chosen) -> None:
    """Say what the standardised loss prefers at the same T; beside it, what a shared T does."""
    kind = "shared" if chosen.kind == "standardised" else "standardised"
    other = replace(chosen, kind=kind)
    link.sentence(
        "other",
        f"{'Standardised' if kind == 'standardised' else 'Shared T'}: S1 {{}}, S2 {{}} – {{}}.",
        lambda r: _judged(r, OTHER_PREFERENCES),
        now(TOY, other),
        everywhere(TOY, other),
    )


def turn_words(link: Link, chosen: Chosen) -> None:
    """Say where the verdict turns over."""
    here, found = turns(replace(chosen, temperature=1.0))  # the same at every T
    words = [NEVER, *(f"The verdict first turns over at T = {t:.3f}." for t in _known(here, found))]
    known = np.array([np.nan, *_known(here, found)])

    def said(turn: Floats) -> Sequence[tuple[Floats, Sequence[str]]]:
        index = np.searchsorted(known[1:], turn) + 1.0
        return [(np.where(np.isnan(turn), 0.0, index), words)]

    link.sentence("turn", "{}", said, here, found)


def _known(here: Floats, found: Mapping[str, Floats]) -> Floats:
    every = np.concatenate([np.ravel(t) for t in (here, *found.values())])
    return np.unique(every[np.isfinite(every)])


Cell = tuple[str, Parts] | None
HEADER = (
    "",
    "says",
    "as the teacher",
    "mean",
    "std",
    "range",
    "confidence",
    "its cap",
    "KL",
    "T² · KL",
)


def of_model(name: str, form: Any, model: int) -> Cell:
    """Show a number of one model."""
    return "{}", lambda r: [(getattr(r, name), form, model)]


def row(model: int, classes: Sequence[str]) -> list[Cell]:
    """Show what the loss sees of one model, under `HEADER`."""
    of_student: list[Cell] = [None, None, None]
    if model:
        of_student = [
            of_model("agree", ("no", "yes"), model - 1),
            of_model("divergence", "amount", model - 1),
            of_model("loss", "amount", model - 1),
        ]
    sizes = [of_model(name, "logit", model) for name in ("mean", "deviation", "spread")]
    return [
        of_model("prediction", classes, model),
        of_student[0],
        *sizes,
        of_model("confidence", "probability", model),
        ("{}", lambda r: [(r.cap, "probability")]),
        *of_student[1:],
    ]


def toy_table(link: Link, state: Imitation, sweeps: Mapping[str, Imitation]) -> None:
    """Show what the loss sees of every model of the toy case."""
    rows = [(name, row(i, TOY_CLASSES)) for i, name in enumerate(TOY_NAMES)]
    link.table("toy", HEADER, rows, state, sweeps)


def reported() -> str:
    """Write the table of what the authors report."""
    lines = [
        "| data | teacher | student | shared temperature | standardised | gain |",
        "|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {data} | {teacher} | {student} | {shared:.2f} | {theirs:.2f} | {theirs - shared:+.2f} |"
        for data, teacher, student, shared, theirs in AUTHORS_ACCURACIES
    ]
    return "\n".join(lines)
