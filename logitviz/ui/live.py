"""The live link: charts and readouts follow a slider while the hand moves it.

Streamlit reruns a page when a slider is released. Until then ``live.js`` shows rows of numbers
that the core has computed here beforehand, one for every position of every slider. A page draws
its charts and readouts through one `Link` and mounts it last.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import plotly.graph_objects as go
import streamlit as st

from logitviz.charts.chart import Chart, Values
from logitviz.charts.frames import Part, Plan
from logitviz.charts.text import Form, written

from .state import position

State = TypeVar("State")
# Numbers, one per state, and how to write them; or numbers [..., n], how, and which of the n.
Parts = Callable[[Any], Sequence[tuple[Any, Form] | tuple[Any, Form, int]]]
COMPONENT = "live_link"
HERE = Path(__file__).parent
CONFIG = {
    "displaylogo": False,
    "modeBarButtons": [["toImage"]],
    "toImageButtonOptions": {"format": "svg", "filename": "logitviz"},
}

_component = st.components.v2.component(
    "logitviz_live_link",
    js="\n".join(
        (HERE / name).read_text(encoding="utf-8") for name in ("live.js", "history.js", "panels.js")
    ),
)


def _told() -> str:
    """Give what the browser has last said of itself: on this page, or on the one before."""
    # Not by a callback: Streamlit drops one that another run interrupts, but keeps the value.
    now = st.session_state.get(COMPONENT, {}).get("linked")
    st.session_state["_linked"] = now or st.session_state.get("_linked", "")
    return str(st.session_state["_linked"])


@dataclass(eq=False)
class Link:
    """One page's live charts and readouts.

    Parameters
    ----------
    sliders
        The keys of the page's sliders that something follows.
    coupled
        For a slider, the keys of controls that show a consequence of it and hide while it moves.
    """

    sliders: Sequence[str]
    coupled: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Start the plan; remember which charts this page has drawn."""
        linked = _told()
        screen, _, self.evenings = linked.partition(" ")
        self.growth = 1.5 if screen == "projector" else 1.0
        self.plan = Plan({}, linked, self.coupled)
        self._drawn: dict[str, Any] = st.session_state.setdefault("_charts", {}) if linked else {}

    def chart(self, chart: Chart[State], state: State, sweeps: Mapping[str, State]) -> None:
        """Draw a chart that follows the sliders in `sweeps`.

        Streamlit builds a chart anew, with a blank moment, whenever its figure differs. Once the
        live link is known to run, the first figure stays (until the theme changes), and the link,
        which is sent the state of every run, brings it to the present.
        """
        self.plan.chart(chart, state, sweeps)
        kept = self._drawn.get(chart.key)
        # Charts of two pages may have one key: who draws it is part of what is kept.
        origin = (chart.skeleton.__module__, chart.skeleton.__qualname__)
        revision = (origin, chart.revision, self.growth, self.evenings)
        if kept is None or kept[0] != revision:
            figure = grown(chart.figure(state), self.growth)
            if self.evenings:  # another figure, which Streamlit gives the colours of the theme
                figure.layout.meta = self.evenings
            kept = (revision, figure, chart.alt(state))
        self._drawn[chart.key] = kept
        st.plotly_chart(kept[1], key=chart.key, alt=kept[2], config=CONFIG)

    def _text(
        self, selector: str, template: str, parts: Parts, state: Any, sweeps: Mapping[str, Any]
    ) -> str:
        now = [_part(*part) for part in parts(state)]
        moving = {
            control: [_part(*part) for part in parts(batch)] for control, batch in sweeps.items()
        }
        self.plan.text(selector, template, now, moving)
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
        selector = f".st-key-live_{key} [data-testid=stMetricValue]"
        text = self._text(selector, template, parts, state, sweeps)
        with st.container(key=f"live_{key}"):
            st.metric(label, text, help=help)

    def sentence(
        self, key: str, template: str, parts: Parts, state: State, sweeps: Mapping[str, State]
    ) -> None:
        """Show a sentence with numbers that follow; the template is plain text."""
        text = self._text(f".st-key-live_{key} p", template, parts, state, sweeps)
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
            shown = [label]
            for c, cell in enumerate(cells, 2):
                selector = f".st-key-live_{key} tbody tr:nth-child({r}) td:nth-child({c})"
                shown.append(self._text(selector, *cell, state, sweeps) if cell else "")
            lines.append("| " + " | ".join(shown) + " |")
        with st.container(key=f"live_{key}"):
            st.markdown("\n".join(lines))

    def mount(self) -> None:
        """Send the plan, when all is drawn."""
        self.plan.controls = {
            key: position(key, st.session_state[key])
            for key in self.sliders
            if key in st.session_state
        }
        _component(key=COMPONENT, data=self.plan.encode(), on_linked_change=lambda: None, height=1)
        # A restarted server is told again what the browser told the one before, but cannot read it
        # until the component is there.
        if _told() != self.plan.linked:
            st.rerun()


def grown(figure: go.Figure, growth: float) -> go.Figure:
    """Enlarge a figure for a projector: its height, its margins and its words."""
    if growth == 1:
        return figure
    for size in ("height", "font.size", "title.font.size", *(f"margin.{side}" for side in "tblr")):
        figure.layout[size] = round(figure.layout[size] * growth)
    for axis in (*figure.select_xaxes(), *figure.select_yaxes()):
        if axis.tickfont.size:
            axis.tickfont.size = round(axis.tickfont.size * growth)
    if figure.layout.legend.font.size:
        figure.layout.legend.font.size = round(figure.layout.legend.font.size * growth)
    for trace in figure.select_traces(lambda t: "textfont" in t and t.textfont.size):
        trace.textfont.size = round(trace.textfont.size * growth)
    return figure


def _part(numbers: Any, form: Form, column: int | None = None) -> Part:
    if column is None:
        return Values(np.asarray(numbers, dtype=np.float64)[..., None]), form, 0
    return Values(numbers), form, column


def still(name: str) -> Any:
    """Open a container for what cannot follow a hand: it shows nothing while one moves."""
    return st.container(key=f"still_{name}")
