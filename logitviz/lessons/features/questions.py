"""Questions about features and logits."""

import numpy as np

from logitviz.datasets.digits import load_digits
from logitviz.live.questions import Question, Scene, only_true

from .strokes import SIDE, write_strokes

BLANK = write_strokes(np.zeros((SIDE, SIDE)))
LITTLE_INK = {"badd": 4.0, "brow": 3.0, "bcol": 3.0}  # where the image is blank


def _logits_of_a_blank_image(scene: Scene) -> int:
    z = scene.after.record.logits
    biases = (z == load_digits().student_biases).all()
    return only_true((z == 0).all(), biases and np.ptp(z) > 0, np.ptp(z) == 0 and z[0] != 0)


def _twice_the_ink(scene: Scene) -> int:
    ratio = scene.after.change / scene.before.change
    twice = np.isclose(ratio, 2, rtol=1e-9, atol=0)
    return only_true(twice, not twice and ratio < 2, not twice and ratio > 2)


QUESTIONS = (
    Question("ask_blank", "logits", _logits_of_a_blank_image, {"drawn": BLANK}),
    Question("ask_twice", "logits", _twice_the_ink, {"badd": 8.0}, start=LITTLE_INK),
)
