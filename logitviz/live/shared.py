"""Controls that several lessons have, so that their values go with the reader."""

import math
from collections.abc import Iterable

import numpy as np

from logitviz.charts.words import DEFAULT_LANGUAGE, languages
from logitviz.datasets.sources import TEN_CLASSES

from .controls import (
    Choice,
    Control,
    NamedChoice,
    OptionSlider,
    Slider,
    Text,
    Toggle,
    WholeNumber,
)

CLASSES = 10
# Class 0 leads in both, far ahead and by very little.
CONFIDENT_LOGITS = (6.5, *TEN_CLASSES[1:])
HESITANT_LOGITS = (1.4, 1.3, 1.2, 1.1, -0.2, -0.4, -1.1, -1.8, -1.8, -1.1)
LOWEST, HIGHEST, STEP = -10.0, 10.0, 0.1  # of a logit


def _temperatures() -> tuple[str, ...]:
    per_decade = [*range(20, 40), *range(40, 100, 4), 50, *range(100, 200, 10)]  # twentieths
    steps = sorted(n / 20 * decade for n in per_decade for decade in (0.01, 0.1, 1, 10))
    finite = [f"{t:.4g}" for t in steps if 0.05 <= t <= 20]
    return ("0", *finite, "inf")


def share(key: str, default: float) -> Slider:
    """Give a slider of a share from 0 to 1."""
    return Slider(key, default, 0.0, 1.0, 0.01)


TEMPERATURE = OptionSlider("T", "1", _temperatures())
# A curve through every second temperature and both limits looks the same as through all.
CURVE_TEMPERATURES = np.array([0, *TEMPERATURE.positions[1:-1:2], np.inf])
CLASSIC_TEMPERATURES = (0.5, 1.0, 2.0, 5.0)  # of the figure that the sources print
LOGITS = tuple(Slider(f"z{i}", z, LOWEST, HIGHEST, STEP) for i, z in enumerate(TEN_CLASSES))
LOGIT_KEYS = tuple(logit.key for logit in LOGITS)
CLASS = Choice("k", 0, range(CLASSES))
SEED = WholeNumber("seed", 1, 0, 9999)
DECISION_THRESHOLD = share("d", 0.6)
DIGIT = WholeNumber("digit", 0, 0, 898)
EVERYWHERE = (TEMPERATURE, *LOGITS)
ASK = Toggle("ask", True)
LANGUAGE = NamedChoice("lang", DEFAULT_LANGUAGE, {code: code for code in languages()})
# Presenting: whether, with questions, what is hidden, how large; the links of a lecture, and the
# place among them.
STAGE = Toggle("stage", False)
QUIZ = Toggle("quiz", False)
HIDE = Text("hide", "", "names of parts of the page, joined by dots")
ZOOM = Choice("zoom", "1.25", ("1", "1.25", "1.5", "2"))
TALK = Text("talk", "", "a list that the panel Present has written")
SLIDE = WholeNumber("slide", 0, 0, 40)
# What the frame of every page carries; no lesson lists it.
OF_THE_FRAME: tuple[Control, ...] = (ASK, LANGUAGE, STAGE, QUIZ, HIDE, ZOOM, TALK, SLIDE)


def outside(logits: Iterable[float]) -> list[int]:
    """List the classes whose logit no slider can hold."""
    return [i for i, z in enumerate(logits) if not (math.isfinite(z) and LOWEST <= z <= HIGHEST)]
