"""Buttons that take steps of gradient descent."""

import streamlit as st

from logitviz.live.controls import whole

from .controls import STEPS

BUTTONS = {"1 step": 1, "10 steps": 10, "Start again": -STEPS}


def _take(steps: int) -> None:
    taken = whole(st.session_state["n"]) + steps
    st.session_state["n"] = float(min(max(taken, 0), STEPS))


def step_buttons() -> None:
    """Draw buttons for one step, for ten steps, and back to the start."""
    with st.container(horizontal=True, gap="xsmall"):
        for label, steps in BUTTONS.items():
            st.button(label, key=f"go_{abs(steps)}", on_click=_take, args=(steps,))
