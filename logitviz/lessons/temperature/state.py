"""Ten logits at one temperature, and the same logits over all temperatures."""

import numpy as np
from numpy.typing import NDArray

from logitviz.core import Analysis
from logitviz.datasets.sources import TEXT_LOGITS
from logitviz.live.shared import CLASSES, CLASSIC_TEMPERATURES, CURVE_TEMPERATURES
from logitviz.live.state import Floats, computed, entry_at, over_temperatures
from logitviz.live.ten_logits import TenLogitsState

from .labels import apart_from_all, places_of_words, readable

# On an axis from 0 to 1:
APART = 0.05  # two labels are so far apart, the height of a digit
DISTINCT = 0.012  # a label leaves no doubt which of two points it names, three pixels apart
RAISED = 0.04  # the label of a thick curve lies so much above it


class TemperatureState(TenLogitsState):
    """The numbers of the lesson; its controls are T, k and z0 to z9."""

    @computed
    def curves(self) -> Analysis:
        """Analyse the logits at every temperature of the curves, [..., N, 10]."""
        return over_temperatures(self.logits, CURVE_TEMPERATURES)

    @computed
    def chosen_curve(self) -> Floats:
        """Give the probability of class k at every temperature of the curves, [..., N]."""
        return entry_at(self.curves.probabilities, self.k)

    @computed
    def thick(self) -> NDArray[np.bool_]:
        """Say which classes have a thick curve, the predicted one and k, [..., 10]."""
        classes = np.arange(CLASSES)
        return np.asarray((classes == self.prediction[..., None]) | (classes == self.k))

    @computed
    def labels(self) -> NDArray[np.intp]:
        """Give the class for each label at T, and 10 where there is no room for it, [..., 10]."""
        p = self.record.probabilities
        ranks = p + (np.arange(CLASSES) == self.k)
        return places_of_words(readable(p + RAISED * self.thick, ranks, apart=APART))

    @computed
    def thin_labels(self) -> NDArray[np.intp]:
        """Give the labels of thin curves that lie apart from all others at T, [..., 10]."""
        lonely = apart_from_all(self.record.probabilities, DISTINCT)
        return np.where(lonely & ~self.thick, self.labels, CLASSES)

    @computed
    def thick_labels(self) -> NDArray[np.intp]:
        """Give the labels of thick curves, [..., 10]."""
        return np.where(self.thick, self.labels, CLASSES)

    @computed
    def classic(self) -> Analysis:
        """Analyse the logits at the four temperatures of the classic figure, [..., 4, 10]."""
        return over_temperatures(self.logits, CLASSIC_TEMPERATURES)

    @computed
    def printed(self) -> Analysis:
        """Analyse the three logits that the sources print, [4, 3]."""
        return over_temperatures(TEXT_LOGITS, CLASSIC_TEMPERATURES)

    @computed
    def classic_labels(self) -> NDArray[np.intp]:
        """Give the place of the temperature for each label of the classic figure, [..., 4]."""
        return _labels(self.classic)

    @computed
    def printed_labels(self) -> NDArray[np.intp]:
        """Give the place of the temperature for each label of the three logits, [4]."""
        return _labels(self.printed)


def _labels(record: Analysis) -> NDArray[np.intp]:
    heights = record.confidence
    return places_of_words(readable(heights, heights, apart=APART))
