"""What goes into exp, naive and shifted, against the limits of the precision."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike, DTypeLike

from logitviz.charts.formats import logit
from logitviz.charts.layout import CLASSES, INK, NEUTRAL, layout
from logitviz.charts.old_chart import Chart, Numbers, TraceValues, Values
from logitviz.core import exp_limits
from logitviz.lessons.stability.charts import Sides

# Beyond any finite argument of the page; infinities get a place of their own at the ends.
FARTHEST = 18.6
MARGIN = 0.6
WORDS = 3.1  # the height of the words about the limits, above all classes
TICKS = {-1e6: "−10⁶", -1e3: "−1000", -10: "−10", 0: "0", 10: "10", 1e3: "1000", 1e6: "10⁶"}


def spread(x: ArrayLike) -> Numbers:
    """Give the place of a number on an axis that is linear near 0 and logarithmic far away."""
    return np.clip(np.arcsinh(np.asarray(x, dtype=np.float64)), -FARTHEST, FARTHEST)


def reach(dtype: DTypeLike, *, height: int) -> Chart[Sides]:
    """Draw the arguments of exp, class by class, and where exp ends in a precision."""

    def skeleton() -> go.Figure:
        mark = {"mode": "markers", "y": [-c for c in range(CLASSES)], "cliponaxis": False}
        diamond = {"size": 8, "symbol": "diamond-open", "line": {"width": 2}}
        figure = go.Figure(
            [
                go.Scatter(name="naive: z/T", marker={"size": 9}, **mark),
                go.Scatter(name="shifted: (z − max z)/T", marker=diamond, **mark),
            ],
            _axes(f"What goes into exp, in {np.dtype(dtype)}", height),
        )
        largest, smallest = exp_limits(dtype)
        _limit(figure, float(smallest), -1, f"exp is 0<br>below {logit(smallest)}")
        _limit(figure, float(largest), 1, f"exp is ∞<br>above {logit(largest)}")
        return figure

    def values(sides: Sides) -> Sequence[TraceValues]:
        span = (0.0, FARTHEST / 2)  # a quarter of the axis, which is as long as others four times
        return [{"x": Values(spread(s.arguments), span=span)} for s in (sides.naive, sides.shifted)]

    return Chart("reach", skeleton, values, lambda s: describe_reach(dtype, s), revision=str(dtype))


def _axes(title: str, height: int) -> go.Layout:
    ends = FARTHEST + MARGIN
    x = {
        "range": [-ends, ends],
        "tickvals": [-FARTHEST, *spread(list(TICKS)), FARTHEST],
        "ticktext": ["−∞", *TICKS.values(), "∞"],
        "tickangle": 0,
        "showgrid": False,
    }
    y = {
        "range": [-9.7, WORDS + 2.5],
        "tickvals": [-9, 0],
        "ticktext": ["9", "0"],
        "showgrid": False,
        "title": {"text": "class", "standoff": 4},
    }
    axes = layout(title, height=height, x=x, y=y, margin={"t": 34, "b": 28})
    # On the left: on the right is the button for a picture, which a phone always shows.
    legend = {"orientation": "h", "x": 0, "xanchor": "left", "y": 1, "yanchor": "bottom"}
    return axes.update(showlegend=True, legend=axes.legend.to_plotly_json() | legend)


def _limit(figure: go.Figure, limit: float, side: int, words: str) -> None:
    """Shade what lies beyond a limit, and say what it means."""
    at, end = float(spread(limit)), side * (FARTHEST + MARGIN)
    figure.add_shape(
        type="rect", x0=at, x1=end, y0=0, y1=1, yref="paper", fillcolor=NEUTRAL,
        opacity=0.25, line_width=0, layer="below",
    )  # fmt: skip
    figure.add_vline(at, line={"color": NEUTRAL, "width": 2.5}, layer="below")
    figure.add_scatter(
        x=[at + side * 0.5], y=[WORDS], mode="text", text=[words], showlegend=False,
        textposition=f"middle {'left' if side < 0 else 'right'}",
        textfont={"color": INK, "size": 13},
    )  # fmt: skip


def describe_reach(dtype: DTypeLike, sides: Sides) -> str:
    """Say how many arguments lie beyond the limits."""
    largest, smallest = exp_limits(dtype)
    words = []
    for name, steps in (("naive", sides.naive), ("shifted", sides.shifted)):
        over = np.count_nonzero(steps.arguments > largest)
        under = np.count_nonzero(steps.arguments < smallest)
        words.append(f"{name} {over} above and {under} below")
    return (
        f"What goes into exp in {np.dtype(dtype)}, whose limits are {logit(smallest)} and "
        f"{logit(largest)}: {', '.join(words)}."
    )
