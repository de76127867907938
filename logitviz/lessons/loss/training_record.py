"""Training on one sample, as far as the step that is shown."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from logitviz.charts.bars import temperature_words
from logitviz.charts.formats import amount, logit, probability, signed
from logitviz.charts.old_chart import Numbers
from logitviz.core import (
    Analysis,
    analyse,
    cross_entropy,
    cross_entropy_along,
    cross_entropy_gradient,
    softmax,
)

REACH = 12.0  # of the logit axis
ALONG = np.round(np.linspace(-REACH, REACH, 241), 1)


@dataclass(frozen=True, eq=False)
class Training:
    """Gradient descent on the logits of one sample; any array may be a batch.

    Parameters
    ----------
    path
        The logits before the first and after every step, [..., steps + 1, C].
    target
        The distribution that is held to be true, [..., C].
    index
        The class it favours.
    temperature
        T, [...].
    step
        How many steps have been taken, [...].
    """

    path: Numbers
    target: Numbers
    index: int
    temperature: Numbers
    step: NDArray[np.intp]

    @cached_property
    def logits(self) -> Numbers:
        """Give the logits after the steps taken, [..., C]."""
        return np.asarray(self.path[self.step] if self.step.ndim else self.path[..., self.step, :])

    @cached_property
    def record(self) -> Analysis:
        """Analyse them."""
        return analyse(self.logits, temperature=self.temperature)

    @cached_property
    def loss(self) -> Numbers:
        """Give the cross-entropy, in nats."""
        return cross_entropy(self.logits, self.target, temperature=self.temperature)

    @cached_property
    def error(self) -> Numbers:
        """Give p − y, [..., C], exact where p rounds to 1: the gradient by z/T."""
        return cross_entropy_gradient(self.record.shifted, self.target)

    @cached_property
    def gradient(self) -> Numbers:
        """Give (p − y)/T, [..., C]."""
        return cross_entropy_gradient(self.logits, self.target, temperature=self.temperature)

    @cached_property
    def size(self) -> Numbers:
        """Give the length of the gradient."""
        return length(self.gradient)

    @cached_property
    def losses(self) -> Numbers:
        """Give the loss at every step of the path, [..., steps + 1]."""
        return cross_entropy(
            self.path, self.target[..., None, :], temperature=self.temperature[..., None]
        )

    @cached_property
    def ranges(self) -> Numbers:
        """Give the distance from the smallest to the largest logit at every step."""
        return np.asarray(np.ptp(self.path, axis=-1))

    @cached_property
    def losses_along(self) -> Numbers:
        """Give the loss for every value of the target's logit in `ALONG`, the others as now."""
        return cross_entropy_along(
            self.logits, self.target, self.index, ALONG, temperature=self.temperature
        )

    def errors(self, temperatures: Numbers) -> Numbers:
        """Give the length of p − y at each of some temperatures, [..., S]."""
        rows = np.repeat(self.logits[..., None, :], temperatures.size, axis=-2)
        y = self.target[..., None, :]
        gradient = cross_entropy_gradient(rows, y, temperature=temperatures)
        limits = (temperatures == 0) | np.isinf(temperatures)
        with np.errstate(invalid="ignore"):
            alone = length(gradient) * temperatures
        error = softmax(rows[..., limits, :], temperature=temperatures[limits]) - y
        alone[..., limits] = length(error)
        return alone


def length(vectors: Numbers) -> Numbers:
    """Give the Euclidean length of vectors [..., C]; one with an infinite part is infinite."""
    largest = np.abs(vectors).max(axis=-1)
    unit = np.where((largest > 0) & np.isfinite(largest), largest, 1.0)  # no square underflows
    return np.asarray(unit * np.linalg.norm(vectors / unit[..., None], axis=-1))


def _hot(state: Training) -> str:
    return f"at {temperature_words(state.record.temperature)} after {int(state.step)} steps"


def describe_truth(state: Training) -> str:
    """Say what was predicted and what is true."""
    p, y = state.record.probabilities[state.index], state.target[state.index]
    return (
        f"Predicted and true probabilities {_hot(state)}: class {state.index}, the target, has "
        f"{probability(p)} and should have {probability(y)}; class {state.record.prediction} is "
        f"predicted."
    )


def describe_error(state: Training) -> str:
    """Say what was predicted minus what is true."""
    most = int(np.argmax(state.error))
    return (
        f"Predicted minus true {_hot(state)}: {signed(state.error[state.index])} for the target, "
        f"class {state.index}; the largest is {signed(state.error[most])} for class {most}."
    )


def describe_curve(state: Training) -> str:
    """Say where the point stands on the curve of the loss, and how steep it is."""
    return (
        f"Loss over the logit of class {state.index}; at {logit(state.logits[state.index])} it is "
        f"{amount(state.loss)} nats with a slope of {signed(state.gradient[state.index])}."
    )


def describe_way(state: Training) -> str:
    """Say how far the loss has come down, and how far it would."""
    return (
        f"Loss over {state.losses.size - 1} steps: from {amount(state.losses[0])} nats to "
        f"{amount(state.losses[-1])}, now {amount(state.loss)} after {int(state.step)}; the "
        f"logits' range goes from {logit(state.ranges[0])} to {logit(state.ranges[-1])}."
    )


def describe_likelihood(state: Training) -> str:
    """Say that the loss is the log-likelihood turned over."""
    return (
        f"Log-likelihood and loss over the logit of class {state.index}: mirror images, here "
        f"{signed(0.0 - state.loss)} and {signed(state.loss)}."
    )


def describe_size(state: Training) -> str:
    """Say how long the gradient is at the chosen temperature."""
    return (
        f"Length of p − y and of the gradient (p − y)/T over the temperature; at "
        f"{temperature_words(state.record.temperature)} the gradient has {amount(state.size)}."
    )
