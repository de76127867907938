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
from tests.lessons.table import TABLE

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


def found(emb: str) -> float:
    """How many of ten copies that are moved by a whole pixel are found: the mean of 200 batches."""
    states = [State(seed=seed, emb=emb, far="1") for seed in range(200)]
    return round(float(np.mean([_found(cosines(state)).sum() for state in states])), 1)


def noise() -> int:
    """The largest change of ink where nothing is moved and no level is the last."""
    grey = np.full((50, 8, 8), 8)
    return int(np.abs(shifted_copies(grey, seed=0, shift=0).astype(int) - 8).max())


def moved() -> bool:
    """Without noise, a dot of 16 levels lands on eight places, and by half a pixel between."""
    dots = np.zeros((500, 5, 5))
    dots[:, 2, 2] = 16
    whole, half = (shifted_copies(dots, seed=1, shift=far, noise=0) for far in (1, 0.5))
    landed = {(int(y), int(x)) for _, y, x in np.argwhere(whole)}
    ring = {(y, x) for y in (1, 2, 3) for x in (1, 2, 3)} - {(2, 2)}
    offered = TABLE["far"].options == ("0.5", "1")
    return offered and landed == ring and set(half[half > 0].tolist()) == {4, 8}


def more_similar_more_share() -> bool:
    """Within every row, at several τ, in the order of the similarities."""
    s = cosines(State())
    others = ~np.eye(10, dtype=bool)
    rising = [
        np.diff(lv.negative_weights(s, temperature=tau)[i, others[i]][s[i, others[i]].argsort()])
        for tau in (0.02, 0.07, 0.5)
        for i in range(10)
    ]
    return bool((np.array(rising) > 0).all())


def guessing_finds_one() -> bool:
    """Similarities that say nothing, as ten copies in a random order."""
    order = np.random.default_rng(1).permuted(np.tile(TEN, (20_000, 1)), axis=1)
    return bool(abs((order == TEN).sum(axis=1).mean() - 1) < 0.03)


CLAIMS: dict[str, Callable[[], bool]] = {
    "copies: by up to 2 of 16 levels": lambda: noise() == 2,
    "copies: moved by half a pixel or one pixel along one or both axes": moved,
    "tau: At τ = 0 the most similar one carries it all": fewer_and_fewer,
    "tau: a digit whose own copy is the most similar has the loss 0, and any other an infinite "
    "loss": costs_nothing_or_infinitely_much,
    "row: The more similar a negative is, the larger its share": more_similar_more_share,
    "tau: At τ = ∞ all nine share equally, and every digit has the loss log 10": lambda: bool(
        np.allclose(lv.info_nce(cosines(State()), temperature=np.inf), np.log(10), rtol=1e-15)
    ),
    "mean_loss: The mean of the ten losses. Guessing costs log 10 = 2.303.": lambda: (
        amount(lv.info_nce(np.zeros((10, 10))).mean()) == "2.303"
    ),
    "anchor_losses_alt, loss_over_tau_alt: log 10 = 2.303": lambda: (
        amount(lv.info_nce(cosines(State()), temperature=np.inf).max()) == "2.303"
    ),
    "negatives_over_tau_alt: from 1 at τ = 0 to 9 at τ = infinity": lambda: all(
        np.allclose(lv.perplexity(lv.negative_weights(cosines(State()), temperature=tau)), count)
        for tau, count in ((0, 1), (np.inf, 9))
    ),
    "row_weights_alt: effectively {anchor_effective_negatives:amount} negatives of 9": lambda: (
        np.count_nonzero(lv.negative_weights(cosines(State()), temperature=np.inf)[8]) == 9
    ),
    "copies_found: {copies_found:whole} of 10": lambda: cosines(State()).shape == (10, 10),
    "effective: {anchor_effective_negatives:amount} of 9": lambda: bool(
        lv.perplexity(lv.negative_weights(np.zeros((10, 10)))).max().round(12) == 9
    ),
    "computed: It is the cross-entropy of row $i$ with target $i$": lambda: bool(
        np.allclose(
            lv.info_nce(cosines(State())),
            lv.cross_entropy(cosines(State()), TEN, temperature=0.07),
            rtol=1e-13,
        )
    ),
    # Material 11, and the default of the function.
    "computed: τ is often 0.07": lambda: State().tau == "0.07",
    "effective: Equal shares give 9; one that has everything gives 1": lambda: bool(
        np.allclose(lv.perplexity([np.full(9, 1 / 9), np.eye(9)[0]]), [9, 1], rtol=1e-12)
    ),
    "computed: scaled to length 1": lambda: bool(
        np.allclose(
            lv.cosine_similarities(*drawn(1, "one of each", "0.5")[:2]),
            cosines(State(emb="pixels")),
            rtol=1e-12,
        )
    ),
    "computed: trained for a hundred steps on whole-pixel shifts of 60 other digits": lambda: (
        signature(learn_embedding).parameters["steps"].default == 100
        and len(load_digits().training_images) == 60
        and not set(load_digits().training_rows) & set(load_digits().rows)
    ),
    "computed: copies moved by a whole pixel, pixels find 2.8 of the ten copies and centred "
    "pixels 2.7, on average over 200 batches": lambda: (
        [found(e) for e in ("pixels", "centred")] == [2.8, 2.7]
    ),
    "computed: guessing finds 1": guessing_finds_one,
    "ends: τ = 0: the most similar copy takes all. τ = ∞: all copies equal": lambda: (
        lv.softmax([0.9, 0.8, -1.0], temperature=0).tolist() == [1, 0, 0]
        and bool(np.ptp(lv.softmax([0.9, 0.8, -1.0], temperature=np.inf)) == 0)
    ),
    "computed: it finds 6.6": lambda: found("learned") == 6.6,
    "take: ten times its similarities, with T = 10 τ, so that softmax is the same": lambda: bool(
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
        "tau play_tau row pull pair_probabilities row_probabilities mean_loss copies_found "
        "anchor_loss hardest effective"
    ),
    stops=[
        *("tau", "play_tau", "row", "pull", "mix", "emb", "far", "seed"),
        "Load into the playground",
    ],
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
