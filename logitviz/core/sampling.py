"""Drawing classes: by cumulative probabilities, or by the largest of noisy logits."""

import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Unpack

import numpy as np
from numpy.typing import ArrayLike

from logitviz.core._lib.checks import Float64Array, IntArray, at_least
from logitviz.core._lib.records import freeze
from logitviz.core._lib.truncated import Stage, Truncated, TruncationOptions


@dataclass(frozen=True, eq=False, slots=True)
class Draws:
    """Classes that were drawn at random; its arrays are read-only.

    Attributes
    ----------
    indices : ndarray of int, shape [..., N]
        The class of every draw.
    counts : ndarray of int, shape [..., C]
        How often each class was drawn.
    """

    indices: IntArray
    counts: IntArray

    def __post_init__(self) -> None:
        """Close the arrays against writing."""
        freeze(self)


def sample(logits: ArrayLike, *, size: int, seed: int, **steps: Unpack[TruncationOptions]) -> Draws:
    r"""Draw classes from the softmax of logits, truncated as `truncate` does.

    A draw is the first class whose cumulative probability is above a uniform random number u:

    .. math:: \min \{i : p_0 + \dots + p_i > u\}

    Parameters
    ----------
    logits : array_like, shape [..., C]
        Any real numbers, as for `softmax`.
    size : int
        N, how often each vector is drawn from, 1 or more.
    seed : int
        Seed of the random numbers, 0 or more. All vectors use the same N numbers, and a smaller
        size uses the first of them.
    **steps
        The options of `truncate`: temperature, top_k, top_p, min_p, order.

    Returns
    -------
    Draws
        The classes drawn, and how often each was.

    Raises
    ------
    ValueError
        As for `truncate`; if the size or the seed is too small.

    Notes
    -----
    The count of a class has the mean N p and the standard deviation √(N p (1 − p)); its share has
    the standard error √(p (1 − p)/N).

    Examples
    --------
    >>> import logitviz as lv
    >>> draws = lv.sample([2.0, 1.0, 0.1], size=10_000, seed=1)
    >>> draws.indices[:8], draws.counts
    (array([0, 2, 0, 2, 0, 0, 1, 0]), array([6560, 2416, 1024]))
    >>> lv.sample([2.0, 1.0, 0.1], size=10, seed=1, temperature=0).counts
    array([10,  0,  0])
    """
    uniform = np.random.default_rng(at_least(0, seed, "seed")).random(at_least(1, size, "size"))

    def draw(stage: Stage, row: int) -> IntArray:
        cumulative = stage.probabilities[:, row].cumsum()
        places = np.searchsorted(cumulative, uniform * cumulative[-1], side="right")
        return np.asarray(places)

    return _drawn(Truncated.of(logits, **steps), size, draw)


def gumbel_max(
    logits: ArrayLike, *, size: int, seed: int, **steps: Unpack[TruncationOptions]
) -> Draws:
    r"""Draw classes as the largest of noisy logits, which is a draw from their softmax.

    .. math:: \arg\max_i (z_i/T + g_i), \quad g_i = -\log(-\log u_i)

    Parameters
    ----------
    logits : array_like, shape [..., C]
        Any real numbers, as for `softmax`.
    size : int
        N, how often each vector is drawn from, 1 or more.
    seed : int
        Of the noise, as for `gumbel_noise`. All vectors use the same noise.
    **steps
        The options of `truncate`: temperature, top_k, top_p, min_p, order.

    Returns
    -------
    Draws
        The classes drawn, and how often each was.

    Raises
    ------
    ValueError
        As for `truncate`; if the size or the seed is too small.

    References
    ----------
    .. [1] C. J. Maddison, D. Tarlow, T. Minka, "A* sampling", NeurIPS 2014. arXiv:1411.0030

    Examples
    --------
    >>> import logitviz as lv
    >>> lv.gumbel_max([2.0, 1.0, 0.1], size=10_000, seed=1).counts
    array([6570, 2461,  969])
    """
    given = Truncated.of(logits, **steps)
    noise = gumbel_noise(size, given.rows.logits.shape[-1], seed=seed)
    return _drawn(given, size, lambda last, row: (last.shifted[:, row] + noise).argmax(axis=-1))


def gumbel_noise(size: int, classes: int, *, seed: int) -> Float64Array:
    r"""Give the noise of `gumbel_max`, standard Gumbel numbers.

    .. math:: g = -\log(-\log u)

    Parameters
    ----------
    size : int
        N, the number of draws, 1 or more.
    classes : int
        C, 1 or more.
    seed : int
        Seed of the random numbers, 0 or more; a smaller size gives the first rows.

    Returns
    -------
    ndarray of float64, shape [N, C]

    Raises
    ------
    ValueError
        If an argument is too small.

    Examples
    --------
    >>> import logitviz as lv
    >>> lv.gumbel_noise(1, 3, seed=1).round(3)
    array([[ 0.333, -1.1  ,  1.86 ]])
    """
    generator = np.random.default_rng(at_least(0, seed, "seed"))
    return generator.gumbel(size=(at_least(1, size, "size"), at_least(1, classes, "classes")))


def _drawn(given: Truncated, size: int, draw: Callable[[Stage, int], IntArray]) -> Draws:
    """Draw from every row, by a function of a last stage and the place of the row in it."""
    *lead, classes = given.rows.logits.shape
    indices = np.empty((math.prod(lead), size), np.intp)
    counts = np.empty((math.prod(lead), classes), np.intp)
    for place, stages in given.blocks():
        (last,) = deque(stages, maxlen=1)
        for i, row in enumerate(range(*place.indices(len(indices)))):
            indices[row] = draw(last, i)
            counts[row] = np.bincount(indices[row], minlength=classes)
    return Draws(indices.reshape(*lead, size), counts.reshape(*lead, classes))
