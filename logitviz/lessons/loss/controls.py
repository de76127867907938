"""What the link of the lesson on loss and gradient carries."""

from logitviz.live.controls import Choice, Slider
from logitviz.live.shared import CLASSES, EVERYWHERE, share

STEPS = 50  # of gradient descent

CONTROLS = (
    *EVERYWHERE,
    Choice("y", 5, range(CLASSES)),
    Slider("eta", 1.0, 0.0, 10.0, 0.1),
    Slider("n", 0.0, 0.0, float(STEPS), 1.0),
    share("eps", 0.0),
)
