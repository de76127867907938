"""What makes the right choice of each question right, by the core alone."""

import logitviz as lv
from logitviz.lessons.sampling.sentences import SENTENCES
from tests.lessons.profile import Answers

WEATHER = list(SENTENCES["weather"] or ())


def left(temperature: float) -> int:
    return int(lv.truncate(WEATHER, temperature=temperature, top_p=0.9).kept[-1].sum())


ANSWERS: Answers = {
    "ask_left": ("More", lambda: left(2) > left(1)),
    "ask_top": (
        "More often than the other",
        lambda: 0.5 < lv.softmax(WEATHER[:2])[0] < 1,
    ),
}
