"""What the link of the lesson on sigmoid and softmax carries."""

from logitviz.live.controls import Slider
from logitviz.live.shared import CLASS, EVERYWHERE, HIGHEST, LOWEST, STEP, share


def _logit(key: str, default: float) -> Slider:
    return Slider(key, default, LOWEST, HIGHEST, STEP)


CONTROLS = (
    *EVERYWHERE,
    CLASS,
    _logit("c", 0.0),
    share("t", 0.5),
    _logit("u", 1.0),
    _logit("v", -1.0),
    share("p", 0.8),
)
