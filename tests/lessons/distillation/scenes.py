"""The charts of distillation: soft labels, losses over T, an experiment."""

from typing import Any

import numpy as np

from logitviz.charts.old_chart import Chart
from logitviz.lessons.distillation.charts import MOST, Verdict, label_bars, loss_curves
from logitviz.lessons.distillation.comparison import Imitation, Way, imitate
from logitviz.lessons.distillation.experiment_charts import Outcome, accuracy_points, gain_points
from tests.charts.scenery import CURVE, TEMPERATURES, Floats, Leaving, Make

SCALES = np.array([0.1, 0.5, 1, 2.5, 10])
RUNS = 5


def _scaled(models: Floats, scale: float) -> Floats:
    return np.concatenate([models[:1], scale * models[1:]])


def _imitations(models: Floats, t: float, way: Way) -> dict[str, Any]:
    stacked = np.stack([_scaled(models, s) for s in SCALES])
    repeated = np.broadcast_to(models, (TEMPERATURES.size, *models.shape))
    return {
        "now": imitate(models, way, temperature=t),
        "singles": {
            "T": [imitate(models, way, temperature=float(each)) for each in TEMPERATURES],
            "s": [imitate(one, way, temperature=t) for one in stacked],
        },
        "batches": {
            "T": imitate(repeated, way, temperature=TEMPERATURES),
            "s": imitate(stacked, way, temperature=t),
        },
    }


def _toy(z: Floats) -> Floats:
    return np.stack([z[:4], z[1:5], z[:4] / 10])


def _labels(z: Floats, t: float) -> dict[str, Any]:
    return _imitations(_toy(z), t, Way())


def _pair(z: Floats, t: float) -> dict[str, Any]:
    return _imitations(np.stack([z, z[::-1]]), t, Way(standardize=True))


def _verdicts(z: Floats, t: float) -> dict[str, Any]:
    way, models = Way(student_temperature=0.5), _toy(z)
    scene = _imitations(models, t, way)

    def losses(one: Floats) -> Floats:
        rows = np.broadcast_to(one[..., None, :, :], (*one.shape[:-2], CURVE.size, *models.shape))
        return imitate(rows, way, temperature=CURVE).loss

    stacked = np.stack([_scaled(models, s) for s in SCALES])
    over = losses(models)

    def with_losses(row: list[Imitation], each: list[Floats]) -> list[Verdict]:
        return [Verdict(one, own) for one, own in zip(row, each, strict=True)]

    singles, batches = scene["singles"], scene["batches"]
    return {
        "now": Verdict(scene["now"], over),
        "singles": {
            "T": with_losses(singles["T"], [over] * TEMPERATURES.size),
            "s": with_losses(singles["s"], [losses(one) for one in stacked]),
        },
        "batches": {
            "T": Verdict(batches["T"], over),
            "s": Verdict(batches["s"], losses(stacked)),
        },
    }


def _outcome(z: Floats, t: float) -> dict[str, Any]:
    # Numbers from 0 to 1, the ends included, where the axis of the accuracies does not reach.
    share = (z + 10) / 20
    return {
        "now": Outcome(np.stack([share[:RUNS], share[RUNS:], share[::2]])),
        "singles": {},
        "batches": {},
    }


TOY = ("teacher", "S1", "S2")
LEAVING: dict[str, Leaving] = {"losses, of students": dict.fromkeys((1, 2), (0, 2 * MOST))}
CHARTS: dict[str, tuple[Chart[Any], Make]] = {
    "soft labels": (label_bars("labels", "Soft labels", TOY, "abcd", height=270), _labels),
    "soft labels of a digit": (
        label_bars("digit", "Soft labels", TOY[:2], "0123456789", height=270), _pair,
    ),
    "losses, of students": (loss_curves(CURVE, TOY[1:], height=270), _verdicts),
    "accuracy": (accuracy_points(RUNS, height=320), _outcome),
    "gain": (gain_points(RUNS, height=320), _outcome),
}  # fmt: skip
