"""Judge a classifier, step by step: a large file takes a while, and its reader may want to stop."""

from collections.abc import Generator, Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from logitviz.core._lib.outcomes import LabelledOutcomes, judged
from logitviz.core._lib.samples import Samples
from logitviz.core.temperature_fit import TemperatureFit, fit

from .folds import Fold, Indices, Way, folds
from .judged import TEMPERATURES, Judged, Side

Judging = Generator[float, None, Judged]  # yields the share that is done


class Labelled(NamedTuple):
    """Logits of rows whose true class is known.

    Parameters
    ----------
    samples
        N rows of logits [N, C], with the true class of each.
    names
        Of the C classes.
    numbers
        The numbers of the rows in their file, [N].
    title
        What the classifier or its file is called.
    notes
        What was understood of the file.
    """

    samples: Samples
    names: Sequence[str]
    numbers: Indices
    title: str
    notes: Sequence[str] = ()

    def at(self, temperature: float, rows: Indices) -> LabelledOutcomes:
        """Give what softmax says about some rows."""
        return judged(self.samples.only(rows), np.asarray(temperature))

    def fit(self, rows: Indices) -> TemperatureFit:
        """Fit the temperature on some rows."""
        return fit(self.samples.logits, self.samples.truth, rows=rows)


def judge(data: Labelled, way: Way = "halves", seed: int = 1) -> Judging:
    """Fit the temperature, then judge the classifier at each one of the slider.

    Parameters
    ----------
    data
        The logits and the labels.
    way, seed
        Which rows the temperature is fitted on, and which judge it: see `folds`.
    """
    parts = folds(len(data.samples), way, seed)
    steps = TEMPERATURES.size + 2
    fits = tuple(data.fit(part.fitted) for part in parts)
    rows = np.sort(np.concatenate([part.judged for part in parts]))
    best = data.fit(rows) if len(parts) > 1 else fits[0]
    yield 1 / steps
    fitted, checked = (_side(data, parts, fits, which) for which in ("fitted", "judged"))
    yield 2 / steps
    confidence = np.empty((TEMPERATURES.size, rows.size))
    log_loss, brier = np.empty((2, TEMPERATURES.size))
    for t, temperature in enumerate(TEMPERATURES):
        found = data.at(temperature, rows)
        confidence[t] = found.confidence
        log_loss[t], brier[t] = found.log_loss.mean(), found.brier.mean()
        yield (t + 3) / steps
    return Judged(
        title=data.title,
        notes=tuple(data.notes),
        names=tuple(data.names),
        rows=data.numbers[rows],
        labels=data.samples.truth[rows],
        predicted=found.predicted,
        correct=found.correct,
        confidence=confidence,
        log_loss=log_loss,
        brier=brier,
        fits=fits,
        best=best,
        fitted=fitted,
        judged=checked,
    )


def _side(
    data: Labelled, parts: Iterable[Fold], fits: Iterable[TemperatureFit], which: str
) -> Side:
    """Judge the fitted or the judged rows of all folds at T = 1 and at the T of their fold."""
    pairs = [(getattr(part, which), fit) for part, fit in zip(parts, fits, strict=True)]
    at_one = [data.at(1.0, rows) for rows, _ in pairs]
    at_best = [data.at(fit.temperature, rows) for rows, fit in pairs]
    return Side(
        confidence=np.array([_joined(each, "confidence") for each in (at_one, at_best)]),
        correct=_joined(at_one, "correct"),
        log_loss=np.array([_joined(each, "log_loss").mean() for each in (at_one, at_best)]),
        brier=np.array([_joined(each, "brier").mean() for each in (at_one, at_best)]),
    )


def _joined(parts: Iterable[LabelledOutcomes], name: str) -> NDArray[Any]:
    return np.concatenate([getattr(part, name) for part in parts])


def completed(judging: Judging) -> Judged:
    """Go on to the end; give the result."""
    while True:
        try:
            next(judging)
        except StopIteration as end:
            found: Judged = end.value
            return found
