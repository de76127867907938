"""What the page draws, compared with the core."""

from functools import cache
from typing import Any

import numpy as np

import logitviz as lv
from tests.lessons.shown import assert_draws, read
from tests.lessons.state import State

ALONG = np.linspace(-3, 6, 91)
CURVE = (1 - np.cos(np.pi * np.arange(101) / 100)) / 2
SWEEPS, FEW, MANY, OTHERS = 60, 100, 1000, 2000


def loss(counts: Any, logits: Any) -> float:
    """Minus the logarithm of the likelihood of all counts, per observation."""
    seen = counts > 0
    return float(-(counts[seen] * lv.log_softmax(logits)[seen]).sum() / counts.sum())


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
    places = {"best of every class: x": at, f"best of class {j}: x": [at[j]]}
    likely = np.exp(-total * (curves - least))
    return {
        "likelihood": {f"class {c}: y": likely[c] for c in range(5)}
        | places
        | {"best of every class: y": np.ones(5), f"best of class {j}: y": [1]},
        "count_losses": {f"class {c}: y": curves[c] for c in range(5)}
        | places
        | {
            "least loss: y": [least] * 2,
            "best of every class: y": [least] * 5,
            f"best of class {j}: y": [least],
        },
    }


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
    half = 0.08 * counts / counts.max() * (high > low)
    heights = (edges[1:] + edges[:-1]) / 2 if high > low else np.full(40, low)
    return {
        "others: x": [*(share + half), *(share - half)[::-1]],
        "others: y": [*heights, *heights[::-1]],
    }


def entropies(state: State, shares: Any) -> dict[str, dict[str, Any]]:
    z, share = np.array(state.z), state.mean
    low, high = z.min(), z.max()
    mean = np.minimum(low + np.array([share, *CURVE]) * (high - low), high)
    best = lv.max_entropy(z, mean).probabilities
    others = lv.same_mean(z, mean[0], samples=OTHERS, seed=int(state.seed))
    found = lv.entropy(others)
    here = (shares @ z - low) / (high - low) if high > low else 0.5
    return {
        "entropy_curve": {
            "softmax: x": CURVE,
            "softmax: y": lv.entropy(best[1:]),
            "chosen mean: x": [share],
            "chosen mean: y": [lv.entropy(best[0])],
            "particles: x": [here],
            "particles: y": [lv.entropy(shares)],
        }
        | outline(found, share),
        "best_other": {"bars: y": others[found.argmax()], "softmax: y": best[0]},
    }


def test_the_charts_draw_counts_particles_and_entropies() -> None:
    equal = "&".join(f"z{i}=1" for i in range(10))
    for link in ("", "T=0&n0=0&j=3", f"T=inf&{equal}", "T=2&z3=4&n0=7.5&j=1&sweeps=12&mean=0.3",
                 "&".join(f"n{i}=0" for i in range(5)) + "&seed=5&sweeps=7.5&mean=1"):  # fmt: skip
        state = read(link)
        counts = np.floor([getattr(state, f"n{i}") + 0.5 for i in range(5)])
        settled = particles(state)
        least = entropies(state, settled["particles"]["bars: y"])
        assert_draws("why", state, counting(counts, state.j) | settled | least)
