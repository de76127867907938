"""States of files that tests make."""

from typing import Any

import numpy as np

from logitviz.charts.words import words_of
from logitviz.core._lib.samples import Samples
from logitviz.lessons.your_model.assessing import LabelledLogits, assess, completed
from logitviz.lessons.your_model.controls import YOURS
from logitviz.lessons.your_model.report_state import FixedUpload
from logitviz.lessons.your_model.state import YourModelState

WORDS = words_of("your_model")
CONTROLS: dict[str, Any] = {
    "judge": "halves",
    "seed": 1,
    "bins": 15,
    "binby": "width",
    "T": 1.0,
    "d": 0.6,
}
HOSTILE = (
    "<script>document.title = 'taken'</script>",
    '"><img src="https://example.org/x.png" onerror="document.title=1">',
    "</title></style><b>",
    "$title $few {T:logit} {{}}",
    "turned \u202e round \x1b[2J \x00 \udcff",
)


def built_in(**controls: Any) -> YourModelState:
    """The state of a classifier of digits."""
    return YourModelState(CONTROLS | {"model": "strong"} | controls)


def hostile_data(rows: int = 240) -> LabelledLogits:
    """Rows of too sure logits from a file whose every word is an attack."""
    rng = np.random.default_rng(7)
    labels = rng.integers(0, len(HOSTILE), rows)
    logits = 3 * rng.normal(size=(rows, len(HOSTILE)))
    logits[np.arange(rows), labels] += 4
    names = [f"{place} {name}" for place, name in enumerate(HOSTILE)]
    numbers = np.arange(rows) * 10
    return LabelledLogits(Samples.of(logits, labels), names, numbers, HOSTILE[0], HOSTILE)


def of_data(data: LabelledLogits, **controls: Any) -> YourModelState:
    """The state of a file."""
    values = CONTROLS | controls
    found = completed(assess(data, values["judge"], values["seed"]))
    return YourModelState(values | {"model": YOURS, "upload": FixedUpload(found)})
