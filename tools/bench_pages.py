"""What the benchmark compares: our pages, a page of JavaScript alone, a plain Streamlit app."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import plotly
from playwright.sync_api import Page

from .browser import PATHS
from .hand import Hand, position
from .meters import NEXT_FRAME, Stretch

PLAIN_PAGE, PLAIN_CHART, PLAIN_SLIDER = "Plain", "probabilities", "T"
PLOTLY_JS = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"


@dataclass(frozen=True)
class Subject:
    """A page of the app.

    Parameters
    ----------
    name
        Its name in the app.
    chart
        The key of a bar chart of its first screen.
    sliders
        The keys of the sliders under test, the main slider first.
    others
        Values of other controls, as parameters of a link: none is a default, no two are equal.
    drawn_first
        The key of another chart, if the first run of a visit does not draw the bar chart.
    state
        The parameters of a link with which the sliders move that chart, if the default ones do not.
    """

    name: str
    chart: str
    sliders: tuple[str, ...]
    others: tuple[str, ...]
    drawn_first: str = ""
    state: str = ""

    @property
    def path(self) -> str:
        """Give its path in the address, with the state."""
        return PATHS[self.name] + (f"?{self.state}" if self.state else "")

    @property
    def plain_path(self) -> str:
        """Give the path of the plain app's page: its front page or the other one, as ours."""
        return "/" if PATHS[self.name] == "/" else f"/{PLAIN_PAGE}"

    def link(self, index: int) -> str:
        """Give the path of one of its links that differ in another control than the main slider."""
        joint = "&" if self.state else "?"
        return f"{self.path}{joint}{self.others[index]}"


def _each(key: str, values: Iterable[object]) -> tuple[str, ...]:
    return tuple(f"{key}={value}" for value in values)


_LOGIT, _SEEDS = _each("z0", range(-9, 10)), _each("seed", range(2, 20))
_THRESHOLDS = _each("d", (n / 100 for n in range(11, 50, 2)))
_WORKED = ("Three", "Features", "Image", "Ten", "Confidence", "Logit", "Overflow", "Distillation")

SUBJECTS = (
    Subject("playground", "probabilities", ("T", "z4"), _LOGIT),
    Subject("temperature", "probabilities", ("T", "z0"), _LOGIT),
    Subject("sigmoid", "probabilities", ("T", "z0"), _LOGIT),
    Subject("confidence", "a_bars", ("T", "ga"), _THRESHOLDS),
    Subject(
        "features",
        "logits",
        ("bcol", "badd"),
        _each("digit", range(1, 20)),
        state="bcol=3&brow=3&bsize=3&badd=8",
    ),
    Subject("loss", "predicted", ("T", "n"), _LOGIT),
    Subject("stability", "shifted", ("T", "m"), _LOGIT, drawn_first="naive"),
    Subject("distillation", "labels_toy", ("T", "s"), _each("ts", range(2, 20))),
    Subject("why", "particles", ("T", "sweeps"), _SEEDS, state="reason=Heat"),
    Subject(
        "contrastive",
        "row_probabilities",
        ("tau", "pull"),
        _SEEDS,
        drawn_first="pair_probabilities",
    ),
    Subject("examples", "walk_logits", ("at",), _each("ex", _WORKED)),
    Subject("your_model", "reliability", ("T",), _SEEDS),
)

_WATCH_CHARTS = """() => {
  window.chartsSeen = [...document.querySelectorAll(".js-plotly-plot")].map((gd) => {
    const seen = { gd, changed: false };
    seen.observer = new MutationObserver(() => { seen.changed = true; });
    seen.observer.observe(gd,
      { subtree: true, childList: true, attributes: true, characterData: true });
    return seen;
  });
}"""
_CHANGED_CHARTS = """() => window.chartsSeen.map(({ gd, changed, observer }) => {
  observer.disconnect();
  const box = gd.getBoundingClientRect();
  return { width: box.width, height: box.height, bars: Boolean(gd.querySelector(".bars path")),
    cells: gd.querySelector(".heatmaplayer image") ? gd.calcdata[0][0].z.length : 0,
    changed: changed && box.bottom > 0 && box.top < innerHeight };
}).filter((chart) => chart.changed)"""
_DRAWING = """(chart) => [...document.querySelectorAll(`.st-key-${chart} .bars path`)]
  .map((path) => path.getAttribute("d")).join()"""


# Of every trace of bars. A bar that is missing has the height 0, for JavaScript alone as well.
_HEIGHTS = """(chart) => {
  const { calcdata, _fullData } = document.querySelector(`.st-key-${chart} .js-plotly-plot`);
  return calcdata.filter((_, i) => _fullData[i].type === "bar")
    .map((bars) => bars.map((bar) => bar.s ?? 0));
}"""


@dataclass(frozen=True)
class Survey:
    """What a slider of a page does, measured by moving it over all its positions.

    Parameters
    ----------
    slider, chart
        The keys of the slider and of the page's main bar chart.
    rows
        The heights of the bars of the chart's first trace that moves, at every position.
    width
        How far the thumb can move, in CSS pixels.
    sizes
        Width and height of each bar chart in view that follows the slider.
    others
        The same of each curve or map, with a map's number of rows, 0 for a curve.
    stretch
        The longest run of positions over which every step changes the drawing.
    """

    slider: str
    chart: str
    rows: Sequence[Sequence[float]]
    width: float
    sizes: Sequence[tuple[float, float]]
    others: Sequence[tuple[float, float, int]]
    stretch: Stretch


def longest_run(drawings: Sequence[str]) -> Stretch:
    """Find the longest run in which each drawing differs from the one before."""
    best, start = Stretch(0, 0), 0
    for end in range(1, len(drawings)):
        if drawings[end] == drawings[end - 1]:
            start = end
        elif end - start > best.high - best.low:
            best = Stretch(start, end)
    return best


def survey(page: Page, slider: str, chart: str) -> Survey:
    """Move a slider of a settled page over all its positions, and release it."""
    page.evaluate(_WATCH_CHARTS)
    hand = Hand.press(page, slider)
    traces, drawings = [], []
    for target in range(hand.track.steps + 1):
        hand.move(target)
        page.evaluate(NEXT_FRAME)
        if (found := position(page, slider)) != target:
            raise RuntimeError(f"slider {slider} stands on {found} instead of {target}")
        traces.append(page.evaluate(_HEIGHTS, chart))
        drawings.append(page.evaluate(_DRAWING, chart))
    changed: list[dict[str, Any]] = page.evaluate(_CHANGED_CHARTS)
    hand.release()
    sizes = [(c["width"], c["height"]) for c in changed if c["bars"]]
    others = [(c["width"], c["height"], c["cells"]) for c in changed if not c["bars"]]
    stretch = longest_run(drawings)
    moving = [rows for rows in zip(*traces, strict=True) if any(row != rows[0] for row in rows)]
    if not moving:
        raise RuntimeError(f"slider {slider} moves no bar of {chart}")
    return Survey(slider, chart, moving[0], hand.track.width, sizes, others, stretch)


_LIMIT_PAGE = """<!doctype html>
<meta charset="utf-8">
<title>The limit: JavaScript alone</title>
<style>
  body { margin: 0; }
  input { margin: 8px; padding: 0; height: 16px; }
  .chart { display: inline-block; }
</style>
<script src="PLOTLY_JS"></script>
<div class="st-key-SLIDER"><input type="range" min="0" step="1"></div>
<script>
const plan = PLAN;
const slider = document.querySelector("input");
slider.style.width = plan.width + 16 + "px";
slider.max = plan.rows.length - 1;
slider.value = plan.stretch[0];
const layout = { margin: { l: 38, r: 12, t: 42, b: 34 }, yaxis: { range: plan.range },
  xaxis: { dtick: 1 } };
const cellsOf = (rows) => Array.from({ length: rows }, (_, r) => Array.from({ length: rows },
  (_, c) => { const row = plan.rows[slider.value]; return row[(r + c) % row.length]; }));
const charts = plan.sizes.map(([width, height, cells], i) => {
  const chart = document.createElement("div");
  chart.className = "chart " + (i ? "" : "st-key-CHART");
  document.body.append(chart);
  chart.cells = cells;
  if (cells) {
    Plotly.newPlot(chart, [{ type: "heatmap", z: cellsOf(cells), zmin: 0, zmax: plan.range[1] }],
      { ...layout, yaxis: {}, width, height }, { displaylogo: false });
    return chart;
  }
  const bars = { type: "bar", y: plan.rows[slider.value], texttemplate: "%{y:.3f}",
    textposition: "outside", textangle: 0, cliponaxis: false };
  Plotly.newPlot(chart, [bars], { ...layout, width, height }, { displaylogo: false });
  return chart;
});
const still = { mode: "immediate", frame: { duration: 0, redraw: false },
  transition: { duration: 0 } };
let due = 0;
function show() {
  due = 0;
  const y = plan.rows[slider.value];
  for (const chart of charts)
    if (chart.cells) Plotly.restyle(chart, { z: [cellsOf(chart.cells)] }, 0);
    else Plotly.animate(chart, { data: [{ y }], traces: [0] }, still);
}
slider.addEventListener("input", () => { due ||= requestAnimationFrame(show); });
</script>
"""


def write_limit(found: Survey, folder: Path, *, bars_only: bool = False) -> str:
    """Write a page that does the same in JavaScript alone; give its address.

    It draws as many charts, of the same sizes, as charts of ours follow in view: maps for maps,
    bars for all others; with `bars_only` it leaves out charts without bars. It uses
    `Plotly.animate`, the fastest public call; for maps, which that cannot move, `Plotly.restyle`.
    """
    heights = [height for row in found.rows for height in row]
    top = max(1.0, 1.1 * max(heights))
    plan = {
        "rows": found.rows,
        "width": found.width,
        "sizes": [*found.sizes, *([] if bars_only else found.others)],
        "range": [min(0.0, 1.1 * min(heights)), top],
        "stretch": [found.stretch.low, found.stretch.high],
    }
    html = _LIMIT_PAGE.replace("PLOTLY_JS", PLOTLY_JS.as_uri()).replace("SLIDER", found.slider)
    html = html.replace("CHART", found.chart).replace("PLAN", json.dumps(plan))
    file = folder / f"limit-{found.chart}-{found.slider}.html"
    file.write_text(html, encoding="utf-8")
    return file.as_uri()


_PLAIN_APP = '''"""One slider, one chart, as any Streamlit app would have them."""

import numpy as np
import plotly.graph_objects as go
import streamlit as st

LOGITS = np.array([4.2, 1.8, 0.5, -0.3, 2.7, 3.1, 0.2, -1.5, 1.1, 2.2])
T = float(st.select_slider("Temperature T", TEMPERATURES, "1", key="T"))
scaled = LOGITS / np.clip(T, 1e-3, 1e9)
p = np.exp(scaled - scaled.max())
p /= p.sum()
figure = go.Figure(go.Bar(y=p, text=[f"{v:.3f}" for v in p], textposition="outside"))
figure.update_yaxes(range=[0, 1])
st.plotly_chart(figure, key="probabilities")
'''


def write_plain(folder: Path, temperatures: Sequence[str]) -> Path:
    """Write the plain app with the temperatures of ours, as front page and as `PLAIN_PAGE`.

    A link to a page that is not the front page costs Streamlit further requests of its own.
    """
    app = folder / "plain.py"
    text = _PLAIN_APP.replace("TEMPERATURES", repr(tuple(temperatures)))
    (folder / "pages").mkdir()
    for file in (app, folder / "pages" / f"{PLAIN_PAGE}.py"):
        file.write_text(text, encoding="utf-8")
    return app
