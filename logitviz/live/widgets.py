"""Controls on the screen: each kind of control as a widget of Streamlit, bound to the link."""

from collections.abc import Iterable, Mapping
from functools import singledispatch
from typing import Any

import streamlit as st

from logitviz.charts.words import Words, words_of

from .controls import (
    Choice,
    Control,
    Menu,
    NamedChoice,
    Number,
    OptionSlider,
    Slider,
    Text,
    Toggle,
    WholeNumber,
)
from .session import session
from .shared import LANGUAGE
from .unseen import pin

PANEL_WIDTH = 260  # pixels: a panel no wider than this leaves more of the charts in sight
BOUND: dict[str, Any] = {"bind": "query-params"}


@singledispatch
def widget(control: Control, label: str, **options: Any) -> Any:
    """Draw a control; give its value as the state of a lesson reads it.

    Parameters
    ----------
    control
        What is drawn.
    label
        What the screen says beside it.
    **options
        Further options of Streamlit's widget: `help`, `on_change`, `args`.
    """
    raise TypeError(f"no widget draws {control}")


@widget.register
def _(control: Slider, label: str, **options: Any) -> Any:
    low, high, default = control.low, control.high, float(control.default)
    options |= BOUND | {"key": control.key, "format": f"%.{control.digits}f"}
    return control.number(st.slider(label, low, high, default, control.step, **options))


@widget.register
def _(control: OptionSlider, label: str, **options: Any) -> Any:
    options |= BOUND | {"key": control.key}
    return control.number(st.select_slider(label, control.options, control.default, **options))


@widget.register
def _(control: Choice, label: str, **options: Any) -> Any:
    chosen = st.segmented_control(
        label,
        control.options,
        default=control.default,
        key=control.key,
        required=True,
        wrap=True,
        **BOUND,
        **{"on_change": "rerun"} | options,
    )
    return control.number(control.default if chosen is None else chosen)  # a link may have none


@widget.register
def _(control: Menu, label: str, **options: Any) -> Any:
    return st.selectbox(label, control.options, key=control.key, **BOUND, **options)


@widget.register
def _(control: WholeNumber, label: str, **options: Any) -> Any:
    # A box of floats: Streamlit fails on an infinite value in the link of an integer.
    low, high, default = map(float, (control.low, control.high, control.default))
    options |= BOUND | {"key": control.key, "format": "%.0f"}
    return control.number(st.number_input(label, low, high, default, 1.0, **options))


@widget.register
def _(control: Number, label: str, **options: Any) -> Any:
    low, high, default = control.low, control.high, float(control.default)
    options |= BOUND | {"key": control.key, "format": "%g"}
    return control.number(st.number_input(label, low, high, default, control.step, **options))


@widget.register
def _(control: Toggle, label: str, **options: Any) -> Any:
    return st.toggle(label, control.default, key=control.key, **BOUND, **options)


@widget.register
def _(control: Text, label: str, **options: Any) -> Any:
    here, key = st.session_state, control.key
    if key in here and here[key] != st.query_params.get(key, control.default):
        pin(key)
    return st.text_input(label, control.default, key=control.key, **BOUND, **options)


def option_word(words: Words, control: NamedChoice, value: str) -> str:
    """Write an option of a control; a language is written in its own words."""
    if control.key == LANGUAGE.key:
        return words_of("", value)["language_name"]
    return words[control.word(value)]


def _key_of_buttons(key: str, renewals: int) -> str:
    return f"{key}-shown-{renewals}" if renewals else f"{key}-shown"


def named_choice(control: NamedChoice, label: str, words: Words, **options: Any) -> None:
    """Draw buttons for a control, with its options in the words of a language.

    Streamlit would write these words into the link. So `widget` draws the control unseen, where
    the link carries it, and the buttons show its value; `take_pressed` goes the other way. When
    they have to show another option than the browser sends, they get a new key: while a panel is
    closed, the browser would go on to send the old one.
    """
    buttons, key = session().buttons, control.key
    value = st.session_state[key] or control.default
    _, renewals = buttons.get(key, (value, 0))
    if st.session_state.get(_key_of_buttons(key, renewals), value) != value:
        renewals += 1
    buttons[key] = value, renewals
    st.segmented_control(
        label,
        list(control.options),
        default=value,
        format_func=lambda option: option_word(words, control, option),
        key=_key_of_buttons(key, renewals),
        required=True,
        wrap=True,
        **{"on_change": "rerun"} | options,
    )


def options_in_links(controls: Mapping[str, Control]) -> dict[str, list[str | None]]:
    """Give what links carry for the choices that were drawn as buttons: the default, then all."""
    drawn = (controls.get(key) for key in session().buttons)
    return {c.key: [c.default, *c.options] for c in drawn if isinstance(c, NamedChoice)}


def take_pressed(control: Control) -> None:
    """Set a control to the option that was pressed since its buttons were drawn.

    Not by a callback: Streamlit drops one that another run interrupts, but keeps the value.
    """
    here, key = st.session_state, control.key
    shown, renewals = session().buttons.get(key, (None, 0))
    if shown is None or key not in here:
        return
    pressed = here.get(_key_of_buttons(key, renewals))
    if pressed in (None, shown):
        pin(key)
    else:
        here[key] = pressed


def shorten(controls: Iterable[Control]) -> None:
    """Make whole values of boxes for numbers integers: the link then has 2, and not 2.0.

    Only for a box that is not drawn yet, or in a callback: it would undo what a visitor types.
    """
    for control in controls:
        value = st.session_state.get(control.key)
        if (
            isinstance(control, Number | WholeNumber)
            and isinstance(value, float)
            and value.is_integer()
        ):
            st.session_state[control.key] = int(value)
