"""From the elements of a page to its plan."""

from collections.abc import Hashable, Iterable, Mapping
from typing import Any

import numpy as np

from . import plan
from .controls import Moving
from .elements import ChartElement, Element
from .ink import Inks
from .readings import Consequence, Sweep
from .state import State


def sweeps_of(
    state: State, sliders: Mapping[str, Moving], consequences: Mapping[str, Consequence]
) -> dict[str, Sweep]:
    """Give a state at all positions of each slider.

    Parameters
    ----------
    state
        The state.
    sliders
        The sliders that are controls, by their keys.
    consequences
        Those that rewrite a text.
    """
    sweeps = {
        slider: Sweep.of(state, slider, control.positions, slider)
        for slider, control in sliders.items()
    }
    for slider, found in consequences.items():
        key = (found.control, np.asarray(found.values).tobytes())
        sweeps[slider] = Sweep.of(state, found.control, found.values, key)
    return sweeps


def encoded(
    elements: Iterable[Element],
    sweeps: Mapping[str, Sweep],
    about: Mapping[str, Any],
    inks: Inks | None = None,
    *,
    whole: bool = False,
) -> bytes:
    """Pack what elements show at all positions of the sliders.

    Parameters
    ----------
    elements
        The charts and texts.
    sweeps
        The state at all positions, by slider.
    about
        What else the page has to know; its ``choices`` are the controls that are no sliders.
    inks
        The image that one draws on, if there is one.
    whole
        Whether nothing is left out, however large the plan.
    """
    found = plan.Plan({slider: sweep.count for slider, sweep in sweeps.items()})
    # Of what has been read: its place in the plan, and whether it can follow a stroke.
    known: dict[Hashable, tuple[int, bool]] = {}
    for element in elements:
        places, follows_strokes = [], inks is not None
        for reading in element.readings:
            key = (reading.key or reading, reading.purpose)
            if key not in known:
                amounts = inks.amounts(reading) if inks else None
                place = reading.add_to(found, element.owner, sweeps, amounts)
                known[key] = place, bool(amounts or (inks and not inks.change(reading)))
            places.append(known[key][0])
            follows_strokes &= known[key][1]
        sliders = tuple(s for s, sweep in sweeps.items() if sweep.controls & element.controls)
        choices = tuple(k for k in about["choices"] if k in element.controls)
        entry = element.entry(places)
        strokes = (inks.control,) if inks and follows_strokes else ()
        listed = plan.PlanElement(entry, places, sliders, choices, strokes)
        if isinstance(element, ChartElement):
            found.add_chart(element.owner, entry, listed)
        else:
            found.add_text(entry, listed)
    return found.encode_whole(about) if whole else found.encode(about)
