"""What the link of the lesson on confidence carries."""

from logitviz.live.controls import Menu, NamedChoice
from logitviz.live.shared import (
    CLASSES,
    CONFIDENT_LOGITS,
    DECISION_THRESHOLD,
    EVERYWHERE,
    HESITANT_LOGITS,
    HIGHEST,
    LOWEST,
)

from .logits_text import LogitsText, logits_as_text

TEN_NUMBERS = f"ten numbers from {LOWEST:g} to {HIGHEST:g}"
CLASSIFIERS = {name: name for name in ("strong", "weak")}

CONTROLS = (
    *EVERYWHERE,
    NamedChoice("net", "strong", CLASSIFIERS),
    LogitsText("a", logits_as_text(CONFIDENT_LOGITS), TEN_NUMBERS),
    LogitsText("b", logits_as_text(HESITANT_LOGITS), TEN_NUMBERS),
    Menu("ka", 0, range(CLASSES)),
    Menu("kb", 0, range(CLASSES)),
    DECISION_THRESHOLD,
)
