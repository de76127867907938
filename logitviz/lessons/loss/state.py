"""One sample and its loss, after some steps of gradient descent on its logits."""

import numpy as np
from numpy.typing import NDArray

from logitviz.core import (
    Analysis,
    cross_entropy,
    cross_entropy_along,
    cross_entropy_gradient,
    entropy,
    gradient_descent,
    smooth_labels,
    softmax,
)
from logitviz.core._lib.rows import class_first
from logitviz.live.shared import CLASSES, CURVE_TEMPERATURES, LOGIT_KEYS
from logitviz.live.state import Floats, State, aligned, analysis, computed, entry_at, nearest

from .controls import STEPS
from .likelihood import Curve, log_likelihood_curve
from .tangent import MAX_LOGIT, Tangent, tangent

LOGIT_GRID = np.round(np.linspace(-MAX_LOGIT, MAX_LOGIT, 241), 1)  # of the curves of the loss


ROUNDING = 1e-9  # nats


class LossState(State):
    """The numbers of the lesson; its controls are those of `controls.CONTROLS`."""

    # Gradient descent.

    @computed
    def start(self) -> Floats:
        """Give the ten logits before the first step, [..., 10]."""
        return self.vector(*LOGIT_KEYS)

    @computed
    def target(self) -> Floats:
        """Give the target distribution, [..., 10]: one class, smoothed."""
        return smooth_labels(self.y, CLASSES, smoothing=self.eps)

    @computed
    def path(self) -> Floats:
        """Give the logits before the first and after every step, [..., STEPS + 1, 10]."""
        start, target = self.start, self.target
        lead = np.broadcast_shapes(
            start.shape[:-1], target.shape[:-1], np.shape(self.eta), np.shape(self.T)
        )
        return gradient_descent(
            np.broadcast_to(start, (*lead, CLASSES)),
            np.broadcast_to(target, (*lead, CLASSES)),
            rate=self.eta,
            steps=STEPS,
            temperature=self.T,
        )

    @computed
    def losses(self) -> Floats:
        """Give the loss before the first and after every step, in nats, [..., STEPS + 1]."""
        target = np.broadcast_to(self.target[..., None, :], self.path.shape)
        return cross_entropy(self.path, target, temperature=np.asarray(self.T)[..., None])

    @computed
    def logit_ranges(self) -> Floats:
        """Give the largest minus the smallest logit at every step, [..., STEPS + 1]."""
        return np.asarray(np.ptp(class_first(self.path), axis=0))

    # After the steps taken.

    @computed
    def step(self) -> NDArray[np.intp]:
        """Give the number of steps taken."""
        return nearest(self.n).astype(np.intp)

    @computed
    def logits(self) -> Floats:
        """Give the ten logits, [..., 10]."""
        return entry_at(self.path, self.step, axis=-2)

    @computed
    def target_of_each(self) -> Floats:
        """Give the target of each row of the logits, [..., 10]."""
        return np.broadcast_to(self.target, self.logits.shape)

    @computed
    def logit_range(self) -> Floats:
        """Give the largest minus the smallest logit."""
        return np.asarray(np.ptp(self.logits, axis=-1))

    @computed
    def record(self) -> Analysis:
        """Analyse the logits at T."""
        return analysis(self.logits, self.T)

    @computed
    def loss(self) -> Floats:
        """Give the cross-entropy, in nats."""
        return cross_entropy(self.logits, self.target_of_each, temperature=self.T)

    @computed
    def losses_along(self) -> Floats:
        """Give the loss while the target's logit runs through `LOGIT_GRID`, [..., 241]."""
        return cross_entropy_along(
            self.logits, self.target_of_each, self.y, LOGIT_GRID, temperature=self.T
        )

    @computed
    def likelihood(self) -> Curve:
        """Give the target's log p while its logit moves, at few points [..., n]."""
        return log_likelihood_curve(self.logits, self.y, self.T)

    # The gradient.

    @computed
    def error(self) -> Floats:
        """Give p − y, [..., 10], accurate also where p rounds to 1."""
        return cross_entropy_gradient(self.record.shifted, self.target_of_each)

    @computed
    def gradient(self) -> Floats:
        """Give (p − y)/T, [..., 10]."""
        return cross_entropy_gradient(self.logits, self.target_of_each, temperature=self.T)

    @computed
    def gradient_length(self) -> Floats:
        """Give the length of the gradient."""
        return length(self.gradient)

    @computed
    def error_lengths(self) -> Floats:
        """Give the length of p − y of these logits at every T of the curves, [..., N].

        The chart clips lengths at 1e-9, so neither the rounding of p − y nor the underflow of its
        square shows.
        """
        logits, temperatures = aligned(self.logits[..., None, :], CURVE_TEMPERATURES)
        p = softmax(logits, temperature=temperatures)
        parts = class_first(p - self.target_of_each[..., None, :])
        return np.asarray(np.linalg.norm(parts, axis=0))

    @computed
    def safe_rate(self) -> Floats:
        """Give the learning rate below which no step raises the loss: 4T²."""
        return np.asarray(4 * self.T**2)

    @computed
    def rate_case(self) -> NDArray[np.intp]:
        """Tell whether the rate is safe (0), above the safe rate (1), or without effect (2).

        At T = 0 the logits stay whatever the rate is.
        """
        above = np.where(np.equal(self.T, 0), 2, 1)
        return np.where(self.eta > self.safe_rate, above, 0)

    @computed
    def rises(self) -> NDArray[np.intp]:
        """Count the steps that raise the loss, by more than its rounding errors."""
        with np.errstate(invalid="ignore"):  # infinite losses at T = 0
            return np.asarray((np.diff(self.losses, axis=-1) > ROUNDING).sum(axis=-1))

    @computed
    def best_gap(self) -> Floats:
        """Give how far the target's z/T is above all others where the loss is least."""
        with np.errstate(divide="ignore"):
            return np.asarray(np.log1p(CLASSES * (1 - self.eps) / np.asarray(self.eps)))

    @computed
    def smoothed(self) -> NDArray[np.bool_]:
        """Tell whether the target is smoothed."""
        return np.asarray(np.greater(self.eps, 0))

    @computed
    def least_loss(self) -> Floats:
        """Give the entropy of the target, in nats, which no loss is below."""
        return entropy(self.target)

    # Of the target, of the predicted class and of the class with the largest p − y.

    @computed
    def target_logit(self) -> Floats:
        """Give the target's logit."""
        return np.asarray(self.logits[..., self.y])

    @computed
    def target_probability(self) -> Floats:
        """Give the target's p."""
        return np.asarray(self.record.probabilities[..., self.y])

    @computed
    def target_truth(self) -> Floats:
        """Give the target's y."""
        return np.asarray(self.target[..., self.y])

    @computed
    def target_error(self) -> Floats:
        """Give the target's p − y."""
        return np.asarray(self.error[..., self.y])

    @computed
    def predicted_error(self) -> Floats:
        """Give p − y of the predicted class."""
        return entry_at(self.error, self.record.prediction)

    @computed
    def largest_error(self) -> Floats:
        """Give the largest p − y."""
        return np.asarray(self.error.max(axis=-1))

    @computed
    def largest_error_class(self) -> NDArray[np.intp]:
        """Give the class with the largest p − y."""
        return np.asarray(self.error.argmax(axis=-1))

    @computed
    def target_shifted(self) -> Floats:
        """Give the target's z/T, counted from the largest."""
        return np.asarray(self.record.shifted[..., self.y])

    @computed
    def log_sum_exp(self) -> Floats:
        """Give log Σ exp(z/T), counted from the largest z/T: minus the largest log p."""
        return np.asarray(0.0 - self.record.log_probabilities.max(axis=-1))

    @computed
    def target_log_probability(self) -> Floats:
        """Give the target's log p."""
        return np.asarray(self.record.log_probabilities[..., self.y])

    @computed
    def slope(self) -> Floats:
        """Give the slope of the loss along the target's logit."""
        return np.asarray(self.gradient[..., self.y])

    @computed
    def tangent(self) -> Tangent:
        """Give the tangent of the loss along the target's logit."""
        return tangent(self.target_logit, self.loss, self.slope)


def length(vectors: Floats) -> Floats:
    """Give the Euclidean length of vectors [..., C]; one with an infinite part is infinite."""
    parts = class_first(vectors)
    largest = np.abs(parts).max(axis=0)
    unit = np.where((largest > 0) & np.isfinite(largest), largest, 1.0)  # no square underflows
    return np.asarray(unit * np.linalg.norm(parts / unit, axis=0))
