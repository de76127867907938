"""How well charts and words stand out."""

from playwright.sync_api import Page


def rgb(colour: str) -> str:
    """Write a colour as the browser does."""
    return f"rgb({', '.join(str(int(colour[i : i + 2], 16)) for i in (1, 3, 5))})"


# Contrast after WCAG 2 of what is drawn with the page behind it.
PALE = """() => {
  const parts = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = (colour) => {
    const [r, g, b] = parts(colour).map((v) => v / 255).map(
      (v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const back = light(getComputedStyle(document.querySelector("[data-testid=stApp]"))
    .backgroundColor);
  const contrast = (colour) => {
    const front = light(colour);
    return (Math.max(front, back) + 0.05) / (Math.min(front, back) + 0.05);
  };
  const pale = [];
  let drawn = 0;
  for (const gd of document.querySelectorAll(".js-plotly-plot")) {
    const key = gd.closest("[class*=st-key-]").className;
    for (const text of gd.querySelectorAll("text")) {
      const { fill } = getComputedStyle(text);
      if (text.textContent) drawn += 1;
      if (text.textContent && contrast(fill) < 3) pale.push([key, text.textContent, fill]);
    }
    for (const path of gd.querySelectorAll(".barlayer .trace:first-child .point path")) {
      drawn += 1;
      const { fill } = getComputedStyle(path);
      if (contrast(fill) < 3) pale.push([key, "bar", fill]);
    }
    for (const path of gd.querySelectorAll("path.js-line")) {
      drawn += 1;
      const { stroke } = getComputedStyle(path);
      if (contrast(stroke) < 3) pale.push([key, "line", stroke]);
    }
  }
  // In forced colours the chosen of several choices has a ground of its own.
  const forced = matchMedia("(forced-colors: active)").matches;
  for (const words of document.querySelectorAll("p, h1, h4, td, [data-testid=stMetricValue]")) {
    const { color } = getComputedStyle(words);
    if (forced && words.closest("[role=radio]")) continue;
    if (words.checkVisibility() && contrast(color) < 3) pale.push([words.textContent, color]);
  }
  const page = parts(getComputedStyle(document.querySelector("[data-testid=stApp]"))
    .backgroundColor);
  for (const caption of document.querySelectorAll("[data-testid=stCaptionContainer]")) {
    const { color, opacity } = getComputedStyle(caption);
    const [r, g, b, alpha = 1] = parts(color);
    const mixed = [r, g, b].map((v, i) => page[i] + (v - page[i]) * alpha * opacity);
    if (contrast(mixed.join()) < 4.5) pale.push([caption.textContent, color, opacity]);
  }
  return { drawn, pale, back };
}"""


def assert_stands_out(page: Page) -> None:
    """Measure the contrast of everything drawn."""
    seen = page.evaluate(PALE)
    assert seen["drawn"] >= 10, seen
    assert not seen["pale"], seen["pale"]
