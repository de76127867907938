"""Frames for the live link: the numbers of every position of every slider, packed.

The layout, read by ``logitviz/live/js/decode.js``, all of it compressed together: four
bytes with the length of a JSON header, the header, then the body of `packing.pack`. The body holds
the columns of all series, one series after the other: first the state as it is, then one sweep
after the other, in the order of the header, which names the order of the numbers in each. The unit
of a sweep of at least `packing.SURFACE` numbers and positions is `coarse` times that of its series.
If it has `knots`, only the rows of these positions are there, and straight lines lead from one to
the next.
A group of the header is what charts and texts have in common: the controls that change them, and
those of them whose rows are here.
"""

import hashlib
import itertools
import json
import re
import struct
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from logitviz.charts.chart import Chart, Numbers, State, Values
from logitviz.charts.formats import Form
from logitviz.live.packing import (
    LEVEL,
    THOROUGH,
    Column,
    Decimals,
    as_decimals,
    compressed,
    pack,
    size,
)

Part = tuple[Values, Form, int]  # numbers, how to write them, and which column of them
UNIT = 0.001  # of what is drawn: a quarter of a pixel for a bar from 0 to 1
UNITS_OF_A_SPAN = 500
# Where a plan is too large, its curves move along straight lines from some positions to others, and
# in coarser units: about a pixel off at most. If that is not enough, as where a training
# oscillates, what was drawn last has no rows of its own for a slider: it waits for the release.
ROOM = 30_000  # bytes
WORTH = 600  # bytes; what has fewer waits only if that is enough, or if nothing has more
COARSE = (1.5, 1), (np.inf, 2)  # for so many times the room, so much coarser


@dataclass(eq=False)
class Element:
    """A chart, or a text of the page, as it stands in a plan.

    Parameters
    ----------
    entry
        What the header says of it.
    series
        Which series it shows.
    sliders, choices
        The controls that change it.
    """

    entry: dict[str, Any]
    series: Sequence[int]
    sliders: tuple[str, ...]
    choices: tuple[str, ...]


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
    _elements: list[Element] = field(default_factory=list, init=False)
    _owners: list[str] = field(default_factory=list, init=False)  # who showed each series first
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
        sets, refs = [], []
        for index, now in enumerate(chart.values(state)):
            attributes = {}
            for name, value in now.items():
                rows = {c: batch[index][name] for c, batch in moving.items()}
                refs.append(self._series_index(chart.key, value, rows, value.format))
                shift = None if value.shift is None else np.round(value.shift, 5).tolist()
                attributes[name] = [refs[-1], value.format, value.rows, value.scale, shift]
            sets.append({"trace": index, "attributes": attributes})
        entry = {"alt": chart.alt(state), "sets": sets, "skeleton": skeleton}
        self.charts[chart.key] = entry
        self._add(chart.key, entry, refs, sweeps)

    def text(
        self,
        selector: str,
        template: str,
        now: Sequence[Part],
        sweeps: Mapping[str, Sequence[Part]],
        name: str = "",
    ) -> None:
        """Let the text of an element follow; part i takes the place of ``{i}`` in the template.

        Places without a number, ``{}``, are numbered in their order. `name` is the key under which
        `choices` know it.
        """
        parts, refs = [], []
        for index, (value, form, column) in enumerate(now):
            moving = {control: row[index][0] for control, row in sweeps.items()}
            refs.append(self._series_index(name, value, moving, form))
            parts.append([refs[-1], form, column])
        entry = {"selector": selector, "template": _numbered(template), "parts": parts}
        self.texts.append(entry)
        self._add(name, entry, refs, sweeps)

    def _add(
        self, name: str, entry: dict[str, Any], refs: Sequence[int], sweeps: Mapping[str, object]
    ) -> None:
        chosen = (c for c in self.choices if c not in self.scopes or name in self.scopes[c])
        self._elements.append(Element(entry, refs, tuple(sweeps), tuple(chosen)))

    def _series_index(
        self, name: str, now: Values, moving: Mapping[str, Values], form: Form | None
    ) -> int:
        purpose = form if form is None or isinstance(form, str) else "whole"
        arrays = (now.array, *(values.array for values in moving.values()))
        identity = (purpose, now.span, *moving, *map(_digest, arrays))
        if identity in self._known:
            return self._known[identity]
        unit = UNIT if now.span is None else (now.span[1] - now.span[0]) / UNITS_OF_A_SPAN
        entry: dict[str, Any] = {"width": now.array.shape[-1], "sweeps": {"": len(self._columns)}}
        entry |= {"written": True} if purpose else {"unit": unit}
        self._columns.append(Column(np.asarray(now.array[None], np.float64), purpose, unit))
        for control, values in moving.items():
            # What stands still under this slider is not sent for each of its positions.
            if values.array.ndim > now.array.ndim and (values.array != now.array).any():
                self._check_positions(control, len(values.array))
                entry["sweeps"][control] = len(self._columns)
                self._columns.append(Column(np.asarray(values.array, np.float64), purpose, unit))
        self.series.append(entry)
        self._owners.append(name)
        self._known[identity] = len(self.series) - 1
        return len(self.series) - 1

    def _check_positions(self, control: str, positions: int) -> None:
        if self.positions.setdefault(control, positions) != positions:
            known = self.positions[control]
            raise ValueError(f"{control} has {known} positions elsewhere, here {positions}")

    def encode(self) -> bytes:
        """Pack it all; if it is too large, some has fewer or coarser rows, and some none."""
        decimals = as_decimals(self._columns)
        withheld: set[int] = set()
        data = self._encoded(decimals, 0, withheld, LEVEL)
        if len(data) <= ROOM:
            return data
        coarse = next(c for most, c in COARSE if len(data) < most * ROOM)
        data = self._encoded(decimals, coarse, withheld, THOROUGH)
        if len(data) <= ROOM:
            return data
        rows = self._owned_columns()
        weights = {
            each: sum(size(self._columns[c], decimals.of([c]), coarse) for c in columns)
            for each, columns in rows.items()
        }
        while rows and (excess := len(data) - ROOM) > 0:
            while rows and excess > 0:
                enough = [each for each in rows if weights[each] >= min(excess, WORTH)]
                chosen = enough[-1] if enough else max(rows, key=weights.__getitem__)
                withheld.update(rows.pop(chosen))
                excess -= weights[chosen]  # roughly: it shares much with its neighbours
            data = self._encoded(decimals, coarse, withheld, THOROUGH)
        return data

    def _owned_columns(self) -> dict[tuple[str, str], list[int]]:
        """Give the columns for each slider by who showed them first, in the order of drawing.

        All texts of one name count as one.
        """
        rows: dict[tuple[str, str], list[int]] = {}
        for owner, entry in zip(self._owners, self.series, strict=True):
            for control, column in entry["sweeps"].items():
                if control:
                    rows.setdefault((owner, control), []).append(column)
        return rows

    def _encoded(
        self, decimals: Decimals, coarse: int, withheld: Collection[int], level: int
    ) -> bytes:
        """Pack what is not withheld; without `coarse`, all rows of it in their own units."""
        sent = [
            {control: c for control, c in entry["sweeps"].items() if c not in withheld}
            for entry in self.series
        ]
        columns = [column for sweeps in sent for column in sweeps.values()]
        decimals = decimals.of(columns) if withheld else decimals
        packed = pack([self._columns[c] for c in columns], decimals, coarse)
        orders = dict(zip(columns, packed.orders, strict=True))
        knots = dict(zip(columns, packed.knots, strict=True))
        series = [
            entry
            | {
                "sweeps": {c: orders[column] for c, column in sweeps.items() if c},
                "knots": {c: knots[column] for c, column in sweeps.items() if knots[column]},
            }
            for entry, sweeps in zip(self.series, sent, strict=True)
        ]
        header = json.dumps(
            {
                **self.about,
                "controls": dict(self.controls),
                "linked": self.linked,
                "coupled": {key: list(keys) for key, keys in self.coupled.items()},
                "choices": dict(self.choices),
                "groups": self._groups(sent),
                "positions": self.positions,
                "coarse": max(coarse, 1),
                "series": series,
                "charts": self.charts,
                "texts": self.texts,
                "exact": decimals.exact,
            },
            allow_nan=False,
        ).encode()
        return compressed(struct.pack("<I", len(header)) + header + packed.body, level)

    def _groups(self, sent: Sequence[Mapping[str, int]]) -> list[dict[str, Sequence[str]]]:
        """Give what elements have in common, and let each name its group."""
        groups: dict[tuple[tuple[str, ...], tuple[str, ...]], int] = {}
        for element in self._elements:
            missing = {c for i in element.series for c in self.series[i]["sweeps"].keys() - sent[i]}
            rows = tuple(c for c in element.sliders if c not in missing)
            group = element.sliders + element.choices, rows
            element.entry["group"] = groups.setdefault(group, len(groups))
        return [{"controls": controls, "rows": rows} for controls, rows in groups]


def _numbered(template: str) -> str:
    """Give a number to every place of a template that has none."""
    count = itertools.count()
    return re.sub(r"\{\}", lambda _: f"{{{next(count)}}}", template)


def _digest(array: Numbers) -> tuple[object, ...]:
    """Tell equal arrays by what they hold."""
    return array.shape, hashlib.blake2b(array.tobytes(), digest_size=16).digest()
