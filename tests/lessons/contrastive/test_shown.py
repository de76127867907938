"""What the page draws, compared with the core."""

from typing import Any

import numpy as np

import logitviz as lv
from logitviz.charts.formats import amount, probability
from logitviz.charts.words import words_of
from logitviz.datasets.batches import draw_batch, shifted_copies
from logitviz.datasets.digits import load_digits
from logitviz.lessons.contrastive.controls import CURVE_TAUS
from logitviz.lessons.contrastive.embedding import learn_embedding
from tests.lessons.shown import assert_draws, class_bars, marked_bars, read
from tests.lessons.state import State

TEN = np.arange(10)
WORDS = words_of("contrastive")
MOST = 4.0  # nats at the end of the axes of losses
ENDS = {0.0: 0.006, np.inf: 1.7}  # where a logarithmic axis shows τ = 0 and τ = inf
LINKS = (
    "",
    "tau=0&row=4",
    "tau=0&far=1&emb=pixels",
    "tau=inf&emb=pixels&mix=at+random&row=2",
    "tau=0.02&row=3&pull=-0.3",
    "tau=0.02&row=3&pull=-1&mix=at+random&emb=learned&far=1&seed=3",
)


def similarities(state: State) -> tuple[Any, Any]:
    """Every anchor against every copy, the chosen row's own copy pulled; and what they show."""
    digits, seed = load_digits(), int(state.seed)
    chosen = draw_batch(digits.labels, 10, seed=seed, one_of_each=state.mix == "one of each")
    anchors = digits.images[chosen]
    copies = shifted_copies(anchors, seed=seed, shift=float(state.far))
    a, b = (images.reshape(10, 64).astype(float) for images in (anchors, copies))
    if state.emb != "pixels":
        a, b = (x - x.mean(axis=1, keepdims=True) for x in (a, b))
    if state.emb == "learned":
        a, b = (x @ learn_embedding(digits.training_images, seed=0).T for x in (a, b))
    s = (a @ b.T) / np.sqrt((a * a).sum(axis=1)[:, None] * (b * b).sum(axis=1))
    row = int(state.row)
    s[row, row] = np.clip(s[row, row] + state.pull, -1, 1)
    return s, digits.labels[chosen]


def over_tau(values: Any, now: Any, row: int, here: float, top: float) -> dict[str, Any]:
    """The mean and the chosen row of values at each τ, and those at the chosen τ."""
    found: dict[str, Any] = {"τ: x": [here, here]}
    for name, line, point in (
        ("mean", values.mean(axis=1), now.mean()), ("anchor", values[:, row], now[row])
    ):  # fmt: skip
        found |= {f"{name}: y": np.minimum(line, 2 * top)}
        found |= {f"{name} at τ: x": [here], f"{name} at τ: y": [min(point, top)]}
    mean, own = now.mean(), now[row]
    higher, lower = ("curve_digit", "curve_mean") if own > mean else ("curve_mean", "curve_digit")
    for name, choose, words in (
        ("upper", max, f"{WORDS[higher]}···"),
        ("lower", min, f"···{WORDS[lower]}"),
    ):
        found |= {f"{name} name: x": [np.clip(here, 0.022, 0.42)]}
        found |= {f"{name} name: y": [min(choose(mean, own), top)]}
        found |= {f"{name} name: text": [words.replace("·", "\N{NO-BREAK SPACE}")]}
    return found


def row_bars(numbers: Any, form: Any, row: int) -> Any:
    """The bars of a row, the largest again, and that of the row's own copy again."""
    own = {"own copy: x": [row], "own copy: y": [numbers[row]]}
    return class_bars(numbers, form) | own


def test_the_charts_draw_maps_losses_the_row_and_curves_over_tau() -> None:
    for link in LINKS:
        state = read(link)
        (s, labels), row, tau = similarities(state), int(state.row), float(state.tau)
        p, losses = lv.softmax(s, temperature=tau), lv.info_nce(s, temperature=tau)
        weights = lv.negative_weights(s, temperature=tau)
        twin = (labels == labels[row]) & (row != TEN)
        every, mean = np.append(losses, losses.mean()), losses.mean()
        longer = np.where(every > MOST, [*TEN, -1.12], np.nan)  # the mean stands above the rows
        many = np.array([lv.info_nce(s, temperature=t) for t in CURVE_TAUS])
        counts = [lv.perplexity(lv.negative_weights(s, temperature=t)) for t in CURVE_TAUS]
        here = ENDS.get(tau, tau)
        around = {"anchor: y": row + np.array([-1, -1, 1, 1, -1]) / 2}
        assert_draws(
            "contrastive",
            state,
            {
                "pair_probabilities": {"cells: z": p} | around,
                "similarities": {"cells: z": s} | around,
                "anchor_losses": {
                    "anchors: x": np.minimum(losses, MOST),
                    "anchors: text": map(amount, losses),
                    "chosen anchor: x": [min(losses[row], MOST)],
                    "chosen anchor: y": [row],
                    "mean: x": [min(mean, MOST)],
                    "mean: text": [amount(mean)],
                    "cuts: y": [*longer, *longer],
                },
                "row_similarities": row_bars(s[row], amount, row),
                "row_probabilities": row_bars(p[row], probability, row)
                | {"predicted: x": [int(s[row].argmax())]},
                "row_weights": marked_bars(weights[row], probability, twin, "classes"),
                "loss_over_tau": over_tau(many, losses, row, here, MOST),
                "negatives_over_tau": over_tau(
                    np.array(counts), lv.perplexity(weights), row, here, 9.5
                ),
            },
        )
