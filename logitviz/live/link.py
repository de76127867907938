"""The live link: charts and texts follow a slider while it is dragged.

Streamlit reruns a page when a slider is released. Until then the script of the live link shows
rows of numbers that are computed here beforehand, one for every position of every slider. What the
browser does with them while both sides see each other late is written down in ``js/live.js``.
"""

import hashlib
import re
from collections.abc import Callable, Hashable, Mapping, Sequence, Set
from functools import partial
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from logitviz.charts.chart import Chart
from logitviz.charts.words import Words

from . import tables
from .cache import ByteCache, StateCache
from .controls import Control, Moving, NamedChoice
from .easing import take_eased
from .elements import OBJECT_BYTES, ChartElement, Element, Piece, TextElement
from .encoding import encoded, sweeps_of
from .figures import draw
from .ink import Inks, Pad
from .outline import Outline
from .readings import Consequence
from .scripts import compressed, joined, words_of_script
from .session import SCRIPT, Session, session
from .widgets import option_word, options_in_links

PLAN = "plan"
# The screen, and how often the theme has changed.
LINKED = re.compile(r"(desk|projector|frame|phone)( \d{1,4})?")
# What is equal for all visitors. Pieces are many small objects, which every search for garbage goes
# through: so they get less room.
PLANS = ByteCache(34_000_000)
PIECES = StateCache(ByteCache(4_000_000, lambda kept: getattr(kept, "nbytes", OBJECT_BYTES)))
Make = Callable[[Words, Any], str]  # makes a text with fields, of words and a state
MakeChart = Chart | Callable[[Words, Any], Chart]


# Two components: the script is the same in every run, so that it is sent only once.
_script = st.components.v2.component("logitviz_script", js=compressed("main"))
_plan = st.components.v2.component("logitviz_plan", js=joined("deliver"))


def start(words: Words) -> Session:
    """Start the script of the live link; learn what the browser says of itself."""
    visitor = session()
    visitor.words, page = words, words.lesson
    if visitor.page != page:
        visitor.page, visitor.charts = page, {}
    _script(
        key=SCRIPT,
        data={"page": page, **words_of_script(words)},
        on_linked_change=lambda: None,
        on_strokes_change=lambda: None,
        height=1,
    )
    # Not by a callback: Streamlit drops one that another run interrupts, but keeps the value.
    said = str(st.session_state.get(SCRIPT, {}).get("linked"))
    visitor.linked = said if LINKED.fullmatch(said) else visitor.linked
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
    words
        What it says.
    """

    def __init__(
        self,
        page: str,
        controls: Mapping[str, Control],
        values: dict[str, Any],
        state: Callable[[Mapping[str, Any]], Any],
        words: Words,
    ) -> None:
        self.page, self.controls, self.values, self.words = page, controls, values, words
        self.state = state(values)
        self.session = session()
        self.sliders: dict[str, Moving] = {}  # that the page has drawn
        self.consequences: dict[str, Consequence] = {}
        self.coupled: dict[str, Sequence[str]] = {}
        self.meanings: dict[str, str] = {}
        self.outline = Outline()
        self.pad: Pad | None = None
        self._elements: list[Element] = []

    def chart(self, chart: MakeChart, of: Any = None, *, pinned: bool = False) -> None:
        """Draw a chart that follows every slider on which its numbers depend.

        Parameters
        ----------
        chart
            The chart, or a function that makes it of the words and the state of the page.
        of
            A record to draw instead of the state of the page.
        pinned
            Whether a phone keeps it in sight above the controls of its container (page.css).
        """
        if of is None:
            piece = self._piece(_name(chart), partial(self._chart, chart, self.state))
        else:
            piece = self._chart(chart, of)
            self._elements.extend(piece.elements)
        for element in piece.elements:
            self.outline.add("chart", element.owner, element)
            draw(element, self.session, pinned=pinned)

    def _chart(self, chart: MakeChart, of: Any) -> Piece:
        with self.state.recorded() as read:
            made = chart if isinstance(chart, Chart) else chart(self.words, self.state)
        element = ChartElement.of(made, of)
        element.controls |= self._choices(read)
        return Piece([element])

    def _choices(self, read: Set[str]) -> Set[str]:
        """Give those that are no sliders: until its release, a slider changes numbers only."""
        return {key for key in read if not isinstance(self.controls.get(key), Moving)}

    def _piece(self, name: Hashable, make: Callable[[], Piece]) -> Piece:
        piece = PIECES.get((self.words, name), self.state, self.values, make)
        self._elements.extend(piece.elements)
        return piece

    # Texts.

    def _source(self, name: str, make: Make | None) -> tuple[str, Set[str]]:
        """Give the text with its fields, and the choices on which it depends."""
        if make is None:
            return self.words[name], frozenset()
        with self.state.recorded() as read:
            text = make(self.words, self.state)
        return text, self._choices(read)

    def _text(
        self, owner: str, selector: str, text: str, choices: Set[str] = frozenset()
    ) -> TextElement:
        try:
            element = TextElement.of(owner, f".st-key-live_{owner} {selector}", text, self.state)
        except ValueError as error:
            raise ValueError(f"{owner}: {error}") from error
        element.controls |= choices
        return element

    def readouts(self, *names: str, key: str = "readouts") -> None:
        """Show read-outs side by side: pieces of the prose, a label, a text, and a help text.

        `Words.readout` divides a piece; what it means is shown as help.
        """
        with st.container(key=key):
            for name in names:
                piece = self._piece(("readout", name), partial(self._readout, name))
                *_, meaning = self.words.readout(name)
                self.outline.add("readout", name, piece)
                with st.container(key=f"live_{name}"):
                    st.metric(piece.label, piece.text, help=meaning or None)

    def _readout(self, name: str) -> Piece:
        label, text, _ = self.words.readout(name)
        element = self._text(name, "[data-testid=stMetricValue]", text)
        return Piece([element], element.fill(), self.written(label))

    def text(self, name: str, make: Make | None = None) -> None:
        """Show a paragraph of plain text with fields: of the prose, or what `make` makes."""
        piece = self._piece(("text", name, make), partial(self._paragraph, name, make))
        self.outline.add("text", name, piece)
        with st.container(key=f"live_{name}"):
            st.markdown(piece.text)

    def _paragraph(self, name: str, make: Make | None) -> Piece:
        element = self._text(name, "p", *self._source(name, make))
        return Piece([element], element.fill())

    def table(self, name: str, labels: Sequence[str] = (), make: Make | None = None) -> None:
        """Show a table with fields in its cells: of the prose, or what `make` makes.

        `tables.rows` reads it. Fields of the head follow no slider.
        """
        piece = self._piece(
            ("table", name, make, *labels), partial(self._table, name, labels, make)
        )
        self.outline.add("table", name, piece)
        with st.container(key=f"live_{name}"):
            st.markdown(piece.text)

    def _table(self, name: str, labels: Sequence[str], make: Make | None) -> Piece:
        text, choices = self._source(name, make)
        head, *rows = tables.rows(text, labels)
        elements = []
        for r, row in enumerate(rows, 1):
            for c, cell in enumerate(row, 1):
                if "{" in cell:
                    selector = f"tr:nth-child({r}) td:nth-child({c})"
                    elements.append(self._text(name, selector, cell, choices))
                    row[c - 1] = elements[-1].fill()
        lines = [[self.written(cell) for cell in head], ["---"] * len(head), *rows]
        written = "\n".join(f"| {' | '.join(line)} |" for line in lines)
        return Piece(elements, written, self.words[f"part_{name}"])

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

    def shown(self, key: str, value: Any) -> str:
        """Write the value of a control as it shows it; none is the default."""
        control = self.controls[key]
        if isinstance(control, NamedChoice):
            return option_word(self.words, control, control.default if value is None else value)
        return control.shown(value)

    # What only Python can draw.

    def snapshot(self, name: str, *keys: str) -> DeltaGenerator:
        """Open a container for what only Python can draw: the link hides it in other states.

        Parameters
        ----------
        name
            Its key.
        *keys
            The controls on which it depends, or values of the page that are no controls; without
            any, all that are drawn before it.
        """
        container = st.container(key=f"snapshot_of_{name}" if keys else f"snapshot_{name}")
        wanted = keys or (*self.controls, *self.values)
        known = [(k, st.session_state.get(k, self.values.get(k))) for k in wanted]
        values = repr((self.page, [pair for pair in known if pair[1] is not None]))
        digest = hashlib.blake2b(values.encode(), digest_size=8).hexdigest()
        self.session.snapshots[name] = (digest, keys)
        container.html(f'<i data-snapshot="{name}" data-state="{digest}"></i>')
        return container

    # The plan.

    def mount(self) -> None:
        """Send the plan, when everything is drawn."""
        eased = take_eased(self.sliders)
        about = self.about() | {"eased": eased.before}
        sweeps = sweeps_of(self.state, self.sliders, self.consequences) | eased.sweeps(self.state)
        keys = {slider: sweep.key for slider, sweep in sweeps.items()}
        known = repr((about, keys, [element.identity for element in self._elements]))
        digest = hashlib.blake2b(known.encode(), digest_size=16).digest()

        def data() -> bytes:
            inks = Inks(self.state, self.pad) if self.pad else None
            return encoded(self._elements, sweeps, about, inks)

        _plan(key=PLAN, data=PLANS.get(digest, data), height=1)

    def about(self) -> dict[str, Any]:
        """Say what else than numbers belongs to the plan."""
        here = {k: st.session_state[k] for k in self.controls if k in st.session_state}
        return {
            "page": self.page,
            "linked": self.session.linked,
            "snapshots": self.session.snapshots,
            "meanings": self.meanings,
            "coupled": self.coupled,
            "ink": self.pad and self.pad.header(self.state, self.words["pad"]),
            "controls": {k: c.position(here[k]) for k, c in self.sliders.items()}
            | {k: float(found.value) for k, found in self.consequences.items()},
            "given": [repr(v) for k, v in self.values.items() if k not in self.controls],
            "choices": {k: self.shown(k, v) for k, v in here.items() if k not in self.sliders},
            "options": options_in_links(self.controls),
            "link": {k: None if v == self.controls[k].default else v for k, v in here.items()},
        }


def _name(made: MakeChart) -> Hashable:
    """Tell a chart, or what makes one, apart from others, also in the next run."""
    if isinstance(made, Chart):
        return made.key, made.digest
    if isinstance(made, partial):  # another one in every run
        return made.func, made.args, tuple(sorted(made.keywords.items()))
    return made
