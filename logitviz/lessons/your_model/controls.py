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
    Choice("model", CLASSIFIERS[0], (*CLASSIFIERS, YOURS)),
    Choice("judge", "other half", tuple(WAYS)),
    SEED,
    Choice("bins", 15, BIN_COUNTS),
    Choice("binby", "width", tuple(STRATEGIES)),
    DECISION_THRESHOLD,
)
