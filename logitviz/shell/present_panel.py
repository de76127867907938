"""The panel Present: what this audience sees, the link that opens exactly so, and the lecture."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

import streamlit as st

from logitviz.lessons import path
from logitviz.live.addresses import query_of
from logitviz.live.shared import HIDE, QUIZ, SLIDE, STAGE, TALK, ZOOM

from .lecture_panel import lecture_panel
from .parts import CHARTS, CONTROLS, WORDS, Part, names_in, parts_of
from .questions import questions_of
from .stage import present

WIDTH = 420  # pixels, of the panel
OF_A_LECTURE = (STAGE.key, TALK.key, SLIDE.key)  # not of a single link in it


def present_panel(page: Any) -> None:
    """Draw the panel, while it is open, at the end of a page: it lists what the page has drawn."""
    st.button(page.words["present_page"], key="stage_start", type="primary", on_click=present)
    link = st.container()  # its text needs the choices below
    page.control(ZOOM.key)
    if questions_of(page.words):
        page.control(QUIZ.key)
    st.markdown(page.words["present_choose"], width=WIDTH)
    parts = parts_of(page)
    for kind in (CONTROLS, CHARTS, WORDS):
        _choice(page.words[f"parts_{kind}"], kind, [part for part in parts if part.kind == kind])
    with link:
        st.caption(page.words["present_link"], width=WIDTH)
        st.code(address_of(page, **{STAGE.key: True}), None, width=WIDTH)
    single = {key: page.controls[key].default for key in OF_A_LECTURE}
    lecture_panel(page, path(page.page) + _query(page, **single))


def address_of(page: Any, **changes: Any) -> str:
    """Write the address of the page with other values of some controls."""
    here = urlsplit(st.context.url or "")
    base = f"{here.scheme}://{here.netloc}" if here.netloc else ""
    folder = here.path.replace("/~/+", "").rpartition("/")[0]
    return base + folder + path(page.page) + _query(page, **changes)


def _query(page: Any, **changes: Any) -> str:
    here = {key: st.session_state[key] for key in page.controls if key in st.session_state}
    query = query_of(here | changes, page.controls)
    return f"?{query}" * bool(query)


# What is seen and what is hidden.


def _choice(label: str, kind: str, parts: Sequence[Part]) -> None:
    """Draw the parts of one kind as pills: those that are pressed are seen."""
    if not parts:
        return
    hidden = names_in(str(st.session_state[HIDE.key]))
    labels = {part.name: part.label for part in parts}
    key = f"seen_{kind}"
    st.session_state[key] = [name for name in labels if name not in hidden]
    st.pills(
        label,
        list(labels),
        selection_mode="multi",
        format_func=lambda name: labels[name],
        key=key,
        on_change=_hide,
        args=(key, list(labels)),
        width=WIDTH,
        wrap=True,
    )


def _hide(key: str, names: Sequence[str]) -> None:
    """Write into the link what is hidden: of these parts, those that are not pressed."""
    others = [name for name in names_in(str(st.session_state[HIDE.key])) if name not in names]
    seen = st.session_state[key] or ()
    st.session_state[HIDE.key] = ".".join([*others, *(n for n in names if n not in seen)])
