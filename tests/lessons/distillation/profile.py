"""The distillation page's facts."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache, partial

import numpy as np
from numpy.typing import NDArray

import logitviz as lv
from logitviz.charts.words import words_of
from logitviz.core.distillation import distillation_gradient
from logitviz.datasets.digits import load_digits, pixel_features
from logitviz.lessons.distillation.accuracies import summarise
from logitviz.lessons.distillation.comparison import crossing_temperature
from logitviz.lessons.distillation.experiment import (
    METHODS,
    AdamState,
    ExperimentSettings,
    advance,
    begin,
    draw_training_data,
    linear_students,
    train,
    with_bias,
)
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
    """For what a name, a year, an address or a published file holds."""
    return True


T_TRIED = (0.5, 1, 2, 5, 10)


@cache
def right_answers(temperature: float) -> Floats:
    """Accuracies in per cent of the default settings, [methods, runs]."""
    experiment = begin(ExperimentSettings(temperature=temperature))
    while not experiment.finished:
        experiment = advance(experiment, 300)
    return np.array(experiment.correct) / 8.99


def gain(temperature: float) -> tuple[float, float]:
    """Standardised minus shared T in points and its standard error, both with one decimal."""
    found = right_answers(temperature)
    each = found[2] - found[1]
    return round(float(each.mean()), 1), round(float(each.std(ddof=1) / np.sqrt(each.size)), 1)


def shared_10_beats_every_standardised_run() -> bool:
    ahead = [right_answers(10)[1] - right_answers(t)[2] for t in T_TRIED]
    best = max(float(right_answers(t)[1:].mean(axis=1).max()) for t in T_TRIED)
    return bool((np.array(ahead) > 0).all()) and best == right_answers(10)[1].mean()


def confidence(temperature: float, standardise: bool) -> float:
    """The mean of the largest soft label that the teacher gives to the training images."""
    z = load_digits().training_teacher_logits
    labels = lv.softmax(lv.standardize(z) if standardise else z, temperature=temperature)
    return round(float(labels.max(axis=1).mean()), 2)


def spread(z: Floats) -> float:
    """The mean std of the logits of an image."""
    return round(float(z.std(axis=-1, ddof=1).mean()), 1)


def trained(logits: NDArray[np.float64]) -> tuple[Floats, Floats]:
    """Students of a shared T = 10 and these logits: on the training images, their accuracies."""
    settings, digits = ExperimentSettings(temperature=10), load_digits()
    data = replace(draw_training_data(settings), teacher_logits=logits)
    start = AdamState.of(data.initial_weights)
    weights = train(start, data, METHODS[1], settings, settings.steps).weights
    tested = linear_students(weights, with_bias(pixel_features(digits.images)))
    right = (tested.argmax(axis=-1) == digits.labels).mean(axis=-1)
    return linear_students(weights, data.features), 100 * right


def size_is_reached() -> bool:
    z = load_digits().training_teacher_logits
    students, _ = trained(z)
    return spread(z) == spread(students) == 2.9


def size_is_information() -> bool:
    """With the teacher's logits all of one std, and nothing else changed."""
    z = load_digits().training_teacher_logits
    of_one_size = np.asarray(lv.standardize(z, eps=0) * z.std(axis=1, ddof=1).mean(), np.float64)
    found = [round(float(trained(logits)[1].mean()), 1) for logits in (z, of_one_size)]
    return found == [93.9, 92.2]


def tends_to_matching_logits() -> bool:
    """For ever larger T, the gradient of T² KL for the student's logits."""
    t, s = (z - z.mean() for z in TOY[:2])
    limit = (s - t) / 4
    gaps = [
        np.abs(distillation_gradient(TOY[0], TOY[1], temperature=T) - limit).max()
        for T in (10, 100, 1000, 10000)
    ]
    return bool(gaps[-1] < 1e-3 and (np.diff(gaps) < 0).all())


def gradient_keeps_its_size() -> bool:
    """With T² it stays; without, it shrinks as 1 / T²."""
    sizes = [np.abs(distillation_gradient(TOY[0], TOY[1], temperature=T)).max() for T in (10, 1000)]
    return bool(0.9 < sizes[1] / sizes[0] < 1.1)


def first_change_is_found() -> bool:
    """The order of the losses first changes between the neighbours of the T that is found."""
    grid = np.geomspace(0.05, 20, 500)
    preferred = [np.argmin(lv.distillation_loss(TOY[0], TOY[1:], temperature=T)) for T in grid]
    change = int(np.flatnonzero(np.diff(preferred))[0])
    return bool(grid[change] <= crossing_temperature(TOY) <= grid[change + 1])


def size_and_order() -> bool:
    """S1 is nearer to the teacher in mean and spread, S2 orders the classes as the teacher does."""
    far = [[abs(of(z) - of(TOY[0])) for of in (np.mean, np.std)] for z in TOY[1:]]
    orders = [np.argsort(z).tolist() for z in TOY]
    tenth = bool(np.allclose(TOY[2], TOY[0] / 10, rtol=1e-15))
    return far[0] < far[1] and orders[2] == orders[0] != orders[1] and tenth


def gain_of(row: str) -> bool:
    """Whether the gain that the authors' table states is the difference of its accuracies."""
    *_, shared, standardised, stated = (cell.strip() for cell in row.strip("| ").split("|"))
    return stated == f"{float(standardised) - float(shared):+.2f}"


REPORTED = words_of("distillation")["reported"].splitlines()[2:]
CLAIMS: dict[str, Callable[[], bool]] = {
    **{f"reported: {row}": partial(gain_of, row) for row in REPORTED},
    "ddof_help: uses 1, the algorithm in their paper 0": lambda: bool(
        lv.distillation_loss(TOY[0], TOY[1], standardize=True)
        == lv.distillation_loss(TOY[0], TOY[1], standardize=True, ddof=1)
    ),
    "verdict, other: S1, which is wrong": lambda: TOY[1].argmax() != TOY[0].argmax(),
    "verdict, other: S2, which is right": lambda: TOY[2].argmax() == TOY[0].argmax(),
    "toy, model_s1, labels_toy_alt: S1, wrong": lambda: TOY[1].argmax() != TOY[0].argmax(),
    "toy, model_s2, labels_toy_alt: S2, right": lambda: TOY[2].argmax() == TOY[0].argmax(),
    "verdict: Loss of S1": true,
    "verdict: , of S2": true,
    "student_losses_alt: S1 and S2": true,
    "other: : S1": true,
    "other: , S2": true,
    "gain, gain_alt_each: above 0 in": lambda: (
        summarise(ExperimentSettings(), np.array([[0, 0], [0, 1], [1, 1]])).runs_ahead == 1
    ),
    "toy_case: S1 is closer to the teacher's scale but predicts the wrong class. S2 ranks the "
    "classes exactly as the teacher does, but its logits are only a tenth as large": size_and_order,
    "toy_case: At T = 1 the loss prefers S1": lambda: bool(
        np.argmin(lv.distillation_loss(TOY[0], TOY[1:], temperature=1)) == 0
    ),
    "turn: As T rises from 0.05 to 20, the preferred student": first_change_is_found,
    "toy_case: T² keeps the gradient from shrinking": gradient_keeps_its_size,
    "toy_case: the gradient tends to (z_student − z_teacher) / C for logits with mean 0": (
        tends_to_matching_logits
    ),
    "toy_case: Hinton, Vinyals and Dean 2015": true,
    "toy_case: its loss is 0, but for the ten-millionth mentioned below, whatever its scale": (
        lambda: affine(0) and affine(1)
    ),
    "toy_case: Their standard deviation is 1, or 1/T after": lambda: bool(
        np.isclose((lv.standardize(TOY[0], eps=0) / 2).std(ddof=1), 1 / 2, rtol=1e-14)
    ),
    "toy_case: √(C − 1) if std divides by C, or (C − 1)/√C if it divides by C − 1": lambda: (
        bounded(0, 3) and bounded(1, 9 / np.sqrt(10))
    ),
    "toy_case: divides by C − 1 and adds": lambda: bool(
        np.allclose(lv.standardize(TOY[0]), (TOY[0] - 2.5) / (TOY[0].std(ddof=1) + 1e-7))
    ),
    "pairs: Both read the same digit, one of 899": lambda: load_digits().labels.size == 899,
    "every_image: all 899 images": lambda: load_digits().labels.size == 899,
    "data: 0.1 times the cross-entropy of the raw logits plus 9 times": lambda: all(
        (m.cross_entropy, m.distillation) == (0.1, 9) for m in METHODS[1:]
    ),
    "data: the authors' default is T = 2": lambda: bool(
        lv.distillation_loss(TOY[0], TOY[1]) == lv.distillation_loss(TOY[0], TOY[1], temperature=2)
    ),
    "data: 60 training images, six of each digit": lambda: (
        np.bincount(load_digits().training_labels).tolist() == [6] * 10
    ),
    "data: all 60": lambda: load_digits().training_teacher_logits.shape == (60, 10),
    "data: the same 899 other images": lambda: (
        not set(load_digits().rows) & set(load_digits().training_rows)
    ),
    "findings: 2 labelled images per digit, seeds 1 to 10": lambda: (
        ExperimentSettings().labels == 2
        and (ExperimentSettings().seed, ExperimentSettings().last_seed) == (1, 10)
    ),
    "findings: 2.9 ± 0.2 points better than a shared temperature at T = 0.5": lambda: (
        gain(0.5) == (2.9, 0.2)
    ),
    "findings: At T = 2 the difference is 0.1 ± 0.2 points": lambda: gain(2) == (0.1, 0.2),
    "findings: At T = 10 standardising is 1.1 ± 0.1 points worse": lambda: gain(10) == (-1.1, 0.1),
    "findings: A shared T = 10 is best of all: in each of the ten runs it beats standardised "
    "logits at T = 0.5, 1, 2, 5 and 10": shared_10_beats_every_standardised_run,
    "findings: At T = 0.5 the teacher's own soft labels are nearly hard: their mean confidence is "
    "0.98": lambda: confidence(0.5, standardise=False) == 0.98,
    "findings: divides the logits by their std, 2.9 on average, so that the same T gives softer "
    "labels, with a mean confidence of 0.80": lambda: (
        spread(load_digits().training_teacher_logits) == 2.9
        and confidence(0.5, standardise=True) == 0.80
    ),
    "findings: At T = 10 a shared temperature asks the student to match the logits themselves": (
        lambda: bool(
            np.isclose(
                lv.distillation_loss(TOY[0], TOY[1], temperature=10),
                (TOY[0] - TOY[1]).var() / 2,
                rtol=0.1,
            )
        )
    ),
    "findings: with 65 weights for each class and only 60 images": lambda: (
        draw_training_data(ExperimentSettings(runs=1)).initial_weights.shape[-1] == 65
        and len(load_digits().training_images) == 60
    ),
    "findings: its logits reach the same std of 2.9": size_is_reached,
    "findings: a shared T = 10 falls from 93.9 % to 92.2 % right answers": size_is_information,
    "authors: Top-1": true,
    "toy_case, authors, ddof_help: CVPR 2024": true,
    "authors: arXiv 2403.01427": true,
    # The configuration and the names of the logs in the authors' repository.
    "authors: T = 4 for the shared temperature on CIFAR-100": true,
    "authors: T = 2 for ResNet8x4 and WRN40-1, and T = 3 for VGG8 and MobileNetV2, MobileNetV2 "
    "also with weight 1 instead of 9": true,
    "authors: arxiv.org/abs/2403.01427": true,
}

PROFILE = Profile(
    chart="labels_toy",
    above=frozenset({"labels_toy"}),
    sliders=["T", "s"],
    act="T play_T s kd ddof labels_toy student_losses verdict other turn",
    stops=[
        "T",
        "play_T",
        "s",
        "kd",
        "ddof",
        "digit",
        "labels",
        "runs",
        "seed",
        "Run the experiment",
    ],
    claims=CLAIMS,
    files=["losses.csv"],
    deep={"T": "2", "z3": "4", "kd": "separate", "ts": "4", "digit": "7", "labels": "3"},
    drags={
        "kd=standardised&ddof=0&digit=15": ("T", "s"),
        "kd=separate&ts=2&s=3.2": ("ts",),
    },
    links=[
        "T=0&digit=15",
        "T=inf&s=10",
        "kd=standardised&ddof=0&T=0.05",
        "kd=separate&ts=20&digit=898",
    ],
    tried=("T", "s"),
)
