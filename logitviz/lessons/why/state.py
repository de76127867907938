"""Three origins of softmax: counts, particles in thermal equilibrium, greatest entropy."""

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from logitviz.core import (
    Walk,
    cross_entropy,
    entropy,
    kl_divergence,
    max_entropy,
    metropolis,
    same_mean,
    softmax,
)
from logitviz.live.shared import TEMPERATURE
from logitviz.live.state import Floats, computed, nearest
from logitviz.live.ten_logits import TenLogitsState

from .controls import COUNT_KEYS, COUNTED, SWEEPS
from .same_mean import SameMean, outline

FEW, MANY = 100, 1000  # particles
OTHERS = 2000  # distributions with the same mean score
ALONG = np.linspace(-3, 6, 91)  # the logits along which the loss is drawn
# Mean scores are chosen by their share of the way from the least score to the greatest, 0 to 1.
FILE_SHARES = np.round(np.arange(0, 1.01, 0.02), 2)  # of the file that is offered
# Closer together where the entropy over the mean score is steep.
CURVE_SHARES = (1 - np.cos(np.pi * np.arange(101) / 100)) / 2


class WhySoftmaxState(TenLogitsState):
    """The numbers of the lesson; its controls are those of `controls.CONTROLS`."""

    # Most likely: counts.

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
    def best_logits(self) -> Floats:
        """Give the logits of greatest likelihood: log-counts, −inf for a class never seen."""
        with np.errstate(divide="ignore"):
            return np.asarray(np.log(self.counts))

    @computed
    def fitted(self) -> Floats:
        """Give the softmax of those logits, [..., 5]; NaN without an observation."""
        seen = self.total[..., None] > 0
        return np.where(seen, softmax(np.where(seen, self.best_logits, 0.0)), np.nan)

    def _losses(self, logits: Floats) -> Floats:
        """Give the loss per observation, [..., n], of logits [..., n, 5]; 0 without any."""
        seen = self.total[..., None] > 0
        target = np.where(seen, self.shares, 1 / COUNTED)[..., None, :]
        given = np.where(seen[..., None], logits, 0.0)
        return np.where(seen, cross_entropy(given, np.broadcast_to(target, given.shape)), 0.0)

    @computed
    def least_loss(self) -> Floats:
        """Give the loss per observation at the logits of greatest likelihood, in nats."""
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
    def likelihoods(self) -> Floats:
        """Give the likelihood of all observations as a share of the best, [..., 91, 5]."""
        excess = np.maximum(self.losses - self.least_loss[..., None, None], 0)
        return np.asarray(np.exp(-self.total[..., None, None] * excess))

    @computed
    def best_likelihoods(self) -> Floats:
        """Give the likelihood at the best logit of each class, [5]: 1, as a share of the best."""
        return np.ones(COUNTED)

    @computed
    def best_places(self) -> Floats:
        """Give where the best logits are drawn, [..., 5]: −∞ at the edge."""
        return np.clip(self.best_logits, ALONG[0], ALONG[-1])

    @computed
    def count(self) -> Floats:
        """Give how often class j was seen."""
        return np.asarray(self.counts[..., self.j])

    @computed
    def best_logit(self) -> Floats:
        """Give the best logit of class j."""
        return np.asarray(self.best_logits[..., self.j])

    @computed
    def best_place(self) -> Floats:
        """Give where the best logit of class j is drawn."""
        return np.asarray(self.best_places[..., self.j])

    @computed
    def best_share(self) -> Floats:
        """Give the softmax of the best logits for class j."""
        return np.asarray(self.fitted[..., self.j])

    # Settled: particles.

    @computed
    def few_particles(self) -> Walk:
        """Follow few particles through all sweeps at every temperature."""
        return _walk(tuple(self.logits), FEW, self.seed)

    @computed
    def many_particles(self) -> Walk:
        """Follow many particles through all sweeps at every temperature."""
        return _walk(tuple(self.logits), MANY, self.seed)

    @computed
    def temperature_index(self) -> NDArray[np.intp]:
        """Give the place of T among the temperatures of the walks."""
        return np.asarray(np.searchsorted(TEMPERATURE.positions, self.T))

    @computed
    def sweeps_done(self) -> NDArray[np.intp]:
        """Give the number of sweeps done."""
        return nearest(self.sweeps).astype(np.intp)

    @computed
    def particle_shares(self) -> Floats:
        """Give the share of the particles on each level, [..., 10]."""
        return np.asarray(self.many_particles.shares[self.temperature_index, self.sweeps_done])

    @computed
    def largest_difference(self) -> Floats:
        """Give the largest difference between a share and its probability."""
        difference = np.abs(self.particle_shares - self.record.probabilities)
        return np.asarray(difference.max(axis=-1))

    @computed
    def expected_difference_few(self) -> Floats:
        """Give two standard errors of the share of few particles that varies most."""
        return _two_standard_errors(self.record.probabilities, FEW)

    @computed
    def expected_difference(self) -> Floats:
        """Give two standard errors of the share of many particles that varies most."""
        return _two_standard_errors(self.record.probabilities, MANY)

    def _differences(self, walk: Walk) -> Floats:
        shares = walk.shares[self.temperature_index]
        difference = np.abs(shares - self.record.probabilities[..., None, :])
        return np.asarray(difference.max(axis=-1))

    @computed
    def differences_few(self) -> Floats:
        """Give the largest difference of few particles after every sweep, [..., 61]."""
        return self._differences(self.few_particles)

    @computed
    def differences_many(self) -> Floats:
        """Give the largest difference of many particles after every sweep, [..., 61]."""
        return self._differences(self.many_particles)

    # Least assumed: greatest entropy.

    @computed
    def same_mean(self) -> SameMean:
        """Give softmax and other distributions with the mean score at the share `mean`."""
        return _same_mean(tuple(self.logits), tuple(np.ravel(self.mean)), self.seed).shaped(
            np.shape(self.mean)
        )

    @computed
    def missing_entropy(self) -> Floats:
        """Give the entropy of softmax minus that of the best other distribution, in nats."""
        return np.asarray(self.same_mean.entropy - self.same_mean.best_entropy)

    @computed
    def every_mean(self) -> SameMean:
        """Give softmax and other distributions at the mean scores of the file."""
        return _same_mean(tuple(self.logits), tuple(FILE_SHARES), self.seed)

    @computed
    def curve_entropy(self) -> Floats:
        """Give the greatest entropy at each of the mean scores of the curve, [101]."""
        means = mean_of_share(self.logits, CURVE_SHARES)
        return entropy(max_entropy(self.logits, means).probabilities)

    @computed
    def curve_shares(self) -> Floats:
        """Give the shares at which the mean scores of the curve lie, [101]."""
        return CURVE_SHARES

    @computed
    def particle_mean(self) -> Floats:
        """Give the mean score of the particles, as a share of the range of scores."""
        return share_of_mean(self.logits, self.particle_shares @ self.logits)

    @computed
    def particle_entropy(self) -> Floats:
        """Give the entropy of the particles' shares, in nats."""
        return entropy(self.particle_shares)


def mean_of_share(scores: Floats, share: Any) -> Floats:
    """Give the mean score that lies at a share of the way from the least to the greatest."""
    low, high = scores.min(), scores.max()
    between = np.minimum(low + np.asarray(share) * (high - low), high)
    return np.asarray(np.where(np.asarray(share) == 1, high, between))


def share_of_mean(scores: Floats, mean: Any) -> Floats:
    """Give the share of the way at which a mean score lies; one half if all scores are equal."""
    reach = float(np.ptp(scores))
    return np.asarray((mean - scores.min()) / reach if reach else np.full_like(mean, 0.5))


def _two_standard_errors(p: Floats, particles: int) -> Floats:
    return np.asarray(2 * np.sqrt(p * (1 - p) / particles).max(axis=-1))


@lru_cache(maxsize=8)
def _walk(logits: tuple[float, ...], particles: int, seed: int) -> Walk:
    return metropolis(
        -np.array(logits),
        temperature=TEMPERATURE.positions,
        particles=particles,
        sweeps=SWEEPS,
        seed=seed,
    )


@lru_cache(maxsize=32)
def _same_mean(scores: tuple[float, ...], shares: tuple[float, ...], seed: int) -> SameMean:
    z, share = np.array(scores), np.array(shares)
    mean = mean_of_share(z, share)
    found = max_entropy(z, mean)
    others = same_mean(z, mean, samples=OTHERS, seed=seed)
    entropies = entropy(others)
    best = np.take_along_axis(others, entropies.argmax(axis=-1)[:, None, None], axis=-2)[:, 0]
    outline_shares, outline_entropies = outline(entropies, share)
    return SameMean(
        share=share,
        mean=mean,
        temperature=np.asarray(found.temperature),
        probabilities=found.probabilities,
        entropy=entropy(found.probabilities),
        outline_shares=outline_shares,
        outline_entropies=outline_entropies,
        best=best,
        best_entropy=np.asarray(entropies.max(axis=-1)),
        divergence=kl_divergence(best, found.probabilities),
    )
