"""Real digits: images that a case can take, and the images of both cases."""

from collections.abc import Mapping
from functools import cache
from itertools import count
from typing import Any, NamedTuple

import numpy as np
import streamlit as st

from logitviz.charts.words import Words
from logitviz.core import analyse, predict
from logitviz.datasets.digits import classifier_logits, load_digits, showcase
from logitviz.live.digit_picture import enlarged, image_of
from logitviz.live.loading import DECIMALS, replace, undo_button

from .controls import CLASSIFIERS
from .logits_text import Logits, logits_as_text

EACH = 2  # images of each kind
KINDS = (
    "most_confident_right",
    "least_confident_right",
    "most_confident_wrong",
    "least_confident_wrong",
)


class Offer(NamedTuple):
    """A test image that a case can take: its number on the screen, its index, what it shows."""

    number: int
    image: int
    caption: str


def caption(words: Words, net: str, image: int) -> str:
    """Say what a test image shows and what the classifier predicts."""
    record, label = analyse(classifier_logits(net)[image]), load_digits().labels[image]
    return words.said("image_caption", label=label, record=record)


@cache
def offers(words: Words, net: str) -> dict[str, list[Offer]]:
    """Give the test images with the most and the least confidence, by kind."""
    shown = showcase(classifier_logits(net), load_digits().labels, EACH)
    number, found = count(1), {}
    for kind in KINDS:
        images = map(int, getattr(shown, kind))
        found[kind] = [Offer(next(number), image, caption(words, net, image)) for image in images]
    return found


def image_choice(page: Any) -> None:
    """Draw the images that a case can take, numbered, and the choice for each case.

    Parameters
    ----------
    page
        The page, whose lesson has the controls ``net``, ``a`` and ``b``.
    """
    net, words = page.values["net"], page.words
    kinds = offers(words, net)
    for place, (name, kind) in zip(st.columns(len(kinds)), kinds.items(), strict=True):
        with place:
            st.markdown(f"**{words[name]}**")
            with page.snapshot(f"offers_{kind[0].number - 1}", "net"):
                st.image(
                    [enlarged(offer.image) for offer in kind],
                    [
                        words.said("image_numbered", offer=offer, caption=offer.caption)
                        for offer in kind
                    ],
                    width=112,
                    alt=[words.said("digit_label", words=offer.caption) for offer in kind],
                )
    numbers = {offer.image: str(offer.number) for kind in kinds.values() for offer in kind}
    *places, last = st.columns([5, 5, 2], vertical_alignment="bottom")
    for case, place in zip("ab", places, strict=True):
        with place, st.container(key=f"loads_image_{case}"):
            _image_buttons(page, case, numbers)
    with last:
        undo_button("cases")


def _image_buttons(page: Any, case: str, numbers: Mapping[int, str]) -> None:
    classifier, image = _image_of(page.values[case]) or ("", -1)
    key, net = f"pick_{case}", page.values["net"]
    st.session_state[key] = image if classifier == net and image in numbers else None
    st.segmented_control(
        page.words.said("control_pick", case=case.upper()),
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
        words = page.words.said(f"image_{net}", label=label)
        beside = page.snapshot(f"picture_{case}", case, f"g{case}", f"z{case}")
        with beside, st.container(horizontal=True, vertical_alignment="center", gap="small"):
            alt = page.words.said("digit_label", words=label)
            st.image(enlarged(image), width=72, alt=alt)
            st.caption(words, width="stretch")


def _image_of(logits: Logits) -> tuple[str, int] | None:
    """Give the classifier that gave these logits, and for which test image."""
    for net in CLASSIFIERS:
        index = image_of(classifier_logits(net), logits)
        if index is not None:
            return net, index
    return None
