"""What the link of the lesson on your model carries."""

from logitviz.core._lib.binning import Strategy
from logitviz.live.controls import Choice
from logitviz.live.shared import DECISION_THRESHOLD, EVERYWHERE, SEED

from .folds import Way
from .summary import BIN_COUNTS

CLASSIFIERS = ("strong", "weak", "overconfident")
YOURS = "your file"
WAYS: dict[str, Way] = {"other half": "halves", "each half in turn": "cross", "same rows": "same"}
STRATEGIES: dict[str, Strategy] = {"width": "width", "count": "mass"}

CONTROLS = (
    *EVERYWHERE,
    Choice("model", "Whose logits", CLASSIFIERS[0], (*CLASSIFIERS, YOURS)),
    Choice("judge", "Judge the fitted T on", "other half", tuple(WAYS)),
    SEED,
    Choice("bins", "Bins", 15, BIN_COUNTS),
    Choice("binby", "Bins of equal", "width", tuple(STRATEGIES)),
    DECISION_THRESHOLD,
)
