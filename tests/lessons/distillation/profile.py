"""The distillation page's facts."""

from collections.abc import Callable
from functools import partial

import numpy as np

import logitviz as lv
from logitviz.datasets.digits import load_digits
from logitviz.lessons.distillation.accuracies import summarise
from logitviz.lessons.distillation.experiment import (
    METHODS,
    ExperimentSettings,
    advance,
    begin,
)
from logitviz.live.prose import prose
from logitviz.live.state import Floats
from tests.lessons.profile import Profile

TOY = np.array([[1.0, 4.0, 3.0, 2.0], [1.0, 2.8, 3.0, 2.0], [0.1, 0.4, 0.3, 0.2]])


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
    act="T s kd ddof labels_toy student_losses verdict other turn toy",
    stops=["T", "s", "kd", "ddof", "digit", "labels", "runs", "seed", "Run the experiment"],
    claims=CLAIMS,
    files=["losses.csv"],
    deep={"T": "2", "z3": "4", "kd": "separate", "ts": "4", "digit": "7", "labels": "3"},
    drags={
        "kd=standardised&ddof=0&digit=15": ("T", "s"),
        "kd=separate&ts=2&s=3": ("ts",),
    },
    links=[
        "T=0&digit=15",
        "T=inf&s=10",
        "kd=standardised&ddof=0&T=0.05",
        "kd=separate&ts=20&digit=898",
    ],
    tried=("T", "s"),
)
