"""The test accuracies that an experiment found, and what they say about its methods."""

from dataclasses import dataclass

import numpy as np

from logitviz.live.state import Floats


@dataclass(frozen=True, eq=False)
class Accuracies:
    """Test accuracies by method and run, and their summary.

    Parameters
    ----------
    accuracy
        A share of the test images, [methods, runs].
    """

    accuracy: Floats

    @property
    def of_method(self) -> Floats:
        """Give the accuracies with the methods on the last axis, [runs, methods]."""
        return self.accuracy.T

    @property
    def runs(self) -> int:
        """Give the number of runs."""
        return int(self.accuracy.shape[-1])

    @property
    def mean(self) -> Floats:
        """Give the mean over the runs, [methods]."""
        return np.asarray(self.accuracy.mean(axis=-1))

    @property
    def deviation(self) -> Floats:
        """Give the standard deviation over the runs, [methods]."""
        return np.asarray(self.accuracy.std(axis=-1, ddof=1))

    @property
    def lowest(self) -> Floats:
        """Give the lowest accuracy, [methods]."""
        return np.asarray(self.accuracy.min(axis=-1))

    @property
    def highest(self) -> Floats:
        """Give the highest accuracy, [methods]."""
        return np.asarray(self.accuracy.max(axis=-1))

    @property
    def gain(self) -> Floats:
        """Give standardised minus shared T in percentage points, [runs]."""
        return np.asarray(100 * (self.accuracy[2] - self.accuracy[1]))

    @property
    def mean_gain(self) -> Floats:
        """Give the mean of the gains, [1]."""
        return np.asarray(self.gain.mean(keepdims=True))

    @property
    def standard_error(self) -> float:
        """Give the standard error of the mean gain."""
        return float(self.gain.std(ddof=1) / np.sqrt(self.runs))

    @property
    def runs_ahead(self) -> int:
        """Give the number of runs with a gain above 0."""
        return int(np.count_nonzero(self.gain > 0))

    @property
    def method_ahead(self) -> int:
        """Give 1 for shared T and 2 for standardised, or 0 within two standard errors."""
        (mean,) = self.mean_gain
        if abs(mean) <= 2 * self.standard_error:
            return 0
        return 2 if mean > 0 else 1
