"""The frame of every page: its title in the browser, its style, its menu and the panels."""

import re
from pathlib import Path
from typing import Any, NamedTuple

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.elements.lib.mutable_popover_container import PopoverContainer

from logitviz.charts.words import Words, words_of
from logitviz.lessons import MENU
from logitviz.live.link import start
from logitviz.live.shared import LANGUAGE


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


class Panels(NamedTuple):
    """The panels of the menu, which are filled at the end of the page."""

    glossary: PopoverContainer
    present: PopoverContainer
    data: DeltaGenerator


def head(words: Words) -> None:
    """Start a page: its title in the browser, the style sheet, the script."""
    title = f"{words['page_name']} · logitviz"
    st.set_page_config(title, layout="wide", initial_sidebar_state="collapsed")
    style = STYLE + EMBEDDED * bool(st.context.is_embedded)
    st.html(f"<style>{style}</style>")  # first, so that what it hides is never seen
    st.html(f'<p class="logitviz-loading" role="status">{words["loading"]}</p>')
    start(words)


def menu(page: Any) -> Panels:
    """Draw the menu of a page."""
    words = page.words
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="menu"):
        st.markdown("**logitviz**", width="content")
        for group, pages in MENU.items():
            title = words[f"group_{group}"]
            with st.popover(f"**{title}**" if page.page in pages else title, type="tertiary"):
                for name, file in pages.items():
                    st.page_link(file, label=words_of(name, words.language)["page_name"])
        right: dict[str, Any] = {"horizontal": True, "horizontal_alignment": "right"}
        with st.container(**right, gap="xsmall", key="panels"):
            icon = ":material/menu_book:"
            title = words["panel_glossary"]
            glossary = st.popover(title, icon=icon, key="glossary", on_change="rerun")
            if st.button(words["copy_link"], icon=":material/link:", key="copy_link"):
                st.toast(words["link_is_in_address_bar"])  # no script copies it
            icon, title = ":material/co_present:", words["panel_present"]
            present = st.popover(title, icon=icon, key="present", on_change="rerun")
            data = st.popover(words["panel_data"], icon=":material/download:", key="data")
            with st.popover(words["language_name"], icon=":material/translate:", key="language"):
                page.control(LANGUAGE.key)
            return Panels(glossary, present, data)
