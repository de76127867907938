"""Where the charts of the lesson leave gaps: for what is no number."""

from typing import Any

import numpy as np

from logitviz.lessons.stability.formula import Outcome


def _bars(name: str) -> dict[str, Any]:
    def unknown(state: Any) -> Any:
        return getattr(state, name).outcomes != Outcome.NUMBER

    def some_broken(state: Any) -> Any:
        outcomes = getattr(state, name).outcomes
        return np.any((outcomes != Outcome.NUMBER) & (outcomes != Outcome.UNDERFLOW))

    return {"classes": unknown, "predicted": some_broken}


GAPS = {
    "naive": _bars("naive"),
    "shifted": _bars("shifted"),
    "logs": {
        "naive at x": lambda state: ~np.isfinite(state.pair.naive),
        "shifted at x": lambda state: ~np.isfinite(state.pair.shifted),
    },
}
