"""Every stage from logits to readouts, in one frozen record."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from logitviz.core._lib.checks import Float64Array, FloatArray, IntArray
from logitviz.core._lib.records import freeze
from logitviz.core._lib.rows import Block, Rows
from logitviz.core._lib.stages import class_sum, divided, sum_without_largest

from .readouts import second_largest
from .sigmoid import sigmoid_of

PER_CLASS = (
    "logits",
    "scaled",
    "shifted",
    "exponentials",
    "probabilities",
    "log_probabilities",
    "sigmoids",
)
READOUTS = ("confidence", "margin", "entropy", "perplexity")


@dataclass(frozen=True, eq=False, slots=True)
class Analysis:
    """All stages of softmax for logits of shape [..., C]; its arrays are read-only.

    Attributes
    ----------
    logits : ndarray, shape [..., C]
        z as given, with −inf for masked entries.
    temperature : float64, shape () or [...]
        T: a scalar if one was given, else one for each vector.
    scaled : ndarray, shape [..., C]
        z/T. At T = 0 −inf, 0 or inf by sign; at T = inf 0, except that ±inf stays.
    shifted : ndarray, shape [..., C]
        (z − max z)/T, 0 or less. At T = 0 −inf except for the largest classes.
    exponentials : ndarray, shape [..., C]
        exp(shifted), from 0 to 1.
    probabilities : ndarray, shape [..., C]
        The exponentials over their sum: `softmax`.
    log_probabilities : ndarray, shape [..., C]
        Their logarithms in nats: `log_softmax`.
    sigmoids : ndarray, shape [..., C]
        `sigmoid` of every logit at T.
    prediction : int, shape [...]
        The class with the largest logit, the lowest on a tie.
    confidence : float, shape [...]
        The largest probability.
    margin : float, shape [...]
        The largest minus the second largest probability.
    entropy : float, shape [...]
        In nats, 0 to log C.
    perplexity : float, shape [...]
        exp(entropy), the effective number of classes, 1 to C.
    """

    logits: FloatArray
    temperature: FloatArray
    scaled: FloatArray
    shifted: FloatArray
    exponentials: FloatArray
    probabilities: FloatArray
    log_probabilities: FloatArray
    sigmoids: FloatArray
    prediction: IntArray
    confidence: FloatArray
    margin: FloatArray
    entropy: FloatArray
    perplexity: FloatArray

    def __post_init__(self) -> None:
        """Close the arrays against writing."""
        freeze(self)


def analyse(logits: ArrayLike, *, temperature: ArrayLike = 1.0) -> Analysis:
    r"""Compute every stage from logits to readouts.

    .. math:: H = \operatorname{log1p}(R) + \sum_i p_i (-s_i), \qquad
              m = p_{(1)} \left(-\operatorname{expm1}(s_{(2)})\right)

    with s the shifted logits and R the sum of all exponentials but one of the largest.

    Parameters
    ----------
    logits : array_like, shape [..., C]
        Any real numbers, as for `softmax`.
    temperature : float or array_like, default 1.0
        T, 0 or more, as for `softmax`.

    Returns
    -------
    Analysis
        The record. Its readouts are scalars for one vector, arrays of shape [...] for a batch.
        Entropy and margin are computed from the logits, so that they do not vanish when the
        largest probability rounds to 1. No field holds a NaN.

    Raises
    ------
    ValueError
        As for `softmax`.

    Notes
    -----
    A large batch is worked on in blocks of rows: it takes little memory beside the record itself.

    Examples
    --------
    >>> import logitviz as lv
    >>> record = lv.analyse([2.0, 1.0, 0.1])
    >>> record.shifted
    array([ 0. , -1. , -1.9])
    >>> int(record.prediction), round(float(record.entropy), 5)
    (0, 0.84674)
    """
    rows = Rows.of(logits, temperature)
    shape, count = rows.logits.shape, math.prod(rows.logits.shape[:-1])
    flat = {name: np.empty((count, shape[-1]), rows.dtype) for name in PER_CLASS}
    flat |= {name: np.empty(count, rows.dtype) for name in READOUTS}
    with np.errstate(all="ignore"):
        for place, block in rows.blocks():
            for name, stage in _stages(block).items():
                flat[name][place] = stage.T
    return Analysis(
        **{name: flat[name].reshape(shape) for name in PER_CLASS},
        **{name: flat[name].reshape(shape[:-1])[()] for name in READOUTS},
        prediction=rows.logits.argmax(axis=-1),
        temperature=rows.temperature[()],
    )


def _stages(block: Block) -> dict[str, Float64Array]:
    """Give the stages of a block, [C, n], and its readouts, [n]."""
    scaled, s = divided(block.z, block.temperature), block.shifted
    e = np.exp(s)
    p, r = e / class_sum(e), sum_without_largest(e)
    log_sum, gap = np.log1p(r), _gap_sum(s) / (1 + r)
    confidence = p.max(axis=0)
    return {
        "logits": block.z,
        "scaled": scaled,
        "shifted": s,
        "exponentials": e,
        "probabilities": p,
        "log_probabilities": s - log_sum,
        "sigmoids": sigmoid_of(scaled),
        "confidence": confidence,
        "margin": confidence * (0.0 - np.expm1(second_largest(s, alone=-np.inf))),
        "entropy": log_sum + gap,
        "perplexity": (1 + r) * np.exp(gap),
    }


def _gap_sum(s: Float64Array) -> Float64Array:
    """Σ exp(s_i) (−s_i): divided by 1 + R, the mean distance of the classes from the largest."""
    # −s·e^s is 0 in float64 below s = −800; the floor avoids inf·0.
    gap = -np.maximum(s, -800.0)
    # e^(s/2) twice instead of e^s once: the product stays accurate where e^s is subnormal.
    half = np.exp(-gap / 2)
    return class_sum(gap * half * half)
