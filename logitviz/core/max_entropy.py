"""The distribution of greatest entropy with a given mean score, and random ones with this mean."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from logitviz.core._lib.checks import (
    Float64Array,
    FloatArray,
    at_least,
    finite_logits,
    real_array,
    rounded,
)
from logitviz.core._lib.records import freeze
from logitviz.core._lib.rows import class_first
from logitviz.core._lib.stages import softmax_stage

MAX_STEPS = 200  # far more than bisection alone needs
GAMMA_SHAPES = (0.2, 20.0)  # from distributions on few classes to almost uniform ones


@dataclass(frozen=True, eq=False, slots=True)
class MaxEntropy:
    """The distribution of greatest entropy with a given mean score; arrays are read-only.

    Attributes
    ----------
    probabilities : ndarray, shape [..., C]
        softmax(z/T); where T is negative the smallest score has the largest probability.
    temperature : float or ndarray, shape [...]
        T, in float64. Positive above the average of the scores, negative below it, inf at it;
        0.0 at the largest score and −0.0 at the smallest, the limits from either side.
    """

    probabilities: FloatArray
    temperature: FloatArray

    def __post_init__(self) -> None:
        """Close the arrays against writing."""
        freeze(self)


def max_entropy(scores: ArrayLike, mean_score: ArrayLike) -> MaxEntropy:
    r"""Find the distribution of greatest entropy among all with a given mean score.

    .. math:: \max_p H(p) \ \text{with}\ \sum_i p_i z_i = m
              \quad\Rightarrow\quad p_i = \frac{\exp(z_i/T)}{\sum_j \exp(z_j/T)}

    Parameters
    ----------
    scores : array_like, shape [..., C]
        The scores z, finite and not masked.
    mean_score : float or array_like
        m, from the smallest to the largest score: one number, or an array that broadcasts
        with the leading shape of `scores`.

    Returns
    -------
    MaxEntropy
        The distribution, in the dtype of `scores`, and its T. At the largest score T = 0 and
        the classes that have it share all the probability equally; at the smallest score T = −0.
        At the average of the scores and where all scores are equal, T = inf and the distribution
        is uniform. These limits hold to within the rounding of the scores.

    Raises
    ------
    ValueError
        If a score is not finite, there is no class, or m is masked or lies outside the range of
        the scores.

    Notes
    -----
    With c = z − m, the inverse temperature β = 1/T is the root of

    .. math:: \log \sum_{c_i > 0} c_i e^{\beta c_i} - \log \sum_{c_i < 0} |c_i| e^{\beta c_i},

    whose slope lies between the smallest and the largest distance of a score above m from one
    below it. This brackets the root, and neither sum can vanish. Newton's method, with a bisection
    where a step leaves the bracket, finds it to a few units in the last place of what the rounding
    of c allows.

    References
    ----------
    .. [1] E. T. Jaynes, "Information theory and statistical mechanics", Phys. Rev. 106, 1957.
       doi:10.1103/PhysRev.106.620

    Examples
    --------
    >>> import logitviz as lv
    >>> found = lv.max_entropy([2.0, 1.0, 0.1], 1.0)
    >>> found.probabilities.round(4), round(float(found.temperature), 4)
    (array([0.3156, 0.3336, 0.3507]), -18.0333)
    """
    given, z, m = _checked(scores, mean_score)
    z, m, exponent = _within_one(z, m)
    low, high = z.min(axis=-1), z.max(axis=-1)
    c = z - m[..., None]
    average = np.abs(c.mean(axis=-1)) <= np.spacing(np.abs(z).max(axis=-1))
    beta = np.where(average, 0.0, np.where(m == low, -np.inf, np.inf))
    inside = ~average & (m > low) & (m < high)
    with np.errstate(all="ignore"):
        beta[inside] = _inverse_temperature(c[inside])
        gap = z - np.where(beta < 0, low, high)[..., None]
        s = np.where(gap == 0, 0.0, beta[..., None] * gap)
        p = np.moveaxis(softmax_stage(class_first(s)), 0, -1)
        temperature = np.ldexp(1 / beta, exponent)
    return MaxEntropy(rounded(p, given.dtype), temperature[()])


def same_mean(scores: ArrayLike, mean_score: ArrayLike, *, samples: int, seed: int) -> FloatArray:
    r"""Draw distributions that all have the same mean score.

    .. math:: q = \lambda a + (1 - \lambda) b, \qquad \sum_i q_i z_i = m

    with a, a random distribution over the classes up to m, and b, one over those from m on.

    Parameters
    ----------
    scores : array_like, shape [..., C]
        The scores z, finite.
    mean_score : float or array_like
        m, as for `max_entropy`. The same random numbers are used for every m.
    samples : int
        N, the number of distributions.
    seed : int
        Seed of the random numbers; the same seed gives the same distributions.

    Returns
    -------
    ndarray, shape [..., N, C]
        Distributions, float64. Every distribution with this mean can be written in this way, so
        each can be drawn; some draws concentrate on few classes, others spread over all.

    Raises
    ------
    ValueError
        As for `max_entropy`, or if `samples` is less than 1 or `seed` less than 0.

    Examples
    --------
    >>> import logitviz as lv
    >>> q = lv.same_mean([2.0, 1.0, 0.1], 1.0, samples=1000, seed=1)
    >>> bool(lv.entropy(q).max() < lv.entropy(lv.max_entropy([2.0, 1.0, 0.1], 1.0).probabilities))
    True
    """
    _, z, m = _checked(scores, mean_score)
    z, m, _ = _within_one(z, m)
    n = at_least(1, samples, "samples")
    generator = np.random.default_rng(at_least(0, seed, "seed"))
    low, high = np.log(GAMMA_SHAPES)
    shape = np.exp(generator.uniform(low, high, (n, 1)))
    weights = generator.standard_gamma(np.broadcast_to(shape, (n, z.shape[-1])))
    with np.errstate(under="ignore"):
        q = _mixed(weights, z - m[..., None])
        return np.asarray(q / q.sum(axis=-1, keepdims=True))  # a single class has exactly 1


def _mixed(weights: Float64Array, c: Float64Array) -> Float64Array:
    """Mix a distribution on the classes up to the mean with one on the others: Σ q c = 0."""
    below, above = (c <= 0).astype(np.float64), (c >= 0).astype(np.float64)
    sum_below, sum_above = _inner(weights, below), _inner(weights, above)
    mean_below = _inner(weights, below * c) / sum_below
    mean_above = _inner(weights, above * c) / sum_above
    distance = mean_above - mean_below
    share = np.where(distance > 0, mean_above / np.where(distance > 0, distance, 1), 0)
    factor = share / sum_below * below[..., None, :] + (1 - share) / sum_above * above[..., None, :]
    return np.asarray(weights * factor)


class _Scaled(NamedTuple):
    """Scores [..., C] and their mean [...], each times 2**exponent, [...]."""

    scores: Float64Array
    mean: Float64Array
    exponent: NDArray[np.int32]


def _within_one(z: Float64Array, m: Float64Array) -> _Scaled:
    """Divide scores and mean by a power of two, which is exact, so that nothing overflows."""
    _, exponent = np.frexp(np.abs(z).max(axis=-1))
    with np.errstate(under="ignore"):
        return _Scaled(np.ldexp(z, -exponent[..., None]), np.ldexp(m, -exponent), exponent)


class _Checked(NamedTuple):
    """The scores as given, and both arguments as float64, [..., C] and [...]."""

    given: FloatArray
    scores: Float64Array
    mean: Float64Array


def _checked(scores: ArrayLike, mean_score: ArrayLike) -> _Checked:
    """Check both arguments, and give them one leading shape."""
    given = finite_logits(scores, "scores")
    m = real_array(mean_score, "mean_score").astype(np.float64)
    try:
        lead = np.broadcast_shapes(given.shape[:-1], m.shape)
    except ValueError:
        raise ValueError(
            f"mean_score must broadcast with the leading shape {given.shape[:-1]} of the scores, "
            f"got shape {m.shape}"
        ) from None
    z = np.broadcast_to(given.astype(np.float64), (*lead, given.shape[-1]))
    m = np.broadcast_to(m, lead)
    outside = ~((m >= z.min(axis=-1)) & (m <= z.max(axis=-1)))
    if outside.any():
        row = z[outside][0]
        raise ValueError(
            f"mean_score must lie between the smallest and the largest score, {row.min():g} and "
            f"{row.max():g}, got {m[outside][0]:g}"
        )
    return _Checked(given, z, m)


def _inverse_temperature(c: Float64Array) -> Float64Array:
    """Find β for centred scores, some above and some below zero."""
    log_size = np.log(np.abs(c))
    above, below = np.where(c > 0, log_size, -np.inf), np.where(c < 0, log_size, -np.inf)
    start, _ = _balance(np.zeros(c.shape[:-1]), c, above, below)
    sign = -np.sign(start)
    narrowest = _smallest_positive(c) + _smallest_positive(-c)
    widest = c.max(axis=-1) - c.min(axis=-1)
    low, high = np.abs(start) / widest, np.abs(start) / narrowest
    root = low.copy()
    for _ in range(MAX_STEPS):
        value, slope = _balance(sign * root, c, above, below)
        short = value * sign < 0
        low, high = np.where(short, root, low), np.where(short, high, root)
        step = root - value * sign / slope
        # Next to the root, rounding may move Newton's step to the other end of the bracket.
        halved = np.where((step > low) & (step < high), step, np.sqrt(low) * np.sqrt(high))
        following = np.where(np.abs(step - root) <= np.spacing(root), root, halved)
        if (np.abs(following - root) <= np.spacing(root)).all():
            break
        root = following
    return np.asarray(sign * following)


def _balance(
    beta: Float64Array, c: Float64Array, above: Float64Array, below: Float64Array
) -> tuple[Float64Array, Float64Array]:
    """Give the function whose root is β, and its slope."""
    s = beta[..., None] * c
    log_above, slope_above = _log_sum_and_slope(above + s, c)
    log_below, slope_below = _log_sum_and_slope(below + s, c)
    return log_above - log_below, slope_above - slope_below


def _log_sum_and_slope(terms: Float64Array, c: Float64Array) -> tuple[Float64Array, Float64Array]:
    """Give the log-sum-exp of terms and its slope in β: the mean of c under their softmax."""
    largest = terms.max(axis=-1)
    e = np.exp(terms - largest[..., None])
    total = e.sum(axis=-1)
    return largest + np.log(total), (e * c).sum(axis=-1) / total


def _smallest_positive(c: Float64Array) -> Float64Array:
    return np.asarray(np.where(c > 0, c, np.inf).min(axis=-1))


def _inner(weights: Float64Array, values: Float64Array) -> Float64Array:
    """Sum `values` [..., C] with each of N sets of weights [N, C]; the result is [..., N, 1]."""
    return np.asarray(weights @ values[..., None])
