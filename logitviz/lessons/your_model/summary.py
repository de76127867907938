"""What rows show at every temperature of the slider, without the rows themselves."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from logitviz.core._lib.binning import STRATEGIES, Strategy
from logitviz.core._lib.ranked import Bins, Flags, Floats, Ranked
from logitviz.live.shared import DECISION_THRESHOLD

from .folds import Indices

Binnings = Iterable[tuple[int, Strategy]]
BIN_COUNTS = (5, 10, 15, 20)
CELLS = 20  # of the histogram of confidences
NEAR_NINE_TENTHS = slice(17, 19)  # the cells from 0.85 to 0.95
COVERAGES = np.arange(1, 101) / 100
THRESHOLDS = DECISION_THRESHOLD.positions
WIDTH, _ = STRATEGIES
BINNINGS: Sequence[tuple[int, Strategy]] = [
    (bins, strategy) for bins in BIN_COUNTS for strategy in STRATEGIES
]


@dataclass(frozen=True, eq=False)
class Reliabilities:
    """Reliability at each of t temperatures, with b bins; bins without rows hold NaN.

    Attributes
    ----------
    lower, upper : float64 [t, b]
        The edges of each bin.
    count : float64 [t, b]
    confidence, accuracy : float64 [t, b]
        Means over the rows of a bin.
    ece, mce : float64 [t]
    """

    lower: Floats
    upper: Floats
    count: Floats
    confidence: Floats
    accuracy: Floats
    ece: Floats
    mce: Floats

    @classmethod
    def of(cls, each: Sequence[Bins], bins: int) -> "Reliabilities":
        """Join the bins of every temperature; some may have fewer bins than others."""
        lower, upper, count, confidence, accuracy = (
            np.array([_padded(getattr(found, name), bins) for found in each])
            for name in ("lower", "upper", "count", "confidence", "accuracy")
        )
        ece, mce = (np.array([getattr(found, name) for found in each]) for name in ("ece", "mce"))
        return cls(lower, upper, np.nan_to_num(count), confidence, accuracy, ece, mce)


def _padded(values: Floats, bins: int) -> Floats:
    return np.pad(values, (0, bins - values.size), constant_values=np.nan)


@dataclass(frozen=True, eq=False)
class AtOneTemperature:
    """What rows show at one temperature.

    Attributes
    ----------
    mean_confidence, log_loss, brier : float
        Means over the rows; the log loss in nats.
    accuracies : float64 [100]
        The accuracy on the most confident 1 %, 2 %, … of the rows.
    decided, wrong : int [101]
        How many rows reach each position of the threshold, and how many of those are wrong.
    bins : mapping
        The bins of each binning: how many, and what they have in common.
    """

    mean_confidence: float
    log_loss: float
    brier: float
    accuracies: Floats
    decided: Indices
    wrong: Indices
    bins: Mapping[tuple[int, Strategy], Bins]

    @classmethod
    def of(
        cls, confidence: Floats, correct: Flags, losses: tuple[float, float], binnings: Binnings
    ) -> "AtOneTemperature":
        """Sort the rows once, and ask for everything.

        Parameters
        ----------
        confidence, correct
            Of each row.
        losses
            The means of log loss and Brier score.
        binnings
            Which bins are asked for.
        """
        ranked = Ranked.of(confidence, correct)
        return cls(
            float(confidence.mean()),
            *losses,
            ranked.accuracies(COVERAGES),
            *ranked.decided(THRESHOLDS),
            {binning: ranked.bins(*binning) for binning in {(CELLS, WIDTH), *binnings}},
        )


@dataclass(frozen=True, eq=False)
class Summary:
    """What rows show at each of t temperatures: the fields of `AtOneTemperature`, [t, ...]."""

    mean_confidence: Floats
    log_loss: Floats
    brier: Floats
    accuracies: Floats
    decided: Indices
    wrong: Indices
    reliabilities: Mapping[tuple[int, Strategy], Reliabilities]

    @classmethod
    def of(cls, each: Sequence[AtOneTemperature]) -> "Summary":
        """Join what rows show at every temperature."""
        names = ("mean_confidence", "log_loss", "brier", "accuracies", "decided", "wrong")
        joined = {name: np.array([getattr(found, name) for found in each]) for name in names}
        tables = {
            binning: Reliabilities.of([found.bins[binning] for found in each], binning[0])
            for binning in each[0].bins
        }
        return cls(**joined, reliabilities=tables)

    @property
    def near_nine_tenths(self) -> tuple[Floats, Floats]:
        """Give how many rows have a confidence in (0.85, 0.95], and how many are right, [t]."""
        cells = self.reliabilities[CELLS, WIDTH]
        count = cells.count[:, NEAR_NINE_TENTHS]
        right = np.nan_to_num(cells.accuracy[:, NEAR_NINE_TENTHS]) * count
        return count.sum(axis=-1), np.rint(right).sum(axis=-1)

    @property
    def histogram(self) -> Floats:
        """Give the share of rows in each of 20 equal bins of confidence, [t, 20]."""
        count = self.reliabilities[CELLS, WIDTH].count
        return np.asarray(count / count.sum(axis=-1, keepdims=True))
