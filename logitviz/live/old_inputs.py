"""Ways to put ten logits in: presets, paste, real digits, random, shift and scale."""

import re
from collections.abc import Callable, Sequence

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from logitviz.charts.formats import logit as shown
from logitviz.charts.old_chart import Numbers
from logitviz.core import parse_logits, predict
from logitviz.datasets.digits import load_digits
from logitviz.live.old_controls import counted, set_logits, whole
from logitviz.live.old_link import still
from logitviz.live.old_table import (
    CLASSES,
    CONFIDENT,
    EXAMPLE,
    HESITANT,
    HIGHEST,
    LOWEST,
    TABLE,
    outside,
)

PRESETS = {
    "The 10-class example": EXAMPLE,
    "High confidence": CONFIDENT,
    "Low confidence": HESITANT,
    "Near tie": (3.0, 2.9, 0.4, -0.6, 1.0, 0.2, -1.2, -2.0, 0.1, -0.5),
    "Uniform": (0.0,) * CLASSES,
    "One dominant": (9.0, *(0.0,) * (CLASSES - 1)),
}
PANEL = 260  # pixels: a panel no wider than this leaves more of the charts in sight
EXAMPLES_TO_PASTE = "4.2, 1.8, 0.5, …   or   tensor([[4.2, 1.8, …]], device='cuda:0')"


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
        st.session_state.pop("_fit", None)
        return set_logits(logits)
    named = ", ".join(f"class {i}: {shown(logits[i])}" for i in misfits)
    _complain(
        panel,
        f"Nothing was changed: a logit slider reaches from {LOWEST:g} to {HIGHEST:g}, and "
        f"{named} lies outside.",
    )
    return None


def paste() -> None:
    """Read the paste box; what it holds stays there."""
    st.session_state["_fit"] = None
    try:
        logits = parse_logits(st.session_state["_paste"], count=CLASSES)
    except ValueError as error:
        _complain("paste", f"Nothing was changed: {literal(error)}.")
        return
    load(logits, "paste")
    high, low = float(logits.max()), float(logits.min())
    if outside(list(logits)) and round(high - low, 10) <= HIGHEST - LOWEST:
        middle = (high + low) / 2
        st.session_state["_fit"] = np.clip(np.round(logits - middle, 10), LOWEST, HIGHEST)


def fit() -> None:
    """Load the pasted logits shifted into reach; softmax does not notice the shift."""
    if (logits := st.session_state.pop("_fit", None)) is not None:
        load(logits, "paste")


def draw() -> None:
    """Draw ten logits uniformly between −5 and 5 from the seed in the link."""
    generator = np.random.default_rng(whole(st.session_state["seed"]))
    load(np.round(generator.uniform(-5, 5, CLASSES), 1), "random")


def draw_next() -> None:
    """Go to the next seed and draw from it; the last is followed by the first."""
    seeds = int(TABLE["seed"].high or 0) + 1
    st.session_state["seed"] = float((whole(st.session_state["seed"]) + 1) % seeds)
    draw()


def change_all(change: Callable[[NDArray[np.float64]], NDArray[np.float64]]) -> None:
    """Add a constant to all logits or multiply all of them."""
    logits = np.array([st.session_state[f"z{i}"] for i in range(CLASSES)])
    load(np.round(change(logits), 10), "change")


def reset() -> None:
    """Go back to the temperature and the logits of an empty link."""
    st.session_state["T"] = TABLE["T"].default
    load(EXAMPLE, "presets")


def load_digit() -> None:
    """Load the strong classifier's logits for the test image in the link."""
    load(load_digits().teacher_logits[whole(st.session_state["digit"])], "digits")


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


def presets_panel() -> None:
    """Draw the presets."""
    for name, logits in PRESETS.items():
        st.button(name, on_click=load, args=(logits, "presets"), width="stretch")
    st.button("Reset T and logits", on_click=reset, width="stretch", icon=":material/restart_alt:")


def digit_picture() -> int:
    """Draw the choice of a real digit, and the digit."""
    digits = load_digits()
    index = counted("digit")
    label, guess = digits.labels[index], predict(digits.teacher_logits[index])
    words = f"A {label}, read as {guess}"
    with still("digit", "digit"):
        st.image(picture(index), words, width=96, alt=f"Handwritten digit: {words}")
    return index


def digits_panel(caption: str) -> None:
    """Draw the choice of a real digit, and load its logits."""
    digit_picture()
    st.button("Load its logits", on_click=load_digit, width="stretch")
    complaint("digits")
    st.caption(caption, width=PANEL)


def paste_panel(caption: str) -> None:
    """Draw the paste box."""
    with st.form("paste", border=False):  # one commit: leaving the box does not swallow the click
        st.text_area("Ten logits", key="_paste", placeholder=EXAMPLES_TO_PASTE, height=120)
        st.form_submit_button("Use them", on_click=paste, width="stretch")
    if st.session_state.get("_fit") is not None:
        st.button("Shift them all to fit", on_click=fit, width="stretch")
    complaint("paste")
    st.caption(caption, width=PANEL)


def random_panel(caption: str) -> None:
    """Draw the random logits, with their seed."""
    counted("seed")
    st.button("Draw ten logits", on_click=draw, width="stretch")
    st.button("Next seed", on_click=draw_next, width="stretch")
    st.caption(caption, width=PANEL)


def change_panel(caption: str) -> None:
    """Draw what shifts and scales all logits at once."""
    for name, change in {
        "Add 1": lambda z: z + 1,
        "Subtract 1": lambda z: z - 1,
        "Multiply by 2": lambda z: z * 2,
        "Multiply by ½": lambda z: z / 2,
    }.items():
        st.button(name, on_click=change_all, args=(change,), width="stretch")
    complaint("change")
    st.caption(caption, width=PANEL)
