"""Presenting a page: what the audience does not see is hidden, and links of a lecture follow."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

import streamlit as st

from logitviz.lessons import PAGES, every_control
from logitviz.live.addresses import query_of, values_of
from logitviz.live.controls import Control
from logitviz.live.messages import literal
from logitviz.live.session import session
from logitviz.live.shared import HIDE, LANGUAGE, SLIDE, STAGE, TALK, ZOOM
from logitviz.live.widgets import shorten

from .frame import STAGE_STYLE
from .lecture import LectureError, Stop, Stops, unpack
from .parts import hiding


@dataclass
class PendingStop:
    """The link of a lecture to which a visit is led.

    Parameters
    ----------
    stop
        The link to open; None once its page is complete. It is kept until then, because the browser
        can ask for the page before it once more.
    talk
        The list, as the link carries it.
    place
        The place of the link in it, from 1.
    origin
        The page before it; empty until that runs. Any other page was chosen since, and ends this.
    before
        What the controls held before the link was opened; None until then.
    """

    stop: Stop | None = None
    talk: str = ""
    place: int = 0
    origin: str = ""
    before: dict[str, Any] | None = None


# Callbacks of buttons.


def present() -> None:
    """Start to present this page."""
    st.session_state.update({STAGE.key: True, "present": False})


def leave() -> None:
    """Show everything again, even while the next page of a lecture is drawn."""
    forget_pending_stop()
    st.session_state[STAGE.key] = False


def go(place: int) -> None:
    """Lead the visit to a link of the lecture."""
    talk = str(st.session_state[TALK.key])
    stops = stops_of(talk)[0]
    if 1 <= place <= len(stops):
        step = session().of(PendingStop)
        step.stop, step.talk, step.place = stops[place - 1], talk, place
        step.origin, step.before = "", None
        st.session_state["present"] = False


# Parts of a run of a page, in their order.


def open_pending_stop(name: str, controls: Mapping[str, Control]) -> None:
    """Go on to the page to which the visit is led; there, set all controls as its link says.

    A link is a whole state: what it does not name has its default, as in a new tab. Every run sets
    what the browser still sends as it was before; a control that was moved meanwhile stays.
    """
    step, here = session().of(PendingStop), st.session_state
    stop = step.stop
    if stop is None:
        return
    step.origin = step.origin or name
    if name not in (step.origin, stop.page):
        forget_pending_stop()
        return
    if stop.page != name:
        # Without parameters, Streamlit would refuse: controls are bound to those that there are.
        st.switch_page(PAGES[stop.page], query_params={})
    known = every_control() | {LANGUAGE.key: controls[LANGUAGE.key]}
    values = values_of(stop.query, known)
    values |= {STAGE.key: True, TALK.key: step.talk, SLIDE.key: step.place}
    values = {key: value for key, value in values.items() if key in here or key in controls}
    if step.before is None:
        step.before = {key: here.get(key) for key in values}
    here.update({k: v for k, v in values.items() if here.get(k) == step.before.get(k)})
    shorten(controls.values())
    if session().page != name:  # Streamlit writes no value of a control not yet drawn
        st.query_params.from_dict(dict(parse_qsl(query_of(values, controls), True)))  # keeps `a=`


def show_all_parts() -> None:
    """Hide nothing on the next page of a visit: what is hidden belongs to the page before."""
    here = st.session_state
    if session().page and HIDE.key in here and not here.get(STAGE.key):
        here[HIDE.key] = HIDE.default


def set_stage(page: Any) -> None:
    """Hide what the audience does not see, and draw the bar with the place in the lecture."""
    for control in (STAGE, HIDE, TALK, SLIDE):
        page.values[control.key]  # reading the value draws the control unseen
    page.session.enlarged = 1.0
    if page.values[STAGE.key]:  # or else the panel draws the choice of the size
        zoom = page.values[ZOOM.key]
        page.session.enlarged = float(zoom)
        hidden = hiding(page.values[HIDE.key], page.controls)
        st.html(f"<style>:root{{--zoom:{zoom}}}{STAGE_STYLE}{hidden}</style>")
        _bar(page)


def forget_pending_stop() -> None:
    """Lead the visit no further."""
    session().of(PendingStop).stop = None


def stops_of(talk: str) -> tuple[Stops, str]:
    """Read the list of a link; give a sentence in Markdown if that fails."""
    try:
        return unpack(talk), ""
    except LectureError as error:
        return (), literal(session().words.error(error))


def _bar(page: Any) -> None:
    stops, trouble = stops_of(page.values[TALK.key])
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key="stage_bar"):
        if trouble:
            st.caption(trouble, width="content")
        if stops:
            _place(page, stops)
        st.button(page.words["show_everything"], key="stage_leave", type="tertiary", on_click=leave)


def _place(page: Any, stops: Stops) -> None:
    """Draw the place in the lecture between two buttons; a script presses them for the keys."""
    place = min(page.values[SLIDE.key], len(stops))
    title = literal(stops[place - 1].title) if place else page.words["stage_start"]
    said = page.words.said("stage_place", place=place, count=len(stops), title=title)
    _step(page, "back", place - 1, stops)
    st.caption(said, width="content")
    _step(page, "next", place + 1, stops)


def _step(page: Any, name: str, to: int, stops: Stops) -> None:
    there = 1 <= to <= len(stops)
    # A step on the same page begins an entry of the browser's history, as a preset does
    # (live/js/history.js). The script tells by the key whether the next link is shown.
    loads = "loads_" * (there and stops[to - 1].page == page.page)
    key = f"{loads}stage_{name}-{page.values[SLIDE.key]}"
    label = page.words[f"stage_{name}"]
    st.button(label, key=key, type="tertiary", on_click=go, args=(to,), disabled=not there)
