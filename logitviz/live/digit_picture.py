"""A real digit, chosen by its number and shown with what a classifier reads."""

from functools import lru_cache
from typing import Any

import streamlit as st

from logitviz.charts.pictures import address_of, grey_picture
from logitviz.core import predict
from logitviz.datasets.digits import load_digits


@lru_cache(maxsize=64)
def enlarged(index: int) -> str:
    """Draw test image `index` in ink on paper, each pixel 12 × 12; give its data URL.

    So the picture comes with the page: the browser need not ask for a file.
    """
    return address_of(grey_picture(load_digits().images[index], 16, zoom=12))


def digit_words(index: int) -> str:
    """Say what a test image shows, and what the strong classifier reads."""
    digits = load_digits()
    return f"A {digits.labels[index]}, read as {predict(digits.teacher_logits[index])}"


def digit_picture(page: Any) -> int:
    """Draw the choice of a real digit, and the digit; give its number.

    Parameters
    ----------
    page
        The page, whose lesson has the control ``digit``.
    """
    index = int(page.control("digit"))
    words = digit_words(index)
    with page.snapshot("digit", "digit"):
        st.image(enlarged(index), words, width=96, alt=f"Handwritten digit: {words}")
    return index
