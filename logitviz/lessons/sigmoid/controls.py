"""What the link of the lesson on sigmoid and softmax carries."""

from logitviz.live.controls import Slider
from logitviz.live.shared import CLASS, EVERYWHERE, HIGHEST, LOWEST, STEP, share


def _logit(key: str, label: str, default: float) -> Slider:
    return Slider(key, label, default, LOWEST, HIGHEST, STEP)


CONTROLS = (
    *EVERYWHERE,
    CLASS,
    _logit("c", "Constant added to all logits", 0.0),
    share("t", "Threshold", 0.5),
    _logit("u", "First logit", 1.0),
    _logit("v", "Second logit", -1.0),
    share("p", "Probability p", 0.8),
)
