"""Strokes that stay on the image: their text in the link, and buttons that change them."""

from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from logitviz.datasets.digits import FULL_INK
from logitviz.live.messages import literal
from logitviz.live.session import session
from logitviz.live.shared import DIGIT
from logitviz.live.state import Floats
from logitviz.live.widgets import PANEL_WIDTH

from .controls import COLUMN, DRAWN, INK, ROW, SIZE
from .state import FeaturesState
from .strokes import read_strokes, strokes_between, write_strokes


@dataclass
class LastStrokes:
    """The last good text of kept strokes."""

    text: str = DRAWN.default


def strokes_box(page: Any, complaints: DeltaGenerator) -> None:
    """Draw the box with the kept strokes as text; a wrong text changes nothing on the image.

    Parameters
    ----------
    page
        The page, whose prose has the piece ``strokes``.
    complaints
        Where the page says what is wrong with a text.
    """
    text, last = page.control(DRAWN.key), session().of(LastStrokes)
    st.caption(page.words["strokes"], width=PANEL_WIDTH)
    try:
        read_strokes(text)
        last.text = text
    except ValueError as error:
        complaints.error(f"{DRAWN.label}: {literal(error)}. The image shows the last good ones.")
    page.values[DRAWN.key] = last.text  # for the state of the page


def _now() -> FeaturesState:
    """Make the state of the controls as they are now; for callbacks."""
    values: dict[str, Any] = {DRAWN.key: session().of(LastStrokes).text}
    for control in (DIGIT, ROW, COLUMN, INK, SIZE):
        value = st.session_state[control.key]
        values[control.key] = control.number(control.default if value is None else value)
    return FeaturesState(values)


def _keep(image: Callable[[FeaturesState], Floats]) -> None:
    """Keep the strokes that turn the original image into another; for callbacks."""
    state = _now()
    st.session_state[DRAWN.key] = write_strokes(strokes_between(state.original, image(state)))


def _start_again() -> None:
    """Show the original image, with the brush as it was at first, but beside the image."""
    st.session_state[DRAWN.key] = DRAWN.default
    for control in (ROW, SIZE, INK):
        st.session_state[control.key] = control.default
    st.session_state[COLUMN.key] = COLUMN.low


def _erase_all() -> None:
    _keep(lambda state: np.zeros_like(state.original))
    st.session_state[INK.key] = INK.default


def _invert() -> None:
    _keep(lambda state: FULL_INK - state.kept)


def strokes_buttons() -> None:
    """Draw buttons that keep the stroke, go back, erase all and invert."""
    with st.container(horizontal=True, gap="xsmall"):
        st.button("Keep the stroke", on_click=_keep, args=(attrgetter("image"),))
        st.button("Untouched image", on_click=_start_again)
        st.button("Erase all", on_click=_erase_all)
        st.button("Invert", on_click=_invert)
