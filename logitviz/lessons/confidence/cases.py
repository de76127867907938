"""The two cases of the confidence page: their logits, their sliders, their readouts."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray
from streamlit.delta_generator import DeltaGenerator

from logitviz.charts.bars import Against, case_bars
from logitviz.charts.old_chart import Numbers
from logitviz.core import Analysis, analyse, parse_logits, predict
from logitviz.datasets.sources import CONFIDENT_SHARES, HESITANT_SHARES
from logitviz.live.old_controls import moving, over_temperature, picked
from logitviz.live.old_inputs import literal
from logitviz.live.old_link import Link
from logitviz.live.old_readouts import READOUTS
from logitviz.live.old_table import (
    CLASSES,
    HIGHEST,
    LOWEST,
    SHARE_VALUES,
    STEP,
    TABLE,
    numbers,
    outside,
)

NATS = ("entropy", "perplexity")
COUPLED = {
    f"{moved}{side}": (f"{other}{side}", f"snapshot_of_picture_{side}", f"pick_{side}")
    for side in "ab"
    for moved, other in ("gz", "zg")
}
SCOPES = {side: (f"{side}_bars", f"verdict_{side}", "compare", "case_logits") for side in "ab"} | {
    "ka": (), "kb": (), "net": ("deciding", "deciding_words"),
}  # fmt: skip
MEANINGS = {"za": "ka", "zb": "kb"}
VERDICTS = ("ask a person", "decide automatically")


def read(text: str) -> NDArray[np.float64]:
    """Read ten logits that the sliders can hold; a ValueError says what is wrong."""
    logits = parse_logits(text, count=CLASSES)
    if misfits := outside(list(logits)):
        named = ", ".join(f"class {i}: {numbers([logits[i]])}" for i in misfits)
        raise ValueError(f"the sliders reach from {LOWEST:g} to {HIGHEST:g}; outside is {named}")
    return logits


def put(side: str, logits: Iterable[float]) -> None:
    """Give a case these logits; for callbacks."""
    st.session_state[side] = numbers(list(logits))


def _tidy(side: str) -> None:
    try:
        put(side, read(st.session_state[side]))
    except ValueError:
        return  # `_logits_of` says so, and the box keeps what was typed


def box(side: str, caption: str) -> NDArray[np.float64]:
    """Draw what a case is made of: its ten logits as text, and where else to get them."""
    complaint = st.container()
    with st.popover(f"Logits of {side.upper()}", width="stretch"):
        logits = _logits_of(side, complaint)
        st.button(
            "Take the playground's logits", key=f"take_{side}", on_click=_take, args=(side,),
            width="stretch",
        )  # fmt: skip
        st.button("The example pair, as log p", key=f"pair_{side}", on_click=_sources_pair,
            width="stretch",
        )  # fmt: skip
        st.caption(caption)
    return logits


def _take(side: str) -> None:
    put(side, [st.session_state[f"z{i}"] for i in range(CLASSES)])


def _sources_pair() -> None:
    put("a", np.log(CONFIDENT_SHARES))
    put("b", np.log(HESITANT_SHARES))


def _logits_of(side: str, complaint: DeltaGenerator) -> NDArray[np.float64]:
    entry = TABLE[side]
    text = st.text_input(
        entry.label, entry.default, key=side, bind="query-params", on_change=_tidy, args=(side,)
    )
    good = f"_good_{side}"
    try:
        st.session_state[good] = read(str(text))
    except ValueError as error:
        for place in (complaint, st):  # on the page, and in the panel, which may lie over it
            place.error(f"{entry.label}: {literal(error)}. The bars show the last good ones.")
        st.session_state.setdefault(good, read(entry.default))
    return np.asarray(st.session_state[good])


def _runner_up(logits: NDArray[np.float64]) -> tuple[int, float]:
    top = int(predict(logits))
    return top, float(np.delete(logits, top).max())


def _gap_moved(side: str) -> None:
    logits = st.session_state[f"_good_{side}"].copy()
    top, second = _runner_up(logits)
    logits[top] = round(second + st.session_state[f"g{side}"], 10)
    put(side, logits)


def _class_moved(side: str, index: int) -> None:
    logits = st.session_state[f"_good_{side}"].copy()
    logits[index] = st.session_state[f"z{side}"]
    put(side, logits)


def _gaps(second: float) -> NDArray[np.float64]:
    """Give every position of the gap slider; the last may be a shorter step."""
    most = max(HIGHEST - second, STEP)
    count = int(np.ceil(round(most / STEP, 6))) + 1
    return np.minimum(np.round(np.arange(count) * STEP, 1), most)


def _show(key: str, label: str, span: tuple[float, float], value: float, **options: Any) -> None:
    """Draw a slider that shows a value.

    If it stands there, it is not set again: Streamlit would take it out of the hand that holds
    it. With another span Streamlit draws another slider, which has to be set.
    """
    here, drawn = st.session_state, f"_span_{key}"
    if here.get(drawn) != span or not math.isclose(here.get(key, math.inf), value, abs_tol=1e-9):
        here[key] = value
    st.slider(label, *span, step=STEP, format="%.1f", key=key, **options)
    here[drawn] = span


def sliders(side: str, logits: NDArray[np.float64]) -> dict[str, NDArray[np.float64]]:
    """Draw the slider of the gap and that of one logit; give the logits for their positions.

    Both show a consequence of the text, which is what the link carries.
    """
    top, second = _runner_up(logits)
    gaps = _gaps(second)
    gap, one = f"g{side}", f"z{side}"
    most = float(gaps[-1])
    _show(
        gap, f"Gap of class {top} to the runner-up", (0.0, most),
        min(float(logits[top] - second), most),  # 10 - 6.6 > 3.4
        on_change=_gap_moved, args=(side,), disabled=HIGHEST - second < STEP,
    )  # fmt: skip
    left, right = st.columns([1, 4], vertical_alignment="bottom")
    with left:
        index = int(picked(f"k{side}", "Class"))
    with right:
        _show(
            one, f"Logit of class {index}", (LOWEST, HIGHEST), float(logits[index]),
            on_change=_class_moved, args=(side, index),
        )  # fmt: skip
    rows = np.repeat(logits[None], gaps.size, axis=0)
    rows[:, top] = second + gaps
    return {gap: rows, one: moving(logits, index)}


@dataclass(frozen=True, eq=False)
class Cases:
    """The records of both cases; either may be a batch."""

    a: Analysis
    b: Analysis


def sweeps(
    rows: Mapping[str, Mapping[str, NDArray[np.float64]]], now: Cases, temperature: float
) -> dict[str, Cases]:
    """Analyse both cases at every position of their sliders."""
    hot = Cases(over_temperature(now.a.logits), over_temperature(now.b.logits))
    moved_a = {key: analyse(row, temperature=temperature) for key, row in rows["a"].items()}
    moved_b = {key: analyse(row, temperature=temperature) for key, row in rows["b"].items()}
    return (
        {"T": hot}
        | {key: Cases(batch, now.b) for key, batch in moved_a.items()}
        | {key: Cases(now.a, batch) for key, batch in moved_b.items()}
    )


def _against(
    pairs: Mapping[str, Cases], now: Cases, side: str, threshold: Numbers
) -> dict[str, Against]:
    """Pick one case out of both, with the threshold of the confidence, and what moves it."""
    own = {key: pair for key, pair in pairs.items() if key in ("T", f"g{side}", f"z{side}")}
    states = {key: Against(getattr(pair, side), threshold) for key, pair in own.items()}
    return states | {"d": Against(getattr(now, side), SHARE_VALUES)}


def show(link: Link, side: str, now: Cases, pairs: Mapping[str, Cases], threshold: Numbers) -> None:
    """Draw the bars of a case, and say what happens to it at the threshold."""
    state, sweeps = Against(getattr(now, side), threshold), _against(pairs, now, side, threshold)
    link.chart(case_bars(side.upper(), height=240), state, sweeps)
    link.sentence(
        f"verdict_{side}",
        "Class {} with {}: {}",
        lambda s: [
            (s.record.prediction, "whole"),
            (s.record.confidence, "probability"),
            ((s.record.confidence >= s.threshold).astype(float), VERDICTS),
        ],
        state,
        sweeps,
    )


def _reading(name: str, side: str) -> tuple[str, Any]:
    form = "whole" if name == "prediction" else "amount" if name in NATS else "probability"
    return "{}", lambda pair: [(getattr(getattr(pair, side), name), form)]


def _difference(name: str) -> tuple[str, Any]:
    return "{}", lambda pair: [(getattr(pair.a, name) - getattr(pair.b, name), "signed")]


def compare(link: Link, now: Cases, pairs: Mapping[str, Cases]) -> None:
    """Show all readouts of both cases and their difference."""
    rows: list[tuple[str, list[tuple[str, Any] | None]]] = [
        (READOUTS[name][0], [_reading(name, "a"), _reading(name, "b"), _difference(name)])
        for name in READOUTS
    ]
    rows[0] = (rows[0][0], [*rows[0][1][:2], None])
    link.table("compare", ["", "A", "B", "A − B"], rows, now, pairs)


def _logit_of(side: str, index: int) -> tuple[str, Any]:
    return "{}", lambda pair: [(getattr(pair, side).logits, "logit", index)]


def logit_table(link: Link, now: Cases, pairs: Mapping[str, Cases]) -> None:
    """Show the ten logits of both cases."""
    classes = range(CLASSES)
    rows = [(f"**{side.upper()}**", [_logit_of(side, i) for i in classes]) for side in "ab"]
    link.table("case_logits", ["class", *map(str, classes)], rows, now, pairs)
