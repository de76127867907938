"""The playground's facts."""

from collections.abc import Callable

import numpy as np

import logitviz as lv
from logitviz.datasets.digits import DIGITS_PATH
from logitviz.datasets.sources import TEN_CLASSES as EXAMPLE
from logitviz.lessons.playground.panels import CHANGES, PRESETS
from tests.lessons.profile import READOUTS, Profile
from tests.lessons.state import PLACES

Z = np.array(EXAMPLE)


CLAIMS: dict[str, Callable[[], bool]] = {
    "lead: add up to 1": lambda: bool(np.isclose(lv.softmax(Z).sum(), 1, rtol=1e-15, atol=0)),
    "random: between −5 and 5": lambda: True,  # test_page.py beside this draws and looks
    "change: Multiplying by 2 does what halving T does": lambda: bool(
        np.allclose(lv.softmax(2 * Z), lv.softmax(Z, temperature=0.5), rtol=1e-14, atol=0)
    ),
    "what: [0, 1] | 1 |": lambda: bool(
        (lv.softmax(Z) >= 0).all()
        and (lv.softmax(Z) <= 1).all()
        and np.isclose(lv.softmax(Z).sum(), 1, rtol=1e-15, atol=0)
    ),
    "preset_example: The 10-class example": lambda: len(PRESETS["preset_example"]) == 10,
    "change_up: Add 1": lambda: CHANGES["change_up"] == (1, 1),
    "change_down: Subtract 1": lambda: CHANGES["change_down"] == (1, -1),
    "change_double: Multiply by 2": lambda: CHANGES["change_double"] == (2, 0),
    "paste_examples: 4.2, 1.8, 0.5 of the example, on the device 0": lambda: (
        EXAMPLE[:3] == (4.2, 1.8, 0.5)
    ),
    "paste_ask, paste_ask_shifted: probabilities lie between 0 and 1 and add up to 1": lambda: bool(
        (lv.softmax(Z) > 0).all() and np.isclose(lv.softmax(Z).sum(), 1, rtol=1e-15, atol=0)
    ),
    "paste_zeros: the logarithm of a probability of 0 is −∞": lambda: lv.logit(0.0) == -np.inf,
    "digits: CC BY 4.0": lambda: "CC BY 4.0" in (DIGITS_PATH.parent / "README.md").read_text(),
}

LOGITS = [f"z{i}" for i in PLACES]
PROFILE = Profile(
    chart="probabilities",
    above=frozenset({"probabilities"}),
    sliders=["T", *LOGITS],
    act=f"T play_T logits probabilities {' '.join(READOUTS)} {' '.join(LOGITS)}",
    stops=[
        "T",
        "play_T",
        *LOGITS,
        "sort",
        "show",
        "Presets",
        "Digits",
        "Paste",
        "Random",
        "Shift or scale all",
    ],
    claims=CLAIMS,
    files=["logits.csv"],
    deep={"T": "2", "z0": "3.7261", "show": "Code", "seed": "7", "digit": "12"},
    drags={"": ("T", "z3")},
    links=[
        "T=0",
        "T=inf",
        "T=0.05&sort=true",
        "T=20&z0=-7.3&z4=3.7261",
    ],
    tried=("T", "z0", "z5", "z9"),
)
