"""The confidence page's facts."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

import logitviz as lv
from logitviz.datasets.digits import DIGITS_PATH, load_digits
from logitviz.live.shared import HIGHEST, LOWEST
from tests.lessons.profile import Profile

Floats = NDArray[np.float64]


def logits_of(net: str) -> Floats:
    digits = load_digits()
    return {"strong": digits.teacher_logits, "weak": digits.student_logits}[net]


def at_each_temperature(net: str, *temperatures: float) -> lv.Analysis:
    """All images at each temperature, [T, 899, ...]; at T = 1 if none is given."""
    rows = [logits_of(net)] * max(len(temperatures), 1)
    t = np.array(temperatures or [1.0])
    return lv.analyse(rows, temperature=np.broadcast_to(t[:, None], (t.size, len(rows[0]))))


def accuracy(net: str) -> float:
    return float((logits_of(net).argmax(axis=1) == load_digits().labels).mean())


def fitted(net: str) -> float:
    """The T, to two decimals, at which the images have the least mean cross-entropy."""
    temperatures = np.round(np.arange(0.3, 1.5, 0.01), 2)
    p = at_each_temperature(net, *temperatures).probabilities
    chosen = np.take_along_axis(p, load_digits().labels[None, :, None].astype(np.intp), -1)
    return float(temperatures[np.argmin(-np.log(chosen).mean(axis=(1, 2)))])


def eight_in_ten() -> bool:
    """At its fitted T the weak classifier is right on 8 in 10 where its confidence is near 0.8."""
    at_fit = at_each_temperature("weak", fitted("weak")).confidence[0]
    near = (at_fit > 0.7) & (at_fit < 0.9)
    right = logits_of("weak").argmax(axis=1) == load_digits().labels
    return bool(round(10 * right[near].mean()) == round(10 * at_fit[near].mean()) == 8)


CLAIMS: dict[str, Callable[[], bool]] = {
    "logits: from −10 to 10": lambda: (LOWEST, HIGHEST) == (-10, 10),
    "digits: 899 handwritten digits": lambda: load_digits().labels.size == 899,
    "trust: of the answers it gives with confidence 0.8, eight in ten are right": eight_in_ten,
    "trust: is 0.8 right eight times in ten": eight_in_ten,
    "mend: On these 899 images the loss is lowest at T = 0.51 for the strong classifier": lambda: (
        fitted("strong") == 0.51
    ),
    "mend: T = 0.76 for the weak one": lambda: fitted("weak") == 0.76,
    "mend: at T = 1 both are less sure than they should be": lambda: all(
        at_each_temperature(net).confidence.mean() < accuracy(net) - 0.05
        for net in ("strong", "weak")
    ),
    # Confidence falls with T, whatever the network.
    "mend: Guo et al. (2017) found most modern networks too sure: they need a T above 1": lambda: (
        all(
            bool((np.diff(at_each_temperature(net, 1, 1.5, 2, 5).confidence, axis=0) < 0).all())
            for net in ("strong", "weak")
        )
    ),
    "source: CC BY 4.0": lambda: "CC BY 4.0" in (DIGITS_PATH.parent / "README.md").read_text(),
    "source: licenses/by/4.0/": lambda: True,
}


PROFILE = Profile(
    chart="a_bars",
    above=frozenset({"a_bars"}),
    sliders=["T", "d", "ga", "gb", "za", "zb"],
    act="T play_T d a_bars b_bars verdict_a verdict_b thresholds threshold_words ga gb ka kb za zb",
    stops=[
        "T",
        "play_T",
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
