// Charts by their keys: which numbers each of them shows.

import { findBox } from "./controls.js";
import { draw } from "./drawing.js";
import { writerOf } from "./formats.js";
import { rowOf } from "./rows.js";

/** @typedef {import("./decode.js").Plan} Plan */
/** @typedef {import("./decode.js").Attribute} Attribute */
/** @typedef {import("./drawing.js").GraphDiv} GraphDiv */
/** @typedef {import("./drawing.js").Changes} Changes */
/** @typedef {import("./views.js").View} View */

/**
 * A chart of the page.
 *
 * @typedef {import("./drawing.js").Drawing & ShownNumbers} LiveChart
 */

/**
 * @typedef {object} ShownNumbers
 * @property {Map<string, ArrayLike<unknown>>} shown what it shows, by trace and attribute
 * @property {boolean} visible whether it is on the screen
 */

/**
 * @typedef {object} Charts
 * @property {Map<string, LiveChart>} byKey
 * @property {IntersectionObserver} visibility
 * @property {(key: string) => void} redrawn called when Plotly has drawn a chart again
 * @property {(event: TouchEvent) => void} touched called when a finger moves on a chart
 */

/**
 * Find the chart of a key, and watch it.
 *
 * @param {Charts} charts
 * @param {string} key
 * @returns {boolean} whether it is there
 */
export function findChart(charts, key) {
  /** @type {GraphDiv | null | undefined} */
  const gd = findBox(key)?.querySelector(".js-plotly-plot");
  if (!gd?.data) return false;
  if (charts.byKey.get(key)?.gd === gd) return true;
  /** @type {LiveChart} */
  const chart = { gd, shown: new Map(), visible: true, pending: false };
  charts.byKey.set(key, chart);
  charts.visibility.observe(gd);
  gd.addEventListener("touchmove", (event) => charts.touched(event), { passive: false });
  // Streamlit would render the chart again for every frame.
  gd.removeAllListeners("plotly_animated");
  gd.on("plotly_afterplot", () => {
    if (chart.pending) {
      chart.pending = false;
      return;
    }
    // Streamlit has drawn it again, for another theme or size.
    chart.shown.clear();
    chart.inPlace = undefined;
    charts.redrawn(key);
  });
  return true;
}

/** @param {Charts} charts */
export function forgetRemovedCharts({ byKey, visibility }) {
  for (const [key, { gd }] of byKey)
    if (!gd.isConnected) {
      visibility.unobserve(gd);
      byKey.delete(key);
    }
}

/**
 * Bring a chart to a view, and mark whether its numbers are known.
 *
 * @param {Plan} plan
 * @param {Charts} charts
 * @param {string} key
 * @param {View} view
 * @returns {boolean} whether it shows them
 */
export function showChart(plan, charts, key, view) {
  if (!charts.byKey.get(key)?.gd.isConnected && !findChart(charts, key)) return false;
  const chart = /** @type {LiveChart} */ (charts.byKey.get(key));
  const figure = /** @type {Element} */ (chart.gd.closest(".stPlotlyChart"));
  const { alt, skeleton } = plan.charts[key];
  const fits = view && chart.gd.layout?.meta?.chart === skeleton;
  setLabel(figure, fits && !view.control ? alt : "");
  const waits = fits && view.control !== "" && !chart.visible;
  const known = Boolean(waits || (fits && drawView(plan, charts, key, view)));
  markChart(figure, known);
  return known;
}

/**
 * @param {Element} figure
 * @param {boolean} known
 */
export function markChart(figure, known) {
  figure.toggleAttribute("data-logitviz-known", known);
  figure.toggleAttribute("data-logitviz-unknown", !known);
}

/**
 * @param {Element} figure
 * @param {string} words
 */
function setLabel(figure, words) {
  if (figure.getAttribute("aria-label") !== words) figure.setAttribute("aria-label", words);
}

/**
 * @param {Plan} plan
 * @param {Charts} charts
 * @param {string} key
 * @param {NonNullable<View>} view
 */
function drawView(plan, charts, key, view) {
  const chart = /** @type {LiveChart} */ (charts.byKey.get(key));
  const changes = changesFor(plan, chart, key, view);
  if (!changes.size) return !chart.pending;
  return draw(chart, changes, (done) => {
    if (done) charts.redrawn(key);
    else chart.shown.clear();
  });
}

/**
 * Find what a chart has to change to come to a view.
 *
 * @param {Plan} plan
 * @param {LiveChart} chart
 * @param {string} key
 * @param {NonNullable<View>} view
 */
function changesFor(plan, chart, key, { control, position }) {
  /** @type {Changes} */
  const changes = new Map();
  for (const { trace, attributes } of plan.charts[key].sets)
    for (const [name, attribute] of Object.entries(attributes)) {
      const values = valuesOf(rowOf(plan, attribute[0], control, position), attribute);
      const place = `${trace} ${name}`;
      if (areSame(values, chart.shown.get(place))) continue;
      chart.shown.set(place, values);
      const change = changes.get(trace) ?? {};
      change[name] = attribute[1] ? values : drawableOf(values, attribute[2]);
      changes.set(trace, change);
    }
  return changes;
}

/**
 * Give the numbers of an attribute, or their texts: two numbers that look alike in the drawing may
 * be written differently, as 1 and >.9995.
 *
 * @param {Float64Array} row
 * @param {Attribute} attribute
 * @returns {any[]}
 */
export function valuesOf(row, [, format, , scale, shift]) {
  return format
    ? Array.from(row, writerOf(format))
    : Array.from(row, (value, i) => scale * value + (shift?.[i] ?? 0));
}

/** @type {(values: ArrayLike<unknown>, others?: ArrayLike<unknown>) => boolean} */
function areSame(values, others) {
  if (values.length !== others?.length) return false;
  for (let i = 0; i < values.length; i += 1) if (!Object.is(values[i], others[i])) return false;
  return true;
}

/**
 * Give numbers as Plotly takes them: null is a gap, and a heat map has rows.
 *
 * @param {number[]} values
 * @param {number | null} rows
 */
function drawableOf(values, rows) {
  const finite = values.map((value) => (Number.isFinite(value) ? value : null));
  if (!rows) return finite;
  const width = values.length / rows;
  return Array.from({ length: rows }, (_, r) => finite.slice(r * width, (r + 1) * width));
}
