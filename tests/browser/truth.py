"""What each page has to show, worked out from the core alone, without charts and widgets."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

import logitviz as lv
from logitviz.charts.text import amount, logit, percent, probability, signed, stage
from logitviz.core.digits import load_digits
from logitviz.ui.state import (
    CURVE_TEMPERATURES,
    SHARE_VALUES,
)
from tests.browser.screen import Trace, Truth
from tests.browser.state import PLACES, State

CLASSIC = (0.5, 1.0, 2.0, 5.0)
THREE = (2.0, 1.0, 0.1)
ENDS_OF_AXIS = {0.0: 0.028, np.inf: 36.0}  # where a logarithmic axis shows T = 0 and T = inf
Floats = NDArray[np.floating[Any]]


def _at(logits: Sequence[float] | Floats, temperature: str) -> lv.Analysis:
    return lv.analyse(np.asarray(logits, dtype=np.float64), temperature=float(temperature))


def _class_bars(heights: Floats, labels: list[str], top: int, order: Sequence[int]) -> Any:
    place = list(order).index(top)
    return {
        0: Trace(
            bars=heights.tolist(), labels=labels, places=[list(order).index(c) for c in PLACES]
        ),
        1: Trace(bars=[float(heights[top])], places=[place]),
    }


def _probabilities(record: lv.Analysis, order: Sequence[int] = PLACES) -> Any:
    p = record.probabilities
    return _class_bars(p, [probability(x) for x in p], int(record.prediction), order)


def _readouts(record: lv.Analysis) -> dict[str, str]:
    share = percent(record.entropy / np.log(10))
    return {
        "prediction": str(int(record.prediction)),
        "confidence": probability(record.confidence),
        "margin": probability(record.margin),
        "entropy": f"{amount(record.entropy)} nats · {share}",
        "perplexity": amount(record.perplexity),
    }


def playground(state: State) -> Truth:
    """Logits, probabilities, readouts and the table of steps."""
    record = _at(state.z, state.T)
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
            "logits": _class_bars(record.logits, labels, int(record.prediction), order),
            "probabilities": _probabilities(record, order),
        },
        _readouts(record),
        {"steps": [*rows, sums]},
    )


def _places_of(temperatures: Sequence[float] | Floats) -> list[float]:
    return [ENDS_OF_AXIS.get(float(t), float(t)) for t in temperatures]


def _points(x: Sequence[float], y: Any) -> list[tuple[float, float]]:
    return [(float(a), float(b)) for a, b in zip(x, y, strict=True)]


def _classic(logits: Sequence[float]) -> dict[int, Trace]:
    lines = [_points(range(len(logits)), _at(logits, str(t)).probabilities) for t in CLASSIC]
    return {i: Trace(line=line, marks=line) for i, line in enumerate(lines)}


def temperature(state: State) -> Truth:
    """The bars, both charts over T, the sources' figure, the readouts."""
    record = _at(state.z, state.T)
    over = [_at(state.z, str(t)) for t in CURVE_TEMPERATURES]
    x = _places_of(CURVE_TEMPERATURES)
    (here,) = _places_of([float(state.T)])
    upright = Trace(line=[(here, 0), (here, 1)])
    curves = {c: Trace(line=_points(x, [r.probabilities[c] for r in over])) for c in PLACES}
    marks = Trace(marks=_points([here] * 10, record.probabilities))
    entropy, confidence = float(record.entropy), float(record.confidence)
    return Truth(
        {
            "probabilities": _probabilities(record),
            "curves": {**curves, 10: upright, 11: marks},
            "uncertainty": {
                0: Trace(line=_points(x, [r.entropy for r in over])),
                1: Trace(line=_points(x, [r.confidence for r in over])),
                2: upright,
                3: Trace(marks=[(here, entropy)]),
                4: Trace(marks=[(here, confidence)]),
            },
            "classic": _classic(state.z),
            "example": _classic(THREE),
        },
        _readouts(record),
    )


def _against(values: Floats, marked: Any, threshold: float) -> dict[int, Trace]:
    return {
        0: Trace(bars=values.tolist(), labels=[probability(x) for x in values]),
        1: Trace(bars=np.where(marked, values, 0.0).tolist()),
        2: Trace(line=[(-0.6, threshold), (9.6, threshold)]),
    }


def _clip(value: float) -> float:
    return float(np.clip(value, -8, 8))


def sigmoid(state: State) -> Truth:
    """Both outputs and their sums, the nudge, both Jacobians, two classes, the logit."""
    z = np.asarray(state.z) + state.c
    record = _at(z, state.T)
    after = _at(z + np.eye(10)[state.k], state.T)
    p, s = record.probabilities, record.sigmoids
    passing = s >= state.t
    pair = _at([state.u, state.v], "1").probabilities[0]
    difference = state.u - state.v
    back = float(lv.logit(state.p))
    return Truth(
        {
            "probabilities": _probabilities(record),
            "sigmoids": _against(s, passing, state.t),
            "nudge": {
                0: Trace(bars=(after.probabilities - p).tolist()),
                1: Trace(bars=(after.sigmoids - s).tolist()),
            },
            "slopes_softmax": {0: Trace(matrix=(np.diag(p) - np.outer(p, p)).tolist())},
            "slopes_sigmoid": {0: Trace(matrix=np.diag(s * (1 - s)).tolist())},
            "pair": {1: Trace(marks=[(difference, float(pair))], labels=[probability(pair)])},
            "logit": {1: Trace(marks=[(state.p, _clip(back))], labels=[logit(back)])},
            "inverse": {
                1: Trace(
                    marks=[(_clip(back), float(lv.sigmoid(back)))], labels=[probability(state.p)]
                )
            },
        },
        {
            "sum_softmax": amount(p.sum()),
            "argmax": f"class {int(record.prediction)}",
            "sum_sigmoid": amount(s.sum()),
            "passing": f"{int(passing.sum())} of 10 classes",
            "pair_words": (
                f"softmax = {probability(pair)}, "
                f"sigmoid({logit(difference)}) = {probability(lv.sigmoid(difference))}"
            ),
            "logit_words": (
                f"logit({probability(state.p)}) = {logit(back)}, "
                f"and sigmoid({logit(back)}) = {probability(lv.sigmoid(back))}"
            ),
        },
    )


def _verdict(record: lv.Analysis, threshold: float) -> str:
    decided = "decide automatically" if record.confidence >= threshold else "ask a person"
    return f"Class {int(record.prediction)} with {probability(record.confidence)}: {decided}"


def confidence(state: State) -> Truth:
    """Both cases, their comparison, and what the threshold buys on real images."""
    a, b = _at(state.a, state.T), _at(state.b, state.T)
    rows = [[str(int(a.prediction)), str(int(b.prediction)), ""]]
    for name, form in (
        ("confidence", probability), ("margin", probability), ("entropy", amount),
        ("perplexity", amount),
    ):  # fmt: skip
        one, other = getattr(a, name), getattr(b, name)
        rows.append([form(one), form(other), signed(one - other)])
    digits = load_digits()
    logits = digits.teacher_logits if state.net == "strong" else digits.student_logits
    sure = lv.confidence(lv.softmax(logits, temperature=float(state.T)))
    wrongly = logits.argmax(axis=-1) != digits.labels
    decided = [int((sure >= t).sum()) for t in (*SHARE_VALUES, state.d)]
    wrong = [int(wrongly[sure >= t].sum()) for t in (*SHARE_VALUES, state.d)]
    coverage = np.array(decided) / sure.size
    some = np.array(decided) > 0  # nobody can be wrong where nothing is decided
    risk = np.array(wrong) / np.where(some, decided, np.nan)
    shares = SHARE_VALUES[some[:-1]].tolist()
    top = np.arange(10)
    return Truth(
        {
            "a_bars": _against(a.probabilities, top == a.prediction, state.d),
            "b_bars": _against(b.probabilities, top == b.prediction, state.d),
            "deciding": {
                0: Trace(line=_points(SHARE_VALUES.tolist(), coverage[:-1])),
                1: Trace(line=_points(shares, risk[:-1][some[:-1]])),
                2: Trace(line=[(state.d, 0), (state.d, 1)]),
                3: Trace(marks=[(state.d, float(coverage[-1]))]),
                4: Trace(marks=[(state.d, float(risk[-1]))] if some[-1] else []),
            },
        },
        {
            "verdict_a": _verdict(a, state.d),
            "verdict_b": _verdict(b, state.d),
            "deciding_words": (
                f"Decided automatically: {decided[-1]} of {sure.size}. Wrong among these: "
                f"{wrong[-1]} ({percent(risk[-1])}). Handed to a person: {sure.size - decided[-1]}."
            ),
        },
        {"compare": rows},
    )


OF_PAGE = {
    "playground": playground,
    "temperature": temperature,
    "sigmoid": sigmoid,
    "confidence": confidence,
}
