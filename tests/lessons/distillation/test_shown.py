"""What the page draws, compared with the core."""

from collections.abc import Sequence
from typing import Any

import numpy as np

import logitviz as lv
from logitviz.charts.formats import probability
from logitviz.datasets.digits import load_digits
from logitviz.live.shared import CURVE_TEMPERATURES
from tests.lessons.shown import assert_draws, read
from tests.lessons.state import State

TOY = np.array([[1.0, 4.0, 3.0, 2.0], [1.0, 2.8, 3.0, 2.0], [0.1, 0.4, 0.3, 0.2]])
ENDS = {0.0: 0.028, np.inf: 36.0}  # where a logarithmic axis shows T = 0 and T = inf
TOP = 0.6  # nats at the end of the axis of losses


def scaled(models: Any, state: State) -> Any:
    return np.vstack([models[:1], float(state.s) * models[1:]])


def losses(state: State, temperature: float) -> Any:
    models = scaled(TOY, state)
    return lv.distillation_loss(
        models[0], models[1:], temperature=temperature, ddof=state.ddof,
        student_temperature=float(state.ts) if state.kd == "separate" else None,
        standardize=state.kd == "standardised",
    )  # fmt: skip


def places_of_names(ends: Any) -> list[float]:
    """The ends of both curves, each at least 0.05 from the other and all within the axis."""
    ends = [min(end, TOP) for end in ends]
    low, high = sorted(ends)
    if high - low < 0.05:
        middle = min(max((low + high) / 2, 0.025), TOP - 0.025)
        low, high = middle - 0.025, middle + 0.025
    return [high, low] if ends[0] > ends[1] else [low, high]


def label_bars(models: Any, names: Sequence[str], state: State) -> dict[str, Any]:
    """Soft labels, model by model, and those of the predicted classes again."""
    z = models if state.kd != "standardised" else lv.standardize(models, ddof=state.ddof)
    theirs = float(state.ts) if state.kd == "separate" else float(state.T)
    temperatures = [float(state.T), *[theirs] * (len(models) - 1)]
    labels = [lv.softmax(row, temperature=t) for row, t in zip(z, temperatures, strict=True)]
    tops = models.argmax(axis=-1)
    offsets = (np.arange(len(models)) - (len(models) - 1) / 2) * 0.84 / len(models)
    found: dict[str, Any] = {}
    for name, row in zip(names, labels, strict=True):
        found |= {f"{name}: y": row, f"{name}: text": [probability(p) for p in row]}
    predicted = [row[top] for row, top in zip(labels, tops, strict=True)]
    return found | {"predicted: x": tops + offsets, "predicted: y": predicted}


def test_the_charts_draw_soft_labels_and_losses_over_t() -> None:
    digits = load_digits()
    for link in ("", "T=0&digit=15", "T=inf&s=3", "kd=standardised&ddof=0&digit=15&T=0.5",
                 "T=2&kd=separate&ts=4&digit=7&s=2"):  # fmt: skip
        state = read(link)
        pair = np.stack([digits.teacher_logits[state.digit], digits.student_logits[state.digit]])
        over = np.array([losses(state, t) for t in CURVE_TEMPERATURES])
        now = losses(state, float(state.T))
        here = ENDS.get(float(state.T), float(state.T))
        curves: dict[str, Any] = {"T: x": [here, here]}
        for i, name in enumerate(("S1", "S2")):
            curves |= {f"{name}: y": np.minimum(over[:, i], 2 * TOP)}
            curves |= {f"{name} at T: x": [here], f"{name} at T: y": [min(now[i], TOP)]}
            curves |= {f"name of {name}: y": [places_of_names(over[-1])[i]]}
        models = scaled(TOY, state)
        assert_draws(
            "distillation",
            state,
            {
                "labels_toy": label_bars(models, ("teacher", "S1, wrong", "S2, right"), state),
                "student_losses": curves,
                "labels_digit": label_bars(scaled(pair, state), ("teacher", "student"), state),
            },
        )
