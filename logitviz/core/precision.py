"""Softmax in a given precision: every stage is rounded to it."""

import math
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, NamedTuple, get_args

import numpy as np
from numpy.typing import ArrayLike, DTypeLike

from logitviz.core._lib import checks as _checks
from logitviz.core._lib.checks import (
    KEPT_TYPES,
    Float64Array,
    FloatArray,
    class_last,
    logit_array,
    refuse_nan,
)
from logitviz.core._lib.records import freeze
from logitviz.core._lib.stages import divided

Shift = Literal["never", "after", "before", "plain"]


class ExpLimits(NamedTuple):
    """The range of arguments of exp in one precision.

    Attributes
    ----------
    largest : floating
        The largest argument whose exponential is not yet inf.
    smallest : floating
        The smallest argument whose exponential is not yet 0.
    """

    largest: np.floating[Any]
    smallest: np.floating[Any]


def exp_limits(dtype: DTypeLike) -> ExpLimits:
    r"""Find the largest and the smallest number whose exponential is neither inf nor 0.

    .. math:: \log(\text{smallest subnormal} / 2) < x < \log(\text{max})

    Parameters
    ----------
    dtype : dtype
        float16, float32 or float64.

    Returns
    -------
    ExpLimits
        Two numbers of that dtype: the last before exp overflows, and the last before it
        underflows to 0. They are measured with NumPy's own exp, starting from the formula.

    Raises
    ------
    ValueError
        If `dtype` is not one of these.

    References
    ----------
    .. [1] IEEE Standard for Floating-Point Arithmetic, IEEE 754-2019.
       doi:10.1109/IEEESTD.2019.8766229

    Examples
    --------
    >>> import logitviz as lv
    >>> largest, smallest = lv.exp_limits("float32")
    >>> round(float(largest), 2), round(float(smallest), 2)
    (88.72, -103.97)
    """
    return _measured(precision_of(dtype))


@cache
def _measured(dtype: np.dtype[Any]) -> ExpLimits:
    info = np.finfo(dtype)
    halfway_to_zero = math.log(float(info.smallest_subnormal)) - math.log(2)
    with np.errstate(all="ignore"):
        return ExpLimits(
            _last(np.log(info.max), np.inf), _last(dtype.type(halfway_to_zero), -np.inf)
        )


def _last(guess: np.floating[Any], end: float) -> np.floating[Any]:
    """Search from a guess for the last number before `end` with a finite positive exponential."""
    away, back = guess.dtype.type(end), guess.dtype.type(0)
    while not 0 < np.exp(guess) < np.inf:
        guess = np.nextafter(guess, back)
    while 0 < np.exp(further := np.nextafter(guess, away)) < np.inf:
        guess = further
    return guess


@dataclass(frozen=True, eq=False, slots=True)
class Steps:
    """Softmax of logits of shape [..., C] computed in one precision; read-only arrays of its dtype.

    Every stage holds the result of that computation, inf and NaN included.

    Attributes
    ----------
    logits : ndarray, shape [..., C]
        z, rounded to the precision.
    temperature : floating, shape () or [...]
        T, rounded to the precision.
    first : ndarray, shape [..., C]
        After the first step: z/T, or z − max z if the shift comes before the division.
    arguments : ndarray, shape [..., C]
        The arguments of exp; the same as `first` if nothing is subtracted.
    exponentials : ndarray, shape [..., C]
        exp of the arguments.
    total : ndarray, shape [...]
        Their sum, added up from the first class to the last.
    probabilities : ndarray, shape [..., C]
        The exponentials over the total.
    log_probabilities : ndarray, shape [..., C]
        The logarithms of the probabilities: log(softmax).
    fused : ndarray, shape [..., C]
        The arguments minus log(total): the same without computing a probability.
    """

    logits: FloatArray
    temperature: FloatArray
    first: FloatArray
    arguments: FloatArray
    exponentials: FloatArray
    total: FloatArray
    probabilities: FloatArray
    log_probabilities: FloatArray
    fused: FloatArray

    def __post_init__(self) -> None:
        """Close the arrays against writing."""
        freeze(self)


def step_by_step(
    logits: ArrayLike,
    *,
    temperature: ArrayLike = 1.0,
    dtype: DTypeLike = np.float64,
    shift: Shift = "never",
) -> Steps:
    r"""Compute softmax in one precision and keep every stage of it.

    .. math:: p_i = \frac{\exp(z_i/T)}{\sum_j \exp(z_j/T)}

    Parameters
    ----------
    logits : array_like, shape [..., C]
        Any real numbers, as for `softmax`; rounded to `dtype`, which may make them inf.
    temperature : float or array_like, default 1.0
        T, 0 or more, rounded to `dtype` as well; an array must broadcast to the leading shape.
    dtype : dtype, default float64
        float16, float32 or float64: each intermediate result is rounded to it.
    shift : {"never", "after", "before", "plain"}, default "never"
        When the largest number is subtracted: never, as in the textbook; after the division by
        T; or before it, where T = 0 and T = inf are the limits argmax and uniform. "plain" is
        before it too, but without a branch for these limits: T = 0 gives 0/0 = NaN.

    Returns
    -------
    Steps
        All stages. Unlike `analyse`, this fails where the formula fails.

    Raises
    ------
    ValueError
        If T is negative or NaN, a logit is NaN, there is no class, or `dtype` or `shift` is not
        one of those above.

    References
    ----------
    .. [1] P. Blanchard, D. J. Higham, N. J. Higham, "Accurately computing the log-sum-exp and
       softmax functions", IMA J. Numer. Anal. 41, 2021. doi:10.1093/imanum/draa038

    Examples
    --------
    >>> import logitviz as lv
    >>> lv.step_by_step([1000.0, 1.0]).exponentials.round(5)
    array([    inf, 2.71828])
    >>> lv.step_by_step([1000.0, 1.0], shift="before").fused
    array([   0., -999.])
    """
    kind = precision_of(dtype)
    if shift not in get_args(Shift):
        raise ValueError(f"shift must be one of {', '.join(get_args(Shift))}, got {shift!r}")
    return steps_of(*checked_rows(logits, temperature), kind, shift)


def checked_rows(logits: ArrayLike, temperature: ArrayLike) -> tuple[FloatArray, Float64Array]:
    """Check both arguments of a formula in a given precision."""
    z = class_last(logit_array(logits), "logits", -1)
    refuse_nan(z, "logits")
    return z, _checks.temperatures(temperature, z.shape[:-1])


def steps_of(
    logits: FloatArray, temperature: Float64Array, kind: np.dtype[Any], shift: Shift
) -> Steps:
    """Compute all stages of checked logits and temperatures."""
    with np.errstate(all="ignore"):
        z, t = logits.astype(kind), temperature.astype(kind)
        first, arguments = _arguments(z, t[..., None], shift)
        exponentials = np.exp(arguments)
        total = sum_in_order(exponentials)
        probabilities = exponentials / total[..., None]
        log_probabilities = np.log(probabilities)
        fused = arguments - np.log(total)[..., None]
    return Steps(
        z, t[()], first, arguments, exponentials, total, probabilities, log_probabilities, fused
    )


def sum_in_order(rows: FloatArray) -> FloatArray:
    """Add up each row from its first number to its last; `sum` may round more finely."""
    totals: FloatArray = np.add.accumulate(rows, axis=-1)[..., -1]
    return totals


def _arguments(z: FloatArray, t: FloatArray, shift: Shift) -> tuple[FloatArray, FloatArray]:
    if shift == "before":
        gap = z - z.max(axis=-1, keepdims=True)
        return gap, divided(gap, t)  # type: ignore[arg-type] # it also takes narrower types
    if shift == "plain":
        gap = z - z.max(axis=-1, keepdims=True)
        return gap, gap / t
    scaled = z / t
    if shift == "never":
        return scaled, scaled
    return scaled, scaled - scaled.max(axis=-1, keepdims=True)


def precision_of(dtype: DTypeLike) -> np.dtype[Any]:
    """Return float16, float32 or float64; any other dtype is refused."""
    try:
        kind = np.dtype(dtype).newbyteorder("=")
    except TypeError:
        raise ValueError(f"dtype must be float16, float32 or float64, got {dtype!r}") from None
    if kind.type not in KEPT_TYPES:
        raise ValueError(f"dtype must be float16, float32 or float64, got {kind}")
    return kind
