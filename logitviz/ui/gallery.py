"""The real digits of the confidence page: pictures to pick, and what a threshold buys."""

from collections.abc import Mapping
from functools import cache

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from logitviz.charts.deciding import Deciding
from logitviz.charts.text import probability
from logitviz.core import Analysis, Selective, analyse, confidence, predict, softmax
from logitviz.core.digits import load_digits, showcase
from logitviz.core.selective import selective_accuracy

from .cases import put
from .inputs import picture
from .live import Link
from .state import SHARE_VALUES, TABLE, TEMPERATURE_VALUES

EACH = 2
KINDS = {
    "most_confident_right": "sure and right",
    "least_confident_right": "unsure and right",
    "most_confident_wrong": "sure and wrong",
    "least_confident_wrong": "unsure and wrong",
}


def logits_by(net: str) -> NDArray[np.float64]:
    """Give the logits of all test images by the strong or the weak classifier."""
    digits = load_digits()
    return digits.teacher_logits if net == "strong" else digits.student_logits


def _confidences(net: str, temperatures: NDArray[np.float64]) -> NDArray[np.float64]:
    logits = np.broadcast_to(logits_by(net), (temperatures.size, *logits_by(net).shape))
    each = np.broadcast_to(temperatures[:, None], logits.shape[:-1])
    return np.asarray(confidence(softmax(logits, temperature=each)))


@cache
def _every_temperature(net: str) -> NDArray[np.float64]:
    return _confidences(net, TEMPERATURE_VALUES)


def _right(net: str) -> NDArray[np.bool_]:
    return np.asarray(logits_by(net).argmax(axis=-1) == load_digits().labels)


@cache
def _every_curve(net: str) -> Selective:
    return selective_accuracy(_every_temperature(net), _right(net), SHARE_VALUES)


def deciding(
    net: str, temperature: float, threshold: float
) -> tuple[Deciding, dict[str, Deciding]]:
    """Count what is decided now, and at every position of both sliders."""
    row = int(np.searchsorted(TEMPERATURE_VALUES, temperature))
    confidences, right = _every_temperature(net), _right(net)
    curve = selective_accuracy(confidences[row], right, SHARE_VALUES)
    at = selective_accuracy(confidences[row], right, [threshold])
    hot = selective_accuracy(confidences, right, [threshold])
    chosen = np.array(threshold)
    now = Deciding(curve, chosen, at.decided[0], at.wrong[0])
    return now, {
        "T": Deciding(_every_curve(net), chosen, hot.decided[:, 0], hot.wrong[:, 0]),
        "d": Deciding(curve, SHARE_VALUES, curve.decided, curve.wrong),
    }


def deciding_words(link: Link, now: Deciding, sweeps: Mapping[str, Deciding]) -> None:
    """Say how many images are decided, and how many of them wrongly."""
    total = now.curve.samples
    link.sentence(
        "deciding_words",
        f"Decided automatically: {{}} of {total}. Wrong among these: {{}} ({{}}). "
        "Handed to a person: {}.",
        lambda s: [
            (s.decided, "whole"),
            (s.wrong, "whole"),
            (s.risk, "percent"),
            (total - s.decided, "whole"),
        ],
        now,
        sweeps,
    )


def caption(net: str, index: int) -> str:
    """Say what a test image shows and what the classifier made of it."""
    record: Analysis = analyse(logits_by(net)[index])
    label = load_digits().labels[index]
    return f"{label} read as {record.prediction}, {probability(record.confidence)} at T = 1"


def pick(net: str) -> None:
    """Draw telling images, each with a button for either case."""
    shown = showcase(logits_by(net), load_digits().labels, EACH)
    for place, (kind, words) in zip(st.columns(len(KINDS)), KINDS.items(), strict=True):
        with place:
            st.markdown(f"**{words}**")
            for index in getattr(shown, kind):
                _offer(net, int(index))


def _picked(side: str, logits: NDArray[np.float64]) -> None:
    put(side, logits)
    st.session_state[f"k{side}"] = int(predict(logits))


def _offer(net: str, index: int) -> None:
    with st.container(gap="xxsmall"):
        words = caption(net, index)
        st.image(picture(index), words, width=88, alt=f"Handwritten digit: {words}")
        with st.container(horizontal=True, gap="xsmall"):
            for side in "ab":
                st.button(
                    side.upper(), key=f"pick_{side}_{index}", on_click=_picked,
                    args=(side, logits_by(net)[index]), help=f"Its logits as case {side.upper()}",
                )  # fmt: skip


def pictures(logits: Mapping[str, NDArray[np.float64]]) -> None:
    """Show the test image of each case whose logits are those of one."""
    for side, place in zip(logits, st.columns(2), strict=True):
        if found := _image_of(logits[side]):
            net, index = found
            words = f"{side.upper()}: a {load_digits().labels[index]}"
            with place.container(key=f"picture_{side}"):
                st.image(picture(index), words, width=72, alt=f"{words}, {net} classifier")


def _image_of(logits: NDArray[np.float64]) -> tuple[str, int] | None:
    for net in TABLE["net"].options or ():
        found = np.flatnonzero((logits_by(net) == logits).all(axis=-1))
        if found.size:
            return net, int(found[0])
    return None
