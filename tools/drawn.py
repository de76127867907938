"""What Plotly has calculated for a chart, read from the page."""

from playwright.sync_api import Page

_CALCULATED = """([key, trace]) => {
  const gd = document.querySelector(`.st-key-${key} .js-plotly-plot`);
  const bar = gd._fullData[trace].type === "bar";
  return gd.calcdata[trace].map((point) => (bar ? point.s : point.y) ?? null);
}"""


def calculated(page: Page, key: str, trace: int = 0) -> list[float]:
    """Give the heights that Plotly holds for a trace of bars or points; nan where it has none."""
    found = page.evaluate(_CALCULATED, [key, trace])
    return [float("nan") if height is None else float(height) for height in found]
