"""Where charts have gaps, and what leaves their frames.

Bins without rows have no bar. Each line of a gap or a band ends before the next begins. The loss
rises without end as T falls. Where no row is decided there is no accuracy.
"""

from typing import Any

import numpy as np


def _empty(state: Any) -> Any:
    return state.bin_count == 0


def _lines(state: Any) -> Any:
    between = np.array([False, False, True])
    return (_empty(state)[..., None] | between).reshape(*state.bin_count.shape[:-1], -1)


GAPS = {
    "reliability": {"bars": _empty, "gap": _lines, "band": _lines},
    "coverage": {"at d": lambda state: state.decided == 0},
}
LEAVING = {"losses": {"loss": (0, 6)}}  # twice the end of the axis
