"""The plan of pages that still compute their sweeps by hand."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from logitviz.charts.formats import Form
from logitviz.charts.old_chart import Chart, State, Values

from . import plan

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
    new: plan.Plan = field(default_factory=plan.Plan, init=False)

    @property
    def series(self) -> list[dict[str, Any]]:
        """Give the series."""
        return self.new.series

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
        self.new.chart(chart.key, entry, self._element(chart.key, entry, refs, sweeps))

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
        parts, refs = [], []
        for index, (value, form, column) in enumerate(now):
            moving = {control: row[index][0] for control, row in sweeps.items()}
            refs.append(self._series_index(name, value, moving, form))
            parts.append([refs[-1], form, column])
        numbered = template.format(*(f"{{{i}}}" for i in range(len(parts))))
        entry = {"selector": selector, "template": numbered, "parts": parts}
        self.new.text(entry, self._element(name, entry, refs, sweeps))

    def _element(
        self, name: str, entry: dict[str, Any], refs: Sequence[int], sweeps: Mapping[str, object]
    ) -> plan.Element:
        chosen = (c for c in self.choices if c not in self.scopes or name in self.scopes[c])
        return plan.Element(entry, refs, tuple(sweeps), tuple(chosen))

    def _series_index(
        self, name: str, now: Values, moving: Mapping[str, Values], form: Form | None
    ) -> int:
        batches = {c: v.array for c, v in moving.items() if v.array.ndim > now.array.ndim}
        for control, rows in batches.items():
            positions = self.new.positions.setdefault(control, len(rows))
            if positions != len(rows):
                raise ValueError(f"{control} has {positions} positions elsewhere, here {len(rows)}")
        return self.new.number(name, now.array, batches, form, now.span)

    def encode(self) -> bytes:
        """Pack it all."""
        return self.new.encode(
            {
                **self.about,
                "controls": dict(self.controls),
                "linked": self.linked,
                "coupled": {key: list(keys) for key, keys in self.coupled.items()},
                "choices": dict(self.choices),
            }
        )
