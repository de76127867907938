"""The themes of `.streamlit/config.toml`, for charts outside of a page of Streamlit.

On a page the browser replaces the placeholders of `colours` and `layout` by the colours of its
theme. The configuration is no part of the package, so its colours stand here once more.
"""

import re
from typing import Any, NamedTuple

import numpy as np
import plotly.graph_objects as go

from .colours import COLOURS
from .layout import DIVERGING, INK

FONT = (
    "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', "
    "'PingFang SC', 'Microsoft YaHei', 'Noto Sans SC', 'Noto Sans CJK SC', sans-serif"
)
PLACEHOLDER = re.compile(r"#0000\d\d")
PLACEHOLDERS = (INK, *COLOURS, *(str(colour) for _, colour in DIVERGING))


class Theme(NamedTuple):
    """The colours of a theme.

    Parameters
    ----------
    background, text, primary
        Those of the page.
    grid
        Of the lines of a chart: Streamlit derives its own from the text.
    categorical, diverging
        Those of charts.
    """

    background: str
    text: str
    primary: str
    grid: str
    categorical: tuple[str, ...]
    diverging: tuple[str, ...]

    @property
    def colours(self) -> dict[str, str]:
        """Give the colour that each placeholder stands for."""
        colours = (self.text, *self.categorical, *self.diverging)
        return dict(zip(PLACEHOLDERS, colours, strict=True))

    @property
    def template(self) -> go.layout.Template:
        """Give the template of charts."""
        size = {"font": {"size": 14}}
        lines = {"gridcolor": self.grid, "zerolinecolor": self.grid, "title": size}
        return go.layout.Template(
            layout={
                "colorway": self.categorical,
                "paper_bgcolor": self.background,
                "plot_bgcolor": self.background,
                "font": {"family": FONT, "color": self.text},
                "title": {"font": {"weight": 600}},
                "xaxis": lines,
                "yaxis": lines,
            }
        )


LIGHT = Theme(
    *("#ffffff", "#1c2430", "#0a5ca8", "#e3e7ed"),
    (
        *("#0a5ca8", "#b34700", "#00704f", "#8e3a8b", "#7a5200"),
        *("#00717f", "#b8122b", "#4a5568", "#a8246f", "#5a6500"),
    ),
    (
        *("#8a0d20", "#b8122b", "#d25a68", "#e9a3aa", "#f8e0e3"),
        *("#dbe9f6", "#9dc4e8", "#5596d0", "#0a5ca8", "#07457f"),
    ),
)
DARK = Theme(
    *("#10151d", "#e8edf4", "#6cb6ff", "#2b3442"),
    (
        *("#6cb6ff", "#ffa657", "#4cd6a2", "#d9a3ff", "#e0c068"),
        *("#5ad8e6", "#ff8a8a", "#b8c4d6", "#ff8ac9", "#c6d45a"),
    ),
    (
        *("#ffb3b3", "#ff8a8a", "#c75a5a", "#7d3838", "#3a2226"),
        *("#1a2c40", "#28517d", "#3f7fbd", "#6cb6ff", "#a3d1ff"),
    ),
)
_COLOURS, _TEMPLATE = LIGHT.colours, LIGHT.template


def in_light_colours(figure: go.Figure) -> go.Figure:
    """Give the figure with the colours of the light theme, whatever Plotly's default template is.

    Raises
    ------
    KeyError
        If it has a placeholder that stands for no colour.
    """
    drawn = figure.to_plotly_json()
    drawn["layout"].pop("template", None)
    return go.Figure(_resolved(drawn)).update_layout(template=_TEMPLATE)


def _resolved(value: Any) -> Any:
    if isinstance(value, str):
        return _COLOURS[value] if PLACEHOLDER.fullmatch(value) else value
    if isinstance(value, dict):
        return {key: _resolved(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_resolved(each) for each in value]
    if isinstance(value, np.ndarray) and value.dtype == object:
        return [_resolved(each) for each in value.tolist()]
    return value
