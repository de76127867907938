"""What the link of the distillation lesson carries."""

from logitviz.live.controls import Choice, OptionSlider
from logitviz.live.shared import DIGIT, EVERYWHERE, SEED, TEMPERATURE

_TENTHS = (*range(10, 15), *range(16, 24, 2), 25, 28, 32, 36, 40, 45, *range(50, 100, 10))
SCALES = (*(f"{n / 10 * decade:.4g}" for decade in (0.1, 1) for n in _TENTHS), "10")

CONTROLS = (
    *EVERYWHERE,
    SEED,
    DIGIT,
    Choice("kd", "Kind of loss", "shared", ("shared", "separate", "standardised")),
    Choice("ddof", "Divisor of std: C minus", 1, (1, 0)),
    OptionSlider("ts", "Students' own T", "1", TEMPERATURE.options[1:-1]),
    OptionSlider("s", "Scale students' logits", "1", SCALES),
    Choice("labels", "Labelled images per digit", 2, range(1, 7)),
    Choice("runs", "Runs", 10, (5, 10, 20)),
)
