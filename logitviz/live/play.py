"""Buttons that let a slider play: it moves by itself, as under a hand, until it is stopped."""

import streamlit as st

from logitviz.charts.words import Words

# The script (js/play.js) moves the slider; where it does not run, the style sheet hides the button.
BUTTON = (
    '<button type="button" class="logitviz-play" data-play="{key}" data-way="{way}"'
    ' title="{title}"{lead}>{play}<{tag}>{rest}</{tag}></button>'
)


def play_button(key: str, words: Words, what: str, more: str = "", *, onward: bool = False) -> None:
    """Draw the button in the row of the label of a slider, which is drawn before it.

    Parameters
    ----------
    key
        The key of the slider.
    words
        What the page says.
    what
        The name of the piece that says what plays.
    more
        What the button says besides *Play*, if it is to be noticed.
    onward
        Whether the slider goes to its last position, instead of down, up and back.
    """
    way, tag = "on" if onward else "round", "span" if more else "i"
    lead, rest = " data-lead" * bool(more), more or words[what]
    title = words.said("play_title", what=words[what])
    play = words["play"]
    st.html(
        BUTTON.format(key=key, way=way, title=title, lead=lead, play=play, tag=tag, rest=f" {rest}")
    )
