"""The stages that functions of logits share: shift by the maximum, divide by T, exponentiate.

Each works on float64 arrays whose first axis holds the classes.
"""

import numpy as np
from numpy.typing import NDArray

from logitviz.core._lib.checks import Float64Array

SHORT_AXIS = 64  # from so many classes on, `rows.class_first` leaves each row contiguous


def divided(x: Float64Array, temperature: Float64Array) -> Float64Array:
    """x/T and its limits: ±inf by the sign of x at T = 0, 0 at T = inf; an x of 0 or ±inf stays."""
    if temperature.ndim == 0:
        number = float(temperature)
        if number == 1:
            return x
        regular = 0 < number < np.inf
    else:
        regular = bool(((temperature > 0) & (temperature < np.inf)).all())
    quotient: Float64Array = x / temperature
    if regular:
        return quotient
    # 0/0 and inf/inf are the only NaNs, and in both the limit is x; + 0.0 turns −0.0 into 0.
    return np.where(np.isnan(quotient), x, quotient) + 0.0


def shifted(z: Float64Array, largest: Float64Array, temperature: Float64Array) -> Float64Array:
    """(z − max z)/T, never NaN: 0 for the largest classes, below 0 for the others."""
    gap = z - largest
    if gap.size == 0 or gap.min() > -np.inf:  # false where a gap is NaN
        return divided(gap, temperature)
    gap[z == np.inf] = 0.0
    # A difference beyond the largest float64 is finite once halved, and may be finite after 1/T.
    too_wide = np.isinf(gap) & np.isfinite(z) & np.isfinite(largest)
    halved = 2 * divided(z / 2 - largest / 2, temperature)
    return np.where(too_wide, halved, divided(gap, temperature))


def class_sum(terms: Float64Array) -> Float64Array:
    """Sum over the classes with a rounding error that grows with log2(C), not with C."""
    if len(terms) >= SHORT_AXIS:
        pairwise: Float64Array = terms.sum(axis=0)  # such rows are contiguous: NumPy adds pairwise
        return pairwise
    while len(terms) > 1:
        half = len(terms) // 2
        folded = terms[:half] + terms[half : 2 * half]
        if len(terms) % 2:
            folded[0] += terms[-1]
        terms = folded
    first: Float64Array = terms[0]
    return first


def class_product(one: Float64Array, other: Float64Array) -> Float64Array:
    """Sum the products of two arrays over the classes."""
    if len(one) >= SHORT_AXIS:
        return np.asarray(np.vecdot(one.T, other.T))  # without an array of the products
    return class_sum(one * other)


def sum_without_largest(exponentials: Float64Array) -> Float64Array:
    """R, the sum of all exponentials but one of the largest, which is exp(0) = 1."""
    largest = exponentials == 1
    others = class_sum(exponentials * ~largest)
    ties: Float64Array = largest.sum(axis=0) - 1.0
    return others + ties


def sum_of_others(exponentials: Float64Array, top: NDArray[np.intp]) -> Float64Array:
    """R as above, by the class of a largest exponential, which is set to 0."""
    exponentials[top, np.arange(len(top))] = 0
    if len(exponentials) < SHORT_AXIS:
        return class_sum(exponentials)
    return class_product(exponentials, np.ones_like(exponentials[:, :1]))


def weighted(weights: Float64Array, s: Float64Array) -> Float64Array:
    """Weights of 0 or more times shifted logits; 0 times −inf counts as 0."""
    if s.min(initial=0) > -np.inf:
        return weights * s
    return np.where(weights > 0, weights * s, 0.0)


def softmax_stage(s: Float64Array) -> Float64Array:
    """Softmax of shifted logits: exponentials over their sum."""
    e = np.exp(s)
    e /= class_sum(e)
    return e


def log_sum(s: Float64Array) -> Float64Array:
    """Logarithm of the sum of the exponentials of shifted logits, log(1 + R)."""
    return np.log1p(sum_without_largest(np.exp(s)))


def log_softmax_stage(s: Float64Array) -> Float64Array:
    """Shifted logits minus log(1 + R): neither part is positive, so nothing cancels."""
    return s - log_sum(s)


def complement(e: Float64Array, r: Float64Array) -> Float64Array:
    """1 − p from exponentials and R, accurate where p is close to 1."""
    total = 1 + r
    return np.where(e == 1, r / total, 1 - e / total)
