"""What makes the right choice of each question right, by the core alone."""

from typing import Any

import numpy as np

import logitviz as lv
from logitviz.datasets.sources import TEN_CLASSES as EXAMPLE
from tests.lessons.profile import Answers

LOW = np.array(EXAMPLE, np.float32) - np.float32(200)
PAIR = np.array([1000, 1], np.float32)


def textbook(z: Any) -> Any:
    with np.errstate(invalid="ignore"):
        return np.exp(z) / np.exp(z).sum()


def logarithm_of_softmax(z: Any) -> Any:
    with np.errstate(divide="ignore"):
        return np.log(lv.softmax(z))


ANSWERS: Answers = {
    "ask_low": ("NaN", lambda: np.isnan(textbook(LOW)).all() and not np.exp(LOW).any()),
    "ask_log": (
        "−∞",
        lambda: logarithm_of_softmax(PAIR)[1] == -np.inf and lv.log_softmax(PAIR)[1] == -999,
    ),
}
