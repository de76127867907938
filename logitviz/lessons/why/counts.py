"""Counted classes: which probabilities, and which logits, make the counts most likely."""

import numpy as np
from numpy.typing import NDArray

from logitviz.core import cross_entropy, kl_divergence, linear_logits, softmax
from logitviz.live.state import Floats, computed, nearest
from logitviz.live.ten_logits import TenLogitsState

from .controls import COUNT_KEYS, COUNTED

ALONG = np.linspace(-3, 6, 91)  # the logits along which the loss is drawn
# The probabilities along which the likelihood is drawn, closer together where hills are narrow.
PROBABILITIES = (1 - np.cos(np.pi * np.arange(201) / 200)) / 2
FEATURES = np.linspace(-2, 2, 41)  # the values of the feature
SLOPES = np.array([2.0, 1.0, 0.0, -1.0, -2.0])  # of the logit of each class over the feature
LINE_FEATURES = FEATURES[::5]  # where the straight lines are drawn


class CountsState(TenLogitsState):
    """How often five classes were seen, and what follows from that by likelihood."""

    @computed
    def counts(self) -> Floats:
        """Give how often each class was seen, [..., 5], whole numbers."""
        return nearest(self.vector(*COUNT_KEYS))

    @computed
    def total(self) -> Floats:
        """Give the number of observations."""
        return np.asarray(self.counts.sum(axis=-1))

    @computed
    def shares(self) -> Floats:
        """Give each class's share of the observations, [..., 5]; NaN without any."""
        total = self.total[..., None]
        return np.where(total > 0, self.counts / np.maximum(total, 1), np.nan)

    @computed
    def count(self) -> Floats:
        """Give how often class j was seen."""
        return np.asarray(self.counts[..., self.j])

    @computed
    def share(self) -> Floats:
        """Give the share of class j."""
        return np.asarray(self.shares[..., self.j])

    # Likelihood alone, without softmax.

    @computed
    def likelihoods(self) -> Floats:
        """Give the likelihood of all observations as a share of the greatest, [..., 201, 5].

        The probability of one class runs through `PROBABILITIES`; the others share the rest as
        their counts do.
        """
        seen = self.total[..., None, None] > 0
        share, p = np.broadcast_arrays(self.best_places[..., None, :], PROBABILITIES[:, None])
        divergence = kl_divergence(np.stack([share, 1 - share], -1), np.stack([p, 1 - p], -1))
        observations = np.maximum(self.total[..., None, None], 1)
        return np.where(seen, np.exp(-observations * divergence), 1.0)

    @computed
    def best_places(self) -> Floats:
        """Give the probabilities of greatest likelihood, [..., 5]; one half without any."""
        return np.where(self.total[..., None] > 0, self.shares, 0.5)

    @computed
    def best_likelihoods(self) -> Floats:
        """Give the likelihood there as a share of the greatest, [..., 5]: 1; NaN without any."""
        return np.where(np.isnan(self.shares), np.nan, 1.0)

    @computed
    def best_place(self) -> Floats:
        """Give the probability of class j of greatest likelihood."""
        return np.asarray(self.best_places[..., self.j])

    @computed
    def best_likelihood(self) -> Floats:
        """Give the likelihood there as a share of the greatest."""
        return np.asarray(self.best_likelihoods[..., self.j])

    # Softmax of logits that are linear in a feature.

    @computed
    def best_logits(self) -> Floats:
        """Give the logits of greatest likelihood: log-counts, −inf for a class never seen."""
        with np.errstate(divide="ignore"):
            return np.asarray(np.log(self.counts))

    @computed
    def best_logit(self) -> Floats:
        """Give the best logit of class j."""
        return np.asarray(self.best_logits[..., self.j])

    @computed
    def fitted(self) -> Floats:
        """Give the softmax of the best logits, [..., 5]; NaN without an observation."""
        return _softmax_if(self.total[..., None] > 0, self.best_logits)

    @computed
    def feature_logits(self) -> Floats:
        """Give the logits over the feature, [..., 9, 5]: straight lines; NaN where never seen."""
        logits = self.best_logits[..., None, :] + _rises(LINE_FEATURES)
        return np.where(np.isfinite(logits), logits, np.nan)

    @computed
    def feature_probabilities(self) -> Floats:
        """Give their softmax, [..., 41, 5]; NaN without an observation."""
        seen = self.total[..., None, None] > 0
        return _softmax_if(seen, self.best_logits[..., None, :] + _rises(FEATURES))

    # The loss of softmax.

    def _losses(self, logits: Floats) -> Floats:
        """Give the loss per observation, [..., n], of logits [..., n, 5]; 0 without any."""
        seen = self.total[..., None] > 0
        target = np.where(seen, self.shares, 1 / COUNTED)[..., None, :]
        given = np.where(seen[..., None], logits, 0.0)
        return np.where(seen, cross_entropy(given, np.broadcast_to(target, given.shape)), 0.0)

    @computed
    def least_loss(self) -> Floats:
        """Give the loss per observation at the best logits, in nats: the entropy of the shares."""
        return np.asarray(self._losses(self.best_logits[..., None, :])[..., 0])

    @computed
    def losses(self) -> Floats:
        """Give the loss while the logit of one class runs through `ALONG`, [..., 91, 5]."""
        best = self.best_logits
        rows = np.broadcast_to(best[..., None, :], (*best.shape[:-1], ALONG.size, COUNTED))
        curves = []
        for c in range(COUNTED):
            moved = rows.copy()
            moved[..., c] = ALONG
            curves.append(self._losses(moved))
        return np.stack(curves, axis=-1)

    @computed
    def logit_places(self) -> Floats:
        """Give where the best logits are drawn, [..., 5]: −∞ at the edge."""
        return np.clip(self.best_logits, ALONG[0], ALONG[-1])

    @computed
    def logit_place(self) -> Floats:
        """Give where the best logit of class j is drawn."""
        return np.asarray(self.logit_places[..., self.j])


def _rises(features: Floats) -> Floats:
    """Give what each value of the feature adds to the logit of each class, [n, 5]."""
    return linear_logits(features[:, None], SLOPES[:, None], np.zeros(COUNTED))


def _softmax_if(seen: NDArray[np.bool_], logits: Floats) -> Floats:
    """Give the softmax of logits [..., 5] where classes were seen, otherwise NaN."""
    return np.where(seen, softmax(np.where(seen, logits, 0.0)), np.nan)
