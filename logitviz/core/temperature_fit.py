"""Temperature scaling: the one temperature that makes the labels most likely."""

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from logitviz.core._lib.outcomes import outcomes_of
from logitviz.core._lib.samples import Samples
from logitviz.core._lib.scaling import LARGEST, SMALLEST, Condition, Gaps, Root

Status = Literal["interior", "zero", "infinite", "undetermined"]

FEW_ENTRIES = 1 << 16  # logits of the rows that give a first guess


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
    for its logarithm, sharpened by inverse interpolation, with a bisection where a step leaves
    the bracket, starts from the root for some of the rows and finds T to a few units in the last
    place. T of the logits kz is k times T of z, exactly so where k is a power of two.

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
    return fit(Samples.of(logits, labels))


def fit(samples: Samples) -> TemperatureFit:
    """Do what `fit_temperature` does, with checked samples."""
    gaps = Gaps.of(samples)
    impossible = len(samples) - int(np.count_nonzero(gaps.possible))
    temperature, status, root = _solve(samples, gaps)
    if root is not None and not impossible:
        after = root.loss
    else:
        after = float(outcomes_of(samples, np.array(temperature)).log_loss.mean())
    return TemperatureFit(
        temperature=temperature,
        negative_log_likelihood_before=float(gaps.loss.mean()),
        negative_log_likelihood_after=after,
        status=status,
        iterations=0 if root is None else root.steps,
        impossible=impossible,
    )


def _solve(samples: Samples, gaps: Gaps) -> tuple[float, Status, Root | None]:
    """Give T, its status, and the root of the condition if there is one."""
    if not gaps.possible.all():
        rows = np.flatnonzero(gaps.possible)
        samples, gaps = samples.only(rows), gaps.only(rows)
    if not gaps.average.any():  # also without any row
        return 1.0, "undetermined", None
    widest = float(gaps.label.max())
    if widest == 0:
        return 0.0, "zero", None
    condition = Condition.of(samples, gaps, math.ldexp(1.0, math.frexp(widest)[1] - 1))
    if not condition.has_root:
        return np.inf, "infinite", None
    root = condition.root(_first_guess(condition))
    # Only logits at the ends of the range of float64 have a T beyond it.
    return min(max(condition.scale / root.beta, SMALLEST), LARGEST), "interior", root


def _first_guess(condition: Condition) -> float:
    """Solve the condition for some of the rows, from which all rows need few steps."""
    samples = condition.samples
    stride = len(samples) * samples.classes // FEW_ENTRIES
    if stride > 1:
        rows = np.arange(0, len(samples), stride)
        some = Condition.of(samples.only(rows), condition.gaps.only(rows), condition.scale)
        if some.wanted > 0 and some.has_root:
            return some.root(some.highest / 4).beta
    return condition.highest / 4
