"""What the link of the worked examples carries."""

from logitviz.datasets.sources import EXAMPLES, STEPS
from logitviz.live.controls import NamedChoice, Slider
from logitviz.live.shared import EVERYWHERE

BY_LINK = {name.capitalize(): name for name in EXAMPLES}  # examples by what the link carries

CONTROLS = (
    *EVERYWHERE,
    NamedChoice("ex", "Text", BY_LINK),
    Slider("at", 0.0, 0.0, float(STEPS), 1.0),
)
