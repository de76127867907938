"""Questions about drawing the next word."""

from logitviz.live.questions import Question, Scene, only_true


def _words_left(scene: Scene) -> int:
    before, after = (state.left_count for state in scene)
    return only_true(after < before, after == before, after > before)


def _top_word(scene: Scene) -> int:
    share = scene.after.top_share
    return only_true(share == 1, 0.5 < share < 1, share == 0.5)


QUESTIONS = (
    Question("ask_left", "candidates", _words_left, {"T": "2"}),
    Question("ask_top", "counts", _top_word, {"topk": 2.0}),
)
