"""The controls of a case: its ten logits as a text, and two sliders that follow the text.

The link carries the text. One slider shows the gap of the largest logit to the runner-up, the other
the logit of a class that is chosen; moving them rewrites the text.
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, NamedTuple

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from logitviz.charts.words import Words
from logitviz.core import predict
from logitviz.datasets.sources import CONFIDENT_SHARES, HESITANT_SHARES
from logitviz.live.controls import Range
from logitviz.live.loading import DECIMALS, replace
from logitviz.live.messages import literal
from logitviz.live.readings import Consequence
from logitviz.live.session import session
from logitviz.live.shared import HIGHEST, LOGIT_KEYS, LOGITS, LOWEST, STEP
from logitviz.live.state import Floats

from .logits_text import Logits, OutsideError, logits_as_text, read_logits

# For each slider (g: gap, z: logit), what else shows a result of the text that it rewrites: it is
# hidden until Python has rewritten the text.
COUPLED: dict[str, Sequence[str]] = {
    f"{moved}{case}": (f"{other}{case}", f"snapshot_of_picture_{case}", f"pick_{case}")
    for case in "ab"
    for moved, other in (("g", "z"), ("z", "g"))
}
MEANINGS = {"za": "ka", "zb": "kb"}  # for a slider, the choice that says which logit it moves


class Drawn(NamedTuple):
    """A slider as it was drawn last, and what it moves: a logit, to a number plus its value.

    Parameters
    ----------
    key
        The key of its widget.
    value
        What it showed.
    ends
        Its lower and upper end.
    moves, base
        The class of the logit, and the number.
    """

    key: str
    value: float
    ends: tuple[float, float]
    moves: int
    base: float


@dataclass
class Cases:
    """The last state of a visitor's two cases.

    Parameters
    ----------
    logits
        For each case, the last logits that could be read from its text.
    sliders
        The sliders as they were drawn last.
    replaced
        How many sliders were replaced by others.
    """

    logits: dict[str, Logits] = field(default_factory=dict)
    sliders: dict[str, Drawn] = field(default_factory=dict)
    replaced: int = 0


def set_case(case: str, logits: Iterable[float]) -> None:
    """Give a case these logits, before its text is drawn."""
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
    _follow_sliders()
    with st.container(gap="xxsmall"):
        sliders = st.container(gap=None)
        complaint = st.container()
        with st.popover(page.words.label(case), width="stretch"):
            _text_box(page, case, complaint)
            _sources_of_logits(page.words, case)
            st.caption(page.words["logits"])
        with sliders:
            _gap_slider(page, case)
            _class_slider(page, case)


# The text.


def _text_box(page: Any, case: str, complaint: DeltaGenerator) -> None:
    control, known = page.controls[case], session().of(Cases).logits
    text = page.text_box(case, _tidy)
    try:
        known[case] = read_logits(text)
    except ValueError as error:
        for place in (complaint, st):  # on the page, and in the panel, which may cover it
            place.error(_complaint(page.words, case, error))
        known.setdefault(case, read_logits(control.default))
    page.values[case] = known[case]


def _complaint(words: Words, case: str, error: ValueError) -> str:
    said = error.said(words) if isinstance(error, OutsideError) else words.error(error)
    return words.said("logits_wrong", box=words.label(case), error=literal(said))


def _tidy(text: str) -> str:
    try:
        return logits_as_text(read_logits(text))
    except ValueError:
        return text  # `_text_box` shows the error


def _sources_of_logits(words: Words, case: str) -> None:
    sources: Mapping[str, Callable[[], None]] = {"take": partial(_take, case), "pair": _take_pair}
    with st.container(key=f"loads_{case}"):  # see the panels of the playground
        for name, take in sources.items():
            label = words[f"button_{name}"]
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
    gap = min(logits[top] - runner_up, most)  # with floats, 10 - 6.6 > 3.4
    label = page.words.said("control_gap", n=top)
    _slider(
        f"g{case}",
        label,
        (0.0, most),
        gap,
        top,
        runner_up,
        disabled=HIGHEST - runner_up < STEP,
    )
    page.consequences[f"g{case}"] = Consequence(case, _with(logits, top, runner_up + gaps), gap)
    page.outline.add("slider", f"g{case}", Range.of(label, gaps, gap, "{:.1f}".format))


def _class_slider(page: Any, case: str) -> None:
    logits = session().of(Cases).logits[case]
    left, right = st.columns([1, 4], vertical_alignment="bottom")
    with left:
        index = page.control(f"k{case}", page.words["control_k"])
    ends = LOWEST, HIGHEST
    label, logit = page.words.label(f"z{index}"), LOGITS[index]
    with right:
        _slider(f"z{case}", label, ends, logits[index], index)
        page.outline.add("slider", f"z{case}", logit.range(label, logits[index]))
    rows = _with(logits, index, logit.positions)
    page.consequences[f"z{case}"] = Consequence(case, rows, logits[index])


def _slider(
    name: str,
    label: str,
    ends: tuple[float, float],
    value: float,
    moves: int,
    base: float = 0.0,
    **options: Any,
) -> None:
    """Draw a slider that shows a value.

    A slider that shows another value, because the user has moved something else, is replaced by a
    new one. To set it would not do: until the browser hears of that, it goes on to send the old
    value, which Streamlit would take for a move by the user.
    """
    cases = session().of(Cases)
    before = cases.sliders.get(name)
    if before and before.ends == ends and math.isclose(before.value, value, abs_tol=1e-9):
        key = before.key
    else:
        cases.replaced += 1
        key = f"{name}-{cases.replaced}"
    cases.sliders[name] = Drawn(key, value, ends, moves, base)
    with st.container(key=name):
        st.slider(label, *ends, value, STEP, "%.1f", key, **options)


def _follow_sliders() -> None:
    """Write a text anew if the user has moved a slider of its case.

    Not by a callback: Streamlit drops one that another run interrupts, but keeps the value.
    """
    cases = session().of(Cases)
    for name, drawn in cases.sliders.items():
        value, case = st.session_state.get(drawn.key, drawn.value), name[-1]
        if not math.isclose(value, drawn.value, abs_tol=1e-9):
            cases.sliders[name] = drawn._replace(value=value)
            moved = _with(cases.logits[case], drawn.moves, round(drawn.base + value, 10))
            cases.logits[case] = tuple(moved.tolist())
            set_case(case, moved)


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
