"""The features page's facts."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import numpy as np

import logitviz as lv
from logitviz.datasets.digits import FULL_INK, INK_MARKS, load_digits, pixel_features
from logitviz.datasets.sources import BIASES, FEATURES, WEIGHTS
from logitviz.lessons import features
from logitviz.lessons.examples.worked_softmax import HIDDEN, OUTPUTS, PIXELS
from logitviz.lessons.features.controls import PEN_INK
from logitviz.lessons.features.strokes import read_strokes
from logitviz.live.state import Floats
from tests.lessons.captured import state_of
from tests.lessons.profile import Profile
from tests.lessons.state import State

DIGITS = load_digits()
W = 16 * DIGITS.student_weights


def drawn_on(state: State) -> Floats:
    """The ink of every pixel, stroke by stroke."""
    ink: Floats = DIGITS.images[state.digit] * np.float64(not state.blank)
    kept = read_strokes(state.drawn)
    for r, c in np.ndindex(8, 8):
        if not np.isnan(kept[r, c]):
            ink[r, c] = kept[r, c]
    if (state.r, state.q, state.size, state.ink) != (3, -1, 2, 0):
        for place in under(int(state.r), int(state.q), state.size):
            ink[place] = state.ink
    for place in under(int(state.brow), int(state.bcol), state.bsize):
        ink[place] = min(max(ink[place] + state.badd, 0), 16)
    return ink


def under(row: int, column: int, size: int) -> Iterator[tuple[int, int]]:
    """The pixels under a brush."""
    for r in range(max(row, 0), min(row + size, 8)):
        for c in range(max(column, 0), min(column + size, 8)):
            yield r, c


Z = np.array(WEIGHTS) @ FEATURES + BIASES


def votes_are_summed(sign: int) -> bool:
    """The sums of all votes above 0, or of all below 0, of one image."""
    state = state_of(features, digit=7, k=2)
    votes = W[2] * DIGITS.images[7].ravel() / 16
    total = state.votes_for if sign > 0 else state.votes_against
    return bool(np.isclose(total, votes[sign * votes > 0].sum(), rtol=1e-13, atol=0))


def rounds_to(values: Any, digits: int, expected: list[float]) -> bool:
    return bool(np.round(np.asarray(values), digits).tolist() == expected)


def sets_alone(key: str, field: str, place: tuple[int, ...]) -> bool:
    """A control sets this place of a field, counted from 1, and no other."""
    changed = getattr(state_of(features, **{key: 4.5}), field) != getattr(state_of(features), field)
    return np.argwhere(changed).tolist() == [[number - 1 for number in place]]


def is_an_ink(text: str) -> bool:
    return PEN_INK.options[text] == text and 0 < float(text) <= FULL_INK


LABELS: dict[str, Callable[[], bool]] = {
    **{f"control_f{d}: f{d}": partial(sets_alone, f"f{d}", "features", (d,)) for d in (1, 2, 3)},
    **{
        f"control_w{c}{d}: w{d}": partial(sets_alone, f"w{c}{d}", "weights", (c, d))
        for c in (1, 2, 3)
        for d in (1, 2, 3)
    },
    **{f"option_pen_{ink}: {ink}": partial(is_an_ink, ink) for ink in ("16", "12", "8", "4")},
    "control_pen: up to 16": lambda: FULL_INK == DIGITS.images.max() == 16,
}


def features_are_ink_in_sixteenths() -> bool:
    return bool((16 * pixel_features(DIGITS.images) == DIGITS.images.reshape(-1, 64)).all())


CLAIMS: dict[str, Callable[[], bool]] = {
    **LABELS,
    "image_title: f = ink / 16": features_are_ink_in_sixteenths,
    "image_title_own: f = ink / 16": features_are_ink_in_sixteenths,
    "image_alt: 8 by 8 pixels": lambda: DIGITS.images.shape[1:] == (8, 8),
    "votes_alt: the 64 pixels": lambda: state_of(features).votes.size == 64,
    "weights_title: the 64 weights of each class": lambda: W.shape == (10, 64),
    "weights_alt: 8 by 8 weights": lambda: W[0].reshape(DIGITS.images.shape[1:]).shape == (8, 8),
    "strokes: from 0 to g (16)": lambda: (INK_MARKS.index("g"), len(INK_MARKS)) == (16, 17),
    "votes_for: all votes above 0": lambda: votes_are_summed(1),
    "votes_against: all votes below 0": lambda: votes_are_summed(-1),
    "weights: 64 features": lambda: W.shape == (10, 64),
    "weights: f = ink / 16": lambda: bool(
        np.allclose(
            lv.linear_logits(DIGITS.images.reshape(-1, 64) / 16, W, DIGITS.student_biases),
            DIGITS.student_logits,
            rtol=0,
            atol=1e-13,
        )
    ),
    "weights: 64 weights and a bias for each class": lambda: (
        (W[0].size, DIGITS.student_biases.shape) == (64, (10,))
    ),
    "rounding: f = (0.5, 0.8, 1.2)": lambda: FEATURES == (0.5, 0.8, 1.2),
    "rounding: products add up to 0.3, 0.44 and 1.91": lambda: rounds_to(
        Z - BIASES, 10, [0.3, 0.44, 1.91]
    ),
    "rounding: the logits are 0.5, 0.34 and 2.41": lambda: rounds_to(Z, 10, [0.5, 0.34, 2.41]),
    # What the source prints (material 2) is a slip of the exponentials of its logits, not of those
    # of the sums before the biases.
    "rounding: exponentials of these logits as 1.65, 1.41 and 11.14": lambda: (
        not rounds_to(np.exp(Z), 2, [1.65, 1.41, 11.14])
        and bool((np.abs(np.exp(Z) - [1.65, 1.41, 11.14]) < 0.007).all())
        and bool((np.abs(np.exp(Z - BIASES) - [1.65, 1.41, 11.14]) > 0.1).all())
    ),
    "rounding: they are 1.65, 1.40 and 11.13": lambda: rounds_to(np.exp(Z), 2, [1.65, 1.40, 11.13]),
    "rounding: the sum 14.2": lambda: rounds_to(np.exp(Z).sum(), 1, 14.2),  # type: ignore[arg-type]
    "rounding: 0.116, 0.099 and 0.785": lambda: rounds_to(lv.softmax(Z), 3, [0.116, 0.099, 0.785]),
    # tests/core/test_linear.py runs such a network
    "network: 784 pixels, 128 hidden units with ReLU and 10 outputs": lambda: (
        (int(np.prod(PIXELS)), HIDDEN, OUTPUTS) == (784, 128, 10)
    ),
    "network: 128 features": lambda: HIDDEN == 128,
    "weights: a blank pixel has the feature 0": lambda: (
        not (W * pixel_features(np.zeros((1, 8, 8)))).any()
    ),
}

PROFILE = Profile(
    chart="logits",
    above=frozenset({"logits"}),
    sliders=["f1", "f2", "f3"],
    act=(
        "nib pen-shown undo digit k image votes logits votes_for votes_against bias logit original "
        "change"
    ),
    stops=[
        "digit",
        "k",
        "More",
        "nib",
        "pen",
        "Blank sheet",
        "Original image",
        "Invert",
        "image",
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
        "nib": "3",
        "pen": "Eraser",
        "drawn": "12g",
        "f1": "1.5",
        "w11": "2",
        "b3": "-1",
    },
    drags={"digit=7&k=2&bsize=3&badd=8&brow=4&drawn=12g77a": ("f1",)},
    links=[
        "digit=7&k=2&q=3&size=3&ink=8&drawn=12g",  # the brush of an old link
        "digit=7&k=2&badd=-9&bcol=3&bsize=3&drawn=12g",
        "bcol=-2&brow=6.5&badd=16&w11=2&b3=-1&f1=0",
        "blank=true&k=3&drawn=34g35g44g12c&pen=Eraser",
    ],
    tried=("f1", "f2", "f3"),
    wrong_texts=("drawn",),
)
