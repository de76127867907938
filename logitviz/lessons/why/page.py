"""Three roads to softmax: what each needs in every position of its sliders, and its readouts."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from logitviz.charts.export import csv
from logitviz.charts.old_chart import Numbers
from logitviz.core import (
    Walk,
    analyse,
    entropy,
    kl_divergence,
    max_entropy,
    metropolis,
    same_mean,
    softmax,
)
from logitviz.lessons.why.count_charts import COUNTED, Counting
from logitviz.lessons.why.entropy_charts import Rivals, Roof, outline
from logitviz.lessons.why.particle_charts import Bath, Settling, scatter
from logitviz.live.old_controls import LOGIT_KEYS, over_temperature
from logitviz.live.old_link import Link, Parts
from logitviz.live.old_table import COUNT_VALUES, MEAN_VALUES, SWEEPS, TEMPERATURE_VALUES

FEW, MANY = 100, 1000  # particles
OTHERS = 2000
ROOF = (1 - np.cos(np.pi * np.arange(101) / 100)) / 2  # closer where the roof is steep
SCOPES = {
    "j": ("likelihood", "losses", "best_logit", "best_share", "counted"),
    "seed": (
        "particles", "settling", "miss", "scatter", "roof", "rival", "found", "entropies",
        "lacking",
    ),
}  # fmt: skip
SHAPE = (
    f"The blue shape: {OTHERS} other distributions with this mean score, by their entropy. "
    "Where it is wider, there are more of them."
)
SEED = f"Of the particles of the second road and of the {OTHERS} others of the third."
Readouts = Mapping[str, tuple[str, str, Parts]]


# Road 1: counts.


def counted(counts: NDArray[np.float64], index: int) -> tuple[Counting, dict[str, Counting]]:
    """Give the counts as they are, and for every position of the slider of class `index`."""
    rows = np.repeat(counts[None], COUNT_VALUES.size, axis=0)
    rows[:, index] = COUNT_VALUES
    return Counting(counts), {f"n{index}": Counting(rows)}


def likelihood_words(index: int) -> Readouts:
    """Give the readouts of the counts: where the loss of class `index` is lowest."""
    return {
        "best_logit": (
            f"Best logit of class {index}",
            "log {} = {}",
            lambda s: [(s.counts[..., index], "whole"), (s.logits[..., index], "logit")],
        ),
        "best_share": (
            "Softmax of the best logits",
            "{} = {} of {}",
            lambda s: [
                (s.fitted[..., index], "percent"),
                (s.counts[..., index], "whole"),
                (s.total, "whole"),
            ],
        ),
    }


def count_table(link: Link, now: Counting, sweeps: Mapping[str, Counting]) -> None:
    """Show every class: how often it was seen, its best logit, its probability."""

    def cell(read: Callable[[Counting], Numbers], form: str, c: int) -> tuple[str, Parts]:
        return "{}", lambda s: [(read(s)[..., c], form)]

    rows = [
        (
            str(c),
            [
                cell(lambda s: s.counts, "whole", c),
                cell(lambda s: s.shares, "percent", c),
                cell(lambda s: s.logits, "logit", c),
                cell(lambda s: s.fitted, "percent", c),
            ],
        )
        for c in range(COUNTED)
    ]
    header = ["class", "seen", "share", "log n", "softmax"]
    link.table("counted", header, rows, now, sweeps)


# Road 2: particles.


@lru_cache(maxsize=8)
def _walk(logits: tuple[float, ...], particles: int, seed: int) -> Walk:
    return metropolis(
        -np.array(logits), temperature=TEMPERATURE_VALUES, particles=particles, sweeps=SWEEPS,
        seed=seed,
    )  # fmt: skip


def bath(
    z: NDArray[np.float64], temperature: float, after: int, seed: int
) -> tuple[Bath, dict[str, Bath]]:
    """Let particles walk on levels −z; give their shares now and under both sliders."""
    shares = _walk(tuple(z), MANY, seed).shares
    record, hot = analyse(z, temperature=temperature), over_temperature(z)
    t = int(np.searchsorted(TEMPERATURE_VALUES, temperature))
    now = Bath(shares[t, after], MANY, np.array(after), record)
    return now, {
        "T": Bath(shares[:, after], MANY, np.array(after), hot),
        "sweeps": Bath(shares[t], MANY, np.arange(SWEEPS + 1.0), record),
    }


def walk_csv(z: NDArray[np.float64], temperature: float, seed: int) -> str:
    """Write how many particles are on each level after every sweep as CSV."""
    t = int(np.searchsorted(TEMPERATURE_VALUES, temperature))
    counts = _walk(tuple(z), MANY, seed).counts[t]
    rows = np.column_stack([np.arange(SWEEPS + 1), counts])
    return csv(["sweeps", *(f"level{c}" for c in range(z.size))], rows)


def settling(
    z: NDArray[np.float64], now: Bath, baths: Mapping[str, Bath], seed: int
) -> tuple[Settling, dict[str, Settling]]:
    """Follow few and many particles through all sweeps."""
    hot = baths["T"].record
    walks = [_walk(tuple(z), n, seed).shares for n in (FEW, MANY)]
    few, many = (np.abs(w - hot.probabilities[:, None]).max(axis=-1) for w in walks)
    chances = scatter(hot, FEW), scatter(hot, MANY)
    t = int(np.searchsorted(TEMPERATURE_VALUES, float(now.record.temperature)))
    here = chances[0][t], chances[1][t]
    return Settling(few[t], many[t], here, now.sweeps), {
        "T": Settling(few, many, chances, now.sweeps),
        "sweeps": Settling(few[t], many[t], here, baths["sweeps"].sweeps),
    }


BATH: Readouts = {
    "miss": ("Largest difference", "{}", lambda s: [(s.miss, "probability")]),
    "scatter": ("Two standard errors", "± {}", lambda s: [(s.scatter, "probability")]),
}


# Road 3: the greatest entropy.


def _mean(z: NDArray[np.float64], share: Numbers) -> Numbers:
    low, high = z.min(), z.max()
    return np.asarray(np.where(share == 1, high, np.minimum(low + share * (high - low), high)))


def _share(z: NDArray[np.float64], mean: Numbers) -> Numbers:
    span = float(np.ptp(z))
    return np.asarray((mean - z.min()) / span if span else np.full_like(mean, 0.5))


def _rivals(z: NDArray[np.float64], share: Numbers, seed: int) -> Rivals:
    mean = _mean(z, share)
    found = max_entropy(z, mean)
    others = same_mean(z, mean, samples=OTHERS, seed=seed)
    entropies = entropy(others)
    top = entropies.argmax(axis=-1)
    best = np.take_along_axis(others, top[..., None, None], axis=-2)[..., 0, :]
    return Rivals(
        share, mean, found, entropy(found.probabilities), outline(entropies, share), best,
        np.asarray(entropies.max(axis=-1)), kl_divergence(best, found.probabilities),
    )  # fmt: skip


@lru_cache(maxsize=8)
def _every_mean(logits: tuple[float, ...], seed: int) -> Rivals:
    return _rivals(np.array(logits), MEAN_VALUES, seed)


@lru_cache(maxsize=32)
def _one_mean(logits: tuple[float, ...], share: float, seed: int) -> Rivals:
    return _rivals(np.array(logits), np.array(share), seed)


def rivals(z: NDArray[np.float64], share: float, seed: int) -> tuple[Rivals, dict[str, Rivals]]:
    """Give softmax and others with one mean score, and for every position of its slider."""
    return _one_mean(tuple(z), share, seed), {"mean": _every_mean(tuple(z), seed)}


def means_csv(z: NDArray[np.float64], seed: int) -> str:
    """Write softmax and the best of the others at every mean score as CSV."""
    found = _every_mean(tuple(z), seed)
    header = ["mean", "temperature", "entropy", "best_other", *(f"p{c}" for c in range(z.size))]
    t, p = found.found.temperature, found.found.probabilities
    columns = [found.mean, t, found.entropy, found.best_entropy, p]
    return csv(header, np.column_stack(columns))


def roof(
    z: NDArray[np.float64], now: Rivals, means: Mapping[str, Rivals],
    crowd: Bath, crowds: Mapping[str, Bath],
) -> tuple[Roof, dict[str, Roof]]:  # fmt: skip
    """Put softmax at every T, one mean, and the particles of the second road in one picture."""
    over = ROOF, entropy(max_entropy(z, _mean(z, ROOF)).probabilities)

    def place(bath: Bath) -> tuple[Numbers, Numbers]:
        return _share(z, bath.shares @ z), np.asarray(entropy(bath.shares))

    here = place(crowd)
    moving = {key: Roof(over, each, here) for key, each in means.items()}
    moving |= {key: Roof(over, now, place(each)) for key, each in crowds.items()}
    return Roof(over, now, here), moving


ROOFS: Readouts = {
    "found": ("T that has this mean", "{}", lambda s: [(s.found.temperature, "logit")]),
    "entropies": (
        "Entropy · best other",
        "{} · {}",
        lambda s: [(s.entropy, "amount"), (s.best_entropy, "amount")],
    ),
}


def lacking(link: Link, now: Rivals, sweeps: Mapping[str, Rivals]) -> None:
    """Say what the best of the others lacks, and that this is its divergence from softmax."""
    link.sentence(
        "lacking",
        f"The best of {OTHERS} others lacks {{}} nats of softmax's {{}}; its divergence from "
        "softmax is {}.",
        lambda s: [
            (s.entropy - s.best_entropy, "amount"),
            (s.entropy, "amount"),
            (s.divergence, "amount"),
        ],
        now,
        sweeps,
    )


def _take_mean() -> None:
    z = np.array([st.session_state[key] for key in LOGIT_KEYS])
    p = softmax(z, temperature=float(st.session_state["T"]))
    share = _share(z, np.asarray(p @ z))
    st.session_state["mean"] = float(np.clip(share, 0, 1))


def mean_button() -> None:
    """Offer the mean score that softmax has at T; the third road then finds T again."""
    st.button("Softmax's mean at T", on_click=_take_mean, key="take_mean")


# All roads.


def words(link: Link, road: str, readouts: Readouts, now: Any, sweeps: Mapping[str, Any]) -> None:
    """Show the two readouts of a road side by side."""
    with st.container(key=f"road_{road}"):
        for key, (label, template, parts) in readouts.items():
            link.metric(key, label, template, parts, now, sweeps)
