// The page on paper: charts get a width that fits A4 and Letter, and the colours of the light theme,
// as the browser prints before Streamlit could draw them anew.

/** @typedef {import("./drawing.js").GraphDiv} GraphDiv */

export const PAPER_WIDTH = 640; // pixels
// Colours of the dark theme and of its Plotly template, each with that of the light one.
const TO_LIGHT = new Map([
  /** Plotly's titles */ ["#fafafa", "#262730"],
  /** Plotly's axes */ ["#e6eaf1", "#808495"],
  /** Plotly's lines */ ["#31333f", "#e6eaf1"],
  /** background */ ["#10151d", "#ffffff"],
  /** text */ ["#e8edf4", "#1c2430"],
  /** primary, class 0 */ ["#6cb6ff", "#0a5ca8"],
  /** class 1 */ ["#ffa657", "#b34700"],
  /** class 2 */ ["#4cd6a2", "#00704f"],
  /** class 3 */ ["#d9a3ff", "#8e3a8b"],
  /** class 4 */ ["#e0c068", "#7a5200"],
  /** class 5 */ ["#5ad8e6", "#00717f"],
  /** class 6 */ ["#ff8a8a", "#b8122b"],
  /** class 7 */ ["#b8c4d6", "#4a5568"],
  /** class 8 */ ["#ff8ac9", "#a8246f"],
  /** class 9 */ ["#c6d45a", "#5a6500"],
  /** diverging 0 */ ["#ffb3b3", "#8a0d20"],
  /** diverging 2 */ ["#c75a5a", "#d25a68"],
  /** diverging 3 */ ["#7d3838", "#e9a3aa"],
  /** diverging 4 */ ["#3a2226", "#f8e0e3"],
  /** diverging 5 */ ["#1a2c40", "#dbe9f6"],
  /** diverging 6 */ ["#28517d", "#9dc4e8"],
  /** diverging 7 */ ["#3f7fbd", "#5596d0"],
  /** diverging 9 */ ["#a3d1ff", "#07457f"],
]);

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
