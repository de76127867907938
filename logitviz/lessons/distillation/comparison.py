"""A teacher and its students, compared by their soft labels."""

from dataclasses import dataclass, replace
from typing import Any, NamedTuple

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

# Numbers of temperatures in the grids of a search: the first grid covers the whole range, each
# further one the step in which the order of the losses changes. Linear interpolation in the last
# step is exact to 12 digits.
SEARCHES = (121, 17, 17, 17, 17)


@dataclass(frozen=True)
class DistillationOptions:
    """The options of `distillation_loss` except the teacher's temperature.

    Attributes
    ----------
    student_temperature : float or array_like, optional
        The students' temperature; by default they share the teacher's.
    standardize : bool
        Whether the loss compares z-scores.
    ddof : int
        For the standard deviation.
    """

    student_temperature: Any = None
    standardize: bool = False
    ddof: int = 1


SHARED = DistillationOptions()


@dataclass(frozen=True, eq=False, slots=True)
class Comparison:
    """The logits of M models as a distillation loss compares them; model 0 is the teacher.

    Attributes
    ----------
    temperature : float64, shape [...]
        The teacher's T.
    compared_logits : float64, shape [..., M, C]
        The logits, or their z-scores, before the division by a temperature.
    soft_labels : float64, shape [..., M, C]
        Softmax of these, the teacher's at T and the students' at theirs.
    divergence : float64, shape [..., M − 1]
        KL of each student from the teacher in nats; inf where a soft label of the student is
        exactly 0 and the teacher's is not, as at T = 0 if they predict different classes.
    loss : float64, shape [..., M − 1]
        `distillation_loss` of each student: T² times the divergence, with its limits.
    prediction : int, shape [..., M]
        The class with the largest logit.
    logit_mean, logit_deviation, logit_range : float64, shape [..., M]
        Of the compared logits over the classes: mean, standard deviation, largest minus smallest.
    confidence : float64, shape [..., M]
        The largest soft label.
    confidence_cap : float64, shape [...]
        The largest confidence that z-scores can reach at T; 1 for logits.
    """

    temperature: Float64Array
    compared_logits: Float64Array
    soft_labels: Float64Array
    divergence: Float64Array
    loss: Float64Array
    prediction: IntArray
    logit_mean: Float64Array
    logit_deviation: Float64Array
    logit_range: Float64Array
    confidence: Float64Array
    confidence_cap: FloatArray

    @property
    def labels_of_model(self) -> Float64Array:
        """Give the soft labels with the models on the last axis, [..., C, M]."""
        return np.swapaxes(self.soft_labels, -1, -2)

    @property
    def agrees_with_teacher(self) -> Float64Array:
        """Give 1 for each student that predicts the teacher's class, otherwise 0, [..., M − 1]."""
        return np.equal(self.prediction[..., 1:], self.prediction[..., :1]).astype(np.float64)

    @property
    def preferred(self) -> IntArray:
        """Give the model with the smallest loss, or 0 where several share it, [...]."""
        smallest = self.loss == self.loss.min(axis=-1, keepdims=True)
        alone = smallest.sum(axis=-1) == 1
        return np.asarray(np.where(alone, smallest.argmax(axis=-1) + 1, 0))


def compare(
    logits: ArrayLike, options: DistillationOptions = SHARED, *, temperature: ArrayLike = 1.0
) -> Comparison:
    """Compare students with their teacher.

    Parameters
    ----------
    logits : array_like, shape [..., M, C]
        Finite logits of M models, 2 or more, of which the first is the teacher.
    options : DistillationOptions, optional
        By default one temperature for all models, and no z-scores.
    temperature : float or array_like, default 1.0
        T, 0 or more. It broadcasts with the leading shape [...], as the students' temperature
        does.

    Returns
    -------
    Comparison

    Raises
    ------
    ValueError
        If there is no student, or as for `distillation_loss`.

    Examples
    --------
    >>> toy = compare([[1, 4, 3, 2], [1, 2.8, 3, 2], [0.1, 0.4, 0.3, 0.2]])
    >>> toy.loss.round(4), int(toy.preferred)
    (array([0.1749, 0.3457]), 1)
    """
    given = np.array(finite_logits(logits, "logits"), dtype=np.float64)
    if given.ndim < 2 or given.shape[-2] < 2:
        raise ValueError(
            f"logits must have shape [..., M, C] with M of 2 or more, got {given.shape}"
        )
    z, t_teacher, t_student = _broadcast(compared_logits(given, options), options, temperature)
    each = np.repeat(t_teacher[..., None], z.shape[-2], axis=-1)
    if t_student is not None:
        each[..., 1:] = t_student[..., None]
    labels = np.array(softmax(z, temperature=each), dtype=np.float64)
    divergence, loss = divergences_and_losses(z, options, t_teacher)
    cap = confidence_cap(z.shape[-1], temperature=t_teacher, ddof=options.ddof)
    return Comparison(
        temperature=t_teacher,
        compared_logits=z,
        soft_labels=labels,
        divergence=divergence,
        loss=loss,
        prediction=np.broadcast_to(given, z.shape).argmax(axis=-1),
        logit_mean=z.mean(axis=-1),
        logit_deviation=z.std(axis=-1, ddof=options.ddof),
        logit_range=np.ptp(z, axis=-1),
        confidence=labels.max(axis=-1),
        confidence_cap=cap if options.standardize else np.ones_like(cap),
    )


def compared_logits(logits: ArrayLike, options: DistillationOptions) -> Float64Array:
    """Give the logits as the loss compares them: as they are, or their z-scores, [..., C]."""
    given = np.asarray(logits, np.float64)
    return np.asarray(z_scores(given, ddof=options.ddof) if options.standardize else given)


def divergences_and_losses(
    logits: Float64Array, options: DistillationOptions, temperature: ArrayLike
) -> tuple[Float64Array, Float64Array]:
    """Give KL and T² KL of every student, [..., M − 1], from compared logits [..., M, C]."""
    z, t_teacher, t_student = _broadcast(logits, options, temperature)
    students = z[..., 1:, :]
    return divergence_and_loss(
        np.broadcast_to(z[..., :1, :], students.shape),
        students,
        t_teacher[..., None],
        None if t_student is None else t_student[..., None],
    )


def losses_over_temperatures(
    logits: Float64Array, options: DistillationOptions, temperature: Float64Array
) -> Float64Array:
    """Give T² KL of every student at each of N temperatures, [..., N, M − 1].

    `logits` are compared logits, [..., M, C].
    """
    theirs = options.student_temperature
    if theirs is not None:
        options = replace(options, student_temperature=np.asarray(theirs)[..., None])
    return divergences_and_losses(logits[..., None, :, :], options, temperature)[1]


def crossing_temperature(
    logits: ArrayLike,
    options: DistillationOptions = SHARED,
    *,
    lowest: float = 0.05,
    highest: float = 20.0,
) -> FloatArray:
    """Find the temperature at which the losses of two students cross.

    Parameters
    ----------
    logits : array_like, shape [..., 3, C]
        Of a teacher and two students.
    options : DistillationOptions, optional
        As for `compare`.
    lowest, highest : float
        The range of temperatures to search.

    Returns
    -------
    ndarray or scalar, shape [...]
        The lowest T where the two losses are equal and their order changes; NaN where there is
        none. Crossings that lie closer together than the steps of the search are not seen.

    Examples
    --------
    >>> toy = [[1, 4, 3, 2], [1, 2.8, 3, 2], [0.1, 0.4, 0.3, 0.2]]
    >>> round(float(crossing_temperature(toy)), 3)
    0.355
    """
    z = compared_logits(finite_logits(logits, "logits"), options)
    lead = np.broadcast_shapes(z.shape[:-2], np.shape(options.student_temperature))
    low, high, crosses = np.full(lead, lowest), np.full(lead, highest), np.ones(lead, bool)
    for count in SEARCHES:
        grid = np.geomspace(low, high, count, axis=-1)
        losses = losses_over_temperatures(z, options, grid)
        difference = losses[..., 0] - losses[..., 1]
        sign = _without_zeros(np.sign(difference))
        changes = sign[..., 1:] != sign[..., :-1]
        crosses &= changes.any(axis=-1)
        ends = changes.argmax(axis=-1)[..., None] + (0, 1)
        low, high = np.moveaxis(np.take_along_axis(grid, ends, axis=-1), -1, 0)
    before, after = np.moveaxis(np.take_along_axis(difference, ends, axis=-1), -1, 0)
    share = np.where(crosses, before / np.where(crosses, before - after, 1.0), np.nan)
    return np.asarray(low + share * (high - low))[()]


def _without_zeros(side: Float64Array) -> Float64Array:
    """Replace a sign of 0 by the sign before it: two losses may cross exactly on the grid."""
    known = np.where(side != 0, np.arange(side.shape[-1]), 0)
    return np.take_along_axis(side, np.maximum.accumulate(known, axis=-1), axis=-1)


class _Broadcast(NamedTuple):
    """Logits [..., M, C], T [...], and the students' T [...] if they have their own."""

    logits: Float64Array
    temperature: Float64Array
    student_temperature: Float64Array | None


def _broadcast(
    logits: Float64Array, options: DistillationOptions, temperature: ArrayLike
) -> _Broadcast:
    """Give logits [..., M, C] and temperatures one leading shape [...]."""
    t, own = np.asarray(temperature, np.float64), options.student_temperature
    lead = np.broadcast_shapes(logits.shape[:-2], t.shape, np.shape(own))
    z = np.broadcast_to(logits, (*lead, *logits.shape[-2:]))
    t_teacher = np.broadcast_to(temperatures(t, lead), lead)
    if own is None:
        return _Broadcast(z, t_teacher, None)
    t_student = np.broadcast_to(temperatures(own, lead, "student_temperature"), lead)
    return _Broadcast(z, t_teacher, t_student)
