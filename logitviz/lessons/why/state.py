"""Three origins of softmax: counts, particles in thermal equilibrium, greatest entropy."""

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from logitviz.core import (
    Walk,
    entropy,
    kl_divergence,
    max_entropy,
    metropolis,
    same_mean,
)
from logitviz.live.shared import TEMPERATURE
from logitviz.live.state import Floats, computed, nearest

from .controls import SWEEPS
from .counts import CountsState
from .same_mean import SameMean, outline

FEW, MANY = 100, 1000  # particles
OTHERS = 2000  # distributions with the same mean score
# Mean scores are chosen by their share of the way from the least score to the greatest, 0 to 1.
FILE_SHARES = np.round(np.arange(0, 1.01, 0.02), 2)  # of the file that is offered
# Closer together where the entropy over the mean score is steep.
CURVE_SHARES = (1 - np.cos(np.pi * np.arange(101) / 100)) / 2


class WhySoftmaxState(CountsState):
    """The numbers of the lesson; its controls are those of `controls.CONTROLS`."""

    # Heat: particles.

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

    # Greatest entropy.

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
    def average_share(self) -> Floats:
        """Give the share at which the average of the scores lies, where the entropy is greatest."""
        return share_of_mean(self.logits, np.asarray(self.logits.mean(axis=-1)))

    @computed
    def share_at_temperature(self) -> Floats:
        """Give the share at which the mean score of softmax at T lies."""
        mean = (self.record.probabilities * self.logits).sum(axis=-1)
        return np.clip(share_of_mean(self.logits, np.asarray(mean)), 0, 1)


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
