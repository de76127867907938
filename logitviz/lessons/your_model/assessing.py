"""Judge a classifier, step by step: a large file takes a while, and its reader may want to stop."""

from collections.abc import Generator, Iterable, Sequence
from itertools import count
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from logitviz.core._lib.outcomes import Outcomes, outcomes_of
from logitviz.core._lib.ranked import Flags
from logitviz.core._lib.samples import Samples
from logitviz.core.temperature_fit import TemperatureFit, fit

from .assessment import TEMPERATURES, Assessment, Side
from .folds import Fold, Indices, Way, folds
from .summary import BINNINGS, AtOneTemperature, Binnings, Summary

Assessing = Generator[float, None, Assessment]  # yields the share that is done
PREPARATION = 10  # steps at most: two fits, and four judgements of each of two sides
STEPS = PREPARATION + TEMPERATURES.size
Result = TypeVar("Result")


class LabelledLogits(NamedTuple):
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
    kind
        What its numbers are: logits, probabilities or log-probabilities.
    ids
        The name of each row, [N], if the file has them.
    """

    samples: Samples
    names: Sequence[str]
    numbers: Indices
    title: str
    notes: Sequence[str] = ()
    kind: str = "logits"
    ids: Sequence[str] | None = None

    def at(self, temperature: float, rows: Indices) -> Outcomes:
        """Give what softmax says about some rows."""
        return outcomes_of(self.samples.only(rows), np.asarray(temperature))

    def fit(self, rows: Indices) -> TemperatureFit:
        """Fit the temperature on some rows."""
        return fit(self.samples.only(rows))


class FitComparison(NamedTuple):
    """The fitted T, and the rows at T = 1 and at that T: the first part of an `Assessment`.

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
    parts, done, fits = folds(len(data.samples), way, seed), count(1), []
    for part in parts:
        fits.append(data.fit(part.fit_rows))
        yield next(done) / STEPS
    rows = np.sort(np.concatenate([part.judged_rows for part in parts]))
    best = data.fit(rows) if len(parts) > 1 else fits[0]
    sides = []
    for which in Fold._fields:
        pairs = [(getattr(part, which), fit) for part, fit in zip(parts, fits, strict=True)]
        at_one, at_fitted = [], []
        for chosen, own in pairs:
            at_one.append(data.at(1.0, chosen))
            yield next(done) / STEPS
            at_fitted.append(data.at(own.temperature, chosen))
            yield next(done) / STEPS
        order = np.argsort(np.concatenate([chosen for chosen, _ in pairs]))
        sides.append(_side(at_one, at_fitted, order))
    return FitComparison(rows, tuple(fits), best, *sides)


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
        yield (PREPARATION + t + 1) / STEPS
    return Assessment(
        title=data.title,
        notes=tuple(data.notes),
        kind=data.kind,
        ids=None if data.ids is None else tuple(data.ids[row] for row in rows),
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


def _side(at_one: Sequence[Outcomes], at_fitted: Sequence[Outcomes], order: Indices) -> Side:
    """Join the rows of all folds, in the order of the file."""
    both = at_one, at_fitted
    losses = _joined(at_one, "log_loss")
    return Side(
        confidence=np.array([_joined(each, "confidence")[order] for each in both]),
        correct=_joined(at_one, "correct")[order],
        log_loss=np.array([losses.mean(), _joined(at_fitted, "log_loss").mean()]),
        brier=np.array([_joined(each, "brier").mean() for each in both]),
        impossible=int(np.isinf(losses).sum()),
    )


def _joined(parts: Iterable[Outcomes], name: str) -> NDArray[Any]:
    return np.concatenate([getattr(part, name) for part in parts])


def completed(judging: Generator[float, None, Result]) -> Result:
    """Go on to the end; give the result."""
    while True:
        try:
            next(judging)
        except StopIteration as end:
            found: Result = end.value
            return found
