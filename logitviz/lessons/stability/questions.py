"""Questions about numerical stability."""

import numpy as np

from logitviz.live.questions import Question, Scene, only_true


def _outcome_of_the_textbook_formula(scene: Scene) -> int:
    p = scene.after.naive.steps.probabilities
    right = np.allclose(p, scene.after.shifted.steps.probabilities, rtol=1e-5, atol=0)
    return only_true(right, (p == 0).all(), np.isnan(p).all())


def _logarithm_of_softmax(scene: Scene) -> int:
    found = scene.after.pair.shifted
    return only_true(found == scene.after.pair.fused, found == -np.inf, np.isnan(found))


QUESTIONS = (
    Question("ask_low", "naive", _outcome_of_the_textbook_formula, {"h": "-200"}),
    Question("ask_log", "logs", _logarithm_of_softmax, {}),
)
