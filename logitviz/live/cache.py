"""Caches for all visitors, bounded by bytes."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Mapping, Set
from threading import Lock
from typing import Any, TypeVar

from .state import State

Result = TypeVar("Result")


class ByteCache:
    """Results by their keys; when they have more than `room` bytes, those used longest ago go.

    Parameters
    ----------
    room
        In bytes.
    size
        Gives the bytes of a result.
    """

    def __init__(self, room: int, size: Callable[[Any], int] = len) -> None:
        self.room = room
        self.size = size
        self.used = 0
        self._found: OrderedDict[Hashable, Any] = OrderedDict()
        self._making: dict[Hashable, Lock] = {}
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], Result]) -> Result:
        """Give the result of a key; make it if it is not here.

        Visitors who ask at the same moment wait for the one who makes it.
        """
        found: Result | None = self.find(key)
        if found is not None:
            return found
        with self._lock:
            making = self._making.setdefault(key, Lock())
        with making:
            try:
                found = self.find(key)
                return self.keep(key, make()) if found is None else found
            finally:
                with self._lock:
                    self._making.pop(key, None)

    def find(self, key: Hashable) -> Any | None:
        """Give the result of a key, or none."""
        with self._lock:
            if key in self._found:
                self._found.move_to_end(key)
            return self._found.get(key)

    def keep(self, key: Hashable, result: Result) -> Result:
        """Keep the result of a key, drop those used longest ago beyond the room; give it."""
        with self._lock:
            if key in self._found:
                self.used -= self.size(self._found.pop(key))
            self._found[key] = result
            self.used += self.size(result)
            while self.used > self.room:
                self.used -= self.size(self._found.popitem(last=False)[1])
        return result


class StateCache:
    """Results of functions of a state, by the values of the controls that each of them reads.

    Which controls a function reads may depend on the values of some of them.

    Parameters
    ----------
    cache
        Where the results are kept.
    """

    def __init__(self, cache: ByteCache) -> None:
        self._cache = cache

    def get(
        self,
        name: Hashable,
        state: State,
        values: Mapping[str, Any],
        make: Callable[[], Result],
    ) -> Result:
        """Give what a function makes of a state; call it if that is not here.

        Parameters
        ----------
        name
            Tells the function apart from all others.
        state
            The state that the function reads.
        values
            The values of all controls of the state, by their keys.
        make
            Calls the function; it gives anything but None.
        """
        function = (type(state), name)
        # Each set of controls that it has read, and those of them that it was the first to read: of
        # the others, a page may have some yet to draw.
        known: Mapping[tuple[str, ...], Set[str]] = self._cache.find(function) or {}
        for controls, first in known.items():
            if all(key in values or key in first for key in controls):
                found: Result | None = self._cache.find((function, _chosen(values, controls)))
                if found is not None:
                    return found
        before = {*values}
        with state.recorded() as read:
            made = make()
        controls, first = tuple(sorted(read)), read - before
        if controls not in known or not first <= known[controls]:
            self._cache.keep(function, {**known, controls: first | known.get(controls, set())})
        return self._cache.keep((function, _chosen(values, controls)), made)


def _chosen(values: Mapping[str, Any], controls: Iterable[str]) -> tuple[tuple[str, Any], ...]:
    return tuple((control, values[control]) for control in controls)
