"""The real pair of the distillation page: both classifiers of the digits, singly and averaged."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from logitviz.datasets.digits import load_digits
from logitviz.lessons.distillation.comparison import Imitation
from logitviz.lessons.distillation.page import (
    HEADER,
    SCALE_VALUES,
    STUDENT_TEMPERATURES,
    Chosen,
    now,
    of_model,
    row,
)
from logitviz.live.old_link import Link
from logitviz.live.old_table import CLASSES, TEMPERATURE_VALUES

Floats = NDArray[np.float64]
PAIR_NAMES = ("teacher", "student")
DIGITS = [str(c) for c in range(CLASSES)]


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
    return average(chosen), {key: _stacked(each) for key, each in positions.items()}


def _stacked(settings: Sequence[Chosen]) -> Average:
    each = [average(chosen) for chosen in settings]
    return Average(*(np.stack([getattr(a, f.name) for a in each]) for f in fields(Average)))


def pair_table(link: Link, state: Imitation, sweeps: Mapping[str, Imitation]) -> None:
    """Show what the loss sees of both classifiers at one image."""
    rows = [(name, row(i, DIGITS)) for i, name in enumerate(PAIR_NAMES)]
    link.table("pair", HEADER, rows, state, sweeps)


def average_table(link: Link, state: Average, sweeps: Mapping[str, Average]) -> None:
    """Show the means over all images."""
    rows = []
    for model, name in enumerate(PAIR_NAMES):
        cells = row(model, DIGITS)
        cells[0] = None
        if model:
            cells[1] = of_model("agree", "percent", 0)
        rows.append((name, cells))
    link.table("average", HEADER, rows, state, sweeps)
