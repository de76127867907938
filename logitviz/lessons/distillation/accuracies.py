"""The test accuracies that an experiment found, and what they say about its methods."""

from typing import NamedTuple

import numpy as np

from logitviz.live.state import Floats


class Accuracies(NamedTuple):
    """Shares of correct answers to the test images, by method and run, and their summary.

    Parameters
    ----------
    accuracy, of_method
        [methods, runs]; and with the methods on the last axis, [runs, methods].
    mean, deviation, lowest, highest
        Over the runs, [methods].
    gain, mean_gain
        Standardised minus shared T in percentage points, [runs]; and their mean, [1].
    standard_error
        Of the mean gain.
    runs, runs_ahead
        The number of runs; and of those with a gain above 0.
    method_ahead
        1 for shared T and 2 for standardised, or 0 within two standard errors.
    """

    accuracy: Floats
    of_method: Floats
    mean: Floats
    deviation: Floats
    lowest: Floats
    highest: Floats
    gain: Floats
    mean_gain: Floats
    standard_error: float
    runs: int
    runs_ahead: int
    method_ahead: int


def summarise(accuracy: Floats) -> Accuracies:
    """Summarise accuracies [methods, runs] of the methods of `experiment.METHODS`."""
    runs = accuracy.shape[-1]
    gain = 100 * (accuracy[2] - accuracy[1])
    mean, error = gain.mean(), float(gain.std(ddof=1) / np.sqrt(runs))
    return Accuracies(
        accuracy=accuracy,
        of_method=accuracy.T,
        mean=accuracy.mean(axis=-1),
        deviation=accuracy.std(axis=-1, ddof=1),
        lowest=accuracy.min(axis=-1),
        highest=accuracy.max(axis=-1),
        gain=gain,
        mean_gain=np.array([mean]),
        standard_error=error,
        runs=runs,
        runs_ahead=int(np.count_nonzero(gain > 0)),
        method_ahead=(2 if mean > 0 else 1) if abs(mean) > 2 * error else 0,
    )
