"""What the page draws, compared with the data and the core."""

import numpy as np

from logitviz.charts.formats import logit
from logitviz.datasets.digits import load_digits
from logitviz.lessons.features.strokes import read_strokes
from tests.lessons.shown import assert_draws, read
from tests.lessons.state import State

DIGITS = load_digits()
WEIGHTS = 16 * DIGITS.student_weights
LINKS = ("", "digit=7&k=2&q=6.5&r=-1&size=3&ink=8&drawn=12g77a", "digit=3&k=9&q=2&r=3&ink=16")


def ink_of(state: State) -> np.ndarray:
    """The ink of every pixel, stroke by stroke."""
    ink = DIGITS.images[state.digit].astype(np.float64)
    kept = read_strokes(state.drawn)
    ink = np.where(np.isnan(kept), ink, kept)
    row, column = (int(np.floor(x + 0.5)) for x in (state.r, state.q))
    ink[max(row, 0) : max(row + state.size, 0), max(column, 0) : max(column + state.size, 0)] = (
        state.ink
    )
    return ink


def test_the_charts_draw_image_votes_logits_and_weights() -> None:
    for link in LINKS:
        state = read(link)
        ink = ink_of(state)
        z = WEIGHTS @ ink.ravel() / 16 + DIGITS.student_biases
        corner = [np.floor(x + 0.5) - 0.5 for x in (state.q, state.r)]
        (x0, y0), (x1, y1) = (
            np.clip([c + far for c in corner], -0.5, 7.5) for far in (0, state.size)
        )
        brush = {"brush: x": [x0, x1, x1, x0, x0], "brush: y": [y0, y0, y1, y1, y0]}
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
                    "original: y": DIGITS.student_logits[state.digit],
                    "classes: y": drawn,
                    "classes: text": map(logit, z),
                    "predicted: x": [z.argmax()],
                    "predicted: y": [drawn.max()],
                    "chosen: x": [state.k],
                },
                "image": {"pixels: z": ink} | brush,
                "votes": {"pixels: z": (WEIGHTS[state.k] * ink.ravel() / 16).reshape(8, 8)} | brush,
                "weights": {"weights: z": tiles},
            },
        )
