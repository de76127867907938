"""The controls of a case: its ten logits as a text, and two sliders that follow the text.

The link carries the text. One slider shows the gap of the largest logit to the runner-up, the other
the logit of a class that is chosen; moving them rewrites the text.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from logitviz.core import predict
from logitviz.datasets.sources import CONFIDENT_SHARES, HESITANT_SHARES
from logitviz.live.loading import DECIMALS, replace
from logitviz.live.messages import literal
from logitviz.live.session import session
from logitviz.live.shared import HIGHEST, LOGIT_KEYS, LOGITS, LOWEST, STEP
from logitviz.live.state import Floats

from .logits_text import Logits, logits_as_text, read_logits

# For each slider (g: gap, z: logit), what else shows a result of the text that it rewrites: it is
# hidden until Python has rewritten the text.
COUPLED: dict[str, Sequence[str]] = {
    f"{moved}{case}": (f"{other}{case}", f"snapshot_of_picture_{case}", f"pick_{case}")
    for case in "ab"
    for moved, other in (("g", "z"), ("z", "g"))
}
MEANINGS = {"za": "ka", "zb": "kb"}  # for a slider, the choice that says which logit it moves


@dataclass
class Cases:
    """The last state of a visitor's two cases.

    Parameters
    ----------
    logits
        For each case, the last logits that could be read from its text.
    ranges
        For each slider, its lower and upper end when it was last drawn.
    under_way
        For each slider, the values that the browser may still send of itself: the one that it had,
        and those that it was set to since.
    """

    logits: dict[str, Logits] = field(default_factory=dict)
    ranges: dict[str, tuple[float, float]] = field(default_factory=dict)
    under_way: dict[str, list[float]] = field(default_factory=dict)


def set_case(case: str, logits: Iterable[float]) -> None:
    """Give a case these logits; for callbacks."""
    st.session_state[case] = logits_as_text(logits)


def case_controls(page: Any, case: str) -> None:
    """Draw the controls of a case: its sliders, and below them a panel with its text.

    Parameters
    ----------
    page
        The page; its state takes the last logits that could be read.
    case
        The key of the case, a or b.
    """
    with st.container(gap="xxsmall"):
        sliders = st.container(gap=None)
        complaint = st.container()
        with st.popover(f"Logits of {case.upper()}", width="stretch"):
            _text_box(page, case, complaint)
            _sources_of_logits(case)
            st.caption(page.words["logits"])
        with sliders:
            _gap_slider(page, case)
            _class_slider(page, case)


# The text.


def _text_box(page: Any, case: str, complaint: DeltaGenerator) -> None:
    control, known = page.controls[case], session().of(Cases).logits
    text = page.control(case, on_change=_tidy, args=(case,))
    try:
        known[case] = read_logits(text)
    except ValueError as error:
        for place in (complaint, st):  # on the page, and in the panel, which may cover it
            place.error(f"{control.label}: {literal(error)}. The bars show the last valid logits.")
        known.setdefault(case, read_logits(control.default))
    page.values[case] = known[case]


def _tidy(case: str) -> None:
    try:
        set_case(case, read_logits(st.session_state[case]))
    except ValueError:
        return  # `_text_box` shows the error, and the box keeps its text


def _sources_of_logits(case: str) -> None:
    sources = (
        ("take", "Take the playground's logits", partial(_take, case)),
        ("pair", "Load the example pair into A and B", _take_pair),
    )
    with st.container(key=f"loads_{case}"):  # see the panels of the playground
        for name, label, take in sources:
            st.button(label, key=f"{name}_{case}", on_click=take, width="stretch")


def _take(case: str) -> None:
    replace("cases", {case: logits_as_text([st.session_state[key] for key in LOGIT_KEYS])})


def _take_pair() -> None:
    pair = (CONFIDENT_SHARES, HESITANT_SHARES)
    a, b = (logits_as_text(np.round(np.log(shares), DECIMALS)) for shares in pair)
    replace("cases", {"a": a, "b": b})


# The sliders.


def _gap_slider(page: Any, case: str) -> None:
    logits = session().of(Cases).logits[case]
    top = int(predict(logits))
    runner_up = max(*logits[:top], *logits[top + 1 :])
    gaps = _gaps(runner_up)
    most = float(gaps[-1])
    _slider(
        f"g{case}",
        f"Gap between class {top} and the runner-up",
        (0.0, most),
        min(logits[top] - runner_up, most),  # with floats, 10 - 6.6 > 3.4
        args=(f"g{case}", case, top, runner_up),
        disabled=HIGHEST - runner_up < STEP,
    )
    page.consequences[f"g{case}"] = case, _with(logits, top, runner_up + gaps)


def _class_slider(page: Any, case: str) -> None:
    logits = session().of(Cases).logits[case]
    left, right = st.columns([1, 4], vertical_alignment="bottom")
    with left:
        index = page.control(f"k{case}", "Class")
    with right:
        _slider(
            f"z{case}",
            f"Logit of class {index}",
            (LOWEST, HIGHEST),
            logits[index],
            args=(f"z{case}", case, index, 0.0),
        )
    page.consequences[f"z{case}"] = case, _with(logits, index, LOGITS[index].positions)


def _slider(key: str, label: str, ends: tuple[float, float], value: float, **options: Any) -> None:
    """Draw a slider that shows a value.

    It is set only if it shows another value, because setting it would end a drag. With other ends
    Streamlit draws a new slider, which must be set too. A browser that is late may see only a later
    run, in which nothing is set: so the value is the default, too.
    """
    here, cases = st.session_state, session().of(Cases)
    shows = here.get(key, math.inf)
    under_way = cases.under_way.setdefault(key, [shows])
    if shows == under_way[-1]:
        under_way[:] = [shows]
    if cases.ranges.get(key) != ends or not math.isclose(shows, value, abs_tol=1e-9):
        here[key] = value
        under_way.append(value)
    st.slider(label, *ends, value, STEP, "%.1f", key, on_change=_moved, **options)
    cases.ranges[key] = ends


def _moved(key: str, case: str, index: int, base: float) -> None:
    """Set one logit of a case to a number plus the value of a slider, if the user has moved it.

    While the user moves one slider, the other is set. Until the browser knows, it goes on to send
    older values of the other, which Streamlit takes for moves.
    """
    cases, value = session().of(Cases), st.session_state[key]
    if value in cases.under_way[key]:
        return
    cases.under_way[key] = [value]
    set_case(case, _with(cases.logits[case], index, round(base + value, 10)))


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
