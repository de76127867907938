"""What is known of a classifier that was judged at every temperature of the slider."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeVar

import numpy as np

from logitviz.core import TemperatureFit, reliability
from logitviz.core._lib.binning import Strategy
from logitviz.core._lib.ranked import Flags, Floats
from logitviz.live.shared import TEMPERATURE

from .folds import Indices
from .summary import Summary

Found = TypeVar("Found")
TEMPERATURES = TEMPERATURE.positions
MOST_REMEMBERED = 3  # results that one assessment caches


class Measures(NamedTuple):
    """Measures of some rows at T = 1 and at the T of their fold, each [2]."""

    accuracy: Floats
    confidence: Floats
    ece: Floats
    nll: Floats
    brier: Floats


@dataclass(frozen=True, eq=False)
class Side:
    """Some rows at two temperatures: index 0 is T = 1, and index 1 the T of their fold.

    Attributes
    ----------
    confidence : float64 [2, n]
    correct : bool [n]
    log_loss, brier : float64 [2]
        Means over the rows; the log loss in nats.
    impossible : int
        How many rows give their true class a probability of exactly 0 at T = 1.
    """

    confidence: Floats
    correct: Flags
    log_loss: Floats
    brier: Floats
    impossible: int

    def calibration_error(self, bins: int, strategy: Strategy) -> Floats:
        """Give the expected calibration error at both temperatures, [2]."""
        each = (reliability(c, self.correct, bins=bins, strategy=strategy) for c in self.confidence)
        return np.array([found.ece for found in each])

    def measures(self, bins: int, strategy: Strategy) -> Measures:
        """Give every measure of the rows."""
        return Measures(
            accuracy=np.full(2, self.correct.mean()),
            confidence=self.confidence.mean(axis=1),
            ece=self.calibration_error(bins, strategy),
            nll=self.log_loss,
            brier=self.brier,
        )


@dataclass(frozen=True, eq=False)
class Assessment:
    """What a classifier says about n rows at each of t temperatures, and how often it is right.

    Attributes
    ----------
    title : str
        What the classifier or its file is called.
    notes : tuple of str
        What was understood of the file.
    kind : str
        What its numbers are: logits, probabilities or log-probabilities.
    ids : tuple of str, or None
        The names of the n rows, if the file has them.
    names : tuple of str
        Of the C classes.
    rows : int [n]
        The numbers of the rows in the file.
    labels, predicted : int [n]
        The true class and the predicted one, which no temperature changes.
    correct : bool [n]
    summary : Summary
        What the rows show at each temperature.
    confidence_at : callable
        Computes the confidence in each row, [n], at the temperature with an index.
    fits : tuple of TemperatureFit
        One for each fold.
    best : TemperatureFit
        The fit to use from now on: that of the only fold, or with several folds one of all rows.
    on_fit_rows, on_judged_rows : Side
        The rows of the fits, and the rows that judge them, both in the order of the file. With two
        folds each half is judged at the T of the other.
    """

    title: str
    notes: tuple[str, ...]
    kind: str
    ids: tuple[str, ...] | None
    names: tuple[str, ...]
    rows: Indices
    labels: Indices
    predicted: Indices
    correct: Flags
    summary: Summary
    confidence_at: Callable[[int], Floats]
    fits: tuple[TemperatureFit, ...]
    best: TemperatureFit
    on_fit_rows: Side
    on_judged_rows: Side
    _cache: dict[Hashable, Any] = field(default_factory=dict)

    @property
    def accuracy(self) -> float:
        """Give the share of rows whose prediction is right."""
        return float(self.correct.mean())

    def confidence(self, index: int) -> Floats:
        """Give the confidence in each row, [n], at the temperature with an index."""
        return self.remembered(("confidence", index), lambda: self.confidence_at(index))

    def remembered(self, key: Hashable, make: Callable[[], Found]) -> Found:
        """Give what was made of the rows under a key; make it if it is not known any more."""
        found: Found | None = self._cache.get(key)
        if found is None:
            found = self._cache[key] = make()
            for oldest in [*self._cache][:-MOST_REMEMBERED]:
                self._cache.pop(oldest, None)  # other visitors may look at the same classifier
        return found
