"""Questions about calibration."""

from logitviz.live.questions import Question, Scene, only_true


def _change_of_the_accuracy(scene: Scene) -> int:
    before, after = (state.accuracy for state in scene)
    return only_true(after < before, after == before, after > before)


def _best_temperature(scene: Scene) -> int:
    fit = scene.after.assessment.best
    found = fit.status == "interior"
    return only_true(found and fit.temperature < 1, found and fit.temperature > 1, not found)


QUESTIONS = (
    Question("ask_accuracy", "sums", _change_of_the_accuracy, {"T": "2"}),
    Question("ask_mend", "losses", _best_temperature, {"model": "overconfident"}),
)
