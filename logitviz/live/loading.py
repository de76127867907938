"""Ten logits from elsewhere, moved into the sliders that all lessons share."""

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from .easing import set_eased
from .messages import complain, complaining, show_complaint
from .session import session
from .shared import EVERYWHERE, HIGHEST, LOGIT_KEYS, LOWEST, SEED, outside
from .widgets import shorten

DEFAULTS = {control.key: control.default for control in EVERYWHERE}
MOST_UNDONE = 50  # steps back
DECIMALS = 4  # of computed logits: enough for every number on the screen, and short in a link


@dataclass
class OfferedLogits:
    """Pasted numbers that the paste panel offers to load in another way.

    Parameters
    ----------
    logits
        Refused logits, shifted to where the sliders reach: ten numbers; empty if none are offered.
    probabilities
        Numbers that may be probabilities: ten, or none.
    """

    logits: Sequence[float] = ()
    probabilities: Sequence[float] = ()

    def withdraw(self) -> None:
        """Offer nothing any more."""
        self.logits, self.probabilities = (), ()


@dataclass
class Replaced:
    """What presets, pastes, digits and the like have replaced.

    Parameters
    ----------
    values
        For each kind (``logits`` of the sliders, ``cases``), the values of controls by key, the
        last that were replaced at the end.
    """

    values: dict[str, deque[Mapping[str, Any]]] = field(default_factory=dict)

    def of(self, kind: str) -> deque[Mapping[str, Any]]:
        """Give what was replaced of one kind."""
        return self.values.setdefault(kind, deque(maxlen=MOST_UNDONE))


def replace(kind: str, values: Mapping[str, Any]) -> None:
    """Set controls, and remember what they replace if anything changes; for callbacks.

    Parameters
    ----------
    kind
        What they are: ``logits``, ``cases`` or ``strokes``.
    values
        The new values by key.
    """
    before = {key: st.session_state.get(key, DEFAULTS.get(key)) for key in values}
    if before != dict(values) and None not in before.values():
        session().of(Replaced).of(kind).append(before)
    _set(values)


def _set(values: Mapping[str, Any]) -> None:
    set_eased(values)
    if SEED.key in values:
        shorten([SEED])


def _undo(kind: str, before: Callable[[], None]) -> None:
    before()
    replaced, here = session().of(Replaced).of(kind), st.session_state
    while replaced:  # what the user has brought back already is no step
        values = replaced.pop()
        if any(here.get(key) != value for key, value in values.items()):
            _set(values)
            return


def undo_button(
    kind: str, meaning: str = "undoes", before: Callable[[], None] = lambda: None
) -> None:
    """Offer what the last preset, paste, digit or the like has replaced, then what the one before.

    Parameters
    ----------
    kind
        As `replace` takes it.
    meaning
        The name of the piece that says what the button does.
    before
        Called first: it takes what a run has not taken yet, so that this is undone.
    """
    words = session().words
    with st.container(key="loads_undo", width="content"):
        st.button(
            words["undo"],
            key="undo",
            on_click=_undo,
            args=(kind, before),
            disabled=not session().of(Replaced).of(kind),
            icon=":material/undo:",
            help=words[meaning],
        )


def load(logits: Sequence[float] | NDArray[Any], panel: str, **others: Any) -> bool:
    """Move the ten sliders to these logits, or say which one does not fit and change nothing.

    Parameters
    ----------
    logits
        Ten numbers.
    panel
        The panel that shows the complaint.
    **others
        Values of other controls that are set too, by key.

    Returns
    -------
    bool
        Whether they fit.
    """
    misfits = outside(logits)
    if not misfits:
        session().of(OfferedLogits).withdraw()
        values: dict[str, Any] = dict(zip(LOGIT_KEYS, map(float, logits), strict=True))
        replace("logits", values | others)
        return True
    words = session().words
    named = words.listed(words.said("class_at", n=i, z=logits[i]) for i in misfits)
    complain(panel, "out_of_range", low=LOWEST, high=HIGHEST, named=named)
    return False


def _give(logits: NDArray[Any], temperature: str | None) -> None:
    others = {} if temperature is None else {"T": temperature}
    load(np.round(logits, DECIMALS), "load", **others)


def load_button(logits: NDArray[Any], temperature: str | None = None) -> None:
    """Offer a page's ten logits, with a T if they have one, to the playground."""
    given = (logits, temperature)
    with st.container(key="loads_playground", width="content"):
        pressed = st.button(session().words["load_button"], key="load", on_click=_give, args=given)
    if pressed and not complaining():
        st.toast(session().words["loaded"])
    show_complaint("load")
