"""The confidence page's facts."""

from collections.abc import Callable

import numpy as np

import logitviz as lv
from logitviz.charts.formats import amount, percent, probability, signed
from logitviz.datasets.digits import DIGITS_PATH, load_digits
from logitviz.live.shared import HIGHEST, LOWEST
from tests.lessons.profile import Profile, Trace, Truth
from tests.lessons.state import State
from tests.lessons.working import at, points, probabilities

THRESHOLDS = np.round(np.arange(0, 1.005, 0.01), 2)


def verdict(record: lv.Analysis, threshold: float) -> str:
    decided = "decide automatically" if record.confidence >= threshold else "ask a person"
    return f"Class {int(record.prediction)} with {probability(record.confidence)}: {decided}"


def compared(a: lv.Analysis, b: lv.Analysis) -> list[list[str]]:
    """The readouts of both cases and their differences."""
    rows = [[str(int(a.prediction)), str(int(b.prediction)), ""]]
    for name, form in (
        ("confidence", probability), ("margin", probability), ("entropy", amount),
        ("perplexity", amount),
    ):  # fmt: skip
        one, other = getattr(a, name), getattr(b, name)
        rows.append([form(one), form(other), signed(one - other)])
    return rows


def truth(state: State) -> Truth:
    """Both cases, their comparison, and what the threshold buys on real images."""
    a, b = at(state.a, state.T), at(state.b, state.T)
    digits = load_digits()
    logits = digits.teacher_logits if state.net == "strong" else digits.student_logits
    sure = lv.confidence(lv.softmax(logits, temperature=float(state.T)))
    wrongly = logits.argmax(axis=-1) != digits.labels
    decided = [int((sure >= t).sum()) for t in (*THRESHOLDS, state.d)]
    wrong = [int(wrongly[sure >= t].sum()) for t in (*THRESHOLDS, state.d)]
    coverage = np.array(decided) / sure.size
    some = np.array(decided) > 0  # nobody can be wrong where nothing is decided
    risk = np.array(wrong) / np.where(some, decided, np.nan)
    shares = THRESHOLDS[some[:-1]].tolist()
    needed = Trace(line=[(-0.6, state.d), (9.6, state.d)])
    return Truth(
        {
            "a_bars": probabilities(a) | {2: needed},
            "b_bars": probabilities(b) | {2: needed},
            "deciding": {
                0: Trace(line=points(THRESHOLDS.tolist(), coverage[:-1])),
                1: Trace(line=points(shares, risk[:-1][some[:-1]])),
                2: Trace(line=[(state.d, 0), (state.d, 1)]),
                3: Trace(marks=[(state.d, float(coverage[-1]))]),
                4: Trace(marks=[(state.d, float(risk[-1]))] if some[-1] else []),
            },
        },
        {
            "verdict_a": verdict(a, state.d),
            "verdict_b": verdict(b, state.d),
            "deciding_words": (
                f"Decided automatically: {decided[-1]} of {sure.size}. Wrong among these: "
                f"{wrong[-1]} ({percent(risk[-1])}). Handed to a person: {sure.size - decided[-1]}."
            ),
        },
        {"compare": compared(a, b)},
    )


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


def said(state: State) -> list[str]:
    """Words for those who do not see the bars of case A."""
    return [f"T = {state.T}", probability(at(state.a, state.T).confidence)]


PROFILE = Profile(
    chart="a_bars",
    above=frozenset({"a_bars"}),
    sliders=["T", "d", "ga", "gb", "za", "zb"],
    act=["T", "d", "a_bars", "b_bars", "verdict_a", "verdict_b", "compare", "ga", "gb", "ka", "kb",
         "za", "zb"],
    stops=["T", "d", "ga", "gb", "za", "zb", "ka", "kb", "net", "Logits of A", "Logits of B",
           "pick_a", "pick_b"],
    truth=truth,
    said=said,
    claims=CLAIMS,
    files=["a.csv", "b.csv", "thresholds.csv"],
    deep={"T": "2", "z3": "4", "d": "0.7", "a": "3.7261 1 2 3 0 0 0 0 0 -1", "net": "weak"},
    drags={"ka=5&kb=1": ("T", "d", "ga", "gb", "za", "zb")},
    tried=("T", "d", "ga", "gb", "za", "zb"),
    wrong_texts=("a", "b"),
)  # fmt: skip
