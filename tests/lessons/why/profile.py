"""The facts of the three reasons for softmax, worked out from the core alone."""

from collections.abc import Callable
from typing import Any

import numpy as np

import logitviz as lv
from logitviz.datasets.sources import TEN_CLASSES as EXAMPLE
from logitviz.lessons.why import counts, state
from logitviz.lessons.why.controls import SWEEPS
from logitviz.live.shared import TEMPERATURE
from tests.lessons.profile import Profile
from tests.lessons.state import State

FEW, MANY, OTHERS = 100, 1000, 2000


def _chance(state: State, particles: int) -> float:
    p = lv.softmax(state.z, temperature=float(state.T))
    return float(2 * np.sqrt(p * (1 - p) / particles).max())


Z = np.array(EXAMPLE)


def no_particle_climbs() -> bool:
    walk = lv.metropolis(-Z, temperature=0, particles=MANY, sweeps=SWEEPS, seed=1)
    return bool((np.diff(walk.counts @ -Z) <= 1e-9).all())


def scatter_is_the_root() -> bool:
    p = lv.softmax(Z)
    shares = lv.metropolis(-Z, particles=MANY, sweeps=400, seed=1).shares[40:]
    ratio = shares.std(axis=0) / np.sqrt(p * (1 - p) / MANY)
    return bool((np.abs(ratio - 1) < 0.35).all() and abs(ratio.mean() - 1) < 0.1)


def divergence_is_what_lacks() -> bool:
    p = lv.max_entropy(Z, 3.0).probabilities
    q = lv.same_mean(Z, 3.0, samples=OTHERS, seed=1)
    divergence = lv.kl_divergence(q, p)
    lacks = lv.entropy(p) - lv.entropy(q)
    return bool((divergence > 0).all() and np.allclose(lacks, divergence, rtol=0, atol=1e-12))


def ends_are_argmax_and_argmin() -> bool:
    """A single least or greatest score leaves one distribution."""
    for end, leader in ((Z.min(), Z.argmin()), (Z.max(), Z.argmax())):
        found = lv.max_entropy(Z, end)
        drawn = lv.same_mean(Z, end, samples=9, seed=1)
        if found.temperature != 0 or (drawn != found.probabilities).any():
            return False
        if found.probabilities[leader] != 1:
            return False
    return True


def missed(temperature: float) -> float:
    """The largest difference from softmax after twenty sweeps."""
    shares = lv.metropolis(-Z, temperature=temperature, particles=MANY, sweeps=20, seed=1).shares
    return float(np.abs(shares[-1] - lv.softmax(Z, temperature=temperature)).max())


COUNTS = np.array([20.0, 12, 8, 4, 1])


def likelihood_alone_gives_the_shares() -> bool:
    """No other distribution makes the counts as likely; no softmax is used to say so."""
    shares = COUNTS / COUNTS.sum()
    others = np.random.default_rng(1).dirichlet(np.ones(5), 20_000)
    near = shares + 0.001 * (others - shares)
    likely = COUNTS @ np.log(shares)
    return bool((np.log(np.vstack([others, near])) @ COUNTS < likely).all())


def log_odds_alone_give_softmax() -> bool:
    """The distribution is worked out from its log-odds and its sum."""
    z = np.array([1.3, -0.4, 0.2])
    odds = np.exp(z - z[0])  # of each class to the first
    return bool(np.allclose(odds / odds.sum(), lv.softmax(z), rtol=1e-14, atol=0))


def lines_pass_the_log_counts() -> bool:
    here = {f"n{i}": np.float64(n) for i, n in enumerate(COUNTS)}
    lines: Any = counts.CountsState(here)
    z = lines.feature_logits[counts.LINE_FEATURES.tolist().index(0)]
    return counts.SLOPES.tolist() == [2, 1, 0, -1, -2] and bool(
        np.allclose(lv.softmax(z + 7), COUNTS / COUNTS.sum(), rtol=1e-13, atol=0)
    )


def cross_entropy_is_entropy_and_divergence() -> bool:
    shares, z = COUNTS / COUNTS.sum(), np.random.default_rng(2).normal(size=(50, 5))
    loss = lv.cross_entropy(z, np.broadcast_to(shares, z.shape))
    parts = lv.entropy(shares) + lv.kl_divergence(np.broadcast_to(shares, z.shape), lv.softmax(z))
    return bool(np.allclose(loss, parts, rtol=1e-12, atol=0))


def only_downwards() -> bool:
    """A class never seen: the loss falls with its logit, and never arrives."""
    rows = np.tile([3.0, 2.0, 1.0], (30, 1))
    rows[:, 2] -= np.arange(30)
    loss = lv.cross_entropy(rows, np.broadcast_to([0.6, 0.4, 0.0], rows.shape))
    return bool((np.diff(loss) < 0).all())


CLAIMS: dict[str, Callable[[], bool]] = {
    "softmax: Counts alone give $p_i = n_i/N$": likelihood_alone_gives_the_shares,
    r"softmax: $p_i = e^{z_i} / \sum_j e^{z_j}$, which is softmax": log_odds_alone_give_softmax,
    "softmax: chosen as 2, 1, 0, −1 and −2, and at $x = 0$ they": lines_pass_the_log_counts,
    r"cross_entropy: $H(n/N) + \mathrm{KL}(n/N \,\|\, p)$": cross_entropy_is_entropy_and_divergence,
    "cross_entropy: the lower its logit, the lower the loss": only_downwards,
    "feature_logits_alt: pass through log n at x = 0": lines_pass_the_log_counts,
    "feature_probabilities_alt: at x = 0 stand the shares": lines_pass_the_log_counts,
    "control_mean: 0 least z, 1 greatest z": lambda: bool(
        state.mean_of_share(Z, 0) == Z.min() and state.mean_of_share(Z, 1) == Z.max()
    ),
    "missing_entropy, mean_help, others_seed: 2000": lambda: OTHERS == state.OTHERS,
    "boltzmann: At T = 0 no particle climbs": no_particle_climbs,
    r"boltzmann: a standard error of $\sqrt{p(1-p)/N}$": scatter_is_the_root,
    r"entropy: $H(p) - H(q) = \mathrm{KL}(q \,\|\, p) > 0$": divergence_is_what_lacks,
    "entropy: At the two ends T = 0": ends_are_argmax_and_argmin,
    "boltzmann: a hundred times as many particles make them only ten times as exact": lambda: bool(
        np.isclose(_chance(State(), 100) / _chance(State(), 10_000), 10, rtol=1e-12, atol=0)
    ),
    "boltzmann: at T = ∞ one sweep is enough": lambda: bool(
        np.abs(
            lv.metropolis(-Z, temperature=np.inf, particles=10**5, sweeps=1, seed=1).shares[1] - 0.1
        ).max()
        < 0.005
    ),
    "entropy: above the average T is positive, below it T is negative": lambda: bool(
        lv.max_entropy(Z, Z.mean() - 0.1).temperature < 0 < lv.max_entropy(Z, 3.0).temperature
    ),
    "entropy: If it is the average of the scores, T = ∞": lambda: bool(
        np.isinf(lv.max_entropy(Z, Z.mean()).temperature)
    ),
    "boltzmann: at low T they need more sweeps": lambda: (
        missed(TEMPERATURE.positions[1]) > 3 * missed(1.0)
    ),
}

PROFILE = Profile(
    chart="likelihood",
    above=frozenset({"likelihood"}),
    sliders=["n0"],
    act="reason j n0 likelihood best_logit best_share",
    stops=["reason", "j", "n0"],
    claims=CLAIMS,
    files=["particles.csv", "means.csv"],
    deep={
        "T": "2", "z3": "4", "reason": "Entropy", "n0": "7", "j": "1", "sweeps": "12",
        "mean": "0.3",
    },
    drags={
        "j=2": ("n2",),
        "reason=Heat&T=2&seed=5&sweeps=8": ("T", "sweeps"),
        "reason=Entropy&T=2&seed=5": ("T", "mean"),
    },
    links=[
        "n0=0&j=3",
        "j=4&n0=0&n1=0&n2=0&n3=0&n4=0",
        "reason=Heat",
        "reason=Heat&T=0&sweeps=0",
        "reason=Heat&n0=7.5&sweeps=59.6&T=2&seed=5",
        "reason=Entropy",
        "reason=Entropy&T=inf&mean=1",
        "reason=Entropy&mean=0&z0=1&z1=1&z2=1&z3=1&z4=1&z5=1&z6=1&z7=1&z8=1&z9=1",
    ],
    tried=("n0",),
)  # fmt: skip
