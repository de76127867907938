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

from .controls import BRUSH, BRUSH_ADDS, OLD_BRUSH, STROKES
from .state import FeaturesState
from .strokes import read_strokes, strokes_between, write_strokes


@dataclass
class LastStrokes:
    """The last good text of kept strokes."""

    text: str = STROKES.default


def strokes_box(page: Any, complaints: DeltaGenerator) -> None:
    """Draw the box with the kept strokes as text; a wrong text changes nothing on the image.

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
        complaints.error(
            f"{STROKES.label}: {literal(error)}. The image shows the last valid strokes."
        )
    page.values[STROKES.key] = last.text  # for the state of the page


def _now() -> FeaturesState:
    """Give the state of the present values of the controls; for callbacks."""
    values: dict[str, Any] = {STROKES.key: session().of(LastStrokes).text}
    for control in (DIGIT, *BRUSH, *OLD_BRUSH):
        value = st.session_state[control.key]
        values[control.key] = control.number(control.default if value is None else value)
    return FeaturesState(values)


def _keep(image: Callable[[FeaturesState], Floats]) -> None:
    """Keep the strokes that turn the original image into another; for callbacks."""
    state = _now()
    _lift_brush(write_strokes(strokes_between(state.original, image(state))))


def _start_again() -> None:
    """Show the original image; for callbacks."""
    _lift_brush(STROKES.default)


def _lift_brush(strokes: str) -> None:
    """Show the image with these strokes alone; the brush stays where it is and adds no ink."""
    st.session_state[STROKES.key] = strokes
    for control in (BRUSH_ADDS, *OLD_BRUSH):
        st.session_state[control.key] = control.default


def strokes_buttons() -> None:
    """Draw buttons that keep the stroke, go back, erase all and invert."""
    with st.container(horizontal=True, gap="xsmall"):
        st.button("Keep the stroke", on_click=_keep, args=(attrgetter("image"),))
        st.button("Original image", on_click=_start_again)
        st.button("Erase all", on_click=_keep, args=(_blank,))
        st.button("Invert", on_click=_keep, args=(_inverted,))


def _blank(state: FeaturesState) -> Floats:
    return np.zeros_like(state.original)


def _inverted(state: FeaturesState) -> Floats:
    return FULL_INK - state.image
