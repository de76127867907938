"""The live link: charts and readouts follow a slider while the hand moves it.

Streamlit reruns a page when a slider is released. Until then ``live.js`` shows rows of numbers
that the core has computed here beforehand, one for every position of every slider. A page draws
its charts and readouts through one `Link` and mounts it last. What the browser does with them
while both sides see each other late is written down in ``live.js``.
"""

import hashlib
import zlib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import numpy as np
import streamlit as st

from logitviz.charts.formats import Form, written
from logitviz.charts.old_chart import Chart, Values
from logitviz.live.old_plan import Part, Plan
from logitviz.live.old_table import keys_of, position, shown

from .link import CONFIG, PLAIN, PLAN, _plan, grown

State = TypeVar("State")
# Numbers, one per state, and how to write them; or numbers [..., n], how, and which of the n.
Parts = Callable[[Any], Sequence[tuple[Any, Form] | tuple[Any, Form, int]]]
DIGITS = 5


@dataclass(eq=False)
class Link:
    """One page's live charts and readouts.

    Parameters
    ----------
    sliders
        The keys of the page's sliders that something follows.
    coupled
        For a slider, the keys of controls that show a consequence of it and hide while it moves.
    scopes
        For other controls of the page, the keys of the charts and readouts that they change; a
        control that is not listed changes all.
    meanings
        For a slider, the key of the choice that says what it moves.
    """

    sliders: Sequence[str]
    coupled: Mapping[str, Sequence[str]] = field(default_factory=dict)
    scopes: Mapping[str, Collection[str]] = field(default_factory=dict)
    meanings: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Start the plan; remember which charts this page has drawn."""
        linked = str(st.session_state["_linked"])
        screen, _, self.themes = linked.partition(" ")
        self.growth = 1.5 if screen == "projector" else 1.0
        bound = keys_of(st.session_state["_page"])
        self.choices = [key for key in bound if key not in self.sliders]
        self.plan = Plan({}, linked, self.coupled, dict.fromkeys(self.choices, ""), self.scopes)
        self._drawn: dict[str, Any] = st.session_state.setdefault("_charts", {}) if linked else {}
        # Once the link runs, its plan has the numbers, and those of a figure are not seen.
        self._digits = DIGITS if linked else None

    def chart(self, chart: Chart[State], state: State, sweeps: Mapping[str, State]) -> None:
        """Draw a chart that follows the sliders in `sweeps`.

        Streamlit builds a chart anew, with a blank moment, whenever its figure differs. Once the
        live link is known to run, the first figure stays (until the theme changes), and the link,
        which is sent the state of every run, brings it to the present.
        """
        # Charts of two pages may have one key: who draws it is part of what is kept.
        origin = (chart.skeleton.__module__, chart.skeleton.__qualname__)
        revision = (origin, chart.revision, self.growth, self.themes)
        skeleton = f"{zlib.crc32(repr(revision).encode()):08x}"
        self.plan.chart(chart, state, sweeps, skeleton)
        kept = self._drawn.get(chart.key)
        if kept is None or kept[0] != revision:
            figure = grown(chart.figure(state, self._digits), self.growth)
            figure.layout.meta = skeleton
            if not any(trace.type == "heatmap" for trace in figure.data):
                figure.layout.template = PLAIN
            kept = (revision, figure, chart.alt(state))
        self._drawn[chart.key] = kept
        st.plotly_chart(kept[1], key=chart.key, alt=kept[2], config=CONFIG)

    def _text(
        self, key: str, place: str, template: str, parts: Parts, state: Any,
        sweeps: Mapping[str, Any],
    ) -> str:  # fmt: skip
        now = [_part(*part) for part in parts(state)]
        moving = {
            control: [_part(*part) for part in parts(batch)] for control, batch in sweeps.items()
        }
        self.plan.text(f".st-key-live_{key} {place}", template, now, moving, key)
        return template.format(*(written(v.array[column], form) for v, form, column in now))

    def metric(
        self,
        key: str,
        label: str,
        template: str,
        parts: Parts,
        state: State,
        sweeps: Mapping[str, State],
        *,
        help: str | None = None,  # noqa: A002 # Streamlit's own name for it
    ) -> None:
        """Show a readout that follows the sliders in `sweeps`."""
        text = self._text(key, "[data-testid=stMetricValue]", template, parts, state, sweeps)
        with st.container(key=f"live_{key}"):
            st.metric(label, text, help=help)

    def sentence(
        self, key: str, template: str, parts: Parts, state: State, sweeps: Mapping[str, State]
    ) -> None:
        """Show a sentence with numbers that follow; the template is plain text."""
        text = self._text(key, "p", template, parts, state, sweeps)
        with st.container(key=f"live_{key}"):
            st.markdown(text)

    def table(
        self,
        key: str,
        header: Sequence[str],
        rows: Sequence[tuple[str, Sequence[tuple[str, Parts] | None]]],
        state: State,
        sweeps: Mapping[str, State],
    ) -> None:
        """Show a table whose cells follow; a row is its label and its cells, None an empty one."""
        lines = ["| " + " | ".join(header) + " |", "|" + "---|" * len(header)]
        for r, (label, cells) in enumerate(rows, 1):
            row = [label]
            for c, cell in enumerate(cells, 2):
                place = f"tr:nth-child({r}) td:nth-child({c})"
                row.append(self._text(key, place, *cell, state, sweeps) if cell else "")
            lines.append("| " + " | ".join(row) + " |")
        with st.container(key=f"live_{key}"):
            st.markdown("\n".join(lines))

    def mount(self) -> None:
        """Send the plan, when all is drawn."""
        here = st.session_state
        self.plan.controls = {k: position(k, here[k]) for k in self.sliders if k in here}
        self.plan.choices = {k: shown(k, here[k]) for k in self.choices if k in here}
        self.plan.about = {
            "page": here["_page"],
            "snapshots": here["_stills"],
            "meanings": dict(self.meanings),
        }
        _plan(key=PLAN, data=self.plan.encode(), height=1)


def _part(numbers: Any, form: Form, column: int | None = None) -> Part:
    if column is None:
        return Values(np.asarray(numbers, dtype=np.float64)[..., None]), form, 0
    return Values(numbers), form, column


def _digest(keys: Collection[str] = ()) -> str:
    """Name the state of the page: the values of some of its controls, or of all drawn so far."""
    page = st.session_state["_page"]
    named = keys or keys_of(page)
    values = [(key, st.session_state[key]) for key in named if key in st.session_state]
    return hashlib.blake2b(repr((page, values)).encode(), digest_size=8).hexdigest()


def still(name: str, *keys: str) -> Any:
    """Open a container for what only Python can draw: the live link hides it in other states.

    It begins with the digest of its state, so that the link knows which state it belongs to. The
    state is that of some controls, or of all of the page, which then have to be drawn before it.
    """
    place = st.container(key=f"snapshot_of_{name}" if keys else f"snapshot_{name}")
    state = _digest(keys)
    st.session_state["_stills"][name] = [state, keys]
    place.html(f'<i data-snapshot="{name}" data-state="{state}"></i>')
    return place
