"""Each predicted class by itself, and the rows that are most confidently wrong."""

from dataclasses import dataclass

import numpy as np

from logitviz.live.state import Floats

from .assessment import Assessment
from .folds import Indices


@dataclass(frozen=True, eq=False)
class Answers:
    """The predicted classes, the largest gap first.

    Attributes
    ----------
    classes : int [A]
        Those that are predicted in some row.
    count : int [A]
        In how many.
    accuracy, confidence : float64 [A]
        How often that is right, and how sure the classifier is of it on average.
    """

    classes: Indices
    count: Indices
    accuracy: Floats
    confidence: Floats

    @property
    def gap(self) -> Floats:
        """Give the mean confidence minus the accuracy: above 0 the classifier is too sure."""
        return self.confidence - self.accuracy


def answers(assessment: Assessment, temperature_index: int) -> Answers:
    """Gather the rows by predicted class, at one temperature of the slider."""
    size = len(assessment.names)
    count = np.bincount(assessment.predicted, minlength=size)
    given = np.flatnonzero(count)
    accuracy, confidence = (
        np.bincount(assessment.predicted, weights, size)[given] / count[given]
        for weights in (assessment.correct, assessment.confidence(temperature_index))
    )
    worst = np.argsort(-np.abs(confidence - accuracy), kind="stable")
    found = Answers(given, count[given], accuracy, confidence)
    return Answers(*(getattr(found, name)[worst] for name in Answers.__annotations__))


def never_predicted(assessment: Assessment) -> list[str]:
    """Name the classes that are predicted in no judged row, in their order."""
    count = np.bincount(assessment.predicted, minlength=len(assessment.names))
    return [assessment.names[c] for c in np.flatnonzero(count == 0)]


def confidently_wrong(assessment: Assessment, temperature_index: int, most: int) -> Indices:
    """Give the wrong rows with the highest confidence at one temperature, the highest first."""
    wrong = np.flatnonzero(~assessment.correct)
    confidence = assessment.confidence(temperature_index)[wrong]
    return wrong[np.argsort(-confidence, kind="stable")[:most]]
