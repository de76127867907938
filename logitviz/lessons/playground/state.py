"""Ten logits at one temperature, the order of their bars, and the sums of two stages."""

import numpy as np
from numpy.typing import NDArray

from logitviz.live.shared import CLASSES
from logitviz.live.state import Floats, computed
from logitviz.live.ten_logits import TenLogitsState


class PlaygroundState(TenLogitsState):
    """The numbers of the lesson; its controls are those of `controls.CONTROLS`."""

    @computed
    def order(self) -> NDArray[np.intp]:
        """Give the class at each place, [..., 10]; sorted, equal logits keep their order."""
        falling = np.argsort(-self.logits, axis=-1, kind="stable")
        return np.where(self.sort, falling, np.arange(CLASSES))

    @computed
    def gaps(self) -> Floats:
        """Give each logit minus the largest, [..., 10]."""
        return np.asarray(self.logits - self.logits.max(axis=-1, keepdims=True))

    @computed
    def exponential_sum(self) -> Floats:
        """Give the sum of the exponentials: the denominator of softmax."""
        return np.asarray(self.record.exponentials.sum(axis=-1))

    @computed
    def probability_sum(self) -> Floats:
        """Give the sum of the probabilities: 1, but for rounding."""
        return np.asarray(self.record.probabilities.sum(axis=-1))
