"""Sigmoid and softmax of the same ten logits, of two logits, and the inverse of the sigmoid."""

import numpy as np

from logitviz.core import Analysis, logit, sigmoid
from logitviz.live.shared import CLASSES, LOGIT_KEYS
from logitviz.live.state import Floats, analysis, computed
from logitviz.live.ten_logits import TenLogitsState

RISE = 1.0  # of the logit of class k


class SigmoidState(TenLogitsState):
    """The numbers of the lesson; its controls are those of `controls.CONTROLS`."""

    # Ten logits.

    @computed
    def logits(self) -> Floats:
        """Give the ten logits with the constant added, [..., 10]."""
        return np.asarray(self.vector(*LOGIT_KEYS) + np.asarray(self.c)[..., None])

    @computed
    def softmax_sum(self) -> Floats:
        """Give the sum of the softmax probabilities."""
        return np.asarray(self.record.probabilities.sum(axis=-1))

    @computed
    def sigmoid_sum(self) -> Floats:
        """Give the sum of the ten sigmoids."""
        return np.asarray(self.record.sigmoids.sum(axis=-1))

    @computed
    def passing_sigmoids(self) -> Floats:
        """Give the sigmoids that reach the threshold, [..., 10], and 0 for the others."""
        sigmoids = self.record.sigmoids
        return np.where(sigmoids >= np.asarray(self.t)[..., None], sigmoids, 0.0)

    @computed
    def passing(self) -> Floats:
        """Give how many sigmoids reach the threshold."""
        passing = self.record.sigmoids >= np.asarray(self.t)[..., None]
        return np.asarray(passing.sum(axis=-1))

    # What one logit changes.

    @computed
    def raised(self) -> Analysis:
        """Analyse the logits with that of class k raised."""
        return analysis(self.logits + RISE * np.eye(CLASSES)[self.k], self.T)

    @computed
    def softmax_gains(self) -> Floats:
        """Give what each softmax probability gains from it, [..., 10]."""
        return np.asarray(self.raised.probabilities - self.record.probabilities)

    @computed
    def sigmoid_gains(self) -> Floats:
        """Give what each sigmoid gains from it, [..., 10]."""
        return np.asarray(self.raised.sigmoids - self.record.sigmoids)

    @computed
    def softmax_slopes(self) -> Floats:
        """Give the Jacobian of softmax per unit of z/T: diag(p) − p pᵀ, [..., 10, 10].

        It is T times `logitviz.core.softmax_jacobian`, and finite at every T.
        """
        p = self.record.probabilities
        return np.asarray(p[..., :, None] * (np.eye(CLASSES) - p[..., None, :]))

    @computed
    def sigmoid_slopes(self) -> Floats:
        """Give the Jacobian of the sigmoids per unit of z/T: diag(σ(1 − σ)), [..., 10, 10]."""
        s = self.record.sigmoids
        return np.asarray((s * (1 - s))[..., None] * np.eye(CLASSES))

    # Two logits.

    @computed
    def pair(self) -> Analysis:
        """Analyse the two logits at T = 1."""
        return analysis(self.vector("u", "v"), 1.0)

    @computed
    def difference(self) -> Floats:
        """Give the first of the two logits minus the second."""
        return np.asarray(self.u - self.v)

    @computed
    def sigmoid_of_difference(self) -> Floats:
        """Give the sigmoid of that difference."""
        return np.asarray(sigmoid(self.difference))

    # The logit of a probability.

    @computed
    def logit_of_p(self) -> Floats:
        """Give the logit of p."""
        return np.asarray(logit(self.p))

    @computed
    def odds(self) -> Floats:
        """Give the odds of p: exp of its logit."""
        return np.asarray(np.exp(self.logit_of_p))

    @computed
    def raised_odds(self) -> Floats:
        """Give the odds if the logit is larger by 1: e times as much."""
        return np.asarray(np.exp(self.logit_of_p + 1))

    @computed
    def sigmoid_of_logit(self) -> Floats:
        """Give the sigmoid of that logit: p again."""
        return np.asarray(sigmoid(self.logit_of_p))
