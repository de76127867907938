"""The state of a lesson: every number of its page, as a pure function of its controls.

A lesson derives a class from `State`. Its properties are written for one state: a control is a
number, ``self.T``. The live link evaluates the same class with one control replaced by all its
positions, [S]; whatever depends on that control then has one more axis in front, [S, ...].

While a property is computed, the controls that it reads are recorded. A state with one control
replaced takes over every property that does not read that control.
"""

from collections import ChainMap
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Generic, Self, TypeVar, overload

import numpy as np
from numpy.typing import ArrayLike, NDArray

from logitviz.core import Analysis, analyse

Floats = NDArray[np.floating[Any]]
Value = TypeVar("Value")


class computed(Generic[Value]):  # noqa: N801 # is used as `property` is
    """A property of a `State` that is computed when it is first read, and then kept."""

    def __init__(self, function: Callable[[Any], Value]) -> None:
        self.function = function
        self.name = function.__name__
        self.__doc__ = function.__doc__

    @overload
    def __get__(self, state: None, owner: type) -> Self: ...
    @overload
    def __get__(self, state: "State", owner: type) -> Value: ...
    def __get__(self, state: "State | None", owner: type) -> "Self | Value":
        """Give the value; of the class, the property itself."""
        return self if state is None else state._result(self)


class State:
    """The numbers of a lesson, given the values of its controls.

    A control is read like a property, by its key: ``state.T``.

    Parameters
    ----------
    values
        The value of each control by its key; they may come later, before they are first read.
    """

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = values
        self._origin: State | None = None
        self._results: dict[str, tuple[Any, frozenset[str]]] = {}
        self._open: list[set[str]] = []  # the controls read by each computation under way

    def replaced(self, values: Mapping[str, Any]) -> Self:
        """Give the state in which some controls have other values, such as all their positions."""
        other = type(self)(ChainMap(dict(values), self._values))  # type: ignore[arg-type]
        other._origin = self
        return other

    @contextmanager
    def recorded(self) -> Iterator[set[str]]:
        """Collect the keys of all controls that are read inside, also by way of properties."""
        read: set[str] = set()
        self._open.append(read)
        try:
            yield read
        finally:
            self._open.pop()
            self._note(read)

    def __getattr__(self, key: str) -> Any:
        """Give the value of a control."""
        if key.startswith("_"):
            raise AttributeError(key)
        try:
            value = self._values[key]
        except KeyError:
            name = type(self).__name__
            raise AttributeError(f"{name} has no property and no control {key!r}") from None
        self._note({key})
        return value

    def _note(self, keys: set[str] | frozenset[str]) -> None:
        if self._open:
            self._open[-1].update(keys)

    def _result(self, wanted: computed[Value]) -> Value:
        if wanted.name not in self._results:
            self._results[wanted.name] = self._inherited(wanted) or self._computed(wanted)
        value, keys = self._results[wanted.name]
        self._note(keys)
        return value  # type: ignore[no-any-return]

    def _inherited(self, wanted: computed[Value]) -> tuple[Value, frozenset[str]] | None:
        """Give the origin's result, unless it depends on a control that is replaced here."""
        if self._origin is None:
            return None
        self._origin._result(wanted)
        value, keys = self._origin._results[wanted.name]
        return None if keys & self._values.maps[0].keys() else (value, keys)  # type: ignore[attr-defined]

    def _computed(self, wanted: computed[Value]) -> tuple[Value, frozenset[str]]:
        try:
            with self.recorded() as keys:
                value = wanted.function(self)
        except AttributeError as error:  # else Python would ask `__getattr__` for the property
            raise RuntimeError(f"{type(self).__name__}.{wanted.name}: {error}") from error
        return value, frozenset(keys)

    def vector(self, *keys: str) -> Floats:
        """Give the values of several controls as one vector, [..., n]."""
        return np.stack(np.broadcast_arrays(*(getattr(self, key) for key in keys)), axis=-1)


def nearest(values: ArrayLike) -> Floats:
    """Round the values of a slider of whole numbers, which a link may give with a fraction."""
    return np.asarray(np.floor(np.asarray(values) + 0.5))


def aligned(logits: ArrayLike, temperature: ArrayLike) -> tuple[Floats, Floats]:
    """Give logits [..., C] and a temperature [...] the same leading axes; either may lack them."""
    z, t = np.asarray(logits, np.float64), np.asarray(temperature, np.float64)
    shape = np.broadcast_shapes(z.shape[:-1], t.shape)
    return np.broadcast_to(z, (*shape, z.shape[-1])), np.broadcast_to(t, shape)


def analysis(logits: ArrayLike, temperature: ArrayLike) -> Analysis:
    """Analyse logits [..., C] at a temperature [...]; either may lack the leading axes."""
    z, t = aligned(logits, temperature)
    return analyse(z, temperature=t)


def over_temperatures(logits: ArrayLike, temperatures: ArrayLike) -> Analysis:
    """Analyse logits [..., C] at each of N temperatures: its fields are [..., N] or [..., N, C]."""
    return analysis(np.asarray(logits, np.float64)[..., None, :], temperatures)


def entry_at(array: ArrayLike, index: ArrayLike, axis: int = -1) -> NDArray[Any]:
    """Take one entry along an axis of every state.

    Parameters
    ----------
    array
        An array [..., n], or with further axes behind the one of the entries.
    index
        Which entry, [...]; either may lack leading axes that the other has.
    axis
        The axis of the entries, counted from the end: −1, −2, …

    Examples
    --------
    >>> entry_at([[1.0, 2.0], [3.0, 4.0]], [0, 1]).tolist()
    [1.0, 4.0]
    >>> entry_at([1.0, 2.0], [[0], [1]]).tolist()
    [[1.0], [2.0]]
    """
    entries, chosen = np.asarray(array), np.asarray(index, np.intp)
    lead = np.broadcast_shapes(entries.shape[:axis], chosen.shape)
    entries = np.broadcast_to(entries, (*lead, *entries.shape[axis:]))
    places = np.broadcast_to(chosen, lead).reshape(*lead, *(1,) * -axis)
    return np.asarray(np.take_along_axis(entries, places, axis).squeeze(axis))
