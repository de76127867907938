"""What makes the right choice of each question right, by the core alone."""

import numpy as np

import logitviz as lv
from logitviz.datasets.sources import TEN_CLASSES as EXAMPLE
from tests.lessons.profile import Answers

Z = np.array(EXAMPLE)

ANSWERS: Answers = {
    "ask_constant": (
        "Only the sigmoid bars",
        lambda: (
            np.allclose(lv.softmax(Z + 5), lv.softmax(Z), rtol=1e-13, atol=0)
            and (lv.sigmoid(Z + 5) > lv.sigmoid(Z)).all()
        ),
    ),
    "ask_pair": (
        "Their difference",
        lambda: (
            np.isclose(lv.softmax([1, -1])[0], lv.sigmoid(2), rtol=1e-15, atol=0)
            and lv.softmax([1, -1])[0] - lv.sigmoid(1) > 0.1
        ),
    ),
}
