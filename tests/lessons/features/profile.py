"""The features page's facts."""

from collections.abc import Callable
from typing import Any

import numpy as np

import logitviz as lv
from logitviz.datasets.digits import load_digits
from logitviz.datasets.sources import BIASES, FEATURES, WEIGHTS
from logitviz.lessons.examples.worked_softmax import HIDDEN, OUTPUTS, PIXELS
from logitviz.lessons.features.state import FeaturesState
from logitviz.lessons.features.strokes import INKS, read_strokes
from logitviz.live.state import Floats
from tests.lessons.profile import Profile
from tests.lessons.state import State

DIGITS = load_digits()
W = 16 * DIGITS.student_weights


def drawn_on(state: State) -> Floats:
    """The ink of every pixel, stroke by stroke."""
    ink: Floats = DIGITS.images[state.digit].astype(np.float64)
    kept = read_strokes(state.drawn)
    for r, c in np.ndindex(8, 8):
        if not np.isnan(kept[r, c]):
            ink[r, c] = kept[r, c]
    row, column = int(state.r), int(state.q)
    for r in range(max(row, 0), min(row + state.size, 8)):
        for c in range(max(column, 0), min(column + state.size, 8)):
            ink[r, c] = state.ink
    return ink


Z = np.array(WEIGHTS) @ FEATURES + BIASES


def votes_are_summed(sign: int) -> bool:
    """The sums of all votes above 0, or of all below 0, of one image."""
    state = FeaturesState(
        {"digit": 7, "k": 2, "drawn": "", "r": -2.0, "q": -2.0, "size": 1, "ink": 0.0}
    )
    votes = W[2] * DIGITS.images[7].ravel() / 16
    total = state.votes_for if sign > 0 else state.votes_against
    return bool(np.isclose(total, votes[sign * votes > 0].sum(), rtol=1e-13, atol=0))


def rounds_to(values: Any, digits: int, expected: list[float]) -> bool:
    return bool(np.round(np.asarray(values), digits).tolist() == expected)


CLAIMS: dict[str, Callable[[], bool]] = {
    "from 0 to g (16)": lambda: (INKS.index("g"), len(INKS)) == (16, 17),
    "all votes above 0": lambda: votes_are_summed(1),
    "all votes below 0": lambda: votes_are_summed(-1),
    "64 features": lambda: W.shape == (10, 64),
    "f = ink / 16": lambda: bool(
        np.allclose(
            lv.linear_logits(DIGITS.images.reshape(-1, 64) / 16, W, DIGITS.student_biases),
            DIGITS.student_logits,
            rtol=0,
            atol=1e-13,
        )
    ),
    "64 weights for each class": lambda: W[0].size == 64,
    "f = (0.5, 0.8, 1.2)": lambda: FEATURES == (0.5, 0.8, 1.2),
    "sums 0.3, 0.44 and 1.91": lambda: rounds_to(Z - BIASES, 10, [0.3, 0.44, 1.91]),
    # What the source prints (material 2) is not what follows from its own logits.
    "as 1.65, 1.41 and 11.14": lambda: not rounds_to(np.exp(Z), 2, [1.65, 1.41, 11.14]),
    "they are 1.65, 1.40 and 11.13": lambda: rounds_to(np.exp(Z), 2, [1.65, 1.40, 11.13]),
    "The sum 14.2": lambda: rounds_to(np.exp(Z).sum(), 1, 14.2),  # type: ignore[arg-type]
    "0.116, 0.099 and 0.785": lambda: rounds_to(lv.softmax(Z), 3, [0.116, 0.099, 0.785]),
    # tests/core/test_linear.py runs such a network
    "784 pixels, 128 hidden units with ReLU and 10 outputs": lambda: (
        (int(np.prod(PIXELS)), HIDDEN, OUTPUTS) == (784, 128, 10)
    ),
    "128 features": lambda: HIDDEN == 128,
}

BRUSH = ("q", "r", "ink")
PROFILE = Profile(
    chart="logits",
    above=frozenset({"logits"}),
    sliders=[*BRUSH, "f1", "f2", "f3"],
    act=(
        f"{' '.join(BRUSH)} size image votes logits votes_for votes_against bias logit "
        "original change digit k"
    ),
    stops=[
        *BRUSH,
        "size",
        "More",
        "digit",
        "k",
        "Keep the stroke",
        "Untouched image",
        "Erase all",
        "Invert",
        "f1",
        "f2",
        "f3",
        "w11",
        "b3",
    ],
    claims=CLAIMS,
    files=["logits.csv", "votes.csv"],
    deep={
        "T": "2",
        "z3": "4",
        "digit": "7",
        "k": "2",
        "q": "3",
        "size": "3",
        "ink": "8",
        "drawn": "12g",
        "f1": "1.5",
        "w11": "2",
        "b3": "-1",
    },
    drags={"digit=7&k=2&size=3&ink=8&drawn=12g77a": ("q", "r", "f1")},
    links=[
        "digit=7&k=2&q=3&size=3&ink=8&drawn=12g",
        "q=-2&r=6.5&w11=2&b3=-1&f1=0",
    ],
    tried=(*BRUSH, "f1", "f2", "f3"),
    wrong_texts=("drawn",),
)
