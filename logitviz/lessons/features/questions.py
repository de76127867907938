"""Questions about features and logits."""

import numpy as np

from logitviz.datasets.digits import load_digits
from logitviz.live.questions import Question, Scene, only_true

from .strokes import SIDE, write_strokes


def _square(ink: float) -> dict[str, str]:
    """Draw where the first image is blank."""
    strokes = np.full((SIDE, SIDE), np.nan)
    strokes[3:5, 3:5] = ink
    return {"drawn": write_strokes(strokes)}


def _logits_of_a_blank_image(scene: Scene) -> int:
    z = scene.after.record.logits
    biases = (z == load_digits().student_biases).all()
    return only_true((z == 0).all(), biases and np.ptp(z) > 0, np.ptp(z) == 0 and z[0] != 0)


def _twice_the_ink(scene: Scene) -> int:
    ratio = scene.after.change / scene.before.change
    twice = np.isclose(ratio, 2, rtol=1e-9, atol=0)
    return only_true(twice, not twice and ratio < 2, not twice and ratio > 2)


QUESTIONS = (
    Question("ask_blank", "logits", _logits_of_a_blank_image, {"blank": True, "drawn": ""}),
    Question("ask_twice", "logits", _twice_the_ink, _square(8), start=_square(4)),
)
