"""Buttons that take steps of gradient descent."""

import streamlit as st

from logitviz.charts.words import Words
from logitviz.live.controls import whole

from .controls import STEPS

BUTTONS = {1: "button_step", 10: "button_steps", -STEPS: "button_start"}  # by the steps they take


def _take(steps: int) -> None:
    taken = whole(st.session_state["n"]) + steps
    st.session_state["n"] = float(min(max(taken, 0), STEPS))


def step_buttons(words: Words) -> None:
    """Draw buttons for one step, for ten steps, and back to the start."""
    with st.container(horizontal=True, gap="xsmall"):
        for steps, name in BUTTONS.items():
            label = words.said(name, count=steps)
            st.button(label, key=f"go_{abs(steps)}", on_click=_take, args=(steps,))
