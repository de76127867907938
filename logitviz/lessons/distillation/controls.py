"""What the link of the distillation lesson carries."""

from logitviz.live.controls import Choice, NamedChoice, OptionSlider
from logitviz.live.shared import DIGIT, EVERYWHERE, SEED, TEMPERATURE

_TENTHS = (*range(10, 15), *range(16, 24, 2), 25, 28, 32, 36, 40, 45, *range(50, 100, 10))
SCALES = (*(f"{n / 10 * decade:.4g}" for decade in (0.1, 1) for n in _TENTHS), "10")
KINDS = {name: name for name in ("shared", "separate", "standardised")}

CONTROLS = (
    *EVERYWHERE,
    SEED,
    DIGIT,
    NamedChoice("kd", "shared", KINDS),
    Choice("ddof", 1, (1, 0)),
    OptionSlider("ts", "1", TEMPERATURE.options[1:-1]),
    OptionSlider("s", "1", SCALES),
    Choice("labels", 2, range(1, 7)),
    Choice("runs", 10, (5, 10, 20)),
)
