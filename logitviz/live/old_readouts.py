"""The readouts of a record: prediction, confidence, margin, entropy, perplexity."""

from collections.abc import Mapping

import numpy as np
import streamlit as st

from logitviz.core import Analysis
from logitviz.live.old_link import Link, Parts

READOUTS: dict[str, tuple[str, str, Parts, str]] = {
    "prediction": (
        "Predicted class",
        "{}",
        lambda r: [(r.prediction, "whole")],
        "The class with the largest logit; on a tie the lowest.",
    ),
    "confidence": (
        "Confidence",
        "{}",
        lambda r: [(r.confidence, "probability")],
        "The largest probability. Not the same as being right.",
    ),
    "margin": (
        "Margin",
        "{}",
        lambda r: [(r.margin, "probability")],
        "The largest probability minus the second largest.",
    ),
    "entropy": (
        "Entropy",
        "{} nats · {}",
        lambda r: [(r.entropy, "amount"), (r.entropy / np.log(r.logits.shape[-1]), "percent")],
        "0 when all is on one class, log C nats (100 %) when all C classes are equal.",
    ),
    "perplexity": (
        "Effective classes",
        "{}",
        lambda r: [(r.perplexity, "amount")],
        "The perplexity exp(entropy): among how many equal classes one would be as unsure.",
    ),
}


def row(link: Link, record: Analysis, sweeps: Mapping[str, Analysis]) -> None:
    """Show the readouts side by side."""
    with st.container(key="readouts"):
        for key, (label, template, parts, meaning) in READOUTS.items():
            link.metric(key, label, template, parts, record, sweeps, help=meaning)
