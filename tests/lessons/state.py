"""The state of all pages, read from a link or reached with a slider."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import numpy as np

from tests.lessons.table import TABLE, options_of

PLACES = range(10)
CASES = ("a", "b")  # ten logits in one text


def _logits(text: str) -> tuple[float, ...]:
    return tuple(map(float, text.split()))


def _read(key: str, text: str) -> Any:
    """Read a value as the link carries it."""
    default = TABLE[key].default
    if key in CASES:
        return _logits(text)
    if isinstance(default, bool):
        return text == "true"
    return type(default)(text)


class State:
    """The values of all keys, those of an empty link unless given; `z` gives all ten logits."""

    def __init__(self, **values: Any) -> None:
        logits = {f"z{i}": z for i, z in enumerate(values.pop("z", ()))}
        defaults = {key: entry.default for key, entry in TABLE.items()}
        defaults |= {key: _logits(defaults[key]) for key in CASES}
        self.values: Mapping[str, Any] = defaults | logits | values

    def __getattr__(self, key: str) -> Any:
        """Give the value of a key."""
        try:
            return self.__dict__["values"][key]
        except KeyError:
            raise AttributeError(key) from None

    def __eq__(self, other: object) -> bool:
        """Compare all values."""
        return isinstance(other, State) and self.values == other.values

    def __hash__(self) -> int:
        """Give equal states the same hash."""
        return hash(tuple(sorted(self.values.items())))

    def __repr__(self) -> str:
        """Name what differs from an empty link."""
        plain = State().values if self.values is not None else {}
        changed = {k: v for k, v in self.values.items() if v != plain[k]}
        return f"State({changed})"

    @property
    def z(self) -> tuple[float, ...]:
        """Give the ten logits."""
        return tuple(self.values[f"z{i}"] for i in PLACES)

    @classmethod
    def of(cls, link: str) -> "State":
        """Read the state that a link carries; each key at most once."""
        query = parse_qsl(urlsplit(link).query, keep_blank_values=True)
        assert len(dict(query)) == len(query), f"a key stands twice in {link}"
        return cls(**{key: _read(key, text) for key, text in query if not key.startswith("embed")})

    def but(self, **values: Any) -> "State":
        """Give the state with other values of some keys."""
        return State(**{**self.values, **values})

    def at(self, key: str, position: int) -> "State":
        """Give the state with one slider on another position."""
        entry = TABLE.get(key)
        if entry is None:
            return self._moved(key, position)
        if options := options_of(key):
            return self.but(**{key: options[position]})
        return self.but(**{key: type(entry.default)(round(entry.low + entry.step * position, 10))})

    def _moved(self, key: str, position: int) -> "State":
        """Move a slider of the confidence page, which shows a consequence of a text."""
        kind, side = key[0], key[1]
        logits = getattr(self, side)
        if kind == "z":
            index, value = int(getattr(self, f"k{side}")), round(position / 10 - 10, 1)
        else:
            index = int(np.argmax(logits))
            second = max(z for i, z in enumerate(logits) if i != index)
            value = round(second + position / 10, 10)
        return self.but(**{side: _with(logits, index, value)})


def _with(logits: Sequence[float], index: int, value: float) -> tuple[float, ...]:
    return (*logits[:index], value, *logits[index + 1 :])
