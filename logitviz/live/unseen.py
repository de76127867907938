"""Controls that the browser has drawn before, and that the page now draws unseen.

For such a control the browser goes on to send the value that it has drawn last, whatever the back
button or a callback has set it to since: Streamlit would take that for a move of the visitor.
"""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from .session import session


@dataclass
class Unseen:
    """The controls of a page that have been drawn where one sees them.

    Parameters
    ----------
    page
        The lesson.
    drawn
        By key, the values that the browser has drawn last, and sends.
    values
        By key, the values of those that are unseen now.
    """

    page: str = ""
    drawn: dict[str, Any] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)


def keep_unseen() -> None:
    """Undo what the browser sends of unseen controls: before a run, or a callback, reads any."""
    found, here = session().of(Unseen), st.session_state
    for key, value in found.values.items():
        if here.get(key) == found.drawn[key]:
            here[key] = value


def assign(values: Mapping[str, Any]) -> None:
    """Set controls, whether they are seen or not; for callbacks."""
    st.session_state.update(values)
    unseen = session().of(Unseen).values
    unseen.update({key: value for key, value in values.items() if key in unseen})


def note_seen(page: str, keys: Iterable[str], seen: Set[str]) -> None:
    """Note at the end of a run what the browser draws.

    Parameters
    ----------
    page
        The lesson.
    keys
        Its controls.
    seen
        Those of them that are drawn where one sees them.
    """
    found, here = session().of(Unseen), st.session_state
    if found.page != page:
        found.page, found.drawn = page, {}
    found.drawn |= {key: here[key] for key in seen}
    found.values = {key: here[key] for key in keys if key in found.drawn and key not in seen}
