"""The confidence page's facts."""

from collections.abc import Callable

import numpy as np

import logitviz as lv
from logitviz.datasets.digits import DIGITS_PATH, load_digits
from logitviz.live.shared import HIGHEST, LOWEST
from tests.lessons.profile import Profile


def teacher(temperature: float = 1.0) -> lv.Analysis:
    return lv.analyse(load_digits().teacher_logits, temperature=temperature)


def accuracy() -> float:
    digits = load_digits()
    return float((digits.teacher_logits.argmax(axis=1) == digits.labels).mean())


CLAIMS: dict[str, Callable[[], bool]] = {
    "from −10 to 10": lambda: (LOWEST, HIGHEST) == (-10, 10),
    "899 handwritten digits": lambda: load_digits().labels.size == 899,
    "96.4 % of the images": lambda: round(100 * accuracy(), 1) == 96.4,
    "a mean confidence of 0.877 at T = 1": lambda: (
        round(float(teacher().confidence.mean()), 3) == 0.877
    ),
    "a T below 1 would bring the two together": lambda: (
        abs(teacher(0.5).confidence.mean() - accuracy()) < 0.01
    ),
    "then T above 1 helps": lambda: bool(
        (np.diff([teacher(t).confidence.mean() for t in (1, 1.5, 2, 5)]) < 0).all()
    ),
    "CC BY 4.0": lambda: "CC BY 4.0" in (DIGITS_PATH.parent / "README.md").read_text(),
    "licenses/by/4.0/": lambda: True,
}


PROFILE = Profile(
    chart="a_bars",
    above=frozenset({"a_bars"}),
    sliders=["T", "d", "ga", "gb", "za", "zb"],
    act="T d a_bars b_bars verdict_a verdict_b compare ga gb ka kb za zb",
    stops=[
        "T",
        "d",
        "ga",
        "gb",
        "za",
        "zb",
        "ka",
        "kb",
        "net",
        "Logits of A",
        "Logits of B",
        "pick_a",
        "pick_b",
    ],
    claims=CLAIMS,
    files=["a.csv", "b.csv", "thresholds.csv"],
    deep={"T": "2", "z3": "4", "d": "0.7", "a": "3.7261 1 2 3 0 0 0 0 0 -1", "net": "weak"},
    drags={"ka=5&kb=1": ("T", "d", "za", "gb", "zb")},
    links=[
        "T=0&d=1",
        "T=inf&d=0",
        "T=0.5&d=0.25&net=weak&ka=5",
        "d=0.705&a=3.7261 1 2 3 0 0 0 0 0 -1",
    ],
    tried=("T", "d", "ga", "gb", "za", "zb"),
    wrong_texts=("a", "b"),
)
