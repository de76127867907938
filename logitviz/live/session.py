"""What the server remembers of one visitor, besides the values of the controls."""

from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar

import streamlit as st

from logitviz.charts.words import Words, words_of

Record = TypeVar("Record")
KEY = "logitviz"
SCRIPT = "script"  # the key of the component whose state the browser sends


@dataclass
class Session:
    """The record of one visitor.

    Parameters
    ----------
    page
        The lesson that is open.
    words
        What it says, in the language of the visit.
    linked
        What the browser has said of itself; empty until it says that the live link runs there.
    opened
        The first run, which ends at the fold, is over.
    asks_again
        The next run of the fragment that replaces a missing live link starts a whole run.
    snapshots
        For each container that only Python can draw: the digest of its state, and which controls
        that state is of.
    charts
        How each chart of the page was drawn first: a chart stays as it is.
    enlarged
        How much larger charts are drawn for an audience.
    buttons
        For each choice of words: the option that its buttons have shown last, and how often their
        key was renewed.
    boxes
        For each text in a panel: what its box was drawn with, and how many boxes there were before.
    """

    page: str = ""
    words: Words = field(default_factory=partial(words_of, ""))
    linked: str = ""
    opened: bool = False
    asks_again: bool = False
    snapshots: dict[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)
    charts: dict[str, Any] = field(default_factory=dict)
    enlarged: float = 1.0
    buttons: dict[str, tuple[str, int]] = field(default_factory=dict)
    boxes: dict[str, tuple[str, int]] = field(default_factory=dict)
    _records: dict[type, Any] = field(default_factory=dict)

    def of(self, kind: type[Record]) -> Record:
        """Give the record that one lesson or panel keeps; new at first."""
        found: Record = self._records.setdefault(kind, kind())
        return found


def session() -> Session:
    """Give the record of this visitor."""
    found: Session = st.session_state.setdefault(KEY, Session())
    return found
