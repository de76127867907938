"""Frames for the live link: every number of every position of every slider, packed.

The layout, read by ``decode`` in ``logitviz/ui/plan.js``, all of it compressed together: four
bytes with the length of a JSON header, the header, then the body of `packing.pack`. The body holds
the columns of all series, one series after the other: first the state as it is, then one sweep
after the other, in the order of the header, which names the order of the numbers in each. The unit
of a sweep of at least `packing.SURFACE` numbers and positions is `coarse` times that of its series.
"""

import hashlib
import json
import struct
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from .chart import Chart, Numbers, State, Values
from .packing import Column, Decimals, as_decimals, compressed, pack
from .text import Form

Part = tuple[Values, Form, int]  # numbers, how to write them, and which column of them
UNIT = 0.001  # of what is drawn: a quarter of a pixel for a bar from 0 to 1
UNITS_OF_A_SPAN = 500
# Where a training oscillates, its curves differ from position to position. Rather than send more,
# they move in coarser units while a hand moves: four pixels off at most, on a projector.
ROOM = 30_000  # bytes
COARSE = (1.1, 2), (1.22, 4), (np.inf, 8)  # for so many times the room, so much coarser


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
    choices
        What every other control of the page shows in that state.
    scopes
        For some of these, the names of the charts and texts that they change; others change all.
    about
        What else the live link has to know of the state; anything that JSON can hold.
    """

    controls: Mapping[str, float]
    linked: str = ""
    coupled: Mapping[str, Sequence[str]] = field(default_factory=dict)
    choices: Mapping[str, str] = field(default_factory=dict)
    scopes: Mapping[str, Collection[str]] = field(default_factory=dict)
    about: Mapping[str, Any] = field(default_factory=dict)
    series: list[dict[str, Any]] = field(default_factory=list, init=False)
    charts: dict[str, Any] = field(default_factory=dict, init=False)
    texts: list[dict[str, Any]] = field(default_factory=list, init=False)
    positions: dict[str, int] = field(default_factory=dict, init=False)
    _groups: dict[tuple[str, ...], int] = field(default_factory=dict, init=False)
    _columns: list[Column] = field(default_factory=list, init=False)
    _known: dict[tuple[object, ...], int] = field(default_factory=dict, init=False)

    def chart(
        self,
        chart: Chart[State],
        state: State,
        sweeps: Mapping[str, State],
        skeleton: str | None = None,
    ) -> None:
        """Let a chart follow the sliders in `sweeps`, whose states are batches [positions, ...].

        Its numbers fit a figure whose ``layout.meta`` is `skeleton`.
        """
        moving = {control: chart.values(batch) for control, batch in sweeps.items()}
        sets = []
        for index, now in enumerate(chart.values(state)):
            attributes = {
                name: [
                    self._series_index(
                        value, {c: batch[index][name] for c, batch in moving.items()}, value.format
                    ),
                    value.format,
                    value.rows,
                    value.scale,
                    None if value.shift is None else np.round(value.shift, 5).tolist(),
                ]
                for name, value in now.items()
            }
            sets.append({"trace": index, "attributes": attributes})
        self.charts[chart.key] = {
            "alt": chart.alt(state),
            "sets": sets,
            "skeleton": skeleton,
            "group": self._group(chart.key, sweeps),
        }

    def text(
        self,
        selector: str,
        template: str,
        now: Sequence[Part],
        sweeps: Mapping[str, Sequence[Part]],
        name: str = "",
    ) -> None:
        """Let the text of an element follow; each ``{}`` of the template takes one part.

        `name` is the key under which `choices` know it.
        """
        parts = []
        for index, (value, form, column) in enumerate(now):
            moving = {control: row[index][0] for control, row in sweeps.items()}
            parts.append([self._series_index(value, moving, form), form, column])
        self.texts.append(
            {
                "selector": selector,
                "template": template,
                "parts": parts,
                "group": self._group(name, sweeps),
            }
        )

    def _group(self, name: str, sweeps: Mapping[str, object]) -> int:
        """Give the index of the list of all controls that change an element."""
        chosen = [c for c in self.choices if c not in self.scopes or name in self.scopes[c]]
        return self._groups.setdefault((*sweeps, *chosen), len(self._groups))

    def _series_index(self, now: Values, moving: Mapping[str, Values], form: Form | None) -> int:
        purpose = form if form is None or isinstance(form, str) else "whole"
        arrays = (now.array, *(values.array for values in moving.values()))
        identity = (purpose, now.span, *moving, *map(_digest, arrays))
        if identity in self._known:
            return self._known[identity]
        unit = UNIT if now.span is None else (now.span[1] - now.span[0]) / UNITS_OF_A_SPAN
        entry: dict[str, Any] = {"width": now.array.shape[-1], "sweeps": {}}
        entry |= {"written": True} if purpose else {"unit": unit}
        self._columns.append(Column(np.asarray(now.array[None], np.float64), purpose, unit))
        for control, values in moving.items():
            # What stands still under this slider is not sent for each of its positions.
            if values.array.ndim > now.array.ndim and (values.array != now.array).any():
                self._check_positions(control, len(values.array))
                entry["sweeps"][control] = len(self._columns)
                self._columns.append(Column(np.asarray(values.array, np.float64), purpose, unit))
        self.series.append(entry)
        self._known[identity] = len(self.series) - 1
        return len(self.series) - 1

    def _check_positions(self, control: str, positions: int) -> None:
        if self.positions.setdefault(control, positions) != positions:
            known = self.positions[control]
            raise ValueError(f"{control} has {known} positions elsewhere, here {positions}")

    def encode(self) -> bytes:
        """Pack it all; if it is too large, with coarser curves under the hand."""
        decimals = as_decimals(self._columns)
        data = self._encoded(decimals, 1)
        if len(data) <= ROOM:
            return data
        return self._encoded(decimals, next(c for most, c in COARSE if len(data) < most * ROOM))

    def _encoded(self, decimals: Decimals, coarse: int) -> bytes:
        packed = pack(self._columns, decimals, coarse)
        series = [
            entry | {"sweeps": {c: packed.orders[at] for c, at in entry["sweeps"].items()}}
            for entry in self.series
        ]
        header = json.dumps(
            {
                **self.about,
                "controls": dict(self.controls),
                "linked": self.linked,
                "coupled": {key: list(keys) for key, keys in self.coupled.items()},
                "choices": dict(self.choices),
                "groups": list(self._groups),
                "positions": self.positions,
                "coarse": coarse,
                "series": series,
                "charts": self.charts,
                "texts": self.texts,
                "exact": decimals.exact,
            },
            allow_nan=False,
        ).encode()
        return compressed(struct.pack("<I", len(header)) + header + packed.body)


def _digest(array: Numbers) -> tuple[object, ...]:
    """Tell equal arrays by what they hold."""
    return array.shape, hashlib.blake2b(array.tobytes(), digest_size=16).digest()
