"""Where on a chart a hand takes a point, and where it has to go."""

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

# The plot, its axes, and the points of a trace that have a place.
_PLOT = """([key, trace]) => {
  const gd = document.querySelector(`.st-key-${key} .js-plotly-plot`);
  const { x, y, width, height } = gd.querySelector(".nsewdrag").getBoundingClientRect();
  const { xaxis, yaxis } = gd.layout;
  const onAxis = ({ type }, value) => (type === "log" ? Math.log10(value) : value);
  const { x: across, y: up } = gd.data[trace];
  const points = [...up].map((_, i) => [onAxis(xaxis, across[i]), onAxis(yaxis, up[i])]);
  return { x, y, width, height, across: xaxis.range, up: yaxis.range, points };
}"""
_CURSOR = """([x, y]) => getComputedStyle(document.elementFromPoint(x, y)).cursor"""


@dataclass(frozen=True)
class Plot:
    """The plot of a chart on the screen, and the points of one of its traces."""

    x: float
    y: float
    width: float
    height: float
    across: tuple[float, float]
    up: tuple[float, float]
    points: list[tuple[float, float]]

    @classmethod
    def of(cls, page: Page, key: str, trace: int) -> "Plot":
        """Find the plot of a chart."""
        found: Any = page.evaluate(_PLOT, [key, trace])
        return cls(**found)

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Give the pixel of a place on the axes."""
        (left, right), (bottom, top) = self.across, self.up
        return (
            self.x + self.width * (x - left) / (right - left),
            self.y + self.height * (top - y) / (top - bottom),
        )


def cursor(page: Page, place: tuple[float, float]) -> str:
    """Tell which pointer the browser shows over a place."""
    found: str = page.evaluate(_CURSOR, list(place))
    return found
