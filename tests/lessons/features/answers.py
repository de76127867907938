"""What makes the right choice of each question right, by the core alone."""

from typing import Any

import numpy as np

import logitviz as lv
from logitviz.datasets.digits import FULL_INK, load_digits, pixel_features
from tests.lessons.profile import Answers

DIGITS = load_digits()
PAPER = np.zeros((8, 8))


def logits(image: Any) -> Any:
    weights = FULL_INK * DIGITS.student_weights
    return lv.linear_logits(pixel_features(image), weights, DIGITS.student_biases)


def inked(levels: float) -> float:
    image = DIGITS.images[0].astype(float)
    assert not image[3:5, 3:5].any()
    image[3:5, 3:5] = levels
    return float(logits(image)[0] - logits(DIGITS.images[0])[0])


ANSWERS: Answers = {
    "ask_blank": (
        "The biases",
        lambda: (logits(PAPER) == DIGITS.student_biases).all() and DIGITS.student_biases.any(),
    ),
    "ask_twice": (
        "It moves the logit twice as far",
        lambda: np.isclose(inked(8), 2 * inked(4), rtol=1e-9, atol=0) and inked(4) != 0,
    ),
}
