"""Teacher and students of the distillation page: the toy case and real digits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray
from streamlit.delta_generator import DeltaGenerator

from logitviz.charts.imitation import Verdict
from logitviz.core.digits import load_digits
from logitviz.core.examples import (
    AUTHORS_ACCURACIES,
    TOY_CLASSES,
    TOY_STUDENTS,
    TOY_TEACHER,
)
from logitviz.core.imitation import Imitation, Way, imitate, turning_temperature

from .controls import carry, choice, stepped
from .controls import temperature as temperature_slider
from .live import Link, Parts
from .state import (
    CLASSES,
    CURVE_TEMPERATURES,
    FINITE_TEMPERATURES,
    SCALES,
    TEMPERATURE_VALUES,
)

Floats = NDArray[np.float64]
TOY = np.array([TOY_TEACHER, *TOY_STUDENTS])
OVER = CURVE_TEMPERATURES.size
TOY_NAMES = ("teacher", "S1, wrong", "S2, right")
STUDENTS = ("S1", "S2")
PAIR_NAMES = ("teacher", "student")
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


def verdict_words(link: Link, state: Imitation, sweeps: Mapping[str, Imitation]) -> None:
    """Say which student the loss prefers."""
    link.sentence(
        "verdict",
        "Loss of S1 {}, of S2 {}. Preferred: {}.",
        lambda r: [
            (r.loss, "amount", 0), (r.loss, "amount", 1),
            (r.preferred.astype(np.float64), PREFERENCES),
        ],
        state,
        sweeps,
    )  # fmt: skip


def other_verdict(link: Link, chosen: Chosen) -> None:
    """Say what the standardised loss prefers at the same T; beside it, what a shared T does."""
    kind = "shared" if chosen.kind == "standardised" else "standardised"
    other = replace(chosen, kind=kind)
    link.sentence(
        "other",
        f"{'Standardised' if kind == 'standardised' else 'Shared T'}: S1 {{}}, S2 {{}} – {{}}.",
        lambda r: [
            (r.loss, "amount", 0), (r.loss, "amount", 1),
            (r.preferred.astype(np.float64), OTHER_PREFERENCES),
        ],
        now(TOY, other),
        everywhere(TOY, other),
    )  # fmt: skip


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


def _of_model(name: str, form: Any, model: int) -> Cell:
    return "{}", lambda r: [(getattr(r, name), form, model)]


def _row(model: int, classes: Sequence[str]) -> list[Cell]:
    of_student: list[Cell] = [None, None, None]
    if model:
        of_student = [
            _of_model("agree", ("no", "yes"), model - 1),
            _of_model("divergence", "amount", model - 1),
            _of_model("loss", "amount", model - 1),
        ]
    sizes = [_of_model(name, "logit", model) for name in ("mean", "deviation", "spread")]
    return [
        _of_model("prediction", classes, model),
        of_student[0],
        *sizes,
        _of_model("confidence", "probability", model),
        ("{}", lambda r: [(r.cap, "probability")]),
        *of_student[1:],
    ]


def toy_table(link: Link, state: Imitation, sweeps: Mapping[str, Imitation]) -> None:
    """Show what the loss sees of every model of the toy case."""
    rows = [(name, _row(i, TOY_CLASSES)) for i, name in enumerate(TOY_NAMES)]
    link.table("toy", HEADER, rows, state, sweeps)


@dataclass(frozen=True, eq=False)
class Average:
    """The means of the records of all images, [..., M] or [..., M − 1]."""

    divergence: Floats
    loss: Floats
    agree: Floats
    mean: Floats
    deviation: Floats
    spread: Floats
    confidence: Floats
    cap: Floats


def pair(index: int | None = None) -> Floats:
    """Give the logits of both classifiers for a test image, or for all, [..., 2, 10]."""
    digits = load_digits()
    every = np.stack([digits.teacher_logits, digits.student_logits], axis=-2)
    return every if index is None else every[index]


@lru_cache(maxsize=4096)
def average(chosen: Chosen) -> Average:
    """Average what the loss sees of all images."""
    record = now(pair(), chosen)
    means = {f.name: getattr(record, f.name).mean(axis=0) for f in fields(Average)[:-1]}
    return Average(**means, cap=np.asarray(record.cap))


def averages(chosen: Chosen) -> tuple[Average, dict[str, Average]]:
    """Average at present, and at every position of every slider."""
    positions: dict[str, list[Chosen]] = {
        "T": [replace(chosen, temperature=float(t)) for t in TEMPERATURE_VALUES],
        "s": [replace(chosen, scale=float(s)) for s in SCALE_VALUES],
    }
    if chosen.kind == "separate":
        theirs = STUDENT_TEMPERATURES
        positions["ts"] = [replace(chosen, student_temperature=float(t)) for t in theirs]
    return average(chosen), {key: _stacked(row) for key, row in positions.items()}


def _stacked(row: Sequence[Chosen]) -> Average:
    each = [average(chosen) for chosen in row]
    return Average(*(np.stack([getattr(a, f.name) for a in each]) for f in fields(Average)))


DIGITS = [str(c) for c in range(CLASSES)]


def pair_table(link: Link, state: Imitation, sweeps: Mapping[str, Imitation]) -> None:
    """Show what the loss sees of both classifiers at one image."""
    rows = [(name, _row(i, DIGITS)) for i, name in enumerate(PAIR_NAMES)]
    link.table("pair", HEADER, rows, state, sweeps)


def average_table(link: Link, state: Average, sweeps: Mapping[str, Average]) -> None:
    """Show the means over all images."""
    rows = []
    for model, name in enumerate(PAIR_NAMES):
        cells = _row(model, DIGITS)
        cells[0] = None
        if model:
            cells[1] = _of_model("agree", "percent", 0)
        rows.append((name, cells))
    link.table("average", HEADER, rows, state, sweeps)


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
