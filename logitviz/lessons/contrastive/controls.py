"""What the link of the lesson on contrastive learning carries."""

import numpy as np

from logitviz.live.controls import Choice, NamedChoice, OptionSlider, Slider
from logitviz.live.shared import EVERYWHERE, SEED, TEMPERATURE

BATCH_SIZE = 10
SCALE = 10  # similarities and τ times this are logits and T of the playground
_FINITE = [f"{t / SCALE:.4g}" for t in TEMPERATURE.positions if 0.1 <= t <= 10]
TAU = OptionSlider("tau", "0.07", ("0", *_FINITE, "inf"))
# A curve through every second τ and both limits looks the same as through all.
CURVE_TAUS = np.array([0, *TAU.positions[1:-1:2], np.inf])
MIXES = {"one of each": "one_of_each", "at random": "at_random"}
EMBEDDINGS = {name: name for name in ("pixels", "centred", "learned")}

CONTROLS = (
    *EVERYWHERE,
    SEED,
    TAU,
    OptionSlider("row", "8", tuple(map(str, range(BATCH_SIZE)))),
    Slider("pull", 0.0, -1.0, 1.0, 0.02),
    NamedChoice("mix", "one of each", MIXES),
    Choice("far", "0.5", ("0.5", "1")),
    NamedChoice("emb", "centred", EMBEDDINGS),
)
