"""The panel that reads ten pasted logits, and asks when they look like probabilities."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from logitviz.charts.words import Words
from logitviz.core import parse_logits
from logitviz.live.loading import DECIMALS, OfferedLogits, load
from logitviz.live.messages import complain, show_complaint
from logitviz.live.session import session
from logitviz.live.shared import CLASSES, HIGHEST, LOWEST, outside
from logitviz.live.widgets import PANEL_WIDTH

ROUNDING = 0.05  # of the sum of ten probabilities that are written with two decimals


# Callbacks of the buttons.


def read_pasted() -> None:
    """Load the pasted logits or say why not; ask first whether they are probabilities."""
    offer = session().of(OfferedLogits)
    offer.withdraw()
    try:
        logits = parse_logits(st.session_state["_paste"], count=CLASSES)
    except ValueError as error:
        complain("paste", "nothing_changed", error)
        return
    if _may_be_probabilities(logits):
        offer.probabilities = tuple(logits.tolist())
    elif not load(logits, "paste"):
        offer.logits = _centred(logits)


def _may_be_probabilities(values: NDArray[np.float64]) -> bool:
    if not ((values >= 0) & (values <= 1)).all():
        return False
    return round(abs(float(values.sum()) - 1), 10) <= ROUNDING


def _centred(logits: NDArray[np.float64]) -> Sequence[float]:
    """Shift logits to be centred on 0; give none if their range exceeds that of the sliders."""
    high, low = float(logits.max()), float(logits.min())
    if not round(high - low, 10) <= HIGHEST - LOWEST:  # NaN between equal infinities
        return ()
    shifted = np.round(logits - (high + low) / 2, 10)
    return tuple(np.clip(shifted, LOWEST, HIGHEST).tolist())


def load_shifted() -> None:
    """Load the pasted logits, shifted to fit the sliders, which does not change softmax."""
    if logits := session().of(OfferedLogits).logits:
        load(logits, "paste")


def load_logarithms() -> None:
    """Load log p of the pasted probabilities, shifted if that is needed to fit the sliders."""
    p = session().of(OfferedLogits).probabilities
    if not p:
        return
    if logits := _logarithms(p):
        load(logits, "paste")
    elif zeros := [str(c) for c, value in enumerate(p) if value == 0]:
        complain("paste", "paste_zeros", classes=session().words.listed(zeros))
    else:
        span = float(np.log(max(p)) - np.log(min(p)))
        complain("paste", "paste_apart", span=span, low=LOWEST, high=HIGHEST)


def _logarithms(p: Sequence[float]) -> Sequence[float]:
    """Give log p where the sliders reach; none if they reach nowhere."""
    if min(p) == 0:
        return ()
    logits = np.round(np.log(np.array(p)), DECIMALS)
    return _centred(logits) if outside(logits) else tuple(logits.tolist())


def load_as_logits() -> None:
    """Load pasted numbers that could be probabilities as the logits that they are."""
    if values := session().of(OfferedLogits).probabilities:
        load(values, "paste")


# The panel. What the container `loads_…` means stands in panels.py.


def paste_panel(page: Any) -> None:
    """Draw the paste box."""
    words = page.words
    with st.container(key="loads_pasted"):
        with st.form("paste", border=False):  # so that leaving the box does not swallow the click
            shown: dict[str, Any] = {"placeholder": words["paste_examples"], "height": 120}
            st.text_area(words["paste_box"], key="_paste", **shown)
            st.form_submit_button(words["paste_use"], on_click=read_pasted, width="stretch")
        show_complaint("paste")
        offer = session().of(OfferedLogits)
        if offer.logits:
            st.button(words["paste_shift"], on_click=load_shifted, width="stretch")
        if offer.probabilities:
            _ask(words, offer.probabilities)
    st.caption(words["paste"], width=PANEL_WIDTH)


def _ask(words: Words, p: Sequence[float]) -> None:
    """Ask what the pasted numbers are; the note keeps the panel open until this is answered."""
    logarithms = _logarithms(p)
    is_shifted = bool(logarithms) and max(logarithms) > 0
    st.info(words["paste_ask_shifted" if is_shifted else "paste_ask"], width=PANEL_WIDTH)
    st.button(words["paste_log"], on_click=load_logarithms, width="stretch")
    st.button(words["paste_as_logits"], on_click=load_as_logits, width="stretch")
