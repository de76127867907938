"""Ten logits for the playground, from pages that still use the old live link."""

import re
from collections.abc import Sequence

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from logitviz.charts.formats import logit as shown
from logitviz.charts.old_chart import Numbers
from logitviz.core import predict
from logitviz.datasets.digits import load_digits
from logitviz.live.old_controls import counted, set_logits
from logitviz.live.old_link import still
from logitviz.live.old_table import (
    HIGHEST,
    LOWEST,
    outside,
)

PANEL = 260  # pixels: a panel no wider than this leaves more of the charts in sight


def literal(error: object) -> str:
    """Quote words that may hold what a stranger wrote, so that Markdown leaves them as they are.

    Backslashes disarm its marks; addresses, which it links all the same, get a space of no width.
    """
    escaped = re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", str(error))
    return re.sub(r"(?i)(\\:|\\@|w(?=ww))", "\\1\u200b", escaped)


def _complain(panel: str, text: str) -> None:
    st.session_state["_complaint"] = (panel, text)


def complaint(panel: str) -> None:
    """Show, once and where the hand is, what was wrong with the last action."""
    if st.session_state.get("_complaint", ("", ""))[0] == panel:
        st.error(st.session_state.pop("_complaint")[1])


def load(logits: Sequence[float] | Numbers, panel: str) -> None:
    """Move the sliders to these logits, or say which one does not fit and change nothing."""
    misfits = outside([float(z) for z in logits])
    if not misfits:
        return set_logits(logits)
    named = ", ".join(f"class {i}: {shown(logits[i])}" for i in misfits)
    _complain(
        panel,
        f"Nothing was changed: a logit slider reaches from {LOWEST:g} to {HIGHEST:g}, and "
        f"{named} lies outside.",
    )
    return None


def picture(index: int) -> NDArray[np.uint8]:
    """Draw test image `index` in ink on paper, each pixel 12 × 12."""
    ink = load_digits().images[index].astype(np.float64) / 16
    grey = np.kron(np.rint(255 * (1 - ink)), np.ones((12, 12)))
    return grey.astype(np.uint8)


def _give(logits: Numbers, temperature: str | None) -> None:
    load(logits, "load")
    if temperature is not None:
        st.session_state["T"] = temperature


def load_button(logits: Numbers, temperature: str | None = None) -> None:
    """Offer a page's ten logits, with a T if they have one, to the playground."""
    given = (logits, temperature)
    pressed = st.button("Load into the playground", key="load", on_click=_give, args=given)
    if pressed and "_complaint" not in st.session_state:
        st.toast("The playground has these ten logits now.")
    complaint("load")


def digit_picture() -> int:
    """Draw the choice of a real digit, and the digit."""
    digits = load_digits()
    index = counted("digit")
    label, guess = digits.labels[index], predict(digits.teacher_logits[index])
    words = f"A {label}, read as {guess}"
    with still("digit", "digit"):
        st.image(picture(index), words, width=96, alt=f"Handwritten digit: {words}")
    return index
