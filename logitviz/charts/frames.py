"""Frames for the live link: every number of every position of every slider, packed.

The layout, read by ``decode`` in ``logitviz/ui/live.js``: four bytes with the length of a JSON
header, the header, then float64 and uint16 arrays at the offsets that the header names. Each is
[positions, width] for a slider, or [width] for the state as it is.
"""

import json
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .chart import Chart, Numbers, State, Values
from .text import Form

ALIGNMENT = 8
Part = tuple[Values, Form, int]  # numbers, how to write them, and which column of them


@dataclass(eq=False)
class Plan:
    """What the page may have to show before Python is asked again.

    Parameters
    ----------
    controls
        The sliders' values in the state all this was computed for; a select slider's position.
    linked
        What the browser has said of itself; empty until it says that the live link runs there.
    coupled
        For a slider, the keys of what must hide while it moves because it cannot follow.
    """

    controls: Mapping[str, float]
    linked: str = ""
    coupled: Mapping[str, Sequence[str]] = field(default_factory=dict)
    series: list[dict[str, Any]] = field(default_factory=list, init=False)
    charts: dict[str, Any] = field(default_factory=dict, init=False)
    texts: list[dict[str, Any]] = field(default_factory=list, init=False)
    _body: bytearray = field(default_factory=bytearray, init=False)
    _known: dict[tuple[object, ...], tuple[object, int]] = field(default_factory=dict, init=False)

    def chart(self, chart: Chart[State], state: State, sweeps: Mapping[str, State]) -> None:
        """Let a chart follow the sliders in `sweeps`, whose states are batches [positions, ...]."""
        moving = {control: chart.values(batch) for control, batch in sweeps.items()}
        sets = []
        for index, now in enumerate(chart.values(state)):
            attributes = {
                name: [
                    self._number(value, {c: batch[index][name] for c, batch in moving.items()}),
                    value.format,
                    value.rows,
                ]
                for name, value in now.items()
            }
            sets.append({"trace": index, "attributes": attributes})
        self.charts[chart.key] = {"alt": chart.alt(state), "sets": sets}

    def text(
        self,
        selector: str,
        template: str,
        now: Sequence[Part],
        sweeps: Mapping[str, Sequence[Part]],
    ) -> None:
        """Let the text of an element follow; each ``{}`` of the template takes one part."""
        parts = []
        for index, (value, name, column) in enumerate(now):
            moving = {control: row[index][0] for control, row in sweeps.items()}
            parts.append([self._number(value, moving), name, column])
        self.texts.append({"selector": selector, "template": template, "parts": parts})

    def _number(self, now: Values, moving: Mapping[str, Values]) -> int:
        identity = (id(now.array), now.span, *moving)
        if identity in self._known:
            return self._known[identity][1]
        entry: dict[str, Any] = {"width": now.array.shape[-1], "type": "f8", "sweeps": {}}
        if now.span:
            entry |= {"type": "u2", "low": now.span[0], "high": now.span[1]}
        entry["now"] = self._pack(now.array, now.span)
        for control, values in moving.items():
            # What stands still under this slider is not sent for each of its positions.
            if values.array.ndim > now.array.ndim and (values.array != now.array).any():
                entry["sweeps"][control] = self._pack(values.array, now.span)
        self.series.append(entry)
        # The array itself is kept, so that its id stays its own.
        self._known[identity] = (now.array, len(self.series) - 1)
        return len(self.series) - 1

    def _pack(self, array: Numbers, span: tuple[float, float] | None) -> int:
        start = len(self._body)
        if span is None:
            packed: NDArray[Any] = np.ascontiguousarray(array, dtype="<f8")
        else:
            share = (array - span[0]) / (span[1] - span[0])
            packed = np.rint(65535 * np.clip(share, 0, 1)).astype("<u2")
        self._body += packed.tobytes()
        self._body += bytes(-len(self._body) % ALIGNMENT)
        return start

    def encode(self) -> bytes:
        """Pack it all."""
        header = json.dumps(
            {
                "controls": dict(self.controls),
                "linked": self.linked,
                "coupled": {key: list(keys) for key, keys in self.coupled.items()},
                "series": self.series,
                "charts": self.charts,
                "texts": self.texts,
            },
            allow_nan=False,
        ).encode()
        return struct.pack("<I", len(header)) + header + bytes(self._body)
