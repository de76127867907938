"""Controls that a page draws in a closed panel, where nobody sees them, for the link's sake.

If the browser has drawn such a control before, it goes on to send what it has drawn last, whatever
the back button or a callback has set the control to since. Streamlit would take that for a move.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from .session import session


@dataclass
class Drawn:
    """The controls of a page that the browser has drawn.

    Parameters
    ----------
    page
        The lesson.
    sent
        By key, the values that it has drawn last, and sends.
    unseen
        By key, the values of those that it draws no longer, which may have been set since.
    """

    page: str = ""
    sent: dict[str, Any] = field(default_factory=dict)
    unseen: dict[str, Any] = field(default_factory=dict)


def note_seen(key: str) -> None:
    """Note that a control has been drawn for the browser."""
    drawn = session().of(Drawn)
    drawn.sent[key] = st.session_state[key]
    drawn.unseen.pop(key, None)


def note_unseen(key: str) -> None:
    """Note the value of a control that has been drawn where nobody sees it."""
    drawn = session().of(Drawn)
    if key in drawn.sent:
        drawn.unseen[key] = st.session_state[key]


def restore_unseen(page: str) -> None:
    """Give unseen controls the values that they had, instead of those that the browser sends.

    A run of a page calls this before it draws any control, and so does a callback that reads them.

    Parameters
    ----------
    page
        The lesson. What is noted of another one is forgotten.
    """
    drawn, here = session().of(Drawn), st.session_state
    if drawn.page != page:
        drawn.page, drawn.sent, drawn.unseen = page, {}, {}
    for key, value in drawn.unseen.items():
        if here.get(key) == drawn.sent[key] != value:
            here[key] = value


def assign(values: Mapping[str, Any]) -> None:
    """Set controls, of which the page may draw some unseen; for callbacks."""
    st.session_state.update(values)
    unseen = session().of(Drawn).unseen
    unseen.update({key: value for key, value in values.items() if key in unseen})


def pin(key: str) -> None:
    """Set a control to what it is.

    Streamlit takes the value of a control that the browser has never drawn from the link, which may
    be older, unless the control is set.
    """
    st.session_state[key] = st.session_state[key]
