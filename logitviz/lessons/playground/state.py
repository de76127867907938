"""Ten logits at one temperature, with the sums of two of their stages."""

import numpy as np

from logitviz.live.state import Floats, computed
from logitviz.live.ten_logits import TenLogitsState


class PlaygroundState(TenLogitsState):
    """The numbers of the lesson; its controls are those of `controls.CONTROLS`."""

    @computed
    def exponential_sum(self) -> Floats:
        """Give the sum of the exponentials: the denominator of softmax."""
        return np.asarray(self.record.exponentials.sum(axis=-1))

    @computed
    def probability_sum(self) -> Floats:
        """Give the sum of the probabilities: 1, but for rounding."""
        return np.asarray(self.record.probabilities.sum(axis=-1))
