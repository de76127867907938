"""Questions about confidence."""

from logitviz.live.questions import Question, Scene, only_true

WEAK = {"net": "weak"}


def _accuracy_and_confidence(scene: Scene) -> int:
    mismatch = scene.after.mismatch  # 0: not sure enough, 1: neither, 2: too sure
    return only_true(mismatch == 1, mismatch == 0, mismatch == 2)


def _wrong_answers(scene: Scene) -> int:
    before, after = (state.wrong for state in scene)
    return only_true(after == 0, 0 < after < before, after == before)


QUESTIONS = (
    Question("ask_trust", "live_calibration", _accuracy_and_confidence, WEAK),
    Question("ask_threshold", "thresholds", _wrong_answers, {"d": 0.9}, start=WEAK),
)
