"""What makes the right choice of each question right, by the core alone."""

from typing import Any

import numpy as np

import logitviz as lv
from logitviz.datasets.sources import TEN_CLASSES as EXAMPLE
from tests.lessons.profile import Answers

Z = np.array(EXAMPLE)


def stepped(target: int) -> Any:
    return Z - lv.cross_entropy_gradient(Z, target)


ANSWERS: Answers = {
    "ask_moves": (
        "All ten",
        lambda: np.sign(stepped(5) - Z).tolist() == [-1.0] * 5 + [1.0] + [-1.0] * 4,
    ),
    "ask_right": (
        "It lowers the loss",
        lambda: Z.argmax() == 0 and lv.cross_entropy(stepped(0), 0) < lv.cross_entropy(Z, 0),
    ),
}
