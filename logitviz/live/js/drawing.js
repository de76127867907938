// Drawing new numbers into a chart of Plotly: in place, or where that fails, by Plotly's public call,
// which is as right but slower.

import { canDrawInPlace, drawInPlace } from "./inplace.js";

/**
 * New values of some attributes of a trace: numbers (null is a gap), texts, or rows of numbers.
 *
 * @typedef {Record<string, any[]>} NewValues
 */

/** @typedef {Map<number, NewValues>} Changes the new values by the index of the trace */

/**
 * The element of a chart, as far as Plotly makes it public.
 *
 * @typedef {HTMLElement & GraphFields} GraphDiv
 */

/**
 * @typedef {object} GraphFields
 * @property {Record<string, unknown>[]} data
 * @property {{ meta?: { chart: string } } & Record<string, any>} layout
 * @property {(event: string, listener: () => void) => void} on
 * @property {(event: string) => void} removeAllListeners
 */

/**
 * @typedef {object} Drawing
 * @property {GraphDiv} gd
 * @property {boolean} [inPlace] whether it can be drawn in place, once that has been tried
 * @property {boolean} pending whether Plotly is drawing it just now
 */

/**
 * Draw new values.
 *
 * @param {Drawing} drawing
 * @param {Changes} changes
 * @param {(done: boolean) => void} finished called if the drawing has not finished at once
 * @returns {boolean} whether it has been drawn
 */
export function draw(drawing, changes, finished) {
  const { gd } = drawing;
  for (const [trace, values] of changes) Object.assign(gd.data[trace], values);
  showLabels(gd);
  drawing.inPlace ??= canDrawInPlace(gd);
  if (drawing.inPlace) {
    try {
      drawInPlace(gd, changes);
      return true;
    } catch (error) {
      console.warn("logitviz: a chart could not be drawn in place", error);
      drawing.inPlace = false;
    }
  }
  return drawByPublicCall(drawing, changes, finished);
}

/**
 * Show the labels of bars that had no number. Otherwise Plotly finds that their next words have no
 * size, leaves them out, and remembers this size of these words for every chart.
 *
 * @param {GraphDiv} gd
 */
function showLabels(gd) {
  for (const label of gd.querySelectorAll('.bartext[display="none"]'))
    label.removeAttribute("display");
}

/**
 * @param {Drawing} drawing
 * @param {Changes} changes
 * @param {(done: boolean) => void} finished
 */
function drawByPublicCall(drawing, changes, finished) {
  const { gd } = drawing;
  const traces = [...changes.keys()];
  const names = new Set([...changes.values()].flatMap(Object.keys));
  // Plotly does not change what is undefined.
  const values = [...names].map((name) => [name, traces.map((i) => changes.get(i)?.[name])]);
  // Streamlit would render the chart again after every call.
  gd.removeAllListeners("plotly_restyle");
  drawing.pending = true;
  const fail = (/** @type {unknown} */ error) => {
    console.warn("logitviz: a chart cannot be drawn", error);
    drawing.pending = false;
    finished(false);
  };
  try {
    const { Plotly } = /** @type {any} */ (globalThis);
    const drawn = Plotly.restyle(gd, Object.fromEntries(values), traces);
    // Plotly usually draws, and says so by `plotly_afterplot`, before it returns.
    const late = drawing.pending;
    drawn.then(() => late && finished(true), fail);
  } catch (error) {
    fail(error);
    return false;
  }
  return !drawing.pending;
}
