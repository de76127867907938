"""The light theme of `.streamlit/config.toml`, for charts outside of a page of Streamlit.

On a page the browser replaces the placeholders of `colours` and `layout` by the colours of its
theme. The configuration is no part of the package, so its light colours stand here once more.
"""

import re
from typing import Any

import numpy as np
import plotly.graph_objects as go

from .colours import COLOURS
from .layout import DIVERGING, INK

BACKGROUND, TEXT, PRIMARY = "#ffffff", "#1c2430", "#0a5ca8"
CATEGORICAL = (
    *("#0a5ca8", "#b34700", "#00704f", "#8e3a8b", "#7a5200"),
    *("#00717f", "#b8122b", "#4a5568", "#a8246f", "#5a6500"),
)
SLOPES = (
    *("#8a0d20", "#b8122b", "#d25a68", "#e9a3aa", "#f8e0e3"),
    *("#dbe9f6", "#9dc4e8", "#5596d0", "#0a5ca8", "#07457f"),
)
GRID = "#e3e7ed"  # Streamlit derives its own from the text
PLACEHOLDER = re.compile(r"#0000\d\d")
LIGHT: dict[str, str] = {
    INK: TEXT,
    **dict(zip(COLOURS, CATEGORICAL, strict=True)),
    **dict(zip((str(colour) for _, colour in DIVERGING), SLOPES, strict=True)),
}
FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif"
_AXIS = {"gridcolor": GRID, "zerolinecolor": GRID}
TEMPLATE = go.layout.Template(
    layout={
        "colorway": CATEGORICAL,
        "paper_bgcolor": BACKGROUND,
        "plot_bgcolor": BACKGROUND,
        "font": {"family": FONT, "color": TEXT},
        "title": {"font": {"weight": 600}},
        "xaxis": _AXIS,
        "yaxis": _AXIS,
    }
)


def in_light_colours(figure: go.Figure) -> go.Figure:
    """Give the figure with the colours of the light theme, whatever Plotly's default template is.

    Raises
    ------
    KeyError
        If it has a placeholder that stands for no colour.
    """
    drawn = figure.to_plotly_json()
    drawn["layout"].pop("template", None)
    return go.Figure(_resolved(drawn)).update_layout(template=TEMPLATE)


def _resolved(value: Any) -> Any:
    if isinstance(value, str):
        return LIGHT[value] if PLACEHOLDER.fullmatch(value) else value
    if isinstance(value, dict):
        return {key: _resolved(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_resolved(each) for each in value]
    if isinstance(value, np.ndarray) and value.dtype == object:
        return [_resolved(each) for each in value.tolist()]
    return value
