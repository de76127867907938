"""The test accuracies that experiments found, and a comparison of their methods."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from logitviz.datasets.digits import load_digits
from logitviz.live.state import Floats

from .experiment import METHODS, Experiment, ExperimentSettings


class Accuracies(NamedTuple):
    """Shares of right answers to the test images, by method and run, and their summary.

    Parameters
    ----------
    settings
        Of the experiment.
    accuracy
        [methods, runs].
    mean, error
        The mean over the runs, and its standard error, [methods].
    gain
        Standardised minus shared T in percentage points, [runs].
    mean_gain, gain_error
        The mean of the gain, and its standard error.
    runs, runs_ahead
        The number of runs; and of those with a gain above 0.
    method_ahead
        1 for shared T and 2 for standardised, or 0 within two standard errors.
    """

    settings: ExperimentSettings
    accuracy: Floats
    mean: Floats
    error: Floats
    gain: Floats
    mean_gain: float
    gain_error: float
    runs: int
    runs_ahead: int
    method_ahead: int

    @property
    def positive(self) -> bool:
        """Say whether the mean gain is written with a plus."""
        return self.mean_gain >= 0

    @property
    def size(self) -> float:
        """Give the mean gain without its sign."""
        return abs(self.mean_gain)


def summarise(settings: ExperimentSettings, accuracy: Floats) -> Accuracies:
    """Summarise accuracies [methods, runs] of the methods of `experiment.METHODS`."""
    gain = 100 * (accuracy[2] - accuracy[1])
    mean, error = float(gain.mean()), float(_standard_error(gain))
    return Accuracies(
        settings=settings,
        accuracy=accuracy,
        mean=accuracy.mean(axis=-1),
        error=_standard_error(accuracy),
        gain=gain,
        mean_gain=mean,
        gain_error=error,
        runs=gain.size,
        runs_ahead=int(np.count_nonzero(gain > 0)),
        method_ahead=(2 if mean > 0 else 1) if abs(mean) > 2 * error else 0,
    )


def result(experiment: Experiment) -> Accuracies:
    """Summarise a finished experiment."""
    share = np.array(experiment.correct) / load_digits().labels.size
    return summarise(experiment.settings, share)


def _standard_error(numbers: Floats) -> Floats:
    return np.asarray(numbers.std(axis=-1, ddof=1) / np.sqrt(numbers.shape[-1]))


class SideBySide(NamedTuple):
    """The results of several experiments, each at its T.

    Parameters
    ----------
    results
        The summaries of N experiments.
    mean
        The mean accuracies, [N, methods].
    interval
        A standard error below and above each of these, [2, N, methods].
    gain
        The gains of all runs of all experiments in percentage points, [M].
    mean_gain
        The mean gains, [N].
    gain_interval
        A standard error below and above each of these, [2, N].
    """

    results: Sequence[Accuracies]
    mean: Floats
    interval: Floats
    gain: Floats
    mean_gain: Floats
    gain_interval: Floats

    @property
    def temperatures(self) -> tuple[float, ...]:
        """Give the T of every experiment."""
        return tuple(found.settings.temperature for found in self.results)

    @property
    def runs(self) -> tuple[int, ...]:
        """Give the number of runs of every experiment."""
        return tuple(found.runs for found in self.results)


def side_by_side(results: Sequence[Accuracies]) -> SideBySide:
    """Put the results of one experiment or more side by side."""
    mean = np.array([found.mean for found in results]).reshape(-1, len(METHODS))
    gain = np.array([found.mean_gain for found in results])
    return SideBySide(
        results=results,
        mean=mean,
        interval=_around(mean, [found.error for found in results]),
        gain=np.concatenate([found.gain for found in results]),
        mean_gain=gain,
        gain_interval=_around(gain, [found.gain_error for found in results]),
    )


def _around(middle: Floats, error: Sequence[Any]) -> Floats:
    errors = np.array(error, np.float64).reshape(middle.shape)
    return np.stack([middle - errors, middle + errors])
