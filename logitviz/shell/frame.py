"""The frame of every page: its title in the browser, its style, its menu and the panels."""

import re
from pathlib import Path
from typing import NamedTuple

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.elements.lib.mutable_popover_container import PopoverContainer

from logitviz.lessons import MENU, PAGES
from logitviz.live.link import start
from logitviz.live.prose import LANGUAGE


def _style(path: Path) -> str:
    """Shorten a style sheet, which every visit is sent: no comments, no spaces."""
    text = path.read_text("utf-8")
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
    text = re.sub(r'="([a-z][\w-]*)"', r"=\1", text, flags=re.I)
    text = re.sub(r"\s*([{};,>]|!important)\s*|(?<=:)\s+", r"\1", text)
    return re.sub(r"(?<=[:\s(-])0(?=\.\d)", "", text).replace(";}", "}").strip()


FOLDER = Path(__file__).parent
STYLE = "".join(_style(path) for path in sorted((FOLDER / "styles").glob("*.css")))
EMBEDDED = _style(FOLDER / "embedded.css")
STAGE_STYLE = _style(FOLDER / "stage.css")
GLOSSARY = FOLDER / f"glossary.{LANGUAGE}.md"


class Panels(NamedTuple):
    """The panels of the menu, which are filled at the end of the page."""

    glossary: PopoverContainer
    present: PopoverContainer
    data: DeltaGenerator


def head(name: str) -> None:
    """Start a page: its title in the browser, the style sheet, the script."""
    title = f"{PAGES[name][1]} · logitviz"
    st.set_page_config(title, layout="wide", initial_sidebar_state="collapsed")
    style = STYLE + EMBEDDED * bool(st.context.is_embedded)
    st.html(f"<style>{style}</style>")  # first, so that what it hides is never seen
    st.html('<p class="logitviz-loading" role="status">Loading the charts …</p>')
    start(name)


def menu(name: str) -> Panels:
    """Draw the menu."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="menu"):
        st.markdown("**logitviz**", width="content")
        for group, pages in MENU.items():
            with st.popover(f"**{group}**" if name in pages else group, type="tertiary"):
                for path, label in pages.values():
                    st.page_link(path, label=label)
        with st.container(horizontal=True, horizontal_alignment="right", key="panels"):
            icon = ":material/menu_book:"
            glossary = st.popover("Glossary", icon=icon, key="glossary", on_change="rerun")
            if st.button("Copy link", icon=":material/link:", key="copy_link"):
                st.toast("The link is in the address bar of your browser.")  # no script copies it
            icon = ":material/co_present:"
            present = st.popover("Present", icon=icon, key="present", on_change="rerun")
            return Panels(glossary, present, st.popover("Data", icon=":material/download:"))
