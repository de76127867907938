"""What the link of the worked examples carries."""

from logitviz.datasets.sources import EXAMPLES, STEPS
from logitviz.live.controls import Choice, Slider
from logitviz.live.shared import EVERYWHERE

CONTROLS = (
    *EVERYWHERE,
    Choice("ex", "Text", EXAMPLES),
    Slider("at", 0.0, 0.0, float(STEPS), 1.0),
)
