"""Which rows a temperature is fitted on, and which rows it is judged on."""

from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

Indices = NDArray[np.intp]
Way = Literal["halves", "cross", "same"]
WAYS = ("halves", "cross", "same")


class Fold(NamedTuple):
    """Rows to fit a temperature on, and rows to judge it on; both ascend.

    Parameters
    ----------
    fit_rows, judged_rows
        Indices of rows.
    """

    fit_rows: Indices
    judged_rows: Indices


def folds(rows: int, way: Way, seed: int) -> tuple[Fold, ...]:
    """Divide rows at random.

    Parameters
    ----------
    rows
        How many there are, at least 1.
    way
        ``halves``: fit on one half and judge on the other. ``cross``: the same, and once more with
        the halves exchanged, so that every row is judged. ``same``: fit and judge on all rows.
    seed
        Of the random order.

    Examples
    --------
    >>> [(fold.fit_rows.tolist(), fold.judged_rows.tolist()) for fold in folds(4, "cross", 1)]
    [([0, 1], [2, 3]), ([2, 3], [0, 1])]
    """
    if way not in WAYS:
        raise ValueError(f"way must be one of {', '.join(WAYS)}, got {way!r}")
    every = np.arange(rows)
    if way == "same" or rows < 2:
        return (Fold(every, every),)
    order = np.random.default_rng(seed).permutation(rows)
    first, second = np.sort(order[: rows // 2]), np.sort(order[rows // 2 :])
    both = Fold(first, second), Fold(second, first)
    return both if way == "cross" else both[:1]
