"""Whether the confidence of a classifier can be trusted, and which temperature mends it."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from logitviz.core._lib.binning import Strategy
from logitviz.core._lib.samples import Samples
from logitviz.core.intervals import wilson_interval
from logitviz.datasets.digits import classifier_logits, load_digits
from logitviz.live.shared import CLASSES
from logitviz.live.state import Floats, State, computed

from .assessing import LabelledLogits, assess, completed
from .assessment import TEMPERATURES, Assessment, Measures
from .controls import CLASSIFIERS, YOURS
from .folds import Way
from .summary import THRESHOLDS, Reliabilities

Counts = NDArray[np.intp]
CLOSE = 0.005  # the largest difference of a mean confidence and the accuracy that counts as close
NEAR_ONE = 0.02  # the largest distance of a T from 1 that counts as close
WITHOUT_MINIMUM = (
    "zero",
    "infinite",
    "undetermined",
)  # of a fit: the loss has no minimum at a T above 0
BEST_CASES = (  # pieces of words, by `YourModelState.best_case`
    *("best_below", "best_near", "best_above"),
    *(f"best_{status}" for status in WITHOUT_MINIMUM),
)


class YourModelState(State):
    """The numbers of the lesson; its controls are those of `controls.CONTROLS`.

    Besides them it takes ``upload``, an object whose ``assessment`` is that of a
    visitor's file; without one, the strong classifier stands in for it.
    """

    @computed
    def way(self) -> Way:
        """Say which rows T is fitted on, and which judge it."""
        way: Way = self.judge
        return way

    @computed
    def strategy(self) -> Strategy:
        """Say what bins have in common."""
        strategy: Strategy = self.binby
        return strategy

    @computed
    def assessment(self) -> Assessment:
        """Give what is known of the classifier at every temperature."""
        model, way, seed = self.model, self.way, self.seed
        if model == YOURS and (upload := getattr(self, "upload", None)):
            found: Assessment = upload.assessment
            return found
        return built_in(model if model in CLASSIFIERS else CLASSIFIERS[0], way, seed)

    @computed
    def temperature_index(self) -> Counts:
        """Give the place of T among the temperatures of its slider."""
        return np.asarray(np.searchsorted(TEMPERATURES, self.T))

    # Reliability.

    @computed
    def reliabilities(self) -> Reliabilities:
        """Give the reliability at every temperature of the slider."""
        return self.assessment.summary.reliabilities[int(self.bins), self.strategy]

    @computed
    def bin_lower(self) -> Floats:
        """Give the lower edge of each bin, [..., bins]."""
        return self.reliabilities.lower[self.temperature_index]

    @computed
    def bin_upper(self) -> Floats:
        """Give the upper edge of each bin, [..., bins]."""
        return self.reliabilities.upper[self.temperature_index]

    @computed
    def bin_count(self) -> Floats:
        """Give the number of rows in each bin, [..., bins]."""
        return self.reliabilities.count[self.temperature_index]

    @computed
    def bin_confidence(self) -> Floats:
        """Give the mean confidence of each bin, [..., bins]; NaN where it has no rows."""
        return self.reliabilities.confidence[self.temperature_index]

    @computed
    def bin_accuracy(self) -> Floats:
        """Give the accuracy of each bin, [..., bins]; NaN where it has no rows."""
        return self.reliabilities.accuracy[self.temperature_index]

    @computed
    def bin_places(self) -> Floats:
        """Give the abscissa of each bin, [..., bins]: its confidence, without rows its middle."""
        c = self.bin_confidence
        middles = (np.arange(c.shape[-1]) + 0.5) / c.shape[-1]
        return np.where(np.isnan(c), middles, c)

    @computed
    def line_places(self) -> Floats:
        """Give the abscissas of gaps and bands: of both ends of each, and again, [..., 3 bins]."""
        return np.repeat(self.bin_places, 3, axis=-1)

    @computed
    def gap_ends(self) -> Floats:
        """Give the ordinates of the gaps, from the accuracy to the mean confidence, and NaN."""
        return _lines(self.bin_accuracy, self.bin_confidence)

    @computed
    def interval(self) -> tuple[Floats, Floats]:
        """Give the ends of the 95 % interval of each accuracy, [..., bins]; NaN without rows."""
        count = self.bin_count
        right = np.rint(np.nan_to_num(self.bin_accuracy) * count)
        ends = wilson_interval(right, np.maximum(count, 1))
        low, high = (np.where(count > 0, end, np.nan) for end in ends)
        return low, high

    @computed
    def band_ends(self) -> Floats:
        """Give the ordinates of the bands, from end to end of each interval, and NaN."""
        return _lines(*self.interval)

    @computed
    def histogram(self) -> Floats:
        """Give the share of rows in each of 20 bins of confidence, [..., 20]."""
        return self.assessment.summary.histogram[self.temperature_index]

    # Read-outs.

    @computed
    def accuracy(self) -> Floats:
        """Give the share of rows whose prediction is right, at any T."""
        return np.asarray(self.assessment.accuracy)

    @computed
    def mean_confidence(self) -> Floats:
        """Give the mean confidence at T."""
        return self.assessment.summary.mean_confidence[self.temperature_index]

    @computed
    def calibration_error(self) -> Floats:
        """Give the expected calibration error at T."""
        return self.reliabilities.ece[self.temperature_index]

    @computed
    def largest_gap(self) -> Floats:
        """Give the largest gap of a bin at T, the maximum calibration error."""
        return self.reliabilities.mce[self.temperature_index]

    @computed
    def log_loss(self) -> Floats:
        """Give the negative log-likelihood at T, in nats per row."""
        return self.assessment.summary.log_loss[self.temperature_index]

    @computed
    def brier(self) -> Floats:
        """Give the Brier score at T."""
        return self.assessment.summary.brier[self.temperature_index]

    @computed
    def loss_curve(self) -> Floats:
        """Give the negative log-likelihood at every temperature of the slider, [127]."""
        return self.assessment.summary.log_loss

    @computed
    def error_curve(self) -> Floats:
        """Give the expected calibration error at every temperature of the slider, [127]."""
        return self.reliabilities.ece

    @computed
    def mismatch(self) -> Counts:
        """Give 0 where the mean confidence is below the accuracy, 2 above, 1 close to it."""
        excess = self.mean_confidence - self.accuracy
        return np.asarray(1 + (excess >= CLOSE) - (excess <= -CLOSE))

    @computed
    def near_count(self) -> Floats:
        """Give how many rows have a confidence around 0.9, from 0.85 to 0.95."""
        return self.assessment.summary.near_nine_tenths[0][self.temperature_index]

    @computed
    def near_right(self) -> Floats:
        """Give the share of these rows that are right; NaN if there are none."""
        count, right = self.assessment.summary.near_nine_tenths
        shares = np.where(count > 0, right / np.maximum(count, 1), np.nan)
        return shares[self.temperature_index]

    # The best temperature.

    @computed
    def best(self) -> Floats:
        """Give the fitted temperature: 0 and inf where the loss falls up to that limit."""
        return np.asarray(self.assessment.best.temperature)

    @computed
    def best_case(self) -> Counts:
        """Give 0 for a best T below 1, 1 near it, 2 above; 3, 4, 5: see `BEST_CASES`."""
        if self.assessment.best.status in WITHOUT_MINIMUM:
            return np.asarray(3 + WITHOUT_MINIMUM.index(self.assessment.best.status))
        return np.asarray(1 + (self.best >= 1 + NEAR_ONE) - (self.best <= 1 - NEAR_ONE))

    @computed
    def fit_measures(self) -> Measures:
        """Measure the rows of the fit at T = 1 and at the fitted T."""
        return self.assessment.on_fit_rows.measures(self.bins, self.strategy)

    @computed
    def judged_measures(self) -> Measures:
        """Measure the judged rows at T = 1 and at the fitted T."""
        return self.assessment.on_judged_rows.measures(self.bins, self.strategy)

    # Decide, or ask a person.

    @computed
    def threshold_index(self) -> Counts:
        """Give the position of the threshold that is nearest to d."""
        distances = np.abs(np.asarray(self.d)[..., None] - THRESHOLDS)
        return np.asarray(distances.argmin(axis=-1))

    @computed
    def threshold(self) -> Floats:
        """Give the confidence from which the classifier decides."""
        return THRESHOLDS[self.threshold_index]

    @computed
    def decided(self) -> Counts:
        """Give how many rows are decided."""
        return self.assessment.summary.decided[self.temperature_index, self.threshold_index]

    @computed
    def wrong(self) -> Counts:
        """Give how many of the decided rows are wrong."""
        return self.assessment.summary.wrong[self.temperature_index, self.threshold_index]

    @computed
    def handed_over(self) -> Counts:
        """Give how many rows are handed to a person."""
        return np.asarray(self.samples - self.decided)

    @computed
    def handed_over_right(self) -> Counts:
        """Give how many of these the classifier would have got right."""
        right = np.count_nonzero(self.assessment.correct)
        return np.asarray(right - (self.decided - self.wrong))

    @computed
    def coverage(self) -> Floats:
        """Give the share of the rows that are decided."""
        return np.asarray(self.decided / self.samples)

    @computed
    def decided_accuracy(self) -> Floats:
        """Give the share of the decided rows that are right; NaN where none is decided."""
        right = self.decided - self.wrong
        return np.where(self.decided > 0, right / np.maximum(self.decided, 1), np.nan)

    @computed
    def accuracies(self) -> Floats:
        """Give the accuracy on the most confident 1 %, 2 %, … of the rows, [..., 100]."""
        return self.assessment.summary.accuracies[self.temperature_index]

    @property
    def samples(self) -> int:
        """Give the number of judged rows."""
        return self.assessment.correct.size


def _lines(start: Floats, end: Floats) -> Floats:
    """Join both ends of each line by a gap to the next line, [..., 3 n]."""
    joined = np.stack([start, end, np.full_like(start, np.nan)], axis=-1)
    return joined.reshape(*start.shape[:-1], -1)


@lru_cache(maxsize=12)
def built_in(model: str, way: Way, seed: int) -> Assessment:
    """Judge a classifier of the digits."""
    samples = Samples.of(classifier_logits(model), load_digits().labels)
    names = [str(c) for c in range(CLASSES)]
    title = f"the {model} classifier of digits"
    return completed(
        assess(LabelledLogits(samples, names, np.arange(len(samples)), title), way, seed)
    )
