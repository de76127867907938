"""The facts of the page of sigmoid and softmax."""

from collections.abc import Callable

import numpy as np

import logitviz as lv
from logitviz.charts.formats import amount, logit, probability
from logitviz.datasets.sources import TEN_CLASSES
from logitviz.lessons.sigmoid.state import RISE
from tests.lessons.profile import Profile, Trace, Truth
from tests.lessons.state import State
from tests.lessons.working import against, at, probabilities, said_of_softmax

Z = np.array(TEN_CLASSES)


def _clip(value: float) -> float:
    return float(np.clip(value, -8, 8))


def truth(state: State) -> Truth:
    """Both outputs and their sums, the nudge, both Jacobians, two classes, the logit."""
    z = np.asarray(state.z) + state.c
    record = at(z, state.T)
    after = at(z + np.eye(10)[state.k], state.T)
    p, s = record.probabilities, record.sigmoids
    passing = s >= state.t
    pair = at([state.u, state.v], "1").probabilities[0]
    difference = state.u - state.v
    back = float(lv.logit(state.p))
    return Truth(
        {
            "probabilities": probabilities(record),
            "sigmoids": against(s, passing, state.t),
            "nudge": {
                0: Trace(bars=(after.probabilities - p).tolist()),
                1: Trace(bars=(after.sigmoids - s).tolist()),
            },
            "slopes_softmax": {0: Trace(matrix=(np.diag(p) - np.outer(p, p)).tolist())},
            "slopes_sigmoid": {0: Trace(matrix=np.diag(s * (1 - s)).tolist())},
            "pair": {1: Trace(marks=[(difference, float(pair))], labels=[probability(pair)])},
            "logit": {1: Trace(marks=[(state.p, _clip(back))], labels=[logit(back)])},
            "inverse": {
                1: Trace(
                    marks=[(_clip(back), float(lv.sigmoid(back)))], labels=[probability(state.p)]
                )
            },
        },
        {
            "sum_softmax": amount(p.sum()),
            "argmax": f"class {int(record.prediction)}",
            "sum_sigmoid": amount(s.sum()),
            "passing": f"{int(passing.sum())} of 10 classes",
            "pair_words": (
                f"softmax gives {probability(pair)}, "
                f"sigmoid({logit(difference)}) gives {probability(lv.sigmoid(difference))}"
            ),
            "logit_words": (
                f"logit({probability(state.p)}) = {logit(back)}, "
                f"and sigmoid({logit(back)}) = {probability(lv.sigmoid(back))}"
            ),
        },
    )


def nothing_is_decided() -> bool:
    """Raising class 9 at T = 0 makes it neither the largest nor changes its sign."""
    raised = Z + np.eye(10)[9]
    functions = (lv.softmax, lv.sigmoid)
    return all(bool((f(raised, temperature=0) == f(Z, temperature=0)).all()) for f in functions)


CLAIMS: dict[str, Callable[[], bool]] = {
    "One logit up by 1": lambda: RISE == 1,
    "at T = 0 only what it decides": nothing_is_decided,
    "of 10 classes": lambda: Z.size == 10,
    "σ(1 − σ)": lambda: bool(
        np.allclose(
            np.diag(lv.sigmoid_jacobian(Z)), lv.sigmoid(Z) * lv.sigmoid(-Z), rtol=1e-15, atol=0
        )
    ),
    "here at T = 1": lambda: bool(
        np.isclose(lv.softmax([1.3, -0.4])[0], lv.sigmoid(1.7), rtol=1e-14, atol=0)
    ),
    "log(p / (1 − p))": lambda: bool(
        np.isclose(lv.logit(0.8), np.log(0.8 / 0.2), rtol=1e-15, atol=0)
    ),
    "At p = 0 and p = 1 it has no finite value: −∞ and ∞": lambda: (
        lv.logit([0.0, 1.0]).tolist() == [-np.inf, np.inf]
    ),
    "anything between 0 and C": lambda: bool(
        lv.sigmoid(np.full(10, -40.0)).sum() < 1e-15 < 10 - 1e-15
        and lv.sigmoid(np.full(10, 30.0)).sum() > 10 - 1e-11
    ),
    "their sum is 1": lambda: bool(np.isclose(lv.softmax(Z).sum(), 1, rtol=1e-15, atol=0)),
}

PROFILE = Profile(
    chart="probabilities",
    above=frozenset({"probabilities"}),
    sliders=["T", "c", "t", "z0", "u", "v", "p"],
    act=["T", "c", "t", "probabilities", "sigmoids", "sum_softmax", "argmax", "sum_sigmoid",
         "passing", "k", "z0"],
    stops=["T", "c", "t", "z0", "k", "u", "v", "p"],
    truth=truth,
    said=said_of_softmax,
    claims=CLAIMS,
    files=["logits.csv"],
    deep={"T": "2", "z0": "3.7261", "t": "0.3", "c": "1.5", "u": "3", "v": "2.5", "p": "0.25"},
    drags={"k=9": ("T", "c", "t", "z9", "u", "v", "p")},
    tried=("T", "c", "t", "z0", "u", "v", "p"),
)  # fmt: skip
