"""What the link of the lesson on contrastive learning carries."""

import numpy as np

from logitviz.live.controls import Choice, OptionSlider, Slider
from logitviz.live.shared import EVERYWHERE, SEED, TEMPERATURE

BATCH_SIZE = 10
SCALE = 10  # so many times a cosine at as many times τ is a logit of the playground at its T
_FINITE = [f"{t / SCALE:.4g}" for t in TEMPERATURE.positions if 0.1 <= t <= 10]
TAU = OptionSlider("tau", "Temperature τ", "0.07", ("0", *_FINITE, "inf"))
# A curve through every second τ and both limits looks the same as through all.
CURVE_TAUS = np.array([0, *TAU.positions[1:-1:2], np.inf])
PLACES = tuple(str(i) for i in range(BATCH_SIZE))

CONTROLS = (
    *EVERYWHERE,
    SEED,
    TAU,
    OptionSlider("row", "Anchor: place in the batch", "8", PLACES),
    Slider("pull", "Its own copy, nearer (+) or farther (−)", 0.0, -1.0, 1.0, 0.02),
    Choice("mix", "Digits", "one of each", ("one of each", "at random")),
    Choice("far", "Shift in pixels", "0.5", ("0.5", "1")),
    Choice("emb", "Embedding", "centred", ("pixels", "centred", "learned")),
)
