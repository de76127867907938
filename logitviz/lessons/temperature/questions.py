"""Questions about temperature."""

import numpy as np

from logitviz.live.questions import Question, Scene, only_true

RUNNER_UP = 5  # in the first ten logits


def _leader(scene: Scene) -> int:
    before, after = (state.record.prediction for state in scene)
    equal = np.ptp(scene.after.record.probabilities) == 0
    return only_true(not equal and after == before, not equal and after == RUNNER_UP, equal)


def _course_of_the_runner_up(scene: Scene) -> int:
    steps = np.diff(scene.after.curves.probabilities[:, RUNNER_UP])
    rises, falls = steps[0] > 0, steps[-1] < 0
    return only_true((steps >= 0).all(), (steps <= 0).all(), rises and falls)


QUESTIONS = (
    Question("ask_leader", "probabilities", _leader, {"T": "5"}),
    Question(
        "ask_runner",
        "curves",
        _course_of_the_runner_up,
        {"T": "1.25", "k": RUNNER_UP},
        start={"T": "0"},
    ),
)
