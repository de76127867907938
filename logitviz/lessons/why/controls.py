"""What the link of the lesson on the origins of softmax carries."""

from logitviz.live.controls import Choice, NamedChoice, Slider
from logitviz.live.shared import EVERYWHERE, SEED

REASONS = {"Likelihood": "likelihood", "Heat": "heat", "Entropy": "entropy"}
COUNTED = 5  # classes
SWEEPS = 60  # of the particles
COUNTS = tuple(Slider(f"n{i}", float(n), 0.0, 50.0, 1.0) for i, n in enumerate((20, 12, 8, 4, 1)))
COUNT_KEYS = tuple(count.key for count in COUNTS)

CONTROLS = (
    *EVERYWHERE,
    NamedChoice("reason", "Likelihood", REASONS),
    SEED,
    *COUNTS,
    Choice("j", 0, range(COUNTED)),
    Slider("sweeps", 6.0, 0.0, float(SWEEPS), 1.0),
    Slider("mean", 0.86, 0.0, 1.0, 0.02),
)
