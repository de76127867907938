"""The charts of the features page: an image under a brush, its votes, its logits, the weights."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

import logitviz as lv
from logitviz.charts.old_chart import Chart
from logitviz.lessons.features.charts import (
    STRONGEST,
    Voting,
    image_map,
    vote_map,
    voted_bars,
    weight_map,
)
from tests.charts.scenery import INDEX, LOGITS, Floats, Gaps, Make

PLACES = np.arange(-2.0, 8)


def _image(z: Floats) -> Floats:
    """Ink from 0 to 16 that no two sets of logits share."""
    return np.asarray(8 + 8 * np.sin(np.arange(64) * (1 + z[0]) + z[1]))


def _weights(z: Floats) -> Floats:
    turns = np.outer(np.arange(1, 11), np.arange(64)) + z[:, None]
    return np.asarray(STRONGEST * np.cos(turns))


def _state(z: Floats, row: float, column: float, lift: float = 0.0) -> Voting:
    ink, weights = _image(z), _weights(z)
    return Voting(
        ink=ink,
        brush=np.array([row, column, 2.0]),
        votes=weights[INDEX] * ink / 16,
        record=lv.analyse(z + lift),
        bias=float(z[INDEX]),
        untouched=z,
        index=INDEX,
    )


def _batch(states: list[Voting]) -> Voting:
    return Voting(
        ink=np.stack([s.ink for s in states]),
        brush=np.stack([s.brush for s in states]),
        votes=np.stack([s.votes for s in states]),
        record=lv.analyse(np.stack([s.record.logits for s in states])),
        bias=states[0].bias,
        untouched=states[0].untouched,
        index=INDEX,
    )


def _voting(z: Floats, t: float) -> dict[str, Any]:
    singles = {
        "q": [_state(z, 3, q) for q in PLACES],
        "r": [_state(z, r, 1) for r in PLACES],
        "ink": [_state(z, 3, 1, lift) for lift in LOGITS],  # beyond the axis, too
    }
    batches = {key: _batch(states) for key, states in singles.items()}
    return {"now": _state(z, 3, -1), "singles": singles, "batches": batches}


def _student(z: Floats, t: float) -> dict[str, Any]:
    return {"now": _weights(z), "singles": {}, "batches": {}}


CHARTS: dict[str, tuple[Chart[Any], Make]] = {
    "image": (image_map(7, height=330), _voting),
    "votes": (vote_map(INDEX, height=330), _voting),
    "logits, voted": (voted_bars(height=330), _voting),
    "weights": (weight_map(height=400), _student),
}


def _between(weights: Floats) -> dict[tuple[int, str], NDArray[np.bool_]]:
    """Between the pictures there are no weights."""
    row, column = np.indices((20, 45))
    return {(0, "z"): (row % 10 >= 8) | (column % 9 == 8)}


GAPS: dict[str, Gaps] = {"weights": _between}
