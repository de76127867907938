"""How the core's numbers look where several pages show them alike."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

import logitviz as lv
from logitviz.charts.formats import amount, percent, probability
from tests.lessons.profile import Trace
from tests.lessons.state import PLACES, State

Floats = NDArray[np.floating[Any]]
READOUTS = ("prediction", "confidence", "margin", "entropy", "perplexity")


def at(logits: Sequence[float] | Floats, temperature: str) -> lv.Analysis:
    """Analyse logits at a temperature as the link carries it."""
    return lv.analyse(np.asarray(logits, dtype=np.float64), temperature=float(temperature))


def points(x: Sequence[float] | Floats, y: Any) -> list[tuple[float, float]]:
    """Pair the coordinates of a line or of marks."""
    return [(float(a), float(b)) for a, b in zip(x, y, strict=True)]


def class_bars(
    heights: Floats, labels: list[str], top: int, order: Sequence[int] = PLACES
) -> dict[int, Trace]:
    """Bars of ten classes, and the predicted one drawn again over its own."""
    places = [list(order).index(c) for c in PLACES]
    return {
        0: Trace(bars=heights.tolist(), labels=labels, places=places),
        1: Trace(bars=[float(heights[top])], places=[list(order).index(top)]),
    }


def probabilities(record: lv.Analysis, order: Sequence[int] = PLACES) -> dict[int, Trace]:
    """The bars of the softmax of ten classes."""
    p = record.probabilities
    return class_bars(p, [probability(x) for x in p], int(record.prediction), order)


def against(values: Floats, marked: Any, threshold: float) -> dict[int, Trace]:
    """Bars against a threshold; those marked are drawn again."""
    return {
        0: Trace(bars=values.tolist(), labels=[probability(x) for x in values]),
        1: Trace(bars=np.where(marked, values, 0.0).tolist()),
        2: Trace(line=[(-0.6, threshold), (9.6, threshold)]),
    }


def readouts(record: lv.Analysis) -> dict[str, str]:
    """The five readouts of ten classes."""
    share = percent(record.entropy / np.log(10))
    return {
        "prediction": str(int(record.prediction)),
        "confidence": probability(record.confidence),
        "margin": probability(record.margin),
        "entropy": f"{amount(record.entropy)} nats · {share}",
        "perplexity": amount(record.perplexity),
    }


def said_of_softmax(state: State) -> list[str]:
    """Words for those who do not see the softmax of the logits in the link."""
    record = at(np.asarray(state.z) + state.c, state.T)
    return [f"T = {state.T}", probability(record.confidence)]
