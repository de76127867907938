"""Questions about distillation."""

from logitviz.live.questions import Question, Scene, only_true

RIGHT_STUDENT = 1  # its place among the students
ZERO = 1e-9  # nats


def _preferred(scene: Scene) -> int:
    before, after = (state.toy.preferred for state in scene)
    return only_true(after == before, 0 < after != before, after == 0)


def _loss_of_the_right_student(scene: Scene) -> int:
    before, after = (state.toy.loss[RIGHT_STUDENT] for state in scene)
    return only_true(after == before, after < ZERO < before, after > before)


QUESTIONS = (
    Question("ask_standard", "live_verdict", _preferred, {"kd": "standardised"}),
    Question("ask_scale", "live_verdict", _loss_of_the_right_student, {"s": "10"}),
)
