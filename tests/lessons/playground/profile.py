"""The playground's facts."""

from collections.abc import Callable

import numpy as np

import logitviz as lv
from logitviz.charts.formats import logit, probability, stage
from logitviz.datasets.digits import DIGITS_PATH
from logitviz.datasets.sources import TEN_CLASSES as EXAMPLE
from tests.lessons.profile import Profile, Truth
from tests.lessons.state import PLACES, State
from tests.lessons.working import READOUTS, at, class_bars, probabilities, readouts, said_of_softmax

Z = np.array(EXAMPLE)


def truth(state: State) -> Truth:
    """Logits, probabilities, readouts and the table of steps."""
    record = at(state.z, state.T)
    order = np.argsort(-record.logits, kind="stable").tolist() if state.sort else list(PLACES)
    labels = [logit(z) for z in state.z]
    stages = (record.logits, record.scaled, record.shifted, record.exponentials)
    rows = [
        [*(stage(values[i]) for values in stages), probability(record.probabilities[i])]
        for i in PLACES
    ]
    sums = ["", "", "", stage(record.exponentials.sum()), stage(record.probabilities.sum())]
    return Truth(
        {
            "logits": class_bars(record.logits, labels, int(record.prediction), order),
            "probabilities": probabilities(record, order),
        },
        readouts(record),
        {"steps": [*rows, sums]},
    )


CLAIMS: dict[str, Callable[[], bool]] = {
    "between −5 and 5": lambda: True,  # test_page.py beside this draws and looks
    "by 2 is what T / 2 does": lambda: bool(
        np.allclose(lv.softmax(2 * Z), lv.softmax(Z, temperature=0.5), rtol=1e-14, atol=0)
    ),
    "[0, 1] | 1 |": lambda: bool(
        (lv.softmax(Z) >= 0).all()
        and (lv.softmax(Z) <= 1).all()
        and np.isclose(lv.softmax(Z).sum(), 1, rtol=1e-15, atol=0)
    ),
    "CC BY 4.0": lambda: "CC BY 4.0" in (DIGITS_PATH.parent / "README.md").read_text(),
}

LOGITS = [f"z{i}" for i in PLACES]
PROFILE = Profile(
    chart="probabilities",
    above=frozenset({"probabilities"}),
    sliders=["T", *LOGITS],
    act=["T", "logits", "probabilities", *READOUTS, *LOGITS],
    stops=["T", *LOGITS, "sort", "show", "Presets", "Digits", "Paste", "Random", "All ± ×"],
    truth=truth,
    said=said_of_softmax,
    claims=CLAIMS,
    files=["logits.csv"],
    deep={"T": "2", "z0": "3.7261", "show": "Code", "seed": "7", "digit": "12"},
    drags={"": ("T", "z0", "z3", "z9")},
    tried=("T", "z0", "z5", "z9"),
)
