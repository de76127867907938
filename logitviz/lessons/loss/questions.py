"""Questions about the loss and its gradient."""

import numpy as np

from logitviz.live.questions import Question, Scene, only_true
from logitviz.live.shared import CLASSES

STEP = {"n": 1.0}


def _moved_logits(scene: Scene) -> int:
    moved = np.flatnonzero(scene.after.logits != scene.before.logits).tolist()
    target, leader = int(scene.before.y), int(scene.before.record.prediction)
    return only_true(moved == [target], moved == sorted((target, leader)), len(moved) == CLASSES)


def _change_of_the_loss(scene: Scene) -> int:
    before, after = (state.loss for state in scene)
    return only_true(after == before, after < before, after > before)


QUESTIONS = (
    Question("ask_moves", "predicted", _moved_logits, STEP),
    Question("ask_right", "predicted", _change_of_the_loss, STEP, start={"y": 0}),
)
