"""Validation at the public edge: a message names the argument, the value and what is allowed."""

import operator
from typing import Any, NoReturn

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray = NDArray[np.floating[Any]]
Float64Array = NDArray[np.float64]
IntArray = NDArray[np.intp]

KEPT_TYPES = (np.float16, np.float32, np.float64)
SUM_TOLERANCE = 1e-2


def real_array(value: ArrayLike, name: str) -> FloatArray:
    """Return `value` as an array: float16, float32 and float64 kept, all else float64."""
    try:
        array = np.asarray(value)
    except ValueError as error:
        raise ValueError(f"{name} must be a rectangular array of numbers: {error}") from error
    if array.dtype.type in KEPT_TYPES:
        return array
    if array.dtype.kind not in "biufO":
        raise TypeError(f"{name} must hold real numbers, got dtype {array.dtype}")
    try:
        with np.errstate(over="ignore"):
            return array.astype(np.float64)
    except (TypeError, ValueError, OverflowError) as error:
        raise TypeError(f"{name} must hold real numbers: {error}") from error


def class_last(value: ArrayLike, name: str, axis: int) -> FloatArray:
    """Return `value` with its class axis moved last and proved not empty."""
    array = real_array(value, name)
    if array.ndim == 0:
        raise ValueError(f"{name} must have a class axis, got the single number {array}")
    array = np.moveaxis(array, axis, -1)
    if array.shape[-1] == 0:
        raise ValueError(f"{name} must have at least one class, got shape {array.shape}")
    return array


def vector(value: ArrayLike, name: str) -> FloatArray:
    """Return `value` as a one-dimensional array."""
    array = real_array(value, name)
    if array.ndim != 1:
        raise ValueError(f"{name} must be one-dimensional, got shape {array.shape}")
    return array


def refuse_nan(array: FloatArray, name: str) -> None:
    """Raise if `array` holds a NaN, and say where."""
    missing = np.isnan(array)
    if missing.any():
        raise ValueError(f"{name} must not contain NaN, got nan{_at(missing)}")


def refuse_logits(logits: FloatArray) -> NoReturn:
    """Say why `logits`, class axis last, have no largest value above −inf."""
    refuse_nan(logits, "logits")
    impossible = (logits == -np.inf).all(axis=-1)
    raise ValueError(
        f"logits must have at least one class above -inf, got -inf for every class{_at(impossible)}"
    )


def finite_logits(value: ArrayLike, name: str, axis: int = -1) -> FloatArray:
    """Return finite logits with their class axis last."""
    return finite(class_last(value, name, axis), name)


def finite(array: FloatArray, name: str) -> FloatArray:
    """Return `array` with every number proved finite."""
    wrong = ~np.isfinite(array)
    if wrong.any():
        raise ValueError(f"{name} must be finite, got {array[wrong].flat[0]}{_at(wrong)}")
    return array


def at_least(least: int, number: int, name: str) -> int:
    """Return a whole number, proved not to be below `least`."""
    try:
        whole = operator.index(number)
    except TypeError:
        raise TypeError(f"{name} must be a whole number, got {number!r}") from None
    if whole < least:
        raise ValueError(f"{name} must be {least} or more, got {whole}")
    return whole


def same_classes(
    first: FloatArray, second: FloatArray, names: tuple[str, str]
) -> tuple[FloatArray, FloatArray]:
    """Broadcast two arrays [..., C] against each other; their classes must be the same."""
    if first.shape[-1] != second.shape[-1]:
        raise ValueError(
            f"{names[1]} must have as many classes as {names[0]}, {first.shape[-1]}, "
            f"got {second.shape[-1]}"
        )
    try:
        one, other = np.broadcast_arrays(first, second)
    except ValueError:
        raise ValueError(
            f"{names[1]} must broadcast with the shape {first.shape} of {names[0]}, "
            f"got {second.shape}"
        ) from None
    return one, other


def require_largest(largest: FloatArray, logits: FloatArray) -> None:
    """Raise unless every largest logit is a number above −inf; a maximum passes NaN on."""
    if not (largest > -np.inf).all():
        refuse_logits(logits)


def temperatures(
    value: ArrayLike, lead: tuple[int, ...], name: str = "temperature"
) -> Float64Array:
    """Return one temperature, or one for each vector of the leading shape `lead`."""
    array = real_array(value, name).astype(np.float64)
    allowed = array >= 0
    if not allowed.all():
        first = array[~allowed].flat[0]
        raise ValueError(
            f"{name} must be 0 or more (0 and inf are the limits), got {first}{_at(~allowed)}"
        )
    array = array + 0.0  # −0.0 is no other limit than 0
    if array.ndim == 0:
        return np.asarray(array)
    try:
        return np.broadcast_to(array, lead).copy()
    except ValueError:
        raise ValueError(
            f"{name} must be one number or broadcast to the leading shape {lead} of the "
            f"logits, got shape {array.shape}"
        ) from None


def distribution(
    value: ArrayLike, axis: int, name: str = "p"
) -> tuple[Float64Array, np.dtype[Any]]:
    """Return probabilities with the class axis first, as float64, and their own dtype."""
    given = class_last(value, name, axis)
    p = np.moveaxis(given, -1, 0).astype(np.float64, order="F")
    refuse_nan(given, name)
    negative = given < 0
    if negative.any():
        first = given[negative].flat[0]
        raise ValueError(f"{name} must hold probabilities of 0 or more, got {first}{_at(negative)}")
    total = p.sum(axis=0)
    off = np.abs(total - 1) > SUM_TOLERANCE
    if off.any():
        raise ValueError(
            f"{name} must sum to 1 (within {SUM_TOLERANCE:g}) over its classes, "
            f"got a sum of {total[off].flat[0]:.6g}{_at(off)}"
        )
    return p, given.dtype


def targets(value: ArrayLike, shape: tuple[int, ...]) -> Float64Array:
    """Return the targets of logits of `shape` as distributions that broadcast to it.

    Integers are class indices and become one-hot; floats are distributions already.
    """
    try:
        array = np.asarray(value)
    except ValueError as error:
        raise ValueError(f"target must be a rectangular array of numbers: {error}") from error
    if array.dtype.kind in "iu":
        lead = tuple(shape[:-1])
        if not _fits(array.shape, lead):
            raise ValueError(
                f"a target of integers must be class indices of shape {lead} or broadcasting to it "
                f"(write distributions, also one-hot ones, as floats), got shape {array.shape}"
            )
        return one_hot(array, shape[-1], "target")
    if array.dtype.kind != "f":
        raise TypeError(
            "target must hold integers (class indices) or floats (distributions over the "
            f"classes), got dtype {array.dtype}"
        )
    if array.shape[-1:] != shape[-1:] or not _fits(array.shape, shape):
        raise ValueError(
            f"a target of floats must be a distribution over the {shape[-1]} classes, of shape "
            f"{shape} or broadcasting to it (class indices must be integers), "
            f"got shape {array.shape}"
        )
    y, _ = distribution(array, -1, "target")
    total = y.sum(axis=0)
    # Where the sum misses 1 by its own rounding, a division would only move what is exact.
    exact = np.abs(total - 1) <= len(y) * np.finfo(np.float64).eps
    result: Float64Array = np.moveaxis(y / np.where(exact, 1.0, total), 0, -1)
    return result


def one_hot(index: NDArray[Any], classes: int, name: str) -> Float64Array:
    """Turn class indices [...] into distributions [..., C] with all on one class."""
    unknown = (index < 0) | (index >= classes)
    if unknown.any():
        first = index[unknown].flat[0]
        raise ValueError(
            f"{name} must be a class index from 0 to {classes - 1}, got {first}{_at(unknown)}"
        )
    result: Float64Array = (index[..., None] == np.arange(classes)).astype(np.float64)
    return result


def _fits(shape: tuple[int, ...], larger: tuple[int, ...]) -> bool:
    try:
        return bool(np.broadcast_shapes(shape, larger) == larger)
    except ValueError:
        return False


def rounded(value: FloatArray, dtype: np.dtype[Any]) -> FloatArray:
    """Round a float64 result once to the caller's dtype, as a new array or scalar."""
    with np.errstate(over="ignore", under="ignore"):
        result: FloatArray = np.array(value, dtype=dtype.newbyteorder("="))[()]
    return result


def _at(where: NDArray[np.bool_]) -> str:
    if np.ndim(where) == 0:
        return ""
    index = tuple(int(i) for i in np.argwhere(where)[0])
    return f" at index {index[0] if len(index) == 1 else index}"
