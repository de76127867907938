"""Distributions with one mean score: softmax, and how the entropies of others are spread."""

from dataclasses import dataclass, fields

import numpy as np

from logitviz.live.state import Floats

LEVELS = 40  # of entropy, at which others are counted
HALF_WIDTH = 0.04  # of the outline where it is widest, as a share of the axis


@dataclass(frozen=True, eq=False)
class SameMean:
    """For each of N mean scores, softmax and the best of other distributions drawn at random.

    Parameters
    ----------
    share
        The mean score, as a share of the way from the least score to the greatest, [N].
    mean
        The mean score itself, [N].
    temperature
        The temperature at which softmax has this mean, [N].
    probabilities
        That softmax, which has the greatest entropy, [N, 10].
    entropy
        Its entropy in nats, [N].
    outline_shares, outline_entropies
        How the entropies of the others are distributed: the corners of an outline, [N, 2 levels].
    best
        Of the distributions drawn, the one of greatest entropy, [N, 10].
    best_entropy
        Its entropy in nats, [N].
    divergence
        Its Kullback–Leibler divergence from softmax in nats, [N].
    """

    share: Floats
    mean: Floats
    temperature: Floats
    probabilities: Floats
    entropy: Floats
    outline_shares: Floats
    outline_entropies: Floats
    best: Floats
    best_entropy: Floats
    divergence: Floats

    def shaped(self, shape: tuple[int, ...]) -> "SameMean":
        """Give the same numbers for mean scores in another shape, such as a single one."""
        arrays = [getattr(self, field.name) for field in fields(self)]
        return SameMean(*(array.reshape((*shape, *array.shape[1:])) for array in arrays))


def outline(entropies: Floats, share: Floats) -> tuple[Floats, Floats]:
    """Outline how the entropies [N, samples] are distributed, on both sides of `share`.

    Returns
    -------
    shares, entropies
        The corners of a closed outline, [N, 2 levels].
    """
    low, high = entropies.min(axis=-1)[:, None], entropies.max(axis=-1)[:, None]
    reach = np.where(high > low, high - low, 1)
    level = np.minimum((LEVELS * (entropies - low) / reach).astype(int), LEVELS - 1)
    rows = level + LEVELS * np.arange(len(level))[:, None]
    counts = np.bincount(rows.ravel(), minlength=LEVELS * len(level)).reshape(-1, LEVELS)
    half = np.where(high > low, HALF_WIDTH * counts / counts.max(axis=-1, keepdims=True), 0)
    height = low + (high - low) * (np.arange(LEVELS) + 0.5) / LEVELS
    middle = share[:, None]
    x = np.concatenate([middle + half, (middle - half)[:, ::-1]], axis=-1)
    return x, np.concatenate([height, height[:, ::-1]], axis=-1)
