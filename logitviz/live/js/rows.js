// Rows of numbers from a plan.

/** @typedef {import("./decode.js").Plan} Plan */
/** @typedef {import("./decode.js").Series} Series */
/** @typedef {import("./decode.js").Sweep} Sweep */

// In place of a multiple of the unit: no number, a gap in the drawing.
const GAP = -(2 ** 31);
// In place of an exponent: the digits are an index into the list of exact numbers.
const EXACT = 1003;
/** @type {Record<number, number>} */
const SPECIAL = { 1000: NaN, 1001: Infinity, 1002: -Infinity };

/**
 * Give the numbers of a series in the state as it is (no control), or at a position of a slider.
 * A series without rows for this slider does not change with it: where the plan lacks rows that do
 * change, `viewOf` gives no view, and this is not called.
 *
 * @param {Plan} plan
 * @param {number} ref
 * @param {string} control
 * @param {number} position
 */
export function rowOf(plan, ref, control, position) {
  const series = plan.series[ref];
  if (control === plan.ink?.control && series.ink) return inkedRow(plan, plan.ink, series.ink);
  const sweep = series.sweeps[control];
  if (!sweep) return readRow(plan, series, series.start, 1, series.unit);
  return sweep.knots
    ? rowBetween(plan, series, sweep, sweep.knots, position)
    : storedRow(plan, series, sweep, position);
}

/**
 * Add up what the ink of every pixel adds, and choose what of it is drawn.
 *
 * @param {Plan} plan
 * @param {import("./decode.js").Ink} ink
 * @param {NonNullable<Series["ink"]>} series
 */
function inkedRow({ painted }, { image, tables }, [table, compared]) {
  const { now, added } = tables[table];
  const changed = (painted ?? image).map((ink, i) => [i, ink - image[i]]).filter(([, by]) => by);
  const sums = Float64Array.from(now, (start, n) => {
    const sum = changed.reduce((all, [i, by]) => all + by * added[n][i], start);
    return Math.round(sum * 1e9) / 1e9; // what is taken back leaves nothing behind
  });
  if (!compared) return sums;
  const [of, low, high] = compared;
  const within = sums.map((sum) => Math.min(Math.max(sum, low), high));
  if (of === "each") return within;
  const largest = sums.indexOf(Math.max(...sums));
  return Float64Array.of(of === "place" ? largest : within[largest]);
}

/**
 * Give the row of a position, on a straight line between the stored rows on either side of it.
 *
 * @param {Plan} plan
 * @param {Series} series
 * @param {Sweep} sweep
 * @param {number[]} knots
 * @param {number} position
 */
function rowBetween(plan, series, sweep, knots, position) {
  const next = knots.findIndex((knot) => knot >= position);
  const end = storedRow(plan, series, sweep, next);
  if (knots[next] === position) return end;
  const share = (position - knots[next - 1]) / (knots[next] - knots[next - 1]);
  const start = storedRow(plan, series, sweep, next - 1);
  return start.map((value, i) => value + share * (end[i] - value));
}

/**
 * @param {Plan} plan
 * @param {Series} series
 * @param {Sweep} sweep
 * @param {number} index
 */
function storedRow(plan, series, { start, order, rows, coarse }, index) {
  const unit = series.unit * coarse;
  return order === "down"
    ? readRow(plan, series, start + index, rows, unit)
    : readRow(plan, series, start + index * series.width, 1, unit);
}

/**
 * @param {Plan} plan
 * @param {Series} series
 * @param {number} start
 * @param {number} step
 * @param {number} unit
 */
function readRow(plan, series, start, step, unit) {
  const row = new Float64Array(series.width);
  for (let i = 0; i < row.length; i += 1) row[i] = numberAt(plan, series, start + i * step, unit);
  return row;
}

/**
 * @param {Plan} plan
 * @param {Series} series
 * @param {number} index
 * @param {number} unit
 */
function numberAt(plan, { written, start, exponents }, index, unit) {
  const integer = plan.integers[index];
  if (!written) return integer === GAP ? NaN : integer * unit;
  const exponent = plan.exponents[index - start + exponents];
  // Most decimals have three places: a quick way for them, as this runs for every frame.
  if (exponent === -3) return integer / 1000;
  if (exponent in SPECIAL) return SPECIAL[exponent];
  return exponent === EXACT ? plan.exact[integer] : Number(`${integer}e${exponent}`);
}
