"""Questions about logits and their probabilities."""

from logitviz.live.questions import Question, Scene, only_true


def _after_heating(scene: Scene) -> int:
    ratio = scene.after.record.confidence / scene.before.record.confidence
    return only_true(ratio <= 0.5, 0.5 < ratio < 1, ratio == 1)


def _bar_of_the_leader(scene: Scene) -> int:
    leader = scene.before.record.prediction
    before, after = (state.record.probabilities[leader] for state in scene)
    return only_true(after == before, after > before, after < before)


QUESTIONS = (
    Question("ask_half", "probabilities", _after_heating, {"T": "2"}),
    Question("ask_raise", "probabilities", _bar_of_the_leader, {"z3": 4.0}),
)
