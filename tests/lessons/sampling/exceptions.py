"""Where charts of the lesson leave gaps."""

from typing import Any

import numpy as np


def _cannot_be_drawn(state: Any) -> Any:
    """Of the four points of a word the last is a gap; nothing is expected of a word with p = 0."""
    return (np.repeat(state.probabilities == 0, 4)) | (np.arange(40) % 4 == 3)


GAPS = {"counts": {"expected": _cannot_be_drawn}}
