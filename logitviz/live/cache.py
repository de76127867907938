"""A cache for all visitors, bounded by bytes."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock


class ByteCache:
    """Results by their keys; when they have more than `room` bytes, the oldest unused go.

    Parameters
    ----------
    room
        In bytes.
    """

    def __init__(self, room: int) -> None:
        self.room = room
        self.used = 0
        self._found: OrderedDict[Hashable, bytes] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], bytes]) -> bytes:
        """Give the result of a key; make it if it is not here.

        Visitors who ask at the same moment may each make it.
        """
        with self._lock:
            if key in self._found:
                self._found.move_to_end(key)
                return self._found[key]
        made = make()
        with self._lock:
            self.used += len(made) - len(self._found.pop(key, b""))
            self._found[key] = made
            while self.used > self.room:
                self.used -= len(self._found.popitem(last=False)[1])
        return made
