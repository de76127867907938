"""What a chart shows, read from the drawing itself and from Plotly's own numbers."""

from collections.abc import Sequence
from typing import Any, cast

from playwright.sync_api import Page

# The shapes carry the data that d3 has bound to them: the point, and in it the trace.
_BARS = """([key, trace]) => {
  const gd = document.querySelector(`.st-key-${key} .js-plotly-plot`);
  const points = [...gd.querySelectorAll(".barlayer .point")].filter(
    (point) => point.parentNode.parentNode.__data__[0].trace.index === trace);
  const flat = gd._fullData[trace].orientation === "h";
  const axis = flat ? gd._fullLayout.xaxis : gd._fullLayout.yaxis;
  const zero = axis.d2p(0);
  return points.map((point) => {
    const path = point.querySelector("path"), shape = path.getBBox();
    const ends = flat ? [shape.x, shape.x + shape.width] : [shape.y, shape.y + shape.height];
    const empty = !path.getAttribute("d") || path.getAttribute("d") === "M0,0Z";
    const far = Math.abs(ends[0] - zero) > Math.abs(ends[1] - zero) ? ends[0] : ends[1];
    return { height: empty ? 0 : axis.p2d(far), pixel: Math.abs(axis.p2d(0) - axis.p2d(1)),
      label: point.querySelector("text")?.textContent ?? "" };
  });
}"""
_CALCULATED = """([key, trace]) => {
  const gd = document.querySelector(`.st-key-${key} .js-plotly-plot`);
  const bar = gd._fullData[trace].type === "bar";
  return gd.calcdata[trace].map((point) => (bar ? point.s : point.y) ?? null);
}"""
_CHARTS = """() => [...document.querySelectorAll("[class*=st-key-] .js-plotly-plot")]
  .filter((gd) => gd._fullLayout && gd.querySelector(".main-svg"))
  .map((gd) => [...gd.closest("[class*=st-key-]").classList]
    .find((name) => name.startsWith("st-key-")).slice(7))"""


def charts(page: Page) -> list[str]:
    """List the keys of the charts that are drawn."""
    return cast(list[str], page.evaluate(_CHARTS))


def wait_for_chart(page: Page, key: str) -> None:
    """Wait until a chart has drawn something."""
    page.wait_for_selector(f".st-key-{key} .js-plotly-plot .main-svg", state="visible")


def _bars(page: Page, key: str, trace: int) -> list[dict[str, Any]]:
    return cast(list[dict[str, Any]], page.evaluate(_BARS, [key, trace]))


def bars(page: Page, key: str, trace: int = 0) -> list[float]:
    """Measure the bars of a trace on the screen, in units of their axis.

    The path of each bar is converted back through the axis.
    """
    return [float(bar["height"]) for bar in _bars(page, key, trace)]


def misdrawn(page: Page, key: str, expected: Sequence[float], trace: int = 0) -> list[str]:
    """Say which bars do not show the expected values; an empty list is success.

    Plotly draws to a hundredth of a pixel; only a bar of less than two pixels ends on a whole one,
    so that it is seen at all.
    """
    found = _bars(page, key, trace)
    if len(found) != len(expected):
        return [f"{len(found)} bars for {len(expected)} values"]
    wrong = []
    for i, (bar, value) in enumerate(zip(found, expected, strict=True)):
        pixels = abs(value) / bar["pixel"]
        allowed = bar["pixel"] * (0.02 if pixels > 2.02 else 1.02)
        if not abs(bar["height"] - value) <= allowed:
            wrong.append(f"bar {i} shows {bar['height']:.6g} instead of {value:.6g}")
    return wrong


def labels(page: Page, key: str, trace: int = 0) -> list[str]:
    """Read the value labels of the bars of a trace."""
    return [str(bar["label"]) for bar in _bars(page, key, trace)]


def calculated(page: Page, key: str, trace: int = 0) -> list[float]:
    """Give the heights that Plotly holds for a trace of bars or points; nan where it has none."""
    found = page.evaluate(_CALCULATED, [key, trace])
    return [float("nan") if height is None else float(height) for height in found]
