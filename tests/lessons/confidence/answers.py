"""What makes the right choice of each question right, by the core alone."""

import logitviz as lv
from logitviz.datasets.digits import classifier_logits, load_digits
from tests.lessons.profile import Answers

LOGITS, LABELS = classifier_logits("weak"), load_digits().labels
SURE = lv.softmax(LOGITS).max(axis=1)
RIGHT = LOGITS.argmax(axis=1) == LABELS


def wrong_answers(threshold: float) -> int:
    return int((~RIGHT & (threshold <= SURE)).sum())


ANSWERS: Answers = {
    "ask_trust": ("More often", lambda: SURE.mean() < RIGHT.mean()),
    "ask_threshold": (
        "Fewer, and a person gets more work",
        lambda: 0 < wrong_answers(0.9) < wrong_answers(0.6),
    ),
}
