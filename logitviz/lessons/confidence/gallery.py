"""Real digits: images that a case can take, and the images of both cases."""

from collections.abc import Mapping
from functools import cache
from itertools import count
from typing import Any, NamedTuple

import numpy as np
import streamlit as st

from logitviz.charts.formats import probability
from logitviz.core import analyse, predict
from logitviz.datasets.digits import classifier_logits, load_digits, showcase
from logitviz.live.digit_picture import enlarged, image_of, with_article
from logitviz.live.loading import DECIMALS, replace, undo_button

from .controls import CLASSIFIERS
from .logits_text import Logits, logits_as_text

EACH = 2  # images of each kind
KINDS = {
    "most_confident_right": "sure and right",
    "least_confident_right": "unsure and right",
    "most_confident_wrong": "sure and wrong",
    "least_confident_wrong": "unsure and wrong",
}


class Offer(NamedTuple):
    """A test image that a case can take: its number on the screen, its index, what it shows."""

    number: int
    image: int
    caption: str


def caption(net: str, image: int) -> str:
    """Say what a test image shows and what the classifier predicts."""
    record = analyse(classifier_logits(net)[image])
    answer = f"{record.prediction}, {probability(record.confidence)}"
    return f"{with_article(load_digits().labels[image])} read as {answer} at T\u00a0=\u00a01"


@cache
def offers(net: str) -> dict[str, list[Offer]]:
    """Give the test images with the most and the least confidence, by kind."""
    shown = showcase(classifier_logits(net), load_digits().labels, EACH)
    number, found = count(1), {}
    for kind, words in KINDS.items():
        images = map(int, getattr(shown, kind))
        found[words] = [Offer(next(number), image, caption(net, image)) for image in images]
    return found


def image_choice(page: Any) -> None:
    """Draw the images that a case can take, numbered, and the choice for each case.

    Parameters
    ----------
    page
        The page, whose lesson has the controls ``net``, ``a`` and ``b``.
    """
    net = page.values["net"]
    kinds = offers(net)
    for place, (words, kind) in zip(st.columns(len(kinds)), kinds.items(), strict=True):
        with place:
            st.markdown(f"**{words}**")
            with page.snapshot(f"offers_{kind[0].number - 1}", "net"):
                st.image(
                    [enlarged(offer.image) for offer in kind],
                    [f"**{offer.number}** · {offer.caption}" for offer in kind],
                    width=112,
                    alt=[f"Handwritten digit: {offer.caption}" for offer in kind],
                )
    numbers = {offer.image: str(offer.number) for kind in kinds.values() for offer in kind}
    *places, last = st.columns([5, 5, 2], vertical_alignment="bottom")
    for case, place in zip("ab", places, strict=True):
        with place, st.container(key=f"loads_image_{case}"):
            _image_buttons(case, net, numbers, page.values[case])
    with last:
        undo_button("cases")


def _image_buttons(case: str, net: str, numbers: Mapping[int, str], logits: Logits) -> None:
    classifier, image = _image_of(logits) or ("", -1)
    key = f"pick_{case}"
    st.session_state[key] = image if classifier == net and image in numbers else None
    st.segmented_control(
        f"Image for {case.upper()}",
        list(numbers),
        format_func=numbers.__getitem__,
        key=key,
        on_change=_picked,
        args=(case, net),
    )


def _picked(case: str, net: str) -> None:
    if (image := st.session_state[f"pick_{case}"]) is not None:
        logits = np.round(classifier_logits(net)[image], DECIMALS)
        chosen = {f"k{case}": int(predict(logits))}
        replace("cases", {case: logits_as_text(logits)} | chosen)


def case_image(page: Any, case: str) -> None:
    """Show the test image of a case whose logits are those of one."""
    if found := _image_of(page.values[case]):
        net, image = found
        label = load_digits().labels[image]
        words = f"A handwritten {label}, read by the {net} classifier"
        beside = page.snapshot(f"picture_{case}", case, f"g{case}", f"z{case}")
        with beside, st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.image(enlarged(image), width=72, alt=f"Handwritten digit: {label}")
            st.caption(words, width="stretch")


def _image_of(logits: Logits) -> tuple[str, int] | None:
    """Give the classifier that gave these logits, and for which test image."""
    for net in CLASSIFIERS:
        index = image_of(classifier_logits(net), logits)
        if index is not None:
            return net, index
    return None
