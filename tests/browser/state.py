"""The state of all pages, read from a link or reached with a slider."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import numpy as np

from logitviz.ui.state import CONFIDENT, EXAMPLE, HESITANT, TEMPERATURES

PLACES = range(10)


def _logits(text: str) -> tuple[float, ...]:
    return tuple(map(float, text.split()))


READ: dict[str, Callable[[str], Any]] = {
    **dict.fromkeys(("T", "net", "show"), str),
    **dict.fromkeys("ab", _logits),
    **dict.fromkeys("ctuvpd", float),
    **dict.fromkeys(("k", "ka", "kb", "seed", "digit"), int),
}


@dataclass(frozen=True)
class State:
    """The state of all pages, with the defaults of an empty link."""

    T: str = "1"
    z: tuple[float, ...] = EXAMPLE
    k: int = 0
    c: float = 0.0
    t: float = 0.5
    u: float = 1.0
    v: float = -1.0
    p: float = 0.8
    a: tuple[float, ...] = CONFIDENT
    b: tuple[float, ...] = HESITANT
    ka: int = 0
    kb: int = 0
    d: float = 0.6
    net: str = "strong"
    sort: bool = False
    show: str = "Steps"
    seed: int = 1
    digit: int = 0

    @classmethod
    def of(cls, link: str) -> "State":
        """Read the state that a link carries; each key at most once."""
        query = dict(parse_qsl(urlsplit(link).query, strict_parsing="?" in link))
        state = cls()
        logits = tuple(float(query.pop(f"z{i}", state.z[i])) for i in PLACES)
        read: dict[str, Any] = {
            key: query.pop(key) == "true" if key == "sort" else READ[key](query.pop(key))
            for key in list(query)
        }
        return replace(state, z=logits, **read)

    def at(self, key: str, position: int) -> "State":
        """Give the state with one slider on another position."""
        hundredth, tenth = round(position / 100, 2), round(position / 10 - 10, 1)
        if key == "T":
            return replace(self, T=TEMPERATURES[position])
        if key in "tpd":
            return replace(self, **{key: hundredth})  # type: ignore[arg-type]
        if key in "cuv":
            return replace(self, **{key: tenth})  # type: ignore[arg-type]
        if key in ("za", "zb"):
            side = key[1]
            return self._case(side, int(getattr(self, f"k{side}")), tenth)
        if key in ("ga", "gb"):
            logits = getattr(self, key[1])
            top = int(np.argmax(logits))
            second = max(z for i, z in enumerate(logits) if i != top)
            return self._case(key[1], top, round(second + position / 10, 10))
        return replace(self, z=_with(self.z, int(key[1]), tenth))

    def _case(self, side: str, index: int, value: float) -> "State":
        logits = _with(getattr(self, side), index, value)
        return replace(self, **{side: logits})  # type: ignore[arg-type]


def _with(logits: Sequence[float], index: int, value: float) -> tuple[float, ...]:
    return (*logits[:index], value, *logits[index + 1 :])
