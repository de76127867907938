"""The condition for the temperature of temperature scaling, and its solution."""

import math
from typing import NamedTuple

import numpy as np

from logitviz.core._lib.checks import BoolArray, Float64Array, IntArray
from logitviz.core._lib.samples import Samples, TopBlock
from logitviz.core._lib.stages import class_product, class_sum, shifted, sum_of_others

EPSILON = float(np.finfo(np.float64).eps)
LARGEST = float(np.finfo(np.float64).max)
SMALLEST = float(np.finfo(np.float64).smallest_subnormal)
ERROR = 2.0**-62  # of the estimate, relative: far below the last digit
MAX_STEPS = 2000  # far more than bisection alone needs
ONE = np.array(1.0)


class Gaps(NamedTuple):
    """How far logits lie below the largest of their row: arrays of shape [N].

    Attributes
    ----------
    label
        The gap of the label.
    average
        The mean gap of all classes above −inf.
    possible
        Whether the label has a probability above 0 at positive T.
    loss
        The negative log-likelihood at T = 1.
    largest
        The largest logit.
    top
        The class that has it, the lowest in a tie.
    """

    label: Float64Array
    average: Float64Array
    possible: BoolArray
    loss: Float64Array
    largest: Float64Array
    top: IntArray

    @classmethod
    def of(cls, samples: Samples) -> "Gaps":
        """Read and check all rows once."""
        truth = samples.truth
        n = len(truth)
        label, average, loss, largest = np.empty((4, n))
        gaps = cls(label, average, np.empty(n, np.bool_), loss, largest, np.empty(n, np.intp))
        with np.errstate(all="ignore"):
            for place, block in samples.blocks(ONE):
                gaps._fill(place, block, truth[place])
        return gaps

    def _fill(self, place: slice, block: TopBlock, truth: IntArray) -> None:
        """Fill in a block of rows."""
        s, label = block.shifted, (truth, np.arange(len(truth)))
        z_label, s_label = block.z[label], s[label]
        self.top[place], self.largest[place] = block.top, block.largest
        self.label[place], self.average[place] = np.minimum(-s_label, LARGEST), _average(s)
        reached = (block.largest < np.inf) | (z_label == np.inf)
        self.possible[place] = (z_label > -np.inf) & reached
        np.exp(s, out=s)
        self.loss[place] = np.log1p(sum_of_others(s, block.top)) - s_label

    def only(self, rows: IntArray) -> "Gaps":
        """Keep some of the rows."""
        return Gaps(
            self.label[rows],
            self.average[rows],
            self.possible[rows],
            self.loss[rows],
            self.largest[rows],
            self.top[rows],
        )


def _average(s: Float64Array) -> Float64Array:
    """Mean distance from 0 of the entries of [C, n] that are finite, shape [n]."""
    if s.min() > -np.inf:
        return np.abs(class_sum(s)) / len(s)
    finite = s > -np.inf
    return np.asarray(np.abs(class_sum(np.where(finite, s, 0.0))) / finite.sum(axis=0))


class Root(NamedTuple):
    """β, the negative log-likelihood there, and how often the rows were read to find it."""

    beta: float
    loss: float
    steps: int


class Step(NamedTuple):
    """A change of β, and an estimate of the error that it leaves, relative to β."""

    change: float
    error: float


class Node(NamedTuple):
    """What is known of the condition at one β: log(expected gap/wanted), and dβ by its change."""

    log_ratio: float
    beta: float
    slope: float

    def step(self, previous: "Node | None") -> Step:
        """Step to the root by Newton's method, or by values and slopes at two nodes.

        Newton's method leaves an error of the order of its step squared; interpolation leaves the
        distances of both nodes from the root, each squared and multiplied.
        """
        newton = -self.log_ratio * self.slope
        if previous is not None and previous.log_ratio != self.log_ratio:
            h = previous.log_ratio - self.log_ratio
            secant = (previous.beta - self.beta) / h
            second = (secant - self.slope) / h
            third = (previous.slope - 2 * secant + self.slope) / h**2
            more = self.log_ratio**2 * (second - third * (self.log_ratio + h))
            if abs(more) <= abs(newton) / 2:
                change = newton + more
                product = (change / self.beta) * ((previous.beta - self.beta) / self.beta)
                return Step(change, product * product)
        relative = newton / self.beta
        return Step(newton, relative * relative)


class Condition(NamedTuple):
    """The condition for β = scale/T: the expected gap, in units of `scale`, is the one wanted.

    Attributes
    ----------
    samples
        Rows whose labels are possible.
    gaps
        Their gaps.
    scale
        A power of two, by which all gaps are divided.
    wanted
        The mean gap of the labels.
    at_zero
        The expected gap at β = 0.
    """

    samples: Samples
    gaps: Gaps
    scale: float
    wanted: float
    at_zero: float

    @classmethod
    def of(cls, samples: Samples, gaps: Gaps, scale: float) -> "Condition":
        """Divide the gaps by the scale."""
        with np.errstate(over="ignore", under="ignore"):
            wanted, at_zero = (float((each / scale).mean()) for each in (gaps.label, gaps.average))
        return cls(samples, gaps, scale, wanted, at_zero)

    @property
    def has_root(self) -> bool:
        """Whether a positive β exists; a difference within the rounding counts as none."""
        return self.at_zero - self.wanted > 4 * EPSILON * self.wanted

    @property
    def highest(self) -> float:
        """A bound of the root: β times the expected gap is an entropy − log Z, at most log C."""
        return (1 + 1e-9) * math.log(self.samples.classes) / self.wanted

    def root(self, start: float) -> Root:
        """Find β from a start."""
        low, high, beta = 0.0, self.highest, start
        node = None
        for number in range(1, MAX_STEPS):
            gap, variance, loss = self._means(beta)
            low, high = (beta, high) if gap > self.wanted else (low, beta)
            previous, node, step = node, None, Step(math.inf, math.inf)
            if 0 < gap < math.inf and 0 < variance < math.inf:
                node = Node(math.log(gap / self.wanted), beta, -gap / variance)
                step = node.step(previous)
            following = beta + step.change
            if step.error <= ERROR:
                return Root(following, loss - variance * step.change**2 / 2, number)
            if high - low <= 2 * math.ulp(high):
                break
            beta = following if low < following < high else _between(low, high, number)
        return Root(beta, loss, number)

    def _means(self, beta: float) -> tuple[float, float, float]:
        """Give the mean over the rows of the expected gap, its variance, and the loss."""
        numbers = np.empty((3, len(self.samples)))
        with np.errstate(all="ignore"):
            for place, z in self.samples.read():
                s = self._scaled(z, self.gaps.largest[place])
                numbers[:, place] = _moments(s, beta, self.gaps.top[place])
            gap, variance, log_total = (float(mean) for mean in numbers.mean(axis=1))
        return gap, variance, log_total + beta * self.wanted

    def _scaled(self, z: Float64Array, largest: Float64Array) -> Float64Array:
        """(z − max z)/scale of a block [C, n]."""
        inverse = 1 / self.scale
        if inverse < np.inf:
            s = shifted(z, largest, ONE)
            s *= inverse
        else:
            s = shifted(z, largest, np.array(self.scale))
        if s.min() == -np.inf:
            np.maximum(s, -LARGEST, out=s)  # times an exponential of 0 it is 0, and not NaN
        return s


def _between(low: float, high: float, number: int) -> float:
    """Halve a bracket in its logarithm; as long as it begins at 0, shorten it more each time."""
    if low > 0:
        return math.sqrt(low) * math.sqrt(high)
    return max(high * 2.0 ** (-4 * number), SMALLEST)


def _moments(
    s: Float64Array, beta: float, top: IntArray
) -> tuple[Float64Array, Float64Array, Float64Array]:
    """Mean and variance of the gap in each row under its softmax, and log Z, each [n]."""
    e = beta * s
    np.exp(e, out=e)
    others = sum_of_others(e, top)
    total = 1 + others
    mean = class_product(e, s) / total
    e *= s
    return -mean, class_product(e, s) / total - mean**2, np.log1p(others)
