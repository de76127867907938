"""The frame of every page: its title, the menu, its prose, notices."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from logitviz.lessons import PAGES
from logitviz.live.old_link import Link, still
from logitviz.live.old_table import TABLE, keys_of
from logitviz.live.prose import pieces, prose
from logitviz.live.session import session
from logitviz.shell.page import GLOSSARY, _keep_what_is_loaded, _run_the_rest, header


@dataclass(frozen=True)
class Frame:
    """A page being drawn: its prose by name, and places that are filled later.

    Parameters
    ----------
    name
        Its name in `PAGES`.
    text
        Its prose, by the names in its Markdown.
    glossary, link, data
        The panels of the menu with all terms, with its address and with its numbers.
    unseen
        A place for controls that only carry a value of the link for another page.
    """

    name: str
    text: dict[str, str]
    glossary: DeltaGenerator
    link: DeltaGenerator
    data: DeltaGenerator
    unseen: DeltaGenerator

    def late(self, place: DeltaGenerator) -> DeltaGenerator:
        """Give a control its place, but not in the first run, which only needs its value.

        A browser loads and draws a box for a number in the time that a chart takes.
        """
        return place if session().opened else self.unseen

    def fold(self, link: Link) -> None:
        """End the first run of a visit here, so that what lies above shows first.

        The rest comes with the run that the live link asks for once the charts above stand, or a
        second later; where no link runs, after some more. A page that has told its server that the
        link runs, and outlives it, is whole already and is not cut.
        """
        opened = session().opened or session().linked
        session().opened = True
        if opened:
            return
        link.mount()
        _run_the_rest()
        st.stop()

    def end(self, link: Link, files: Mapping[str, str]) -> None:
        """Draw what needs the whole page, or can wait: the way on, the panels, the live link."""
        names = list(PAGES)
        path, _ = PAGES[names[(names.index(self.name) + 1) % len(names)]]
        st.page_link(path, label=self.text["next"], icon=":material/arrow_forward:")
        state = {key: st.session_state.get(key) for key in keys_of(self.name)}
        state = {key: value for key, value in state.items() if value is not None}  # empty: default
        self.glossary.markdown(pieces(GLOSSARY)["glossary"])
        with self.link, still("link"):
            st.code(address(state), None, wrap_lines=True)
        with self.data, still("data"):
            for name, text in files.items():
                st.download_button(name, text, name, "text/csv", on_click="ignore")
        link.mount()
        _keep_what_is_loaded()


def frame(page: str) -> Frame:
    """Start a page: its title in the browser, the menu, and the sentence it teaches.

    Every page calls this first, itself: the first visitor of a cold server may open any of them.
    """
    if st.session_state.get("_page") != page:
        st.session_state.update(_page=page, _charts={})
    panels = header(page)
    st.session_state["_linked"] = session().linked
    st.session_state["_stills"] = {}
    text = prose(page)
    with st.container(key="lead"):
        st.markdown(text["lead"], anchors=False)
    return Frame(page, text, *panels, panels.link.container(key="carried"))


def _written(value: object) -> str:
    """Write a value as Streamlit does in the address bar."""
    if isinstance(value, bool):
        return str(value).lower()
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def address(values: Mapping[str, object]) -> str:
    """Write the address of this page with every value that differs from its default."""
    query = {key: _written(value) for key, value in values.items() if value != TABLE[key].default}
    base = str(st.context.url or "").split("?")[0]
    return f"{base}?{urlencode(query)}" if query else base
