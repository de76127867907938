"""Controls that the browser has drawn, and that the page now draws where nobody sees them.

Of such a control the browser goes on to send the value that it has drawn last, whatever the back
button or a callback has set it to since. Streamlit would take that for a move of the visitor.
"""

from collections.abc import Iterable, Mapping, Set
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


def undo_old_values() -> None:
    """Undo what the browser sends of controls that nobody sees.

    A run of a page calls this before it reads any control, and so does a callback.
    """
    drawn, here = session().of(Drawn), st.session_state
    for key, value in drawn.unseen.items():
        if here.get(key) == drawn.sent[key]:
            here[key] = value


def assign(values: Mapping[str, Any]) -> None:
    """Set controls, whether one sees them or not; for callbacks."""
    st.session_state.update(values)
    unseen = session().of(Drawn).unseen
    unseen.update({key: value for key, value in values.items() if key in unseen})


def note_drawn(page: str, keys: Iterable[str], seen: Set[str]) -> None:
    """Note at the end of a run what the browser draws, and what it draws no longer.

    Parameters
    ----------
    page
        The lesson.
    keys
        All its controls.
    seen
        Those that are drawn where one sees them.
    """
    drawn, here = session().of(Drawn), st.session_state
    if drawn.page != page:
        drawn.page, drawn.sent = page, {}
    drawn.sent |= {key: here[key] for key in seen}
    drawn.unseen = {key: here[key] for key in keys if key in drawn.sent and key not in seen}
