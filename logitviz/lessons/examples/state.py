"""A worked example, and how many of its steps are revealed."""

import numpy as np
from numpy.typing import NDArray

from logitviz.datasets.sources import STEPS
from logitviz.live.state import Floats, State, computed, nearest

from .example import Example
from .worked import example


class ExamplesState(State):
    """The numbers of the lesson; its controls are ex and at, and T and z0 to z9 unseen."""

    @computed
    def example(self) -> Example:
        """Give the worked example."""
        return example(self.ex)

    @computed
    def revealed(self) -> Floats:
        """Give the number of revealed steps."""
        return nearest(self.at)

    @computed
    def step_is_revealed(self) -> NDArray[np.bool_]:
        """Tell for every step whether it is revealed, [..., 6]."""
        return self.revealed[..., None] > np.arange(STEPS)
