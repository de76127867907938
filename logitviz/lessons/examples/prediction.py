"""Predicting a step before it is revealed."""

from dataclasses import dataclass, field

import numpy as np
import streamlit as st

from logitviz.datasets.sources import STEPS
from logitviz.live.link import Live
from logitviz.live.loading import load_button
from logitviz.live.messages import literal
from logitviz.live.session import session

from .answers import Place, judge
from .step_texts import step_texts
from .worked import example

BOX = "_guess"  # the key of the box for a number


@dataclass
class Predictions:
    """What a visitor has predicted, in this visit only.

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

    answers: dict[Place, str] = field(default_factory=dict)
    first_tries: dict[Place, str] = field(default_factory=dict)
    in_box: Place | None = None

    def score(self) -> str:
        """Count the first tries."""
        tries = list(self.first_tries.values())
        right, counted = tries.count("right"), tries.count("right") + tries.count("wrong")
        return f"Predicted right at the first try: {right} of {counted}."


def _predictions() -> Predictions:
    return session().of(Predictions)


def begin() -> None:
    """Hide all steps; for callbacks."""
    st.session_state["at"] = 0.0


def _reveal(index: int) -> None:
    st.session_state["at"] = float(index + 1)


def _answer(name: str, index: int, choice: str | None = None) -> None:
    """Keep an answer; the same one again reveals the step."""
    place, kept = (name, index), _predictions()
    given = str(st.session_state[BOX]) if choice is None else choice
    again = kept.answers.get(place) == given
    kept.answers[place] = given
    try:
        right, _ = judge(place, given)
    except ValueError:
        return  # `_show_verdict` says so, below the box, which keeps what was typed
    if again:
        _reveal(index)
    else:
        kept.first_tries.setdefault(place, "right" if right else "wrong")


def prediction_panel(page: Live) -> None:
    """Take a prediction of the next step, judge it, offer to reveal; show the score."""
    name, revealed, kept = page.state.ex, int(page.state.revealed), _predictions()
    for index in range(revealed):  # what has been seen is no prediction any more
        kept.first_tries.setdefault((name, index), "seen")
    with page.snapshot("answer"):
        right = revealed < STEPS and _ask((name, revealed))
        with st.container(horizontal=True, gap="small"):
            if revealed < STEPS:
                label = "Next step" if right else "Reveal"
                st.button(label, key="reveal", on_click=_reveal, args=(revealed,))
            if logits := page.state.example.logits:
                load_button(np.array(logits))
        note = page.words["answer"]
        st.caption(f"{kept.score()} {note}")


def _ask(place: Place) -> bool:
    """Offer choices or a box for a number; say whether the last answer was right."""
    name, index = place
    step = example(name).steps[index]
    if step.tolerance is not None:
        _number_box(place)
        return _show_verdict(place)
    with st.container(horizontal=True, gap="small"):
        for i, text in enumerate(step_texts(name, step.name).choices):
            st.button(text, key=f"choice_{i}", on_click=_answer, args=(*place, str(i)))
    return _show_verdict(place)


def _number_box(place: Place) -> None:
    kept = _predictions()
    if kept.in_box != place or BOX not in st.session_state:
        kept.in_box = place
        st.session_state[BOX] = kept.answers.get(place, "")
    with (
        st.form("predict", border=False),
        st.container(horizontal=True, vertical_alignment="bottom"),
    ):
        st.text_input("Your prediction", key=BOX)
        st.form_submit_button("Check", on_click=_answer, args=place)


def _show_verdict(place: Place) -> bool:
    """Judge the last answer to a question, if any, below it; say whether it was right."""
    given = _predictions().answers.get(place)
    if given is None:
        return False
    try:
        right, said = judge(place, given)
    except ValueError as error:
        st.error(f"{literal(error)}.")
        return False
    if right:
        st.success(f"Right: {literal(said)}.")
    else:
        st.warning(f"{literal(said)}. Try again, or reveal.")
    return right
