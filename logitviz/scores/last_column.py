"""Tell whether the last column of a table of numbers without names holds the labels."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from .labels import IGNORED
from .probabilities import MOST_OFF, WHOLES, Sums

LABEL_SOURCE = "the last column, which holds whole numbers within the classes"
NOT_USED = (
    "The last column holds whole numbers within the classes, as labels do: it is no class, and is "
    "not used, since there are other labels."
)


def ends_in_labels(scores: NDArray[Any], largest: int) -> bool:
    """Whether the last column of [N, columns] holds labels.

    It does if its numbers are whole, different, and from 0 to `largest`, perhaps with −100; if
    there are fractions elsewhere; and if the rows are no distributions with it.
    """
    column = scores[:, -1]
    used = column[column != IGNORED]
    if not (whole(used) and used.size and 0 <= used.min() < used.max() <= largest):
        return False
    if all(whole(scores[:, place]) for place in range(scores.shape[1] - 1)):
        return False
    sums = Sums()
    sums.add(scores)
    return min(map(sums.off, WHOLES)) > MOST_OFF


def whole(column: NDArray[Any]) -> bool:
    """Whether all numbers are whole and finite."""
    return bool(np.isfinite(column).all() and (np.floor(column) == column).all())
