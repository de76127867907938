"""Links as values of controls, and values of controls as links.

Streamlit reads a link only when a page is opened. A step of a lecture changes the state later, so
its link is read here. A value that is not allowed becomes the default.
"""

import math
from collections.abc import Mapping
from contextlib import suppress
from functools import singledispatch
from typing import Any
from urllib.parse import parse_qsl, quote

from .controls import Choice, Control, Number, OptionSlider, Slider, Text, Toggle, WholeNumber

SAFE = ",.:;~"  # characters that a link may hold as they are


@singledispatch
def read(control: Control, text: str) -> Any:
    """Give the value that a control takes from a link: its default where it takes none."""
    raise TypeError(f"no link is read for {control}")


@read.register(Slider)
@read.register(Number)
@read.register(WholeNumber)
def _(control: Any, text: str) -> Any:
    with suppress(ValueError):
        value = float(text)
        if math.isfinite(value) and control.low <= value <= control.high:
            return value
    return control.default


@read.register(Choice)
@read.register(OptionSlider)
def _(control: Any, text: str) -> Any:
    return {str(option): option for option in control.options}.get(text, control.default)


@read.register
def _(control: Toggle, text: str) -> Any:
    return {"true": True, "false": False}.get(text.lower(), control.default)


@read.register
def _(control: Text, text: str) -> Any:
    return text


def values_of(query: str, controls: Mapping[str, Control]) -> dict[str, Any]:
    """Read a link: the value of every control, its default where the link names none.

    Parameters
    ----------
    query
        What stands behind the question mark.
    controls
        The controls by key.
    """
    given = dict(parse_qsl(query, keep_blank_values=True))
    return {
        key: read(control, given[key]) if key in given else control.default
        for key, control in controls.items()
    }


def query_of(values: Mapping[str, Any], controls: Mapping[str, Control]) -> str:
    """Write a link: the values that are not the default, as the widgets hold them.

    Parameters
    ----------
    values
        Values by key; keys without a control are left out.
    controls
        The controls by key.
    """
    here = {key: value for key, value in values.items() if key in controls and value is not None}
    other = {key: _written(v) for key, v in here.items() if v != controls[key].default}
    return "&".join(f"{key}={quote(text, safe=SAFE)}" for key, text in other.items())


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return repr(value).removesuffix(".0") if isinstance(value, float) else str(value)
