"""Particles on energy levels, moved by the Metropolis algorithm."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from logitviz.core._lib.checks import (
    Float64Array,
    IntArray,
    at_least,
    finite,
    real_array,
    temperatures,
    vector,
)
from logitviz.core._lib.records import freeze

BLOCK_ENTRIES = 1 << 16


@dataclass(frozen=True, eq=False, slots=True)
class Walk:
    """The number of particles on each level after every sweep; the array is read-only.

    Attributes
    ----------
    counts : ndarray of int, shape [..., S + 1, C]
        Particles on each level before the first sweep and after each of S; the leading axes
        are those of the temperature.
    particles : int
        N, how many there are.
    """

    counts: IntArray
    particles: int

    def __post_init__(self) -> None:
        """Close the array against writing."""
        freeze(self)

    @property
    def shares(self) -> Float64Array:
        """Share of the particles on each level, shape [..., S + 1, C]."""
        return self.counts / self.particles


def metropolis(
    energies: ArrayLike, *, temperature: ArrayLike = 1.0, particles: int, sweeps: int, seed: int
) -> Walk:
    r"""Simulate particles on energy levels in contact with a heat bath.

    In one sweep a random level is proposed to each particle. A lower level is always accepted,
    a higher one with probability

    .. math:: \exp(-(E_{\text{new}} - E_{\text{old}})/T)

    Parameters
    ----------
    energies : array_like, shape [C]
        Energy of every level, finite and not masked. With E = −z the shares approach
        softmax(z/T).
    temperature : float or array_like, default 1.0
        T, 0 or more; an array gives one walk for each, all with the same random numbers. At
        T = 0 no higher level is accepted, at T = inf every proposal is.
    particles : int
        N, 1 or more. They do not interact.
    sweeps : int
        S, 0 or more.
    seed : int
        Seed of the random numbers; the same seed gives the same walk.

    Returns
    -------
    Walk
        Counts before the first sweep, when all particles are on the highest level (on a tie the
        first), and after each sweep.

    Raises
    ------
    ValueError
        If an energy is not finite or there is none, T is negative or NaN, or the number of
        particles, the number of sweeps or the seed is too small.

    Notes
    -----
    Proposals are symmetric, so in equilibrium the flow from i to j equals the flow from j to i
    (detailed balance) if p_j/p_i = exp(−(E_j − E_i)/T). As every level can be proposed from every
    other, the expected shares approach this distribution from any start; the shares of N
    particles have the standard deviation √(p_i (1 − p_i)/N).

    References
    ----------
    .. [1] N. Metropolis et al., "Equation of state calculations by fast computing machines",
       J. Chem. Phys. 21, 1953. doi:10.1063/1.1699114

    Examples
    --------
    >>> import logitviz as lv
    >>> walk = lv.metropolis([-2.0, -1.0, -0.1], particles=10_000, sweeps=50, seed=1)
    >>> walk.counts[0]
    array([    0,     0, 10000])
    >>> bool(abs(walk.shares[-1] - lv.softmax([2.0, 1.0, 0.1])).max() < 0.015)
    True
    """
    e = finite(vector(real_array(energies, "energies"), "energies"), "energies").astype(np.float64)
    if not e.size:
        raise ValueError("energies must hold at least one level, got none")
    given = real_array(temperature, "temperature")
    t = temperatures(given, given.shape)
    n, s = at_least(1, particles, "particles"), at_least(0, sweeps, "sweeps")
    generator = np.random.default_rng(at_least(0, seed, "seed"))
    proposals = generator.integers(e.size, size=(s, n))
    thresholds = generator.standard_exponential((s, n))  # −log of a uniform number
    flat = t.reshape(-1)
    counts = np.empty((flat.size, s + 1, e.size), dtype=np.intp)
    step = max(1, BLOCK_ENTRIES // n)
    for start in range(0, flat.size, step):
        block = slice(start, start + step)
        counts[block] = _walk(e, flat[block, None], proposals, thresholds)
    return Walk(counts.reshape(*t.shape, s + 1, e.size), n)


def _walk(
    e: Float64Array, t: Float64Array, proposals: NDArray[np.int64], thresholds: Float64Array
) -> IntArray:
    """Give the counts at each of some temperatures [t, 1]."""
    sweeps, n = proposals.shape
    counts = np.empty((len(t), sweeps + 1, e.size), dtype=np.intp)
    level = np.full((len(t), n), e.argmax())
    energy = np.full((len(t), n), e.max())
    first = e.size * np.arange(len(t))[:, None]
    for sweep in range(sweeps + 1):
        found = np.bincount((level + first).ravel(), minlength=first.size * e.size)
        counts[:, sweep] = found.reshape(len(t), e.size)
        if sweep < sweeps:
            new = e[proposals[sweep]]
            with np.errstate(all="ignore"):
                # True with probability exp(−(new − energy)/T), also at both limits of T.
                accepted = new - energy <= t * thresholds[sweep]
            np.copyto(level, proposals[sweep], where=accepted)
            np.copyto(energy, new, where=accepted)
    return counts
