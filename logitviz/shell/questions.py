"""Predict, then see: questions of a lesson on its page, and what the reader has chosen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from typing import Any

import streamlit as st

from logitviz.charts.words import Words
from logitviz.lessons import controls_of
from logitviz.live.questions import Asked
from logitviz.live.session import session
from logitviz.live.shared import ASK, QUIZ, STAGE
from logitviz.live.unseen import assign, restore_unseen


@dataclass
class Chosen:
    """What one visitor has chosen, and what was replaced to show an answer, by question.

    Parameters
    ----------
    choices
        The index of a choice; none where the choice was taken back.
    replaced
        The values of controls by key.
    """

    choices: dict[str, int | None] = field(default_factory=dict)
    replaced: dict[str, Mapping[str, Any]] = field(default_factory=dict)


@cache
def questions_of(words: Words) -> tuple[Asked, ...]:
    """Give the questions of a lesson in the words of a language."""
    module, controls = import_module(f"logitviz.lessons.{words.lesson}"), controls_of(words.lesson)
    return tuple(
        Asked(question, words[question.piece], module.State, controls)
        for question in getattr(module, "QUESTIONS", ())
    )


def draw_questions(page: Any) -> None:
    """Ask the questions of a lesson, side by side, unless they are switched off.

    Presented to an audience, a page asks them only if its link says so.
    """
    presented = page.values[STAGE.key]
    if presented and not page.values[QUIZ.key]:
        return
    with st.container(key="asking", gap="small"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(page.words["questions_heading"], width="content")
            asks = presented or page.control(ASK.key)
            if asks:
                st.caption(page.words["questions_about"])
        if not asks:
            return
        found = questions_of(page.words)
        for number, (asked, place) in enumerate(zip(found, st.columns(len(found)), strict=True)):
            with place:
                _draw(page.words, asked, f"ask_{page.page}_{number}")


def _draw(words: Words, asked: Asked, key: str) -> None:
    kept = session().of(Chosen)
    if key not in st.session_state:  # on another page Streamlit forgets it
        st.session_state[key] = kept.choices.get(key)
    chosen = st.pills(
        asked.text,
        range(len(asked.choices)),
        format_func=asked.choices.__getitem__,
        key=key,
        wrap=True,
    )
    kept.choices[key] = chosen
    if chosen is None:
        return
    if chosen == asked.right:
        st.success(words.said("right", explanation=asked.explanation))
    else:
        right = asked.choices[asked.right]
        st.info(words.said("wrong", right=right, explanation=asked.explanation))
    _offer(words, asked, key)


def _offer(words: Words, asked: Asked, key: str) -> None:
    """Offer to show the answer on the page, then to go back to what was there before."""
    kept = session().of(Chosen)
    there = all(st.session_state.get(k) == value for k, value in asked.values.items())
    label = words["show_back" if there and key in kept.replaced else "show_me"]
    # The script scrolls to what the key of the container names (live/js/look.js).
    with st.container(key=f"loads_{key}_{asked.question.look}", width="content"):
        st.button(label, key=f"show_{key}", on_click=_show, args=(asked, key))


def _show(asked: Asked, key: str) -> None:
    """Move the controls to the scene, or back; for callbacks."""
    restore_unseen(session().page)
    kept = session().of(Chosen).replaced
    before = {k: st.session_state[k] for k in asked.values}
    if before != dict(asked.values):
        kept[key] = before
        assign(asked.values)
    elif key in kept:
        assign(kept.pop(key))
