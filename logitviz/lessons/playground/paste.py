"""The panel that reads ten pasted logits, and asks when they look like probabilities."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from logitviz.charts.formats import logit
from logitviz.core import parse_logits
from logitviz.live.loading import DECIMALS, OfferedLogits, load
from logitviz.live.messages import complain, literal, show_complaint
from logitviz.live.session import session
from logitviz.live.shared import CLASSES, HIGHEST, LOWEST, outside
from logitviz.live.widgets import PANEL_WIDTH

EXAMPLES_TO_PASTE = "4.2, 1.8, 0.5, …   or   tensor([[4.2, 1.8, …]], device='cuda:0')"
ROUNDING = 0.05  # of the sum of ten probabilities that are written with two decimals
QUESTION = (
    "**Are these probabilities?** All ten lie between 0 and 1 and add up to 1, or nearly. "
    "Nothing is changed yet."
)
SHIFTED = " Their logarithms will be shifted to fit the sliders, which moves no probability."


# Callbacks of the buttons.


def read_pasted() -> None:
    """Load the pasted logits or say why not; ask first whether they are probabilities."""
    offer = session().of(OfferedLogits)
    offer.withdraw()
    try:
        logits = parse_logits(st.session_state["_paste"], count=CLASSES)
    except ValueError as error:
        complain("paste", f"Nothing was changed: {literal(error)}.")
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
        complain(
            "paste",
            f"Nothing was changed: a probability of 0 is a logit of −∞, which no slider can hold "
            f"(class {', '.join(zeros)}). Paste the logits themselves, or probabilities with more "
            "decimals.",
        )
    else:
        span = float(np.log(max(p)) - np.log(min(p)))
        complain(
            "paste",
            f"Nothing was changed: the largest and the smallest log p are {logit(span)} apart, "
            f"the sliders go from {logit(LOWEST)} to {logit(HIGHEST)}.",
        )


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
    with st.container(key="loads_pasted"):
        with st.form("paste", border=False):  # so that leaving the box does not swallow the click
            st.text_area("Ten logits", key="_paste", placeholder=EXAMPLES_TO_PASTE, height=120)
            st.form_submit_button("Use these logits", on_click=read_pasted, width="stretch")
        show_complaint("paste")
        offer = session().of(OfferedLogits)
        if offer.logits:
            st.button("Shift all ten to fit", on_click=load_shifted, width="stretch")
        if offer.probabilities:
            _ask(offer.probabilities)
    st.caption(page.words["paste"], width=PANEL_WIDTH)


def _ask(p: Sequence[float]) -> None:
    """Ask what the pasted numbers are; the note keeps the panel open until this is answered."""
    logarithms = _logarithms(p)
    is_shifted = bool(logarithms) and max(logarithms) > 0
    st.info(QUESTION + SHIFTED * is_shifted, width=PANEL_WIDTH)
    st.button("They are probabilities: take log p", on_click=load_logarithms, width="stretch")
    st.button("They are logits: use them as they are", on_click=load_as_logits, width="stretch")
