"""The frame of every page: its title, the menu, its prose, notices."""

import gc
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urlencode

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from logitviz.lessons import MENU, PAGES
from logitviz.live.old_link import Link, start, still
from logitviz.live.old_table import TABLE, keys_of
from logitviz.live.prose import LANGUAGE, pieces, prose

GLOSSARY = Path(__file__).with_name(f"glossary.{LANGUAGE}.md")
STYLE = re.sub(
    r"/\*.*?\*/|^ +", "", Path(__file__).with_name("page.css").read_text("utf-8"), flags=re.S | re.M
)


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
        return place if st.session_state.get("_opened") else self.unseen

    def fold(self, link: Link) -> None:
        """End the first run of a visit here, so that what lies above shows first.

        The rest comes with the run that the live link asks for once the charts above stand, or a
        second later; where no link runs, after some more. A page that has told its server that the
        link runs, and outlives it, is whole already and is not cut.
        """
        opened = st.session_state.get("_opened") or st.session_state["_linked"]
        st.session_state["_opened"] = True
        if opened:
            return
        link.mount()
        _go_on()
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


@cache
def _keep_what_is_loaded() -> None:
    """Spare modules, validators and prose, loaded for good, from the search for garbage.

    Streamlit searches all objects after every run, while nothing else of the server goes on: some
    50 ms, most of it for these. What the first run holds at this moment is kept with them.
    """
    gc.collect()
    gc.freeze()


@st.fragment(run_every=5.0)
def _go_on() -> None:
    """Run the whole page again, but not at once: the first call belongs to the run it ends."""
    if st.session_state.get("_going_on"):
        st.rerun()
    st.session_state["_going_on"] = True


def frame(page: str) -> Frame:
    """Start a page: its title in the browser, the menu, and the sentence it teaches.

    Every page calls this first, itself: the first visitor of a cold server may open any of them.
    """
    title = f"{PAGES[page][1]} · logitviz"
    st.set_page_config(title, layout="wide", initial_sidebar_state="collapsed")
    st.html(f"<style>{STYLE}</style>")  # first of all, so that what it hides never shows
    st.html('<p class="logitviz-loading" role="status">Loading the charts …</p>')
    if st.session_state.get("_page") != page:
        st.session_state.update(_page=page, _charts={})
    start(page)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="menu"):
        st.markdown("**logitviz**", width="content")
        for group, pages in MENU.items():
            with st.popover(f"**{group}**" if page in pages else group, type="tertiary"):
                for path, label in pages.values():
                    st.page_link(path, label=label)
        with st.container(horizontal=True, horizontal_alignment="right", key="panels"):
            words = st.popover("Glossary", icon=":material/menu_book:")
            panel = st.popover("Link", icon=":material/link:")
            data = st.popover("Data", icon=":material/download:")
    text = prose(page)
    with st.container(key="lead"):
        st.markdown(text["lead"], anchors=False)
    return Frame(page, text, words, panel, data, panel.container(key="carried"))


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
