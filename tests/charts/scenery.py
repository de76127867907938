"""States in which charts are tried, and what makes them."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

import logitviz as lv

Floats = NDArray[np.float64]
EXAMPLE = np.array([4.2, 1.8, 0.5, -0.3, 2.7, 3.1, 0.2, -1.5, 1.1, 2.2])
TEMPERATURES = np.array([0, 0.05, 0.1, 0.25, 0.5, 1, 1.5, 2, 5, 20, np.inf])
LOGITS = np.linspace(-10, 10, 21)
SHARES = np.linspace(0, 1, 21)
CURVE = np.array([0, 0.05, 0.1, 0.5, 1, 3, 20, np.inf])

# Logits and a temperature at which careless code divides by 0, overflows or breaks a tie.
HOSTILE: dict[str, tuple[list[float], float]] = {
    "the example": (EXAMPLE.tolist(), 1.0),
    "T = 0": (EXAMPLE.tolist(), 0.0),
    "T = infinity": (EXAMPLE.tolist(), np.inf),
    "all equal at T = 0": ([0.0] * 10, 0.0),
    "all equal at T = infinity": ([2.5] * 10, np.inf),
    "a tie of two at T = 0": ([7.0, 1.0, 7.0, *[0.0] * 7], 0.0),
    "a tie of two": ([7.0, 1.0, 7.0, *[0.0] * 7], 1.0),
    "between the steps": ([3.7261, -0.00041, 1e-9, -9.99999, *[0.123456789] * 6], 0.137),
    "the ends of the sliders": ([10.0, -10.0] * 5, 0.05),
    "one dominant": ([-10.0] * 9 + [10.0], 0.05),
    "zeros of both signs": ([0.0, -0.0] * 5, 0.0),
    "hot": ([10.0, -10.0, *EXAMPLE[2:]], 20.0),
}


def analyse(logits: ArrayLike, temperature: float) -> lv.Analysis:
    return lv.analyse(logits, temperature=temperature)


def at_each(logits: ArrayLike, temperatures: ArrayLike) -> lv.Analysis:
    """Analyse logits [..., C] at each temperature, [..., S, C]."""
    z, t = np.asarray(logits, dtype=np.float64), np.asarray(temperatures, dtype=np.float64)
    rows = np.repeat(z[..., None, :], t.size, axis=-2)
    return lv.analyse(rows, temperature=np.broadcast_to(t, rows.shape[:-1]))


def moved(logits: Floats, index: int, values: Floats = LOGITS) -> list[Floats]:
    """Give the logits with that of one class at each of some values."""
    vectors = [logits.copy() for _ in values]
    for vector, value in zip(vectors, values, strict=True):
        vector[index] = value
    return vectors
