"""Questions about the contrastive loss."""

import numpy as np

from logitviz.live.questions import Question, Scene, only_true


def _copies_found(scene: Scene) -> int:
    before, after = (state.copies_found for state in scene)
    return only_true(after < before, after == before, after > before)


def _share_of_the_hardest(scene: Scene) -> int:
    weights = np.delete(scene.after.anchor_weights, scene.after.anchor)
    return only_true(np.ptp(weights) == 0, weights.max() > 0.5, weights.max() == 0)


QUESTIONS = (
    Question("ask_found", "readouts", _copies_found, {"tau": "0.5"}),
    Question("ask_hardest", "row_weights", _share_of_the_hardest, {"tau": "0.02"}),
)
