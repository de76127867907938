"""The charts of the three roads to softmax, each in a state and under its sliders."""

from functools import cache
from typing import Any

import numpy as np

from logitviz.charts.old_chart import Chart, Numbers
from logitviz.core import Walk, entropy, kl_divergence, max_entropy, metropolis, same_mean
from logitviz.lessons.why.count_charts import Counting, likelihood_curves, loss_curves
from logitviz.lessons.why.entropy_charts import Rivals, Roof, entropy_roof, outline, rival_bars
from logitviz.lessons.why.particle_charts import (
    Bath,
    Settling,
    particle_bars,
    scatter,
    settling_curves,
)
from tests.charts.scenery import TEMPERATURES, Floats, Make, analyse, at_each

FEW, MANY, SWEEPS, OTHERS = 20, 60, 6, 40
MOVED = 1  # the class whose count is moved
COUNTS = np.arange(0.0, 51.0, 10)
MEANS = np.array([0, 0.02, 0.3, 0.5, 0.86, 1])


def _counting(z: Floats, t: float) -> dict[str, Any]:
    # Hostile counts from hostile logits: none at all, one class alone, the largest.
    start = np.clip(np.round(2 * z[:5]), 0, 50)
    rows = np.repeat(start[None], COUNTS.size, axis=0)
    rows[:, MOVED] = COUNTS
    return {
        "now": Counting(start),
        "singles": {"n1": [Counting(row) for row in rows]},
        "batches": {"n1": Counting(rows)},
    }


@cache
def _walk(z: tuple[float, ...], particles: int) -> Walk:
    return metropolis(
        -np.array(z), temperature=TEMPERATURES, particles=particles, sweeps=SWEEPS, seed=1
    )


def _single(z: Floats, t: float, particles: int) -> Floats:
    walk = metropolis(-z, temperature=t, particles=particles, sweeps=SWEEPS, seed=1)
    return walk.shares


def _bath(z: Floats, t: float) -> dict[str, Any]:
    def single(each: float, after: int) -> Bath:
        shares = _single(z, each, MANY)[after]
        return Bath(shares, MANY, np.array(after), analyse(z, each))

    after = np.arange(SWEEPS + 1.0)
    hot = Bath(_walk(tuple(z), MANY).shares[:, 2], MANY, np.array(2), at_each(z, TEMPERATURES))
    return {
        "now": single(t, 2),
        "singles": {
            "T": [single(float(each), 2) for each in TEMPERATURES],
            "sweeps": [single(t, int(each)) for each in after],
        },
        "batches": {
            "T": hot,
            "sweeps": Bath(_single(z, t, MANY), MANY, after, analyse(z, t)),
        },
    }


def _settling(z: Floats, t: float) -> dict[str, Any]:
    def single(each: float, after: float) -> Settling:
        record = analyse(z, each)
        few, many = (
            np.abs(_single(z, each, n) - record.probabilities).max(axis=-1) for n in (FEW, MANY)
        )
        return Settling(few, many, (scatter(record, FEW), scatter(record, MANY)), np.array(after))

    hot = at_each(z, TEMPERATURES)
    few, many = (
        np.abs(_walk(tuple(z), n).shares - hot.probabilities[:, None]).max(axis=-1)
        for n in (FEW, MANY)
    )
    now, after = single(t, 2), np.arange(SWEEPS + 1.0)
    return {
        "now": now,
        "singles": {
            "T": [single(float(each), 2) for each in TEMPERATURES],
            "sweeps": [single(t, float(each)) for each in after],
        },
        "batches": {
            "T": Settling(few, many, (scatter(hot, FEW), scatter(hot, MANY)), np.array(2)),
            "sweeps": Settling(now.few, now.many, now.scatters, after),
        },
    }


def _rivals_at(z: Floats, share: Floats) -> Rivals:
    low, high = z.min(), z.max()
    mean = np.clip(low + share * (high - low), low, high)
    found = max_entropy(z, mean)
    others = same_mean(z, mean, samples=OTHERS, seed=1)
    heights = entropy(others)
    top = heights.argmax(axis=-1)[..., None, None]
    best = np.take_along_axis(others, top, axis=-2)[..., 0, :]
    return Rivals(
        share, mean, found, entropy(found.probabilities), outline(heights, share), best,
        heights.max(axis=-1), kl_divergence(best, found.probabilities),
    )  # fmt: skip


def _rivals(z: Floats, t: float) -> dict[str, Any]:
    return {
        "now": _rivals_at(z, np.array(0.86)),
        "singles": {"mean": [_rivals_at(z, np.array(share)) for share in MEANS]},
        "batches": {"mean": _rivals_at(z, MEANS)},
    }


def _roof(z: Floats, t: float) -> dict[str, Any]:
    shares = np.linspace(0, 1, 9)
    span = np.ptp(z) or 1.0
    over = _rivals_at(z, shares)
    roof = shares, over.entropy

    def place(crowd: Floats) -> tuple[Numbers, Numbers]:
        return np.asarray((crowd @ z - z.min()) / span), entropy(crowd)

    rivals, bath = _rivals(z, t), _bath(z, t)
    now, here = rivals["now"], place(bath["now"].shares)
    singles: dict[str, Any] = {
        "mean": [Roof(roof, each, here) for each in rivals["singles"]["mean"]],
        "sweeps": [Roof(roof, now, place(b.shares)) for b in bath["singles"]["sweeps"]],
    }
    batches = {
        "mean": Roof(roof, rivals["batches"]["mean"], here),
        "sweeps": Roof(roof, now, place(bath["batches"]["sweeps"].shares)),
    }
    return {"now": Roof(roof, now, here), "singles": singles, "batches": batches}


CHARTS: dict[str, tuple[Chart[Any], Make]] = {
    "likelihood": (likelihood_curves(MOVED, height=280), _counting),
    "losses": (loss_curves(MOVED, height=300), _counting),
    "particles": (particle_bars(MANY, height=280), _bath),
    "settling": (settling_curves(FEW, MANY, SWEEPS, height=330), _settling),
    "roof": (entropy_roof(OTHERS, height=280), _roof),
    "rival": (rival_bars(OTHERS, height=330), _rivals),
}
