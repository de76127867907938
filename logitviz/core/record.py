"""Every stage from logits to readouts, in one frozen record."""

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import ArrayLike

from logitviz.core._lib.checks import Float64Array, FloatArray, IntArray, require_largest, rounded
from logitviz.core._lib.stages import (
    Rows,
    class_first,
    log_softmax_stage,
    mean_gap,
    over,
    rest,
    shifted,
    softmax_stage,
)

from .readouts import second_largest
from .sigmoid import sigmoid_of


@dataclass(frozen=True, eq=False, slots=True)
class Analysis:
    """All stages of softmax for logits of shape [..., C]; its arrays are read-only.

    Attributes
    ----------
    logits : ndarray, shape [..., C]
        z, as given.
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
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, np.ndarray):
                value.flags.writeable = False


def analyse(logits: ArrayLike, *, temperature: ArrayLike = 1.0) -> Analysis:
    r"""Compute every stage from logits to readouts.

    .. math:: H = \operatorname{log1p}(R) + \sum_i p_i (-s_i), \qquad
              m = p_{(1)} \left(-\operatorname{expm1}(s_{(2)})\right)

    with s the shifted logits and R the sum of all exponentials but one of the largest.

    Parameters
    ----------
    logits : array_like, shape [..., C]
        Any real numbers.
    temperature : float or array_like, default 1.0
        T, 0 or more, as for `softmax`; an array gives the stages of a whole sweep in one call.

    Returns
    -------
    Analysis
        The record. Its readouts are scalars for one vector, arrays of shape [...] for a batch.
        Entropy and margin are computed from the logits, so that they do not vanish when the
        largest probability rounds to 1. No field ever holds a NaN.

    Raises
    ------
    ValueError
        As for `softmax`.

    Examples
    --------
    >>> import logitviz as lv
    >>> record = lv.analyse([2.0, 1.0, 0.1])
    >>> record.shifted
    array([ 0. , -1. , -1.9])
    >>> int(record.prediction), round(float(record.entropy), 5)
    (0, 0.84674)
    """
    rows = Rows.of(logits, temperature, -1)
    z = class_first(rows.logits)
    largest = z.max(axis=0)
    require_largest(largest, rows.logits)
    with np.errstate(all="ignore"):
        scaled = over(z, rows.temperature)
        s = shifted(z, largest, rows.temperature)
        per_class = {
            "logits": z,
            "scaled": scaled,
            "shifted": s,
            "exponentials": np.exp(s),
            "probabilities": softmax_stage(s),
            "log_probabilities": log_softmax_stage(s),
            "sigmoids": sigmoid_of(scaled),
        }
        stages = {
            name: rounded(np.moveaxis(value, 0, -1), rows.dtype)
            for name, value in per_class.items()
        }
        readouts = {name: rounded(value, rows.dtype) for name, value in _readouts(s).items()}
    return Analysis(
        **stages,
        **readouts,
        prediction=rows.logits.argmax(axis=-1),
        temperature=rows.temperature[()],
    )


def _readouts(s: Float64Array) -> dict[str, Float64Array]:
    r = rest(np.exp(s))
    gap = mean_gap(s)
    largest = softmax_stage(s).max(axis=0)
    return {
        "confidence": largest,
        "margin": largest * (0.0 - np.expm1(second_largest(s, alone=-np.inf))),
        "entropy": np.log1p(r) + gap,
        "perplexity": (1 + r) * np.exp(gap),
    }
