"""Panels that set all ten logits: presets, real digits, pasted text, random, arithmetic."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from logitviz.datasets.digits import load_digits
from logitviz.datasets.sources import TEN_CLASSES
from logitviz.live.controls import whole
from logitviz.live.digit_picture import digit_picture, digit_words, enlarged, image_of
from logitviz.live.loading import DECIMALS, load
from logitviz.live.messages import show_complaint
from logitviz.live.shared import (
    CLASSES,
    CONFIDENT_LOGITS,
    HESITANT_LOGITS,
    LOGIT_KEYS,
    SEED,
    TEMPERATURE,
)
from logitviz.live.widgets import PANEL_WIDTH

from .paste import paste_panel

PRESETS = {  # by the pieces of words that name them
    "preset_example": TEN_CLASSES,
    "preset_high": CONFIDENT_LOGITS,
    "preset_low": HESITANT_LOGITS,
    "preset_tie": (3.0, 2.9, 0.4, -0.6, 1.0, 0.2, -1.2, -2.0, 0.1, -0.5),
    "preset_uniform": (0.0,) * CLASSES,
    "preset_dominant": (9.0, *(0.0,) * (CLASSES - 1)),
}
CHANGES = {  # every logit is multiplied by the first, then the second is added
    "change_up": (1.0, 1.0),
    "change_down": (1.0, -1.0),
    "change_double": (2.0, 0.0),
    "change_half": (0.5, 0.0),
}


# Callbacks of the buttons.


def _load_preset(logits: Sequence[float]) -> None:
    load(logits, "presets")


def _reset() -> None:
    load(TEN_CLASSES, "presets", T=TEMPERATURE.default)


def _load_digit() -> None:
    logits = load_digits().teacher_logits[whole(st.session_state["digit"])]
    load(np.round(logits, DECIMALS), "digits")


def _drawn(seed: int) -> NDArray[np.float64]:
    return np.round(np.random.default_rng(seed).uniform(-5, 5, CLASSES), 1)


def _draw() -> None:
    load(_drawn(whole(st.session_state["seed"])), "random")


def _draw_next() -> None:
    following = (whole(st.session_state["seed"]) + 1) % (SEED.high + 1)
    load(_drawn(following), "random", seed=following)


def _change(factor: float, constant: float) -> None:
    logits = np.array([st.session_state[key] for key in LOGIT_KEYS])
    load(np.round(factor * logits + constant, 10), "change")


# The panels. A button in a container `loads_…` closes its panel when it has done its work, and what
# it replaces is one step back in the browser's history (live/js/panels.js, live/js/history.js).


def presets_panel(page: Any) -> None:
    """Draw the presets."""
    with st.container(key="loads_presets"):
        for name, logits in PRESETS.items():
            st.button(page.words[name], on_click=_load_preset, args=(logits,), width="stretch")
        icon = ":material/restart_alt:"
        st.button(page.words["reset"], on_click=_reset, width="stretch", icon=icon)


def digits_panel(page: Any) -> None:
    """Draw the choice of a real digit, whose logits can be loaded."""
    digit_picture(page)
    with st.container(key="loads_digit"):
        st.button(page.words["load_digit"], on_click=_load_digit, width="stretch")
    show_complaint("digits")
    st.caption(page.words["digits"], width=PANEL_WIDTH)


def random_panel(page: Any) -> None:
    """Draw the seed, from which logits are drawn at random."""
    page.control("seed")
    with st.container(key="loads_random"):
        st.button(page.words["draw"], on_click=_draw, width="stretch")
        st.button(page.words["draw_next"], on_click=_draw_next, width="stretch")
    st.caption(page.words["random"], width=PANEL_WIDTH)


def change_panel(page: Any) -> None:
    """Draw buttons that shift or scale all logits."""
    with st.container(key="loads_changed"):
        for name, change in CHANGES.items():
            st.button(page.words[name], on_click=_change, args=change, width="stretch")
    show_complaint("change")
    st.caption(page.words["change"], width=PANEL_WIDTH)


def loaded_digit(page: Any) -> None:
    """Show the digit beside the logits, while they are those that the strong classifier gave it."""
    index = image_of(load_digits().teacher_logits, page.state.logits)
    if index is not None:
        words = digit_words(page.words, index)
        with page.snapshot("loaded_digit"):
            st.image(enlarged(index), width=40, alt=page.words.said("digit_label", words=words))
            st.caption(words)


PANELS: dict[str, Callable[[Any], None]] = {
    "presets": presets_panel,
    "digits": digits_panel,
    "paste": paste_panel,
    "random": random_panel,
    "change": change_panel,
}
