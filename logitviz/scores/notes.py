"""Sentences that say what was understood, before any figure is drawn."""

import math

import numpy as np

from logitviz.core._lib.checks import FloatArray, IntArray
from logitviz.core._lib.rows import Rows, row_blocks
from logitviz.core._lib.stages import softmax_stage

from .found import RawLabels
from .labels import listed
from .scores import Kind

FEW_ROWS = 100
CHANCE_ERRORS = 3  # standard errors above chance that still count as near chance
ONE = 36.0  # a confidence is below 1 in float64 if another logit is this close: exp(−36) > 2⁻⁵³

KIND_WORDS: dict[Kind, str] = {
    "logits": "The numbers are logits",
    "probabilities": "The numbers are probabilities; their logarithms are the logits",
    "log-probabilities": "The numbers are log-probabilities",
}


def size_note(rows: int, names: tuple[str, ...], source: str) -> str:
    """Say how many rows and classes there are, and where they stand."""
    unnamed = names == tuple(str(index) for index in range(len(names)))
    classes = "" if unnamed else f" ({listed(names)})"
    counted = "1 row" if rows == 1 else f"{rows:,} rows"
    return f"{counted} and {len(names):,} classes{classes} from {source}."


def label_note(labels: RawLabels | None, match: str) -> str:
    """Say where the labels are from."""
    if labels is None:
        return "The file holds no labels."
    return f"Labels are taken from {labels.source}{f'; {match}' if match else ''}."


def left_out_note(count: int) -> str:
    """Say how many rows were left out, and why."""
    rows = "1 row was" if count == 1 else f"{count:,} rows were"
    return f"{rows} left out: labelled −100."


def kind_note(kind: Kind, why: str) -> str:
    """Say what the numbers are, and why."""
    return f"{KIND_WORDS[kind]}: {why}."


def accuracy_note(logits: FloatArray, labels: IntArray) -> str:
    """Compare the accuracy with chance."""
    rows, classes = logits.shape
    accuracy, chance = _accuracy(logits, labels), 1 / classes
    note = f"Accuracy {accuracy:.2%}; guessing one of {classes:,} classes gives {chance:.2%}."
    near = accuracy <= chance + CHANCE_ERRORS * math.sqrt(chance * (1 - chance) / rows)
    return f"{note} This is near chance. Do rows and labels belong together?" if near else note


def _accuracy(logits: FloatArray, labels: IntArray) -> float:
    right = sum(
        int((logits[block].argmax(axis=1) == labels[block]).sum())
        for block in row_blocks(len(logits), logits.size)
    )
    return right / len(logits)


def from_one_notes(logits: FloatArray, labels: IntArray) -> list[str]:
    """Say if labels without a 0 are met far more often when they count the classes from 1."""
    if labels.min() < 1:
        return []
    as_read, moved = _accuracy(logits, labels), _accuracy(logits, labels - 1)
    error = math.sqrt((as_read + moved) / len(labels))  # of the difference of both, at most
    if moved - as_read <= max(moved / 2, CHANCE_ERRORS * error):
        return []
    return [
        "The labels seem to count the classes from 1: no row is labelled 0, and counted from 1 "
        f"the accuracy is {moved:.2%} instead of {as_read:.2%}. Count them from 1?"
    ]


def impossible_notes(logits: FloatArray, labels: IntArray) -> list[str]:
    """Count the rows whose true class has a probability of 0."""
    count = int((logits[np.arange(len(labels)), labels] == -np.inf).sum())
    if not count:
        return []
    if count == 1:
        return [
            "1 row gives its true class a probability of exactly 0. It makes the NLL infinite at "
            "every T, and it is left out of the fit of T."
        ]
    return [
        f"{count:,} rows give their true class a probability of exactly 0. They make the NLL "
        "infinite at every T, and they are left out of the fit of T."
    ]


def absent_notes(labels: IntArray, names: tuple[str, ...]) -> list[str]:
    """Name the classes that no row is labelled with, which may be no classes at all."""
    present = np.zeros(len(names), bool)
    present[labels] = True
    absent = np.flatnonzero(~present)
    if not len(absent):
        return []
    if len(absent) == 1:
        return [f"No row is labelled with 1 class: {names[absent[0]][:40]}."]
    named = listed(tuple(names[k] for k in absent))
    return [f"No row is labelled with {len(absent):,} classes: {named}."]


def certain_note(logits: FloatArray) -> str:
    """Say how many confidences are exactly 1 in float64."""
    certain = sum(_certain(logits[block]) for block in row_blocks(len(logits), logits.size))
    if certain == 0:
        return "No confidence is exactly 1."
    if certain == 1:
        return f"1 of {len(logits):,} confidences is exactly 1."
    return f"{certain:,} of {len(logits):,} confidences are exactly 1."


def _certain(z: FloatArray) -> int:
    largest = z.max(axis=1, keepdims=True)
    alone = (z > largest - z.dtype.type(ONE)).sum(axis=1) <= 1
    picked = z[alone].astype(np.float64)
    if not len(picked):
        return 0
    confidence = Rows.of(picked, 1.0).fold(lambda s: softmax_stage(s).max(axis=0))
    return int((confidence == 1).sum())


def few_note(rows: int) -> str:
    """Warn about a small sample."""
    counted = "1 row" if rows == 1 else f"{rows} rows"
    return f"Only {counted}: with fewer than {FEW_ROWS}, every figure here is mostly chance."
