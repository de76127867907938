"""A page: its menu, its controls, its live charts and texts, and the panels around them."""

import gc
import re
from collections.abc import Callable, Mapping
from functools import cache, partial
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from logitviz.lessons import MENU, PAGES
from logitviz.live.controls import Control, Moving, by_key
from logitviz.live.link import Live, start
from logitviz.live.prose import LANGUAGE, pieces, prose
from logitviz.live.session import session
from logitviz.live.shared import EVERYWHERE
from logitviz.live.widgets import widget

GLOSSARY = Path(__file__).with_name(f"glossary.{LANGUAGE}.md")
STYLE = re.sub(
    r"/\*.*?\*/|^ +", "", Path(__file__).with_name("page.css").read_text("utf-8"), flags=re.S | re.M
)
READOUTS = Path(__file__).parents[1] / "live" / f"readouts.{LANGUAGE}.md"


class Panels(NamedTuple):
    """The panels of the menu, filled when the page is drawn."""

    glossary: DeltaGenerator
    link: DeltaGenerator
    data: DeltaGenerator


class Values(dict[str, Any]):
    """The values of the controls that are drawn; one that is asked for before is carried."""

    def __init__(self, carry: Callable[[str], Any]) -> None:
        super().__init__()
        self.carry = carry

    def __missing__(self, key: str) -> Any:
        """Draw the control where nobody sees it."""
        return self.carry(key)


class Page(Live):
    """A page being drawn, from top to bottom.

    Parameters
    ----------
    name
        The name of the lesson.
    controls
        What its link carries.
    state
        Makes its state of the values of the controls.
    panels
        The panels of the menu.
    """

    def __init__(
        self,
        name: str,
        controls: Mapping[str, Control],
        state: Callable[[Mapping[str, Any]], Any],
        panels: Panels,
    ) -> None:
        self.panels = panels
        self.unseen = panels.link.container(key="carried")
        super().__init__(
            name, controls, Values(self._carried), state, pieces(READOUTS) | prose(name)
        )

    def control(self, key: str, label: str = "", *, early: bool = False, **options: Any) -> Any:
        """Draw a control of the lesson; give its value.

        Parameters
        ----------
        key
            Its key in the link.
        label
            Another label than its own.
        early
            In the first run of a visit, which only needs its value, carry it unseen: the browser
            loads and draws a box for a number in the time that a chart takes.
        **options
            Further options of Streamlit's widget.
        """
        if early and not self.session.opened:
            return self.values[key]
        if key in self.values:
            raise ValueError(f"control {key} is drawn after its value was read")
        control = self.controls[key]
        if isinstance(control, Moving):
            self.sliders[key] = control
        self.values[key] = widget(control, label or control.label, **options)
        return self.values[key]

    def _carried(self, key: str) -> Any:
        if key not in self.controls:
            raise KeyError(key)
        control = self.controls[key]
        with self.unseen:
            self.values[key] = widget(control, control.label)
        return self.values[key]

    def fold(self) -> None:
        """End the first run of a visit here, so that what lies above shows first.

        The rest comes with the run that the live link asks for once the charts above stand, or a
        second later; where no link runs, after some more. A page that has told its server that the
        link runs, and outlives that server, is complete already and does not end here.
        """
        complete = self.session.opened or self.session.linked
        self.session.opened = True
        if complete:
            return
        for control in EVERYWHERE:  # for a reader who goes to another page before the second run
            self.values[control.key]
        self.mount()
        _run_the_rest()
        st.stop()

    def close(self, **files: Callable[[Any], str]) -> None:
        """Draw what needs the whole page or can wait: the way on, the panels, the live link.

        Parameters
        ----------
        **files
            Functions of the state that write the files of the data panel; ``logits_csv`` is
            offered as logits.csv.
        """
        for key in self.controls:  # Streamlit forgets a control that a page does not draw
            self.values[key]
        names = list(PAGES)
        path, _ = PAGES[names[(names.index(self.page) + 1) % len(names)]]
        st.page_link(path, label=self.words["next"], icon=":material/arrow_forward:")
        self.panels.glossary.markdown(pieces(GLOSSARY)["glossary"])
        with self.panels.link, self.snapshot("link"):
            st.code(self._address(), None, wrap_lines=True)
        with self.panels.data, self.snapshot("data"):
            for name, write in files.items():
                file = ".".join(name.rsplit("_", 1))
                st.download_button(
                    file, partial(write, self.state), file, "text/csv", on_click="ignore"
                )
        self.mount()
        _keep_what_is_loaded(self.page)

    def _address(self) -> str:
        """Write the address of this page with every value that differs from its default."""
        here = {key: st.session_state.get(key) for key in self.controls}
        query = {
            key: _in_address(value)
            for key, value in here.items()
            if value not in (None, self.controls[key].default)  # empty: the default
        }
        base = str(st.context.url or "").split("?")[0]
        return f"{base}?{urlencode(query)}" if query else base


def _in_address(value: object) -> str:
    """Write a value as Streamlit does in the address bar."""
    if isinstance(value, bool):
        return str(value).lower()
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


@cache
def _keep_what_is_loaded(page: str) -> None:
    """Spare what is loaded for good (modules, validators, prose) the search for garbage.

    Streamlit searches all objects after every run, while nothing else of the server goes on: some
    50 ms, most of it for these. Each page loads more of them when it is first opened. What the run
    holds at this moment is kept with them.
    """
    gc.collect()
    gc.freeze()


@st.fragment(run_every=5.0)
def _run_the_rest() -> None:
    """Run the whole page again, but not at once: the first call belongs to the run it ends."""
    if session().asks_again:
        st.rerun()
    session().asks_again = True


def header(name: str) -> Panels:
    """Start a page: its title in the browser, the style sheet, the script, the menu."""
    title = f"{PAGES[name][1]} · logitviz"
    st.set_page_config(title, layout="wide", initial_sidebar_state="collapsed")
    st.html(f"<style>{STYLE}</style>")  # first of all, so that what it hides never shows
    st.html('<p class="logitviz-loading" role="status">Loading the charts …</p>')
    start(name)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="menu"):
        st.markdown("**logitviz**", width="content")
        for group, pages in MENU.items():
            with st.popover(f"**{group}**" if name in pages else group, type="tertiary"):
                for path, label in pages.values():
                    st.page_link(path, label=label)
        with st.container(horizontal=True, horizontal_alignment="right", key="panels"):
            return Panels(
                st.popover("Glossary", icon=":material/menu_book:"),
                st.popover("Link", icon=":material/link:"),
                st.popover("Data", icon=":material/download:"),
            )


def open_page(name: str) -> Page:
    """Start the page of a lesson: its menu, and the sentence that it teaches.

    Every page calls this first, itself: the first visitor of a cold server may open any of them.
    """
    lesson = import_module(f"logitviz.lessons.{name}")
    page = Page(name, by_key(lesson.CONTROLS), lesson.State, header(name))
    with st.container(key="lead"):
        st.markdown(page.words["lead"], anchors=False)
    return page
