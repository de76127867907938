"""What the link of the playground carries."""

from logitviz.live.controls import NamedChoice, Toggle
from logitviz.live.shared import CLASS, DIGIT, EVERYWHERE, SEED

VIEWS = {"Steps": "steps", "Formula": "formula", "Code": "code", "Numbers": "numbers"}

CONTROLS = (
    *EVERYWHERE,
    CLASS,
    SEED,
    DIGIT,
    NamedChoice("show", "Steps", VIEWS),
    Toggle("sort", False),
)
