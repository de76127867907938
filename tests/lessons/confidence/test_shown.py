"""What the page draws, compared with the core."""

from typing import Any

import numpy as np

import logitviz as lv
from logitviz.charts.formats import probability
from logitviz.datasets.digits import load_digits
from tests.lessons.shown import assert_draws, class_bars, read

THRESHOLDS = np.round(np.arange(0, 1.005, 0.01), 2)


def threshold_line(p: Any, d: float) -> list[float]:
    """Three points for each class; no number where the line would cross the number of its bar."""
    return [y for bar in p for y in (d, np.nan if bar < d < bar + 0.13 else d, d)]


def test_the_charts_draw_both_cases_and_what_every_threshold_decides() -> None:
    digits = load_digits()
    for link in ("", "T=0&d=1", "T=inf&d=0.5", "T=2&d=0.705&a=3.7261+1+2+3+0+0+0+0+0+-1&net=weak"):
        state = read(link)
        t, d = float(state.T), state.d
        logits = digits.teacher_logits if state.net == "strong" else digits.student_logits
        sure = lv.confidence(lv.softmax(logits, temperature=t))
        wrong = logits.argmax(axis=-1) != digits.labels
        every = (*THRESHOLDS, d)
        coverage = np.array([(sure >= least).mean() for least in every])
        risk = [wrong[sure >= x].mean() if (sure >= x).any() else np.nan for x in every]
        cases = {
            f"{side}_bars": class_bars(lv.softmax(z, temperature=t), probability)
            | {"threshold: y": threshold_line(lv.softmax(z, temperature=t), d)}
            for side, z in (("a", state.a), ("b", state.b))
        }
        assert_draws(
            "confidence",
            state,
            cases
            | {
                "thresholds": {
                    "decided: y": coverage[:-1],
                    "wrong: y": risk[:-1],
                    "threshold: x": [d, d],
                    "decided at d: x": [d],
                    "decided at d: y": coverage[-1:],
                    "wrong at d: x": [d],
                    "wrong at d: y": risk[-1:],
                }
            },
        )
