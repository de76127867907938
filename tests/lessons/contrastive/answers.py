"""What makes the right choice of each question right, by the core alone."""

import numpy as np

import logitviz as lv
from logitviz.lessons.contrastive.batch import embedded, make_batch
from tests.lessons.profile import Answers

BATCH = make_batch(1, "one_of_each", "0.5")
COSINES = lv.cosine_similarities(
    embedded(BATCH.anchors, "centred"), embedded(BATCH.copies, "centred")
)


def found(tau: float) -> int:
    return int((lv.softmax(COSINES, temperature=tau).argmax(axis=1) == np.arange(10)).sum())


def hardest(tau: float) -> float:
    return float(lv.negative_weights(COSINES, temperature=tau)[8].max())


ANSWERS: Answers = {
    "ask_found": ("As many", lambda: found(0.07) == found(0.5) == 10),
    "ask_hardest": (
        "Mostly the most similar one",
        lambda: hardest(0.02) > 0.5 > hardest(0.07) > 1 / 9,
    ),
}
