"""The facts of the page of sigmoid and softmax."""

from collections.abc import Callable

import numpy as np

import logitviz as lv
from logitviz.datasets.sources import TEN_CLASSES
from logitviz.lessons.sigmoid.state import RISE
from tests.lessons.profile import Profile

Z = np.array(TEN_CLASSES)


def nothing_is_decided() -> bool:
    """Raising class 9 at T = 0 makes it neither the largest nor changes its sign."""
    raised = Z + np.eye(10)[9]
    functions = (lv.softmax, lv.sigmoid)
    return all(bool((f(raised, temperature=0) == f(Z, temperature=0)).all()) for f in functions)


def one_more_is_e_times_the_odds() -> bool:
    """Of every class against every other, and of a yes against a no."""
    for k in range(10):
        before, after = (lv.softmax(z) for z in (Z, Z + np.eye(10)[k]))
        against = np.delete(np.arange(10), k)
        ratio = (after[k] / after[against]) / (before[k] / before[against])
        if not np.allclose(ratio, np.e, rtol=1e-12, atol=0):
            return False
    p, q = (lv.sigmoid(z) for z in (Z, Z + 1))
    return bool(np.allclose(q / (1 - q) / (p / (1 - p)), np.e, rtol=1e-12, atol=0))


def no_inverse_is_unique() -> bool:
    """With two classes as with ten: log p plus any constant gives p again."""
    for z in (Z[:2], Z):
        p = lv.softmax(z)
        for c in (-3.0, 0.0, 7.5):
            if not np.allclose(lv.softmax(np.log(p) + c), p, rtol=1e-13, atol=0):
                return False
    return True


CLAIMS: dict[str, Callable[[], bool]] = {
    "gains: when one logit rises by 1": lambda: RISE == 1,
    "gains: At T = 0 an output changes only if the rise decides something": nothing_is_decided,
    "pair: Softmax has no unique inverse, with two classes or with more": no_inverse_is_unique,
    "logit: in softmax at T = 1: adding 1 to the logit": one_more_is_e_times_the_odds,
    "logit: Adding 1 to a logit multiplies the odds by e": one_more_is_e_times_the_odds,
    "logit: The odds p / (1 − p) say how many times more likely yes is than no": lambda: bool(
        np.isclose(np.exp(lv.logit(0.75)), 3, rtol=1e-14, atol=0)
    ),
    "ends: T = 0: softmax gives all to the winner, and a sigmoid shows only the sign": lambda: bool(
        lv.softmax([3.0, -1.0, 0.0], temperature=0).tolist() == [1, 0, 0]
        and lv.sigmoid([3.0, -1.0, 0.0], temperature=0).tolist() == [1, 0, 0.5]
    ),
    "ends: every sigmoid is ½": lambda: (
        lv.sigmoid([3.0, -1.0], temperature=np.inf).tolist() == [0.5, 0.5]
    ),
    "odds_words: are {odds:stage} to 1": lambda: bool(
        np.isclose(np.exp(lv.logit(0.8)), 0.8 / 0.2, rtol=1e-14, atol=0)
    ),
    "odds_words: Adding 1 to the logit makes them {raised_odds:stage} to 1": lambda: bool(
        np.isclose(np.exp(lv.logit(0.8) + 1), 4 * np.e, rtol=1e-14, atol=0)
    ),
    "passing: of 10 classes": lambda: Z.size == 10,
    "gains: σ(1 − σ)": lambda: bool(
        np.allclose(
            np.diag(lv.sigmoid_jacobian(Z)), lv.sigmoid(Z) * lv.sigmoid(-Z), rtol=1e-15, atol=0
        )
    ),
    "pair: here at T = 1": lambda: bool(
        np.isclose(lv.softmax([1.3, -0.4])[0], lv.sigmoid(1.7), rtol=1e-14, atol=0)
    ),
    "logit: log(p / (1 − p))": lambda: bool(
        np.isclose(lv.logit(0.8), np.log(0.8 / 0.2), rtol=1e-15, atol=0)
    ),
    "logit: at p = 0 and p = 1 it is −∞ and ∞": lambda: (
        lv.logit([0.0, 1.0]).tolist() == [-np.inf, np.inf]
    ),
    "table: anything between 0 and C": lambda: bool(
        lv.sigmoid(np.full(10, -40.0)).sum() < 1e-15 < 10 - 1e-15
        and lv.sigmoid(np.full(10, 30.0)).sum() > 10 - 1e-11
    ),
    "table: their sum is 1": lambda: bool(np.isclose(lv.softmax(Z).sum(), 1, rtol=1e-15, atol=0)),
}

PROFILE = Profile(
    chart="probabilities",
    above=frozenset({"probabilities"}),
    sliders=["T", "c", "t", "z0", "u", "v", "p"],
    act="T play_T c t probabilities sigmoids sum_softmax argmax sum_sigmoid passing k z0",
    stops=["T", "play_T", "c", "t", "z0", "k", "u", "v", "p"],
    claims=CLAIMS,
    files=["logits.csv"],
    deep={"T": "2", "z0": "3.7261", "t": "0.3", "c": "1.5", "u": "3", "v": "2.5", "p": "0.25"},
    drags={"k=9": ("T", "t", "z9", "u", "p")},
    links=[
        "T=0&k=5",
        "T=inf&c=1.5",
        "T=2&z0=3.7261&t=0.3&p=0",
        "u=-10&v=10&p=1",
    ],
    tried=("T", "c", "t", "z0", "u", "v", "p"),
)
