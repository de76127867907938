"""Judge a classifier, step by step: a large file takes a while, and its reader may want to stop."""

from collections.abc import Generator, Iterable, Sequence
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from logitviz.core._lib.outcomes import LabelledOutcomes, outcomes_of
from logitviz.core._lib.ranked import Flags
from logitviz.core._lib.samples import Samples
from logitviz.core.temperature_fit import TemperatureFit, fit

from .assessment import TEMPERATURES, Assessment, Side
from .folds import Fold, Indices, Way, folds
from .summary import BINNINGS, AtOneTemperature, Binnings, Summary

Assessing = Generator[float, None, Assessment]  # yields the share that is done
STEPS = TEMPERATURES.size + 2
Result = TypeVar("Result")


class LabelledLogits(NamedTuple):
    """Logits of rows whose true class is comparison.

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
    kind
        What its numbers are: logits, probabilities or log-probabilities.
    """

    samples: Samples
    names: Sequence[str]
    numbers: Indices
    title: str
    notes: Sequence[str] = ()
    kind: str = "logits"

    def at(self, temperature: float, rows: Indices) -> LabelledOutcomes:
        """Give what softmax says about some rows."""
        return outcomes_of(self.samples.only(rows), np.asarray(temperature))

    def fit(self, rows: Indices) -> TemperatureFit:
        """Fit the temperature on some rows."""
        return fit(self.samples.logits, self.samples.truth, rows=rows)


class FitComparison(NamedTuple):
    """What is comparison once the temperature is fitted: the first part of a `Assessment`.

    Parameters
    ----------
    rows
        Indices of the rows that judge the temperature, ascending.
    fits, best, on_fit_rows, on_judged_rows
        As in `Assessment`.
    """

    rows: Indices
    fits: tuple[TemperatureFit, ...]
    best: TemperatureFit
    on_fit_rows: Side
    on_judged_rows: Side

    @property
    def correct(self) -> Flags:
        """Say which predictions are right, [n]."""
        return self.on_judged_rows.correct


def compare_fit(
    data: LabelledLogits, way: Way = "halves", seed: int = 1
) -> Generator[float, None, FitComparison]:
    """Fit the temperature, and judge it at T = 1 and at the fitted T alone: see `assess`."""
    parts = folds(len(data.samples), way, seed)
    fits = tuple(data.fit(part.fit_rows) for part in parts)
    rows = np.sort(np.concatenate([part.judged_rows for part in parts]))
    best = data.fit(rows) if len(parts) > 1 else fits[0]
    yield 1 / STEPS
    sides = [_side(data, parts, fits, which) for which in Fold._fields]
    yield 2 / STEPS
    return FitComparison(rows, fits, best, *sides)


def assess(
    data: LabelledLogits,
    way: Way = "halves",
    seed: int = 1,
    binnings: Binnings = BINNINGS,
    comparison: FitComparison | None = None,
) -> Assessing:
    """Fit the temperature, then judge the classifier at each one of the slider.

    Parameters
    ----------
    data
        The logits and the labels.
    way, seed
        Which rows the temperature is fitted on, and which judge it: see `folds`.
    binnings
        Which bins are asked for.
    comparison
        What `compare_fit` gave for the same data, way and seed, if that is done.
    """
    if comparison is None:
        comparison = yield from compare_fit(data, way, seed)
    rows, each = comparison.rows, []
    for t, temperature in enumerate(TEMPERATURES):
        found = data.at(temperature, rows)
        losses = float(found.log_loss.mean()), float(found.brier.mean())
        each.append(AtOneTemperature.of(found.confidence, found.correct, losses, binnings))
        yield (t + 3) / STEPS
    return Assessment(
        title=data.title,
        notes=tuple(data.notes),
        kind=data.kind,
        names=tuple(data.names),
        rows=data.numbers[rows],
        labels=data.samples.truth[rows],
        predicted=found.predicted,
        correct=found.correct,
        summary=Summary.of(each),
        confidence_at=lambda index: data.at(TEMPERATURES[index], rows).confidence,
        fits=comparison.fits,
        best=comparison.best,
        on_fit_rows=comparison.on_fit_rows,
        on_judged_rows=comparison.on_judged_rows,
    )


def _side(
    data: LabelledLogits, parts: Iterable[Fold], fits: Iterable[TemperatureFit], which: str
) -> Side:
    """Judge the fitted or the judged rows of all folds at T = 1 and at the T of their fold."""
    pairs = [(getattr(part, which), fit) for part, fit in zip(parts, fits, strict=True)]
    at_one = [data.at(1.0, rows) for rows, _ in pairs]
    at_best = [data.at(fit.temperature, rows) for rows, fit in pairs]
    order = np.argsort(np.concatenate([rows for rows, _ in pairs]))
    return Side(
        confidence=np.array([_joined(each, "confidence")[order] for each in (at_one, at_best)]),
        correct=_joined(at_one, "correct")[order],
        log_loss=np.array([_joined(each, "log_loss").mean() for each in (at_one, at_best)]),
        brier=np.array([_joined(each, "brier").mean() for each in (at_one, at_best)]),
    )


def _joined(parts: Iterable[LabelledOutcomes], name: str) -> NDArray[Any]:
    return np.concatenate([getattr(part, name) for part in parts])


def completed(judging: Generator[float, None, Result]) -> Result:
    """Go on to the end; give the result."""
    while True:
        try:
            next(judging)
        except StopIteration as end:
            found: Result = end.value
            return found
