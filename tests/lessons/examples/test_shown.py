"""What the page draws, step by step, compared with the sources' numbers and the core."""

from typing import Any

import numpy as np

import logitviz as lv
from tests.lessons.shown import assert_draws, read

TEXT = np.array([2.0, 1.0, 0.1])
TEN = np.array([4.2, 1.8, 0.5, -0.3, 2.7, 3.1, 0.2, -1.5, 1.1, 2.2])
SHARES = {f"series {i}": t for i, t in enumerate((1.0, 0.5, 2.0, 5.0, np.inf))}


def bars(values: Any, from_step: Any, at: float) -> dict[str, Any]:
    """Bars and their numbers, which stand above 0, from some step on."""
    revealed = np.where(at >= np.asarray(from_step), values, np.nan)
    return {"series 0: y": revealed, "numbers 0: y": np.maximum(revealed, 0)}


def predicted(values: Any, from_step: int, at: float) -> dict[str, Any]:
    return {"series 1: y": [max(values) if at >= from_step else np.nan]}


def text(at: float) -> dict[str, Any]:
    p = lv.softmax(TEXT)
    return {
        "walk_logits": bars(TEXT, 0, at) | predicted(TEXT, 1, at),
        "walk_exponentials": bars(np.exp(TEXT), [2, 3, 3], at),
        "walk_probabilities": bars(p, [4, 5, 5], at) | predicted(p, 4, at),
    }


def ten(at: float) -> dict[str, Any]:
    lines = {
        f"{name}: y": np.where(at >= step, lv.softmax(TEN, temperature=t), np.nan)
        for step, (name, t) in zip((1, 2, 3, 4, 6), SHARES.items(), strict=True)
    }
    names = {
        f"name {i}: y": [lines[f"series {i}: y"][9 if t == np.inf else 0]]
        for i, t in enumerate(SHARES.values())
    }
    return {"walk_logits": bars(TEN, 0, at), "walk_lines": lines | names}


def overflow(at: float) -> dict[str, Any]:
    limits = [lv.exp_limits(kind).largest for kind in ("float16", "float32", "float64")]
    lost = np.where(at >= np.array([3, 4]), [0, 0], np.nan)  # words, no bars; −999 stands below
    logs = {"series 0: y": [np.nan, -999.0 if at >= 4 else np.nan], "numbers 0: y": lost}
    return {
        "walk_logits": bars([1000.0, 1.0], 0, at),
        "walk_log": logs,
        "walk_limits": bars([*limits, 200.0], [5, 5, 5, 6], at),
    }


def test_the_charts_draw_what_is_revealed() -> None:
    for at in range(7):
        for name, wanted in (("Text", text), ("Ten", ten), ("Overflow", overflow)):
            assert_draws("examples", read(f"ex={name}&at={at}"), wanted(at))
