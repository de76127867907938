"""What every chart has in common."""

import math
from typing import Any

import plotly.graph_objects as go

CLASSES = 10
MAX_ENTROPY = math.log(CLASSES)  # nats
# Placeholders, near-black, which Streamlit replaces by colours of its light or dark theme: the
# strongest grey for text, and the diverging scale; the categorical colours are in colours.py.
INK = "#000037"
DIVERGING = [[i / 9, f"#0000{21 + i}"] for i in range(10)]
CLEAR = "rgba(0,0,0,0)"
BARELY = 0.002  # of the strongest number: in the live link what is less may be rounded to 0
TICK_FONT = {"color": INK, "size": 12}
LEGEND = {"font": {"color": INK}, "bgcolor": CLEAR, "itemclick": False, "itemdoubleclick": False}
BESIDE_TITLE = {  # a legend that covers no curve and no bar
    "x": 1,
    "xanchor": "right",
    "yref": "container",
    "y": 0.99,
    "yanchor": "top",
    "orientation": "h",
    "font": {"color": INK, "size": 12},
}
BELOW_TITLE = BESIDE_TITLE | {"y": 0.93}  # where the two do not fit beside each other
TOP_RIGHT = {"x": 0.98, "xanchor": "right", "y": 0.98}  # a legend inside the frame
NEUTRAL = "#7d8694"  # lines that belong to no class, readable on light and dark
# The sliders' −10 to 10, with room for the numbers at the ends of the bars.
LOGIT_AXIS = {"range": (-12, 12), "tickvals": [-10, -5, 0, 5, 10], "zeroline": True}
SHARE_AXIS = {
    "range": (0, 1),
    "tickvals": [0, 1 / CLASSES, 0.25, 0.5, 0.75, 1],
    "ticktext": ["0", f"1/{CLASSES}", ".25", ".5", ".75", "1"],
}
# The same where no line marks 1/C.
QUARTER_AXIS = {
    "range": (0, 1),
    "tickvals": [0, 0.25, 0.5, 0.75, 1],
    "ticktext": ["0", ".25", ".5", ".75", "1"],
}
DOTTED = {
    "type": "line",
    "line": {"color": NEUTRAL, "dash": "dot", "width": 1.5},
    "layer": "below",
}
UNIFORM = DOTTED | {"xref": "paper", "x0": 0, "x1": 1, "y0": 1 / CLASSES, "y1": 1 / CLASSES}
# The same between the bars of classes only, so that it runs through no number above a bar.
_GAPS = [-0.59, *(c + 0.42 for c in range(CLASSES))]
UNIFORM_BETWEEN_BARS = {
    "type": "path",
    "path": "".join(f"M{x:g},{1 / CLASSES}H{x + 0.16:g}" for x in _GAPS),
    "line": {"color": NEUTRAL, "width": 1.5},
    "layer": "below",
}


def layout(
    title: str, *, height: int, x: dict[str, Any], y: dict[str, Any], **more: Any
) -> go.Layout:
    """Give a layout with fixed axes: nothing zooms, hides or rescales while a control moves.

    A `legend` is shown if one is given, with these settings.
    """
    axis = {
        "fixedrange": True,
        "zeroline": False,
        "automargin": False,
        "tickangle": 0,  # labels of ticks lie, also where the chart is narrow
        "tickfont": TICK_FONT,
    }
    titled = {"title": {"font": {"color": INK}} | x.get("title", {})}
    titled_y = {"title": {"font": {"color": INK}} | y.get("title", {})}
    margin = {"t": 42, "b": 48, "l": 38, "r": 12} | more.pop("margin", {})
    legend = more.pop("legend", None)
    return go.Layout(
        title={"text": title, "x": 0, "xanchor": "left", "y": 0.985, "yanchor": "top"},
        title_font_size=16,
        font={"size": 14, "color": INK},
        height=height,
        margin=margin,
        xaxis=axis | x | titled,
        yaxis=axis | y | titled_y,
        showlegend=legend is not None,
        legend=LEGEND | (legend or {}),
        barmode="overlay",
        bargap=0.18,
        hovermode=False,
        uirevision="constant",
        **more,
    )


def signed_scale(power: int = 1) -> list[list[Any]]:
    """Give the diverging scale of a map in which 0 has the colour of the background.

    So has what is closer to 0 than `BARELY`; all else differs from it. With a `power` above 1 weak
    numbers take more of the colours, so that they too are seen from afar.
    """
    colours = [colour for _, colour in DIVERGING]
    steps = [max((i / 4) ** power, BARELY) / 2 for i in range(5)]
    minus = [[0.5 - step, colours[4 - i]] for i, step in enumerate(steps)]
    plus = [[0.5 + step, colours[5 + i]] for i, step in enumerate(steps)]
    edge = steps[0] - 1e-6
    return [*reversed(minus), [0.5 - edge, CLEAR], [0.5 + edge, CLEAR], *plus]


def axis_title(text: str, standoff: int = 14) -> dict[str, Any]:
    """Give the title of an axis, `standoff` pixels away from its ticks."""
    return {"text": text, "standoff": standoff}


def right_axis(**options: Any) -> dict[str, Any]:
    """Give a second y axis on the right, over the plot of the first."""
    return {
        "overlaying": "y",
        "side": "right",
        "showgrid": False,
        "fixedrange": True,
        "tickfont": TICK_FONT,
        **options,
    }


def class_axis(title: str, order: tuple[int, ...] = tuple(range(CLASSES))) -> dict[str, Any]:
    """Put class `order[i]` at place i, under a title."""
    places = list(range(len(order)))
    return {
        "tickvals": places,
        "ticktext": [str(c) for c in order],
        "range": [-0.6, len(order) - 0.4],
        "title": axis_title(title),
        "showgrid": False,
    }
