"""Everything a page of logitviz shows at one moment, read from the drawing in one go."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from playwright.sync_api import Page

from tests.lessons.shown import Cells, Shown, Trace

# One evaluation, so that no frame of the live link falls between two readings. Shapes are turned
# back into numbers through the axes; charts out of sight, which need not follow, are left out.
LOOK = """() => {
  const shown = (e) => e && getComputedStyle(e).visibility === "visible" && e.checkVisibility();
  const sizes = (axis, value) => {
    const at = axis.d2p(value), next = axis.p2d(at + 1);
    return axis.type === "log" ? Math.abs(Math.log10(next / value)) : Math.abs(next - value);
  };
  const label = (point) => {
    const words = point.querySelector("text");
    return words && getComputedStyle(words).display !== "none" ? lines(words).join("<br>") : "";
  };
  const lines = (words) => {  // Plotly puts each line of a text into a tspan of its own
    const spans = [...words.querySelectorAll("tspan.line")];
    return (spans.length ? spans : [words]).map((line) => line.textContent);
  };
  const drawing = (gd) => {
    const { width, height } = gd._fullLayout;
    const of = (selector) => [...gd.querySelectorAll(selector)];
    return gd._fullData.map((trace, index) => {
      const x = gd._fullLayout[trace.xaxis === "x" ? "xaxis" : "xaxis2"];
      const y = gd._fullLayout[trace.yaxis === "y" ? "yaxis" : "yaxis2"];
      const own = (node) => node.__data__?.[0]?.trace?.index === index;
      if (trace.type === "heatmap") {
        return { type: trace.type, matrix: gd.calcdata[index][0].z,
          picture: of(".heatmaplayer image").map((image) => image.getAttribute("href")).join() };
      }
      const pixel = [sizes(x, trace.xaxis && x.type === "log" ? 1 : 0), sizes(y, 0)];
      if (trace.type === "bar") {
        const points = of(".barlayer .trace").filter(own).flatMap(
          (g) => [...g.querySelectorAll(".point")]);
        const zero = y.d2p(0);
        if (trace.orientation === "h")
          return { type: trace.type, pixel: [pixel[1], pixel[0]], bars: points.map((point) => {
            const box = point.querySelector("path").getBBox(), start = x.d2p(0);
            const right = box.x + box.width;
            const far = Math.abs(box.x - start) > Math.abs(right - start) ? box.x : right;
            return { x: box.width && box.height ? y.p2d(box.y + box.height / 2) : null,
              y: box.width && box.height ? x.p2d(far) : 0,
              label: label(point) };
          }) };
        return { type: trace.type, pixel, bars: points.map((point) => {
          const path = point.querySelector("path"), box = path.getBBox();
          const d = path.getAttribute("d");
          const empty = !d || d === "M0,0Z" || !(box.width && box.height);
          const far = Math.abs(box.y - zero) > Math.abs(box.y + box.height - zero)
            ? box.y : box.y + box.height;
          return { x: empty ? null : x.p2d(box.x + box.width / 2), y: empty ? 0 : y.p2d(far),
            label: label(point) };
        }) };
      }
      const group = of(".scatterlayer .trace").find(own);
      // A line with gaps has a path for each of its parts.
      const way = [...(group?.querySelectorAll("path.js-line") ?? [])].map(
        (path) => path.getAttribute("d")).join("");
      const line = [...way.matchAll(/[ML]([-\\d.e]+),([-\\d.e]+)|H([-\\d.e]+)|V([-\\d.e]+)/g)]
        .reduce((all, [, a, b, h, v]) => {
          const [px, py] = all.at(-1) ?? [];
          return [...all, [a ?? h ?? px, b ?? v ?? py].map(Number)];
        }, []);
      const marks = [...(group?.querySelectorAll("path.point") ?? [])].map(
        (p) => p.getAttribute("transform").match(/translate\\(([-\\d.e]+),([-\\d.e]+)\\)/)
          .slice(1).map(Number));
      const back = ([px, py]) => [x.p2d(px), y.p2d(py)];
      return { type: trace.type, pixel, log: x.type === "log", line: line.map(back),
        marks: marks.map(back),
        texts: [...(group?.querySelectorAll(".textpoint text") ?? [])].map((t) => t.textContent) };
    });
  };
  const charts = {}, texts = {}, tables = {}, alts = {};
  const keyed = (e) => e.closest("[class*=st-key-]").className.match(/st-key-(?:live_)?(\\w+)/)[1];
  for (const box of document.querySelectorAll("[class*=st-key-live_], .stPlotlyChart")) {
    const key = keyed(box);
    const gd = box.querySelector(".js-plotly-plot");
    const { top, bottom } = box.getBoundingClientRect();
    const marks = box.querySelector(":is(.barlayer, .scatterlayer, .heatmaplayer):has(*)");
    if (!shown(marks ?? box) || bottom < 0 || top > innerHeight) continue;
    if (gd) {
      charts[key] = drawing(gd);
      alts[key] = gd.closest(".stPlotlyChart").getAttribute("aria-label");
    } else if (box.querySelector("table")) {
      const rows = [...box.querySelectorAll("tbody tr")].map((row) => [...row.cells].slice(1).map(
        (cell) => (shown(cell) ? cell.textContent : null)));
      if (rows.flat().some((cell) => cell !== null)) tables[key] = rows;
    } else {
      const words =
        box.querySelector("[data-testid=stMetricValue]") ?? box.querySelector("p") ?? box;
      if (shown(words)) texts[key] = words.textContent.trim();
    }
  }
  const thumbs = {}, positions = {}, choices = {};
  for (const chosen of document.querySelectorAll("[role=radio][aria-checked=true]")) {
    const key = chosen.closest("[class*=st-key-]").className.match(/st-key-(\\w+)/)[1];
    choices[key] = chosen.textContent.trim();
  }
  for (const input of document.querySelectorAll("input[type=range]")) {
    const box = input.closest("[class*=st-key-]");
    const thumb = box.querySelector("[data-testid=stSliderThumbValue]");
    const key = box.className.match(/st-key-(\\w+)/)[1];
    if (!shown(thumb)) continue;
    thumbs[key] = thumb.textContent;
    positions[key] = Math.round((input.value - input.min) / input.step);
  }
  return { charts, texts, tables, thumbs, alts, positions, choices,
    state: document.documentElement.dataset.logitviz, link: location.search };
}"""


SLACK = 0.8  # pixels that a line may be off: where a plan is too large, it is a little coarser
HALF = 0.52  # pixels; Plotly draws to a hundredth of one
SHADE = 0.0021  # of a colour scale from -1 to 1: no eye tells it


@dataclass(frozen=True)
class Screen:
    """What is visible: charts by key, one entry per trace; words; thumbs of the sliders."""

    charts: dict[str, list[dict[str, Any]]]
    texts: dict[str, str]
    tables: dict[str, list[list[str | None]]]
    thumbs: dict[str, str]
    alts: dict[str, str]
    positions: dict[str, int]
    choices: dict[str, str]
    state: str
    link: str


def look(page: Page) -> Screen:
    """Read everything that is in sight."""
    return Screen(**page.evaluate(LOOK))


def _bars(found: Mapping[str, Any], trace: Trace) -> list[str]:
    bars, heights = found["bars"], trace.bars or ()
    if len(bars) != len(heights):
        return [f"{len(bars)} bars for {len(heights)} values"]
    wrong = []
    pixel = found["pixel"][1]
    for i, (bar, height) in enumerate(zip(bars, heights, strict=True)):
        # A tiny bar ends on a whole pixel.
        allowed = pixel * (HALF if abs(height) > 2.02 * pixel else 1 + HALF)
        if not abs(bar["y"] - height) <= allowed:
            wrong.append(f"bar {i} is {bar['y']:.6g} high instead of {height:.6g}")
        if trace.labels is not None and bar["label"] != trace.labels[i]:
            wrong.append(f"bar {i} says {bar['label']} instead of {trace.labels[i]}")
        place = bar["x"] if trace.places is None or bar["x"] is None else trace.places[i]
        if bar["x"] is not None and not abs(bar["x"] - place) <= found["pixel"][0]:
            wrong.append(f"bar {i} stands at {bar['x']:.6g} instead of {place:.6g}")
    return wrong


def _near(found: Mapping[str, Any], seen: Any, wanted: Any, by: float) -> Any:
    """Say of each of m points whether it is at most so many pixels from each of n, [m, n]."""
    (x, y), (to_x, to_y) = (np.asarray(points, np.float64).T for points in (seen, wanted))
    if found["log"]:
        x, to_x = np.log10(x), np.log10(to_x)
    wide, high = (by * size for size in found["pixel"])
    return (np.abs(x[:, None] - to_x) <= wide) & (np.abs(y[:, None] - to_y) <= high)


def _marks(found: Mapping[str, Any], trace: Trace) -> list[str]:
    marks, expected = found["marks"], trace.marks or ()
    if len(marks) != len(expected):
        return [f"{len(marks)} marks for {len(expected)} values"]
    near = np.diag(_near(found, marks, expected, HALF)) if marks else ()
    wrong = [
        f"mark {i} is at {marks[i]} instead of {expected[i]}"
        for i, right in enumerate(near)
        if not right
    ]
    if trace.labels is not None and found["texts"] != list(trace.labels):
        wrong.append(f"it says {found['texts']} instead of {trace.labels}")
    return wrong


def _line(found: Mapping[str, Any], trace: Trace) -> list[str]:
    """Compare the corners that Plotly leaves of a line with the line they should be on."""
    corners, points = found["line"], list(trace.line or ())
    if not (corners and points):
        return [] if corners == points else [f"the line has {len(corners)} corners"]
    near = _near(found, corners, points, SLACK)
    wrong = [
        f"the line passes {corner}"
        for corner, right in zip(corners, near.any(axis=1), strict=True)
        if not right
    ]
    ends = [end for end in (0, -1) if not near[end, end]]
    wrong += [f"the line ends in {corners[end]} instead of {points[end]}" for end in ends]
    return wrong


def _matrix(found: Mapping[str, Any], trace: Trace) -> list[str]:
    wrong = [
        f"cell {r}, {c} is {cell} instead of {expected}"
        for r, row in enumerate(trace.matrix or ())
        for c, (cell, expected) in enumerate(zip(found["matrix"][r], row, strict=True))
        if (cell is None) != (expected is None)
        or (expected is not None and not abs(cell - expected) <= SHADE)
    ]
    return wrong if found["picture"] else [*wrong, "nothing is painted"]


def differences(screen: Screen, wanted: Shown) -> list[str]:
    """Say where a screen does not show what is wanted, or shows less; an empty list is success."""
    wrong = []
    for key, traces in wanted.charts.items():
        if key not in screen.charts:
            wrong.append(f"{key}: not in sight")
            continue
        for index, trace in traces.items():
            found = screen.charts[key][index]
            faults = [
                *(_bars(found, trace) if trace.bars is not None else ()),
                *(_line(found, trace) if trace.line is not None else ()),
                *(_marks(found, trace) if trace.marks is not None else ()),
                *(_matrix(found, trace) if trace.matrix is not None else ()),
            ]
            wrong += [f"{key}, trace {index}: {fault}" for fault in faults]
    for key, text in wanted.texts.items():
        if screen.texts.get(key) != text:
            wrong.append(f"{key}: says {screen.texts.get(key)!r} instead of {text!r}")
    for key, rows in wanted.tables.items():
        wrong += [f"{key}, {fault}" for fault in _cells(screen.tables.get(key, []), rows)]
    return wrong


def _cells(found: Sequence[Sequence[str | None]], rows: Cells) -> list[str]:
    if len(found) != len(rows):
        return [f"{len(found)} rows instead of {len(rows)}"]
    return [
        f"row {r}, cell {c}: {shown} instead of {cell}"
        for r, (cells, row) in enumerate(zip(found, rows, strict=True))
        for c, (shown, cell) in enumerate(zip(cells, row, strict=True))
        if cell is not None and shown != cell
    ]
