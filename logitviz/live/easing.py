"""What a button sets at once is shown step by step: the states on the way from before to after.

A callback sets controls with `set_eased`. The next plan then has the rows of these states, as of a
slider named `EASE` that nobody sees, and the script shows one after the other. The numbers of each
are those of a state whose sliders stand between.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import streamlit as st

from .controls import Floats, Moving, OptionSlider
from .plan import EASE
from .readings import Sweep
from .session import session
from .state import State

COUNT = 15  # of states, the first and the last included
SHARES = (1 - np.cos(np.linspace(0, np.pi, COUNT))) / 2
DECIMALS = 4


@dataclass
class SetLast:
    """What a button has set since the last plan.

    Parameters
    ----------
    values
        By key of the control, the value before and the value after.
    """

    values: dict[str, tuple[Any, Any]] = field(default_factory=dict)


@dataclass(frozen=True)
class Eased:
    """Sliders on their way.

    Parameters
    ----------
    ways
        By key, the slider, and its value before and after.
    """

    ways: Mapping[str, tuple[Moving, Any, Any]]

    @property
    def before(self) -> dict[str, float]:
        """Give the values before, as the sliders of the page count them."""
        return {key: slider.position(before) for key, (slider, before, _) in self.ways.items()}

    def sweeps(self, state: State) -> dict[str, Sweep]:
        """Give the states on the way to a state, if anything has been set."""
        if not self.ways:
            return {}
        values = {key: between(*way) for key, way in self.ways.items()}
        same = (EASE, tuple((key, *ends) for key, (_, *ends) in sorted(self.ways.items())))
        return {EASE: Sweep(state.replaced(values), frozenset(values), COUNT, same)}


def set_eased(values: Mapping[str, Any]) -> None:
    """Set controls, and let what they change go there step by step; for callbacks."""
    here = st.session_state
    session().of(SetLast).values = {
        key: (here[key], value)
        for key, value in values.items()
        if key in here and here[key] != value
    }
    here.update(values)


def take_eased(sliders: Mapping[str, Moving]) -> Eased:
    """Give the page's sliders that a button has set since the last plan.

    They are given once: the plan after that is not the answer to the button.
    """
    last = session().of(SetLast)
    values, last.values = last.values, {}
    return Eased(
        {
            key: (sliders[key], before, after)
            for key, (before, after) in values.items()
            if key in sliders and st.session_state.get(key) == after
        }
    )


def between(slider: Moving, before: Any, after: Any) -> Floats:
    """Give the numbers of a slider on its way, [COUNT].

    A slider over chosen numbers passes some of them; any other goes along its numbers.

    Examples
    --------
    >>> from logitviz.live.controls import Slider
    >>> between(Slider("z0", "z0", 0.0, -10.0, 10.0, 0.1), 4.0, 2.0)[[0, 7, 14]].tolist()
    [4.0, 3.0, 2.0]
    """
    if isinstance(slider, OptionSlider):
        start, end = slider.position(before), slider.position(after)
        return slider.positions[np.rint(start + (end - start) * SHARES).astype(np.intp)]
    return np.asarray(np.round(before + (after - before) * SHARES, DECIMALS))
