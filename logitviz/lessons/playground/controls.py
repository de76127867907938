"""What the link of the playground carries."""

from logitviz.live.controls import Choice, Toggle
from logitviz.live.shared import CLASS, DIGIT, EVERYWHERE, SEED

CONTROLS = (
    *EVERYWHERE,
    CLASS,
    SEED,
    DIGIT,
    Choice("show", "Look inside", "Steps", ("Steps", "Formula", "Code", "Numbers")),
    Toggle("sort", "Sort by value", False),
)
