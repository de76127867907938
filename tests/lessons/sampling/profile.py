"""The facts of the page on sampling."""

import math
from collections.abc import Callable
from itertools import permutations
from typing import Any

import numpy as np

import logitviz as lv
from logitviz.charts.words import words_of
from logitviz.lessons.sampling.controls import MOST_DRAWS, ORDERS
from logitviz.lessons.sampling.sentences import SENTENCES, sentence_of
from logitviz.lessons.sampling.state import MARKS
from tests.core.libraries import LIBRARIES
from tests.lessons.profile import Profile

WEATHER = list(SENTENCES["weather"] or ())
STEPS = ("temperature", "top_k", "top_p", "min_p")


def last(z: Any = WEATHER, **steps: Any) -> Any:
    """What is drawn from."""
    return lv.truncate(z, **steps).probabilities[..., -1, :]


def kept_of_a_tie(library: str) -> int:
    """Count what is left of ten equal logits when top-k is 3."""
    return sum(p > 0 for p in LIBRARIES[library]([1.0] * 10, 1, 3, 1.0, 0))


def follows(library: str) -> bool:
    """The page's order for a library does what the library does, for many bounds."""
    random = np.random.default_rng(0)
    for _ in range(200):
        z = random.normal(0, 2, 10).tolist()
        t, p, m = random.uniform(0.3, 3), random.uniform(0.2, 0.99), random.uniform(0, 0.4)
        k = int(random.integers(1, 11))
        ours = last(z, temperature=t, top_k=k, top_p=p, min_p=m, order=ORDERS[library])
        if not np.allclose(ours, LIBRARIES[library](z, t, k, p, m), rtol=1e-9, atol=1e-15):
            return False
    return True


def names(library: str, row: str) -> bool:
    """A row of the table names the steps in the order of the page, after the bias."""
    order = ORDERS[library]
    words = {"temperature": "T", "top_k": "top-k", "top_p": "top-p", "min_p": "min-p"}
    return row == ", ".join(["bias", *(words[step] for step in order)]) and follows(library)


def smallest_that_reaches() -> bool:
    q, left = lv.softmax(WEATHER), lv.truncate(WEATHER, top_p=0.9).kept[-1]
    return bool(q[left].sum() >= 0.9 > q[left].sum() - q[left].min() and q[left].sum() < 1)


def a_hundred_times_as_many_scatter_a_tenth() -> bool:
    def scatter(size: int) -> float:
        shares = [lv.gumbel_max(WEATHER, size=size, seed=s).counts[0] / size for s in range(400)]
        return float(np.std(shares))

    p = lv.softmax(WEATHER)[0]
    error = [math.sqrt(p * (1 - p) / n) for n in (10, 1000)]
    return bool(
        np.isclose(error[0] / error[1], 10, rtol=1e-12)
        and all(abs(scatter(n) / e - 1) < 0.15 for n, e in zip((10, 1000), error, strict=True))
    )


def two_in_three() -> bool:
    p = lv.softmax(WEATHER)[:6]
    shares = [lv.gumbel_max(WEATHER, size=1000, seed=s).counts[:6] / 1000 for s in range(300)]
    near = np.abs(np.array(shares) - p) <= np.sqrt(p * (1 - p) / 1000)
    return bool(0.62 < near.mean() < 0.74)


def noise_wins_with_softmax() -> bool:
    u = np.random.default_rng(0).random((200_000, 10))
    winners = (np.array(WEATHER) / 0.8 - np.log(-np.log(u))).argmax(axis=1)
    shares = np.bincount(winners, minlength=10) / len(u)
    return bool(np.abs(shares - lv.softmax(WEATHER, temperature=0.8)).max() < 0.004)


def ties_are_cut_from_the_end() -> bool:
    """At T = ∞ larger logits are kept first, and of equal ones the lower class."""
    z = np.random.default_rng(0).integers(0, 5, (100, 10)).astype(float)
    ranks = np.argsort(np.argsort(-z, axis=-1, kind="stable"), axis=-1)
    even = lv.softmax(WEATHER, temperature=math.inf)
    return bool((even == even[0]).all()) and all(
        ((kept := lv.truncate(z, temperature=math.inf, order=order, **cut).kept[:, -1]).sum() > 0)
        and (kept == (ranks < kept.sum(axis=-1)[:, None])).all()
        for order in permutations(STEPS)
        for cut in ({"top_k": 3}, {"top_p": 0.45}, {"top_k": 7, "top_p": 0.9})
    )


CLAIMS: dict[str, Callable[[], bool]] = {
    "steps: the rest is scaled up to a sum of 1": lambda: (
        all(abs(float(last(top_k=k, min_p=0.2).sum()) - 1) < 1e-14 for k in range(1, 11))
        and smallest_that_reaches()
    ),
    "steps: T = 0 keeps the largest alone": lambda: last(temperature=0).tolist() == [1, *[0] * 9],
    "ends: T = 0: always the most probable word": lambda: all(
        last(temperature=0, top_p=0.5, order=order).tolist() == [1, *[0] * 9]
        for order in permutations(STEPS)
    ),
    "orders: `generation/utils.py` of version 5.24.0": lambda: names(
        "Transformers", "bias, T, top-k, top-p, min-p"
    ),
    "orders: `v1/sample/sampler` of version 0.22.1": lambda: names(
        "vLLM", "bias, T, min-p, top-k, top-p"
    ),
    "orders: default of `--samplers` in the server's README, commit 00dc805": lambda: names(
        "llama.cpp", "bias, top-k, top-p, min-p, T"
    ),
    # What it documents: temperature, top_p and logit_bias, whose order follows from nothing said.
    "orders: openai-python 3.57.0": lambda: (
        not np.allclose(
            last(temperature=2, top_p=0.8),
            last(temperature=2, top_p=0.8, order=ORDERS["llama.cpp"]),
        )
    ),
    "counting: a hundred times as many draws scatter a tenth as much": (
        a_hundred_times_as_many_scatter_a_tenth
    ),
    "counting: $\\sqrt{p(1-p)/N}$": a_hundred_times_as_many_scatter_a_tenth,
    "counting: About two in three shares lie within one standard error": two_in_three,
    "noisy_x: z/T, the largest at 0": lambda: all(
        lv.truncate(WEATHER, temperature=t, top_p=0.9).shifted[..., -1, :].max() == 0
        for t in (0, 0.5, 2, math.inf)
    ),
    "gumbel: with $u_i$ uniform between 0 and 1": noise_wins_with_softmax,
    "left_count: {left_count:whole} of 10": lambda: (
        {len(sentence_of(words_of("sampling"), name).words) for name in SENTENCES} == {10}
    ),
    "orders: Top-k cuts the same words either way": lambda: all(
        (
            lv.truncate(WEATHER, temperature=t, top_k=k).kept[-1]
            == lv.truncate(WEATHER, temperature=t, top_k=k, order=ORDERS["llama.cpp"]).kept[-1]
        ).all()
        for t in (0.3, 3)
        for k in range(1, 11)
    ),
    "orders: A high T before top-p or min-p flattens the probabilities, so that more words are "
    "left": (
        lambda: all(
            (last(temperature=3, **cut) > 0).sum()
            > (last(temperature=3, order=ORDERS["llama.cpp"], **cut) > 0).sum()
            for cut in ({"top_p": 0.8}, {"min_p": 0.3})
        )
    ),
    "orders: so that top-p after it may reach p with fewer words": lambda: bool(
        (last(top_k=3, top_p=0.7) > 0).sum()
        < (last(top_k=3, top_p=0.7, order=("temperature", "top_p", "top_k", "min_p")) > 0).sum()
    ),
    "orders: tie with the k-th, Transformers keeps them all, and vLLM does without its Triton "
    "kernel": (lambda: all(kept_of_a_tie(name) == 10 for name in ("Transformers", "vLLM"))),
    "orders: At T = ∞ all words tie: then top-k and top-p keep those with the larger logits, and "
    "of equal ones the first in the list": ties_are_cut_from_the_end,
    "cut_share: At T = 0 all words below the largest have 0 before any cut": lambda: all(
        (np.equal(z, np.max(z)) == (lv.softmax(z, temperature=0) > 0)).all()
        for z in (WEATHER, [2.0, 1.0, 2.0], [0.0] * 10)
    ),
    "counting: through all 1000 draws": lambda: MARKS[-1] == MOST_DRAWS == 1000,
    "orders: llama.cpp and this page keep k": (
        lambda: (kept_of_a_tie("llama.cpp"), (last(np.ones(10), top_k=3) > 0).sum()) == (3, 3)
    ),
}

PROFILE = Profile(
    chart="candidates",
    above=frozenset({"candidates"}),
    sliders=["T", "topk", "topp", "minp", "draw", "bias"],
    act=(
        "sent T topk topp minp draw seed answer candidates left_count cut_share others_share "
        "effective"
    ),
    stops=["sent", "T", "topk", "topp", "minp", "draw", "seed", "order", "k", "bias", "draws"],
    claims=CLAIMS,
    files=["words.csv", "draws.csv"],
    deep={"T": "2", "topk": "4", "draw": "7", "order": "llama.cpp", "bias": "1.5", "seed": "3"},
    drags={"T=0.7&topp=0.8&minp=0.05&topk=7&draw=5": ("topp", "T", "minp", "topk", "bias", "draw")},
    links=[
        "T=0&sent=story",
        "T=inf&topk=3&sent=France",
        "sent=coffee&order=llama.cpp&T=2&topp=0.8&minp=0.1&draws=10",
        "sent=ten logits&z0=-10&z9=10&T=0.05&draws=1",
        "bias=-10&order=vLLM&topp=0&draw=50",
    ],
    tried=("T", "topk", "topp", "minp", "draw", "bias"),
)
