"""The contrastive page's facts."""

from collections.abc import Callable
from functools import cache
from inspect import signature
from typing import Any

import numpy as np

import logitviz as lv
from logitviz.charts.formats import amount, percent, probability
from logitviz.datasets.batches import draw_batch, shifted_copies
from logitviz.datasets.digits import load_digits
from logitviz.lessons.contrastive.controls import CURVE_TAUS
from logitviz.lessons.contrastive.embedding import learn_embedding
from tests.lessons.profile import Profile, Trace, Truth
from tests.lessons.state import PLACES, State
from tests.lessons.working import Floats, points

TEN = np.arange(10)
MOST = 4.0  # nats at the end of the axes of losses
ENDS_OF_AXIS = {0.0: 0.006, np.inf: 1.7}


@cache
def drawn(seed: float, mix: str, far: str) -> tuple[Floats, Floats, Any]:
    """The anchors' and the copies' pixels, and what they show."""
    digits = load_digits()
    chosen = draw_batch(digits.labels, 10, seed=int(seed), one_of_each=mix == "one of each")
    anchors = digits.images[chosen]
    copies = shifted_copies(anchors, seed=int(seed), shift=float(far))
    a, b = (images.reshape(10, 64).astype(float) for images in (anchors, copies))
    return a, b, digits.labels[chosen]


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


def _marked(heights: Floats, marked: Any, labels: list[str]) -> dict[int, Trace]:
    return {
        0: Trace(bars=heights.tolist(), labels=labels),
        1: Trace(bars=np.where(marked, heights, 0.0).tolist()),
    }


def _over(s: Floats, row: int, tau: float) -> dict[str, dict[int, Trace]]:
    """The curves over τ, the line that marks the chosen τ, and the points there."""
    x = [ENDS_OF_AXIS.get(float(t), float(t)) for t in CURVE_TAUS]
    here = ENDS_OF_AXIS.get(tau, tau)
    now = lv.info_nce(s, temperature=tau)
    effective = lv.perplexity(lv.negative_weights(s, temperature=tau))
    losses = np.array([lv.info_nce(s, temperature=t) for t in CURVE_TAUS])
    weights = [lv.negative_weights(s, temperature=t) for t in CURVE_TAUS]
    counts = np.array([lv.perplexity(w) for w in weights])
    return {
        key: {
            0: Trace(line=points(x, np.minimum(many.mean(axis=1), 2 * top))),
            1: Trace(line=points(x, np.minimum(many[:, row], 2 * top))),
            2: Trace(line=[(here, 0), (here, top)]),
            3: Trace(marks=[(here, min(float(each.mean()), top))]),
            4: Trace(marks=[(here, min(float(each[row]), top))]),
        }
        for key, many, each, top in (
            ("loss_over_tau", losses, now, MOST),
            ("negatives_over_tau", counts, effective, 9.5),
        )
    }


def truth(state: State) -> Truth:
    """Both maps, the losses, the chosen row, the curves over τ, the readouts."""
    s, row, tau = cosines(state), int(state.row), float(state.tau)
    _, _, labels = drawn(state.seed, state.mix, state.far)
    p, losses = lv.softmax(s, temperature=tau), lv.info_nce(s, temperature=tau)
    weights = lv.negative_weights(s, temperature=tau)
    counts, mean = lv.perplexity(weights), float(losses.mean())
    false = (labels == labels[row]) & (row != TEN)
    hardest = int(np.where(row == TEN, -np.inf, s[row]).argmax())
    around = Trace(
        line=points([-0.5, 9.5, 9.5, -0.5, -0.5], row + np.array([-1, -1, 1, 1, -1]) / 2)
    )
    shown = np.minimum(losses, MOST)
    heads = [*range(10), -1.12]  # of the rows, and of the mean above them
    longer = [y for y, v in zip(heads, [*losses, mean], strict=True) if v > MOST]
    return Truth(
        {
            "matches": {0: Trace(matrix=p.tolist()), 1: around},
            "similarities": {0: Trace(matrix=s.tolist()), 1: around},
            "losses": {
                0: Trace(bars=shown.tolist(), labels=[amount(v) for v in losses], places=PLACES),
                1: Trace(bars=[float(shown[row])], places=[row]),
                2: Trace(bars=[min(mean, MOST)], labels=[amount(mean)]),
                3: Trace(marks=[(cut, y) for cut in (3.3, 3.5) for y in longer]),
            },
            "row_similarities": _marked(s[row], row == TEN, [amount(v) for v in s[row]]),
            "row_probabilities": _marked(p[row], row == TEN, [probability(v) for v in p[row]]),
            "row_weights": _marked(weights[row], false, [probability(v) for v in weights[row]]),
            **_over(s, row, tau),
        },
        {
            "mean_loss": f"{amount(mean)} nats",
            "found": f"{(s.argmax(axis=1) == TEN).sum()} of 10",
            "row_loss": f"{amount(losses[row])} nats",
            "hardest": f"copy {hardest} · {percent(weights[row].max())} of the push",
            "effective": f"{amount(counts[row])} of 9",
            "twin_words": "False negatives of this anchor (other images of the same digit): "
            f"{false.sum()}, with {percent(weights[row][false].sum())} of the push.",
        },
    )


def said(state: State) -> list[str]:
    """Words for those who do not see the softmax of the rows."""
    losses = lv.info_nce(cosines(state), temperature=float(state.tau))
    return [f"τ = {float(state.tau):g}", amount(losses.mean())]


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
    "{anchor_negatives:amount} of 9": lambda: bool(
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
    chart="matches",
    above=frozenset({"matches"}),
    sliders=["tau", "row", "pull"],
    act=[
        "tau", "row", "pull", "similarities", "matches", "losses", "mean_loss", "found", "row_loss",
        "hardest", "effective",
    ],
    stops=["tau", "row", "pull", "mix", "emb", "far", "seed", "Load into the playground"],
    truth=truth,
    said=said,
    claims=CLAIMS,
    files=["batch.csv", "taus.csv"],
    deep={"tau": "0.02", "row": "3", "pull": "-0.3", "mix": "at random"},
    drags={"tau=0.05&row=5&mix=at+random": ("tau", "row", "pull")},
    tried=("tau", "row", "pull"),
)  # fmt: skip
