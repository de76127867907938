"""Ten logits from elsewhere, moved into the sliders that all lessons share."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st
from numpy.typing import NDArray

from logitviz.charts.formats import logit

from .messages import complain, complaining, show_complaint
from .session import session
from .shared import HIGHEST, LOGIT_KEYS, LOWEST, outside


@dataclass
class OfferedLogits:
    """Refused logits, shifted to where the sliders reach, which the paste panel offers.

    Parameters
    ----------
    logits
        Ten numbers; empty if none are offered.
    """

    logits: Sequence[float] = ()


def set_logits(logits: Iterable[float]) -> None:
    """Move the ten sliders; for callbacks."""
    st.session_state.update(zip(LOGIT_KEYS, map(float, logits), strict=True))


def load(logits: Sequence[float] | NDArray[Any], panel: str) -> bool:
    """Move the ten sliders to these logits, or say which one does not fit and change nothing.

    Parameters
    ----------
    logits
        Ten numbers.
    panel
        The panel that shows the complaint.

    Returns
    -------
    bool
        Whether they fit.
    """
    misfits = outside(logits)
    if not misfits:
        session().of(OfferedLogits).logits = ()
        set_logits(logits)
        return True
    named = ", ".join(f"class {i}: {logit(logits[i])}" for i in misfits)
    complain(
        panel,
        f"Nothing was changed: a logit slider reaches from {LOWEST:g} to {HIGHEST:g}, and "
        f"{named} lies outside.",
    )
    return False


def _give(logits: NDArray[Any], temperature: str | None) -> None:
    load(logits, "load")
    if temperature is not None:
        st.session_state["T"] = temperature


def load_button(logits: NDArray[Any], temperature: str | None = None) -> None:
    """Offer a page's ten logits, with a T if they have one, to the playground."""
    given = (logits, temperature)
    pressed = st.button("Load into the playground", key="load", on_click=_give, args=given)
    if pressed and not complaining():
        st.toast("The playground has these ten logits now.")
    show_complaint("load")
