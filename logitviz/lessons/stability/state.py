"""Ten logits, times m plus h, through the naive and the shifted softmax in one precision."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from logitviz.core import Steps, cross_entropy, exp_limits, softmax, step_by_step
from logitviz.core.precision import Shift
from logitviz.live.shared import LOGIT_KEYS
from logitviz.live.state import Floats, State, aligned, computed

from .controls import PRECISIONS
from .formula import Formula

VISIBLE = 0.01  # a difference between two bars that one can see
DEMO = 200.0  # how far the logit sliders of a well-known demo reach
SECOND_LOGIT = 1.0  # of the pair [x, 1]


@dataclass(frozen=True, eq=False)
class TargetClass:
    """Probability and loss of one class in several ways, each [...]; losses in nats.

    `exact_loss` is that of the logits before they were rounded, in double precision.
    """

    naive_probability: Floats
    shifted_probability: Floats
    naive_loss: Floats
    shifted_loss: Floats
    fused_loss: Floats
    exact_loss: Floats


@dataclass(frozen=True, eq=False)
class PairLogs:
    """Log-probability of the second class of the pair [x, 1], in three ways, each [...]."""

    naive: Floats
    shifted: Floats
    fused: Floats


@dataclass(frozen=True, eq=False)
class LargestClass:
    """What the largest logit comes to, each [...].

    Its value after the `first` and the `second` of the steps before exp, the `total` of all
    exponentials, and its `probability`.
    """

    first: Floats
    second: Floats
    total: Floats
    probability: Floats


@dataclass(frozen=True, eq=False)
class Limits:
    """For each of `PRECISIONS`, [3]: where numbers and exp end, and how ±`DEMO` fares.

    The `largest` number; the largest argument whose exp is finite and the smallest whose exp is
    above 0; exp of `DEMO`; and whether naive softmax of logits at ±`DEMO` gives NaN.
    """

    largest: Floats
    exp_largest: Floats
    exp_smallest: Floats
    exp_of_demo: Floats
    demo_breaks: NDArray[np.bool_]


class StabilityState(State):
    """The numbers of the lesson; its controls are those of `controls.CONTROLS`."""

    @computed
    def logits(self) -> Floats:
        """Give the ten logits, multiplied by m and with h added, [..., 10]."""
        factor, summand = np.asarray(self.m)[..., None], np.asarray(self.h)[..., None]
        return np.asarray(self.vector(*LOGIT_KEYS) * factor + summand)

    def _steps(self, temperature: ArrayLike, shift: Shift) -> Steps:
        z, t = aligned(self.logits, temperature)
        return step_by_step(z, temperature=t, dtype=self.dtype, shift=shift)

    @computed
    def naive(self) -> Formula:
        """Compute softmax by the textbook formula."""
        return Formula(self._steps(self.T, "never"))

    @computed
    def shifted(self) -> Formula:
        """Compute softmax with the maximum subtracted before the division by T."""
        return Formula(self._steps(self.T, "before"))

    @computed
    def naive_verdict(self) -> NDArray[np.intp]:
        """Give the index of the sentence in the prose that describes the naive formula."""
        steps, formula = self.naive.steps, self.naive
        cases = {
            7: ~np.isfinite(steps.logits).all(axis=-1),
            6: steps.temperature == 0,
            5: np.isinf(steps.exponentials).any(axis=-1),
            4: np.isinf(steps.total),
            3: steps.total == 0,
            2: _differ(steps.probabilities, self.shifted.steps.probabilities),
            1: formula.underflown.any(axis=-1),
        }
        return np.select(list(cases.values()), list(cases), 0)

    @computed
    def shifted_verdict(self) -> NDArray[np.intp]:
        """Give the index of the sentence in the prose that describes the shifted formula."""
        z, t = aligned(self.logits, self.T)
        p = self.shifted.steps.probabilities
        cases = {
            3: np.isnan(p).any(axis=-1),
            2: _differ(p, softmax(z, temperature=t)),
            1: self.shifted.underflown.any(axis=-1),
        }
        return np.select(list(cases.values()), list(cases), 0)

    @computed
    def target(self) -> TargetClass:
        """Give probability and loss of the target class k."""
        z, t = aligned(self.logits, self.T)
        naive, shifted = self.naive.steps, self.shifted.steps
        return TargetClass(
            naive.probabilities[..., self.k],
            shifted.probabilities[..., self.k],
            -naive.log_probabilities[..., self.k],
            -shifted.log_probabilities[..., self.k],
            -shifted.fused[..., self.k],
            cross_entropy(z, self.k, temperature=t),
        )

    @computed
    def pair(self) -> PairLogs:
        """Compute the log-probability of the second class of [x, 1] in three ways."""
        return pair_logs(self.x, self.dtype)

    @computed
    def divided_first(self) -> LargestClass:
        """Divide by the tiny temperature, then subtract the maximum."""
        return _largest_class(self._steps(self.tiny, "after"))

    @computed
    def shifted_first(self) -> LargestClass:
        """Subtract the maximum, then divide by the tiny temperature."""
        return _largest_class(self._steps(self.tiny, "before"))

    @computed
    def shifted_plainly(self) -> LargestClass:
        """Do the same without a branch for T = 0, as plain arithmetic does."""
        return _largest_class(self._steps(self.tiny, "plain"))

    @computed
    def limits(self) -> Limits:
        """Give the limits of each precision."""
        return _limits()


def pair_logs(x: ArrayLike, dtype: str) -> PairLogs:
    """Compute the log-probability of the second class of [x, 1] for x [...] in a precision."""
    first = np.asarray(x, np.float64)
    pair = np.stack([first, np.full(first.shape, SECOND_LOGIT)], axis=-1)
    naive, shifted = (step_by_step(pair, dtype=dtype, shift=s) for s in ("never", "before"))
    return PairLogs(
        naive.log_probabilities[..., 1],
        shifted.log_probabilities[..., 1],
        shifted.fused[..., 1],
    )


def _differ(p: Floats, q: Floats) -> NDArray[np.bool_]:
    """Tell where two distributions [..., C] differ plainly in some class, [...]."""
    return np.asarray((np.abs(p.astype(np.float64) - q) >= VISIBLE).any(axis=-1))


def _largest_class(steps: Steps) -> LargestClass:
    first, second, p = (
        stage.max(axis=-1) for stage in (steps.first, steps.arguments, steps.probabilities)
    )
    return LargestClass(first, second, steps.total, p)


@lru_cache(maxsize=1)
def _limits() -> Limits:
    exp = [exp_limits(dtype) for dtype in PRECISIONS]
    return Limits(
        np.array([np.finfo(dtype).max for dtype in PRECISIONS], np.float64),
        np.array([limits.largest for limits in exp], np.float64),
        np.array([limits.smallest for limits in exp], np.float64),
        np.array([step_by_step([DEMO], dtype=d).exponentials[0] for d in PRECISIONS], np.float64),
        np.array([_demo_breaks(dtype) for dtype in PRECISIONS]),
    )


def _demo_breaks(dtype: str) -> bool:
    ends = np.array([[DEMO] * 10, [-DEMO] * 10, [DEMO, *[-DEMO] * 9]])
    return not np.isfinite(step_by_step(ends, dtype=dtype).probabilities).all()
