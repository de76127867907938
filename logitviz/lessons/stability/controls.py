"""What the link of the lesson on numerical stability carries."""

from logitviz.live.controls import Choice, OptionSlider
from logitviz.live.shared import CLASS, EVERYWHERE

PRECISIONS = ("float16", "float32", "float64")


def _in_even_ratios() -> tuple[str, ...]:
    """Write numbers from 1 to 100000, ten to a decade."""
    per_decade = (10, 12, 15, 20, 25, 30, 40, 50, 60, 80)
    steps = [n * 10**d / 10 for d in range(5) for n in per_decade]
    return (*(f"{v:g}" if v < 10 else str(int(v)) for v in steps), "100000")


FACTORS = _in_even_ratios()
SUMMANDS = (*(f"-{v}" for v in reversed(FACTORS)), "0", *FACTORS)
FIRST_LOGITS = tuple(map(str, range(0, 1201, 10)))
TINY = (*(f"1e-{n}" for n in (*range(320, 49, -5), *range(49, 0, -1))), "1")

CONTROLS = (
    *EVERYWHERE,
    CLASS,
    Choice("dtype", "float32", PRECISIONS),
    OptionSlider("m", "1", FACTORS),
    OptionSlider("h", "100", SUMMANDS),
    OptionSlider("x", "1000", FIRST_LOGITS),
    OptionSlider("tiny", "1e-40", TINY),
)
