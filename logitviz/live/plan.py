"""The plan: the numbers of every position of every slider, packed for the page.

The layout, read by ``js/decode.js``, all of it compressed together: four bytes with the
length of a JSON header, the header, then the body of `packing.pack`. The body holds the columns of
all series, one series after the other: first the state as it is, then one sweep after the other, in
the order of the header, which names the order of the numbers in each. The unit of a sweep of at
least `packing.SURFACE` numbers and positions is `coarse` times that of its series. If it has
`knots`, only the rows of these positions are there, and straight lines lead from one to the next.
A series that is linear in the ink of an image names, as its `ink`, a table of `ink.tables` with
what one unit of ink in each pixel adds to its numbers, and what of these is drawn.
A group of the header is what charts and texts have in common: the controls that change them, and
those of them whose rows are here.
"""

import json
import struct
from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from logitviz.charts.formats import Form

from .amounts import Amounts
from .packing import QUICK_LEVELS, SLOW_LEVEL, Column, Decimals, as_decimals, compressed, pack, size

Numbers = NDArray[np.floating[Any]]
UNIT = 0.001  # of numbers that are drawn: a quarter of a pixel for a bar from 0 to 1
UNITS_OF_A_SPAN = 500
# A plan that is too large sends its curves as straight lines from some positions to others, and in
# coarser units: about a pixel off at most. If that is not enough, as where a training oscillates,
# the elements drawn last have no rows for a slider: they wait for its release.
ROOM = 29_400  # bytes; with the 600 that Streamlit puts around it, a plan has at most 30 kB
MIN_SAVING = 600  # bytes: rows that save less wait only if they suffice, or if no others save more
# For up to so many times the room: few rows, in units so many times larger.
COARSE = (1.5, 1), (np.inf, 2)
EASE = "ease"  # among the sliders: the states on the way to what a button has set (easing.py)
MANY = 250_000  # numbers, which hardly ever have room as they are: few rows are tried first


@dataclass(eq=False)
class PlanElement:
    """A chart or a text of the page.

    Parameters
    ----------
    entry
        What the header says of it.
    series
        Which series it shows.
    sliders, choices
        The controls that change it.
    strokes
        The key of the strokes, if the sums of their ink give all its numbers.
    """

    entry: dict[str, Any]
    series: Sequence[int]
    sliders: tuple[str, ...]
    choices: tuple[str, ...]
    strokes: tuple[str, ...] = ()


@dataclass(eq=False)
class Plan:
    """Every number that the page may have to show before Python is asked again.

    Parameters
    ----------
    position_counts
        How many positions each slider has.
    """

    position_counts: dict[str, int] = field(default_factory=dict)
    series: list[dict[str, Any]] = field(default_factory=list, init=False)
    tables: dict[str, int] = field(default_factory=dict, init=False)  # of ink, as JSON
    charts: dict[str, Any] = field(default_factory=dict, init=False)
    texts: list[dict[str, Any]] = field(default_factory=list, init=False)
    _elements: list[PlanElement] = field(default_factory=list, init=False)
    _owners: list[str] = field(default_factory=list, init=False)  # who showed each series first
    _columns: list[Column] = field(default_factory=list, init=False)
    # By format, span, sliders and present numbers: the place of each series, and its rows.
    _known: dict[Hashable, dict[int, Mapping[str, Numbers]]] = field(
        default_factory=dict, init=False
    )

    def add_series(
        self,
        owner: str,
        now: Numbers,
        moving: Mapping[str, Numbers],
        form: Form | None = None,
        span: tuple[float, float] | None = None,
        amounts: Amounts | None = None,
    ) -> int:
        """Add a series, unless an equal one is there; give its place.

        Parameters
        ----------
        owner
            The key of the chart or text that shows it.
        now
            The numbers of the state, [n].
        moving
            The numbers at every position of some sliders, [S, n].
        form
            The format of numbers that are written; None for numbers that are drawn.
        span
            The range over which numbers are drawn.
        amounts
            What the numbers are made of while someone draws.

        Raises
        ------
        ValueError
            If an array has not as many rows as its slider has positions.
        """
        for control, rows in moving.items():
            if rows.shape != (self.position_counts.get(control), *now.shape):
                raise ValueError(
                    f"{owner}: under slider {control} the shape must be "
                    f"{(self.position_counts.get(control), *now.shape)}, got {rows.shape}"
                )
        if form is not None and not isinstance(form, str):
            form = "whole"  # words are chosen by a whole number
        ink = amounts and (self.tables.setdefault(amounts.table(), len(self.tables)), amounts)
        made_of = ink and (ink[0], ink[1].compared)
        alike = self._known.setdefault((form, span, made_of, *moving, now.tobytes()), {})
        for place, known in alike.items():
            if all(known[each].tobytes() == moving[each].tobytes() for each in moving):
                return place
        place = len(self.series)
        alike[place] = moving
        self._append_series(owner, now, moving, form, span)
        if ink:
            self.series[place]["ink"] = [ink[0], ink[1].drawn()]
        return place

    def _append_series(
        self,
        owner: str,
        now: Numbers,
        moving: Mapping[str, Numbers],
        form: str | None,
        span: tuple[float, float] | None,
    ) -> None:
        unit = UNIT if span is None else (span[1] - span[0]) / UNITS_OF_A_SPAN
        entry: dict[str, Any] = {"width": now.size, "sweeps": {"": len(self._columns)}}
        entry |= {"written": True} if form else {"unit": unit}
        self._columns.append(Column(np.asarray(now[None], np.float64), form, unit))
        for control, rows in moving.items():
            if (rows != now).any():  # equal rows need not be sent
                entry["sweeps"][control] = len(self._columns)
                self._columns.append(Column(np.asarray(rows, np.float64), form, unit))
        self.series.append(entry)
        self._owners.append(owner)

    def add_chart(self, key: str, entry: dict[str, Any], element: PlanElement) -> None:
        """Add a chart under its key."""
        self.charts[key] = entry
        self._elements.append(element)

    def add_text(self, entry: dict[str, Any], element: PlanElement) -> None:
        """Add a text."""
        self.texts.append(entry)
        self._elements.append(element)

    def encode_whole(self, about: Mapping[str, Any]) -> bytes:
        """Pack every row, whatever room they take; `about` is that of `encode`."""
        return compressed(self._plain(about, as_decimals(self._columns), 0, ()), SLOW_LEVEL)

    def encode(self, about: Mapping[str, Any]) -> bytes:
        """Pack everything; a plan that is too large has fewer or coarser rows, or lacks some.

        Parameters
        ----------
        about
            What else the page has to know, as JSON can hold it.
        """
        decimals = as_decimals(self._columns)
        withheld: set[int] = set()

        def packed(coarse: int, *levels: int) -> bytes:
            plain = self._plain(about, decimals, coarse, withheld)
            for level in levels:
                data = compressed(plain, level)
                if len(data) <= ROOM:
                    break
            return data

        many = sum(column.values.size for column in self._columns) > MANY
        if EASE in self.position_counts:
            data = packed(0, *QUICK_LEVELS)
            if len(data) <= ROOM:
                return data
            withheld.update(self._columns_of(EASE))
        few_rows = packed(1, *QUICK_LEVELS, SLOW_LEVEL) if many else None
        if few_rows and len(few_rows) <= ROOM:
            return few_rows
        data = packed(0, *QUICK_LEVELS)  # fewer rows save more than the slow level
        if len(data) <= ROOM:
            return data
        coarse = next(c for most, c in COARSE if len(data) < most * ROOM)
        data = few_rows if few_rows and coarse == 1 else packed(coarse, SLOW_LEVEL)
        if len(data) <= ROOM:
            return data
        columns_of = self._owned_columns()
        weights = {
            each: sum(size(self._columns[c], decimals.of([c]), coarse) for c in columns)
            for each, columns in columns_of.items()
        }
        while columns_of and (excess := len(data) - ROOM) > 0:
            while columns_of and excess > 0:
                enough = [each for each in columns_of if weights[each] >= min(excess, MIN_SAVING)]
                chosen = enough[-1] if enough else max(columns_of, key=weights.__getitem__)
                withheld.update(columns_of.pop(chosen))
                excess -= weights[chosen]  # roughly: it shares much with its neighbours
            data = packed(coarse, SLOW_LEVEL)
        return data

    def _columns_of(self, slider: str) -> list[int]:
        return [entry["sweeps"][slider] for entry in self.series if slider in entry["sweeps"]]

    def _owned_columns(self) -> dict[tuple[str, str], list[int]]:
        """Give the places of the columns by (who showed them first, slider), as they were drawn.

        All texts of one name count as one.
        """
        columns_of: dict[tuple[str, str], list[int]] = {}
        for owner, entry in zip(self._owners, self.series, strict=True):
            for control, column in entry["sweeps"].items():
                if control not in ("", EASE):
                    columns_of.setdefault((owner, control), []).append(column)
        return columns_of

    def _plain(
        self,
        about: Mapping[str, Any],
        decimals: Decimals,
        coarse: int,
        withheld: Collection[int],
    ) -> bytes:
        """Write what is not withheld; without `coarse`, all rows of it in their own units."""
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
                **about,
                "ink": self._ink(about.get("ink")),
                "groups": self._groups(sent),
                "positions": self.position_counts,
                "coarse": max(coarse, 1),
                "series": series,
                "charts": self.charts,
                "texts": self.texts,
                "exact": decimals.exact,
            },
            allow_nan=False,
        ).encode()
        return struct.pack("<I", len(header)) + header + packed.body

    def _ink(self, ink: dict[str, Any] | None) -> dict[str, Any] | None:
        """Add to what the page knows of drawing what the numbers are made of."""
        return ink and {**ink, "tables": [json.loads(table) for table in self.tables]}

    def _groups(self, sent: Sequence[Mapping[str, int]]) -> list[dict[str, Sequence[str]]]:
        """Give what elements have in common, and let each name its group."""
        groups: dict[tuple[tuple[str, ...], tuple[str, ...]], int] = {}
        for element in self._elements:
            missing = {c for i in element.series for c in self.series[i]["sweeps"].keys() - sent[i]}
            rows = tuple(c for c in element.sliders if c not in missing) + element.strokes
            group = element.sliders + element.choices, rows
            element.entry["group"] = groups.setdefault(group, len(groups))
        return [{"controls": controls, "rows": rows} for controls, rows in groups]
