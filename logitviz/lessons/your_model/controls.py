"""What the link of the lesson on your model carries."""

from logitviz.live.controls import Choice
from logitviz.live.shared import DECISION_THRESHOLD, EVERYWHERE, SEED

CLASSIFIERS = ("strong", "weak", "overconfident")
YOURS = "yours"

CONTROLS = (
    *EVERYWHERE,
    Choice("model", "Whose logits", "strong", (*CLASSIFIERS, YOURS)),
    Choice("judge", "Fit T and judge it on", "halves", ("halves", "cross", "same")),
    SEED,
    Choice("bins", "Bins", 15, (5, 10, 15, 20)),
    Choice("strategy", "Bins of equal", "width", ("width", "mass")),
    DECISION_THRESHOLD,
)
