"""The facts of the three roads to softmax, worked out from the core alone."""

from collections.abc import Callable

import numpy as np

import logitviz as lv
from logitviz.datasets.sources import TEN_CLASSES as EXAMPLE
from logitviz.lessons.why import state
from logitviz.lessons.why.controls import SWEEPS
from logitviz.live.shared import TEMPERATURE
from tests.lessons.profile import Profile
from tests.lessons.state import State

FEW, MANY, OTHERS = 100, 1000, 2000


def _chance(state: State, particles: int) -> float:
    p = lv.softmax(state.z, temperature=float(state.T))
    return float(2 * np.sqrt(p * (1 - p) / particles).max())


Z = np.array(EXAMPLE)


def nobody_climbs() -> bool:
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


CLAIMS: dict[str, Callable[[], bool]] = {
    "2000": lambda: OTHERS == state.OTHERS,
    "At T = 0 nobody climbs": nobody_climbs,
    r"a standard error of $\sqrt{p(1-p)/N}$": scatter_is_the_root,
    r"$H(p) - H(q) = \mathrm{KL}(q \,\|\, p) > 0$": divergence_is_what_lacks,
    "at the two ends T = 0": ends_are_argmax_and_argmin,
    "a hundredfold crowd is only ten times as exact": lambda: bool(
        np.isclose(_chance(State(), 100) / _chance(State(), 10_000), 10, rtol=1e-12, atol=0)
    ),
    "at T = ∞ one sweep is enough": lambda: bool(
        np.abs(
            lv.metropolis(-Z, temperature=np.inf, particles=10**5, sweeps=1, seed=1).shares[1] - 0.1
        ).max()
        < 0.005
    ),
    "Below the average of the scores T is negative": lambda: bool(
        lv.max_entropy(Z, Z.mean() - 0.1).temperature < 0 < lv.max_entropy(Z, 3.0).temperature
    ),
    "at the average T = ∞": lambda: bool(np.isinf(lv.max_entropy(Z, Z.mean()).temperature)),
    "at low T more slowly": lambda: missed(TEMPERATURE.positions[1]) > 3 * missed(1.0),
}

PROFILE = Profile(
    chart="likelihood",
    above=frozenset({"likelihood"}),
    sliders=["n0", "T", "sweeps", "mean"],
    act=(
        "j n0 T sweeps mean take_mean seed likelihood particles entropy_curve best_logit "
        "best_share largest_difference expected_difference mean_temperature entropies"
    ),
    stops=["j", "n0", "T", "sweeps", "mean", "seed", "Softmax's mean at T"],
    claims=CLAIMS,
    files=["particles.csv", "means.csv"],
    deep={"T": "2", "z3": "4", "n0": "7", "j": "1", "sweeps": "12", "mean": "0.3"},
    drags={"j=2&T=2&seed=5&sweeps=8": ("n2", "T", "sweeps", "mean")},
    links=[
        "T=0&n0=0",
        "T=inf&mean=1&sweeps=0",
        "j=4&n0=0&n1=0&n2=0&n3=0&n4=0",
        "mean=0&z0=1&z1=1&z2=1&z3=1&z4=1&z5=1&z6=1&z7=1&z8=1&z9=1",
        "n0=7.5&sweeps=59.6&T=2&seed=5",
    ],
    tried=("n0", "T", "sweeps", "mean"),
)
