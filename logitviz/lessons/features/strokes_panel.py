"""Strokes on the image: drawn by hand, as text in the link, and buttons that change them."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from logitviz.datasets.digits import FULL_INK
from logitviz.live.ink import Pad, sent_images
from logitviz.live.loading import replace, undo_button
from logitviz.live.messages import literal
from logitviz.live.session import session
from logitviz.live.shared import DIGIT
from logitviz.live.state import Floats
from logitviz.live.widgets import PANEL_WIDTH

from .controls import (
    ADDING_BRUSH,
    ADDING_INK,
    BLANK,
    OLD_BRUSH,
    PEN_INK,
    PEN_INKS,
    PEN_SIZE,
    PEN_SIZES,
    STROKES,
)
from .state import FeaturesState
from .strokes import SIDE, read_strokes, strokes_between, write_strokes

# The brush of an old link adds no ink any more when it is in the strokes.
LIFTED = {control.key: control.default for control in (ADDING_INK, *OLD_BRUSH)}
PAD = Pad(
    chart="image",
    image="image",
    control=STROKES.key,
    lifted=LIFTED,
    size=(PEN_SIZE.key, PEN_SIZES),
    ink=(PEN_INK.key, PEN_INKS),
)


@dataclass
class LastStrokes:
    """The last good text of strokes."""

    text: str = STROKES.default


def strokes_box(page: Any, complaints: DeltaGenerator) -> None:
    """Draw the box with the strokes as text; a wrong text changes nothing on the image.

    Parameters
    ----------
    page
        The page, whose prose has the piece ``strokes``.
    complaints
        Where the page says what is wrong with a text.
    """
    text, last = page.text_box(STROKES.key), session().of(LastStrokes)
    st.caption(page.words["strokes"], width=PANEL_WIDTH)
    try:
        read_strokes(text)
        last.text = text
    except ValueError as error:
        complaints.error(page.words.said("wrong_strokes", error=literal(page.words.error(error))))
    page.values[STROKES.key] = last.text  # for the state of the page


def take_strokes(page: Any) -> None:
    """Let people draw on the image of the page; take what they drew since the last run."""
    page.pad = PAD
    _take()


def _take() -> None:
    """Take what was drawn: a callback does so first, because it was drawn before the press."""
    for image in sent_images(SIDE * SIDE):
        _show(np.reshape(image, (SIDE, SIDE)))


def _now() -> FeaturesState:
    """Give the state of the present values of the controls, before this run draws them."""
    values: dict[str, Any] = {}
    for control in (DIGIT, BLANK, *ADDING_BRUSH, *OLD_BRUSH):
        value = st.session_state.get(control.key)
        values[control.key] = control.number(control.default if value is None else value)
    return FeaturesState({STROKES.key: session().of(LastStrokes).text} | values)


def _show(image: Floats) -> None:
    """Show an image, as strokes on the one that is there without them."""
    _set(write_strokes(strokes_between(_now().original, image)))


def _set(strokes: str, **others: Any) -> None:
    """Set the strokes and more, and remember what they replace."""
    session().of(LastStrokes).text = strokes
    replace("strokes", {STROKES.key: strokes} | LIFTED | others)


def _start_again(blank: bool) -> None:
    """Show a blank sheet, or the image of the data; for callbacks."""
    _take()
    _set(STROKES.default, **{BLANK.key: blank})


def leave_blank_sheet() -> None:
    """Show the image that was just chosen in place of a blank sheet; for callbacks."""
    if st.session_state.get(BLANK.key):
        _start_again(False)


def _invert() -> None:
    _take()
    _show(FULL_INK - _now().image)


def strokes_buttons() -> None:
    """Draw buttons that go back, give a blank sheet or the image of the data, and invert."""
    words = session().words
    with st.container(horizontal=True, gap="xsmall"):
        undo_button("strokes", "undoes_stroke", _take)
        st.button(words["button_blank"], on_click=_start_again, args=(True,))
        st.button(words["button_original"], on_click=_start_again, args=(False,))
        st.button(words["button_invert"], on_click=_invert)
