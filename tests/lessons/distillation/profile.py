"""The distillation page's facts."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np
from scipy.optimize import brentq

import logitviz as lv
from logitviz.charts.formats import amount, logit, percent, probability
from logitviz.core.standardize import confidence_cap
from logitviz.datasets.digits import load_digits
from logitviz.lessons.distillation.accuracies import summarise
from logitviz.lessons.distillation.experiment import (
    METHODS,
    ExperimentSettings,
    advance,
    begin,
)
from logitviz.live.prose import prose
from logitviz.live.shared import CURVE_TEMPERATURES
from tests.lessons.profile import Profile, Trace, Truth
from tests.lessons.state import State
from tests.lessons.temperature.profile import places_of
from tests.lessons.working import Floats, points

TOY = np.array([[1.0, 4.0, 3.0, 2.0], [1.0, 2.8, 3.0, 2.0], [0.1, 0.4, 0.3, 0.2]])
CLASSES = ("cat", "dog", "bird", "frog")
TOP = 0.6  # of the axis of losses; a curve leaves the frame there
PREFERRED = ("neither", "S1, which is wrong", "S2, which is right")


def scaled(models: Floats, state: State) -> Floats:
    """The logits [..., M, C] with those of the students times s."""
    factor = np.ones(models.shape[-2])
    factor[1:] = float(state.s)
    return np.asarray(models * factor[:, None])


def loss(models: Floats, state: State, temperature: float | None = None) -> Floats:
    """T² KL of every student, [..., M − 1]."""
    return np.asarray(
        lv.distillation_loss(
            models[..., :1, :],
            models[..., 1:, :],
            temperature=float(state.T) if temperature is None else temperature,
            student_temperature=float(state.ts) if state.kd == "separate" else None,
            standardize=state.kd == "standardised",
            ddof=state.ddof,
        )
    )


def seen(models: Floats, state: State) -> dict[str, Any]:
    """What the loss sees of every model."""
    z = lv.standardize(models, ddof=state.ddof) if state.kd == "standardised" else models
    theirs = float(state.ts) if state.kd == "separate" else float(state.T)
    labels = np.empty(z.shape)
    labels[..., :1, :] = lv.softmax(z[..., :1, :], temperature=float(state.T))
    labels[..., 1:, :] = lv.softmax(z[..., 1:, :], temperature=theirs)
    capped = confidence_cap(z.shape[-1], temperature=float(state.T), ddof=state.ddof)
    return {
        "labels": labels,
        "says": models.argmax(axis=-1),
        "kl": lv.kl_divergence(labels[..., :1, :], labels[..., 1:, :]),
        "loss": loss(models, state),
        "mean": z.mean(axis=-1),
        "std": z.std(axis=-1, ddof=state.ddof),
        "range": np.ptp(z, axis=-1),
        "confidence": labels.max(axis=-1),
        "cap": float(capped) if state.kd == "standardised" else 1.0,
    }


def bars(found: dict[str, Any]) -> dict[int, Trace]:
    """The soft labels of all models, and those of the predicted classes again."""
    labels, count = found["labels"], len(found["labels"])
    width = 0.84 / count
    offsets = [(m - (count - 1) / 2) * width for m in range(count)]
    traces = {
        m: Trace(
            bars=row.tolist(),
            labels=[probability(p) for p in row],
            places=[c + offsets[m] for c in range(row.size)],
        )
        for m, row in enumerate(labels)
    }
    tops = [float(row[c]) for row, c in zip(labels, found["says"], strict=True)]
    places = [float(c + offset) for c, offset in zip(found["says"], offsets, strict=True)]
    return {**traces, count: Trace(bars=tops, places=places)}


def rows(found: dict[str, Any], classes: Sequence[str]) -> list[list[str]]:
    """The table of what the loss sees, without names."""
    table = []
    for m, c in enumerate(found["says"]):
        of_student = ["", "", ""]
        if m:
            agree = "yes" if c == found["says"][0] else "no"
            of_student = [agree, amount(found["kl"][m - 1]), amount(found["loss"][m - 1])]
        sizes = [logit(found[name][m]) for name in ("mean", "std", "range")]
        sure = [probability(found["confidence"][m]), probability(found["cap"])]
        table.append([classes[c], of_student[0], *sizes, *sure, *of_student[1:]])
    return table


def average(state: State) -> list[list[str]]:
    """The means over all images, without names."""
    digits = load_digits()
    models = np.stack([digits.teacher_logits, digits.student_logits], axis=1)
    found = seen(scaled(models, state), state)
    agree = (found["says"][:, 0] == found["says"][:, 1]).mean()
    means = {name: np.asarray(v).mean(axis=0) for name, v in found.items() if name != "cap"}
    (first, second) = rows({**means, "cap": found["cap"], "says": [0, 0]}, [""])
    return [first, ["", percent(agree), *second[2:]]]


def other(state: State) -> str:
    """What the standardised loss prefers at the same T; beside it, what a shared T does."""
    kind = "shared" if state.kd == "standardised" else "standardised"
    compared = State(**{**state.values, "kd": kind})
    first, second = loss(scaled(TOY, compared), compared)
    better = 0 if first == second else 1 if first < second else 2
    name = {"shared": "Shared T", "standardised": "Standardised"}[kind]
    return f"{name}: S1 {amount(first)}, S2 {amount(second)} – prefers {PREFERRED[better]}."


def turn(state: State) -> str:
    """Where the verdict on the toy case turns over; oracle: scipy.optimize.brentq."""
    models = scaled(TOY, state)

    def advantage(t: float) -> float:
        first, second = loss(models, state, t)
        return float(first - second)

    grid = np.geomspace(0.05, 20, 50)
    signs = np.sign([advantage(float(t)) for t in grid])
    (changes,) = np.nonzero(signs[1:] * signs[:-1] < 0)
    if not changes.size:
        return "The verdict is the same at every T from 0.05 to 20."
    root = brentq(advantage, grid[changes[0]], grid[changes[0] + 1], xtol=1e-12)
    return f"The verdict first turns over at T = {root:.3f}."


def truth(state: State) -> Truth:
    """The toy case, the digit, the means over all digits."""
    toy = seen(scaled(TOY, state), state)
    digits = load_digits()
    pair = np.stack([digits.teacher_logits[state.digit], digits.student_logits[state.digit]])
    real = seen(scaled(pair, state), state)
    over = np.array([loss(scaled(TOY, state), state, float(t)) for t in CURVE_TEMPERATURES])
    x = places_of(CURVE_TEMPERATURES)
    (here,) = places_of([float(state.T)])
    first, second = toy["loss"]
    better = 0 if first == second else 1 if first < second else 2
    return Truth(
        {
            "labels_toy": bars(toy),
            "student_losses": {
                0: Trace(line=[(here, 0), (here, TOP)]),
                1: Trace(line=points(x, np.minimum(over[:, 0], 2 * TOP))),
                2: Trace(line=points(x, np.minimum(over[:, 1], 2 * TOP))),
                3: Trace(marks=[(here, min(float(first), TOP))]),
                4: Trace(marks=[(here, min(float(second), TOP))]),
            },
            "labels_digit": bars(real),
        },
        {
            "verdict": (
                f"Loss of S1 {amount(first)}, of S2 {amount(second)}. "
                f"Preferred: {PREFERRED[better]}."
            ),
            "other": other(state),
            "turn": turn(state),
        },
        {
            "toy": rows(toy, CLASSES),
            "pair": rows(real, [str(c) for c in range(10)]),
            "average": average(state),
        },
    )


def said(state: State) -> list[str]:
    """Words for those who do not see the soft labels of the toy case."""
    found = seen(scaled(TOY, state), state)
    return [f"T = {state.T}", f"S1, wrong bird with {probability(found['confidence'][1])}"]


def affine(ddof: int) -> bool:
    students = [a * TOY[0] + b for a, b in ((0.1, 0), (10, -3), (0.5, 7))]
    found = lv.distillation_loss(TOY[0], students, standardize=True, ddof=ddof)
    return bool((found < 1e-12).all())


def bounded(ddof: int, most: float) -> bool:
    return bool(np.isclose(lv.standardize(np.eye(10)[0], ddof=ddof, eps=0)[0], most, rtol=1e-13))


def true() -> bool:
    """For what a name, a year or an address holds."""
    return True


def gain(temperature: float) -> Floats:
    """Standardised minus shared T, in right answers of every run."""
    experiment = begin(ExperimentSettings(temperature=temperature, runs=5))
    while not experiment.finished:
        experiment = advance(experiment, 300)
    return np.asarray(experiment.correct[2] - experiment.correct[1], dtype=np.float64)


def decided_by_t() -> bool:
    """Ahead in every run, now ahead and now behind, behind in every run."""
    cool, middle, hot = (gain(t) for t in (0.5, 2, 10))
    return bool((cool > 0).all() and middle.min() < 0 < middle.max() and (hot < 0).all())


def size_and_order() -> bool:
    """S1 is nearer to the teacher in mean and spread, S2 orders the classes as the teacher does."""
    far = [[abs(of(z) - of(TOY[0])) for of in (np.mean, np.std)] for z in TOY[1:]]
    orders = [np.argsort(z).tolist() for z in TOY]
    return far[0] < far[1] and orders[2] == orders[0] != orders[1]


def gain_of(row: str) -> bool:
    """Whether the gain that the authors' table states is the difference of its accuracies."""
    *_, shared, standardised, stated = (cell.strip() for cell in row.strip("| ").split("|"))
    return stated == f"{float(standardised) - float(shared):+.2f}"


REPORTED = prose("distillation")["reported"].splitlines()[2:]
CLAIMS: dict[str, Callable[[], bool]] = {
    **{row: partial(gain_of, row) for row in REPORTED},
    "takes 1, their paper 0": lambda: bool(
        lv.distillation_loss(TOY[0], TOY[1], standardize=True)
        == lv.distillation_loss(TOY[0], TOY[1], standardize=True, ddof=1)
    ),
    "Loss of S1": true,
    ", of S2": true,
    "S1, wrong": lambda: TOY[1].argmax() != TOY[0].argmax(),
    "S2, right": lambda: TOY[2].argmax() == TOY[0].argmax(),
    "above 0 in": lambda: summarise(np.array([[0, 0], [0, 1], [1, 1]])).runs_ahead == 1,
    ": S1": true,
    ", S2": true,
    "S1 has its size, S2 its order": size_and_order,
    "its loss is 0 whatever s is": lambda: affine(0) and affine(1),
    "Their standard deviation is 1 (so 1/T": lambda: bool(
        np.isclose((lv.standardize(TOY[0], eps=0) / 2).std(ddof=1), 1 / 2, rtol=1e-14)
    ),
    "√(C − 1) if std divides by C, (C − 1)/√C if by C − 1": lambda: (
        bounded(0, 3) and bounded(1, 9 / np.sqrt(10))
    ),
    "divides by C − 1 and adds": lambda: bool(
        np.allclose(lv.standardize(TOY[0]), (TOY[0] - 2.5) / (TOY[0].std(ddof=1) + 1e-7))
    ),
    "899 handwritten digits": lambda: load_digits().labels.size == 899,
    "all 899 images": lambda: load_digits().labels.size == 899,
    "0.1 times the cross-entropy of the student's raw logits plus 9 times": lambda: all(
        (m.cross_entropy, m.distillation) == (0.1, 9) for m in METHODS[1:]
    ),
    "The authors' default is T = 2": lambda: bool(
        lv.distillation_loss(TOY[0], TOY[1]) == lv.distillation_loss(TOY[0], TOY[1], temperature=2)
    ),
    "60 training images, six of each digit": lambda: (
        np.bincount(load_digits().training_labels).tolist() == [6] * 10
    ),
    "all 60": lambda: load_digits().training_teacher_logits.shape == (60, 10),
    "the same 899 other images": lambda: (
        not set(load_digits().rows) & set(load_digits().training_rows)
    ),
    "Try T = 0.5, 2 and 10: it is T that decides": decided_by_t,
    "have std 1, the teacher's 2.8 on average": lambda: (
        round(float(load_digits().teacher_logits.std(axis=1, ddof=1).mean()), 1) == 2.8
    ),
    "Top-1": true,
    "CVPR 2024": true,
    "arXiv 2403.01427": true,
    "arxiv.org/abs/2403.01427": true,
}

PROFILE = Profile(
    chart="labels_toy",
    above=frozenset({"labels_toy"}),
    sliders=["T", "s"],
    act=["T", "s", "kd", "ddof", "labels_toy", "student_losses", "verdict", "other", "turn", "toy"],
    stops=["T", "s", "kd", "ddof", "digit", "labels", "runs", "seed", "Run the experiment"],
    truth=truth,
    said=said,
    claims=CLAIMS,
    files=["losses.csv"],
    deep={"T": "2", "z3": "4", "kd": "separate", "ts": "4", "digit": "7", "labels": "3"},
    drags={
        "": ("T", "s"),
        "kd=standardised&ddof=0&digit=15": ("T", "s"),
        "kd=separate&ts=2&s=3": ("T", "ts"),
    },
    tried=("T", "s"),
)
