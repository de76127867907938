"""What makes the right choice of each question right, by the core alone."""

import numpy as np

import logitviz as lv
from logitviz.datasets.sources import TEN_CLASSES as EXAMPLE
from tests.lessons.profile import Answers

Z = np.array(EXAMPLE)
RAISED = np.array([*EXAMPLE[:3], 4.0, *EXAMPLE[4:]])
NOW = lv.softmax(Z)

ANSWERS: Answers = {
    "ask_half": (
        "It falls, but not to half",
        lambda: NOW.max() / 2 < lv.softmax(Z, temperature=2).max() < NOW.max(),
    ),
    "ask_raise": (
        "It falls",
        lambda: int(Z.argmax()) == 0 and lv.softmax(RAISED)[0] < NOW[0],
    ),
}
