"""What makes the right choice of each question right, by the core alone."""

import numpy as np

import logitviz as lv
from logitviz.datasets.sources import TEN_CLASSES as EXAMPLE
from logitviz.live.shared import TEMPERATURE
from tests.lessons.profile import Answers

Z = np.array(EXAMPLE)
RUNNER_UP = int(np.argsort(Z)[-2])


def the_runner_up_is_highest_at_the_t_that_is_named() -> bool:
    bars = [lv.softmax(Z, temperature=t)[RUNNER_UP] for t in TEMPERATURE.positions]
    top = int(np.argmax(bars))
    rises, falls = np.diff(bars[: top + 1]), np.diff(bars[top:])
    at_the_top = TEMPERATURE.options[top] == "1.25"
    return bool(at_the_top and (rises >= 0).all() and (falls < 0).all())


ANSWERS: Answers = {
    "ask_leader": (
        "The same as before",
        lambda: lv.softmax(Z, temperature=5).argmax() == Z.argmax(),
    ),
    "ask_runner": ("It rises, then it falls", the_runner_up_is_highest_at_the_t_that_is_named),
}
