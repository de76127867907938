"""The language of a visit: that of the link, or else the one that the browser asks for."""

import streamlit as st

from logitviz.charts.words import DEFAULT_LANGUAGE, Words, languages, words_of
from logitviz.live.controls import NamedChoice
from logitviz.live.shared import LANGUAGE


def preferred(accepted: str) -> str:
    """Choose a language of the app by the header ``Accept-Language`` of a browser.

    Parameters
    ----------
    accepted
        Languages with weights from 0 to 1, such as ``zh-CN,zh;q=0.9,en;q=0.8``. The one with the
        greatest weight counts, the first of equal ones; English where none is there.

    Examples
    --------
    >>> preferred("fr, zh-TW;q=0.8, en;q=0.5"), preferred("fr"), preferred("")
    ('zh', 'en', 'en')
    """
    best, chosen = 0.0, DEFAULT_LANGUAGE
    for entry in accepted.split(","):
        tag, *parameters = entry.strip().split(";")
        code = tag.strip().partition("-")[0].lower()
        weight = _weight(parameters)
        if code in languages() and weight > best:
            best, chosen = weight, code
    return chosen


def _weight(parameters: list[str]) -> float:
    try:
        return next((float(p.strip()[2:]) for p in parameters if p.strip()[:2] == "q="), 1.0)
    except ValueError:
        return 0.0


def language_control() -> NamedChoice:
    """Give the control of the language, as this visitor has it: a link may leave out the default.

    A link that names no language is read in that of its reader.
    """
    header = st.context.headers.get("Accept-Language", "")
    return NamedChoice(LANGUAGE.key, preferred(header), LANGUAGE.options)


def chosen_words(lesson: str) -> Words:
    """Give the words of a lesson in the language of the visit, before its control is drawn."""
    given = st.session_state.get(LANGUAGE.key) or st.query_params.get(LANGUAGE.key)
    return words_of(lesson, given if given in languages() else language_control().default)
