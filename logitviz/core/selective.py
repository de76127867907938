"""Selective classification: decide only where the confidence reaches a threshold."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from logitviz.core._lib.checks import (
    BoolArray,
    Float64Array,
    IntArray,
    real_array,
    refuse_nan,
    unmasked_array,
    vector,
)
from logitviz.core._lib.records import freeze


@dataclass(frozen=True, eq=False, slots=True)
class Selective:
    """Selective classification at S thresholds; arrays are read-only.

    Attributes
    ----------
    thresholds : ndarray, shape [S]
        The confidence from which the model decides.
    decided : ndarray of int, shape [..., S]
        How many samples reach the threshold.
    wrong : ndarray of int, shape [..., S]
        How many of those are misclassified.
    samples : int
        N, how many samples there are.
    """

    thresholds: Float64Array
    decided: IntArray
    wrong: IntArray
    samples: int

    def __post_init__(self) -> None:
        """Close the arrays against writing."""
        freeze(self)

    @property
    def coverage(self) -> Float64Array:
        """Share of the samples that are decided, shape [..., S]."""
        return self.decided / self.samples

    @property
    def risk(self) -> Float64Array:
        """Share of the decided samples that are wrong, shape [..., S]; 0 where none is decided."""
        return self.wrong / np.maximum(self.decided, 1)


def selective_accuracy(
    confidences: ArrayLike, correct: ArrayLike, thresholds: ArrayLike
) -> Selective:
    r"""Count the samples that a model decides, and those it gets wrong, at each threshold.

    .. math:: \mathrm{coverage}(t) = \frac{|\{n : c_n \ge t\}|}{N}, \qquad
              \mathrm{risk}(t) = \frac{|\{n : c_n \ge t, \text{wrong}\}|}{|\{n : c_n \ge t\}|}

    Parameters
    ----------
    confidences : array_like, shape [..., N]
        One number per sample, such as `confidence`, not masked; any leading axes.
    correct : array_like of bool, shape [N] or [..., N]
        Whether each prediction is right; must broadcast to the shape of `confidences`.
    thresholds : array_like, shape [S]
        In any order. The comparison is in float64.

    Returns
    -------
    Selective
        Counts of shape [..., S], with `coverage` and `risk`. At a threshold below every
        confidence all samples are decided; above every confidence none is, and the risk is 0.

    Raises
    ------
    ValueError
        If a number is NaN or masked, a shape does not fit, or there is no sample.
    TypeError
        If `correct` is not boolean.

    References
    ----------
    .. [1] Y. Geifman, R. El-Yaniv, "Selective classification for deep neural networks",
       NIPS 2017. arXiv:1705.08500

    Examples
    --------
    >>> import logitviz as lv
    >>> result = lv.selective_accuracy([0.9, 0.6, 0.4], [True, False, True], [0.5, 0.8])
    >>> result.decided, result.wrong
    (array([2, 1]), array([1, 0]))
    >>> result.risk
    array([0.5, 0. ])
    """
    c = real_array(confidences, "confidences")
    t = vector(real_array(thresholds, "thresholds"), "thresholds").astype(np.float64)
    refuse_nan(c, "confidences")
    refuse_nan(t, "thresholds")
    if c.ndim == 0 or c.shape[-1] == 0:
        raise ValueError(f"confidences must hold at least one sample, got shape {c.shape}")
    wrong = ~_flags(correct, c.shape)
    order = np.argsort(t, kind="stable")
    reached = np.searchsorted(t[order], c.astype(np.float64), side="right")
    rank = np.empty_like(order)
    rank[order] = np.arange(t.size)
    decided = _reaching(reached, np.ones(c.shape, dtype=np.bool_), t.size)[..., rank]
    return Selective(t, decided, _reaching(reached, wrong, t.size)[..., rank], c.shape[-1])


def _flags(correct: ArrayLike, shape: tuple[int, ...]) -> BoolArray:
    flags = unmasked_array(correct, "correct")
    if flags.dtype != np.bool_:
        raise TypeError(f"correct must hold booleans, got dtype {flags.dtype}")
    try:
        return np.broadcast_to(flags, shape)
    except ValueError:
        raise ValueError(
            f"correct must broadcast to the shape {shape} of confidences, got {flags.shape}"
        ) from None


def _reaching(reached: IntArray, counted: BoolArray, thresholds: int) -> IntArray:
    """Count, row by row, the samples that reach more than s of the sorted thresholds."""
    lead, levels = reached.shape[:-1], thresholds + 1
    rows = reached.reshape(-1, reached.shape[-1])
    level = rows + levels * np.arange(len(rows))[:, None]
    counts = np.bincount(level[counted.reshape(rows.shape)], minlength=levels * len(rows))
    at_least: IntArray = np.cumsum(counts.reshape(len(rows), levels)[:, ::-1], axis=1)[:, ::-1]
    return at_least[:, 1:].reshape(*lead, thresholds)
