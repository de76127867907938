"""What the link of the lesson on sampling carries."""

from logitviz.core.truncation import STEPS
from logitviz.live.controls import Choice, NamedChoice, Slider
from logitviz.live.shared import CLASS, CLASSES, EVERYWHERE, SEED, STEP, share

from .sentences import OWN

NAMES = {"temperature": "T", "top_k": "top-k", "top_p": "top-p", "min_p": "min-p"}
ORDERS = {
    "Transformers": STEPS,
    "vLLM": ("temperature", "min_p", "top_k", "top_p"),
    "llama.cpp": ("top_k", "top_p", "min_p", "temperature"),
}
BY_LINK = {  # the name of every sentence by what the link carries
    "weather": "weather",
    "France": "france",
    "story": "story",
    "coffee": "coffee",
    "ten logits": OWN,
}
MOST_DRAWS = 1000
SHOWN_DRAWS = 50  # that can be looked at one by one

CONTROLS = (
    *EVERYWHERE,
    CLASS,
    SEED,
    NamedChoice("sent", "weather", BY_LINK),
    Slider("topk", float(CLASSES), 1.0, float(CLASSES), 1.0),
    share("topp", 0.9),
    share("minp", 0.0),
    Slider("bias", 0.0, -10.0, 10.0, STEP),
    Choice("order", "Transformers", tuple(ORDERS)),
    Slider("draw", 1.0, 1.0, float(SHOWN_DRAWS), 1.0),
    Choice("draws", MOST_DRAWS, (1, 10, 100, MOST_DRAWS)),
)
