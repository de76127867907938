"""The controls, each bound to the link by its row in the table of `logitviz.live.old_table`."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import ArrayLike, NDArray
from streamlit.delta_generator import DeltaGenerator

from logitviz.charts.formats import fixed
from logitviz.core import Analysis, analyse
from logitviz.live.old_table import CLASSES, LOGIT_VALUES, TABLE, TEMPERATURE_VALUES

JUMPS = {"0": "0", "½": "0.5", "1": "1", "2": "2", "5": "5", "∞": "inf"}
LOGIT_KEYS = tuple(f"z{i}" for i in range(CLASSES))


def slider(key: str, label: str | None = None, help: str | None = None) -> float:  # noqa: A002
    """Draw a numeric slider of the table."""
    entry = TABLE[key]
    digits = {1.0: 0, 0.1: 1}.get(entry.step or 0.0, 2)
    return float(
        st.slider(
            label or entry.label, entry.low, entry.high, entry.default, entry.step,
            format=f"%.{digits}f", key=key, bind="query-params", help=help,
        )
    )  # fmt: skip


def stepped(key: str, label: str | None = None, help: str | None = None) -> str:  # noqa: A002
    """Draw a slider over the options of the table; the value is what the link carries."""
    entry = TABLE[key]
    return str(
        st.select_slider(
            label or entry.label, entry.options or (), entry.default, key=key,
            bind="query-params", help=help,
        )
    )  # fmt: skip


def temperature(key: str = "T") -> str:
    """Draw a slider of a temperature; the value is its label, as the link carries it."""
    return stepped(key, help="0 is the limit argmax, inf the limit uniform.")


def whole(number: float) -> int:
    """Round as the browser shows it, half away from zero."""
    return int(fixed(number, 0))


def counted(key: str, help: str | None = None) -> int:  # noqa: A002
    """Draw a box for a whole number of the table.

    The box holds a float: Streamlit fails on an infinite value in the link of an integer's.
    """
    entry = TABLE[key]
    low, high = float(entry.low or 0), float(entry.high or 0)
    label = f"{entry.label}, {low:g} to {high:g}"
    return whole(
        st.number_input(
            label, low, high, float(entry.default), 1.0, format="%.0f",
            key=key, bind="query-params", help=help,
        )
    )  # fmt: skip


def number(key: str) -> float:
    """Draw a box for a number of the table."""
    entry = TABLE[key]
    return float(
        st.number_input(
            entry.label, entry.low, entry.high, entry.default, entry.step, format="%g",
            key=key, bind="query-params",
        )
    )  # fmt: skip


def choice(
    key: str,
    label: str | None = None,
    on_change: Callable[[], None] | None = None,
    help: str | None = None,  # noqa: A002
) -> Any:
    """Draw a choice of the table as a row of buttons; an empty one in the link is the default."""
    entry = TABLE[key]
    chosen = st.segmented_control(
        label or entry.label, entry.options or (), default=entry.default, key=key,
        required=True, wrap=True, bind="query-params", on_change=on_change or "rerun",
        help=help,
    )  # fmt: skip
    return entry.default if chosen is None else chosen


def picked(key: str, label: str) -> Any:
    """Draw a choice of the table as a list to pick from."""
    entry = TABLE[key]
    return st.selectbox(label, entry.options or (), key=key, bind="query-params")


def ten_logits() -> NDArray[np.float64]:
    """Draw all ten logit sliders; the style sheet puts them in two rows of five."""
    with st.container(key="ten_logits"):
        return np.array([slider(f"z{i}", f"Logit of class {i}") for i in range(CLASSES)])


def one_logit(shown: int, unseen: DeltaGenerator, when: str = "") -> NDArray[np.float64]:
    """Draw the slider of one class; the others only carry their values of the link."""
    return one_of(LOGIT_KEYS, shown, unseen, f"Logit of class {shown} {when}".rstrip())


def one_of(
    keys: Sequence[str], shown: int, unseen: DeltaGenerator, label: str | None = None
) -> NDArray[np.float64]:
    """Draw one of several sliders; the others only carry their values of the link."""
    values = carry([*keys[:shown], *keys[shown + 1 :]], unseen)
    return np.insert(values, shown, slider(keys[shown], label))


def carry(keys: Iterable[str], unseen: DeltaGenerator) -> NDArray[np.float64]:
    """Keep the values of sliders that this page does not show in its link.

    Streamlit forgets a control that a page does not draw. What a closed popover holds is drawn for
    the link, but costs the browser nothing.
    """
    with unseen:
        return np.array(
            [float(stepped(key) if TABLE[key].options else slider(key)) for key in keys]
        )


def _jump(value: str) -> None:
    st.session_state["T"] = value


def temperature_jumps() -> None:
    """Draw a button for each temperature worth jumping to."""
    with st.container(horizontal=True, gap="xsmall"):
        for label, value in JUMPS.items():
            st.button(f"T = {label}", key=f"jump_{value}", on_click=_jump, args=(value,))


def over(logits: ArrayLike, temperatures: ArrayLike) -> Analysis:
    """Analyse logits [..., C] at every temperature, [..., S, C]."""
    z = np.asarray(logits, dtype=np.float64)
    t = np.asarray(temperatures, dtype=np.float64)
    rows = np.broadcast_to(z[..., None, :], (*z.shape[:-1], t.size, z.shape[-1]))
    return analyse(rows, temperature=np.broadcast_to(t, rows.shape[:-1]))


def over_temperature(logits: ArrayLike) -> Analysis:
    """Analyse the logits at every position of the temperature slider."""
    return over(logits, TEMPERATURE_VALUES)


def moving(logits: NDArray[np.float64], index: int) -> NDArray[np.float64]:
    """Give the logits for every position of the slider of class `index`, [201, C]."""
    rows = np.repeat(logits[None], LOGIT_VALUES.size, axis=0)
    rows[:, index] = LOGIT_VALUES
    return rows


def over_logits(
    logits: NDArray[np.float64], temperature: float, classes: Iterable[int]
) -> dict[str, Analysis]:
    """Analyse the logits at every position of the sliders of some classes."""
    return {f"z{i}": analyse(moving(logits, i), temperature=temperature) for i in classes}


def set_logits(values: Iterable[float]) -> None:
    """Move the ten sliders; for callbacks."""
    st.session_state.update({f"z{i}": float(v) for i, v in enumerate(values)})
