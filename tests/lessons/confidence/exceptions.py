"""Where no image is decided there is no share of wrong answers."""

from typing import Any

GAPS = {
    "thresholds": {
        "wrong": lambda state: state.selective.decided == 0,
        "wrong at d": lambda state: state.decided == 0,
    }
}
LEAVING: dict[str, Any] = {}
