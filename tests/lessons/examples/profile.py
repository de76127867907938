"""The facts of the worked examples, worked out from the sources' numbers and the core alone."""

from collections.abc import Callable, Sequence

import numpy as np

import logitviz as lv
from logitviz.charts.formats import amount, logit, probability
from tests.lessons.profile import Profile, Trace, Truth
from tests.lessons.state import PLACES, State
from tests.lessons.working import Floats

TEXT = (2.0, 1.0, 0.1)
TEN = (4.2, 1.8, 0.5, -0.3, 2.7, 3.1, 0.2, -1.5, 1.1, 2.2)
LATER = "·"


def bars(
    heights: Sequence[float] | Floats, labels: Sequence[str], shown: Sequence[bool]
) -> list[Trace]:
    """Bars, and the words over them; nothing where nothing is revealed."""
    seen = [label for label, here in zip(labels, shown, strict=True) if here]
    solid = [float(h) if here else 0.0 for h, here in zip(heights, shown, strict=True)]
    return [Trace(bars=solid), Trace(marks=[], labels=seen)]


def chosen(height: float, shown: bool) -> Trace:
    """The pattern on the bar of the predicted class."""
    return Trace(bars=[height if shown else 0.0])


def walked(rows: Sequence[tuple[str, str]], at: float) -> list[list[str]]:
    """The table of the steps."""
    return [list(row) if at > i else [LATER, LATER] for i, row in enumerate(rows)]


def text(at: float) -> Truth:
    """Text classification: exponentials, their sum, probabilities, and whether it is right."""
    e, p = np.exp(TEXT), lv.softmax(TEXT)
    logits = bars(TEXT, [logit(z) for z in TEXT], [True] * 3)
    exponentials = bars(e, [amount(v) for v in e], [at >= 2, at >= 3, at >= 3])
    shares = bars(p, [probability(v) for v in p], [at >= 4, at >= 5, at >= 5])
    rows = [
        ("News", "–"), (f"{e[0]:.6g}", "7.39"), (f"{e.sum():.6g}", "11.22 (slip)"),
        (f"{p[0]:.6g}", "0.66, 0.65 (slip)"), (f"{p[2]:.6g}", "0.10, 0.11 (slip)"), ("No", "–"),
    ]  # fmt: skip
    return Truth(
        {
            "walk_logits": dict(enumerate([*logits, chosen(2.0, at >= 1)])),
            "walk_exponentials": dict(enumerate(exponentials)),
            "walk_probabilities": dict(enumerate([*shares, chosen(float(p[0]), at >= 4)])),
        },
        tables={"walked": walked(rows, at)},
    )


def ten(at: float) -> Truth:
    """Ten classes: a line for each temperature as it is asked for."""
    when = {1.0: 1, 0.5: 2, 2.0: 3, 5.0: 4, np.inf: 6}
    lines = {}
    for i, (t, step) in enumerate(when.items()):
        p = lv.softmax(TEN, temperature=t)
        points = [(float(c), float(p[c])) for c in PLACES]
        lines[i] = Trace(line=points, marks=points) if at >= step else Trace(marks=[])
    leads = [lv.softmax(TEN, temperature=t)[0] for t in (1.0, 0.5, 2.0, 5.0)]
    rows = [*((f"{p:.6g}", "–") for p in leads), ("0", "–"), ("0.1", "–")]
    logits = bars(TEN, [logit(z) for z in TEN], [True] * 10)
    return Truth(
        {"walk_logits": dict(enumerate(logits)), "walk_lines": lines},
        tables={"walked": walked(rows, at)},
    )


def overflow(at: float) -> Truth:
    """Two logits too large: what is lost is a word, never a bar of height zero or less."""
    limits = [float(lv.exp_limits(kind).largest) for kind in ("float16", "float32", "float64")]
    logs = bars([0.0, -999.0], ["−∞", "−999"], [at >= 3, at >= 4])
    reach = bars([*limits, 200.0], [logit(v) for v in (*limits, 200.0)], [at >= 5] * 3 + [at >= 6])
    rows = [
        ("infinity", "–"), ("NaN, not a number", "–"), ("minus infinity", "–"), ("−999", "−999"),
        ("709.783", "709.78"), ("No", "–"),
    ]  # fmt: skip
    return Truth(
        {
            "walk_logits": dict(enumerate(bars([1000.0, 1.0], ["1000", "1"], [True, True]))),
            "walk_log": dict(enumerate(logs)),
            "walk_limits": dict(enumerate(reach)),
        },
        tables={"walked": walked(rows, at)},
    )


TRUTHS: dict[str, Callable[[float], Truth]] = {"Text": text, "Ten": ten, "Overflow": overflow}


def truth(state: State) -> Truth:
    """The charts and the table of an example after some steps."""
    return TRUTHS[state.ex](state.values["at"])  # `State.at` moves a slider


SAID = {
    "Text": "Logits z: News 2, Entertainment 1, Technology 0.1",
    "Ten": "3 −0.3, 4 2.7",
    "Overflow": "first 1000, second 1",
}


def said(state: State) -> list[str]:
    """Words for those who do not see the logits."""
    predicted = ["predicted News"] if state.ex == "Text" and state.values["at"] >= 1 else []
    return [*predicted, SAID[state.ex]]


PROFILE = Profile(
    chart="walk_logits",
    above=frozenset({"walk_logits"}),
    sliders=["at"],
    act=["ex", "at", "remark", "question", "choice_0", "reveal", "walked", "walk_logits",
         "walk_exponentials", "walk_probabilities"],
    stops=["ex", "at", "choice_0", "choice_2", "reveal"],
    truth=truth,
    said=said,
    claims={},
    files=["steps.csv"],
    deep={"T": "2", "z3": "4", "ex": "Overflow", "at": "3"},
    # A drag passes 0, 2 and 6 and begins elsewhere.
    drags={"at=3": ("at",), "ex=Ten&at=5": ("at",), "ex=Overflow&at=1": ("at",)},
    tried=("at",),
)  # fmt: skip
