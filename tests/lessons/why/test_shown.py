"""What the page draws, compared with the core."""

from functools import cache
from typing import Any

import numpy as np

import logitviz as lv
from tests.lessons.shown import assert_draws, read
from tests.lessons.state import State

ALONG = np.linspace(-3, 6, 91)
CURVE = (1 - np.cos(np.pi * np.arange(101) / 100)) / 2
P = (1 - np.cos(np.pi * np.arange(201) / 200)) / 2
SWEEPS, FEW, MANY, OTHERS = 60, 100, 1000, 2000


def loss(counts: Any, logits: Any) -> float:
    """Minus the logarithm of the likelihood of all counts, per observation."""
    seen = counts > 0
    return float(-(counts[seen] * lv.log_softmax(logits)[seen]).sum() / counts.sum())


def chance(counts: Any, c: int) -> Any:
    """The logarithm of the likelihood, if class c has each probability and the others the rest."""
    n, rest = counts[c], counts.sum() - counts[c]
    with np.errstate(divide="ignore", invalid="ignore"):
        of_class = np.where(n > 0, n * np.log(P), 0)
        return of_class + np.where(rest > 0, rest * np.log(1 - P), 0)


def counting(counts: Any, j: int) -> dict[str, dict[str, Any]]:
    with np.errstate(divide="ignore"):
        best = np.log(counts)
    total = counts.sum()
    least = loss(counts, best) if total else 0.0
    curves = np.zeros((5, ALONG.size))
    for c in range(5 if total else 0):
        each = np.where(np.arange(5) == c, ALONG[:, None], best)
        curves[c] = [loss(counts, logits) for logits in each]
    at = np.clip(best, -3, 6)
    share = counts / total if total else np.full(5, 0.5)
    seen = 1.0 if total else np.nan
    likely = np.ones((5, P.size))
    for c in range(5 if total else 0):
        top = sum(n * np.log(n / total) for n in (counts[c], total - counts[c]) if n)
        likely[c] = np.exp(chance(counts, c) - top)
    return {
        "likelihood": {f"class {c}: y": likely[c] for c in range(5)}
        | {"best of every class: x": share, f"best of class {j}: x": [share[j]]}
        | {"best of every class: y": [seen] * 5, f"best of class {j}: y": [seen]},
        "count_losses": {f"class {c}: y": curves[c] for c in range(5)}
        | {"best of every class: x": at, f"best of class {j}: x": [at[j]]}
        | {
            "least loss: y": [least] * 2,
            "best of every class: y": [least] * 5,
            f"best of class {j}: y": [least],
        },
        "feature_logits": {
            f"class {c}: y": best[c] + (2 - c) * np.linspace(-2, 2, 9) for c in range(5)
        },
        "feature_probabilities": {
            f"class {c}: y": over_feature(best)[:, c] if total else [np.nan] * 41 for c in range(5)
        },
    }


def over_feature(best: Any) -> Any:
    weights = np.exp(best + np.linspace(-2, 2, 41)[:, None] * np.array([2, 1, 0, -1, -2]))
    return weights / weights.sum(axis=1, keepdims=True)


@cache
def walk(z: tuple[float, ...], temperature: float, particles: int, seed: int) -> Any:
    return lv.metropolis(
        -np.array(z), temperature=temperature, particles=particles, sweeps=SWEEPS, seed=seed
    ).shares


def particles(state: State) -> dict[str, dict[str, Any]]:
    p, after = lv.softmax(state.z, temperature=float(state.T)), int(state.sweeps + 0.5)
    shares = {n: walk(state.z, float(state.T), n, int(state.seed)) for n in (FEW, MANY)}
    far = {n: np.abs(shares[n] - p).max(axis=-1) for n in shares}
    chance = {n: 2 * np.sqrt(p * (1 - p) / n).max() for n in shares}
    few, many, by_chance, by_chance_many = (
        np.log10(np.clip(x, 0.001, 1)) for x in (far[FEW], far[MANY], chance[FEW], chance[MANY])
    )
    return {
        "particles": {"bars: y": shares[MANY][after], "softmax: y": p},
        "settling": {
            "few: y": few,
            "many: y": many,
            "expected of few: y": [by_chance] * 2,
            "expected of many: y": [by_chance_many] * 2,
            "sweeps: x": [after] * 2,
        },
    }


def outline(entropies: Any, share: float) -> dict[str, Any]:
    """Forty steps from the least entropy to the greatest, wide where many lie."""
    low, high = entropies.min(), entropies.max()
    counts, edges = np.histogram(entropies, bins=40, range=(low, high))
    half = 0.04 * counts / counts.max() * (high > low)
    heights = (edges[1:] + edges[:-1]) / 2 if high > low else np.full(40, low)
    return {
        "others: x": [*(share + half), *(share - half)[::-1]],
        "others: y": [*heights, *heights[::-1]],
    }


def entropies(state: State) -> dict[str, dict[str, Any]]:
    z, share = np.array(state.z), state.mean
    low, high = z.min(), z.max()
    mean = np.minimum(low + np.array([share, *CURVE]) * (high - low), high)
    best = lv.max_entropy(z, mean).probabilities
    others = lv.same_mean(z, mean[0], samples=OTHERS, seed=int(state.seed))
    found = lv.entropy(others)
    p = lv.softmax(z, temperature=float(state.T))
    here, average = ((m - low) / (high - low) if high > low else 0.5 for m in (p @ z, z.mean()))
    return {
        "entropy_curve": {
            "softmax: x": CURVE,
            "softmax: y": lv.entropy(best[1:]),
            "chosen mean: x": [share],
            "chosen mean: y": [lv.entropy(best[0])],
            "softmax at T: x": [here],
            "softmax at T: y": [lv.entropy(p)],
            "name: x": [average],
        }
        | outline(found, share),
        "best_other": {"bars: y": others[found.argmax()], "softmax: y": best[0]},
    }


EQUAL = "&".join(f"z{i}=1" for i in range(10))
NONE = "&".join(f"n{i}=0" for i in range(5))


def test_likelihood_draws_counts_over_probabilities_features_and_logits() -> None:
    for link in ("", "n0=0&j=3", "n0=7.5&j=1", NONE, "n0=0&n1=0&n2=9&n3=0&n4=0&j=2"):
        state = read(link)
        counts = np.floor([getattr(state, f"n{i}") + 0.5 for i in range(5)])
        assert_draws("why", state, counting(counts, state.j))


def test_heat_draws_particles() -> None:
    for link in ("", f"T=inf&{EQUAL}", "T=0", "T=2&z3=4&sweeps=12", "seed=5&sweeps=7.5"):
        state = read(f"reason=Heat&{link}")
        assert_draws("why", state, particles(state))


def test_entropy_draws_softmax_and_others() -> None:
    for link in ("", f"T=inf&{EQUAL}", "T=0", "T=2&z3=4&mean=0.3", "seed=5&mean=1", "mean=0"):
        state = read(f"reason=Entropy&{link}")
        assert_draws("why", state, entropies(state))
