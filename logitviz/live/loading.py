"""Ten logits from elsewhere, moved into the sliders that all lessons share."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from logitviz.charts.formats import logit

from .messages import complain, complaining, show_complaint
from .session import session
from .shared import EVERYWHERE, HIGHEST, LOGIT_KEYS, LOWEST, outside

DEFAULTS = {control.key: control.default for control in EVERYWHERE}
DECIMALS = 4  # of computed logits: enough for every number on the screen, and short in a link


@dataclass
class OfferedLogits:
    """Refused logits, shifted to where the sliders reach, which the paste panel offers.

    Parameters
    ----------
    logits
        Ten numbers; empty if none are offered.
    """

    logits: Sequence[float] = ()


@dataclass
class Replaced:
    """What the last preset, paste, digit or the like has replaced.

    Parameters
    ----------
    values
        The values of controls, by key; empty if nothing was replaced yet.
    """

    values: Mapping[str, Any] = field(default_factory=dict)


def remember(*keys: str) -> None:
    """Remember the values of controls that are about to be replaced; for callbacks."""
    values = {key: st.session_state.get(key, DEFAULTS.get(key)) for key in keys}
    session().of(Replaced).values = values


def _undo() -> None:
    values = session().of(Replaced).values
    remember(*values)
    st.session_state.update(values)


def undo_button(page: Any) -> None:
    """Offer what the last preset, paste, digit or the like has replaced; a second time, redo it.

    Parameters
    ----------
    page
        The page; it offers only what it has controls for.
    """
    values = session().of(Replaced).values
    st.button(
        "Undo",
        key="undo",
        on_click=_undo,
        disabled=not values or not values.keys() <= page.controls.keys(),
        icon=":material/undo:",
        help="Brings back the logits before the last preset, paste, digit or the like.",
    )


def load(
    logits: Sequence[float] | NDArray[Any], panel: str, temperature: str | None = None
) -> bool:
    """Move the ten sliders to these logits, or say which one does not fit and change nothing.

    Parameters
    ----------
    logits
        Ten numbers.
    panel
        The panel that shows the complaint.
    temperature
        T as its slider names it, if that shall be set too.

    Returns
    -------
    bool
        Whether they fit.
    """
    misfits = outside(logits)
    if not misfits:
        session().of(OfferedLogits).logits = ()
        values: dict[str, Any] = dict(zip(LOGIT_KEYS, map(float, logits), strict=True))
        if temperature is not None:
            values["T"] = temperature
        if any(st.session_state.get(key) != value for key, value in values.items()):
            remember(*values)
        st.session_state.update(values)
        return True
    named = ", ".join(f"class {i}: {logit(logits[i])}" for i in misfits)
    complain(
        panel,
        f"Nothing was changed: a logit slider reaches from {LOWEST:g} to {HIGHEST:g}, and "
        f"{named} lies outside.",
    )
    return False


def _give(logits: NDArray[Any], temperature: str | None) -> None:
    load(np.round(logits, DECIMALS), "load", temperature)


def load_button(logits: NDArray[Any], temperature: str | None = None) -> None:
    """Offer a page's ten logits, with a T if they have one, to the playground."""
    given = (logits, temperature)
    with st.container(key="loads_playground", width="content"):
        pressed = st.button("Load into the playground", key="load", on_click=_give, args=given)
    if pressed and not complaining():
        st.toast("The playground has these ten logits now.")
    show_complaint("load")
