"""An experiment: linear students taught by labels alone, or by labels and a teacher's soft labels.

It goes in bouts of some steps, so that whoever runs it can show how far it is, and stop it.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from logitviz.core._lib.checks import Float64Array
from logitviz.core.distillation import distillation_gradient
from logitviz.core.softmax import softmax
from logitviz.datasets.digits import Digits, pixel_features

STEPS, RATE = 300, 0.02
START = 0.1  # standard deviation of the first weights
MEMORY, SQUARES, GUARD = 0.9, 0.999, 1e-8  # Adam's own defaults


@dataclass(frozen=True)
class Method:
    """A training loss: how much cross-entropy, how much distillation, and of which kind."""

    name: str
    cross_entropy: float
    distillation: float = 0.0
    standardize: bool = False


# The weights of the distilling two are the defaults of the authors of logit standardization.
METHODS = (
    Method("Labels alone", 1.0),
    Method("Shared T", 0.1, 9.0),
    Method("Standardised", 0.1, 9.0, standardize=True),
)


@dataclass(frozen=True)
class Setting:
    """What an experiment is run with; the same setting gives the same result.

    Attributes
    ----------
    temperature : float
        T of both distillations, 0 or more.
    ddof : int
        For the z-scores of the standardised one.
    labels : int
        Labelled images per digit.
    seed, runs : int
        Each run draws the labelled images and the first weights by its own seed: seed, seed + 1, …
    steps : int
        Steps of training, the same for every method.
    """

    temperature: float = 2.0
    ddof: int = 1
    labels: int = 2
    seed: int = 1
    runs: int = 10
    steps: int = STEPS


@dataclass(frozen=True, eq=False)
class Lessons:
    """What the students of R runs learn from: N images, M of them with a label.

    Attributes
    ----------
    features : float64 [N, D + 1]
        Of all training images, and a 1 for the bias.
    teacher_logits : float64 [N, C]
        The teacher's answers to them.
    wanted : float64 [R, N, C]
        One-hot rows for the images with a label, rows of 0 for those without.
    start : float64 [R, C, D + 1]
        The first weights and biases.
    """

    features: Float64Array
    teacher_logits: Float64Array
    wanted: Float64Array
    start: Float64Array


@dataclass(frozen=True, eq=False)
class Training:
    """R students in training: weights and biases [R, C, D + 1], and what Adam remembers."""

    weights: Float64Array
    mean: Float64Array
    square: Float64Array
    step: int = 0


@dataclass(frozen=True, eq=False)
class Experiment:
    """How far an experiment is.

    Attributes
    ----------
    setting : Setting
    training : Training
        By the first method that is not finished.
    right : tuple of int64 [R]
        For each finished method the right answers of every run's student to the test images.
    """

    setting: Setting
    training: Training
    right: tuple[NDArray[np.int64], ...] = ()

    @property
    def finished(self) -> bool:
        """Whether all methods are."""
        return len(self.right) == len(METHODS)

    @property
    def share(self) -> float:
        """How much is done, from 0 to 1."""
        return (len(self.right) + self.training.step / max(self.setting.steps, 1)) / len(METHODS)


def lessons(digits: Digits, setting: Setting) -> Lessons:
    """Draw the labelled images and the first weights of every run."""
    features = with_bias(pixel_features(digits.training_images))
    one_hot = np.eye(10)[digits.training_labels]
    wanted, start = [], []
    for seed in range(setting.seed, setting.seed + setting.runs):
        generator = np.random.default_rng(seed)
        of_digit = (np.flatnonzero(column) for column in one_hot.T)
        drawn = [generator.permutation(rows)[: setting.labels] for rows in of_digit]
        labelled = np.isin(np.arange(len(one_hot)), np.concatenate(drawn))
        wanted.append(one_hot * labelled[:, None])
        start.append(generator.normal(0, START, (10, features.shape[1])))
    return Lessons(features, digits.training_teacher_logits, np.stack(wanted), np.stack(start))


def with_bias(features: Float64Array) -> Float64Array:
    """Append a feature that is always 1."""
    return np.column_stack([features, np.ones(len(features))])


def answers(weights: Float64Array, features: Float64Array) -> Float64Array:
    """Give the logits [R, N, C] of R linear students."""
    logits: Float64Array = features @ np.swapaxes(weights, -1, -2)
    return logits


def gradient(
    weights: Float64Array, taught: Lessons, method: Method, setting: Setting
) -> Float64Array:
    """Give the gradient of a method's loss for the weights, [R, C, D + 1].

    The loss is the mean cross-entropy of the labelled images plus the mean distillation loss of
    all images, each with its weight.
    """
    logits = answers(weights, taught.features)
    labelled = taught.wanted.sum(axis=-1, keepdims=True)
    error = labelled * softmax(logits) - taught.wanted
    g = method.cross_entropy / labelled.sum(axis=-2, keepdims=True) * error
    if method.distillation:
        imitated = distillation_gradient(
            taught.teacher_logits,
            logits,
            temperature=setting.temperature,
            standardize=method.standardize,
            ddof=setting.ddof,
        )
        g += method.distillation / logits.shape[-2] * imitated
    result: Float64Array = np.swapaxes(g, -1, -2) @ taught.features
    return result


def fresh(taught: Lessons) -> Training:
    """Begin a training."""
    zero = np.zeros_like(taught.start)
    return Training(taught.start, zero, zero)


def trained(
    training: Training, taught: Lessons, method: Method, setting: Setting, steps: int
) -> Training:
    """Take some steps of Adam, each over all images at once.

    References
    ----------
    .. [1] D. P. Kingma, J. Ba, "Adam: a method for stochastic optimization", ICLR 2015.
       arXiv:1412.6980
    """
    weights, mean, square = training.weights, training.mean, training.square
    last = min(training.step + steps, setting.steps)
    for step in range(training.step + 1, last + 1):
        g = gradient(weights, taught, method, setting)
        mean = MEMORY * mean + (1 - MEMORY) * g
        square = SQUARES * square + (1 - SQUARES) * g * g
        size = np.sqrt(square / (1 - SQUARES**step)) + GUARD
        weights = weights - RATE * mean / (1 - MEMORY**step) / size
    return Training(weights, mean, square, last)


def begin(digits: Digits, setting: Setting) -> Experiment:
    """Set an experiment up."""
    return Experiment(setting, fresh(lessons(digits, setting)))


def advance(experiment: Experiment, digits: Digits, steps: int) -> Experiment:
    """Take some steps with the present method; after its last, go to the next.

    Examples
    --------
    >>> from logitviz.datasets.digits import load_digits
    >>> digits, setting = load_digits(), Setting(runs=2, steps=20)
    >>> experiment = begin(digits, setting)
    >>> while not experiment.finished:
    ...     experiment = advance(experiment, digits, 20)
    >>> experiment.share, [method.name for method in METHODS]
    (1.0, ['Labels alone', 'Shared T', 'Standardised'])
    """
    if experiment.finished:
        return experiment
    taught, setting = lessons(digits, experiment.setting), experiment.setting
    method = METHODS[len(experiment.right)]
    training = trained(experiment.training, taught, method, setting, steps)
    if training.step < setting.steps:
        return replace(experiment, training=training)
    guesses = answers(training.weights, with_bias(pixel_features(digits.images))).argmax(axis=-1)
    right = np.count_nonzero(guesses == digits.labels, axis=-1)
    return Experiment(setting, fresh(taught), (*experiment.right, right))
