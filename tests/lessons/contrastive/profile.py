"""The contrastive page's facts."""

from collections.abc import Callable
from functools import cache
from inspect import signature
from typing import Any, NamedTuple

import numpy as np

import logitviz as lv
from logitviz.charts.formats import amount
from logitviz.datasets.batches import draw_batch, shifted_copies
from logitviz.datasets.digits import load_digits
from logitviz.lessons.contrastive.embedding import learn_embedding
from logitviz.live.state import Floats
from tests.lessons.profile import Profile
from tests.lessons.state import State

TEN = np.arange(10)


class DrawnBatch(NamedTuple):
    """The pixels of the anchors and of their copies, and what they show."""

    anchors: Floats
    copies: Floats
    labels: Any


@cache
def drawn(seed: float, mix: str, far: str) -> DrawnBatch:
    """Draw the batch of a link."""
    digits = load_digits()
    chosen = draw_batch(digits.labels, 10, seed=int(seed), one_of_each=mix == "one of each")
    anchors = digits.images[chosen]
    copies = shifted_copies(anchors, seed=int(seed), shift=float(far))
    a, b = (images.reshape(10, 64).astype(float) for images in (anchors, copies))
    return DrawnBatch(a, b, digits.labels[chosen])


@cache
def learned() -> Floats:
    return learn_embedding(load_digits().training_images, seed=0)


def cosines(state: State) -> Floats:
    """Every anchor against every copy, the chosen row's own copy pulled."""
    a, b, _ = drawn(state.seed, state.mix, state.far)
    if state.emb != "pixels":
        a, b = (x - x.mean(axis=1, keepdims=True) for x in (a, b))
    if state.emb == "learned":
        a, b = (x @ learned().T for x in (a, b))
    s = (a @ b.T) / np.sqrt((a * a).sum(axis=1)[:, None] * (b * b).sum(axis=1))
    row = int(state.row)
    s[row, row] = np.clip(s[row, row] + state.pull, -1, 1)
    return np.asarray(s)


def _found(s: Floats) -> Floats:
    return np.asarray(s.argmax(axis=1) == TEN)


def costs_nothing_or_infinitely_much() -> bool:
    several = [cosines(State(seed=seed, far="1")) for seed in range(5)]
    return all(
        lv.info_nce(s, temperature=0).tolist() == np.where(_found(s), 0, np.inf).tolist()
        for s in several
    ) and not all(_found(s).all() for s in several)


def fewer_and_fewer() -> bool:
    """As τ falls, for every anchor of several batches."""
    taus = np.array([np.inf, 1, 0.5, 0.2, 0.1, 0.07, 0.05, 0.02, 0.01, 0])
    several = [cosines(State(seed=seed, mix=mix)) for seed in range(5) for mix in
               ("one of each", "at random")]  # fmt: skip
    counts = np.array(
        [[lv.perplexity(lv.negative_weights(s, temperature=t)) for t in taus] for s in several]
    )
    return bool((np.diff(counts, axis=1) < 1e-12).all() and np.allclose(counts[:, -1], 1))


def share_found(emb: str) -> float:
    """How many of a whole pixel's copies are found, over many batches."""
    states = [State(seed=seed, emb=emb, far="1") for seed in range(40)]
    return float(np.mean([_found(cosines(state)) for state in states]))


CLAIMS: dict[str, Callable[[], bool]] = {
    "until one carries it all. At τ = 0": fewer_and_fewer,
    "an anchor nearest to its own copy costs nothing, any other infinitely much": (
        costs_nothing_or_infinitely_much
    ),
    "at τ = ∞ everyone costs log 10": lambda: bool(
        np.allclose(lv.info_nce(cosines(State()), temperature=np.inf), np.log(10), rtol=1e-15)
    ),
    "The mean of the ten losses. Guessing costs log 10 = 2.303.": lambda: (
        amount(lv.info_nce(np.zeros((10, 10))).mean()) == "2.303"
    ),
    "{copies_found:whole} of 10": lambda: cosines(State()).shape == (10, 10),
    "{anchor_effective_negatives:amount} of 9": lambda: bool(
        lv.perplexity(lv.negative_weights(np.zeros((10, 10)))).max().round(12) == 9
    ),
    "it is the cross-entropy of row $i$ with target $i$": lambda: bool(
        np.allclose(
            lv.info_nce(cosines(State())),
            lv.cross_entropy(cosines(State()), TEN, temperature=0.07),
            rtol=1e-13,
        )
    ),
    "τ is often 0.07": lambda: State().tau == "0.07",  # material 11, and the function's default
    "brought to length 1": lambda: bool(
        np.allclose(
            lv.cosine_similarities(*drawn(1, "one of each", "0.5")[:2]),
            cosines(State(emb="pixels")),
            rtol=1e-12,
        )
    ),
    "went a hundred steps down its gradient on 60 other digits": lambda: (
        signature(learn_embedding).parameters["steps"].default == 100
        and len(load_digits().training_images) == 60
        and not set(load_digits().training_rows) & set(load_digits().rows)
    ),
    "copies shifted by a whole pixel, which pixels mostly miss, are then mostly found": lambda: (
        max(share_found("pixels"), share_found("centred")) < 0.4 < 0.6 < share_found("learned")
    ),
    "ten times its similarities, and T = 10 τ, so that softmax is the same": lambda: bool(
        np.allclose(
            lv.softmax(10 * cosines(State()), temperature=0.7),
            lv.softmax(cosines(State()), temperature=0.07),
            rtol=1e-12,
        )
    ),
}

PROFILE = Profile(
    chart="pair_probabilities",
    above=frozenset({"pair_probabilities"}),
    sliders=["tau", "row", "pull"],
    act=(
        "tau row pull similarities pair_probabilities anchor_losses mean_loss copies_found "
        "anchor_loss hardest effective"
    ),
    stops=["tau", "row", "pull", "mix", "emb", "far", "seed", "Load into the playground"],
    claims=CLAIMS,
    files=["batch.csv", "taus.csv"],
    deep={"tau": "0.02", "row": "3", "pull": "-0.3", "mix": "at random"},
    drags={"tau=0.05&row=5&mix=at+random": ("tau", "row", "pull")},
    links=[
        "tau=0&row=9",
        "tau=inf&emb=pixels",
        "tau=0.02&pull=-1&far=1&mix=at random&emb=learned",
    ],
    tried=("tau", "row", "pull"),
)  # fmt: skip
