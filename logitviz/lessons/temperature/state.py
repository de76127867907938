"""Ten logits at one temperature, and the same logits over all temperatures."""

import numpy as np

from logitviz.core import Analysis
from logitviz.datasets.sources import TEXT_LOGITS
from logitviz.live.shared import CLASSIC_TEMPERATURES, CURVE_TEMPERATURES, LOGIT_KEYS
from logitviz.live.state import Floats, State, analysis, computed, over_temperatures


class TemperatureState(State):
    """The numbers of the lesson; its controls are T, k and z0 to z9."""

    @computed
    def logits(self) -> Floats:
        """Give the ten logits, [..., 10]."""
        return self.vector(*LOGIT_KEYS)

    @computed
    def record(self) -> Analysis:
        """Analyse the logits at T."""
        return analysis(self.logits, self.T)

    @computed
    def relative_entropy(self) -> Floats:
        """Give the entropy as a share of the largest possible one."""
        return np.asarray(self.record.entropy / np.log(self.logits.shape[-1]))

    @computed
    def curves(self) -> Analysis:
        """Analyse the logits at every temperature of the curves, [..., N, 10]."""
        return over_temperatures(self.logits, CURVE_TEMPERATURES)

    @computed
    def classic(self) -> Analysis:
        """Analyse the logits at the four temperatures of the classic figure, [..., 4, 10]."""
        return over_temperatures(self.logits, CLASSIC_TEMPERATURES)

    @computed
    def printed(self) -> Analysis:
        """Analyse the three logits that the sources print, [4, 3]."""
        return over_temperatures(TEXT_LOGITS, CLASSIC_TEMPERATURES)
