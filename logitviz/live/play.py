"""Buttons that let a slider play: it moves by itself, as under a hand, until it is stopped."""

import streamlit as st

# The script (js/play.js) moves the slider; where it does not run, the style sheet hides the button.
BUTTON = (
    '<button type="button" class="logitviz-play" data-play="{key}" data-way="{way}"'
    ' title="Play {name}"{lead}>Play<{tag}>{rest}</{tag}></button>'
)


def play_button(key: str, name: str, words: str = "", *, onward: bool = False) -> None:
    """Draw the button in the row of the label of a slider, which is drawn before it.

    Parameters
    ----------
    key
        The key of the slider.
    name
        What plays.
    words
        What the button says besides *Play*, if it is to be noticed.
    onward
        Whether the slider goes to its last position, instead of down, up and back.
    """
    way, tag = "on" if onward else "round", "span" if words else "i"
    lead, rest = " data-lead" * bool(words), words or f" {name}"
    st.html(BUTTON.format(key=key, way=way, name=name, lead=lead, tag=tag, rest=rest))
