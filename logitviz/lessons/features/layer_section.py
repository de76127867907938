"""The section on a layer of three features and three classes, in numbers."""

from typing import Any

import streamlit as st

from .controls import BIAS_KEYS, FEATURE_KEYS, LAYER_CLASSES, WEIGHT_KEYS


def layer_section(page: Any) -> None:
    """Draw features, weights and biases, and below them how the logits come about."""
    page.prose("layer")
    page.controls_in_row(*FEATURE_KEYS, "", gap="small")
    with st.container(key="matrix"):
        for weights, bias in zip(WEIGHT_KEYS, BIAS_KEYS, strict=True):
            page.controls_in_row(*weights, bias, gap="small")
    page.table("worked", LAYER_CLASSES)
    page.text("worked_words")
    page.prose("rounding")
