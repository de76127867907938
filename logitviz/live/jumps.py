"""Buttons that move the temperature. Where the script runs, it moves the slider (js/play.js)."""

import streamlit as st

from .shared import TEMPERATURE

JUMPS = {"0": "0", "½": "0.5", "1": "1", "2": "2", "5": "5", "∞": "inf"}


def _jump(value: str) -> None:
    st.session_state["T"] = value


def temperature_jumps() -> None:
    """Draw a button for each temperature worth jumping to."""
    with st.container(horizontal=True, gap="xsmall"):
        for label, value in JUMPS.items():
            place = TEMPERATURE.options.index(value)
            st.button(f"T = {label}", key=f"jump_{place}", on_click=_jump, args=(value,))
