"""A teacher and its students, compared by their soft labels, in one frozen record."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from logitviz.core._lib.checks import (
    Float64Array,
    FloatArray,
    IntArray,
    finite_logits,
    temperatures,
)
from logitviz.core.distillation import divergence_and_loss
from logitviz.core.softmax import softmax
from logitviz.core.standardize import confidence_cap
from logitviz.core.standardize import standardize as z_scores

GRID = 121
HALVINGS = 60  # of a step of the grid: to the last digit


@dataclass(frozen=True)
class Way:
    """How a distillation loss compares logits; the options of `distillation_loss` but T.

    Attributes
    ----------
    student_temperature : float or array_like, optional
        The students' own; without it they share the teacher's.
    standardize : bool
        Take z-scores first.
    ddof : int
        For the standard deviation.
    """

    student_temperature: Any = None
    standardize: bool = False
    ddof: int = 1


SHARED = Way()


@dataclass(frozen=True, eq=False, slots=True)
class Imitation:
    """M models' logits [..., M, C] as a loss compares them; model 0 is the teacher.

    Attributes
    ----------
    temperature : float64, shape () or [...]
        The teacher's T.
    compared : float64, shape [..., M, C]
        The logits, or their z-scores, before the division by a temperature.
    soft_labels : float64, shape [..., M, C]
        Softmax of these, the teacher's at T and the students' at theirs.
    divergence : float64, shape [..., M − 1]
        KL of each student from the teacher in nats; inf at T = 0 if they predict other classes.
    loss : float64, shape [..., M − 1]
        `distillation_loss` of each student: T² times the divergence, with its limits.
    prediction : int, shape [..., M]
        The class with the largest logit.
    mean, deviation, spread : float64, shape [..., M]
        Of the compared logits over the classes: mean, standard deviation, largest minus smallest.
    confidence : float64, shape [..., M]
        The largest soft label.
    cap : float64, shape () or [...]
        What no confidence at T can pass: `confidence_cap` of z-scores, otherwise 1.
    """

    temperature: Float64Array
    compared: Float64Array
    soft_labels: Float64Array
    divergence: Float64Array
    loss: Float64Array
    prediction: IntArray
    mean: Float64Array
    deviation: Float64Array
    spread: Float64Array
    confidence: Float64Array
    cap: FloatArray

    @property
    def agree(self) -> Float64Array:
        """Give 1 for each student that predicts what the teacher does, else 0."""
        return np.equal(self.prediction[..., 1:], self.prediction[..., :1]).astype(np.float64)

    @property
    def preferred(self) -> IntArray:
        """Give the model whose loss is the only smallest, or 0 where several share it."""
        least = self.loss == self.loss.min(axis=-1, keepdims=True)
        alone = least.sum(axis=-1) == 1
        return np.asarray(np.where(alone, least.argmax(axis=-1) + 1, 0))


def imitate(logits: ArrayLike, way: Way = SHARED, *, temperature: ArrayLike = 1.0) -> Imitation:
    """Compare students with their teacher.

    Parameters
    ----------
    logits : array_like, shape [..., M, C]
        Finite logits of M models, 2 or more, of which the first is the teacher.
    way : Way, optional
        How; by default with one temperature for all.
    temperature : float or array_like, default 1.0
        T, 0 or more: one number, or an array that broadcasts to the leading shape [...].

    Returns
    -------
    Imitation

    Raises
    ------
    ValueError
        If there is no student, or as for `distillation_loss`.

    Examples
    --------
    >>> toy = imitate([[1, 4, 3, 2], [1, 2.8, 3, 2], [0.1, 0.4, 0.3, 0.2]])
    >>> toy.loss.round(4), int(toy.preferred)
    (array([0.1749, 0.3457]), 1)
    """
    given = np.array(finite_logits(logits, "logits"), dtype=np.float64)
    if given.ndim < 2 or given.shape[-2] < 2:
        raise ValueError(
            f"logits must have shape [..., M, C] with M of 2 or more, got {given.shape}"
        )
    z = _compared(given, way)
    own = temperatures(temperature, z.shape[:-2])
    each = _temperature_of_each(z.shape[:-1], own, way)
    labels = np.array(softmax(z, temperature=each), dtype=np.float64)
    divergence, loss = _divergence_and_loss(z, own, way)
    capped = confidence_cap(z.shape[-1], temperature=own, ddof=way.ddof)
    return Imitation(
        temperature=own[()],
        compared=z,
        soft_labels=labels,
        divergence=divergence,
        loss=loss,
        prediction=given.argmax(axis=-1),
        mean=z.mean(axis=-1),
        deviation=z.std(axis=-1, ddof=way.ddof),
        spread=np.ptp(z, axis=-1),
        confidence=labels.max(axis=-1),
        cap=capped if way.standardize else np.ones_like(capped)[()],
    )


def turning_temperature(
    logits: ArrayLike, way: Way = SHARED, *, lowest: float = 0.05, highest: float = 20.0
) -> FloatArray:
    """Find the temperature at which the verdict about two students turns over.

    Parameters
    ----------
    logits : array_like, shape [..., 3, C]
        Of a teacher and two students.
    way : Way, optional
        How they are compared; by default with one temperature for all.
    lowest, highest : float
        Between which temperatures to look.

    Returns
    -------
    ndarray or scalar, shape [...]
        The T where the losses of the two are equal and their order changes, the lowest such T;
        NaN where there is none.

    Examples
    --------
    >>> round(float(turning_temperature([[1, 4, 3, 2], [1, 2.8, 3, 2], [0.1, 0.4, 0.3, 0.2]])), 3)
    0.355
    """
    z = _compared(np.array(finite_logits(logits, "logits"), dtype=np.float64), way)
    over, theirs = way, way.student_temperature
    if theirs is not None:
        over = replace(way, student_temperature=np.asarray(theirs)[..., None])
    grid = np.geomspace(lowest, highest, GRID)
    side = _carried(np.sign(_advantage(z[..., None, :, :], grid, over)))
    changes = side[..., 1:] * side[..., :-1] < 0
    first = changes.argmax(axis=-1)
    low, high = np.log(grid[first]), np.log(grid[first + 1])
    before = np.take_along_axis(side, first[..., None], axis=-1)[..., 0]
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        same = np.sign(_advantage(z, np.exp(middle), way)) == before
        low, high = np.where(same, middle, low), np.where(same, high, middle)
    return np.where(changes.any(axis=-1), np.exp(low), np.nan)[()]


def _carried(side: Float64Array) -> Float64Array:
    """Let a 0 count as the sign before it: a verdict may turn over just on the grid."""
    known = np.where(side != 0, np.arange(side.shape[-1]), 0)
    return np.take_along_axis(side, np.maximum.accumulate(known, axis=-1), axis=-1)


def _compared(given: Float64Array, way: Way) -> Float64Array:
    scores = z_scores(given, ddof=way.ddof) if way.standardize else given
    return np.asarray(scores, dtype=np.float64)


def _temperature_of_each(shape: tuple[int, ...], own: Float64Array, way: Way) -> Float64Array:
    """Give every model its temperature, [..., M]."""
    each = np.empty(shape)
    each[...] = own[..., None]
    if way.student_temperature is not None:
        lead = shape[:-1]
        theirs = temperatures(way.student_temperature, lead, "student_temperature")
        each[..., 1:] = theirs[..., None]
    return each


def _divergence_and_loss(
    z: Float64Array, own: ArrayLike, way: Way
) -> tuple[Float64Array, Float64Array]:
    """Give both for every student, [..., M − 1], from compared logits."""
    students, theirs = z[..., 1:, :], way.student_temperature
    return divergence_and_loss(
        np.broadcast_to(z[..., :1, :], students.shape),
        students,
        np.asarray(own)[..., None],
        None if theirs is None else np.asarray(theirs)[..., None],
    )


def _advantage(z: Float64Array, temperature: ArrayLike, way: Way) -> Float64Array:
    """Give the first student's loss minus the second's, at each temperature."""
    t = np.asarray(temperature)
    lead = np.broadcast_shapes(z.shape[:-2], t.shape)
    rows = np.broadcast_to(z, (*lead, *z.shape[-2:]))
    _, loss = _divergence_and_loss(rows, np.broadcast_to(t, lead), way)
    first_minus_second: Float64Array = loss[..., 0] - loss[..., 1]
    return first_minus_second
