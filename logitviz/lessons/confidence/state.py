"""Two cases at one temperature, and the decisions at a threshold of confidence."""

from dataclasses import dataclass, fields
from functools import cache

import numpy as np
from numpy.typing import NDArray

from logitviz.core import Analysis, Selective, confidence, selective_accuracy, softmax
from logitviz.datasets.digits import classifier_logits, load_digits
from logitviz.live.shared import CLASSES, DECISION_THRESHOLD, TEMPERATURE
from logitviz.live.state import Floats, State, analysis, computed

Flags = NDArray[np.bool_]
Counts = NDArray[np.intp]
THRESHOLDS = DECISION_THRESHOLD.positions
CLOSE = 0.005  # of a mean confidence to the accuracy
NUMBER_HEIGHT = 0.13  # of the number above a bar, on the axis from 0 to 1
LINE = np.array([c + side for c in range(CLASSES) for side in (-0.46, 0, 0.46)])  # its places


@dataclass(frozen=True, eq=False)
class Difference:
    """Read-outs of case A minus those of case B, [...]."""

    confidence: Floats
    margin: Floats
    entropy: Floats
    perplexity: Floats


class ConfidenceState(State):
    """The numbers of the lesson; its controls are those of `controls.CONTROLS`.

    The values of a and b are ten logits each, [..., 10].
    """

    # The two cases.

    @computed
    def record_a(self) -> Analysis:
        """Analyse the logits of A at T."""
        return analysis(self.a, self.T)

    @computed
    def record_b(self) -> Analysis:
        """Analyse the logits of B at T."""
        return analysis(self.b, self.T)

    @computed
    def automatic_a(self) -> Flags:
        """Say whether A is decided automatically."""
        return np.asarray(self.record_a.confidence >= self.d)

    @computed
    def automatic_b(self) -> Flags:
        """Say whether B is decided automatically."""
        return np.asarray(self.record_b.confidence >= self.d)

    @computed
    def difference(self) -> Difference:
        """Give the read-outs of A minus those of B."""
        a, b = self.record_a, self.record_b
        names = [field.name for field in fields(Difference)]
        return Difference(*(np.asarray(getattr(a, name) - getattr(b, name)) for name in names))

    # Real digits.

    @computed
    def temperature_index(self) -> NDArray[np.intp]:
        """Give the place of T among the temperatures of its slider."""
        return np.asarray(np.searchsorted(TEMPERATURE.positions, self.T))

    @computed
    def selective(self) -> Selective:
        """Count decided images, and wrong ones, at every position of the threshold, [..., 101]."""
        every, row = _every_temperature(self.net), self.temperature_index
        return Selective(every.thresholds, every.decided[row], every.wrong[row], every.samples)

    @computed
    def selective_risk(self) -> Floats:
        """Give the share of decided images that are wrong, [..., 101]; NaN where none is."""
        return _share(self.selective.wrong, self.selective.decided)

    @computed
    def reached(self) -> Flags:
        """Say of which images the confidence reaches d, [..., 899]."""
        confidences = _confidences(self.net)[self.temperature_index]
        return np.asarray(confidences >= np.asarray(self.d)[..., None])

    @computed
    def decided(self) -> Counts:
        """Give how many images are decided at d; unlike the curve, d may lie between positions."""
        return np.asarray(np.count_nonzero(self.reached, axis=-1))

    @computed
    def wrong(self) -> Counts:
        """Give how many of the decided images are wrong."""
        return np.asarray(np.count_nonzero(self.reached & ~_right(self.net), axis=-1))

    @computed
    def handed_over(self) -> Counts:
        """Give how many images are handed to a person."""
        return np.asarray(self.samples - self.decided)

    @computed
    def coverage(self) -> Floats:
        """Give the share of the images that are decided."""
        return np.asarray(self.decided / self.samples)

    @computed
    def risk(self) -> Floats:
        """Give the share of the decided images that are wrong; NaN where none is decided."""
        return _share(self.wrong, self.decided)

    @computed
    def threshold_a(self) -> Floats:
        """Give the line of the threshold over the bars of A, [..., 30]."""
        return _around_numbers(self.record_a.probabilities, self.d)

    @computed
    def threshold_b(self) -> Floats:
        """Give the line of the threshold over the bars of B, [..., 30]."""
        return _around_numbers(self.record_b.probabilities, self.d)

    # Calibration.

    @computed
    def weak(self) -> Flags:
        """Say whether the chosen classifier is the weak one."""
        return np.asarray(self.net == "weak")

    @computed
    def accuracy(self) -> Floats:
        """Give the share of all images that the classifier reads right, at any T."""
        return np.asarray(_right(self.net).mean())

    @computed
    def mean_confidence(self) -> Floats:
        """Give the mean confidence at T over all images."""
        return np.asarray(_confidences(self.net).mean(axis=-1)[self.temperature_index])

    @computed
    def mismatch(self) -> NDArray[np.intp]:
        """Give 0 where the mean confidence is below the accuracy, 2 above, 1 close to it."""
        excess = self.mean_confidence - self.accuracy
        return np.asarray(1 + (excess >= CLOSE) - (excess <= -CLOSE))

    @property
    def samples(self) -> int:
        """Give the number of images."""
        return load_digits().labels.size


def _around_numbers(probabilities: Floats, threshold: Floats) -> Floats:
    """Give the height of a line at `LINE`, with a gap where it would cross the number of a bar."""
    above = np.asarray(threshold)[..., None] - probabilities
    crossed = (above > 0) & (above < NUMBER_HEIGHT)
    line = np.repeat(np.broadcast_to(np.asarray(threshold)[..., None], above.shape), 3, axis=-1)
    line[..., 1::3][crossed] = np.nan
    return line


def _right(net: str) -> Flags:
    return np.asarray(classifier_logits(net).argmax(axis=-1) == load_digits().labels)


@cache
def _confidences(net: str) -> Floats:
    """Give the confidence at every temperature of the slider for every image, [125, 899]."""
    temperatures, logits = TEMPERATURE.positions, classifier_logits(net)
    rows = np.broadcast_to(logits, (temperatures.size, *logits.shape))
    each = np.broadcast_to(temperatures[:, None], rows.shape[:-1])
    return np.asarray(confidence(softmax(rows, temperature=each)))


@cache
def _every_temperature(net: str) -> Selective:
    return selective_accuracy(_confidences(net), _right(net), THRESHOLDS)


def _share(part: Counts, whole: Counts) -> Floats:
    return np.where(whole > 0, part / np.maximum(whole, 1), np.nan)
