"""What the page draws, compared with the data and the core."""

import numpy as np

from logitviz.charts.formats import logit
from logitviz.datasets.digits import load_digits
from logitviz.lessons.features.strokes import read_strokes
from tests.lessons.shown import assert_draws, read
from tests.lessons.state import State

DIGITS = load_digits()
WEIGHTS = 16 * DIGITS.student_weights
LINKS = (
    "",
    "digit=7&k=2&bcol=6.5&brow=-1&bsize=3&badd=8&drawn=12g77a",
    "digit=3&k=9&bcol=2&brow=3&badd=-16",
    "digit=7&k=2&q=6.5&r=-1&size=3&ink=8&drawn=12g77a",  # the brush of old links
    "digit=3&k=9&q=2&r=3&ink=16&bcol=3&badd=-5",
    "digit=7&r=5",
    "blank=true&k=9&drawn=34g12877a",
)


def ink_of(state: State) -> np.ndarray:
    """The ink of every pixel, stroke by stroke."""
    ink = DIGITS.images[state.digit] * np.float64(not state.blank)
    kept = read_strokes(state.drawn)
    ink = np.where(np.isnan(kept), ink, kept)
    if (state.r, state.q, state.size, state.ink) != (3, -1, 2, 0):
        ink[under(state.r, state.q, state.size)] = state.ink
    here = under(state.brow, state.bcol, state.bsize)
    ink[here] = np.clip(ink[here] + state.badd, 0, 16)
    return ink


def under(row: float, column: float, size: int) -> tuple[slice, slice]:
    """The pixels under a brush."""
    top, left = (int(np.floor(x + 0.5)) for x in (row, column))
    return slice(max(top, 0), max(top + size, 0)), slice(max(left, 0), max(left + size, 0))


def test_the_charts_draw_image_votes_logits_and_weights() -> None:
    for link in LINKS:
        state = read(link)
        ink = ink_of(state)
        z = WEIGHTS @ ink.ravel() / 16 + DIGITS.student_biases
        tiles = np.full((20, 45), np.nan)
        for c, weights in enumerate(WEIGHTS):
            top, left = 10 * (c // 5), 9 * (c % 5)
            tiles[top : top + 8, left : left + 8] = weights.reshape(8, 8)
        drawn = np.clip(z, -11, 11)
        assert_draws(
            "features",
            state,
            {
                "logits": {
                    "original: y": DIGITS.student_biases
                    if state.blank
                    else DIGITS.student_logits[state.digit],
                    "classes: y": drawn,
                    "classes: text": map(logit, z),
                    "predicted: x": [z.argmax()],
                    "predicted: y": [drawn.max()],
                    "chosen: x": [state.k],
                },
                "image": {"pixels: z": ink},
                "votes": {"pixels: z": (WEIGHTS[state.k] * ink.ravel() / 16).reshape(8, 8)},
                "weights": {"weights: z": tiles},
            },
        )
