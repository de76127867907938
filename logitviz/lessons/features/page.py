"""The digits' linear student under a brush: what is drawn, and what the pixels vote."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import ArrayLike, NDArray
from streamlit.delta_generator import DeltaGenerator

from logitviz.core import analyse, contributions, linear_logits
from logitviz.datasets.digits import FULL_INK, load_digits, pixel_features
from logitviz.lessons.features.charts import Voting
from logitviz.lessons.features.strokes import (
    brushed,
    read_strokes,
    stroked,
    strokes_between,
    write_strokes,
)
from logitviz.live.old_controls import choice, slider, whole
from logitviz.live.old_inputs import PANEL, literal
from logitviz.live.old_link import Link, Parts
from logitviz.live.old_table import TABLE

Image = NDArray[np.float64]
SCOPES = dict.fromkeys(
    ("k", "digit", "size", "drawn"),
    ("image", "votes", "logits", "gains", "losses", "start", "arrives", "stored", "change"),
)
BRUSH = ("r", "q", "ink", "size")


def weights() -> Image:
    """Give the student's weights of the features, [10, 64]."""
    return FULL_INK * load_digits().student_weights


def label(digit: int) -> int:
    """Give the digit that a test image shows."""
    return int(load_digits().labels[digit])


def hand() -> DeltaGenerator:
    """Draw the sliders of the brush and its size; give the place beside them."""
    *places, size, beside = st.columns([3, 3, 3, 2, 2], vertical_alignment="bottom")
    for key, place in zip(("q", "r", "ink"), places, strict=True):
        with place:
            slider(key)
    with size:
        choice("size")
    return beside


def _brush() -> dict[str, Any]:
    # An empty choice of the size is its default.
    given = {key: st.session_state[key] for key in BRUSH}
    return {key: whole(TABLE[key].default if v is None else v) for key, v in given.items()}


def _under(image: Image, brush: Mapping[str, Any]) -> Image:
    return brushed(
        image, row=brush["r"], column=brush["q"], size=brush["size"], ink=brush["ink"]
    )  # fmt: skip


def _voting(image: Image, brush: Mapping[str, Any], index: int, digit: int) -> Voting:
    digits = load_digits()
    ink = _under(image, brush)
    f = pixel_features(ink)
    corner = np.broadcast_arrays(
        *(np.asarray(brush[key], dtype=float) for key in ("r", "q", "size"))
    )
    return Voting(
        ink=ink.reshape(f.shape),
        brush=np.stack(corner, axis=-1),
        votes=contributions(f, weights()[[index]])[..., 0, :],
        record=analyse(linear_logits(f, weights(), digits.student_biases)),
        bias=float(digits.student_biases[index]),
        untouched=digits.student_logits[digit],
        index=index,
    )


def votings(digit: int, strokes: ArrayLike, index: int) -> tuple[Voting, dict[str, Voting]]:
    """Let the pixels vote as the brush lies, and at every position of its sliders."""
    image = stroked(load_digits().images[digit], strokes)
    brush = _brush()
    sweeps = {}
    for key in ("r", "q", "ink"):
        entry = TABLE[key]
        places = np.arange(int(entry.low or 0), int(entry.high or 0) + 1)
        sweeps[key] = _voting(image, brush | {key: places}, index, digit)
    return _voting(image, brush, index, digit), sweeps


SUMS: dict[str, tuple[str, str, Parts]] = {
    "gains": ("Votes for", "{}", lambda s: [(s.gains, "signed")]),
    "losses": ("Votes against", "{}", lambda s: [(s.losses, "signed")]),
    "start": ("Bias", "{}", lambda s: [(s.bias, "signed")]),
    "arrives": ("Together: the logit", "{}", lambda s: [(s.logit, "signed")]),
    "stored": ("Untouched, in the data", "{}", lambda s: [(s.untouched[s.index], "signed")]),
    "change": ("Moved by", "{}", lambda s: [(s.change, "signed")]),
}
MEANINGS = {
    "gains": "The sum of all votes above 0 for the chosen class.",
    "losses": "The sum of all votes below 0.",
    "start": "What the class has before any pixel votes.",
    "arrives": "Votes for, votes against and bias together.",
    "stored": "The logit that the data file holds for this image.",
    "change": "How far brush and strokes have moved the logit.",
}


def sums(link: Link, state: Voting, sweeps: Mapping[str, Voting]) -> None:
    """Show how votes and bias add up to the logit, and the logit in the data file."""
    with st.container(key="votes_sum"):
        for key, (label, template, parts) in SUMS.items():
            link.metric(key, label, template, parts, state, sweeps, help=MEANINGS[key])


# ---- strokes that stay ----


def kept(caption: str, complaints: DeltaGenerator) -> Image:
    """Draw the box with the kept strokes as text; a wrong text keeps the last good ones."""
    entry = TABLE["drawn"]
    text = st.text_input(entry.label, entry.default, key="drawn", bind="query-params")
    st.caption(caption, width=PANEL)
    try:
        st.session_state["_strokes"] = read_strokes(str(text))
    except ValueError as error:
        complaints.error(f"{entry.label}: {literal(error)}. The image shows the last good ones.")
        st.session_state.setdefault("_strokes", read_strokes(entry.default))
    return np.asarray(st.session_state["_strokes"])


def _keep(change: Callable[[Image, Image], Image]) -> None:
    """Keep what `change` makes of the image as it was and as it is drawn on; for callbacks."""
    original = load_digits().images[whole(st.session_state["digit"])].astype(np.float64)
    drawn = stroked(original, st.session_state["_strokes"])
    after = change(original, drawn)
    st.session_state["drawn"] = write_strokes(strokes_between(original, after))


def _erase() -> None:
    """Make the brush an eraser."""
    st.session_state["ink"] = TABLE["ink"].default


def _erase_all() -> None:
    _keep(lambda original, _: np.zeros_like(original))
    _erase()


def _start_again() -> None:
    """Show the image as it was, with the brush as it was at first, but beside the image."""
    _keep(lambda original, _: original)
    for key in ("r", "size"):
        st.session_state[key] = TABLE[key].default
    st.session_state["q"] = TABLE["q"].low
    _erase()


def _invert() -> None:
    _keep(lambda _, drawn: FULL_INK - drawn)


def strokes_buttons() -> None:
    """Draw what keeps the stroke, what goes back, and two images to start from."""
    with st.container(horizontal=True, gap="xsmall"):
        st.button("Keep the stroke", on_click=_keep, args=(lambda _, ink: _under(ink, _brush()),))
        st.button("Untouched image", on_click=_start_again)
        st.button("Erase all", on_click=_erase_all)
        st.button("Invert", on_click=_invert)
