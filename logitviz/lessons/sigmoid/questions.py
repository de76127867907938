"""Questions about sigmoid and softmax."""

import numpy as np

from logitviz.core import sigmoid
from logitviz.live.questions import Question, Scene, only_true

ROUNDING = 1e-12


def _changed_outputs(scene: Scene) -> int:
    before, after = scene.before.record, scene.after.record
    softmax = np.abs(after.probabilities - before.probabilities) > ROUNDING
    sigmoids = np.abs(after.sigmoids - before.sigmoids) > ROUNDING
    return only_true(
        softmax.all() and sigmoids.all(),
        softmax.all() and not sigmoids.any(),
        sigmoids.all() and not softmax.any(),
    )


def _what_the_sigmoid_is_of(scene: Scene) -> int:
    u, v = scene.after.u, scene.after.v
    differences = sigmoid([u, u + v, u - v]) - scene.after.pair.probabilities[0]
    return only_true(*np.abs(differences) < ROUNDING)


QUESTIONS = (
    Question("ask_constant", "probabilities", _changed_outputs, {"c": 5.0}),
    Question("ask_pair", "pair", _what_the_sigmoid_is_of, {}),
)
