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


def _asked_for() -> str:
    """Give the language that the browser of this visitor asks for."""
    return preferred(st.context.headers.get("Accept-Language", ""))


def language_control() -> NamedChoice:
    """Give the control of the language, as this visitor has it.

    A link that names no language is read in that of its reader: an English one may leave it out if
    the browser asks for English. Every other link names its language, so that it opens in it.
    """
    english = _asked_for() == DEFAULT_LANGUAGE
    return NamedChoice(LANGUAGE.key, DEFAULT_LANGUAGE if english else None, LANGUAGE.options)


def chosen_words(lesson: str) -> Words:
    """Give the words of a lesson in the language of the visit, before its control is drawn."""
    here = st.session_state
    given = here.get(LANGUAGE.key) or st.query_params.get(LANGUAGE.key)
    if given not in languages():
        given = here[LANGUAGE.key] = _asked_for()
        if given != DEFAULT_LANGUAGE:  # Streamlit writes no value of a control not yet drawn
            st.query_params[LANGUAGE.key] = given
    return words_of(lesson, given)
