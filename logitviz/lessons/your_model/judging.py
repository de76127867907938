"""Judge a classifier, step by step: a large file takes a while, and its reader may want to stop."""

from collections.abc import Generator, Iterable, Sequence
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from logitviz.core._lib.outcomes import LabelledOutcomes, judged
from logitviz.core._lib.samples import Samples
from logitviz.core.temperature_fit import TemperatureFit, fit

from .folds import Fold, Indices, Way, folds
from .judged import TEMPERATURES, Judged, Side
from .ranked import Flags
from .summary import KINDS, AtOneTemperature, Kinds, Summary

Judging = Generator[float, None, Judged]  # yields the share that is done
STEPS = TEMPERATURES.size + 2
Result = TypeVar("Result")


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
        return judged(self.samples.only(rows), np.asarray(temperature))

    def fit(self, rows: Indices) -> TemperatureFit:
        """Fit the temperature on some rows."""
        return fit(self.samples.logits, self.samples.truth, rows=rows)


class Fitted(NamedTuple):
    """What is known once the temperature is fitted: the first part of a `Judged`.

    Parameters
    ----------
    rows
        Indices of the rows that judge the temperature, ascending.
    fits, best, fitted, judged
        As in `Judged`.
    """

    rows: Indices
    fits: tuple[TemperatureFit, ...]
    best: TemperatureFit
    fitted: Side
    judged: Side

    @property
    def correct(self) -> Flags:
        """Say which predictions are right, [n]."""
        return self.judged.correct


def fitted(data: Labelled, way: Way = "halves", seed: int = 1) -> Generator[float, None, Fitted]:
    """Fit the temperature, and judge it at T = 1 and at the fitted T alone: see `judge`."""
    parts = folds(len(data.samples), way, seed)
    fits = tuple(data.fit(part.fitted) for part in parts)
    rows = np.sort(np.concatenate([part.judged for part in parts]))
    best = data.fit(rows) if len(parts) > 1 else fits[0]
    yield 1 / STEPS
    sides = [_side(data, parts, fits, which) for which in ("fitted", "judged")]
    yield 2 / STEPS
    return Fitted(rows, fits, best, *sides)


def judge(data: Labelled, way: Way = "halves", seed: int = 1, kinds: Kinds = KINDS) -> Judging:
    """Fit the temperature, then judge the classifier at each one of the slider.

    Parameters
    ----------
    data
        The logits and the labels.
    way, seed
        Which rows the temperature is fitted on, and which judge it: see `folds`.
    kinds
        Which bins are asked for.
    """
    known = yield from fitted(data, way, seed)
    rows, each = known.rows, []
    for t, temperature in enumerate(TEMPERATURES):
        found = data.at(temperature, rows)
        losses = float(found.log_loss.mean()), float(found.brier.mean())
        each.append(AtOneTemperature.of(found.confidence, found.correct, losses, kinds))
        yield (t + 3) / STEPS
    return Judged(
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
        fits=known.fits,
        best=known.best,
        fitted=known.fitted,
        judged=known.judged,
    )


def _side(
    data: Labelled, parts: Iterable[Fold], fits: Iterable[TemperatureFit], which: str
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
