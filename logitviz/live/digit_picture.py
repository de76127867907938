"""A real digit, chosen by its number and shown with what a classifier reads."""

from functools import lru_cache
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import ArrayLike, NDArray

from logitviz.charts.pictures import address_of, grey_picture
from logitviz.charts.words import Words
from logitviz.core import predict
from logitviz.datasets.digits import load_digits

from .loading import DECIMALS


@lru_cache(maxsize=64)
def enlarged(index: int) -> str:
    """Draw test image `index` in ink on paper, each pixel 12 × 12; give its data URL.

    So the picture comes with the page: the browser need not ask for a file.
    """
    return address_of(grey_picture(load_digits().images[index], 16, zoom=12))


def image_of(given: NDArray[Any], logits: ArrayLike) -> int | None:
    """Give the test image to which a classifier gave these ten logits; None if there is none.

    Parameters
    ----------
    given
        The logits of all images, [N, 10]. A link has `DECIMALS` decimals of them, an old one all.
    logits
        [10].
    """
    near = np.abs(given - np.asarray(logits)) < 10.0**-DECIMALS
    found = np.flatnonzero(near.all(axis=-1))
    return int(found[0]) if found.size else None


def digit_words(words: Words, index: int) -> str:
    """Say what a test image shows, and what the strong classifier reads."""
    digits = load_digits()
    label, read = digits.labels[index], predict(digits.teacher_logits[index])
    return words.said("digit_words", label=label, read=read)


def digit_picture(page: Any) -> int:
    """Draw the choice of a real digit, and the digit; give its number.

    Parameters
    ----------
    page
        The page, whose lesson has the control ``digit``.
    """
    index = int(page.control("digit"))
    words = digit_words(page.words, index)
    with page.snapshot("digit", "digit"):
        alt = page.words.said("digit_label", words=words)
        st.image(enlarged(index), words, width=96, alt=alt)
    return index
