"""What the link of the lesson on your model carries."""

from logitviz.live.controls import Choice, NamedChoice
from logitviz.live.shared import DECISION_THRESHOLD, EVERYWHERE, SEED

from .summary import BIN_COUNTS

CLASSIFIERS = ("strong", "weak", "overconfident")  # in links and in code
YOURS, YOURS_IN_LINKS = "yours", "your file"
WAYS = {"other half": "halves", "each half in turn": "cross", "same rows": "same"}
STRATEGIES = {"width": "width", "count": "mass"}

CONTROLS = (
    *EVERYWHERE,
    NamedChoice(
        "model", CLASSIFIERS[0], {name: name for name in CLASSIFIERS} | {YOURS_IN_LINKS: YOURS}
    ),
    NamedChoice("judge", "other half", WAYS),
    SEED,
    Choice("bins", 15, BIN_COUNTS),
    NamedChoice("binby", "width", STRATEGIES),
    DECISION_THRESHOLD,
)
