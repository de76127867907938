"""The real digits of the confidence page: pictures to pick, and what a threshold buys."""

from collections.abc import Mapping
from functools import cache

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from logitviz.charts.formats import probability
from logitviz.core import Analysis, Selective, analyse, confidence, predict, softmax
from logitviz.core.selective import selective_accuracy
from logitviz.datasets.digits import load_digits, showcase
from logitviz.lessons.confidence.cases import put
from logitviz.lessons.confidence.threshold_chart import Deciding
from logitviz.live.old_inputs import picture
from logitviz.live.old_link import Link, still
from logitviz.live.old_table import SHARE_VALUES, TABLE, TEMPERATURE_VALUES

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


def telling(net: str) -> dict[str, list[int]]:
    """Give the test images worth a look, by what they tell."""
    shown = showcase(logits_by(net), load_digits().labels, EACH)
    return {words: [int(i) for i in getattr(shown, kind)] for kind, words in KINDS.items()}


def pick(net: str, now: Mapping[str, NDArray[np.float64]]) -> None:
    """Draw telling images, numbered, and let each case take one."""
    kinds = telling(net)
    offered = [index for indices in kinds.values() for index in indices]

    def number(index: int) -> str:
        return str(offered.index(index) + 1)

    for place, (words, indices) in zip(st.columns(len(kinds)), kinds.items(), strict=True):
        captions = [caption(net, index) for index in indices]
        numbered = [f"**{number(i)}** · {c}" for i, c in zip(indices, captions, strict=True)]
        alts = [f"Handwritten digit: {text}" for text in captions]
        with place:
            st.markdown(f"**{words}**")
            with still(f"telling_{offered.index(indices[0])}", "net"):
                st.image([picture(i) for i in indices], numbered, width=88, alt=alts)
    for side, logits in now.items():
        reader, index = _image_of(logits) or ("", -1)
        key = f"pick_{side}"
        st.session_state[key] = index if reader == net and index in offered else None
        st.segmented_control(
            f"Image for {side.upper()}", offered, format_func=number,
            key=key, on_change=_picked, args=(side, net),
        )  # fmt: skip


def _picked(side: str, net: str) -> None:
    if (index := st.session_state[f"pick_{side}"]) is not None:
        logits = logits_by(net)[index]
        put(side, logits)
        st.session_state[f"k{side}"] = int(predict(logits))


def pictures(logits: Mapping[str, NDArray[np.float64]]) -> None:
    """Show the test image of each case whose logits are those of one."""
    for side, place in zip(logits, st.columns(2), strict=True):
        if found := _image_of(logits[side]):
            net, index = found
            words = f"{side.upper()}: a {load_digits().labels[index]}, {net} classifier"
            with place, still(f"picture_{side}", side, f"g{side}", f"z{side}"):
                st.image(picture(index), words, width=72, alt=words)


def _image_of(logits: NDArray[np.float64]) -> tuple[str, int] | None:
    for net in TABLE["net"].options or ():
        found = np.flatnonzero((logits_by(net) == logits).all(axis=-1))
        if found.size:
            return net, int(found[0])
    return None
