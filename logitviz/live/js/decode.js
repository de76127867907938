// Bytes to a plan. Python describes the layout in logitviz/live/plan.py, and what the integers mean
// in packing.py and decimals.py beside it.

/**
 * What the page may have to show before Python is asked again: numbers for the state that the plan
 * was made for, and for states that differ from it in one slider.
 *
 * @typedef {object} Plan
 * @property {string} page the page that it belongs to
 * @property {string} linked what the browser had reported when the plan was made
 * @property {Record<string, number>} controls the value of every slider
 * @property {Record<string, string>} choices what every other control shows
 * @property {Record<string, (string | null)[]>} options what the link carries for those of words: the
 *   default, then all options
 * @property {Record<string, string | number | boolean | null>} link what the link carries for every
 *   control; null for its default, which it does not name
 * @property {Record<string, string[]>} coupled for a slider, the controls that show a result of it
 * @property {Record<string, string>} meanings for a slider, the choice that says what it moves
 * @property {Record<string, [string, string[]]>} snapshots for a part of the page that only Python can
 *   draw, the digest of its state, and the controls of this state (none: all)
 * @property {Record<string, number>} eased the sliders that a button has just set, and their values
 *   before, if the plan has the states between
 * @property {Record<string, number>} positions for a slider, the number of rows
 * @property {Ink | null} [ink] on which image one draws
 * @property {number[]} [painted] what is drawn there, if that is not the image of the plan
 * @property {Group[]} groups
 * @property {Record<string, Chart>} charts
 * @property {Text[]} texts
 * @property {Series[]} series
 * @property {number} coarse the unit of some rows is so many times that of their series
 * @property {number[]} exact numbers that no decimal stands for
 * @property {Int32Array} integers
 * @property {Int16Array} exponents
 */

/**
 * What charts and texts have in common: the controls that change them, and those of these whose
 * rows the plan has.
 *
 * @typedef {{ controls: string[], rows: string[] }} Group
 */

/**
 * An image on which one draws, the ink of its pixels row by row, and what one unit of ink in each
 * pixel adds to linear numbers.
 *
 * @typedef {object} Ink
 * @property {string} chart the key of the chart of the image
 * @property {string} control the key of the strokes
 * @property {number} columns
 * @property {number[]} image
 * @property {[string, number[]]} size the key of the choice of the size of the pen, and its numbers
 * @property {[string, number[]]} ink the key of the choice of its ink, and its numbers
 * @property {string} label what the place is called
 * @property {string} place a template for row, column and ink of a pixel
 * @property {{ now: number[], added: number[][] }[]} tables
 */

/**
 * A reference to a series, a format or null for numbers that are drawn, the rows of a heat map,
 * and what the numbers are multiplied by and shifted by.
 *
 * @typedef {[number, string | string[] | null, number | null, number, number[] | null]} Attribute
 */

/**
 * @typedef {object} Chart
 * @property {number} group
 * @property {string} alt the alternative text of the state
 * @property {string | null} skeleton the figure that its numbers fit, as in its `layout.meta.chart`
 * @property {{ trace: number, attributes: Record<string, Attribute>, pulls?: string[] }[]} sets with
 *   the sliders that its points move when they are pulled: one for each point, or one for all
 */

/**
 * @typedef {object} Text
 * @property {number} group
 * @property {string} selector
 * @property {string} template part 0 takes the place of `{0}`, and so on
 * @property {[number, string | string[], number][]} parts series, format, column
 */

/**
 * @typedef {object} Series
 * @property {number} width numbers in a row
 * @property {number} unit of numbers that are drawn
 * @property {boolean} [written] whether the numbers are decimals
 * @property {number} start where its integers begin
 * @property {number} exponents where its exponents begin, if it has such
 * @property {Record<string, Sweep>} sweeps its rows for the positions of a slider
 * @property {[number, [string, number, number] | null]} [ink] its table, and what of it is drawn
 */

/**
 * @typedef {object} Sweep
 * @property {number} start where its integers begin
 * @property {"down" | "across" | "both"} order whether columns or rows lie together
 * @property {number} rows
 * @property {number[]} [knots] the positions of its rows, where not every position has one
 * @property {number} coarse
 */

// Numbers of so many columns and positions may be coarser and have fewer rows.
const SURFACE = 16;

/**
 * @param {BlobPart} bytes
 * @returns {Promise<Plan>}
 */
export async function decode(bytes) {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  const data = new Uint8Array(await new Response(stream).arrayBuffer());
  const size = new DataView(data.buffer).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(data.subarray(4, 4 + size)));
  const { series, count, decimals } = locate(header);
  const body = data.subarray(4 + size);
  const integers = sumDifferences(body, count);
  for (const { width, sweeps } of series)
    for (const sweep of Object.values(sweeps))
      if (sweep.order === "both") sumRows(integers, width, sweep);
  const exponents = Int16Array.from(
    { length: decimals },
    (_, i) => body[4 * count + i] | (body[4 * count + decimals + i] << 8),
  );
  return { ...header, series, integers, exponents };
}

/**
 * Find where the numbers of every series begin: first the state as it is, then one sweep after the
 * other. Count all numbers, and those that are decimals.
 *
 * @param {any} header
 * @returns {{ series: Series[], count: number, decimals: number }}
 */
function locate(header) {
  let count = 0;
  let decimals = 0;
  const series = header.series.map((/** @type {any} */ entry) => {
    const start = count;
    count += entry.width;
    /** @type {Record<string, Sweep>} */
    const sweeps = {};
    for (const [control, order] of Object.entries(entry.sweeps)) {
      const knots = entry.knots[control];
      const positions = header.positions[control];
      const rows = knots?.length ?? positions;
      const coarse = Math.min(entry.width, positions) >= SURFACE ? header.coarse : 1;
      sweeps[control] = { start: count, order, rows, knots, coarse };
      count += entry.width * rows;
    }
    const located = { ...entry, start, exponents: decimals, sweeps };
    if (entry.written) decimals += count - start;
    return located;
  });
  return { series, count, decimals };
}

/**
 * Add up differences. Their bytes lie in four planes, the lowest bytes first; the lowest bit is the
 * sign.
 *
 * @param {Uint8Array} planes
 * @param {number} count
 */
function sumDifferences(planes, count) {
  const integers = new Int32Array(count);
  let sum = 0;
  for (let i = 0; i < count; i += 1) {
    const low = planes[i] | (planes[count + i] << 8);
    const folded = low | (planes[2 * count + i] << 16) | (planes[3 * count + i] << 24);
    sum = (sum + ((folded >>> 1) ^ -(folded & 1))) | 0;
    integers[i] = sum;
  }
  return integers;
}

/**
 * Add up rows that are differences from the row before.
 *
 * @param {Int32Array} integers
 * @param {number} width
 * @param {Sweep} sweep
 */
function sumRows(integers, width, { start, rows }) {
  for (let i = start + width; i < start + width * rows; i += 1)
    integers[i] = (integers[i] + integers[i - width]) | 0;
}
