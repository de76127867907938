// The page on paper: charts get a width that fits A4 and Letter, and the colours of the light theme,
// as the browser prints before Streamlit could draw them anew.

/** @typedef {import("./drawing.js").GraphDiv} GraphDiv */

export const PAPER_WIDTH = 640; // pixels
// Colours of the dark theme and of its Plotly template, each followed by that of the light one.
const PAIRS =
  "fafafa262730e6eaf180849531333fe6eaf110151dffffffe8edf41c24306cb6ff0a5ca8ffa657b34700" +
  "4cd6a200704fd9a3ff8e3a8be0c0687a52005ad8e600717fff8a8ab8122bb8c4d64a5568ff8ac9a8246f" +
  "c6d45a5a6500ffb3b38a0d20c75a5ad25a687d3838e9a3aa3a2226f8e0e31a2c40dbe9f628517d9dc4e8" +
  "3f7fbd5596d0a3d1ff07457f";
const TO_LIGHT = new Map(
  PAIRS.match(/.{12}/g)?.map((pair) => [`#${pair.slice(0, 6)}`, `#${pair.slice(6)}`]),
);

/**
 * @param {any} value
 * @returns {any}
 */
function recoloured(value) {
  if (typeof value === "string") return TO_LIGHT.get(value.toLowerCase()) ?? value;
  if (Array.isArray(value)) return value.map(recoloured);
  if (value?.constructor !== Object) return value;
  return Object.fromEntries(Object.entries(value).map(([name, of]) => [name, recoloured(of)]));
}

const plotlyOfPage = () => /** @type {any} */ (globalThis).Plotly;

/** Draw every chart for paper before the browser prints, and as it was afterwards. */
export function printCharts() {
  /** @type {[GraphDiv, any, any][]} */
  let drawn = [];
  addEventListener("beforeprint", () => {
    const app = document.querySelector("[data-testid=stApp]");
    const inDark = app && getComputedStyle(app).colorScheme === "dark";
    const light = inDark ? recoloured : (/** @type {any} */ same) => same;
    /** @type {NodeListOf<GraphDiv>} */
    const charts = document.querySelectorAll(".js-plotly-plot");
    drawn = [...charts].map((gd) => [gd, gd.data, gd.layout]);
    for (const [gd, data, layout] of drawn)
      plotlyOfPage()?.react(gd, light(data), { ...light(layout), width: PAPER_WIDTH });
  });
  addEventListener("afterprint", () => {
    for (const [gd, data, layout] of drawn.splice(0)) plotlyOfPage()?.react(gd, data, layout);
  });
}
