"""Temperature scaling: the one temperature that makes the labels most likely."""

import math
from dataclasses import dataclass
from itertools import count
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from logitviz.core._lib.checks import BoolArray, Float64Array, IntArray
from logitviz.core._lib.outcomes import judged
from logitviz.core._lib.rows import Block
from logitviz.core._lib.samples import Samples
from logitviz.core._lib.stages import class_sum

Status = Literal["interior", "zero", "infinite", "undetermined"]

EPSILON = float(np.finfo(np.float64).eps)
LARGEST = float(np.finfo(np.float64).max)
SMALLEST = float(np.finfo(np.float64).smallest_subnormal)
CLOSE = 2.0**-32  # Newton's error after a step of this relative size is below the last digit
FEW_ENTRIES = 1 << 16  # logits of the rows that give a first guess
MAX_STEPS = 2000  # far more than bisection alone needs


@dataclass(frozen=True, slots=True)
class TemperatureFit:
    """The temperature that minimises the negative log-likelihood of labels.

    Attributes
    ----------
    temperature : float
        T, 0 or more. 0.0 and inf are limits, see `status`.
    negative_log_likelihood_before : float
        Mean over all rows at T = 1, in nats.
    negative_log_likelihood_after : float
        Mean over all rows at the fitted T, in nats.
    status : {"interior", "zero", "infinite", "undetermined"}
        "interior": the minimum lies at a positive, finite T. "zero": every label has the largest
        logit of its row, so the loss falls as T → 0. "infinite": the labels have no more than
        the average logit of their rows, so no T is better than the uniform distribution.
        "undetermined": all possible logits of every row are equal, any T is as good, and T is 1.
    iterations : int
        How often Newton's method has read all rows.
    impossible : int
        How many rows have a label of probability 0 at every T. They are left out of the fit and
        make both likelihoods inf.
    """

    temperature: float
    negative_log_likelihood_before: float
    negative_log_likelihood_after: float
    status: Status
    iterations: int
    impossible: int


def fit_temperature(logits: ArrayLike, labels: ArrayLike) -> TemperatureFit:
    r"""Fit the temperature of temperature scaling by maximum likelihood.

    .. math:: T^* = \arg\min_T \frac{1}{N} \sum_n -\log \mathrm{softmax}(z_n/T)_{y_n}

    Parameters
    ----------
    logits : array_like, shape [N, C]
        Any real numbers, as for `softmax`; N is 1 or more.
    labels : array_like of int, shape [N]
        y, the true classes, 0 to C − 1.

    Returns
    -------
    TemperatureFit
        T, the likelihoods before and after, and the status.

    Raises
    ------
    ValueError
        As for `softmax`; if a label is no class or masked, or the shapes do not fit.
    TypeError
        If the labels are not integers.

    Notes
    -----
    The loss is convex in β = 1/T, so its minimum is unique. With g = max z − z, the minimum is
    where the expected gap of the model equals the mean gap of the labels:

    .. math:: \frac{1}{N} \sum_n \sum_i p_{ni}(\beta)\, g_{ni} = \frac{1}{N} \sum_n g_{n y_n}

    The left side falls with β; it is at most log(C)/β, which brackets the root. Newton's method
    for its logarithm, with a bisection where a step leaves the bracket, starts from the root for
    some of the rows and finds T to a few units in the last place. T of the logits kz is k times
    T of z, exactly so where k is a power of two.

    A row with a label of −inf has no finite loss at any T, as a file of probabilities with an
    exact 0 gives. Such rows are left out, and counted. T changes neither the predictions nor
    the order of the classes; the Brier score and ECE may rise while the likelihood improves.
    Judge T on rows that it was not fitted to.

    References
    ----------
    .. [1] C. Guo, G. Pleiss, Y. Sun, K. Q. Weinberger, "On calibration of modern neural
       networks", ICML 2017. arXiv:1706.04599
    .. [2] J. Platt, "Probabilistic outputs for support vector machines and comparisons to
       regularized likelihood methods", in Advances in Large Margin Classifiers, MIT Press, 1999.

    Examples
    --------
    >>> import logitviz as lv
    >>> fit = lv.fit_temperature([[2, 1, 0.1], [0.3, 2.2, -1], [0, 0.9, 1.1]], [0, 1, 1])
    >>> fit.status, round(fit.temperature, 5)
    ('interior', 0.3793)
    >>> round(fit.negative_log_likelihood_before, 5), round(fit.negative_log_likelihood_after, 5)
    (0.51916, 0.36914)
    """
    return fit(logits, labels)


def fit(logits: ArrayLike, labels: ArrayLike, *, rows: IntArray | None = None) -> TemperatureFit:
    """Do what `fit_temperature` does, for all rows or for those with the indices `rows`."""
    every = Samples.of(logits, labels)
    samples = every if rows is None else every.only(rows)
    gaps = _gaps(samples)
    temperature, status, iterations = _solve(samples, gaps)
    before, after = (
        float(judged(samples, np.array(t)).log_loss.mean()) for t in (1.0, temperature)
    )
    impossible = len(samples) - int(np.count_nonzero(gaps.possible))
    return TemperatureFit(temperature, before, after, status, iterations, impossible)


class _Gaps(NamedTuple):
    """How far, in each row, logits lie below the largest: arrays of shape [N].

    Attributes
    ----------
    label
        The gap of the label.
    average
        The mean gap of all classes above −inf.
    possible
        Whether the label has a probability above 0 at positive T.
    """

    label: Float64Array
    average: Float64Array
    possible: BoolArray

    def only(self, rows: IntArray | slice) -> "_Gaps":
        """Keep some of the rows."""
        return _Gaps(self.label[rows], self.average[rows], self.possible[rows])


def _gaps(samples: Samples) -> _Gaps:
    """Read all rows once, without an exponential."""
    truth = samples.truth
    label, average = np.empty((2, len(truth)))
    possible = np.empty(len(truth), np.bool_)
    with np.errstate(all="ignore"):
        for place, block in samples.blocks(np.array(1.0)):
            each = np.arange(block.z.shape[-1])
            s, z = block.shifted, block.z[truth[place], each]
            label[place] = np.minimum(-s[truth[place], each], LARGEST)
            average[place] = _average(s)
            possible[place] = (z > -np.inf) & ((block.largest < np.inf) | (z == np.inf))
    return _Gaps(label, average, possible)


def _average(s: Float64Array) -> Float64Array:
    """Mean distance from 0 of the entries of [C, n] that are finite, shape [n]."""
    if s.min() > -np.inf:
        return np.abs(class_sum(s)) / len(s)
    finite = s > -np.inf
    return np.asarray(np.abs(class_sum(np.where(finite, s, 0.0))) / finite.sum(axis=0))


def _solve(samples: Samples, gaps: _Gaps) -> tuple[float, Status, int]:
    """Give T, its status, and how often all rows were read for it."""
    if not gaps.possible.all():
        rows = np.flatnonzero(gaps.possible)
        samples, gaps = samples.only(rows), gaps.only(rows)
    if not gaps.average.any():  # also without any row
        return 1.0, "undetermined", 0
    widest = float(gaps.label.max())
    if widest == 0:
        return 0.0, "zero", 0
    scale = math.ldexp(1.0, math.frexp(widest)[1] - 1)
    condition = _Condition.of(samples, gaps, scale)
    if not condition.has_root:
        return np.inf, "infinite", 0
    beta, iterations = condition.root(_first_guess(condition, gaps))
    # Only logits at the ends of the range of float64 have a T beyond it.
    return min(max(scale / beta, SMALLEST), LARGEST), "interior", iterations


def _first_guess(condition: "_Condition", gaps: _Gaps) -> float:
    """Solve the condition for some of the rows, from which all rows need few steps."""
    samples = condition.samples
    stride = len(samples) * samples.classes // FEW_ENTRIES
    if stride > 1:
        rows = np.arange(0, len(samples), stride)
        some = _Condition.of(samples.only(rows), gaps.only(rows), condition.scale)
        if some.wanted > 0 and some.has_root:
            return some.root(some.highest / 4)[0]
    return condition.highest / 4


class _Condition(NamedTuple):
    """The condition for β = scale/T: the expected gap, in units of `scale`, is the one wanted.

    Attributes
    ----------
    samples
        Rows whose labels are possible.
    scale
        A power of two, by which all gaps are divided.
    wanted
        The mean gap of the labels.
    at_zero
        The expected gap at β = 0.
    """

    samples: Samples
    scale: float
    wanted: float
    at_zero: float

    @classmethod
    def of(cls, samples: Samples, gaps: _Gaps, scale: float) -> "_Condition":
        """Divide the gaps by the scale."""
        with np.errstate(over="ignore", under="ignore"):
            wanted, at_zero = (float((each / scale).mean()) for each in (gaps.label, gaps.average))
        return cls(samples, scale, wanted, at_zero)

    @property
    def has_root(self) -> bool:
        """Whether a positive β exists; a difference within the rounding counts as none."""
        return self.at_zero - self.wanted > 4 * EPSILON * self.wanted

    @property
    def highest(self) -> float:
        """A bound of the root: β times the expected gap is an entropy − log Z, at most log C."""
        return (1 + 1e-9) * math.log(self.samples.classes) / self.wanted

    def root(self, start: float) -> tuple[float, int]:
        """Find β, and say how often the rows were read."""
        low, high, beta = 0.0, self.highest, start
        for step in count(1):
            gap, variance = self._gap_and_variance(beta)
            low, high = (beta, high) if gap > self.wanted else (low, beta)
            newton = beta
            if gap != self.wanted:
                ratio, slope = gap / self.wanted, variance / gap if gap > 0 else 0.0
                newton += (
                    math.log(ratio) / slope if ratio > 0 and 0 < slope < math.inf else math.inf
                )
            if abs(newton - beta) <= CLOSE * beta or step == MAX_STEPS:
                return newton, step
            halved = _between(low, high, step)
            beta = newton if low < newton < high else halved
            if high - low <= 2 * math.ulp(high):
                return beta, step
        raise AssertionError("unreachable")

    def _gap_and_variance(self, beta: float) -> tuple[float, float]:
        """Give the expected gap at β, and its variance: the mean over the rows of each."""
        numbers = np.empty((2, len(self.samples)))
        with np.errstate(all="ignore"):
            for place, block in self.samples.blocks(np.array(self.scale)):
                numbers[:, place] = _moments(block, beta)
            gap, variance = numbers.mean(axis=1)
        return float(gap), float(variance)


def _between(low: float, high: float, step: int) -> float:
    """Halve a bracket in its logarithm; as long as it begins at 0, shorten it more each time."""
    return math.sqrt(low) * math.sqrt(high) if low > 0 else max(high * 2.0 ** (-4 * step), SMALLEST)


def _moments(block: Block, beta: float) -> tuple[Float64Array, Float64Array]:
    """Mean and variance of the gap in each row of a block under its softmax, [n]."""
    s = block.shifted
    np.maximum(s, -LARGEST, out=s)  # times an exponential of 0 it is 0
    e = np.exp(beta * s)
    total = class_sum(e)
    e *= s
    mean = class_sum(e) / total
    e *= s
    return -mean, class_sum(e) / total - mean**2
