"""The charts of the first four pages, each in a state and under its sliders."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

import logitviz as lv
from logitviz.charts.bars import Against, case_bars, logit_bars, probability_bars, sigmoid_bars
from logitviz.charts.curves import (
    CLASSIC_TEMPERATURES,
    Course,
    classic_figure,
    probability_curves,
    uncertainty_curves,
)
from logitviz.charts.old_chart import Chart
from logitviz.lessons.confidence.threshold_chart import Deciding, deciding_curves
from tests.charts.scenery import (
    CURVE,
    INDEX,
    LOGITS,
    SHARES,
    SIDE,
    TEMPERATURES,
    Floats,
    Gaps,
    Make,
    analyse,
    at_each,
    moved,
)


def _records(z: Floats, t: float) -> tuple[dict[str, list[lv.Analysis]], dict[str, lv.Analysis]]:
    vectors = moved(z, INDEX)
    singles = {
        "T": [analyse(z, float(each)) for each in TEMPERATURES],
        "z3": [analyse(vector, t) for vector in vectors],
        "c": [analyse(z + value, t) for value in LOGITS],
    }
    batches = {
        "T": at_each(z, TEMPERATURES),
        "z3": lv.analyse(np.stack(vectors), temperature=t),
        "c": lv.analyse(z + LOGITS[:, None], temperature=t),
    }
    return singles, batches


def _course(z: Floats, t: float) -> dict[str, Any]:
    def single(vector: Floats, each: float) -> Course:
        return Course(analyse(vector, each), at_each(vector, CURVE))

    rows = np.stack(moved(z, INDEX))
    over = at_each(z, CURVE)
    return {
        "now": single(z, t),
        "singles": {
            "T": [single(z, float(each)) for each in TEMPERATURES],
            "z3": [single(vector, t) for vector in rows],
        },
        "batches": {
            "T": Course(at_each(z, TEMPERATURES), over),
            "z3": Course(lv.analyse(rows, temperature=t), at_each(rows, CURVE)),
        },
    }


def _classic(z: Floats, t: float) -> dict[str, Any]:
    rows = np.stack(moved(z, INDEX))
    return {
        "now": at_each(z, CLASSIC_TEMPERATURES),
        "singles": {"z3": [at_each(vector, CLASSIC_TEMPERATURES) for vector in rows]},
        "batches": {"z3": at_each(rows, CLASSIC_TEMPERATURES)},
    }


def _record(z: Floats, t: float) -> dict[str, Any]:
    singles, batches = _records(z, t)
    return {"now": analyse(z, t), "singles": singles, "batches": batches}


def _against(z: Floats, t: float) -> dict[str, Any]:
    singles, batches = _records(z, t)
    threshold, now = np.array(0.5), analyse(z, t)
    shares: dict[str, list[Any]] = {"t": [Against(now, np.array(each)) for each in SHARES]}
    return {
        "now": Against(now, threshold),
        "singles": shares
        | {key: [Against(one, threshold) for one in row] for key, row in singles.items()},
        "batches": {"t": Against(now, SHARES)}
        | {key: Against(batch, threshold) for key, batch in batches.items()},
    }


def _deciding(z: Floats, t: float) -> dict[str, Any]:
    # Forty "images": the same logits turned round and shrunk; the least sure answer is wrong.
    images = np.stack([np.roll(z, k) * (1 - k / 80) for k in range(40)])
    right = np.arange(40) < 39
    shares = np.array([0, 0.25, 0.5, 0.75, 1])

    def confidences(each: float) -> Floats:
        return np.asarray(lv.confidence(lv.softmax(images, temperature=each)))

    def single(each: float, threshold: float) -> Deciding:
        curve = lv.selective_accuracy(confidences(each), right, shares)
        at = lv.selective_accuracy(confidences(each), right, [threshold])
        return Deciding(curve, np.array(threshold), at.decided[0], at.wrong[0])

    hot = np.stack([confidences(float(each)) for each in TEMPERATURES])
    at = lv.selective_accuracy(hot, right, [0.6])
    now = single(t, 0.6)
    return {
        "now": now,
        "singles": {
            "T": [single(float(each), 0.6) for each in TEMPERATURES],
            "d": [single(t, float(each)) for each in shares],
        },
        "batches": {
            "T": Deciding(
                lv.selective_accuracy(hot, right, shares), np.array(0.6), at.decided[:, 0],
                at.wrong[:, 0],
            ),
            "d": Deciding(now.curve, shares, now.curve.decided, now.curve.wrong),
        },
    }  # fmt: skip


CHARTS: dict[str, tuple[Chart[Any], Make]] = {
    "logits": (logit_bars(), _record),
    "probabilities": (probability_bars(), _record),
    "probabilities, sorted": (probability_bars((3, 1, 0, 2, 4, 5, 9, 8, 7, 6)), _record),
    "sigmoids": (sigmoid_bars(), _against),
    "case": (case_bars(SIDE), _against),
    "curves": (probability_curves(CURVE, height=330), _course),
    "uncertainty": (uncertainty_curves(CURVE, height=330), _course),
    "classic": (classic_figure("classic", "Ten logits", 10, height=340), _classic),
    "deciding": (deciding_curves(height=340), _deciding),
}


def _undecided(state: Deciding) -> dict[tuple[int, str], NDArray[np.bool_]]:
    """Where no image is decided there is no share of wrong answers."""
    none = np.asarray(state.decided == 0)[..., None]
    return {(1, "y"): np.asarray(state.curve.decided == 0), (4, "y"): none}


GAPS: dict[str, Gaps] = {"deciding": _undecided}
