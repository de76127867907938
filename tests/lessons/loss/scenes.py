"""The charts of training on one sample, at T, a logit, a rate, a step and a smoothing."""

from typing import Any

import numpy as np

import logitviz as lv
from logitviz.charts.old_chart import Chart
from logitviz.lessons.loss.charts import (
    error_bars,
    likelihood_curves,
    loss_curve,
    size_curves,
    truth_bars,
    way_down,
)
from logitviz.lessons.loss.training_record import Training
from tests.charts.scenery import CURVE, INDEX, TEMPERATURES, Floats, Leaving, Make, moved

STEPS, TAKEN = 20, 3
RATES, SMOOTHINGS, COUNTS = np.array([0, 0.5, 10]), np.array([0, 0.3, 1]), np.array([0, 1, 20])


def train(
    z: Floats, t: Any, *, rate: Any = 1.0, step: Any = TAKEN, smoothing: Any = 0.1
) -> Training:
    """Train from some logits; any argument but the step may be a batch."""
    y = lv.smooth_labels(INDEX, 10, smoothing=smoothing)
    path = lv.gradient_descent(z, y, rate=rate, steps=STEPS, temperature=t)
    return Training(path, y, INDEX, np.asarray(t, dtype=np.float64), np.asarray(step))


def _make(z: Floats, t: float) -> dict[str, Any]:
    def rows(count: int) -> Floats:
        return np.tile(z, (count, 1))

    now, vectors = train(z, t), moved(z, INDEX, np.array([-10, -1.5, 3.1, 10]))
    return {
        "now": now,
        "singles": {
            "T": [train(z, float(each)) for each in TEMPERATURES],
            "z3": [train(vector, t) for vector in vectors],
            "eta": [train(z, t, rate=float(each)) for each in RATES],
            "n": [train(z, t, step=int(each)) for each in COUNTS],
            "eps": [train(z, t, smoothing=float(each)) for each in SMOOTHINGS],
        },
        "batches": {
            "T": train(rows(TEMPERATURES.size), TEMPERATURES),
            "z3": train(np.stack(vectors), t),
            "eta": train(rows(RATES.size), t, rate=RATES),
            "n": Training(now.path, now.target, INDEX, now.temperature, COUNTS),
            "eps": train(rows(SMOOTHINGS.size), t, smoothing=SMOOTHINGS),
        },
    }


CHARTS: dict[str, tuple[Chart[Any], Make]] = {
    "predicted and true": (truth_bars(height=192), _make),
    "error": (error_bars(height=192), _make),
    "loss curve": (loss_curve(INDEX, height=170), _make),
    "way down": (way_down(STEPS, height=170), _make),
    "mirror": (likelihood_curves(INDEX, height=300), _make),
    "gradient size": (size_curves(CURVE, height=300), _make),
}

# What is too large for an axis is no plateau at its end: the line goes on, out of the frame.
LEAVING: dict[str, Leaving] = {
    "loss curve": {0: (0, 16)},
    "way down": {0: (0, 16), 1: (0, 40)},
    "mirror": {0: (-16, 0), 1: (0, 16)},
    "gradient size": {0: (-15, 14), 1: (-9, 8)},
}
