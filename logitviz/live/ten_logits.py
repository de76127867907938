"""The state of lessons whose ten logits are those of the shared sliders."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from logitviz.core import Analysis, predict

from .shared import LOGIT_KEYS
from .state import Floats, State, analysis, computed


class TenLogitsState(State):
    """Ten logits at the temperature T; its controls are T and z0 to z9."""

    @computed
    def logits(self) -> Floats:
        """Give the ten logits, [..., 10]."""
        return self.vector(*LOGIT_KEYS)

    @computed
    def prediction(self) -> NDArray[np.integer[Any]]:
        """Give the class with the largest logit, the lowest on a tie; it does not depend on T."""
        return np.asarray(predict(self.logits))

    @computed
    def others_tied(self) -> NDArray[np.intp]:
        """Count the other classes that share the largest logit."""
        largest = self.logits == self.logits.max(axis=-1, keepdims=True)
        return np.asarray(largest.sum(axis=-1) - 1)

    @computed
    def record(self) -> Analysis:
        """Analyse the logits at T."""
        return analysis(self.logits, self.T)

    @computed
    def relative_entropy(self) -> Floats:
        """Give the entropy as a share of the largest possible one."""
        return np.asarray(self.record.entropy / np.log(self.logits.shape[-1]))
