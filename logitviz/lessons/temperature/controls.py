"""What the link of the temperature lesson carries."""

from logitviz.live.shared import CLASS, EVERYWHERE

CONTROLS = (*EVERYWHERE, CLASS)
