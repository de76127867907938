"""The three reasons: the controls, the picture and the sections of each."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import streamlit as st

from logitviz.live.link import MakeChart

from .controls import COUNTED, REASONS
from .count_charts import likelihood_along_probabilities, loss_along_logits
from .entropy_charts import best_other_bars, entropy_curve
from .feature_charts import logits_along_feature, probabilities_along_feature
from .mean_button import mean_button
from .particle_charts import particle_bars, settling_curves


class Reason(NamedTuple):
    """What a page draws for one reason, in this order."""

    controls: Callable[[Any], None]
    picture: Callable[[Any], None]
    sections: Callable[[Any], None]


def _beside(page: Any, prose: str, chart: MakeChart, *texts: str) -> None:
    """Draw prose, and texts with fields below them, beside a chart."""
    left, right = st.columns(2, gap="large")
    with left:
        page.prose(prose)
        for text in texts:
            page.text(text)
    with right:
        page.chart(chart)


def likelihood_controls(page: Any) -> None:
    """Choose a class, and how often it was seen."""
    page.prose("counts_say")
    j = page.control("j")
    page.control(f"n{j}")


def likelihood_picture(page: Any) -> None:
    """Show which probabilities make the counts most likely."""
    page.chart(likelihood_along_probabilities)
    page.readouts("best_share", "best_logit", key="reason_readouts")


def likelihood_sections(page: Any) -> None:
    """Show what makes it softmax, and that least cross-entropy is the same."""
    page.prose("softmax")
    table, lines, probabilities = st.columns([3, 3, 3], gap="medium")
    with table:
        page.table("counted", [str(c) for c in range(COUNTED)])
    with lines:
        page.chart(logits_along_feature)
    with probabilities:
        page.chart(probabilities_along_feature)
    _beside(page, "cross_entropy", loss_along_logits)


def heat_controls(page: Any) -> None:
    """Set the temperature, and how long the particles have moved."""
    page.prose("heat_says")
    page.onward("sweeps")
    page.temperature()
    page.control("seed", help=page.words["walk_seed"])


def heat_picture(page: Any) -> None:
    """Show on which levels the particles are."""
    page.chart(particle_bars(page.words))
    page.readouts("largest_difference", "expected_difference", key="reason_readouts")


def heat_sections(page: Any) -> None:
    """Show how fast the particles settle."""
    _beside(page, "boltzmann", settling_curves(page.words))


def entropy_controls(page: Any) -> None:
    """Choose a mean score."""
    page.prose("entropy_says")
    page.control("mean", help=page.words["mean_help"])
    page.temperature()
    mean_button(page.words)
    page.control("seed", help=page.words["others_seed"])


def entropy_picture(page: Any) -> None:
    """Show the entropies of all distributions with this mean score."""
    page.chart(entropy_curve(page.words))
    page.readouts("mean_temperature", "entropies", key="reason_readouts")


def entropy_sections(page: Any) -> None:
    """Show the best of the other distributions beside softmax."""
    _beside(page, "entropy", best_other_bars(page.words), "missing_entropy")


BY_NAME: Mapping[str, Reason] = dict(
    zip(
        REASONS.values(),
        (
            Reason(likelihood_controls, likelihood_picture, likelihood_sections),
            Reason(heat_controls, heat_picture, heat_sections),
            Reason(entropy_controls, entropy_picture, entropy_sections),
        ),
        strict=True,
    )
)


def open_reason() -> None:
    """Open an older link, which names no reason, on the one that its keys are about."""
    query = st.query_params
    if "reason" in query or "reason" in st.session_state:
        return
    for key, reason in (("sweeps", "Heat"), ("mean", "Entropy")):
        if key in query:
            st.session_state["reason"] = reason
            return
