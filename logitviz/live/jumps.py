"""Buttons that move the temperature."""

import streamlit as st

JUMPS = {"0": "0", "½": "0.5", "1": "1", "2": "2", "5": "5", "∞": "inf"}


def _jump(value: str) -> None:
    st.session_state["T"] = value


def temperature_jumps() -> None:
    """Draw a button for each temperature worth jumping to."""
    with st.container(horizontal=True, gap="xsmall"):
        for label, value in JUMPS.items():
            st.button(f"T = {label}", key=f"jump_{value}", on_click=_jump, args=(value,))
