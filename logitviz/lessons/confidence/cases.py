"""The controls of a case: its ten logits as a text, and two sliders that show what follows of it.

The link carries the text. One slider shows the gap of the largest logit to the runner-up, the other
the logit of a class that is chosen; moving them rewrites the text.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from logitviz.core import predict
from logitviz.datasets.sources import CONFIDENT_SHARES, HESITANT_SHARES
from logitviz.live.messages import literal
from logitviz.live.session import session
from logitviz.live.shared import HIGHEST, LOGIT_KEYS, LOGITS, LOWEST, STEP
from logitviz.live.state import Floats

from .logits_text import Logits, read, written

# For a slider, what shows another consequence of the same text and hides while it moves.
COUPLED: dict[str, Sequence[str]] = {
    f"{moved}{side}": (f"{other}{side}", f"static_of_picture_{side}", f"pick_{side}")
    for side in "ab"
    for moved, other in ("gz", "zg")
}
MEANINGS = {"za": "ka", "zb": "kb"}


@dataclass
class Cases:
    """What a visitor's cases were.

    Parameters
    ----------
    logits
        For each case, the last logits that could be read of its text.
    ranges
        For each slider, its lower and upper end when it was last drawn.
    """

    logits: dict[str, Logits] = field(default_factory=dict)
    ranges: dict[str, tuple[float, float]] = field(default_factory=dict)


def set_case(side: str, logits: Iterable[float]) -> None:
    """Give a case these logits; for callbacks."""
    st.session_state[side] = written(logits)


def case_controls(page: Any, side: str) -> None:
    """Draw the controls of a case: its sliders, and below them a panel with its text.

    Parameters
    ----------
    page
        The page; its state takes the last logits that could be read.
    side
        The key of the case, a or b.
    """
    with st.container(gap="xxsmall"):
        sliders = st.container(gap=None)
        complaint = st.container()
        with st.popover(f"Logits of {side.upper()}", width="stretch"):
            _text_box(page, side, complaint)
            _sources_of_logits(side)
            st.caption(page.words["logits"])
        with sliders:
            _gap_slider(page, side)
            _class_slider(page, side)


# The text.


def _text_box(page: Any, side: str, complaint: DeltaGenerator) -> None:
    control, known = page.controls[side], session().of(Cases).logits
    text = page.control(side, on_change=_tidy, args=(side,))
    try:
        known[side] = read(text)
    except ValueError as error:
        for place in (complaint, st):  # on the page, and in the panel, which may lie over it
            place.error(f"{control.label}: {literal(error)}. The bars show the last good ones.")
        known.setdefault(side, read(control.default))
    page.values[side] = known[side]


def _tidy(side: str) -> None:
    try:
        set_case(side, read(st.session_state[side]))
    except ValueError:
        return  # `_text_box` says so, and the box keeps what was typed


def _sources_of_logits(side: str) -> None:
    st.button(
        "Take the playground's logits",
        key=f"take_{side}",
        on_click=_take,
        args=(side,),
        width="stretch",
    )
    st.button(
        "The example pair, as log p", key=f"pair_{side}", on_click=_take_pair, width="stretch"
    )


def _take(side: str) -> None:
    set_case(side, [st.session_state[key] for key in LOGIT_KEYS])


def _take_pair() -> None:
    set_case("a", np.log(CONFIDENT_SHARES))
    set_case("b", np.log(HESITANT_SHARES))


# The sliders.


def _gap_slider(page: Any, side: str) -> None:
    logits = session().of(Cases).logits[side]
    top = int(predict(logits))
    runner_up = max(*logits[:top], *logits[top + 1 :])
    gaps = _gaps(runner_up)
    most = float(gaps[-1])
    _slider(
        f"g{side}",
        f"Gap of class {top} to the runner-up",
        (0.0, most),
        min(logits[top] - runner_up, most),  # 10 - 6.6 > 3.4
        args=(f"g{side}", side, top, runner_up),
        disabled=HIGHEST - runner_up < STEP,
    )
    page.consequences[f"g{side}"] = side, _with(logits, top, runner_up + gaps)


def _class_slider(page: Any, side: str) -> None:
    logits = session().of(Cases).logits[side]
    left, right = st.columns([1, 4], vertical_alignment="bottom")
    with left:
        index = page.control(f"k{side}", "Class")
    with right:
        _slider(
            f"z{side}",
            f"Logit of class {index}",
            (LOWEST, HIGHEST),
            logits[index],
            args=(f"z{side}", side, index, 0.0),
        )
    page.consequences[f"z{side}"] = side, _with(logits, index, LOGITS[index].positions)


def _slider(key: str, label: str, ends: tuple[float, float], value: float, **options: Any) -> None:
    """Draw a slider that shows a value.

    If it shows it already, it is not set again: Streamlit would take it out of the hand that holds
    it. With other ends Streamlit draws another slider, which has to be set.
    """
    here, ranges = st.session_state, session().of(Cases).ranges
    same = math.isclose(here.get(key, math.inf), value, abs_tol=1e-9)
    if ranges.get(key) != ends or not same:
        here[key] = value
    st.slider(label, *ends, step=STEP, format="%.1f", key=key, on_change=_moved, **options)
    ranges[key] = ends


def _moved(key: str, side: str, index: int, above: float) -> None:
    """Set one logit of a case to the value of a slider above a number."""
    logits, value = session().of(Cases).logits[side], st.session_state[key]
    set_case(side, _with(logits, index, round(above + value, 10)))


def _gaps(runner_up: float) -> Floats:
    """Give every position of the gap slider; the last may be a shorter step."""
    most = max(HIGHEST - runner_up, STEP)
    count = int(np.ceil(round(most / STEP, 6))) + 1
    return np.minimum(np.round(np.arange(count) * STEP, 1), most)


def _with(logits: Logits, index: int, values: Floats | float) -> Floats:
    """Give the logits with each of some values [...] for one class, [..., 10]."""
    rows = np.tile(logits, (*np.shape(values), 1))
    rows[..., index] = values
    return rows
