"""Buttons that let a slider play: it moves by itself, as under a hand, until it is stopped."""

import streamlit as st

from logitviz.charts.words import Words

# The script (js/play.js) moves the slider; where it does not run, the style sheet hides the button.
BUTTON = (
    '<button type="button" class="logitviz-play" data-play="{key}" data-way="{way}"'
    ' data-words="{words}" title="{words}" aria-label="{words}"{lead}><b>{play}</b>{shown}</button>'
)


def play_button(key: str, words: Words, name: str, lead: str = "", *, onward: bool = False) -> None:
    """Draw the button in the row of the label of a slider, which is drawn before it.

    Parameters
    ----------
    key
        The key of the slider.
    words
        What the page says.
    name
        Of the piece that says what plays; the button itself says *Play*.
    lead
        What the button says instead, if it is to be noticed.
    onward
        Whether the slider goes to its last position, instead of down, up and back.
    """
    st.html(
        BUTTON.format(
            key=key,
            way="on" if onward else "round",
            words=lead or words[name],
            lead=" data-lead" * bool(lead),
            play=words["play"],
            shown=f"<span>{lead}</span>" * bool(lead),
        )
    )
