"""A real digit, chosen by its number and shown with what a classifier reads."""

from functools import lru_cache
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from logitviz.core import predict
from logitviz.datasets.digits import load_digits


@lru_cache(maxsize=64)
def enlarged(index: int) -> NDArray[np.uint8]:
    """Draw test image `index` in ink on paper, each pixel 12 × 12."""
    ink = load_digits().images[index].astype(np.float64) / 16
    grey = np.kron(np.rint(255 * (1 - ink)), np.ones((12, 12)))
    return grey.astype(np.uint8)


def digit_picture(page: Any) -> int:
    """Draw the choice of a real digit, and the digit; give its number.

    Parameters
    ----------
    page
        The page, whose lesson has the control ``digit``.
    """
    digits = load_digits()
    index = int(page.control("digit"))
    label, guess = digits.labels[index], predict(digits.teacher_logits[index])
    words = f"A {label}, read as {guess}"
    with page.snapshot("digit", "digit"):
        st.image(enlarged(index), words, width=96, alt=f"Handwritten digit: {words}")
    return index
