"""The list of a lecture in the panel Present: add, rename, move, remove, start, save and load."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import streamlit as st

from logitviz.charts.words import Words
from logitviz.live.messages import complain, show_complaint
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
    number, words = session().of(Boxes).number, page.words
    st.markdown(words["lecture_about"])
    if trouble:
        st.error(words.said("lecture_trouble", trouble=trouble))
    for place, stop in enumerate(stops):
        _row(words, number, place, stop, len(stops))
    heading = words["lead"].strip().partition("\n")[0].lstrip("# ")
    title_key = f"title_new-{number}-{len(stops)}-{page.page}"
    st.text_input(words["lecture_title"], heading, key=title_key)
    with st.container(horizontal=True):
        st.button(words["lecture_add"], key="talk_add", on_click=_add, args=(title_key, link))
        start: dict[str, Any] = {"on_click": go, "args": (1,), "disabled": not stops}
        st.button(words["lecture_begin"], key="talk_start", type="primary", **start)
    if stops:
        st.caption(words["lecture_keys"])
        save: dict[str, Any] = {"key": "talk_save", "on_click": "ignore"}
        st.download_button(words["lecture_save"], to_file(stops), "lecture.json", **save)
    file = f"talk_file-{number}"
    load: dict[str, Any] = {"max_upload_size": 1, "on_change": _load, "args": (file,)}
    st.file_uploader(words["lecture_load"], key=file, **load)
    show_complaint(PANEL)


def _row(words: Words, number: int, place: int, stop: Stop, count: int) -> None:
    """Draw a link: its title, which can be changed, and what moves or removes it."""
    key = f"title_{place}-{number}"
    row: dict[str, Any] = {"horizontal": True, "vertical_alignment": "center", "gap": "xsmall"}
    with st.container(**row, key=f"talk_stop{place}"):
        label = words.said("lecture_stop", n=place + 1)
        rename: dict[str, Any] = {"on_change": _change, "args": (_renamed, place, key)}
        st.text_input(label, stop.title, key=key, label_visibility="collapsed", **rename)
        for icon, name, to in ((UP, "lecture_up", place - 1), (DOWN, "lecture_down", place + 1)):
            off = not 0 <= to < count
            args = (_moved, place, to)
            label = words.said(name, n=place + 1)
            st.button(label, icon=icon, on_click=_change, args=args, disabled=off)
        gone = (_removed, place, place)
        label = words.said("lecture_remove", n=place + 1)
        st.button(label, icon=REMOVED, on_click=_change, args=gone)


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
        complain(PANEL, "not_loaded", error)
        session().of(Boxes).number += 1


def _keep(stops: Stops) -> None:
    """Write a list into the link, or say why it does not fit."""
    session().of(Boxes).number += 1
    try:
        st.session_state[TALK.key] = pack(stops)
    except LectureError as error:
        complain(PANEL, "not_loaded", error)
        return
    place = int(st.session_state[SLIDE.key])
    st.session_state[SLIDE.key] = min(place, len(stops))
