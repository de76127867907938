"""Validation at the public edge: a message names the argument, the value and what is allowed.

Two rules hold for every array that the public library takes:

- A masked entry of logits, or of similarities, which are logits too, counts as −inf: its class is
  ruled out. In any other argument, and in logits that must be finite, a masked entry is refused.
- Numbers of a type that another library has registered with NumPy, such as bfloat16 or float8,
  count as the narrowest of int64, float32 and float64 that holds all of them. Results for a
  bfloat16 array are therefore float32, like those for a float32 array.
"""

import operator
from collections.abc import Sequence
from itertools import chain
from typing import Any, NoReturn

import numpy as np
from numpy.ma import MaskedArray
from numpy.typing import ArrayLike, NDArray

FloatArray = NDArray[np.floating[Any]]
Float64Array = NDArray[np.float64]
IntArray = NDArray[np.intp]
BoolArray = NDArray[np.bool_]

KEPT_TYPES = (np.float16, np.float32, np.float64)
HOLDING_TYPES = (np.int64, np.float32, np.float64)
SEQUENCES = (list, tuple)
MASKABLE = (MaskedArray, *SEQUENCES)
MOST_AXES = 64  # of an array of NumPy
REGISTERED = 2  # dtype.isbuiltin of a type that another library has registered


def logit_array(value: ArrayLike, name: str = "logits") -> FloatArray:
    """Return logits as `real_array` does, with −inf for every masked entry."""
    array, mask = _read(value, name)
    logits = array if array.dtype.type in KEPT_TYPES else _float64(array, name)
    return logits if mask is None else np.where(mask, logits.dtype.type(-np.inf), logits)


def real_array(value: ArrayLike, name: str) -> FloatArray:
    """Return `value` as an array: float16, float32 and float64 kept, all else float64."""
    array = unmasked_array(value, name)
    return array if array.dtype.type in KEPT_TYPES else _float64(array, name)


def unmasked_array(value: ArrayLike, name: str) -> NDArray[Any]:
    """Return `value` as an array of its own type; a masked entry is refused."""
    array, mask = _read(value, name)
    if mask is not None:
        raise ValueError(
            f"{name} must not hold masked entries, got one{at_index(mask)}: "
            "fill them or leave them out"
        )
    return array


def _read(value: ArrayLike, name: str) -> tuple[NDArray[Any], BoolArray | None]:
    """Return the array of a value, and its mask if any entry is masked."""
    try:
        data, mask = _split_mask(value) if isinstance(value, MASKABLE) else (value, None)
        array = np.asarray(data)
    except ValueError as error:
        raise ValueError(f"{name} must be a rectangular array of numbers: {error}") from error
    if array.dtype.isbuiltin == REGISTERED:
        held = (kind for kind in HOLDING_TYPES if np.can_cast(array.dtype, kind))
        array = array.astype(next(held, array.dtype))
    return array, mask


def _split_mask(value: Any) -> tuple[Any, BoolArray | None]:
    """Separate the data from the mask, also of masked arrays inside lists."""
    if isinstance(value, MaskedArray):
        mask = np.ma.getmaskarray(value)
        return np.ma.getdata(value), mask if np.any(mask) else None
    if isinstance(value, SEQUENCES) and _holds_masked_array(value):
        parts = [_split_mask(each) for each in value]
        data = [each for each, _ in parts]
        masks = [np.zeros(np.shape(each), bool) if mask is None else mask for each, mask in parts]
        mask = np.array(masks)
        return data, mask if mask.any() else None
    return value, None


def _holds_masked_array(level: Sequence[Any]) -> bool:
    """Search nested lists, level by level, by the types of their items alone."""
    for _ in range(MOST_AXES):
        kinds = set(map(type, level))
        if any(issubclass(kind, MaskedArray) for kind in kinds):
            return True
        if not any(issubclass(kind, SEQUENCES) for kind in kinds):
            return False
        level = list(chain.from_iterable(each for each in level if isinstance(each, SEQUENCES)))
    return False


def _float64(array: NDArray[Any], name: str) -> Float64Array:
    if array.dtype.kind not in "biufO":
        raise TypeError(f"{name} must hold real numbers, got dtype {array.dtype}")
    try:
        with np.errstate(over="ignore"):
            return array.astype(np.float64)
    except (TypeError, ValueError, OverflowError) as error:
        raise TypeError(f"{name} must hold real numbers: {error}") from error


def class_last(array: FloatArray, name: str, axis: int) -> FloatArray:
    """Return `array` with its class axis moved last and proved not empty."""
    if array.ndim == 0:
        raise ValueError(f"{name} must have a class axis, got the single number {array}")
    if type(axis) is not int or axis != -1:
        array = np.moveaxis(array, whole_number(axis, "axis"), -1)
    if array.shape[-1] == 0:
        raise ValueError(f"{name} must have at least one class, got shape {array.shape}")
    return array


def vector(array: FloatArray, name: str) -> FloatArray:
    """Return `array`, proved to be one-dimensional."""
    if array.ndim != 1:
        raise ValueError(f"{name} must be one-dimensional, got shape {array.shape}")
    return array


def refuse_nan(array: FloatArray, name: str) -> None:
    """Raise if `array` holds a NaN, and say where."""
    missing = np.isnan(array)
    if missing.any():
        raise ValueError(f"{name} must not contain NaN, got nan{at_index(missing)}")


def require_largest(largest: FloatArray, logits: FloatArray) -> None:
    """Raise unless every largest logit is a number above −inf; a maximum passes NaN on."""
    if not (largest > -np.inf).all():
        refuse_logits(logits)


def refuse_logits(logits: FloatArray) -> NoReturn:
    """Say why `logits`, class axis last, have no largest value above −inf."""
    refuse_nan(logits, "logits")
    impossible = (logits == -np.inf).all(axis=-1)
    raise ValueError(
        "logits must have at least one class above -inf, got -inf for every class"
        f"{at_index(impossible)}"
    )


def finite_logits(value: ArrayLike, name: str, axis: int = -1) -> FloatArray:
    """Return finite logits with their class axis last; none may be masked."""
    return finite(class_last(real_array(value, name), name, axis), name)


def finite(array: FloatArray, name: str) -> FloatArray:
    """Return `array` with every number proved finite."""
    wrong = ~np.isfinite(array)
    if wrong.any():
        raise ValueError(f"{name} must be finite, got {array[wrong].flat[0]}{at_index(wrong)}")
    return array


def whole_number(number: int, name: str) -> int:
    """Return a whole number; a masked one is refused."""
    if isinstance(number, MaskedArray):
        unmasked_array(number, name)
    try:
        return operator.index(number)
    except TypeError:
        raise TypeError(f"{name} must be a whole number, got {number!r}") from None


def at_least(least: int, number: int, name: str) -> int:
    """Return a whole number, proved not to be below `least`."""
    whole = whole_number(number, name)
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


def temperatures(
    value: ArrayLike, lead: tuple[int, ...], name: str = "temperature"
) -> Float64Array:
    """Return one temperature, or one for each vector of the leading shape `lead`."""
    if isinstance(value, float) and value >= 0:
        return np.array(value + 0.0)
    array = real_array(value, name).astype(np.float64)
    allowed = array >= 0
    if not allowed.all():
        first = array[~allowed].flat[0]
        raise ValueError(
            f"{name} must be 0 or more (0 and inf are the limits), got {first}{at_index(~allowed)}"
        )
    array = array + 0.0  # −0.0 stands for the same limit as 0
    return one_or_each(array, lead, name)


def rounded(value: FloatArray, dtype: np.dtype[Any]) -> FloatArray:
    """Round a float64 result once to the caller's dtype, as a new array or scalar."""
    with np.errstate(over="ignore", under="ignore"):
        result: FloatArray = np.array(value, dtype=dtype.newbyteorder("="))[()]
    return result


def at_index(where: NDArray[np.bool_]) -> str:
    """Say where the first true entry is; nothing for a single number."""
    if np.ndim(where) == 0:
        return ""
    index = tuple(int(i) for i in np.argwhere(where)[0])
    return f" at index {index[0] if len(index) == 1 else index}"


def one_or_each(array: Float64Array, lead: tuple[int, ...], name: str) -> Float64Array:
    """Return one number as it is, and others broadcast to the leading shape of the logits."""
    if array.ndim == 0:
        return np.asarray(array)
    try:
        return np.broadcast_to(array, lead).copy()
    except ValueError:
        raise ValueError(
            f"{name} must be one number or broadcast to the leading shape {lead} of the "
            f"logits, got shape {array.shape}"
        ) from None
