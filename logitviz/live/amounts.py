"""What numbers are made of while someone draws on an image, as the plan takes it."""

import json
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from logitviz.charts.chart import Compared

Numbers = NDArray[np.floating[Any]]


@dataclass(frozen=True, eq=False)
class Amounts:
    """What a series is made of while someone draws on an image.

    Parameters
    ----------
    now
        The linear numbers in the present state, [n].
    added
        What one unit of ink in each pixel adds to them, [pixels, n].
    compared
        What is drawn of them, if not they themselves.
    """

    now: Numbers
    added: Numbers
    compared: Compared | None

    def table(self) -> str:
        """Write the amounts as JSON, all of one number together."""
        return json.dumps({"now": self.now.tolist(), "added": self.added.T.tolist()})

    def drawn(self) -> list[Any] | None:
        """Say what is drawn."""
        what = self.compared
        return [what.of, what.low, what.high] if what else None
