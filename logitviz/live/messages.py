"""Sentences for the visitor: what was wrong with an action, shown where it was taken."""

import re
from dataclasses import dataclass
from typing import Any

import streamlit as st

from .session import session


@dataclass
class Complaint:
    """What was wrong with the last action, until it is shown.

    Parameters
    ----------
    panel
        The panel in which the action was taken.
    text
        A sentence in Markdown; empty if nothing was wrong.
    """

    panel: str = ""
    text: str = ""


def literal(error: object) -> str:
    """Quote words that may hold what a stranger wrote, so that Markdown leaves them as they are.

    Backslashes disarm its marks; addresses, which it links all the same, get a space of no width.
    """
    escaped = re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", str(error))
    return re.sub(r"(?i)(\\:|\\@|w(?=ww))", "\\1\u200b", escaped)


def complain(panel: str, name: str, error: object = "", **values: Any) -> None:
    """Remember a complaint; for callbacks.

    Parameters
    ----------
    panel
        The panel in which it is shown.
    name
        The piece of words that says it.
    error
        What the piece names as ``{error}``.
    **values
        What else it names.
    """
    found, words = session().of(Complaint), session().words
    found.panel = panel
    found.text = words.said(name, error=literal(words.error(error)), **values)


def complaining() -> bool:
    """Say whether a complaint waits to be shown."""
    return bool(session().of(Complaint).text)


def show_complaint(panel: str) -> None:
    """Show once what was wrong with the last action taken here."""
    found = session().of(Complaint)
    if found.text and found.panel == panel:
        st.error(found.text)
        found.text = ""
