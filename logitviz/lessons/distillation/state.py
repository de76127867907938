"""A teacher and two students in a toy case, two real classifiers, and the losses over T."""

from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike

from logitviz.datasets.digits import load_digits
from logitviz.datasets.sources import TOY_STUDENTS, TOY_TEACHER
from logitviz.live.shared import CURVE_TEMPERATURES
from logitviz.live.state import Floats, State, computed

from .averages import Averages, averages
from .comparison import (
    Comparison,
    DistillationOptions,
    compare,
    compared_logits,
    crossing_temperature,
    losses_over_temperatures,
)
from .experiment import ExperimentSettings

TOY = np.array([TOY_TEACHER, *TOY_STUDENTS])


class DistillationState(State):
    """The numbers of the lesson; its controls are those of `controls.CONTROLS`."""

    def _options(self, kind: str) -> DistillationOptions:
        return DistillationOptions(
            student_temperature=self.ts if kind == "separate" else None,
            standardize=kind == "standardised",
            ddof=self.ddof,
        )

    def _compared(self, models: Floats, kind: str) -> Comparison:
        scaled = scale_students(models, self.s)
        return compare(scaled, self._options(kind), temperature=self.T)

    # The toy case: a teacher and two students, four classes.

    @computed
    def toy(self) -> Comparison:
        """Compare the students of the toy case with their teacher."""
        return self._compared(TOY, self.kd)

    @computed
    def toy_losses(self) -> Floats:
        """Give the loss of both students at every temperature of the curves, [..., N, 2]."""
        options = self._options(self.kd)
        z = compared_logits(scale_students(TOY, self.s), options)
        return losses_over_temperatures(z, options, CURVE_TEMPERATURES)

    @property
    def other_is_shared(self) -> bool:
        """Say whether the other kind of loss has a shared T; otherwise it is standardised."""
        return bool(self.kd == "standardised")

    @computed
    def other(self) -> Comparison:
        """Compare the toy case by the other kind of loss."""
        return self._compared(TOY, "shared" if self.other_is_shared else "standardised")

    @computed
    def crossing(self) -> Floats:
        """Give the temperature at which the losses of both students cross; NaN without any."""
        options = self._options(self.kd)
        own = options.student_temperature
        scale, t_student = np.broadcast_arrays(self.s, 1.0 if own is None else own)
        key = (options.standardize, options.ddof, own is None)
        found = _crossings(*key, tuple(scale.flat), tuple(t_student.flat))
        return found.reshape(scale.shape)

    @property
    def losses_cross(self) -> Floats:
        """Give 1 where the losses of both students cross, otherwise 0."""
        return np.asarray(np.isfinite(self.crossing), np.float64)

    # Two real classifiers.

    @computed
    def pair(self) -> Comparison:
        """Compare the weak classifier with the strong one at the chosen image."""
        digits = load_digits()
        logits = digits.teacher_logits[self.digit], digits.student_logits[self.digit]
        return self._compared(np.stack(logits), self.kd)

    @computed
    def averages(self) -> Averages:
        """Average the comparison of both classifiers over all images."""
        return averages(self._options(self.kd), self.T, self.s)

    @property
    def experiment_settings(self) -> ExperimentSettings:
        """Give the settings with which the experiment would be run."""
        return ExperimentSettings(
            float(self.T), self.ddof, labels=self.labels, seed=self.seed, runs=self.runs
        )


def scale_students(models: ArrayLike, scale: ArrayLike) -> Floats:
    """Multiply all logits [..., M, C] but the teacher's, which are the first, by a scale [...]."""
    z, factor = np.asarray(models, np.float64), np.asarray(scale, np.float64)[..., None, None]
    of_student = np.arange(z.shape[-2])[:, None] > 0
    return np.where(of_student, factor, 1.0) * z


@lru_cache(maxsize=256)
def _crossings(
    standardize: bool,
    ddof: int,
    shared: bool,
    scales: tuple[float, ...],
    t_student: tuple[float, ...],
) -> Floats:
    own = None if shared else np.array(t_student)
    options = DistillationOptions(own, standardize, ddof)
    return np.asarray(crossing_temperature(scale_students(TOY, np.array(scales)), options))
