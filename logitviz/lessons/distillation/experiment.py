"""An experiment: linear students trained on labels alone, or on labels and a teacher's soft labels.

It advances by some steps at a time, so that its caller can show its progress, and stop it.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from logitviz.core._lib.checks import Float64Array
from logitviz.core.distillation import distillation_gradient
from logitviz.core.softmax import softmax
from logitviz.datasets.digits import load_digits, pixel_features

TRAINING_STEPS, LEARNING_RATE = 300, 0.02
INITIAL_DEVIATION = 0.1  # of the weights
BETA_1, BETA_2, EPSILON = 0.9, 0.999, 1e-8  # the defaults of Adam


@dataclass(frozen=True)
class Method:
    """A training loss: how much cross-entropy, how much distillation, and of which logits."""

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
class ExperimentSettings:
    """What an experiment is run with; equal settings give equal results.

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
    steps: int = TRAINING_STEPS

    @property
    def last_seed(self) -> int:
        """Give the seed of the last run."""
        return self.seed + self.runs - 1

    @property
    def several_labels(self) -> bool:
        """Say whether there is more than one labelled image per digit."""
        return self.labels > 1


@dataclass(frozen=True, eq=False)
class TrainingData:
    """What the students of R runs learn from: N images, some of them with a label.

    Attributes
    ----------
    features : float64 [N, D + 1]
        Of all training images, and a 1 for the bias.
    teacher_logits : float64 [N, C]
        The teacher's logits for them.
    targets : float64 [R, N, C]
        One-hot rows for the images with a label, rows of 0 for those without.
    initial_weights : float64 [R, C, D + 1]
        The weights and biases before the first step.
    """

    features: Float64Array
    teacher_logits: Float64Array
    targets: Float64Array
    initial_weights: Float64Array


@dataclass(frozen=True, eq=False)
class AdamState:
    """Weights and biases of R students, [R, C, D + 1], with Adam's two moments of the gradient."""

    weights: Float64Array
    first_moment: Float64Array
    second_moment: Float64Array
    step: int = 0

    @classmethod
    def of(cls, weights: Float64Array) -> "AdamState":
        """Begin at some weights."""
        zero = np.zeros_like(weights)
        return cls(weights, zero, zero)


@dataclass(frozen=True, eq=False)
class Experiment:
    """An experiment, finished or not.

    Attributes
    ----------
    settings : ExperimentSettings
    data : TrainingData
        Drawn once, for all methods.
    students : AdamState
        Those of the first method that is not finished.
    correct : tuple of int64 [R]
        For each finished method the correct answers of every run's student to the test images.
    """

    settings: ExperimentSettings
    data: TrainingData
    students: AdamState
    correct: tuple[NDArray[np.int64], ...] = ()

    @property
    def finished(self) -> bool:
        """Say whether all methods are."""
        return len(self.correct) == len(METHODS)

    @property
    def method_index(self) -> int:
        """Give the index of the first method that is not finished."""
        return len(self.correct)

    @property
    def share(self) -> float:
        """Give the share of all steps that are done."""
        return (self.method_index + self.students.step / max(self.settings.steps, 1)) / len(METHODS)

    @property
    def percent_done(self) -> int:
        """Give the share of all steps that are done, in whole per cent."""
        return round(100 * self.share)


def begin(settings: ExperimentSettings) -> Experiment:
    """Set an experiment up."""
    data = draw_training_data(settings)
    return Experiment(settings, data, AdamState.of(data.initial_weights))


def advance(experiment: Experiment, steps: int) -> Experiment:
    """Take some steps with the present method; after its last, go to the next.

    Examples
    --------
    >>> experiment = begin(ExperimentSettings(runs=2, steps=20))
    >>> while not experiment.finished:
    ...     experiment = advance(experiment, 20)
    >>> experiment.share, [method.name for method in METHODS]
    (1.0, ['Labels alone', 'Shared T', 'Standardised'])
    """
    if experiment.finished:
        return experiment
    data, settings = experiment.data, experiment.settings
    method = METHODS[experiment.method_index]
    students = train(experiment.students, data, method, settings, steps)
    if students.step < settings.steps:
        return replace(experiment, students=students)
    digits = load_digits()
    features = with_bias(pixel_features(digits.images))
    answers = linear_students(students.weights, features).argmax(axis=-1)
    correct = np.count_nonzero(answers == digits.labels, axis=-1)
    return replace(
        experiment,
        students=AdamState.of(data.initial_weights),
        correct=(*experiment.correct, correct),
    )


def draw_training_data(settings: ExperimentSettings) -> TrainingData:
    """Draw the labelled images and the first weights of every run."""
    digits = load_digits()
    features = with_bias(pixel_features(digits.training_images))
    one_hot = np.eye(10)[digits.training_labels]
    targets, weights = [], []
    for seed in range(settings.seed, settings.last_seed + 1):
        generator = np.random.default_rng(seed)
        of_digit = (np.flatnonzero(column) for column in one_hot.T)
        drawn = [generator.permutation(rows)[: settings.labels] for rows in of_digit]
        labelled = np.isin(np.arange(len(one_hot)), np.concatenate(drawn))
        targets.append(one_hot * labelled[:, None])
        weights.append(generator.normal(0, INITIAL_DEVIATION, (10, features.shape[1])))
    logits = digits.training_teacher_logits
    return TrainingData(features, logits, np.stack(targets), np.stack(weights))


def with_bias(features: Float64Array) -> Float64Array:
    """Append a feature that is always 1."""
    return np.column_stack([features, np.ones(len(features))])


def linear_students(weights: Float64Array, features: Float64Array) -> Float64Array:
    """Give the logits [R, N, C] of R linear students."""
    logits: Float64Array = features @ np.swapaxes(weights, -1, -2)
    return logits


def gradient(
    weights: Float64Array, data: TrainingData, method: Method, settings: ExperimentSettings
) -> Float64Array:
    """Give the gradient of a method's loss with respect to the weights, [R, C, D + 1].

    The loss is the mean cross-entropy of the labelled images plus the mean distillation loss of
    all images, each with its weight.
    """
    logits = linear_students(weights, data.features)
    labelled = data.targets.sum(axis=-1, keepdims=True)
    error = labelled * softmax(logits) - data.targets
    of_logits = method.cross_entropy / labelled.sum(axis=-2, keepdims=True) * error
    if method.distillation:
        of_logits += (method.distillation / logits.shape[-2]) * distillation_gradient(
            data.teacher_logits,
            logits,
            temperature=settings.temperature,
            standardize=method.standardize,
            ddof=settings.ddof,
        )
    result: Float64Array = np.swapaxes(of_logits, -1, -2) @ data.features
    return result


def train(
    students: AdamState,
    data: TrainingData,
    method: Method,
    settings: ExperimentSettings,
    steps: int,
) -> AdamState:
    """Take some steps of Adam, each over all images at once.

    References
    ----------
    .. [1] D. P. Kingma, J. Ba, "Adam: a method for stochastic optimization", ICLR 2015.
       arXiv:1412.6980
    """
    weights, first, second = students.weights, students.first_moment, students.second_moment
    last = min(students.step + steps, settings.steps)
    for step in range(students.step + 1, last + 1):
        g = gradient(weights, data, method, settings)
        first = BETA_1 * first + (1 - BETA_1) * g
        second = BETA_2 * second + (1 - BETA_2) * g * g
        size = np.sqrt(second / (1 - BETA_2**step)) + EPSILON
        weights = weights - LEARNING_RATE * first / (1 - BETA_1**step) / size
    return AdamState(weights, first, second, last)
