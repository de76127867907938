"""What is known of a classifier that was judged at every temperature of the slider."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from logitviz.core import Reliability, TemperatureFit, accuracy_coverage, reliability
from logitviz.core._lib.binning import Strategy
from logitviz.live.shared import TEMPERATURE

from .folds import Indices

Found = TypeVar("Found")
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
TEMPERATURES = TEMPERATURE.positions
COVERAGES = np.arange(1, 101) / 100
TINY = 1e-12  # so that the rounding of a coverage does not matter
CELLS = 20  # of the histogram of confidences


@dataclass(frozen=True, eq=False)
class Side:
    """Some rows at T = 1 and at the T that was fitted for them, in this order.

    The rows ascend: those of `Judged.judged` are the rows of `Judged`.

    Attributes
    ----------
    confidence : float64 [2, n]
    correct : bool [n]
    log_loss, brier : float64 [2]
        Means over the rows; the log loss in nats.
    """

    confidence: Floats
    correct: Flags
    log_loss: Floats
    brier: Floats

    def calibration_error(self, bins: int, strategy: Strategy) -> Floats:
        """Give the expected calibration error at both temperatures, [2]."""
        each = (reliability(c, self.correct, bins=bins, strategy=strategy) for c in self.confidence)
        return np.array([found.ece for found in each])


@dataclass(frozen=True, eq=False)
class Reliabilities:
    """Reliability at each of t temperatures, with b bins; bins without rows hold NaN.

    Attributes
    ----------
    count : float64 [t, b]
    confidence, accuracy : float64 [t, b]
        Means over the rows of a bin.
    ece, mce, gap : float64 [t]
    """

    count: Floats
    confidence: Floats
    accuracy: Floats
    ece: Floats
    mce: Floats
    gap: Floats

    @classmethod
    def of(cls, each: Sequence[Reliability], bins: int) -> "Reliabilities":
        """Join the reliability at every temperature; some may have fewer bins than others."""
        count, confidence, accuracy = (
            np.array([_padded(getattr(found, name), bins) for found in each])
            for name in ("count", "confidence", "accuracy")
        )
        ece, mce, gap = (
            np.array([getattr(found, name) for found in each]) for name in ("ece", "mce", "gap")
        )
        return cls(np.nan_to_num(count), confidence, accuracy, ece, mce, gap)


def _padded(values: NDArray[Any], bins: int) -> Floats:
    return np.pad(values.astype(np.float64), (0, bins - values.size), constant_values=np.nan)


@dataclass(frozen=True, eq=False)
class Judged:
    """What a classifier says about n rows at each of t temperatures, and how often it is right.

    Attributes
    ----------
    title : str
        What the classifier or its file is called.
    notes : tuple of str
        What was understood of the file.
    names : tuple of str
        Of the C classes.
    rows : int [n]
        The numbers of the rows in the file.
    labels, predicted : int [n]
        The true class and the predicted one, which no temperature changes.
    correct : bool [n]
    confidence : float64 [t, n]
    log_loss, brier : float64 [t]
        Means over the rows; the log loss in nats.
    fits : tuple of TemperatureFit
        One for each fold.
    best : TemperatureFit
        The fit to use from now on: that of the only fold, or with several folds one of all rows.
    fitted, judged : Side
        The rows of the fits, and the rows that judge them.
    """

    title: str
    notes: tuple[str, ...]
    names: tuple[str, ...]
    rows: Indices
    labels: Indices
    predicted: Indices
    correct: Flags
    confidence: Floats
    log_loss: Floats
    brier: Floats
    fits: tuple[TemperatureFit, ...]
    best: TemperatureFit
    fitted: Side
    judged: Side
    _known: dict[Hashable, Any] = field(default_factory=dict)

    @property
    def accuracy(self) -> float:
        """Give the share of rows whose prediction is right."""
        return float(self.correct.mean())

    @cached_property
    def mean_confidence(self) -> Floats:
        """Give the mean confidence at every temperature, [t]."""
        return np.asarray(self.confidence.mean(axis=1))

    def remembered(self, key: Hashable, make: Callable[[], Found]) -> Found:
        """Give what was made of these numbers under a key; make it the first time."""
        if key not in self._known:
            self._known[key] = make()
        found: Found = self._known[key]
        return found

    def reliabilities(self, bins: int, strategy: Strategy) -> Reliabilities:
        """Give the reliability at every temperature."""
        return self.remembered(
            ("reliabilities", bins, strategy),
            lambda: Reliabilities.of(
                [
                    reliability(c, self.correct, bins=bins, strategy=strategy)
                    for c in self.confidence
                ],
                bins,
            ),
        )

    @cached_property
    def histogram(self) -> Floats:
        """Give the share of rows in each of 20 equal bins of confidence, [t, 20]."""
        counts = [reliability(c, self.correct, bins=CELLS).count for c in self.confidence]
        return np.array(counts) / self.correct.size

    @cached_property
    def accuracies(self) -> Floats:
        """Give the accuracy on the most confident 1 %, 2 %, … of the rows, [t, 100].

        Rows of equal confidence are decided together, so that a share may stand for more rows.
        """
        found = (accuracy_coverage(c, self.correct) for c in self.confidence)
        return np.array([c.accuracy[np.searchsorted(c.coverage, COVERAGES - TINY)] for c in found])
