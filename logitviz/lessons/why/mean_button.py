"""A button that takes the mean score of softmax at T."""

import numpy as np
import streamlit as st

from logitviz.charts.words import Words
from logitviz.core import softmax
from logitviz.live.shared import LOGIT_KEYS

from .state import share_of_mean


def _take_mean() -> None:
    z = np.array([st.session_state[key] for key in LOGIT_KEYS])
    p = softmax(z, temperature=float(st.session_state["T"]))
    st.session_state["mean"] = float(np.clip(share_of_mean(z, np.asarray(p @ z)), 0, 1))


def mean_button(words: Words) -> None:
    """Draw a button that takes the mean score of softmax at T."""
    st.button(words["button_mean"], on_click=_take_mean, key="take_mean")
