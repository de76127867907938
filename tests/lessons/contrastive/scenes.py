"""The charts of the contrastive page, each in a state and under its sliders."""

from typing import Any

import numpy as np

from logitviz.charts.old_chart import Chart
from logitviz.datasets.batches import shifted_copies
from logitviz.datasets.digits import load_digits
from logitviz.lessons.contrastive.batch_state import MOST, Batch, Contrast
from logitviz.lessons.contrastive.map_charts import loss_bars, match_map, similarity_map
from logitviz.lessons.contrastive.row_charts import (
    Fate,
    loss_curves,
    negative_curves,
    row_probabilities,
    row_similarities,
    row_weights,
)
from tests.charts.scenery import Floats, Gaps, Leaving, Make

TAUS = np.array([0, 0.01, 0.07, 0.3, 1, np.inf])
CURVE = np.array([0, 0.01, 0.02, 0.1, 1, np.inf])
ROWS = np.arange(10)
PULLS = np.linspace(-1, 1, 5)
ROW = 3
IMAGES = load_digits().images[[0, 10, 20, 30, 40, 50, 60, 70, 80, 90]]
# Rows 2 and 7 show the digit of row 3.
LABELS = np.array([0, 1, 3, 3, 4, 5, 6, 3, 8, 9])
BATCH = Batch(IMAGES, shifted_copies(IMAGES, seed=1), LABELS)


def _cosines(z: Floats) -> Floats:
    """Ten rows of cosines from ten logits: every row the same numbers, turned on by one."""
    return np.stack([np.roll(z, i) for i in ROWS]) / 10


def _pulled(s: Floats, row: int, by: float) -> Floats:
    pulled = s.copy()
    pulled[row, row] = np.clip(pulled[row, row] + by, -1, 1)
    return pulled


def _state(s: Floats, tau: float, row: int) -> Contrast:
    return Contrast(s, np.array(tau), np.array(row))


def _contrast(z: Floats, t: float) -> dict[str, Any]:
    s, tau = _cosines(z), t if t in (0, np.inf) else float(np.clip(t / 10, 0.01, 1))
    near = [_pulled(s, ROW, float(by)) for by in PULLS]
    return {
        "now": _state(s, tau, ROW),
        "singles": {
            "tau": [_state(s, float(each), ROW) for each in TAUS],
            "row": [_state(s, tau, int(row)) for row in ROWS],
            "pull": [_state(each, tau, ROW) for each in near],
        },
        "batches": {
            "tau": Contrast(np.broadcast_to(s, (TAUS.size, 10, 10)), TAUS, np.array(ROW)),
            "row": Contrast(np.broadcast_to(s, (10, 10, 10)), np.full(10, tau), ROWS),
            "pull": Contrast(np.stack(near), np.full(PULLS.size, tau), np.array(ROW)),
        },
    }


def over(state: Contrast) -> Contrast:
    """The same similarities at every τ of the curve."""
    s = np.repeat(state.similarities[..., None, :, :], CURVE.size, axis=-3)
    return Contrast(s, np.broadcast_to(CURVE, s.shape[:-2]), state.row[..., None])


def _fate(z: Floats, t: float) -> dict[str, Any]:
    scene = _contrast(z, t)
    return {
        "now": Fate(scene["now"], over(scene["now"])),
        "singles": {
            key: [Fate(one, over(one)) for one in row] for key, row in scene["singles"].items()
        },
        "batches": {key: Fate(batch, over(batch)) for key, batch in scene["batches"].items()},
    }


def _uncut(state: Contrast) -> dict[tuple[int, str], Any]:
    """Only a bar that is longer than the axis is cut, twice."""
    each = np.concatenate([state.losses, state.mean_loss[..., None]], axis=-1)
    return {(3, "y"): np.concatenate([each <= MOST, each <= MOST], axis=-1)}


LEAVING: dict[str, Leaving] = {"loss over tau": dict.fromkeys((0, 1), (0, 2 * MOST))}
GAPS: dict[str, Gaps] = {"losses, of anchors": _uncut}
CHARTS: dict[str, tuple[Chart[Any], Make]] = {
    "similarities": (similarity_map(BATCH, height=380), _contrast),
    "matches": (match_map(BATCH, height=380), _contrast),
    "losses, of anchors": (loss_bars(height=380), _contrast),
    "a row's similarities": (row_similarities(height=300), _contrast),
    "a row's probabilities": (row_probabilities(height=300), _contrast),
    "a row's weights": (row_weights(BATCH, height=300), _contrast),
    "loss over tau": (loss_curves(CURVE, height=330), _fate),
    "negatives over tau": (negative_curves(CURVE, height=330), _fate),
}
