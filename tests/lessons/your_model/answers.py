"""What makes the right choice of each question right, by the core alone."""

import numpy as np

import logitviz as lv
from logitviz.datasets.digits import classifier_logits, load_digits
from logitviz.lessons.your_model.folds import folds
from tests.lessons.profile import Answers

LABELS = load_digits().labels
FIT_ROWS, JUDGED = folds(LABELS.size, "halves", 1)[0]


def right(temperature: float) -> int:
    answers = lv.softmax(classifier_logits("strong"), temperature=temperature).argmax(axis=1)
    return int((answers == LABELS)[JUDGED].sum())


def the_overconfident_one_needs_a_higher_t() -> bool:
    z = classifier_logits("overconfident")
    sure = lv.softmax(z).max(axis=1)[JUDGED].mean()
    accuracy = np.mean((z.argmax(axis=1) == LABELS)[JUDGED])
    return sure > accuracy and lv.fit_temperature(z[FIT_ROWS], LABELS[FIT_ROWS]).temperature > 1


ANSWERS: Answers = {
    "ask_accuracy": ("It stays", lambda: right(1.0) == right(2.0)),
    "ask_mend": ("A T above one", the_overconfident_one_needs_a_higher_t),
}
