"""Where charts have gaps.

Where no image is decided there is no share of wrong answers. The line of the threshold makes room
for the numbers of bars.
"""

from typing import Any

import numpy as np


def _crossed(case: str) -> Any:
    def gaps(state: Any) -> Any:
        p = getattr(state, f"record_{case}").probabilities
        return np.outer((p < state.d) & (state.d < p + 0.13), [False, True, False]).ravel()

    return gaps


GAPS = {
    **{f"{case}_bars": {"threshold": _crossed(case)} for case in "ab"},
    "thresholds": {
        "wrong": lambda state: state.selective.decided == 0,
        "wrong at d": lambda state: state.decided == 0,
    },
}
LEAVING: dict[str, Any] = {}
