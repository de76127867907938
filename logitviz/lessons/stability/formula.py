"""How softmax by one formula comes out in one precision."""

from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from logitviz.core import Steps
from logitviz.live.state import Floats


class Outcome(IntEnum):
    """How a probability came out."""

    NUMBER = 0
    INF_OVER_INF = 1
    ZERO_OVER_ZERO = 2
    OVER_INF = 3  # a number over infinity: 0, wherever the limit lies
    NAN = 4
    UNDERFLOW = 5


@dataclass(frozen=True, eq=False)
class Formula:
    """The stages of one formula for the softmax of logits [..., C], and what became of them."""

    steps: Steps

    @cached_property
    def outcomes(self) -> NDArray[np.intp]:
        """Give the `Outcome` of every probability, [..., C]."""
        e, p, total = self.steps.exponentials, self.steps.probabilities, self.steps.total[..., None]
        cases = {
            Outcome.INF_OVER_INF: np.isnan(p) & np.isinf(e),
            Outcome.ZERO_OVER_ZERO: np.isnan(p) & (e == 0) & (total == 0),
            Outcome.NAN: np.isnan(p),
            Outcome.OVER_INF: (p == 0) & np.isinf(total),
            Outcome.UNDERFLOW: (p == 0) & ~self._at_zero,
        }
        return np.select(list(cases.values()), list(cases), Outcome.NUMBER)

    @property
    def _at_zero(self) -> NDArray[np.bool_]:
        """Tell where T = 0: there the limit itself has exponentials of 0."""
        return np.asarray(self.steps.temperature == 0)[..., None]

    @property
    def underflows(self) -> NDArray[np.bool_]:
        """Tell which exponentials are 0 though no limit makes them so, [..., C]."""
        return np.asarray((self.steps.exponentials == 0) & ~self._at_zero)

    @property
    def sum_of_probabilities(self) -> Floats:
        """Add up the probabilities in double precision, [...]."""
        return np.asarray(self.steps.probabilities.sum(axis=-1, dtype=np.float64))

    @property
    def known(self) -> Floats:
        """Give the probabilities that came out as numbers, [..., C]; NaN for the others."""
        p = self.steps.probabilities.astype(np.float64)
        return np.where(self.outcomes == Outcome.NUMBER, p, np.nan)

    @property
    def underflown(self) -> NDArray[np.bool_]:
        """Tell which probabilities underflowed, [..., C]."""
        return np.asarray(self.outcomes == Outcome.UNDERFLOW)

    @property
    def broken(self) -> NDArray[np.bool_]:
        """Tell which probabilities are no numbers, or 0 by a division by infinity, [..., C]."""
        return np.asarray((self.outcomes != Outcome.NUMBER) & ~self.underflown)

    @property
    def predicted(self) -> NDArray[np.intp]:
        """Give the class of the largest probability, NaN being less than any, [...]."""
        return np.asarray(np.nan_to_num(self.steps.probabilities, nan=-1.0).argmax(axis=-1))

    @property
    def largest_known(self) -> Floats:
        """Give the probability of the predicted class, [...]; NaN if any class is broken."""
        at = self.predicted[..., None]
        largest = np.take_along_axis(self.known, at, axis=-1)[..., 0]
        return np.where(self.broken.any(axis=-1), np.nan, largest)
