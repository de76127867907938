"""The live link: charts and texts follow a slider while it is dragged.

Streamlit reruns a page when a slider is released. Until then the script of the live link shows
rows of numbers that are computed here beforehand, one for every position of every slider. What the
browser does with them while both sides see each other late is written down in ``js/live.js``.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence, Set
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from logitviz.charts.chart import Chart

from . import plan, tables
from .cache import ByteCache
from .controls import Control, Moving
from .elements import ChartElement, Element, Sweep, TextElement
from .figures import draw
from .scripts import compressed, joined
from .session import Session, session

SCRIPT, PLAN = "script", "plan"
PLANS = ByteCache(64_000_000)
Make = Callable[[Any], str]  # makes a text with fields from the state


# Two components: the script is the same in every run, so that it is sent only once.
_script = st.components.v2.component("logitviz_script", js=compressed("main"))
_plan = st.components.v2.component("logitviz_plan", js=joined("deliver"))


def start(page: str) -> Session:
    """Start the script of the live link; learn what the browser says of itself."""
    visitor = session()
    if visitor.page != page:
        visitor.page, visitor.charts = page, {}
    _script(key=SCRIPT, data=page, on_linked_change=lambda: None, height=1)
    # Not by a callback: Streamlit drops one that another run interrupts, but keeps the value.
    visitor.linked = st.session_state.get(SCRIPT, {}).get("linked") or visitor.linked
    visitor.snapshots = {}
    return visitor


class Live:
    """The live charts and texts of one run of a page.

    Parameters
    ----------
    page
        The name of the lesson.
    controls
        Its controls by their keys.
    values
        The values of those that are drawn.
    state
        Makes its state of the values.
    text
        Its prose by the names of its pieces.
    """

    def __init__(
        self,
        page: str,
        controls: Mapping[str, Control],
        values: dict[str, Any],
        state: Callable[[Mapping[str, Any]], Any],
        text: Mapping[str, str],
    ) -> None:
        self.page, self.controls, self.values, self.words = page, controls, values, text
        self.state = state(values)
        self.session = session()
        self.sliders: dict[str, Moving] = {}  # that the page has drawn
        self.consequences: dict[str, tuple[str, Any]] = {}
        self.coupled: dict[str, Sequence[str]] = {}
        self.meanings: dict[str, str] = {}
        self._elements: list[Element] = []

    # Charts.

    def chart(self, chart: Chart | Callable[[Any], Chart], of: Any = None) -> None:
        """Draw a chart that follows every slider on which its numbers depend.

        Parameters
        ----------
        chart
            The chart, or a function that makes it from the state.
        of
            A record to draw instead of the state of the page.
        """
        with self.state.recorded() as read:
            made = chart if isinstance(chart, Chart) else chart(self.state)
        element = ChartElement.of(made, self.state if of is None else of)
        element.controls |= self._choices(read)
        self._elements.append(element)
        draw(element, self.session)

    def _choices(self, read: set[str]) -> set[str]:
        # Until it is released, a slider changes the numbers of a chart or text, and nothing else.
        return {key for key in read if not isinstance(self.controls.get(key), Moving)}

    # Texts.

    def _made(self, name: str, make: Make | None) -> tuple[str, set[str]]:
        # A text, and the choices on which it depends.
        if make is None:
            return self.words[name], set()
        with self.state.recorded() as read:
            text = make(self.state)
        return text, self._choices(read)

    def _text(self, owner: str, place: str, text: str, choices: Set[str] = frozenset()) -> str:
        try:
            element = TextElement.of(owner, f".st-key-live_{owner} {place}", text, self.state)
        except ValueError as error:
            raise ValueError(f"{owner}: {error}") from error
        element.controls |= choices
        self._elements.append(element)
        return element.fill()

    def readouts(self, *names: str, key: str = "readouts") -> None:
        """Show read-outs side by side: pieces of the prose, a label, a text, and a help text.

        A piece is ``label: text with {fields:formats}``, divided at the last colon with a space;
        what stands below an empty line is shown as help.
        """
        with st.container(key=key):
            for name in names:
                line, _, meaning = self.words[name].partition("\n\n")
                label, _, text = line.rpartition(": ")
                label = self.written(label)
                shown = self._text(name, "[data-testid=stMetricValue]", text)
                with st.container(key=f"live_{name}"):
                    st.metric(label, shown, help=meaning or None)

    def text(self, name: str, make: Make | None = None) -> None:
        """Show a paragraph of plain text with fields: of the prose, or what `make` makes."""
        shown = self._text(name, "p", *self._made(name, make))
        with st.container(key=f"live_{name}"):
            st.markdown(shown)

    def table(self, name: str, labels: Sequence[str] = (), make: Make | None = None) -> None:
        """Show a table with fields in its cells: of the prose, or what `make` makes.

        `tables.rows` reads it. Fields of the head follow no slider.
        """
        text, choices = self._made(name, make)
        head, *rows = tables.rows(text, labels)
        for r, row in enumerate(rows, 1):
            for c, cell in enumerate(row, 1):
                if "{" in cell:
                    place = f"tr:nth-child({r}) td:nth-child({c})"
                    row[c - 1] = self._text(name, place, cell, choices)
        lines = [[self.written(cell) for cell in head], ["---"] * len(head), *rows]
        with st.container(key=f"live_{name}"):
            st.markdown("\n".join(f"| {' | '.join(line)} |" for line in lines))

    def written(self, text: str, of: Any = None) -> str:
        """Fill the fields of a text that does not follow a slider, such as a label.

        Parameters
        ----------
        text
            The text.
        of
            A record whose fields it names instead of those of the state of the page.
        """
        return TextElement.of("", "", text, self.state if of is None else of).fill()

    # What only Python can draw.

    def snapshot(self, name: str, *keys: str) -> DeltaGenerator:
        """Open a container for what only Python can draw: the link hides it in other states.

        Parameters
        ----------
        name
            Its key.
        *keys
            The controls on which it depends; without any, all that are drawn before it.
        """
        place = st.container(key=f"snapshot_of_{name}" if keys else f"snapshot_{name}")
        known = [(k, st.session_state.get(k)) for k in keys or self.controls]
        values = repr((self.page, [pair for pair in known if pair[1] is not None]))
        digest = hashlib.blake2b(values.encode(), digest_size=8).hexdigest()
        self.session.snapshots[name] = (digest, keys)
        place.html(f'<i data-snapshot="{name}" data-state="{digest}"></i>')
        return place

    # The plan.

    def mount(self) -> None:
        """Send the plan, when everything is drawn."""
        about = self._about()
        known = [(e.entry(range(len(e.readings))), e.digest) for e in self._elements]
        digest = hashlib.blake2b(repr((about, known)).encode(), digest_size=16).digest()
        _plan(key=PLAN, data=PLANS.get(digest, lambda: self._encoded(about)), height=1)

    def _about(self) -> dict[str, Any]:
        here = {k: st.session_state[k] for k in self.controls if k in st.session_state}
        return {
            "page": self.page,
            "linked": self.session.linked,
            "snapshots": self.session.snapshots,
            "meanings": self.meanings,
            "coupled": self.coupled,
            "controls": {k: c.position(here[k]) for k, c in self.sliders.items()}
            | {k: float(st.session_state[k]) for k in self.consequences},
            "choices": {
                k: self.controls[k].shown(v) for k, v in here.items() if k not in self.sliders
            },
        }

    def _sweeps(self) -> dict[str, Sweep]:
        moved = {key: (key, slider.positions) for key, slider in self.sliders.items()}
        return {
            slider: Sweep(self.state.replaced({control: rows}), control, len(rows))
            for slider, (control, rows) in (moved | self.consequences).items()
        }

    def _encoded(self, about: Mapping[str, Any]) -> bytes:
        sweeps = self._sweeps()
        found = plan.Plan({slider: sweep.positions for slider, sweep in sweeps.items()})
        for element in self._elements:
            places = [r.add_to(found, element.owner, sweeps) for r in element.readings]
            sliders = tuple(s for s, sweep in sweeps.items() if sweep.control in element.controls)
            choices = tuple(k for k in about["choices"] if k in element.controls)
            entry = element.entry(places)
            listed = plan.Element(entry, places, sliders, choices)
            if isinstance(element, ChartElement):
                found.chart(element.owner, entry, listed)
            else:
                found.text(entry, listed)
        return found.encode(about)
