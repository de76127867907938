"""Predicting a step before it is revealed."""

from dataclasses import dataclass, field

import numpy as np
import streamlit as st

from logitviz.charts.words import Words
from logitviz.datasets.sources import STEPS
from logitviz.live.link import Live
from logitviz.live.loading import load_button
from logitviz.live.messages import literal
from logitviz.live.session import session

from .answers import NotANumberError, Question, as_said, judge
from .step_texts import step_texts
from .worked import example

BOX = "_guess"  # the key of the box for a number


@dataclass
class Predictions:
    """The predictions of one visit.

    Parameters
    ----------
    answers
        The last answer to each question: what was typed, or the number of a choice.
    first_tries
        How each question was first answered: ``right`` or ``wrong``; ``seen`` if its step was
        revealed before.
    in_box
        The question that the box for a number belongs to.
    """

    answers: dict[Question, str] = field(default_factory=dict)
    first_tries: dict[Question, str] = field(default_factory=dict)
    in_box: Question | None = None

    def score(self) -> tuple[int, int]:
        """Count the first tries: those that were right, and all."""
        tries = list(self.first_tries.values())
        right = tries.count("right")
        return right, right + tries.count("wrong")


def _predictions() -> Predictions:
    return session().of(Predictions)


def hide_steps() -> None:
    """Hide all steps; for callbacks."""
    st.session_state["at"] = 0.0


def _reveal(index: int) -> None:
    st.session_state["at"] = float(index + 1)


def _answer(name: str, index: int, choice: str | None = None) -> None:
    """Keep an answer; the same one again reveals the step."""
    question, kept = (name, index), _predictions()
    given = str(st.session_state[BOX]) if choice is None else choice
    again = kept.answers.get(question) == given
    kept.answers[question] = given
    try:
        right = judge(session().words, question, given).right
    except NotANumberError:
        return  # `_show_verdict` shows the error, and the box keeps its text
    if again:
        _reveal(index)
    else:
        kept.first_tries.setdefault(question, "right" if right else "wrong")


def earlier_prediction(page: Live) -> None:
    """Recall what was predicted for the step that was revealed last."""
    name, revealed = page.state.ex, int(page.state.revealed)
    with page.snapshot("earlier"):
        question = (name, revealed - 1)
        given = _predictions().answers.get(question)
        if given is not None and (said := as_said(page.words, question, given)):
            is_choice = example(name).steps[revealed - 1].tolerance is None
            piece = "earlier_choice" if is_choice else "earlier_number"
            st.caption(page.words.said(piece, said=literal(said)))


def score(page: Live) -> None:
    """Show the score, how to answer, and a button that takes ten logits along."""
    with page.snapshot("score"):
        if logits := page.state.example.logits:
            load_button(np.array(logits))
        right, counted = _predictions().score()
        st.caption(page.words.said("score", right=right, counted=counted))


def prediction_panel(page: Live) -> None:
    """Take a prediction of the next step, judge it, offer to reveal."""
    name, revealed, kept = page.state.ex, int(page.state.revealed), _predictions()
    question, words = (name, revealed), page.words
    for index in range(revealed):  # a revealed step cannot be predicted any more
        kept.first_tries.setdefault((name, index), "seen")
    with page.snapshot("answer"):
        if revealed == STEPS:
            return
        row = st.container(horizontal=True, gap="small", vertical_alignment="bottom")
        with row:
            _ask(words, question)
        label = words["button_next" if _show_verdict(words, question) else "button_reveal"]
        eye = ":material/visibility:"
        row.button(label, key="reveal", icon=eye, on_click=_reveal, args=(revealed,))


def _ask(words: Words, question: Question) -> None:
    """Offer choices, or a box for a number."""
    name, index = question
    step = example(name).steps[index]
    if step.tolerance is not None:
        _number_box(words, question)
        return
    for i, text in enumerate(step_texts(words, name, step.name).choices):
        st.button(text, key=f"choice_{i}", on_click=_answer, args=(*question, str(i)))


def _number_box(words: Words, question: Question) -> None:
    kept = _predictions()
    if kept.in_box != question or BOX not in st.session_state:
        kept.in_box = question
        st.session_state[BOX] = kept.answers.get(question, "")
    with (
        st.form("predict", border=False),
        st.container(horizontal=True, vertical_alignment="bottom"),
    ):
        st.text_input(words["guess"], key=BOX)
        st.form_submit_button(words["button_check"], on_click=_answer, args=question)


def _show_verdict(words: Words, question: Question) -> bool:
    """Judge the last answer to a question, if any, below it; say whether it was right."""
    given = _predictions().answers.get(question)
    if given is None:
        return False
    try:
        verdict = judge(words, question, given)
    except NotANumberError as error:
        st.error(words.said(error.piece, text=literal(error.text)))
        return False
    show = st.success if verdict.right else st.warning
    show(words.said(verdict.piece, said=literal(verdict.said)))
    return verdict.right
