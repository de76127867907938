"""The list of a lecture in the panel Present: add, rename, move, remove, start, save and load."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import streamlit as st

from logitviz.live.messages import complain, literal, show_complaint
from logitviz.live.session import session
from logitviz.live.shared import SLIDE, TALK

from .lecture import LectureError, Stop, Stops, from_file, pack, tidy_title, to_file
from .stage import go, stops_of

PANEL = "lecture"
REMOVED, UP, DOWN = ":material/close:", ":material/arrow_upward:", ":material/arrow_downward:"


@dataclass
class Boxes:
    """The boxes of the panel: a new number gives new ones, which show what they are drawn with."""

    number: int = 0


def lecture_panel(page: Any, link: str) -> None:
    """Draw the list.

    Parameters
    ----------
    page
        The page.
    link
        That of the page as it is.
    """
    stops, trouble = stops_of(str(st.session_state[TALK.key]))
    number = session().of(Boxes).number
    st.markdown("**A lecture** is a list of links with titles.")
    if trouble:
        st.error(f"{trouble} Whatever you add or load begins a new list.")
    for place, stop in enumerate(stops):
        _row(number, place, stop, len(stops))
    heading = page.words["lead"].strip().partition("\n")[0].lstrip("# ")
    title_key = f"title_new-{number}-{len(stops)}-{page.page}"
    st.text_input("Title of this page in the lecture", heading, key=title_key)
    with st.container(horizontal=True):
        st.button("Add this page as it is", key="talk_add", on_click=_add, args=(title_key, link))
        start: dict[str, Any] = {"on_click": go, "args": (1,), "disabled": not stops}
        st.button("Start", key="talk_start", type="primary", **start)
    if stops:
        keys = "A dot or Page Down goes on, a comma or Page Up goes back, Escape ends it."
        st.caption(keys)
        name = "lecture.json"
        st.download_button(
            "Save as a file", to_file(stops), name, key="talk_save", on_click="ignore"
        )
    file = f"talk_file-{number}"
    st.file_uploader(
        "Load a saved lecture", key=file, max_upload_size=1, on_change=_load, args=(file,)
    )
    show_complaint(PANEL)


def _row(number: int, place: int, stop: Stop, count: int) -> None:
    """Draw a link: its title, which can be changed, and what moves or removes it."""
    key = f"title_{place}-{number}"
    row: dict[str, Any] = {"horizontal": True, "vertical_alignment": "center", "gap": "xsmall"}
    with st.container(**row, key=f"talk_stop{place}"):
        label = f"Title of link {place + 1}"
        rename: dict[str, Any] = {"on_change": _change, "args": (_renamed, place, key)}
        st.text_input(label, stop.title, key=key, label_visibility="collapsed", **rename)
        for icon, label, to in ((UP, "Up", place - 1), (DOWN, "Down", place + 1)):
            off = not 0 <= to < count
            args = (_moved, place, to)
            st.button(f"{label} {place + 1}", icon=icon, on_click=_change, args=args, disabled=off)
        gone = (_removed, place, place)
        st.button(f"Remove {place + 1}", icon=REMOVED, on_click=_change, args=gone)


# Callbacks.


def _change(how: Callable[[list[Stop], int, Any], list[Stop]], place: int, what: Any) -> None:
    stops = stops_of(str(st.session_state[TALK.key]))[0]
    if place < len(stops):
        _keep(how(list(stops), place, what))


def _renamed(stops: list[Stop], place: int, key: str) -> list[Stop]:
    title = tidy_title(str(st.session_state[key]))
    stops[place] = stops[place]._replace(title=title or stops[place].title)
    return stops


def _moved(stops: list[Stop], place: int, to: int) -> list[Stop]:
    stops.insert(to, stops.pop(place))
    return stops


def _removed(stops: list[Stop], place: int, _: int) -> list[Stop]:
    return stops[:place] + stops[place + 1 :]


def _add(title_key: str, link: str) -> None:
    stops = stops_of(str(st.session_state[TALK.key]))[0]
    named = tidy_title(str(st.session_state[title_key]))
    _keep([*stops, Stop(named or link, link)])


def _load(key: str) -> None:
    if (file := st.session_state[key]) is None:
        return
    try:
        _keep(from_file(file.getvalue()))
    except LectureError as error:
        complain(PANEL, f"Nothing was changed: {literal(error)}")
        session().of(Boxes).number += 1


def _keep(stops: Stops) -> None:
    """Write a list into the link, or say why it does not fit."""
    session().of(Boxes).number += 1
    try:
        st.session_state[TALK.key] = pack(stops)
    except LectureError as error:
        complain(PANEL, f"Nothing was changed: {literal(error)}")
        return
    place = int(st.session_state[SLIDE.key])
    st.session_state[SLIDE.key] = min(place, len(stops))
