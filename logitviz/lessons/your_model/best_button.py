"""The best temperature, marked on the slider, and a button that goes there."""

from typing import Any

import numpy as np
import streamlit as st

from logitviz.live.shared import TEMPERATURE

# The thumb moves from half its width to half its width before the end.
MARK = (
    '<div aria-hidden="true" style="position:relative;height:1.2rem;margin:-1.6rem .4rem 0">'
    '<i style="position:absolute;left:{place:.1f}%;transform:translateX(-50%);'
    'font-style:normal">▲</i></div>'
)


def nearest_option(temperature: float) -> str:
    """Give the position of the slider that is nearest in proportion."""
    positions = TEMPERATURE.positions
    if temperature in (0, np.inf):
        return TEMPERATURE.options[0 if temperature == 0 else -1]
    inner = np.log(positions[1:-1])
    return TEMPERATURE.options[1 + int(np.abs(inner - np.log(temperature)).argmin())]


def place_on_slider(temperature: float) -> float:
    """Give the place of a temperature along the slider, from 0 to 1."""
    positions = TEMPERATURE.positions
    inner = positions[1:-1]
    if temperature in (0, np.inf):
        return 0.0 if temperature == 0 else 1.0
    index = 1 + np.interp(np.log(temperature), np.log(inner), np.arange(inner.size))
    return float(index / (positions.size - 1))


def best_temperature(page: Any) -> None:
    """Mark the best T below the slider; offer to go to the position next to it."""
    best = page.state.assessment.best
    if best.status == "undetermined":
        return
    place = 100 * place_on_slider(best.temperature)
    with page.snapshot("best", "model", "judge", "seed", "upload"), st.container(gap=None):
        st.html(MARK.format(place=place))
        if best.status == "interior":
            option = nearest_option(best.temperature)
            st.button(
                page.words.said("go_to_best", option=option, best=best.temperature),
                key="go_to_best",
                on_click=_go,
                args=(option,),
                icon=":material/arrow_drop_up:",
            )


def _go(option: str) -> None:
    st.session_state["T"] = option
