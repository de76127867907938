"""The facts of the three roads to softmax, worked out from the core alone."""

from collections.abc import Callable, Sequence
from functools import cache

import numpy as np

import logitviz as lv
from logitviz.charts.formats import amount, logit, percent, probability
from logitviz.datasets.sources import TEN_CLASSES as EXAMPLE
from logitviz.lessons.why import state
from logitviz.lessons.why.controls import SWEEPS
from logitviz.live.shared import TEMPERATURE
from tests.lessons.profile import Profile, Trace, Truth
from tests.lessons.state import PLACES, State
from tests.lessons.working import Floats, points

SEEN = range(5)  # the counted classes
ALONG = np.linspace(-3, 6, 91)
FEW, MANY, OTHERS = 100, 1000, 2000


def counts_of(state: State) -> Floats:
    return np.array([np.floor(float(getattr(state, f"n{i}")) + 0.5) for i in SEEN])


def loss(counts: Floats, logits: Sequence[float] | Floats) -> float:
    """Minus the logarithm of the likelihood of all counts, per observation."""
    seen = counts > 0
    if not seen.any():
        return 0.0
    log_p = lv.log_softmax(logits)
    return float(-(counts[seen] * log_p[seen]).sum() / counts.sum())


def best(counts: Floats) -> Floats:
    with np.errstate(divide="ignore"):
        return np.asarray(np.log(counts))


def losses(counts: Floats, index: int) -> list[float]:
    """The loss along one logit, the others at their best."""
    result = []
    for z in ALONG:
        logits = best(counts)
        logits[index] = z
        result.append(loss(counts, logits))
    return result


def _counting(state: State) -> tuple[dict[str, dict[int, Trace]], dict[str, str], list[list[str]]]:
    counts, j = counts_of(state), int(state.j)
    total, logits = counts.sum(), best(counts)
    least = loss(counts, logits if total else [0.0] * 5)
    shares = [float(n / total) if total else np.nan for n in counts]
    curves = [losses(counts, i) for i in SEEN]
    likely = [[np.exp(-total * (value - least)) for value in curve] for curve in curves]
    at = [float(min(max(z, -3), 6)) for z in logits]
    names = [str(i) for i in SEEN]
    charts = {
        "likelihood": {i: Trace(line=points(ALONG, likely[i])) for i in SEEN}
        | {5: Trace(marks=[(x, 1) for x in at], labels=names), 6: Trace(marks=[(at[j], 1)])},
        "losses": {i: Trace(line=points(ALONG, curves[i])) for i in SEEN}
        | {
            5: Trace(line=[(-3, least), (6, least)]),
            6: Trace(marks=[(x, least) for x in at], labels=names),
            7: Trace(marks=[(at[j], least)]),
        },
    }
    words = {
        "best_logit": f"log {counts[j]:.0f} = {logit(logits[j])}",
        "best_share": f"{percent(shares[j])} = {counts[j]:.0f} of {total:.0f}",
    }
    table = [
        [f"{n:.0f}", percent(share), logit(z), percent(share)]
        for n, share, z in zip(counts, shares, logits, strict=True)
    ]
    return charts, words, table


@cache
def _walk(z: tuple[float, ...], temperature: float, particles: int, seed: int) -> Floats:
    walk = lv.metropolis(
        -np.array(z), temperature=temperature, particles=particles, sweeps=SWEEPS, seed=seed
    )
    return walk.shares


def _misses(state: State, particles: int) -> Floats:
    p = lv.softmax(state.z, temperature=float(state.T))
    shares = _walk(state.z, float(state.T), particles, _seed(state))
    return np.asarray(np.abs(shares - p).max(axis=-1))


def _seed(state: State) -> int:
    return int(float(state.seed) + 0.5)


def _chance(state: State, particles: int) -> float:
    p = lv.softmax(state.z, temperature=float(state.T))
    return float(2 * np.sqrt(p * (1 - p) / particles).max())


def _on_axis(difference: Floats | Sequence[float]) -> Floats:
    return np.asarray(np.log10(np.clip(difference, 0.001, 1)))


def _particles(state: State) -> tuple[dict[str, dict[int, Trace]], dict[str, str], Floats]:
    after = int(float(state.sweeps) + 0.5)
    p = lv.softmax(state.z, temperature=float(state.T))
    shares = _walk(state.z, float(state.T), MANY, _seed(state))[after]
    chances = _on_axis([_chance(state, n) for n in (FEW, MANY)])
    sweeps = range(SWEEPS + 1)
    charts = {
        "particles": {0: Trace(bars=shares.tolist()), 1: Trace(marks=points(PLACES, p))},
        "settling": {
            0: Trace(line=points(sweeps, _on_axis(_misses(state, FEW)))),
            1: Trace(line=points(sweeps, _on_axis(_misses(state, MANY)))),
            2: Trace(line=[(0, chances[0]), (SWEEPS, chances[0])]),
            3: Trace(line=[(0, chances[1]), (SWEEPS, chances[1])]),
            4: Trace(line=[(after, -3), (after, 0)]),
        },
    }
    words = {
        "miss": probability(_misses(state, MANY)[after]),
        "scatter": f"± {probability(_chance(state, MANY))}",
    }
    return charts, words, shares


@cache
def _others(z: tuple[float, ...], mean: float, seed: int) -> tuple[Floats, Floats]:
    q = lv.same_mean(z, mean, samples=OTHERS, seed=seed)
    return q, lv.entropy(q)


def _mean(state: State, share: float) -> float:
    low, high = min(state.z), max(state.z)
    return high if share == 1 else min(low + share * (high - low), high)


def _shape(entropies: Floats, share: float) -> list[tuple[float, float]]:
    """Forty steps from the least entropy to the greatest, wide where many lie."""
    low, high = entropies.min(), entropies.max()
    counts, edges = np.histogram(entropies, bins=40, range=(low, high))
    half = 0.08 * counts / counts.max() * (high > low)
    heights = (edges[1:] + edges[:-1]) / 2 if high > low else np.full(40, low)
    right = points(share + half, heights)
    left = points(share - half, heights)
    return [*right, *left[::-1]]


def _entropies(state: State, shares: Floats) -> tuple[dict[str, dict[int, Trace]], dict[str, str]]:
    z, share = np.array(state.z), float(state.mean)
    mean = _mean(state, share)
    found = lv.max_entropy(z, mean)
    q, entropies = _others(state.z, mean, _seed(state))
    top = q[entropies.argmax()]
    h, other = float(lv.entropy(found.probabilities)), float(entropies.max())
    along = [(1 - np.cos(np.pi * i / 100)) / 2 for i in range(101)]
    roof = [float(lv.entropy(lv.max_entropy(z, _mean(state, s)).probabilities)) for s in along]
    span = max(state.z) - min(state.z)
    here = float(shares @ z - min(state.z)) / span if span else 0.5
    charts = {
        "roof": {
            0: Trace(line=points(along, roof)),
            1: Trace(line=_shape(entropies, share)),
            2: Trace(marks=[(share, h)]),
            3: Trace(marks=[(here, float(lv.entropy(shares)))]),
        },
        "rival": {
            0: Trace(bars=top.tolist()),
            1: Trace(marks=points(PLACES, found.probabilities)),
        },
    }
    gap = amount(h - other)
    words = {
        "found": logit(found.temperature),
        "entropies": f"{amount(h)} · {amount(other)}",
        "lacking": f"The best of {OTHERS} others lacks {gap} nats of softmax's {amount(h)}; its "
        f"divergence from softmax is {amount(lv.kl_divergence(top, found.probabilities))}.",
    }
    return charts, words


def truth(state: State) -> Truth:
    """All three roads."""
    counting, counted, table = _counting(state)
    particles, walked, shares = _particles(state)
    entropies, found = _entropies(state, shares)
    return Truth(counting | particles | entropies, counted | walked | found, {"counted": table})


def said(state: State) -> list[str]:
    """The counts and their share, for those who do not see the curves."""
    counts, j = counts_of(state), int(state.j)
    if not counts.sum():
        return ["No class was seen"]
    return [f"class {j}", percent(counts[j] / counts.sum())]


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
    act=[
        "j", "n0", "T", "sweeps", "mean", "take_mean", "seed", "likelihood", "particles", "roof",
        "best_logit", "best_share", "miss", "scatter", "found", "entropies",
    ],
    stops=["j", "n0", "T", "sweeps", "mean", "seed", "Softmax's mean at T"],
    truth=truth,
    said=said,
    claims=CLAIMS,
    files=["particles.csv", "means.csv"],
    deep={"T": "2", "z3": "4", "n0": "7", "j": "1", "sweeps": "12", "mean": "0.3"},
    drags={"j=2&T=2&seed=5&sweeps=8": ("n2", "T", "sweeps", "mean")},
    tried=("n0", "T", "sweeps", "mean"),
)  # fmt: skip
