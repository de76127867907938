"""Ten logits at one temperature, and the same logits over all temperatures."""

from logitviz.core import Analysis
from logitviz.datasets.sources import TEXT_LOGITS
from logitviz.live.shared import CLASSIC_TEMPERATURES, CURVE_TEMPERATURES
from logitviz.live.state import computed, over_temperatures
from logitviz.live.ten_logits import TenLogitsState


class TemperatureState(TenLogitsState):
    """The numbers of the lesson; its controls are T, k and z0 to z9."""

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
