"""The temperature page's facts."""

from collections.abc import Callable

import numpy as np

import logitviz as lv
from logitviz.datasets.sources import TEN_CLASSES as EXAMPLE
from logitviz.datasets.sources import TEXT_LOGITS
from logitviz.live.shared import CLASSES, CLASSIC_TEMPERATURES, TEMPERATURE
from tests.lessons.profile import READOUTS, Profile

Z = np.array(EXAMPLE)
HOTTEST = len(TEMPERATURE.options) - 1


def sweep(logits: object = Z) -> lv.Analysis:
    rows = np.repeat(np.asarray(logits)[None], TEMPERATURE.positions.size, axis=0)
    return lv.analyse(rows, temperature=TEMPERATURE.positions)


def argmax_at_zero() -> bool:
    return bool(lv.softmax(Z, temperature=0).tolist() == [1, *[0] * 9])


def uniform_at_infinity() -> bool:
    return bool(lv.softmax(Z, temperature=np.inf).tolist() == [0.1] * CLASSES)


def all_gaps_times(temperature: float) -> float:
    """By how much every gap between log-probabilities is larger at T than at T = 1."""
    gaps = [np.diff(np.log(lv.softmax(Z, temperature=t))) for t in (temperature, 1)]
    (factor,) = {round(float(there / here), 6) for there, here in zip(*gaps, strict=True)}
    return factor


CLAIMS: dict[str, Callable[[], bool]] = {
    "curves_alt, curves_alt_tied: 10 classes; at T = ∞ each has 1/10": lambda: (
        sweep().probabilities[-1].tolist() == [1 / 10] * 10
    ),
    "two_nats: 2 nats lie on the axis of the entropy": lambda: np.log(CLASSES) > 2,
    "example_title: 2.0, 1.0, 0.1": lambda: TEXT_LOGITS == (2.0, 1.0, 0.1),
    "classic_alt, example_alt: T = 0.5, 1, 2, 5": lambda: CLASSIC_TEMPERATURES == (0.5, 1, 2, 5),
    "classic: in the limit T = 0 one class has it all": lambda: bool(sweep().confidence[0] == 1),
    "lead: At T = 0 the winner takes all": argmax_at_zero,
    "lead: all classes are equal": uniform_at_infinity,
    "why: T above 1 narrows every gap between them": lambda: all(
        all_gaps_times(t) < 1 for t in TEMPERATURE.positions if t > 1
    ),
    "why: T below 1 widens every gap": lambda: all(
        all_gaps_times(t) > 1 for t in TEMPERATURE.positions if 0 < t < 1
    ),
    "why: from 0 at T = 0 to log C at T = ∞": lambda: (
        sweep().entropy[0] == 0
        and bool(np.isclose(sweep().entropy[-1], np.log(CLASSES), rtol=1e-15, atol=0))
    ),
    "why: falls from 1 to 1/C": lambda: (
        sweep().confidence[0] == 1 and sweep().confidence[-1] == 1 / CLASSES
    ),
    "why: the two start from log n and from 1/n": lambda: all(
        bool(
            np.isclose(record.entropy, np.log(n), rtol=1e-15, atol=0)
            and np.isclose(record.confidence, 1 / n, rtol=1e-15, atol=0)
        )
        for n in range(2, CLASSES + 1)
        for record in [lv.analyse([3.0] * n + [0.0] * (CLASSES - n), temperature=0)]
    ),
}

PROFILE = Profile(
    chart="probabilities",
    above=frozenset({"probabilities"}),
    sliders=["T", "z0"],
    act=f"T play_T jump_0 jump_{HOTTEST} probabilities curves {' '.join(READOUTS)} k z0",
    stops=["T", "play_T", "z0", "k", "T = 0", "T = ½", "T = 1", "T = 2", "T = 5", "T = ∞"],
    claims=CLAIMS,
    files=["logits.csv", "temperatures.csv"],
    deep={"T": "2", "z0": "3.7261", "z3": "4"},
    drags={"k=4&T=2": ("T", "z4")},
    links=[
        "T=0",
        "T=inf",
        "T=0.05&k=3",
        "T=5&z0=2&z9=4.2",
        "T=0&z0=2&z1=2&z2=2&z3=2&z4=2&z5=2&z6=2&z7=2&z8=2&z9=2",
    ],
    tried=("T", "z0"),
)
